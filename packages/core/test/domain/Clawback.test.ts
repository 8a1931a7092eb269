// What a reward has lost, by itself: a grant of 10.00 for an order of 100.00, and what is kept of that order.
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Clawback from "../../src/domain/Clawback.ts"
import type { Rule } from "../../src/domain/Compile.ts"
import type { Sight } from "../../src/domain/Condition.ts"
import { failed, passed } from "../../src/domain/Evidence.ts"
import type { Line } from "../../src/domain/Line.ts"
import type { Unit } from "../../src/domain/Unit.ts"
import { cents, lot } from "../arbitraries/lots.ts"
import { line } from "../arbitraries/shop.ts"

const kept = (minor: bigint, lines?: readonly Line[]): Sight => ({
  total: cents(minor),
  isNew: true,
  earlier: 0,
  country: null,
  ...(lines === undefined ? {} : { lines })
})

type Told = Partial<Pick<Rule, "onPartialRefund" | "entitlement" | "isIn" | "checks">> & {
  readonly worth?: Rule["kind"]["worth"]
}
/** A tenth of the order, proportionally taken back, but for what is told. */
const rule = ({ worth, ...told }: Told = {}): Rule =>
  ({
    entitlement: null,
    isIn: null,
    checks: [],
    onPartialRefund: "proportional",
    terms: {},
    kind: {
      worth:
        worth ?? ((_: unknown, { total }: { total: { minor: bigint } }) => Result.succeed(cents(total.minor / 10n)))
    },
    ...told
  }) as Rule

const grant = lot("o1", { amount: 10_00n })

describe("what a reward has lost", () => {
  it.each([
    ["nothing while all is kept", 100_00n, 0n],
    ["nothing where more is kept than it was granted for", 100_01n, 0n],
    ["nothing where its share is below half a cent", 99_96n, 0n],
    ["a cent from half a cent on", 99_95n, 1n],
    ["half with half", 50_00n, 5_00n],
    ["nearly all with nearly all", 5n, 10_00n],
    ["all where nothing is kept", 0n, 10_00n]
  ])("in proportion is %s", (_, minor, lost) => {
    expect(Clawback.lostAt(grant, rule(), kept(minor))).toBe(lost)
  })

  it.each<[string, Rule | undefined]>([
    ["whose terms are gone", undefined],
    ["that is a discount for another order", rule({ entitlement: "percent-off" as Unit })]
  ])("is all or nothing for one %s", (_, terms) => {
    expect([1n, 0n].map((minor) => Clawback.lostAt(grant, terms, kept(minor)))).toEqual([0n, 10_00n])
  })

  it.each([
    ["it was granted by its lines", true, 5_00n],
    ["it was granted by the whole, from an order without lines", undefined, 6_25n]
  ] as const)("goes by the lines that its terms name where %s", (_, ofLines, lost) => {
    const isIn = ({ product }: Line): boolean => product === "shoe"
    const basis = ofLines === true ? cents(60_00n) : cents(100_00n)
    const granted = lot("o1", { amount: 10_00n, basis, ...(ofLines === true ? { ofLines } : {}) })
    const lines = [line("a", "shoe", "30.00 USD"), line("b", "hat", "7.50 USD")]
    expect(Clawback.lostAt(granted, rule({ isIn }), kept(37_50n, lines))).toBe(lost)
  })

  it("goes by the whole where terms name no product, whatever lines there are", () => {
    const granted = lot("o1", { amount: 10_00n, ofLines: true })
    expect(Clawback.lostAt(granted, rule(), kept(75_00n, [line("a", "shoe", "75.00 USD")]))).toBe(2_50n)
  })

  const anew = (told: Told = {}) => rule({ onPartialRefund: "recompute", ...told })

  it.each([
    ["what its terms give no more", anew(), 55_50n, 4_45n],
    ["nothing where they still give as much", anew({ worth: () => Result.succeed(cents(10_00n)) }), 1n, 0n],
    ["a cent where they give a cent less", anew({ worth: () => Result.succeed(cents(9_99n)) }), 1n, 1n],
    [
      "nothing where they would give more, as room for it was short",
      anew({ worth: () => Result.succeed(cents(10_01n)) }),
      1n,
      0n
    ],
    ["all where they give nothing", anew({ worth: () => Result.fail(failed("percent-off")) }), 99_99n, 10_00n],
    ["all where a condition is met no more", anew({ checks: [() => passed("a"), () => failed("b")] }), 99_99n, 10_00n],
    ["no more where all conditions are met", anew({ checks: [() => passed("a")] }), 99_90n, 1n],
    ["nothing, whatever terms say, while all is kept", anew({ checks: [() => failed("a")] }), 100_00n, 0n]
  ])("computed anew is %s", (_, terms, minor, lost) => {
    expect(Clawback.lostAt(grant, terms, kept(minor))).toBe(lost)
  })

  it("computed anew is multiplied as the grant was", () => {
    const twice = lot("o1", { amount: 20_00n, multiplied: "2" })
    expect(Clawback.lostAt(twice, anew(), kept(60_00n))).toBe(8_00n)
  })
})

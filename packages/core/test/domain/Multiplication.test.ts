import { describe, expect, it } from "vitest"
import type { Compiled, Rule } from "../../src/domain/Compile.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Multiplication from "../../src/domain/Multiplication.ts"
import * as Multiplier from "../../src/domain/Multiplier.ts"
import { cents, lot } from "../arbitraries/lots.ts"
import { program, Shop, start } from "../arbitraries/shop.ts"

const credited = { id: "advocate", side: "advocate", kind: { form: "value" } } as Rule
const tier = (times: string | null) =>
  ({ id: "gold", by: times === null ? null : unwrap(Multiplier.parse(times)) }) as Parameters<
    typeof Multiplication.of
  >[2]

/** A program with a special event that is on, which multiplies by so much; or with none. */
const during = (times?: string): Compiled => {
  const events =
    times === undefined ? [] : [{ id: "spring-week", from: "2026-03-01", until: "2026-03-31", multiply: times }]
  const { programs } = new Shop(program({ events })).enroll("ann").world
  const [compiled] = programs.values()
  if (compiled === undefined) throw new Error("no program")
  return compiled
}
const at = start as Instant
const told = (found: Multiplication.Multiplication | undefined) =>
  found === undefined ? "nothing" : `${found.multiplied} by ${found.because.check} ${found.because.actual}`

describe("what multiplies", () => {
  it.each([
    ["nothing", undefined, undefined, "nothing"],
    ["an event", "2", undefined, "2 by special-event spring-week"],
    ["a tier", undefined, "1.5", "1.5 by tier gold"],
    ["a tier that multiplies nothing", undefined, null, "nothing"],
    ["an event beside a tier that multiplies nothing", "2", null, "2 by special-event spring-week"],
    ["the greater of both: the event", "2", "1.999999", "2 by special-event spring-week"],
    ["the greater of both: the tier", "2", "2.000001", "2.000001 by tier gold"],
    ["of equals the event", "2", "2.0", "2 by special-event spring-week"]
  ])("is %s", (_, event, times, expected) => {
    const of = times === undefined ? undefined : tier(times)
    expect(told(Multiplication.of(credited, during(event), of, at))).toBe(expected)
  })

  it("for the friend is no tier of the advocate", () => {
    const friends = { ...credited, side: "friend" } as Rule
    expect(told(Multiplication.of(friends, during(), tier("3"), at))).toBe("nothing")
    expect(told(Multiplication.of(friends, during("2"), tier("3"), at))).toBe("2 by special-event spring-week")
  })

  it.each(["discount", "perk"])("is nothing for a %s, which is no amount", (form) => {
    const rule = { ...credited, kind: { form } } as Rule
    expect(told(Multiplication.of(rule, during("2"), tier("3"), at))).toBe("nothing")
  })

  it("says how many times", () => {
    expect(Multiplication.of(credited, during("1.50"), undefined, at)?.because).toEqual({
      check: "special-event",
      passed: true,
      actual: "spring-week",
      limit: "1.5 times"
    })
  })

  it("multiplies an amount, and again what is computed anew, as the grant was", () => {
    const half = Multiplication.of(credited, during("1.5"), undefined, at)
    if (half === undefined) throw new Error("nothing multiplies")
    expect(Multiplication.apply(half, cents(25n))).toEqual(cents(38n))
    expect(Multiplication.again(lot("o1", { multiplied: half.multiplied }), 25n)).toBe(38n)
    expect(Multiplication.again(lot("o1"), 25n)).toBe(25n)
  })
})

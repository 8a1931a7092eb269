import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Money from "../../src/domain/Money.ts"
import * as Multiplier from "../../src/domain/Multiplier.ts"
import { law, refused } from "../arbitraries/money.ts"

const parse = (value: string | number): Multiplier.Multiplier => unwrap(Multiplier.parse(value))

describe("Multiplier", () => {
  it.each<[string | number, bigint, bigint]>([
    ["1.000001", 1_000_001n, 1_000_000n],
    [1.5, 3n, 2n],
    ["2", 2n, 1n],
    [100, 100n, 1n]
  ])("reads %j as %s/%s", (value, numerator, denominator) => {
    expect(parse(value)).toEqual({ numerator, denominator })
  })

  it.each<string | number>([1, "1.0", 0, -2, "100.000001", 101, "twice", "1.0000001"])("refuses %j", (value) => {
    expect(refused(Multiplier.parse(value))).toBe(
      `"${value}" is not a multiplier: write a number above 1 and up to 100, such as 2 or "1.5"`
    )
  })

  it("ends at the largest amount that there is", () => {
    const half = Money.minorMax / 2n
    expect(Multiplier.apply(parse(2), half - 1n)).toBe(Money.minorMax - 2n)
    expect(Multiplier.apply(parse(2), half)).toBe(Money.minorMax)
    expect(Multiplier.apply(parse(2), half + 1n)).toBe(Money.minorMax)
    expect(Multiplier.apply(parse(100), Money.minorMax)).toBe(Money.minorMax)
  })

  it.each([
    ["1.5", "2", -1],
    ["2", "1.5", 1],
    ["1.5", "1.500000", 0],
    ["1.499999", "1.5", -1]
  ])("of %s and %s knows which gives more", (a, b, sign) => {
    expect(Math.sign(Number(Multiplier.compare(parse(a), parse(b))))).toBe(sign)
  })

  it.each<[string, unknown, string]>([
    ["three halves", { numerator: 3n, denominator: 2n }, "1.5"],
    ["the most", { numerator: 100n, denominator: 1n }, "100"],
    ["more than the most", { numerator: 101n, denominator: 1n }, "refused"],
    ["once", { numerator: 1n, denominator: 1n }, "refused"],
    ["four thirds, which no decimals say", { numerator: 4n, denominator: 3n }, "refused"],
    ["a fraction of a number", { numerator: 3, denominator: 2n }, "refused"],
    ["a fraction by a number", { numerator: 3n, denominator: 2 }, "refused"],
    ["half a fraction", { numerator: 3n }, "refused"],
    ["the other half", { denominator: 3n }, "refused"],
    ["a number", 2, "refused"],
    ["nothing", null, "refused"]
  ])("writes only what it reads: %s", (_, value, written) => {
    const result = Schema.encodeUnknownResult(Multiplier.Text)(value)
    expect(Result.isSuccess(result) ? result.success : "refused").toBe(written)
  })

  it("law 12: a multiplier is the exact quotient of whole numbers, rounded once; law 13: more is worth more", () => {
    const multiplier = fc.integer({ min: 1_000_001, max: 100_000_000 })
    fc.assert(
      fc.property(
        multiplier,
        // A hundred times this is the largest amount.
        fc.bigInt({ min: 0n, max: 10n ** 13n - 100n }),
        fc.bigInt({ min: 0n, max: 100n }),
        (millionths, minor, more) => {
          const text = `${Math.trunc(millionths / 1_000_000)}.${`${millionths % 1_000_000}`.padStart(6, "0")}`
          const by = Result.getOrThrow(Multiplier.parse(text))
          const exact = minor * BigInt(millionths)
          const twice = 2n * Multiplier.apply(by, minor) * 1_000_000n
          expect(twice - 2n * exact <= 1_000_000n && 2n * exact - twice < 1_000_000n).toBe(true)
          expect(Multiplier.apply(by, minor + more) >= Multiplier.apply(by, minor)).toBe(true)
          expect(Result.getOrThrow(Multiplier.parse(Multiplier.format(by)))).toEqual(by)
        }
      ),
      law
    )
  })
})

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { halfExpand } from "../../src/domain/Rounding.ts"
import { law, minor } from "../arbitraries/money.ts"

describe("Rounding.halfExpand", () => {
  it.each([
    [0n, 1n, 0n],
    [49n, 100n, 0n],
    [50n, 100n, 1n],
    [51n, 100n, 1n],
    [-49n, 100n, 0n],
    [-50n, 100n, -1n],
    [149n, 100n, 1n],
    [150n, 100n, 2n],
    [250n, 100n, 3n], // halves to even would give 2
    [-250n, 100n, -3n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [7n, 7n, 1n],
    [2n ** 53n + 1n, 2n, 2n ** 52n + 1n]
  ])("%s / %s is %s", (numerator, denominator, expected) => {
    expect(halfExpand(numerator, denominator)).toBe(expected)
  })

  const denominator = fc.oneof(fc.constantFrom(1n, 2n, 3n, 100n, 10_000n), fc.bigInt({ min: 1n, max: 10n ** 12n }))

  it("is the integer nearest to the quotient, and the one away from zero when two are", () => {
    fc.assert(
      fc.property(minor, denominator, (numerator, by) => {
        const rounded = halfExpand(numerator, by)
        const size = (value: bigint): bigint => (value < 0n ? -value : value)
        const distance = size(2n * (rounded * by - numerator))
        expect(distance <= by).toBe(true)
        if (distance === by) expect(size(rounded * by) > size(numerator)).toBe(true)
      }),
      law
    )
  })

  it("law 5: is symmetric about zero", () => {
    fc.assert(
      fc.property(minor, denominator, (numerator, by) => {
        expect(halfExpand(-numerator, by)).toBe(-halfExpand(numerator, by))
      }),
      law
    )
  })

  it("rounds as Intl's halfExpand does", () => {
    const intl = new Intl.NumberFormat("en-US", {
      maximumFractionDigits: 0,
      useGrouping: false,
      roundingMode: "halfExpand"
    } as Intl.NumberFormatOptions)
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (hundredths) => {
        const text = `${hundredths < 0n ? "-" : ""}${(hundredths < 0n ? -hundredths : hundredths)
          .toString()
          .padStart(3, "0")
          .replace(/(..)$/, ".$1")}`
        const expected = intl.format(text as unknown as bigint).replace(/^-0$/, "0")
        expect(halfExpand(hundredths, 100n).toString()).toBe(expected)
      }),
      law
    )
  })
})

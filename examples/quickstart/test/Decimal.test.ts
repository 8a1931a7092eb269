import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Decimal from "../src/Decimal.ts"

const sum = (...texts: readonly string[]): Decimal.Decimal =>
  texts.map((text) => Decimal.parse(text) ?? Decimal.zero).reduce(Decimal.add, Decimal.zero)

describe("Decimal", () => {
  it.each([
    [["957.5775"], 2, 95_758n],
    [["0.1", "0.2"], 2, 30n],
    [["0.005"], 2, 1n],
    [["-0.005"], 2, -1n],
    [["0.0049", "0.0001"], 2, 1n],
    [["0.002", "0.002"], 2, 0n],
    [["12"], 2, 1_200n],
    [["12.5"], 0, 13n],
    [["1.25", "-1.25"], 2, 0n]
  ] as const)("sums %j to %d decimals once: %s", (texts, decimals, minor) => {
    expect(Decimal.round(sum(...texts), decimals)).toBe(minor)
  })

  it.each(["", "1,5", "1e3", " 1", "1.", ".5", "0x10", "NaN", "1234567890123456"])("refuses %j", (text) => {
    expect(Decimal.parse(text)).toBeUndefined()
  })

  it("is off by half a cent at most, whatever is summed", () => {
    const text = fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 9_999 }))
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (parts) => {
        const total = sum(...parts.map(([whole, rest]) => `${whole}.${`${rest}`.padStart(4, "0")}`))
        const error = Decimal.round(total, 2) * 100n - Decimal.round(total, 4)
        expect(error >= -50n && error <= 50n).toBe(true)
      })
    )
  })
})

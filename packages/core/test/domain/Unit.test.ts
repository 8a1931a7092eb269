import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { currencies } from "../../src/domain/_currencies.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Unit from "../../src/domain/Unit.ts"
import { accepted, law, refused, unit } from "../arbitraries/money.ts"

describe("Unit", () => {
  it.each([
    ["JPY", 0],
    ["KRW", 0],
    ["ISK", 0],
    ["USD", 2],
    ["MGA", 2],
    ["MRU", 2],
    ["KWD", 3],
    ["BHD", 3],
    ["TND", 3],
    ["CLF", 4],
    ["UYW", 4],
    ["points", 0],
    ["percent-off", 0]
  ])("%s has %i decimals", (text, exponent) => {
    expect(Unit.exponent(unwrap(Unit.parse(text)))).toBe(exponent)
  })

  it("knows currencies from entitlements", () => {
    expect(Unit.isCurrency(unwrap(Unit.parse("USD")))).toBe(true)
    expect(Unit.isCurrency(Unit.points)).toBe(false)
    expect(Unit.isCurrency(unwrap(Unit.parse("early-access")))).toBe(false)
  })

  it.each([
    ["XAU", "not an ISO 4217 currency"],
    ["XXX", "not an ISO 4217 currency"],
    ["XTS", "not an ISO 4217 currency"],
    ["ZZZ", "not an ISO 4217 currency"],
    ["usd", "write USD"],
    ["Usd", "write USD"],
    [" USD", "write USD"],
    ["jpy", "write JPY"],
    ["US", "write an ISO 4217 currency in capitals"],
    ["POINTS", "write an ISO 4217 currency in capitals"],
    ["1st", "write an ISO 4217 currency in capitals"],
    ["-a", "write an ISO 4217 currency in capitals"],
    ["pünkte", "write an ISO 4217 currency in capitals"],
    ["constructor\n", "write an ISO 4217 currency in capitals"],
    ["", "write an ISO 4217 currency in capitals"]
  ])("refuses %j and says what to do", (text, advice) => {
    expect(refused(Unit.parse(text))).toContain(advice)
  })

  it("takes names of 1 to 40 characters", () => {
    expect(accepted(Unit.parse("a"))).toBe("a")
    expect(accepted(Unit.parse("a".repeat(40)))).toBe("a".repeat(40))
    expect(accepted(Unit.parse("a".repeat(41)))).toBeUndefined()
  })

  it.each<[unknown, boolean]>([
    ["USD", true],
    ["points", true],
    ["usd", false],
    ["XAU", false],
    [["points"], false],
    [840, false],
    [undefined, false]
  ])("%j is a unit: %s", (value, expected) => {
    expect(Unit.is(value)).toBe(expected)
    expect(Result.isSuccess(Schema.encodeUnknownResult(Unit.Text)(value))).toBe(expected)
  })

  it("law 10: an unknown code is a typed failure, and a known one has an exponent of 0, 2, 3 or 4", () => {
    const code = fc.oneof(fc.stringMatching(/^[A-Z]{3}$/), fc.constantFrom(...currencies.keys(), "XAU", "XDR"))
    fc.assert(
      fc.property(code, (text) => {
        const read = Unit.parse(text)
        if (Result.isFailure(read)) expect(read.failure).toMatchObject({ _tag: "UnknownUnit", unit: text })
        else expect([0, 2, 3, 4]).toContain(Unit.exponent(read.success))
        expect(Result.isSuccess(read)).toBe(currencies.has(text))
      }),
      law
    )
  })

  it("law 38: a unit is read as it was written", () => {
    fc.assert(
      fc.property(unit, (of) => {
        expect(Schema.decodeSync(Unit.Text)(Schema.encodeSync(Unit.Text)(of))).toBe(of)
      }),
      law
    )
  })
})

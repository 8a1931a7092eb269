import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Money from "../../src/domain/Money.ts"
import * as Unit from "../../src/domain/Unit.ts"
import { accepted, law, minor, money, refused, unit, unitPair } from "../arbitraries/money.ts"

const usd = unwrap(Unit.parse("USD"))
const failureOf = <A, E>(result: Result.Result<A, E>): E | undefined =>
  Result.isFailure(result) ? result.failure : undefined
const read = (text: string): Money.Money => unwrap(Money.parse(text))

describe("Money.parse", () => {
  it.each([
    ["80.00 USD", 8000n],
    ["0.00 USD", 0n],
    ["0.01 USD", 1n],
    ["-3.00 USD", -300n],
    ["-0.01 USD", -1n],
    ["5800 JPY", 5800n],
    ["1.250 KWD", 1250n],
    ["1.2500 CLF", 12_500n],
    ["500 points", 500n],
    ["1 percent-off", 1n],
    ["10000000000000.00 USD", 10n ** 15n],
    ["-10000000000000.00 USD", -(10n ** 15n)],
    ["1000000000000000 JPY", 10n ** 15n]
  ])("reads %s", (text, expected) => {
    expect(read(text).minor).toBe(expected)
    expect(Money.format(read(text))).toBe(text)
  })

  it.each([
    // Decimals: one fewer and one more than the currency's.
    ["80.5 USD", '"80.5 USD": USD has 2 decimals, write "80.50 USD"'],
    ["80 USD", '"80 USD": USD has 2 decimals, write "80.00 USD"'],
    ["80.500 USD", '"80.500 USD": USD has 2 decimals, write "80.50 USD"'],
    ["80.505 USD", '"80.505 USD": USD has 2 decimals, write an amount such as "80.50 USD"'],
    ["5800.00 JPY", '"5800.00 JPY": JPY has no decimals, write "5800 JPY"'],
    ["58.5 points", '"58.5 points": points has no decimals, write an amount such as "58 points"'],
    ["1.25 KWD", '"1.25 KWD": KWD has 3 decimals, write "1.250 KWD"'],
    // Units.
    ["80.00 usd", 'unknown unit "usd": write USD'],
    ["80.00 XAU", 'unknown unit "XAU": it is not an ISO 4217 currency'],
    // Range: the largest amount is in the table above.
    ["10000000000000.01 USD", "out of range: the largest amount is 10000000000000.00 USD"],
    ["-10000000000000.01 USD", "out of range"],
    ["1000000000000001 JPY", "out of range: the largest amount is 1000000000000000 JPY"],
    ["-0.00 USD", '"-0.00 USD" is not an amount: zero has no sign, as in "0.00 USD"'],
    ["99999999999999999999.00 USD", "is not an amount"]
  ])("refuses %s and says what is right", (text, message) => {
    expect(refused(Money.parse(text))).toContain(message)
  })

  it.each([
    "",
    " ",
    "80.00",
    "USD",
    "USD 80.00",
    "80.00USD",
    "80.00  USD",
    " 80.00 USD",
    "80.00 USD ",
    "80.00 USD\n",
    "80.00\tUSD",
    "80.00\u00a0USD",
    "$80.00",
    "1,000.00 USD",
    "1_000.00 USD",
    "1 000.00 USD",
    "80,00 USD",
    "080.00 USD",
    "00.00 USD",
    ".50 USD",
    "80. USD",
    "+80.00 USD",
    "--80.00 USD",
    "- 80.00 USD",
    "1e3 USD",
    "1e3 points",
    "0x10 points",
    "NaN USD",
    "Infinity USD",
    "null USD",
    "٨٠.٠٠ USD",
    "80.00 USD EUR",
    `${"9".repeat(10_000)} USD`
  ])("law 25: refuses %j", (text) => {
    const result = Money.parse(text)
    expect(Result.isFailure(result) && result.failure._tag).toBe("MalformedMoney")
    expect((refused(result) ?? "").length).toBeLessThan(250)
  })

  it("law 25: refuses every text that it would not write itself", () => {
    const near = fc
      .tuple(money, fc.nat(), fc.constantFrom(..."0123456789.,-+eE _ \t"))
      .map(([amount, at, character]) => {
        const text = Money.format(amount)
        const cut = at % (text.length + 1)
        return text.slice(0, cut) + character + text.slice(cut)
      })
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const amount = accepted(Money.parse(text))
        if (amount !== undefined) expect(Money.format(amount)).toBe(text)
      }),
      law
    )
  })
})

describe("Money.format", () => {
  it("laws 10 and 38: what is written is read back, in every unit", () => {
    fc.assert(
      fc.property(money, (amount) => {
        expect(Money.parse(Money.format(amount))).toEqual(Result.succeed(amount))
      }),
      law
    )
  })

  it("law 10: writes exactly the unit's decimals", () => {
    // The oracle builds the text from the number's digits from the right, without knowing how `format` cuts them.
    const written = (amount: Money.Money): string => {
      let size = amount.minor < 0n ? -amount.minor : amount.minor
      let decimals = ""
      for (let place = 0; place < Unit.exponent(amount.unit); place++) {
        decimals = `${size % 10n}${decimals}`
        size /= 10n
      }
      return `${amount.minor < 0n ? "-" : ""}${size}${decimals === "" ? "" : `.${decimals}`} ${amount.unit}`
    }
    fc.assert(
      fc.property(money, (amount) => {
        expect(Money.format(amount)).toBe(written(amount))
      }),
      law
    )
  })
})

describe("Money arithmetic", () => {
  it.each([
    ["1.00 USD", "2.00 USD", -1],
    ["2.00 USD", "2.00 USD", 0],
    ["2.01 USD", "2.00 USD", 1],
    ["-1.00 USD", "0.00 USD", -1]
  ])("compares %s with %s: %i", (a, b, expected) => {
    expect(Money.compare(read(a), read(b))).toEqual(Result.succeed(expected))
  })

  it.each([
    ["-0.01 USD", false, true],
    ["0.00 USD", true, false],
    ["0.01 USD", false, false]
  ])("%s: zero %s, negative %s", (text, isZero, isNegative) => {
    expect([Money.isZero(read(text)), Money.isNegative(read(text))]).toEqual([isZero, isNegative])
  })

  it("adds and subtracts without a bound of 2^53", () => {
    const large = Money.make(2n ** 53n, usd)
    expect(unwrap(Money.add(large, Money.make(1n, usd))).minor).toBe(9_007_199_254_740_993n)
    expect(unwrap(Money.subtract(Money.zero(usd), large)).minor).toBe(-9_007_199_254_740_992n)
  })

  it("law 11: two units never meet, whichever comes first and whatever the amounts", () => {
    fc.assert(
      fc.property(unitPair, minor, minor, ([unitA, unitB], minorA, minorB) => {
        const a = Money.make(minorA, unitA)
        const b = Money.make(minorB, unitB)
        const mismatch = { _tag: "CurrencyMismatch", expected: unitA, actual: unitB }
        expect(failureOf(Money.add(a, b))).toMatchObject(mismatch)
        expect(failureOf(Money.subtract(a, b))).toMatchObject(mismatch)
        expect(failureOf(Money.compare(a, b))).toMatchObject(mismatch)
        expect(Money.sameUnit(a, b)).toBe(false)
      }),
      law
    )
  })

  it("is a group under addition, and compare is the sign of the difference", () => {
    fc.assert(
      fc.property(unit, minor, minor, minor, (of, x, y, z) => {
        const [a, b, c] = [Money.make(x, of), Money.make(y, of), Money.make(z, of)]
        expect(Money.sameUnit(a, b)).toBe(true)
        const plus = (left: Money.Money, right: Money.Money): Money.Money => unwrap(Money.add(left, right))
        expect(plus(a, b)).toEqual(plus(b, a))
        expect(plus(plus(a, b), c)).toEqual(plus(a, plus(b, c)))
        expect(plus(a, Money.negate(a))).toEqual(Money.zero(of))
        const difference = unwrap(Money.subtract(a, b))
        expect(difference).toEqual(plus(a, Money.negate(b)))
        const sign = Money.isZero(difference) ? 0 : Money.isNegative(difference) ? -1 : 1
        expect(unwrap(Money.compare(a, b))).toBe(sign)
      }),
      law
    )
  })
})

describe("Money in documents", () => {
  const decode = (schema: Schema.Codec<Money.Money, string>, input: unknown): string | Money.Money => {
    const result = Schema.decodeUnknownResult(schema)(input)
    return Result.isSuccess(result) ? result.success : result.failure.message
  }

  it("gives the message of parse as the issue", () => {
    expect(decode(Money.Text, "80.5 USD")).toBe('"80.5 USD": USD has 2 decimals, write "80.50 USD"')
  })

  it.each([80, 80n, null, undefined, Number.NaN, {}, { minor: 8000n, unit: "USD" }, ["80.00 USD"]])(
    "law 25: refuses %s, which is no text",
    (input) => {
      expect(decode(Money.Text, input)).toBe('write an amount such as "80.00 USD"')
    }
  )

  it.each([
    ["Positive", Money.Positive, "0.01 USD", "0.00 USD", "0.00 USD must be above zero"],
    ["NonNegative", Money.NonNegative, "0.00 USD", "-0.01 USD", "-0.01 USD must not be below zero"],
    ["PositiveCurrency", Money.PositiveCurrency, "0.01 USD", "0.00 USD", "0.00 USD must be above zero"],
    [
      "PositiveCurrency",
      Money.PositiveCurrency,
      "1 JPY",
      "1 points",
      '1 points must be of a currency, as in "10.00 USD"'
    ],
    ["PositivePoints", Money.PositivePoints, "1 points", "0 points", "0 points must be above zero"],
    ["PositivePoints", Money.PositivePoints, "1 points", "1 JPY", '1 JPY must be of points, as in "500 points"']
  ])("%s: both sides of the edge", (_, schema, right, wrong, message) => {
    expect(decode(schema, right)).toEqual(read(right))
    expect(decode(schema, wrong)).toBe(message)
  })

  it.each<[string, unknown, string]>([
    ["the largest amount", Money.make(Money.minorMax, usd), "10000000000000.00 USD"],
    ["one more", Money.make(Money.minorMax + 1n, usd), "refused"],
    ["the smallest", Money.make(-Money.minorMax, usd), "-10000000000000.00 USD"],
    ["one less", Money.make(-Money.minorMax - 1n, usd), "refused"],
    ["a unit that is none", { minor: 1n, unit: "XAU" }, "refused"],
    ["a unit that is no text", { minor: 1n, unit: 840 }, "refused"],
    ["no unit", { minor: 1n }, "refused"],
    ["a number of cents", { minor: 1, unit: "USD" }, "refused"],
    ["no amount", { unit: "USD" }, "refused"],
    ["nothing", null, "refused"]
  ])("writes nothing that it could not read again: %s", (_, value, written) => {
    const result = Schema.encodeUnknownResult(Money.Text)(value)
    expect(Result.isSuccess(result) ? result.success : "refused").toBe(written)
  })

  it("law 38: n saves are one save", () => {
    const decodeText = Schema.decodeSync(Money.Text)
    const encodeText = Schema.encodeSync(Money.Text)
    fc.assert(
      fc.property(money, (amount) => {
        const saved = encodeText(amount)
        expect(decodeText(saved)).toEqual(amount)
        expect(encodeText(decodeText(saved))).toBe(saved)
      }),
      law
    )
  })
})

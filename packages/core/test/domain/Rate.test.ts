import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Rate from "../../src/domain/Rate.ts"
import { law, minor, positiveMinor, refused } from "../arbitraries/money.ts"

const percent = (value: string | number): Rate.Rate => unwrap(Rate.percent(value))

/** A percentage above 0 and up to 100 in millionths of a percent, with what people write among them. */
const millionths = fc.oneof(
  fc.constantFrom(1, 10, 999_999, 1_000_000, 1_000_001, 12_500_000, 33_333_333, 99_999_999, 100_000_000),
  fc.integer({ min: 1, max: 100_000_000 }),
  fc.integer({ min: 1, max: 10_000 }).map((bps) => bps * 10_000)
)
const rate = millionths.map((parts) => unwrap(Rate.make(BigInt(parts), 100_000_000n)))

describe("Rate.percent", () => {
  it.each<[string | number, bigint, bigint]>([
    [20, 1n, 5n],
    ["20", 1n, 5n],
    ["20.000000", 1n, 5n],
    [12.5, 1n, 8n],
    ["12.5", 1n, 8n],
    [0.1, 1n, 1000n],
    [0.3, 3n, 1000n],
    [1.1, 11n, 1000n],
    [33.333333, 33_333_333n, 100_000_000n],
    [0.000001, 1n, 100_000_000n],
    [100, 1n, 1n],
    [0, 0n, 1n],
    [150, 3n, 2n]
  ])("reads %j as %s/%s", (value, numerator, denominator) => {
    expect(percent(value)).toEqual({ numerator, denominator })
  })

  it.each<string | number>([
    0.0000001,
    "0.0000001",
    1e-7,
    1e21,
    -1,
    "-1",
    -0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    0.1 + 0.2,
    "",
    " 20",
    "20 ",
    "20%",
    "1e1",
    "0x14",
    "020",
    ".5",
    "5.",
    "12,5",
    "1_0",
    "٢٠"
  ])("law 25: refuses %j", (value) => {
    const result = Rate.percent(value)
    expect(Result.isFailure(result) && result.failure._tag).toBe("MalformedRate")
    expect(refused(result)).toContain("write a number of zero or more with at most 6 decimals")
  })
})

describe("Rate.apply", () => {
  it.each<[string, string | number, bigint, bigint]>([
    // money.pct.django: the bug paid 10 EUR. Source: soldatov-ss/django-referral-system#6
    ["django-referral-system#6", 7.5, 14_400n, 1080n],
    ["just below a half", 7.5, 10_819n, 811n],
    ["above a half", 7.5, 10_825n, 812n],
    ["a half goes away from zero", 50, 1n, 1n],
    ["also below zero", 50, -1n, -1n],
    ["nothing", 20, 0n, 0n],
    ["everything", 100, 9_007_199_254_740_993n, 9_007_199_254_740_993n]
  ])("%s: %s percent of %s is %s", (_, value, amount, expected) => {
    expect(Rate.apply(percent(value), amount)).toBe(expected)
  })

  it("law 12: is the exact quotient in minor units, rounded half away from zero", () => {
    const bps = fc.integer({ min: 0, max: 10_000 })
    fc.assert(
      fc.property(minor, bps, (amount, points) => {
        // The oracle searches: the nearest integer by trial, starting from the floor.
        const exact = amount * BigInt(points)
        const floor = (exact - (((exact % 10_000n) + 10_000n) % 10_000n)) / 10_000n
        const rest = exact - floor * 10_000n
        const expected = rest > 5000n || (rest === 5000n && exact > 0n) ? floor + 1n : floor
        expect(Rate.apply(unwrap(Rate.make(BigInt(points), 10_000n)), amount)).toBe(expected)
      }),
      law
    )
  })

  it("law 12: a share and its complement make the whole, to one minor unit", () => {
    fc.assert(
      fc.property(rate, positiveMinor, (share, amount) => {
        const sum = Rate.apply(share, amount) + Rate.apply(Rate.complement(share), amount)
        expect(sum - amount === 0n || sum - amount === 1n).toBe(true)
      }),
      law
    )
  })

  it("law 13: more never earns less, in the amount and in the rate", () => {
    // Neighbors are where a step in the wrong direction shows; far pairs are there for overflow.
    const neighbors = fc.tuple(minor, fc.bigInt({ min: 0n, max: 3n })).map(([x, step]) => [x, x + step] as const)
    const pair = fc.oneof(neighbors, fc.tuple(minor, minor))
    fc.assert(
      fc.property(rate, rate, pair, (one, two, [x, y]) => {
        const [less, more] = x <= y ? [x, y] : [y, x]
        expect(Rate.apply(one, less) <= Rate.apply(one, more)).toBe(true)
        const [low, high] = one.numerator * two.denominator <= two.numerator * one.denominator ? [one, two] : [two, one]
        const size = x < 0n ? -x : x
        expect(Rate.apply(low, size) <= Rate.apply(high, size)).toBe(true)
      }),
      law
    )
  })

  it("law 5: a refund of the amount earns the reverse", () => {
    fc.assert(
      fc.property(rate, minor, (share, amount) => {
        expect(Rate.apply(share, -amount)).toBe(-Rate.apply(share, amount))
      }),
      law
    )
  })
})

describe("Rate", () => {
  it("is in lowest terms, whatever the fraction was", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (a, b) => {
        const one = unwrap(Rate.make(a, b))
        expect(one.numerator * b).toBe(a * one.denominator)
        expect(unwrap(Rate.make(a * 7n, b * 7n))).toEqual(one)
        expect(Rate.complement(Rate.complement(one))).toEqual(one)
      }),
      law
    )
  })

  it("needs a denominator above zero", () => {
    expect(Rate.make(1n, 1n)).toEqual(Result.succeed({ numerator: 1n, denominator: 1n }))
    expect(refused(Rate.make(1n, 0n))).toContain("must be above zero")
    expect(refused(Rate.make(1n, -1n))).toContain("must be above zero")
  })

  it.each([
    ["12.5", 1n, 8n],
    ["100", 1n, 1n],
    ["0", 0n, 1n],
    ["0.000001", 1n, 100_000_000n],
    ["33.333333", 1n, 3n],
    ["66.666667", 2n, 3n],
    ["-25", -1n, 4n]
  ])("formatPercent writes %s", (text, numerator, denominator) => {
    expect(Rate.formatPercent(unwrap(Rate.make(numerator, denominator)))).toBe(text)
  })
})

describe("Rate.Percent", () => {
  const decode = Schema.decodeUnknownResult(Rate.Percent)
  const messageFor = (input: unknown): string => {
    const result = decode(input)
    return Result.isFailure(result) ? result.failure.message : "accepted"
  }

  it.each([
    [0.000001, "accepted"],
    [0, '"0" is not a percentage from above 0 up to 100'],
    [100, "accepted"],
    ["100", "accepted"],
    [100.000001, '"100.000001" is not a percentage from above 0 up to 100'],
    ["20%", '"20%" is not a percentage: write a number of zero or more with at most 6 decimals, such as 12.5'],
    [Number.NaN, "Expected a finite number"],
    [null, "write a percentage such as 12.5"],
    [true, "write a percentage such as 12.5"],
    [20n, "write a percentage such as 12.5"]
  ])("%s: %s", (input, message) => {
    expect(messageFor(input)).toBe(message)
  })

  it.each<[string, unknown, number | "refused"]>([
    ["an eighth", { numerator: 1n, denominator: 8n }, 12.5],
    ["the smallest", { numerator: 1n, denominator: 100_000_000n }, 0.000001],
    ["the whole", { numerator: 1n, denominator: 1n }, 100],
    ["more than the whole", { numerator: 9n, denominator: 8n }, "refused"],
    ["nothing", { numerator: 0n, denominator: 1n }, "refused"],
    ["less than nothing", { numerator: -1n, denominator: 8n }, "refused"],
    ["a third, which no decimals say", { numerator: 1n, denominator: 3n }, "refused"],
    ["a fraction that can be reduced", { numerator: 2n, denominator: 8n }, "refused"],
    ["a fraction of numbers", { numerator: 1, denominator: 8n }, "refused"],
    ["a fraction of a number", { numerator: 1n, denominator: 8 }, "refused"],
    ["half a fraction", { numerator: 1n }, "refused"],
    ["no fraction", null, "refused"]
  ])("writes only what six decimals can say: %s", (_, value, written) => {
    const result = Schema.encodeUnknownResult(Rate.Percent)(value)
    expect(Result.isSuccess(result) ? result.success : "refused").toBe(written)
  })

  it("law 38: parse(format(p)) = p as number, as text and through JSON, and n saves are one save", () => {
    const read = Schema.decodeUnknownSync(Rate.Percent)
    const write = Schema.encodeSync(Rate.Percent)
    fc.assert(
      fc.property(rate, (share) => {
        const saved = write(share)
        expect(typeof saved).toBe("number")
        expect(read(saved)).toEqual(share)
        expect(read(JSON.parse(JSON.stringify(saved)))).toEqual(share)
        expect(read(Rate.formatPercent(share))).toEqual(share)
        expect(write(read(saved))).toBe(saved)
      }),
      law
    )
  })
})

/** Amounts, units and weights, biased to the edges where rules break. */
import { Money, Unit } from "@goodword/core"
import fc from "fast-check"
import { unwrap } from "./unwrap.ts"

const int64 = 2n ** 63n - 1n

/** Minor units of sums: small, ordinary, and at the edges of 2^31, 2^53 and 2^63, of either sign. */
export const minor: fc.Arbitrary<bigint> = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, 2n, 99n, 100n, 101n, 999n, 1000n),
  fc.constantFrom(
    2n ** 31n - 1n,
    2n ** 31n,
    2n ** 53n - 1n,
    2n ** 53n,
    2n ** 53n + 1n,
    -(2n ** 53n) - 1n,
    int64,
    -int64
  ),
  fc.bigInt({ min: -10_000n, max: 10_000n }),
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  fc.bigInt({ min: -int64, max: int64 })
)

const most = Money.minorMax

/** Minor units that one amount may have: as those of sums, and at the edge of the largest amount. */
export const minorOfOne: fc.Arbitrary<bigint> = fc.oneof(
  { weight: 4, arbitrary: minor.map((value) => (value > most ? most : value < -most ? -most : value)) },
  { weight: 1, arbitrary: fc.constantFrom(most - 1n, most, -most) }
)

/** The minor units of a sale: zero and above. */
export const positiveMinor: fc.Arbitrary<bigint> = minorOfOne.map((value) => (value < 0n ? -value : value))

/** Currencies with each number of decimals, points, and entitlements. */
export const unit: fc.Arbitrary<Unit.Unit> = fc
  .constantFrom("USD", "EUR", "GBP", "JPY", "KRW", "KWD", "BHD", "CLF", "UYW", "points", "percent-off", "a")
  .map((text) => unwrap(Unit.parse(text)))

export const money: fc.Arbitrary<Money.Money> = fc.tuple(minorOfOne, unit).map(([amount, of]) => Money.make(amount, of))

/** Two different units. */
export const unitPair: fc.Arbitrary<readonly [Unit.Unit, Unit.Unit]> = fc.tuple(unit, unit).filter(([a, b]) => a !== b)

const prime = fc.constantFrom(2n, 3n, 5n, 7n, 11n, 13n, 97n, 7919n, 1_000_003n)
const weight = fc.oneof(
  fc.constant(0n),
  fc.constant(1n),
  prime,
  fc.bigInt({ min: 0n, max: 1000n }),
  fc.bigInt({ min: 0n, max: 10n ** 12n })
)

/** 1 to 50 weights with zeros (first, last, anywhere), equal ones and primes; at least one is above zero. */
export const weights: fc.Arbitrary<readonly bigint[]> = fc
  .oneof(
    fc.array(weight, { minLength: 1, maxLength: 50 }),
    fc.tuple(fc.integer({ min: 1, max: 50 }), prime).map(([length, value]) => Array.from({ length }, () => value)),
    fc.array(fc.constantFrom(0n, 1n, 2n), { minLength: 1, maxLength: 50 }),
    fc.array(weight, { minLength: 1, maxLength: 48 }).map((inner) => [0n, ...inner, 0n])
  )
  .filter((all) => all.some((value) => value > 0n))

/** The currencies of generated programs: two decimals, none, and three. */
export type Currency = "USD" | "JPY" | "KWD"

export const currency: fc.Arbitrary<Currency> = fc.constantFrom("USD", "USD", "JPY", "KWD")

/** An amount from minor units, as text. */
export const written = (minor: number, of: Currency): string =>
  Money.format(Money.make(BigInt(minor), unwrap(Unit.parse(of))))

/** Minor units around a few ordinary figures: sums of these meet caps and budgets exactly. */
export const minorAmount = (max: number): fc.Arbitrary<number> =>
  fc
    .oneof(fc.constantFrom(1, 99, 500, 999, 1000, 1001, 2000, 5000), fc.integer({ min: 1, max }))
    .map((n) => Math.min(n, max))

// Generators of amounts, weights, zones and instants, biased to the edges where rules break.
import * as Result from "effect/Result"
import fc from "fast-check"
import { currencies } from "../../src/domain/_currencies.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Instant from "../../src/domain/Instant.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Money from "../../src/domain/Money.ts"
import * as Unit from "../../src/domain/Unit.ts"

/** A law is tried on 200 inputs, or on more where the environment asks for more. */
export const law = { numRuns: Math.max(200, fc.readConfigureGlobal().numRuns ?? 0) }

const int64 = Money.minorMax

/** Minor units: small, ordinary, and at the edges of 2^31, 2^53 and 2^63, of either sign. */
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

/** The minor units of a sale: zero and above. */
export const positiveMinor: fc.Arbitrary<bigint> = minor.map((value) => (value < 0n ? -value : value))

/** Currencies with each exponent, points, and entitlements. */
export const unit: fc.Arbitrary<Unit.Unit> = fc
  .oneof(
    fc.constantFrom("USD", "EUR", "JPY", "KRW", "KWD", "BHD", "CLF", "points", "percent-off", "a"),
    fc.constantFrom(...currencies.keys())
  )
  .map((text) => unwrap(Unit.parse(text)))

export const money: fc.Arbitrary<Money.Money> = fc.tuple(minor, unit).map(([amount, of]) => Money.make(amount, of))

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

/** From UTC-12 to UTC+14, with offsets of 30 and 45 minutes, and clocks that change at midnight, by half an hour, or by a day. */
export const zoneNames = [
  "UTC",
  "Etc/GMT+12",
  "Pacific/Pago_Pago",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "America/Havana",
  "Atlantic/Azores",
  "Europe/London",
  "Europe/Berlin",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Asia/Beirut",
  "Asia/Tehran",
  "Asia/Kathmandu",
  "Australia/Eucla",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Apia",
  "Pacific/Kiritimati"
] as const

export const zone: fc.Arbitrary<Calendar.Zone> = fc
  .constantFrom(...zoneNames)
  .map((name) => unwrap(Calendar.parseZone(name)))

/** Any accepted instant, most often one of the years in which shops will use it. */
export const instant: fc.Arbitrary<Instant.Instant> = fc
  .oneof(
    { weight: 1, arbitrary: fc.integer({ min: Instant.minimum, max: Instant.maximum }) },
    { weight: 4, arbitrary: fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2035, 0) }) },
    { weight: 1, arbitrary: fc.constantFrom<number>(Instant.minimum, Instant.maximum) }
  )
  .map((ms) => unwrap(Instant.make(ms)))

/** Days at which some zone's clocks, months, years, leap days or ISO weeks do something odd. */
const oddDates = [
  "1970-01-01",
  "2000-02-29",
  "2005-01-01",
  "2008-12-29",
  "2009-11-01",
  "2010-01-03",
  "2011-12-30",
  "2018-11-04",
  "2019-02-17",
  "2020-12-31",
  "2021-03-28",
  "2023-04-28",
  "2024-02-29",
  "2024-04-26",
  "2026-03-08",
  "2026-03-29",
  "2026-11-01",
  "2027-01-01",
  "2100-02-28",
  "2200-12-31"
] as const

export const date: fc.Arbitrary<Calendar.CalendarDate> = fc
  .oneof(
    fc.constantFrom<string>(...oddDates),
    instant.map((at) => Instant.format(at).slice(0, 10))
  )
  .map((text) => unwrap(Calendar.parseDate(text)))

export const period: fc.Arbitrary<Calendar.Period> = fc.constantFrom(...Calendar.Period.literals)

/** The success of a result, or undefined: for tables of what is accepted. */
export const accepted = <A, E>(result: Result.Result<A, E>): A | undefined =>
  Result.isSuccess(result) ? result.success : undefined

/** The message of a failed result, or undefined. */
export const refused = <A>(result: Result.Result<A, { readonly message: string }>): string | undefined =>
  Result.isFailure(result) ? result.failure.message : undefined

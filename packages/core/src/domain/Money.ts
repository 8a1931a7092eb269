/**
 * Amounts: integer minor units with a unit, written `"80.00 USD"`, `"5800 JPY"`, `"500 points"`. Whoever calculates
 * on a hot path checks the unit once and works with `.minor`.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { quote, textCodec } from "./internal/codec.ts"
import * as Unit from "./Unit.ts"

/** `minor` counts the smallest pieces of `unit`: cents of USD, whole JPY, thousandths of KWD, single points. */
export interface Money {
  readonly minor: bigint
  readonly unit: Unit.Unit
}

/** The text is not an amount; the message names it and the right form. */
export interface MalformedMoney {
  readonly _tag: "MalformedMoney"
  readonly text: string
  readonly message: string
}

/** The amount is larger than any that may be told. */
export interface MoneyOutOfRange {
  readonly _tag: "MoneyOutOfRange"
  readonly text: string
  readonly message: string
}

export type MoneyError = MalformedMoney | MoneyOutOfRange | Unit.UnknownUnit

/** Two amounts of different units met. Nothing is ever converted. */
export interface CurrencyMismatch {
  readonly _tag: "CurrencyMismatch"
  readonly expected: Unit.Unit
  readonly actual: Unit.Unit
  readonly message: string
}

/**
 * The largest number of minor units that one amount may have, on either side of zero: a quadrillion, ten trillion dollars.
 * Stores count in 64 bits, which hold more than nine thousand of the largest, so that sums of them have room.
 */
export const minorMax = 1_000_000_000_000_000n

/** An amount from minor units: `make(8000n, usd)` is 80.00 USD. */
export const make = (minor: bigint, unit: Unit.Unit): Money => ({ minor, unit })

/** Nothing, of a unit. */
export const zero = (unit: Unit.Unit): Money => ({ minor: 0n, unit })

const form = /^(-?)(0|[1-9][0-9]{0,18})(?:\.([0-9]{1,18}))? ([A-Za-z][A-Za-z0-9-]{0,39})$/

/**
 * Reads an amount. There is one way to write each amount: digits, a point and exactly the currency's decimals, one
 * space, the unit. Nothing is rounded, padded or guessed.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as Money from "./Money.ts"
 * Result.getOrThrow(Money.parse("80.00 USD")) // => { minor: 8000n, unit: "USD" }
 * Result.merge(Result.mapError(Money.parse("80.5 USD"), ({ message }) => message)) // => '"80.5 USD": USD has 2 decimals, write "80.50 USD"'
 * Result.isFailure(Money.parse("1,000.00 USD")) // => true
 */
export const parse = (text: string): Result.Result<Money, MoneyError> => {
  const match = form.exec(text)
  if (match === null) return Result.fail(malformed(text, "write digits, one space and the unit", "80.00 USD"))
  const [, sign = "", whole = "", decimals = "", unitText = ""] = match
  const unit = Unit.parse(unitText)
  if (Result.isFailure(unit)) return Result.fail(unit.failure)
  const exponent = Unit.exponent(unit.success)
  if (decimals.length !== exponent) return Result.fail(wrongDecimals(text, sign, whole, decimals, unit.success))
  const size = BigInt(whole + decimals)
  if (size > minorMax) return Result.fail(outOfRange(text, unit.success))
  if (size === 0n && sign === "-") return Result.fail(malformed(text, "zero has no sign", text.slice(1)))
  return Result.succeed({ minor: sign === "-" ? -size : size, unit: unit.success })
}

const malformed = (text: string, advice: string, example: string): MalformedMoney => ({
  _tag: "MalformedMoney",
  text,
  message: `${quote(text)} is not an amount: ${advice}, as in "${example}"`
})

const wrongDecimals = (
  text: string,
  sign: string,
  whole: string,
  decimals: string,
  unit: Unit.Unit
): MalformedMoney => {
  const exponent = Unit.exponent(unit)
  // Only zeros may be added or left out for the writer: anything else would be another amount.
  const kept = decimals.slice(0, exponent).padEnd(exponent, "0")
  const isSameAmount = /^0*$/.test(decimals.slice(exponent))
  const right = exponent === 0 ? `${sign}${whole} ${unit}` : `${sign}${whole}.${kept} ${unit}`
  const has = exponent === 0 ? `${unit} has no decimals` : `${unit} has ${exponent} decimals`
  return {
    _tag: "MalformedMoney",
    text,
    message: `${quote(text)}: ${has}, write ${isSameAmount ? "" : "an amount such as "}"${right}"`
  }
}

const outOfRange = (text: string, unit: Unit.Unit): MoneyOutOfRange => ({
  _tag: "MoneyOutOfRange",
  text,
  message: `${quote(text)} is out of range: the largest amount is ${format(make(minorMax, unit))}`
})

/** Writes an amount as `parse` reads it: `"80.00 USD"`, `"-3.00 USD"`, `"500 points"`. */
export const format = (money: Money): string => {
  const exponent = Unit.exponent(money.unit)
  if (exponent === 0) return `${money.minor} ${money.unit}`
  const isBelowZero = money.minor < 0n
  const digits = (isBelowZero ? -money.minor : money.minor).toString().padStart(exponent + 1, "0")
  const point = digits.length - exponent
  return `${isBelowZero ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)} ${money.unit}`
}

/** Whether both amounts are of one unit, so that their `.minor` may be calculated with. */
export const sameUnit = (a: Money, b: Money): boolean => a.unit === b.unit

const mismatch = (a: Money, b: Money): Result.Result<never, CurrencyMismatch> =>
  Result.fail({
    _tag: "CurrencyMismatch",
    expected: a.unit,
    actual: b.unit,
    message: `${format(b)} cannot meet ${format(a)}: amounts of different units are never mixed or converted`
  })

/** `a + b`, of one unit. */
export const add = (a: Money, b: Money): Result.Result<Money, CurrencyMismatch> =>
  a.unit === b.unit ? Result.succeed({ minor: a.minor + b.minor, unit: a.unit }) : mismatch(a, b)

/** `a - b`, of one unit. */
export const subtract = (a: Money, b: Money): Result.Result<Money, CurrencyMismatch> =>
  a.unit === b.unit ? Result.succeed({ minor: a.minor - b.minor, unit: a.unit }) : mismatch(a, b)

const less = Result.succeed(-1 as const)
const equal = Result.succeed(0 as const)
const greater = Result.succeed(1 as const)

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`; a failure when their units differ. */
export const compare = (a: Money, b: Money): Result.Result<-1 | 0 | 1, CurrencyMismatch> => {
  if (a.unit !== b.unit) return mismatch(a, b)
  return a.minor < b.minor ? less : a.minor > b.minor ? greater : equal
}

/** The same amount with the other sign. */
export const negate = (money: Money): Money => ({ minor: -money.minor, unit: money.unit })

export const isZero = (money: Money): boolean => money.minor === 0n

/** Whether the amount is below zero. */
export const isNegative = (money: Money): boolean => money.minor < 0n

const isMoney = (value: unknown): value is Money => {
  const { minor, unit }: Partial<Record<keyof Money, unknown>> = Object(value)
  return typeof minor === "bigint" && minor >= -minorMax && minor <= minorMax && Unit.is(unit)
}

/** An amount in a document, `"80.00 USD"`. The issue of a malformed one is the message of `parse`. */
export const Text: Schema.Codec<Money, string> = textCodec({
  identifier: "Money",
  expected: 'an amount such as "80.00 USD"',
  is: isMoney,
  parse,
  format
})

const isAboveZero = Schema.makeFilter((money: Money) => money.minor > 0n || `${format(money)} must be above zero`)

/** As `Text`, above zero. */
export const Positive: Schema.Codec<Money, string> = Text.check(isAboveZero)

/** As `Positive`, and of a currency: points and entitlements are refused. */
export const PositiveCurrency: Schema.Codec<Money, string> = Text.check(
  isAboveZero,
  Schema.makeFilter(
    (money) => Unit.isCurrency(money.unit) || `${format(money)} must be of a currency, as in "10.00 USD"`
  )
)

/** As `Positive`, and of points. */
export const PositivePoints: Schema.Codec<Money, string> = Text.check(
  isAboveZero,
  Schema.makeFilter((money) => money.unit === Unit.points || `${format(money)} must be of points, as in "500 points"`)
)

/** As `Text`, zero or above. */
export const NonNegative: Schema.Codec<Money, string> = Text.check(
  Schema.makeFilter((money) => money.minor >= 0n || `${format(money)} must not be below zero`)
)

/** Shares as exact fractions: 12.5 percent is 1/8. A rate is rounded once, where it is applied to an amount. */

import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { quote, toExit } from "./internal/codec.ts"
import * as Rounding from "./Rounding.ts"

/** `numerator / denominator` in lowest terms, the denominator above zero. */
export interface Rate {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** The text or number is not a percentage (or the two integers no fraction); the message says what to write. */
export interface MalformedRate {
  readonly _tag: "MalformedRate"
  readonly text: string
  readonly message: string
}

/** How many decimals a written percentage may have. */
const decimalsMax = 6
const scale = 1_000_000n
const hundredPercent = 100n * scale

const greatestCommonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : greatestCommonDivisor(b, a % b))

const reduce = (numerator: bigint, denominator: bigint): Rate => {
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

/** A rate from two integers, as in `make(1n, 3n)`: one third. Fails unless the denominator is above zero. */
export const make = (numerator: bigint, denominator: bigint): Result.Result<Rate, MalformedRate> =>
  denominator > 0n
    ? Result.succeed(reduce(numerator, denominator))
    : Result.fail({
        _tag: "MalformedRate",
        text: `${numerator}/${denominator}`,
        message: `${numerator}/${denominator} is not a rate: the denominator must be above zero`
      })

const form = /^(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,6}))?$/

/**
 * Reads a percentage of zero or more, with at most six decimals. A number is read by its shortest decimal form, so
 * that 0.1 is a tenth of a percent exactly.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as Rate from "./Rate.ts"
 * Result.getOrThrow(Rate.percent(12.5)) // => { numerator: 1n, denominator: 8n }
 * Result.getOrThrow(Rate.percent("12.5")) // => { numerator: 1n, denominator: 8n }
 * Result.isFailure(Rate.percent(0.0000001)) // => true
 */
export const percent = (value: string | number): Result.Result<Rate, MalformedRate> => {
  const text = Object.is(value, -0) ? "-0" : `${value}`
  const match = form.exec(text)
  if (match === null) {
    return Result.fail({
      _tag: "MalformedRate",
      text,
      message: `${quote(text)} is not a percentage: write a number of zero or more with at most 6 decimals, such as 12.5`
    })
  }
  const [, whole = "", decimals = ""] = match
  return Result.succeed(reduce(BigInt(whole + decimals.padEnd(decimalsMax, "0")), hundredPercent))
}

/**
 * The share of an amount in minor units, rounded half away from zero: 7.5 percent of 108.25 are 8.11875, hence 8.12.
 *
 * @example
 * import * as Rate from "./Rate.ts"
 * Rate.apply({ numerator: 3n, denominator: 40n }, 10_825n) // => 812n
 */
export const apply = (rate: Rate, minor: bigint): bigint =>
  Rounding.halfExpand(minor * rate.numerator, rate.denominator)

/** What is left of the whole: the complement of 20 percent is 80 percent. */
export const complement = (rate: Rate): Rate => ({
  numerator: rate.denominator - rate.numerator,
  denominator: rate.denominator
})

/** Writes a rate as a percentage without trailing zeros: `"12.5"`. What has more than six decimals is rounded. */
export const formatPercent = (rate: Rate): string => {
  const parts = Rounding.halfExpand(rate.numerator * hundredPercent, rate.denominator)
  const digits = (parts < 0n ? -parts : parts).toString().padStart(decimalsMax + 1, "0")
  const point = digits.length - decimalsMax
  const decimals = digits.slice(point).replace(/0+$/, "")
  return `${parts < 0n ? "-" : ""}${digits.slice(0, point)}${decimals === "" ? "" : `.${decimals}`}`
}

/** A rate between zero (excluded) and one (included) that a percentage with six decimals can write exactly. */
const isWritablePercentage = (value: unknown): value is Rate => {
  const { denominator, numerator }: Partial<Record<keyof Rate, unknown>> = Object(value)
  return (
    typeof numerator === "bigint" &&
    typeof denominator === "bigint" &&
    numerator > 0n &&
    numerator <= denominator &&
    hundredPercent % denominator === 0n &&
    greatestCommonDivisor(numerator, denominator) === 1n
  )
}

const percentInRange = (value: string | number): Result.Result<Rate, MalformedRate> => {
  const rate = percent(value)
  if (Result.isFailure(rate) || isWritablePercentage(rate.success)) return rate
  return Result.fail({
    _tag: "MalformedRate",
    text: `${value}`,
    message: `${quote(`${value}`)} is not a percentage from above 0 up to 100`
  })
}

/** A number with at most nine digits: two exact integers divided, so the result is the double that JSON means. */
const toNumber = (rate: Rate): number =>
  Number.parseInt(`${(rate.numerator * hundredPercent) / rate.denominator}`, 10) / 1_000_000

/**
 * A percentage in a document, above 0 and up to 100: the number `12.5` or the text `"12.5"`. It is written as a number.
 */
export const Percent: Schema.Codec<Rate, string | number> = Schema.Union([Schema.Finite, Schema.String])
  .annotate({ description: "a percentage above 0 and up to 100", message: "write a percentage such as 12.5" })
  .pipe(
    Schema.decodeTo(
      Schema.declare<Rate>(isWritablePercentage, { identifier: "Percent" }),
      SchemaTransformation.transformEffect<Rate, string | number>({
        decode: (value, options) => toExit(percentInRange(value), value, options),
        encode: (rate) => Exit.succeed(toNumber(rate))
      })
    )
  )

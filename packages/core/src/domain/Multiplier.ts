/** How many times its worth a reward is given: an exact decimal above 1, such as 2 or 1.5. */
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { unwrap } from "./internal/assert.ts"
import { quote, toExit } from "./internal/codec.ts"
import * as Money from "./Money.ts"
import * as Rate from "./Rate.ts"

/** The exact fraction: 1.5 is 3/2. */
export type Multiplier = Rate.Rate

/** The text or number is no multiplier; the message says what to write. */
export interface MalformedMultiplier {
  readonly _tag: "MalformedMultiplier"
  readonly text: string
  readonly message: string
}

const most = 100n

/**
 * Reads a multiplier above 1 and up to 100, with at most six decimals.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as Multiplier from "./Multiplier.ts"
 * Result.getOrThrow(Multiplier.parse("1.5")) // => { numerator: 3n, denominator: 2n }
 * Result.isFailure(Multiplier.parse(1)) // => true
 */
export const parse = (value: string | number): Result.Result<Multiplier, MalformedMultiplier> => {
  const percent = Rate.percent(value)
  const times = Result.isSuccess(percent)
    ? unwrap(Rate.make(percent.success.numerator * 100n, percent.success.denominator))
    : undefined
  return times !== undefined && isMultiplier(times)
    ? Result.succeed(times)
    : Result.fail({
        _tag: "MalformedMultiplier",
        text: `${value}`,
        message: `${quote(`${value}`)} is not a multiplier: write a number above 1 and up to ${most}, such as 2 or "1.5"`
      })
}

const isMultiplier = ({ denominator, numerator }: Rate.Rate): boolean =>
  numerator > denominator && numerator <= most * denominator

/** Writes a multiplier without trailing zeros: `"1.5"`. */
export const format = ({ denominator, numerator }: Multiplier): string =>
  Rate.formatPercent({ numerator, denominator: denominator * 100n })

/**
 * The worth so many times over, rounded half away from zero: 1.5 times 0.25 are 0.375, hence 0.38. It ends at the
 * largest amount that there is.
 */
export const apply = (by: Multiplier, minor: bigint): bigint => {
  const times = Rate.apply(by, minor)
  return times > Money.minorMax ? Money.minorMax : times
}

/** Which of two gives more. */
export const compare = (a: Multiplier, b: Multiplier): bigint =>
  a.numerator * b.denominator - b.numerator * a.denominator

/** A multiplier that six decimals can write exactly. */
const isWritable = (value: unknown): value is Multiplier => {
  const { denominator, numerator }: Partial<Record<keyof Multiplier, unknown>> = Object(value)
  return (
    typeof numerator === "bigint" &&
    typeof denominator === "bigint" &&
    isMultiplier({ numerator, denominator }) &&
    1_000_000n % denominator === 0n
  )
}

/** A multiplier in a document: the number `2` or the text `"1.5"`. It is written as text. */
export const Text: Schema.Codec<Multiplier, string | number> = Schema.Union([Schema.Finite, Schema.String])
  .annotate({ description: "a multiplier above 1 and up to 100", message: 'write a multiplier such as 2 or "1.5"' })
  .pipe(
    Schema.decodeTo(
      Schema.declare<Multiplier>(isWritable, { identifier: "Multiplier" }),
      SchemaTransformation.transformEffect<Multiplier, string | number>({
        decode: (value, options) => toExit(parse(value), value, options),
        encode: (by) => Exit.succeed(format(by))
      })
    )
  )

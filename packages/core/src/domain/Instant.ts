/** Points in time, in integer milliseconds since 1970-01-01T00:00:00Z, written in ISO 8601. */
import type * as Brand from "effect/Brand"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { quote, textCodec } from "./internal/codec.ts"

/** Milliseconds since 1970-01-01T00:00:00Z: an integer, within the years 1970 to 2200 where it came from outside. */
export type Instant = number & Brand.Brand<"Instant">

/** The text (or number) is not a point in time; the message says what to write. */
export interface MalformedInstant {
  readonly _tag: "MalformedInstant"
  readonly text: string
  readonly message: string
}

/** A point in time outside the years 1970 to 2200: most often seconds taken for milliseconds, or the reverse. */
export interface InstantOutOfRange {
  readonly _tag: "InstantOutOfRange"
  readonly text: string
  readonly message: string
}

export type InstantError = MalformedInstant | InstantOutOfRange

/** 1970-01-01T00:00:00.000Z, the first instant. */
export const minimum = 0 as Instant
/** 2200-12-31T23:59:59.999Z, the last instant. */
export const maximum = 7_289_654_399_999 as Instant

const inRange = (ms: number, text: string): Result.Result<Instant, InstantError> =>
  ms >= minimum && ms <= maximum
    ? Result.succeed(ms as Instant)
    : Result.fail({
        _tag: "InstantOutOfRange",
        text,
        message: `${quote(text)} is out of range: instants are in the years 1970 to 2200 (UTC)`
      })

/** An instant from integer milliseconds, as a clock gives them. */
export const make = (ms: number): Result.Result<Instant, InstantError> =>
  Number.isInteger(ms) && !Object.is(ms, -0)
    ? inRange(ms, `${ms}`)
    : Result.fail({
        _tag: "MalformedInstant",
        text: `${ms}`,
        message: `${ms} is not an instant: give whole milliseconds since 1970-01-01T00:00:00Z`
      })

const form =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/

/**
 * Reads an ISO 8601 time with `Z` or an offset. A time without one is refused, since it names no instant. What is
 * finer than a millisecond is cut off.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as Instant from "./Instant.ts"
 * Result.getOrThrow(Instant.parse("1970-01-01T00:00:01Z")) // => 1000
 * Result.getOrThrow(Result.map(Instant.parse("2026-03-08T12:00:00.250+05:45"), Instant.format)) // => "2026-03-08T06:15:00.250Z"
 * Result.isFailure(Instant.parse("2026-03-08T12:00:00")) // => true
 * Result.isFailure(Instant.parse("2026-02-30T12:00:00Z")) // => true
 */
export const parse = (text: string): Result.Result<Instant, InstantError> => {
  const match = form.exec(text)
  if (match === null) return Result.fail(malformed(text))
  const [, wall = "", fraction = "", sign = "", hours = "0", minutes = "0"] = match
  const wallMs = readWall(wall, fraction)
  const offsetMinutes = Number.parseInt(hours, 10) * 60 + Number.parseInt(minutes, 10)
  if (wallMs === undefined || offsetMinutes > 14 * 60 || minutes > "59") return Result.fail(malformed(text))
  return inRange(wallMs - (sign === "-" ? -offsetMinutes : offsetMinutes) * 60_000, text)
}

/** The clock's face as if it were in UTC; undefined where there is no such day or time. */
const readWall = (wall: string, fraction: string): number | undefined => {
  const read = DateTime.make(`${wall}.${fraction.slice(0, 3).padEnd(3, "0")}Z`)
  // February 30 would roll over into March: what comes back must be what was written.
  if (Option.isNone(read) || DateTime.formatIso(read.value).slice(0, 19) !== wall) return undefined
  return DateTime.toEpochMillis(read.value)
}

const malformed = (text: string): MalformedInstant => ({
  _tag: "MalformedInstant",
  text,
  message: `${quote(text)} is not a point in time: write an ISO 8601 date and time with Z or an offset, such as "2026-03-08T12:00:00Z"`
})

/** Writes an instant in UTC: `"2026-03-08T12:00:00.000Z"`. */
export const format = (instant: Instant): string => DateTime.formatIso(DateTime.makeUnsafe(instant))

/** Whether the value is a whole number of milliseconds within the bounds. */
export const isInstant = (value: unknown): value is Instant =>
  typeof value === "number" && Result.isSuccess(make(value))

/** A point in time in a document: `"2026-03-08T12:00:00.000Z"`. Offsets are read, UTC is written. */
export const Text: Schema.Codec<Instant, string> = textCodec({
  identifier: "Instant",
  expected: 'a point in time such as "2026-03-08T12:00:00Z"',
  is: isInstant,
  parse,
  format
})

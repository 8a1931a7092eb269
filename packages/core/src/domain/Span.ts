/** Lengths of time, in integer milliseconds, written `"14 days"`. A day here is 24 hours; calendar days are in Calendar. */
import type * as Brand from "effect/Brand"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { quote, textCodec } from "./internal/codec.ts"

/** Milliseconds: an integer above zero and up to 3660 days. */
export type Span = number & Brand.Brand<"Span">

/** The text is not a length of time; the message says what to write. */
export interface MalformedSpan {
  readonly _tag: "MalformedSpan"
  readonly text: string
  readonly message: string
}

/** A length of time outside the bounds. */
export interface SpanOutOfRange {
  readonly _tag: "SpanOutOfRange"
  readonly text: string
  readonly message: string
}

export type SpanError = MalformedSpan | SpanOutOfRange

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** The longest length of time: 3660 days, which is ten years and a little. */
export const spanMaxMs = 3660 * day

const lengths: ReadonlyMap<string, number> = new Map([
  ["second", second],
  ["minute", minute],
  ["hour", hour],
  ["day", day],
  ["week", 7 * day]
])

const form = /^([1-9][0-9]{0,11}) (second|minute|hour|day|week)(s?)$/

/**
 * Reads a whole number of seconds, minutes, hours, days or weeks. A month has no length: name a calendar period for it.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as Span from "./Span.ts"
 * Result.getOrThrow(Span.parse("14 days")) // => 1_209_600_000
 * Result.getOrThrow(Result.map(Span.parse("2 weeks"), Span.format)) // => "14 days"
 * Result.isFailure(Span.parse("0.5 days")) // => true
 */
export const parse = (text: string): Result.Result<Span, SpanError> => {
  const match = form.exec(text)
  const [, countText = "", name = "", plural = ""] = match ?? []
  const isPlural = plural === "s"
  if (match === null || isPlural === (countText === "1")) return Result.fail(malformed(text))
  const ms = Number.parseInt(countText, 10) * (lengths.get(name) ?? 0)
  return isSpan(ms) ? Result.succeed(ms) : Result.fail(outOfRange(text))
}

const malformed = (text: string): MalformedSpan => ({
  _tag: "MalformedSpan",
  text,
  message: `${quote(text)} is not a length of time: write a whole number of seconds, minutes, hours, days or weeks, such as "14 days" or "1 hour"`
})

const outOfRange = (text: string): SpanOutOfRange => ({
  _tag: "SpanOutOfRange",
  text,
  message: `${quote(text)} is out of range: a length of time is above zero and at most 3660 days`
})

/** Whether the value is a whole number of milliseconds within the bounds. */
export const isSpan = (value: unknown): value is Span =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value <= spanMaxMs

/** Writes a span in the largest of days, hours, minutes and seconds that divides it: 2 weeks are `"14 days"`. */
export const format = (span: Span): string => {
  for (const [name, ms] of units) {
    if (span % ms === 0) return `${span / ms} ${name}${span === ms ? "" : "s"}`
  }
  return `${span} milliseconds`
}

const units = [
  ["day", day],
  ["hour", hour],
  ["minute", minute],
  ["second", second]
] as const

/** Whole seconds are what a document can write. */
const isWritable = (value: unknown): value is Span => isSpan(value) && value % second === 0

/** A length of time in a document: `"14 days"`. */
export const Text: Schema.Codec<Span, string> = textCodec({
  identifier: "Span",
  expected: 'a length of time such as "14 days"',
  is: isWritable,
  parse,
  format
})

/**
 * Calendar days and periods in a program's time zone. Every interval is half-open, `[start, end)`, and the periods of
 * one kind tile the time line: each instant is in exactly one.
 */
import type * as Brand from "effect/Brand"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Instant from "./Instant.ts"
import { quote, textCodec } from "./internal/codec.ts"

/** An IANA time zone's name, as it was written: `"America/New_York"`. */
export type Zone = string & Brand.Brand<"Zone">

/** The text names no IANA time zone; the message says what to write. */
export interface UnknownTimeZone {
  readonly _tag: "UnknownTimeZone"
  readonly zone: string
  readonly message: string
}

const zoneForm = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/

/**
 * Reads a time zone's name. An offset such as `+02:00` is refused: it knows no daylight saving time.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as Calendar from "./Calendar.ts"
 * Result.getOrThrow(Calendar.parseZone("America/New_York")) // => "America/New_York"
 * Result.isFailure(Calendar.parseZone("america/new_york")) // => true
 * Result.isFailure(Calendar.parseZone("+02:00")) // => true
 */
export const parseZone = (name: string): Result.Result<Zone, UnknownTimeZone> => {
  const zone = zoneForm.test(name) ? DateTime.zoneMakeNamed(name) : Option.none()
  if (Option.isNone(zone)) return Result.fail(unknownZone(name, 'an IANA name such as "America/New_York" or "UTC"'))
  // One zone has one spelling, so that two documents that mean the same are the same. Aliases stay as they are.
  const id = zone.value.id
  return id !== name && id.toLowerCase() === name.toLowerCase()
    ? Result.fail(unknownZone(name, `"${id}"`))
    : Result.succeed(name as Zone)
}

const unknownZone = (zone: string, right: string): UnknownTimeZone => ({
  _tag: "UnknownTimeZone",
  zone,
  message: `unknown time zone ${quote(zone)}: write ${right}`
})

/** Coordinated Universal Time. */
export const utc: Zone = "UTC" as Zone

const isZone = (value: unknown): value is Zone => typeof value === "string" && Result.isSuccess(parseZone(value))

/** A time zone in a document: `"America/New_York"`. */
export const ZoneText: Schema.Codec<Zone, string> = textCodec({
  identifier: "Zone",
  expected: 'an IANA time zone such as "America/New_York"',
  is: isZone,
  parse: parseZone,
  format: (zone) => zone
})

/** A day of the calendar without a place, `"2026-03-08"`, in the years 1970 to 2200. */
export type CalendarDate = string & Brand.Brand<"CalendarDate">

/** The text is not a day of the calendar; the message says what to write. */
export interface MalformedDate {
  readonly _tag: "MalformedDate"
  readonly text: string
  readonly message: string
}

/**
 * Reads a calendar date.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as Calendar from "./Calendar.ts"
 * Result.getOrThrow(Calendar.parseDate("2024-02-29")) // => "2024-02-29"
 * Result.isFailure(Calendar.parseDate("2026-02-29")) // => true
 */
export const parseDate = (text: string): Result.Result<CalendarDate, MalformedDate> =>
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && Result.isSuccess(Instant.parse(`${text}T00:00:00Z`))
    ? Result.succeed(text as CalendarDate)
    : Result.fail({
        _tag: "MalformedDate",
        text,
        message: `${quote(text)} is not a calendar date: write a day of the years 1970 to 2200, such as "2026-03-08"`
      })

const isDate = (value: unknown): value is CalendarDate =>
  typeof value === "string" && Result.isSuccess(parseDate(value))

/** A calendar date in a document: `"2026-03-08"`. */
export const DateText: Schema.Codec<CalendarDate, string> = textCodec({
  identifier: "CalendarDate",
  expected: 'a calendar date such as "2026-03-08"',
  is: isDate,
  parse: parseDate,
  format: (date) => date
})

/** The calendar date that a clock in the zone shows at an instant. */
export const dateOf = (at: Instant.Instant, zone: Zone): CalendarDate =>
  dateOfDay(dayOf(wallClock(at, DateTime.zoneMakeNamedUnsafe(zone))))

/**
 * The first instant of a calendar day: midnight where there is one, and the end of the gap where the clocks jump over
 * it. A day that a zone left out (Samoa had no 2011-12-30) starts where the next one does and is empty.
 */
export const startOfDay = (date: CalendarDate, zone: Zone): Instant.Instant =>
  startOf(dayOfDate(date), DateTime.zoneMakeNamedUnsafe(zone))

/** The first instant after a calendar day, which is the start of the next: something valid "until" a date ends here. */
export const endOfDay = (date: CalendarDate, zone: Zone): Instant.Instant =>
  startOf(dayOfDate(date) + 1, DateTime.zoneMakeNamedUnsafe(zone))

/** Per what a cap or a budget counts. */
export const Period = Schema.Literals([
  "calendar day",
  "calendar week",
  "calendar month",
  "calendar quarter",
  "calendar year",
  "ever"
])
export type Period = typeof Period.Type

/**
 * The instant at which the zone's clock shows the same time some months later; where that month has no such day, on its
 * last one.
 */
export const addMonths = (at: Instant.Instant, months: number, zone: Zone): Instant.Instant =>
  DateTime.toEpochMillis(DateTime.add(DateTime.makeZonedUnsafe(at, { timeZone: zone }), { months })) as Instant.Instant

/** One period's interval `[start, end)`, with a readable key: `"2026-03-08"`, `"2026-W10"`, `"2026-Q1"`, `"ever"`. */
export interface Interval {
  readonly key: string
  /** The n-th of its kind: each period is one more than the one before it. */
  readonly n: number
  readonly start: Instant.Instant
  readonly end: Instant.Instant
}

/**
 * The function from an instant to its period in a zone. It remembers its last answer, so the usual call is a comparison
 * of two numbers: make it once per program and keep it. Weeks are those of ISO 8601: they start on Monday.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as Calendar from "./Calendar.ts"
 * import * as Instant from "./Instant.ts"
 * const monthOf = Calendar.periodOf("calendar month", Result.getOrThrow(Calendar.parseZone("America/New_York")))
 * const march = monthOf(Result.getOrThrow(Instant.parse("2026-03-08T12:00:00Z")))
 * march.key // => "2026-03"
 * Instant.format(march.end) // => "2026-04-01T04:00:00.000Z"
 */
export const periodOf = (period: Period, zone: Zone): ((at: Instant.Instant) => Interval) => {
  if (period === "ever") return () => ever
  const named = DateTime.zoneMakeNamedUnsafe(zone)
  const spanOf = spans[period]
  let last: Interval | undefined
  return (at) => {
    if (last === undefined || at < last.start || at >= last.end) last = intervalAt(at, named, spanOf)
    return last
  }
}

/** The function from an instant to the calendar day that it is in, in a zone, counted from 1970-01-01. */
export const dayIn = (zone: Zone): ((at: Instant.Instant) => number) => {
  const dateIn = periodOf("calendar day", zone)
  return (at) => dayOfDate(dateIn(at).key as CalendarDate)
}

/** Wider than every instant that is accepted, so that nothing falls outside. */
const ever: Interval = { key: "ever", n: 0, start: -8.64e15 as Instant.Instant, end: 8.64e15 as Instant.Instant }

/** Days are counted from 1970-01-01; `first` and `next` are the first days of a period and of the one after it. */
interface DaySpan {
  readonly key: string
  readonly n: number
  readonly first: number
  readonly next: number
}

const intervalAt = (at: Instant.Instant, zone: DateTime.TimeZone.Named, spanOf: (day: number) => DaySpan): Interval => {
  const day = dayOf(wallClock(at, zone))
  // Where clocks fall back across midnight, the hour before it comes again after the new day has begun: it belongs to
  // the day that has begun, or two periods would share it.
  const { key, n, first, next } = spanOf(at < startOf(day + 1, zone) ? day : day + 1)
  return { key, n, start: startOf(first, zone), end: startOf(next, zone) }
}

const dayMs = 86_400_000

const dayOf = (wallMs: number): number => Math.floor(wallMs / dayMs)

const dayOfDate = (date: CalendarDate): number =>
  dayOf(DateTime.toEpochMillis(DateTime.makeUnsafe(`${date}T00:00:00Z`)))

const dateOfDay = (day: number): CalendarDate =>
  DateTime.formatIsoDateUtc(DateTime.makeUnsafe(day * dayMs)) as CalendarDate

const partsOf = (day: number): DateTime.DateTime.PartsWithWeekday =>
  DateTime.toPartsUtc(DateTime.makeUnsafe(day * dayMs))

/** The first day of a month; months beyond 12 run on into the next year. */
const firstOfMonth = (year: number, month: number): number =>
  dayOf(DateTime.toEpochMillis(DateTime.makeUnsafe({ year, month, day: 1 })))

const spans: Readonly<Record<Exclude<Period, "ever">, (day: number) => DaySpan>> = {
  "calendar day": (day) => ({ key: dateOfDay(day), n: day, first: day, next: day + 1 }),
  "calendar week": (day) => {
    // 1970-01-01 was a Thursday; the week has the year and number of its own Thursday.
    const first = day - ((((day + 3) % 7) + 7) % 7)
    const { year } = partsOf(first + 3)
    const week = Math.floor((first + 3 - firstOfMonth(year, 1)) / 7) + 1
    return { key: `${year}-W${week.toString().padStart(2, "0")}`, n: (first + 3) / 7, first, next: first + 7 }
  },
  "calendar month": (day) => {
    const { month, year } = partsOf(day)
    const key = `${year}-${month.toString().padStart(2, "0")}`
    return { key, n: 12 * year + month, first: firstOfMonth(year, month), next: firstOfMonth(year, month + 1) }
  },
  "calendar quarter": (day) => {
    const { month, year } = partsOf(day)
    const quarter = Math.ceil(month / 3)
    const first = firstOfMonth(year, 3 * quarter - 2)
    return { key: `${year}-Q${quarter}`, n: 4 * year + quarter, first, next: firstOfMonth(year, 3 * quarter + 1) }
  },
  "calendar year": (day) => {
    const { year } = partsOf(day)
    return { key: `${year}`, n: year, first: firstOfMonth(year, 1), next: firstOfMonth(year + 1, 1) }
  }
}

/** What a clock in the zone shows at an instant, as milliseconds since 1970-01-01 on that clock. */
const wallClock = (ms: number, zone: DateTime.TimeZone.Named): number => ms + offsetAt(ms, zone)

const offsetAt = (ms: number, zone: DateTime.TimeZone.Named): number =>
  DateTime.zonedOffset(DateTime.makeZonedUnsafe(ms, { timeZone: zone }))

/**
 * The first instant at which the zone's clock shows `day` or later. Offsets lie between -12 and +14 hours, so it is in
 * a window of 26 hours around the same date in UTC, in which a zone changes its offset once at most.
 */
const startOf = (day: number, zone: DateTime.TimeZone.Named): Instant.Instant => {
  const wall = day * dayMs
  const earliest = wall - 14 * hourMs
  const latest = wall + 12 * hourMs
  const before = offsetAt(earliest, zone)
  const after = offsetAt(latest, zone)
  if (before === after) return (wall - before) as Instant.Instant
  const change = firstChange(earliest, latest, before, zone)
  return (wall - before < change ? wall - before : Math.max(change, wall - after)) as Instant.Instant
}

const hourMs = 3_600_000

/** The first instant in `(low, high]` whose offset is no longer `offset`, by bisection. */
const firstChange = (low: number, high: number, offset: number, zone: DateTime.TimeZone.Named): number => {
  let unchanged = low
  let changed = high
  while (changed - unchanged > 1) {
    const middle = Math.floor((unchanged + changed) / 2)
    if (offsetAt(middle, zone) === offset) unchanged = middle
    else changed = middle
  }
  return changed
}

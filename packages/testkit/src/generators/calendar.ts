/** Zones, instants and dates, biased to the days on which clocks, months, years or leap days do something odd. */
import { Calendar, Instant } from "@goodword/core"
import * as Result from "effect/Result"
import fc from "fast-check"
import { unwrap } from "./unwrap.ts"

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

/** An instant around which a day begins or ends somewhere, on a day that is odd there more often than not. */
export const edge: fc.Arbitrary<{ readonly zone: Calendar.Zone; readonly at: Instant.Instant }> = fc
  .record({
    zone,
    date,
    end: fc.boolean(),
    off: fc.constantFrom(-1, 0, 1, -3_600_000, 3_600_000, -1_800_000, 1_800_000)
  })
  .map(({ date: day, end, off, zone: at }) => ({
    zone: at,
    at: Result.getOrElse(
      Instant.make((end ? Calendar.endOfDay(day, at) : Calendar.startOfDay(day, at)) + off),
      () => Instant.minimum
    )
  }))

import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Instant from "../../src/domain/Instant.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import { accepted, date, instant, law, period, refused, zone, zoneNames } from "../arbitraries/money.ts"

const zoneOf = (name: string): Calendar.Zone => unwrap(Calendar.parseZone(name))
const dateOf = (text: string): Calendar.CalendarDate => unwrap(Calendar.parseDate(text))
const at = (text: string): Instant.Instant => unwrap(Instant.parse(text))
const after = (instant: Instant.Instant, ms: number): Instant.Instant => (instant + ms) as Instant.Instant

const formats = new Map<string, Intl.DateTimeFormat>()
/** The oracle: the date that the platform's own calendar shows, which the code under test does not ask for. */
const shownDate = (ms: number, name: string): string => {
  const format =
    formats.get(name) ??
    new Intl.DateTimeFormat("en-CA", { timeZone: name, year: "numeric", month: "2-digit", day: "2-digit" })
  formats.set(name, format)
  return format.format(ms)
}

describe("Calendar.parseZone", () => {
  it.each([...zoneNames, "Etc/UTC", "GMT", "US/Eastern", "America/Argentina/Buenos_Aires", "America/Port-au-Prince"])(
    "knows %s and keeps its spelling",
    (name) => {
      expect(accepted(Calendar.parseZone(name))).toBe(name)
    }
  )

  it.each([
    ["+02:00", 'an IANA name such as "America/New_York"'],
    ["-0500", 'an IANA name such as "America/New_York"'],
    ["UTC+2", 'an IANA name such as "America/New_York"'],
    ["GMT+5", 'an IANA name such as "America/New_York"'],
    ["Europe/Atlantis", 'an IANA name such as "America/New_York"'],
    ["America/New York", 'an IANA name such as "America/New_York"'],
    [" UTC", 'an IANA name such as "America/New_York"'],
    ["", 'an IANA name such as "America/New_York"'],
    ["america/new_york", 'write "America/New_York"'],
    ["utc", 'write "UTC"']
  ])("refuses %j: %s", (name, advice) => {
    expect(refused(Calendar.parseZone(name))).toContain(advice)
  })
})

describe("Calendar.parseDate", () => {
  it.each(["1970-01-01", "2024-02-29", "2000-02-29", "2026-12-31", "2200-12-31"])("takes %s", (text) => {
    expect(accepted(Calendar.parseDate(text))).toBe(text)
  })

  it.each([
    "1969-12-31",
    "2201-01-01",
    "2026-02-29",
    "2100-02-29",
    "2026-04-31",
    "2026-00-10",
    "2026-13-10",
    "2026-3-8",
    "20260308",
    "08.03.2026",
    "03/08/2026",
    "2026-03-08T00:00:00Z",
    "2026-03-08 ",
    ""
  ])("refuses %j", (text) => {
    expect(refused(Calendar.parseDate(text))).toContain('such as "2026-03-08"')
  })
})

describe("Calendar days", () => {
  it.each<[string, string, string, string, number]>([
    // zone, date, first instant, first instant after it, hours
    ["UTC", "2026-03-08", "2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z", 24],
    ["Etc/GMT+12", "2026-03-08", "2026-03-08T12:00:00Z", "2026-03-09T12:00:00Z", 24],
    ["Pacific/Kiritimati", "2026-03-08", "2026-03-07T10:00:00Z", "2026-03-08T10:00:00Z", 24],
    ["Asia/Kathmandu", "2026-03-08", "2026-03-07T18:15:00Z", "2026-03-08T18:15:00Z", 24],
    ["Pacific/Chatham", "2026-04-05", "2026-04-04T10:15:00Z", "2026-04-05T11:15:00Z", 25],
    ["Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z", 23.5],
    ["America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 23],
    ["America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 25],
    // Midnight is skipped: the day starts at 01:00.
    ["America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z", 23],
    ["Asia/Beirut", "2021-03-28", "2021-03-27T22:00:00Z", "2021-03-28T21:00:00Z", 23],
    ["Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z", "2024-04-26T21:00:00Z", 23],
    ["America/Havana", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 23],
    // Midnight comes twice, or the hour before it does: the first of them counts.
    ["America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 25],
    ["America/Sao_Paulo", "2019-02-16", "2019-02-16T02:00:00Z", "2019-02-17T03:00:00Z", 25],
    ["America/St_Johns", "2009-11-01", "2009-11-01T02:30:00Z", "2009-11-02T03:30:00Z", 25],
    // Samoa went to bed on Thursday and rose on Saturday.
    ["Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", 24],
    ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", 0],
    ["Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z", 24]
  ])("%s: %s is [%s, %s)", (name, text, start, end, hours) => {
    const [where, day] = [zoneOf(name), dateOf(text)]
    expect(Instant.format(Calendar.startOfDay(day, where))).toBe(Instant.format(at(start)))
    expect(Instant.format(Calendar.endOfDay(day, where))).toBe(Instant.format(at(end)))
    expect((Calendar.endOfDay(day, where) - Calendar.startOfDay(day, where)) / 3_600_000).toBe(hours)
  })

  it("law 37: a day starts at the first instant whose clock shows it, and not a millisecond before", () => {
    fc.assert(
      fc.property(date, zone, (day, where) => {
        const start = Calendar.startOfDay(day, where)
        // A skipped day starts where the next one does, so "or later" stands for it.
        expect(shownDate(start, where) >= day).toBe(true)
        for (const before of [1, 60_000, 3_600_000, 23 * 3_600_000]) {
          expect(shownDate(start - before, where) < day, `${before} ms before`).toBe(true)
        }
      }),
      law
    )
  })

  it("law 37: a day ends where the next begins; end - 1 is in it, end and end + 1 are not", () => {
    fc.assert(
      fc.property(date, zone, (day, where) => {
        const end = Calendar.endOfDay(day, where)
        const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
        if (next < "2201") expect(end).toBe(Calendar.startOfDay(dateOf(next), where))
        expect(shownDate(end - 1, where) <= day).toBe(true)
        expect(shownDate(end, where) > day).toBe(true)
        expect(shownDate(end + 1, where) > day).toBe(true)
      }),
      law
    )
  })

  it("dateOf is the date that the clock shows", () => {
    fc.assert(
      fc.property(instant, zone, (moment, where) => {
        expect(Calendar.dateOf(moment, where)).toBe(shownDate(moment, where))
      }),
      law
    )
  })
})

describe("Calendar.periodOf", () => {
  it.each<[Calendar.Period, string, string, string, string, string]>([
    // period, zone, at, key, start, end
    ["calendar day", "UTC", "2026-03-08T23:59:59.999Z", "2026-03-08", "2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z"],
    ["calendar day", "UTC", "2026-03-09T00:00:00Z", "2026-03-09", "2026-03-09T00:00:00Z", "2026-03-10T00:00:00Z"],
    ["calendar week", "UTC", "2026-03-08T23:59:59.999Z", "2026-W10", "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z"],
    ["calendar week", "UTC", "2026-03-09T00:00:00Z", "2026-W11", "2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z"],
    ["calendar week", "UTC", "2027-01-03T12:00:00Z", "2026-W53", "2026-12-28T00:00:00Z", "2027-01-04T00:00:00Z"],
    ["calendar week", "UTC", "2024-12-30T00:00:00Z", "2025-W01", "2024-12-30T00:00:00Z", "2025-01-06T00:00:00Z"],
    ["calendar month", "UTC", "2024-02-29T12:00:00Z", "2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"],
    [
      "calendar month",
      "America/New_York",
      "2026-04-01T03:59:59.999Z",
      "2026-03",
      "2026-03-01T05:00:00Z",
      "2026-04-01T04:00:00Z"
    ],
    [
      "calendar month",
      "America/New_York",
      "2026-04-01T04:00:00Z",
      "2026-04",
      "2026-04-01T04:00:00Z",
      "2026-05-01T04:00:00Z"
    ],
    [
      "calendar month",
      "Pacific/Kiritimati",
      "2025-12-31T10:00:00Z",
      "2026-01",
      "2025-12-31T10:00:00Z",
      "2026-01-31T10:00:00Z"
    ],
    ["calendar month", "UTC", "2026-12-31T12:00:00Z", "2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"],
    ["calendar quarter", "UTC", "2026-03-31T23:59:59.999Z", "2026-Q1", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"],
    ["calendar quarter", "UTC", "2026-04-01T00:00:00Z", "2026-Q2", "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z"],
    ["calendar quarter", "UTC", "2026-12-31T12:00:00Z", "2026-Q4", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z"],
    ["calendar year", "Etc/GMT+12", "2027-01-01T11:59:59.999Z", "2026", "2026-01-01T12:00:00Z", "2027-01-01T12:00:00Z"],
    ["calendar year", "Etc/GMT+12", "2027-01-01T12:00:00Z", "2027", "2027-01-01T12:00:00Z", "2028-01-01T12:00:00Z"],
    // A month that starts in the hour which comes twice: 00:00 came, the clock fell back to 23:01, and it is November still.
    [
      "calendar month",
      "America/St_Johns",
      "2009-11-01T02:30:59.999Z",
      "2009-11",
      "2009-11-01T02:30:00Z",
      "2009-12-01T03:30:00Z"
    ],
    [
      "calendar month",
      "America/St_Johns",
      "2009-11-01T02:31:00Z",
      "2009-11",
      "2009-11-01T02:30:00Z",
      "2009-12-01T03:30:00Z"
    ]
  ])("%s in %s at %s is %s", (kind, name, moment, key, start, end) => {
    expect(Calendar.periodOf(kind, zoneOf(name))(at(moment))).toMatchObject({ key, start: at(start), end: at(end) })
  })

  it('"ever" holds everything', () => {
    const ever = Calendar.periodOf("ever", Calendar.utc)
    for (const moment of [Instant.minimum, Instant.maximum]) {
      const { key, start, end } = ever(moment)
      expect(key).toBe("ever")
      expect(start <= moment && moment < end).toBe(true)
    }
  })

  it("law 37: periods are half-open and tile the time line", () => {
    fc.assert(
      fc.property(period, zone, instant, (kind, where, moment) => {
        fc.pre(kind !== "ever")
        const of = Calendar.periodOf(kind, where)
        const { key, n, start, end } = of(moment)
        expect(start <= moment && moment < end).toBe(true)
        expect(of(start)).toEqual({ key, n, start, end })
        expect(of(after(end, -1))).toEqual({ key, n, start, end })
        const next = of(end)
        expect(next.start).toBe(end)
        expect(next.key > key).toBe(true)
        // A zone may leave a day out, as Samoa did.
        expect(next.n - n >= 1 && next.n - n <= (kind === "calendar day" ? 2 : 1)).toBe(true)
        expect(of(after(end, 1))).toEqual(next)
        const previous = of(after(start, -1))
        expect(previous.end).toBe(start)
        expect(previous.key < key).toBe(true)
      }),
      law
    )
  })

  it("law 40: what was asked before changes no answer", () => {
    fc.assert(
      fc.property(period, zone, fc.array(instant, { minLength: 1, maxLength: 8 }), (kind, where, moments) => {
        const remembering = Calendar.periodOf(kind, where)
        for (const moment of moments) {
          expect(remembering(moment)).toEqual(Calendar.periodOf(kind, where)(moment))
          expect(remembering(moment)).toBe(remembering(moment))
        }
      }),
      law
    )
  })

  it("keys agree with the platform's calendar", () => {
    // Only where the clock does not fall back over midnight just then: there the period that has begun goes on.
    fc.assert(
      fc.property(zone, instant, (where, moment) => {
        const day = Calendar.periodOf("calendar day", where)(moment)
        const shown = shownDate(moment, where)
        fc.pre(day.key === shown || moment - day.start >= 7_200_000)
        expect(day.key).toBe(shown)
        expect(Calendar.periodOf("calendar month", where)(moment).key).toBe(shown.slice(0, 7))
        expect(Calendar.periodOf("calendar year", where)(moment).key).toBe(shown.slice(0, 4))
        const quarter = `${shown.slice(0, 4)}-Q${"111222333444"[Number(shown.slice(5, 7)) - 1]}`
        expect(Calendar.periodOf("calendar quarter", where)(moment).key).toBe(quarter)
      }),
      law
    )
  })

  it("numbers weeks as ISO 8601 does: week 1 has January 4", () => {
    const day = 86_400_000
    // The oracle walks: from the Monday of the week of January 4, one week at a time.
    const weekByHand = (ms: number): string => {
      const mondayOfFirst = (year: number): number => {
        const fourth = Date.UTC(year, 0, 4)
        return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * day
      }
      let year = new Date(ms).getUTCFullYear() + 1
      while (mondayOfFirst(year) > ms) year -= 1
      let week = 1
      for (let monday = mondayOfFirst(year); monday + 7 * day <= ms; monday += 7 * day) week += 1
      return `${year}-W${week.toString().padStart(2, "0")}`
    }
    fc.assert(
      fc.property(instant, (moment) => {
        expect(Calendar.periodOf("calendar week", Calendar.utc)(moment).key).toBe(weekByHand(moment))
      }),
      law
    )
  })
})

describe("Calendar in documents", () => {
  it("law 38: zones, dates and periods are saved as they were read", () => {
    fc.assert(
      fc.property(zone, date, period, (where, day, kind) => {
        expect(Schema.decodeSync(Calendar.ZoneText)(Schema.encodeSync(Calendar.ZoneText)(where))).toBe(where)
        expect(Schema.decodeSync(Calendar.DateText)(Schema.encodeSync(Calendar.DateText)(day))).toBe(day)
        expect(Schema.decodeSync(Calendar.Period)(Schema.encodeSync(Calendar.Period)(kind))).toBe(kind)
      }),
      law
    )
  })

  it("gives the message of parse as the issue", () => {
    const zoneResult = Schema.decodeUnknownResult(Calendar.ZoneText)("+02:00")
    expect(Result.isFailure(zoneResult) && zoneResult.failure.message).toContain('unknown time zone "+02:00"')
    const dateResult = Schema.decodeUnknownResult(Calendar.DateText)("2026-02-29")
    expect(Result.isFailure(dateResult) && dateResult.failure.message).toContain("is not a calendar date")
    expect(Result.isFailure(Schema.decodeUnknownResult(Calendar.Period)("month"))).toBe(true)
  })
})

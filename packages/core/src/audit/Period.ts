/** The calendar period that a moment is in, by what a wall clock in the zone shows, and the name that counters give it. */

const clocks = new Map<string, Intl.DateTimeFormat>()

const clockIn = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat("en-US-u-ca-iso8601-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit"
  })
  clocks.set(timeZone, clock)
  return clock
}

const dayMs = 86_400_000

/** The day that a moment is in, counted from 1970-01-01. */
export const dayOf = (timeZone: string, at: number): number =>
  Math.floor(Date.parse(`${keyOf("calendar day", timeZone, at)}T00:00:00Z`) / dayMs)

/** The key of the period, such as `2026-03-08`, `2026-W10`, `2026-03`, `2026-Q1`, `2026`, `ever`. */
export const keyOf = (per: string, timeZone: string, at: number): string => {
  if (per === "ever") return "ever"
  const parts = new Map(
    clockIn(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value])
  )
  const [year = "", month = "", day = ""] = [parts.get("year"), parts.get("month"), parts.get("day")]
  switch (per) {
    case "calendar day":
      return `${year}-${month}-${day}`
    case "calendar week":
      return weekOf(Date.UTC(Number(year), Number(month) - 1, Number(day)))
    case "calendar month":
      return `${year}-${month}`
    case "calendar quarter":
      return `${year}-Q${Math.ceil(Number(month) / 3)}`
    case "calendar year":
      return year
    default:
      return `no such period: ${per}`
  }
}

/** A week is that of its Thursday; week 1 has the year's first. */
const weekOf = (day: number): string => {
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7
  const thursday = day + (3 - sinceMonday) * dayMs
  const year = new Date(thursday).getUTCFullYear()
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * dayMs)) + 1
  return `${year}-W${`${week}`.padStart(2, "0")}`
}

/** The same day some months later, or the last of that month: `2026-02-28` is one month after `2026-01-31`. */
export const monthsLater = (day: string, months: number): string => {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number)
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0))
  if (date < lastOfMonth.getUTCDate()) lastOfMonth.setUTCDate(date)
  return lastOfMonth.toISOString().slice(0, 10)
}

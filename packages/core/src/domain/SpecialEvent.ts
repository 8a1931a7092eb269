/**
 * Special events of a program, such as a double-points week: while one is on, rewards that are worth an amount are given
 * several times over. They belong to the program as it is live, as its budget does.
 */
import * as Schema from "effect/Schema"
import * as Calendar from "./Calendar.ts"
import * as Instant from "./Instant.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import * as Multiplier from "./Multiplier.ts"
import { RuleId } from "./Offer.ts"

/** A day of the program's calendar, which stands for its start, or a point in time. */
export type Moment = Calendar.CalendarDate | Instant.Instant

export interface SpecialEvent {
  readonly id: string
  /** On from here ... */
  readonly from: Moment
  /** ... until here (exclusive). */
  readonly until: Moment
  readonly multiply: Multiplier.Multiplier
  /** The offers and milestones that it is for; `null` for all. */
  readonly offers: readonly string[] | null
}

/** How many a program may have. */
export const eventsMax = 16

const MomentText = Schema.Union([Calendar.DateText, Instant.Text]).annotate({
  message: 'write a day such as "2026-06-01", or a point in time such as "2026-06-01T09:00:00Z"'
})

export const Document = Schema.Struct({
  id: RuleId,
  from: MomentText,
  until: MomentText,
  multiply: Multiplier.Text,
  offers: Schema.optionalKey(Schema.NonEmptyArray(Schema.String))
})

export const read = ({ offers, ...event }: typeof Document.Type): SpecialEvent => ({ ...event, offers: offers ?? null })

export const write = ({ from, id, multiply, offers, until }: SpecialEvent): Record<string, unknown> => ({
  id,
  from: written(from),
  until: written(until),
  multiply: Multiplier.format(multiply),
  ...(offers === null ? {} : { offers })
})

const written = (moment: Moment): string => (typeof moment === "number" ? Instant.format(moment) : moment)

/** What only shows when the program is seen as a whole. */
export const issues = (
  events: readonly SpecialEvent[],
  zone: Calendar.Zone,
  offers: ReadonlySet<string>
): readonly Issue[] => {
  const found: Issue[] = []
  events.forEach((event, i) => {
    const at = (...path: readonly (string | number)[]): string => pathText(["events", i, ...path])
    if (events.findIndex(({ id }) => id === event.id) < i) {
      found.push({ path: at("id"), message: `"${event.id}" names another event already` })
    }
    if (instantOf(event.until, zone) <= instantOf(event.from, zone)) {
      found.push({ path: at("until"), message: `${written(event.until)} is not after ${written(event.from)}` })
    }
    event.offers?.forEach((offer, place) => {
      if (offers.has(offer)) return
      found.push({
        path: at("offers", place),
        message: `there is no offer or milestone "${offer}"; known are ${[...offers].join(", ")}`
      })
    })
  })
  return found
}

const instantOf = (moment: Moment, zone: Calendar.Zone): Instant.Instant =>
  typeof moment === "number" ? moment : Calendar.startOfDay(moment, zone)

/** An event, ready to be asked. */
export interface Compiled {
  readonly id: string
  readonly by: Multiplier.Multiplier
  /** On for `[from, until)`. */
  readonly from: Instant.Instant
  readonly until: Instant.Instant
  readonly offers: readonly string[] | null
}

export const compile = ({ from, id, multiply, offers, until }: SpecialEvent, zone: Calendar.Zone): Compiled => ({
  id,
  by: multiply,
  from: instantOf(from, zone),
  until: instantOf(until, zone),
  offers
})

/** The offer that a rule belongs to: the rewards of one are `name`, `name.2`, `name.3`, ... */
const offerOf = (rule: string): string => rule.replace(/\..*$/u, "")

/** The event that gives most for a reward of a rule at a time; the first of several that give as much. */
export const best = (events: readonly Compiled[], rule: string, at: Instant.Instant): Compiled | undefined => {
  let found: Compiled | undefined
  for (const event of events) {
    if (at < event.from || at >= event.until) continue
    if (event.offers !== null && !event.offers.includes(offerOf(rule))) continue
    if (found === undefined || Multiplier.compare(event.by, found.by) > 0n) found = event
  }
  return found
}

/**
 * Who led a month, counted from the log in the plainest way: what the door learns from leaderboards, told apart from
 * them, so that a history needs no engine to award prizes.
 */
import { Calendar, type Event, type Fact, type Ids } from "@goodword/core"

export interface Asked {
  readonly program: Ids.ProgramId
  /** A currency for what friends' orders came to; `null` for friends. */
  readonly unit: string | null
  /** A month: `2026-03`. */
  readonly period: string
}

/** A friend who stands, or an order: for whom it counts in which month, and how much. */
interface Share {
  readonly program: string
  readonly unit: string | null
  readonly advocate: Ids.PersonId
  readonly at: Event.Event["at"]
  readonly month: string
  worth: bigint
}

/** Places on a board of the door's size. */
const placesMax = 32

/** The month before the one that it is, in the zone that the program has by then. */
export const monthBefore = (events: readonly Event.Event[], program: Ids.ProgramId, at: number): string => {
  const zone = zonesOf(events).get(program) ?? Calendar.utc
  const month = Calendar.periodOf("calendar month", zone)
  const { start } = month(at as Event.Event["at"])
  return month((start - 1) as Event.Event["at"]).key
}

const zonesOf = (events: readonly Event.Event[]): ReadonlyMap<string, Calendar.Zone> =>
  new Map(events.flatMap((one) => (one._tag === "ProgramPublished" ? [[one.program, zoneOf(one)] as const] : [])))

const zoneOf = ({ document }: Event.ProgramPublished): Calendar.Zone =>
  (document as { readonly timeZone: Calendar.Zone }).timeZone

/** All that counts in the end, each in the month of the zone that its program had when it came. */
const sharesOf = (events: readonly Event.Event[]): readonly Share[] => {
  const zones = new Map<string, Calendar.Zone>()
  const friends = new Map<string, Share>()
  const orders = new Map<string, { readonly share: Share; total: bigint; back: bigint }>()
  const canceled = new Set<string>()
  const monthOf = (program: string, at: Event.Event["at"]): string =>
    Calendar.dateOf(at, zones.get(program) ?? Calendar.utc).slice(0, 7)
  for (const event of events) {
    switch (event._tag) {
      case "ProgramPublished":
        zones.set(event.program, zoneOf(event))
        break
      case "ReferralQualified": {
        const { advocate, at, friend, program } = event
        const month = monthOf(program, at)
        friends.set(`${program} ${friend}`, { program, unit: null, advocate, at, month, worth: 1n })
        break
      }
      case "ReferralUnqualified":
        friends.delete(`${event.program} ${event.friend}`)
        break
      case "ReviewClosed":
        if (event.to === "rejected") friends.delete(`${event.program} ${event.friend}`)
        break
      case "OrderRecorded": {
        const { advocate, at, order, program, total } = event
        if (program === null || advocate === null) break
        const share = { program, unit: total.unit, advocate, at, month: monthOf(program, at), worth: 0n }
        orders.set(order, { share, total: total.minor, back: 0n })
        break
      }
      case "OrderChanged": {
        const sale = orders.get(event.order)
        if (sale !== undefined && !event.stale) sale.total = event.total.minor
        break
      }
      case "OrderRefunded": {
        const sale = orders.get(event.order)
        if (sale !== undefined && !event.waiting) sale.back += event.amount.minor
        break
      }
      case "OrderCanceled":
        canceled.add(event.order)
    }
  }
  for (const [order, { back, share, total }] of orders) share.worth = canceled.has(order) ? 0n : total - back
  return [...friends.values(), ...[...orders.values()].map(({ share }) => share)].filter(({ worth }) => worth > 0n)
}

/** The leaders, the first place first; the same score in the order in which it was reached. */
export const leadersOf = (events: readonly Event.Event[], { period, program, unit }: Asked): readonly Fact.Placed[] => {
  const unlisted = new Set<string>()
  for (const event of events) {
    if (event._tag !== "ListingChanged") continue
    if (event.isListed) unlisted.delete(event.person)
    else unlisted.add(event.person)
  }
  const scores = new Map<Ids.PersonId, Pick<Fact.Placed, "minor" | "reached">>()
  for (const one of sharesOf(events)) {
    if (one.program !== program || one.unit !== unit || one.month !== period || unlisted.has(one.advocate)) continue
    const { minor, reached } = scores.get(one.advocate) ?? { minor: 0n, reached: one.at }
    scores.set(one.advocate, { minor: minor + one.worth, reached: one.at > reached ? one.at : reached })
  }
  return [...scores]
    .map(([person, score]) => ({ person, ...score }))
    .sort((a, b) => Number(b.minor - a.minor) || a.reached - b.reached || (a.person < b.person ? -1 : 1))
    .slice(0, placesMax)
    .map((one, i) => ({ place: i + 1, ...one }))
}

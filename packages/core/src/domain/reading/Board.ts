/**
 * Leaderboards: who brought the most friends that stand as qualified, and whose friends' orders came to the most; of all
 * time and of each calendar month in the program's zone. A friend or an order counts in the month in which it happened,
 * and is taken from that very month where it falls.
 *
 * With the same score, whoever reached it first comes first (the time of the last friend or order that counts), then the
 * id decides. Whoever is not listed stands on no board, and loses nothing else.
 */
import * as Calendar from "../Calendar.ts"
import type * as Event from "../Event.ts"
import type { FactKey, OrderId, PersonId, ProgramId } from "../Ids.ts"
import type { Instant } from "../Instant.ts"
import { remembered } from "../internal/recent.ts"
import { part } from "../Key.ts"
import type { Money } from "../Money.ts"
import type { Unit } from "../Unit.ts"
import { type Pages, prefix } from "./Pages.ts"
import * as Ranking from "./Ranking.ts"

/** `friends`, or `revenue/USD`. */
export type Metric = "friends" | `revenue/${Unit}`

/** `all`, or a calendar month: `2026-03`. */
export type Period = string

export const ofAllTime: Period = "all"

export interface Board {
  readonly program: ProgramId
  readonly metric: Metric
  readonly period: Period
}

const nameOf = ({ metric, period, program }: Board): string => `${program}/${metric}/${period}`

/** The board itself, in order. */
export const listKey = (board: Board): Ranking.List => `${prefix}board/${nameOf(board)}`
/** When somebody's friends or orders that count were there, in order. */
const timesKey = (board: Board, person: PersonId): Ranking.List => `${prefix}times/${nameOf(board)}/${part(person)}`

/** Somebody's score, and when it was reached. */
interface Tally {
  readonly minor: bigint
  readonly reached: Instant
  readonly recorded: Instant
}

const tallyKey = (board: Board, person: PersonId): FactKey<Tally> => `${prefix}tally/${nameOf(board)}/${part(person)}`

/** A friend who stands as qualified. */
interface Standing {
  readonly advocate: PersonId
  readonly at: Instant
  readonly month: Period
  readonly recorded: Instant
}

const standingKey = (program: ProgramId, friend: PersonId): FactKey<Standing> =>
  `${prefix}standing/${program}/${part(friend)}`

/** An order of somebody's friend, and what it came to. */
interface Sale {
  readonly program: ProgramId
  readonly advocate: PersonId
  readonly at: Instant
  readonly month: Period
  readonly total: Money
  readonly refunded: Money
  /** Nothing is kept of it, whatever comes later. */
  readonly canceled?: true
  readonly recorded: Instant
}

/** An order that was canceled before it came. */
type Never = Pick<Sale, "recorded"> & { readonly canceled: true }

const saleKey = (order: OrderId): FactKey<Sale | Never> => `${prefix}sale/${part(order)}`

/** The zone that a program has at this place of the log. */
interface Zone {
  readonly zone: Calendar.Zone
  readonly recorded: Instant
}

const zoneKey = (program: ProgramId): FactKey<Zone> => `${prefix}zone/${program}`

/** Whether somebody is listed, and where they have ever stood. */
interface Listing {
  readonly isListed: boolean
  readonly stood: readonly Pick<Board, "program" | "metric">[]
  readonly recorded: Instant
}

const listingKey = (person: PersonId): FactKey<Listing> => `${prefix}listing/${part(person)}`

export const fold = (pages: Pages, event: Event.Event): void => {
  switch (event._tag) {
    case "ProgramPublished": {
      const { timeZone } = event.document as { readonly timeZone: Calendar.Zone }
      return pages.put(zoneKey(event.program), { zone: timeZone, recorded: event.recorded })
    }
    case "ReferralQualified":
      return qualified(pages, event)
    case "ReferralUnqualified":
      return fallen(pages, event)
    case "ReviewClosed":
      if (event.to === "rejected") fallen(pages, event)
      return
    case "OrderRecorded":
      return recorded(pages, event)
    case "OrderChanged":
      if (!event.stale) resold(pages, event, ({ refunded }) => ({ total: event.total, refunded }))
      return
    case "OrderCanceled":
      return canceled(pages, event)
    case "OrderRefunded": {
      const add = ({ minor, unit }: Money): Money => ({ minor: minor + event.amount.minor, unit })
      if (!event.waiting) resold(pages, event, ({ refunded, total }) => ({ total, refunded: add(refunded) }))
      return
    }
    case "ListingChanged":
      return listed(pages, event)
  }
}

/** Has the log spoken of the program? */
export const isKnown = (pages: Pages, program: ProgramId): boolean => pages.get(zoneKey(program)) !== null

/** A calendar month in the zone that the program has at this place of the log. */
export const monthOf = (pages: Pages, program: ProgramId, at: Instant): Period =>
  monthsIn(pages.get(zoneKey(program))?.zone ?? Calendar.utc)(at).key

/** The months of a zone; each remembers the last one that it was asked for. */
const monthsIn = remembered((zone: Calendar.Zone) => Calendar.periodOf("calendar month", zone))

/** The month before. */
export const monthBefore = (month: Period): Period => {
  const [year = 0, number = 1] = month.split("-").map(Number)
  const [y, m] = number === 1 ? [year - 1, 12] : [year, number - 1]
  return `${`${y}`.padStart(4, "0")}-${`${m}`.padStart(2, "0")}`
}

/** What is asked for, as it stands now. */
export const periodOf = (
  pages: Pages,
  program: ProgramId,
  asked: "all-time" | "this month" | "previous month",
  now: Instant
): Period => {
  if (asked === "all-time") return ofAllTime
  const month = monthOf(pages, program, now)
  return asked === "this month" ? month : monthBefore(month)
}

const qualified = (pages: Pages, { advocate, at, friend, program, recorded }: Event.ReferralQualified): void => {
  const month = monthOf(pages, program, at)
  pages.put(standingKey(program, friend), { advocate, at, month, recorded })
  const time = { minor: 0n, at, id: friend }
  count(pages, { program, metric: "friends", month, person: advocate, recorded }, { add: 1n, enters: time })
}

const fallen = (pages: Pages, event: Event.ReferralUnqualified | Event.ReviewClosed): void => {
  const { friend, program, recorded } = event
  const key = standingKey(program, friend)
  const standing = pages.get(key)
  if (standing === null) return
  pages.put(key, null)
  const { advocate, at, month } = standing
  const time = { minor: 0n, at, id: friend }
  count(pages, { program, metric: "friends", month, person: advocate, recorded }, { add: -1n, leaves: time })
}

const recorded = (pages: Pages, event: Event.OrderRecorded): void => {
  const { advocate, at, order, program, recorded, total } = event
  if (program === null || advocate === null) return
  const month = monthOf(pages, program, at)
  const nothing = { minor: 0n, unit: total.unit }
  const sale = { program, advocate, at, month, total: nothing, refunded: nothing, recorded }
  const isNever = pages.get(saleKey(order))?.canceled === true
  pages.put(saleKey(order), isNever ? { ...sale, canceled: true } : sale)
  resold(pages, event, () => ({ total, refunded: nothing }))
}

/** What is kept of an order; a refund beyond it takes no more. */
const kept = ({ canceled, refunded, total }: Pick<Sale, "canceled" | "refunded" | "total">): bigint =>
  canceled === undefined && total.minor > refunded.minor ? total.minor - refunded.minor : 0n

const canceled = (pages: Pages, event: Event.OrderCanceled): void => {
  const { order, recorded, waiting } = event
  if (waiting) return pages.put(saleKey(order), { canceled: true, recorded })
  resold(pages, event, ({ refunded, total }) => ({ total, refunded, canceled: true }))
}

const resold = (
  pages: Pages,
  { order, recorded }: { readonly order: OrderId; readonly recorded: Instant },
  change: (sale: Sale) => Pick<Sale, "canceled" | "refunded" | "total">
): void => {
  const sale = pages.get(saleKey(order))
  if (sale === null || !("program" in sale)) return
  const changed = { ...sale, ...change(sale) }
  pages.put(saleKey(order), { ...changed, recorded })
  const { advocate, at, month, program } = sale
  const [before, after] = [kept(sale), kept(changed)]
  if (before === after) return
  const time = { minor: 0n, at, id: order }
  const metric: Metric = `revenue/${sale.total.unit}`
  count(
    pages,
    { program, metric, month, person: advocate, recorded },
    {
      add: after - before,
      ...(before === 0n ? { enters: time } : {}),
      ...(after === 0n ? { leaves: time } : {})
    }
  )
}

interface Counted {
  readonly program: ProgramId
  readonly metric: Metric
  readonly month: Period
  readonly person: PersonId
  readonly recorded: Instant
}

interface Change {
  readonly add: bigint
  readonly enters?: Ranking.Place
  readonly leaves?: Ranking.Place
}

/** Changes somebody's score of all time and of a month, and moves them on both boards. */
const count = (pages: Pages, { metric, month, person, program, recorded }: Counted, change: Change): void => {
  const listing = pages.get(listingKey(person)) ?? { isListed: true, stood: [], recorded }
  if (!listing.stood.some((one) => one.program === program && one.metric === metric)) {
    pages.put(listingKey(person), { ...listing, stood: [...listing.stood, { program, metric }], recorded })
  }
  for (const period of [ofAllTime, month]) {
    const board = { program, metric, period }
    const times = timesKey(board, person)
    const before = pages.get(tallyKey(board, person))
    if (before !== null) Ranking.leave(pages, listKey(board), placeOf(before, person), recorded)
    if (change.leaves !== undefined) Ranking.leave(pages, times, change.leaves, recorded)
    if (change.enters !== undefined) Ranking.enter(pages, times, change.enters, recorded)
    const last = Ranking.last(pages, times)
    const tally = last && { minor: (before?.minor ?? 0n) + change.add, reached: last.at, recorded }
    pages.put(tallyKey(board, person), tally ?? null)
    if (tally !== undefined && listing.isListed) Ranking.enter(pages, listKey(board), placeOf(tally, person), recorded)
  }
}

const placeOf = ({ minor, reached }: Tally, person: PersonId): Ranking.Place => ({ minor, at: reached, id: person })

/** Leaves or comes back to the boards that can still be asked for: of all time, of this month and of the last one. */
const listed = (pages: Pages, { isListed, person, recorded }: Event.ListingChanged): void => {
  const listing = pages.get(listingKey(person)) ?? { isListed: true, stood: [], recorded }
  pages.put(listingKey(person), { ...listing, isListed, recorded })
  for (const { metric, program } of listing.stood) {
    const month = monthOf(pages, program, recorded)
    for (const period of [ofAllTime, month, monthBefore(month)]) {
      const board = { program, metric, period }
      const tally = pages.get(tallyKey(board, person))
      if (tally === null) continue
      const change = isListed ? Ranking.enter : Ranking.leave
      change(pages, listKey(board), placeOf(tally, person), recorded)
    }
  }
}

export interface Leader {
  readonly person: PersonId
  /** From 1; the same score has the same rank. */
  readonly rank: number
  /** Friends, or minor units of the metric's unit. */
  readonly score: bigint
  readonly reached: Instant
}

/** The leaders after a number of them. */
export const leaders = (pages: Pages, board: Board, skip: number, limit: number): readonly Leader[] => {
  const list = listKey(board)
  let rank = 0
  let score: bigint | undefined
  return Ranking.slice(pages, list, skip, limit).map(({ at, id, minor }, i) => {
    if (score === undefined) rank = 1 + Ranking.before(pages, list, { minor, at: 0 as Instant, id: "" })
    else if (score !== minor) rank = skip + i + 1
    score = minor
    return { person: id as PersonId, rank, score: minor, reached: at }
  })
}

/** How many there are on a board. */
export const size = (pages: Pages, board: Board): number => Ranking.count(pages, listKey(board))

/** Prizes: who led a month by the log up to the place that an award names, counted anew from friends and orders. */
import type { Entry, EntryOf } from "./Entry.ts"
import type { Orders } from "./Orders.ts"
import * as Period from "./Period.ts"
import type { Programs } from "./Programs.ts"
import type { Notes } from "./Report.ts"
import { compare, type Row } from "./Rows.ts"

export interface Prizes {
  readonly read: (entry: Entry) => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
  /** Whether somebody won a prize of a month by a place. */
  readonly isWon: (program: string, won: Won, person: string) => boolean
}

interface Won {
  readonly prize: string
  readonly period: string
  readonly place: number
}

/** What a prize of a document says. */
export interface Prize {
  /** A currency; empty for friends. */
  readonly unit: string
  readonly least: bigint
  /** The last place that wins anything. */
  readonly last: number
}

/** A friend, or an order, that counts for an advocate in a month; what of it counted from which event on. */
interface Share {
  readonly program: string
  readonly unit: string
  readonly advocate: string
  readonly at: number
  readonly month: string
  readonly worth: { readonly n: number; readonly minor: bigint }[]
}

interface Books {
  readonly notes: Notes
  readonly programs: Programs
  readonly orders: Orders
  readonly shares: Share[]
  readonly friends: Map<string, Share>
  readonly sales: Map<string, Share>
  readonly zones: Map<string, string>
  readonly listings: { readonly n: number; readonly person: string; readonly isListed: boolean }[]
  readonly awards: Map<string, { readonly entry: EntryOf<"PrizeAwarded">; isStored: boolean }>
  n: number
}

export const make = (given: Pick<Books, "notes" | "programs" | "orders">): Prizes => {
  const books: Books = {
    ...given,
    shares: [],
    friends: new Map(),
    sales: new Map(),
    zones: new Map(),
    listings: [],
    awards: new Map(),
    n: 0
  }
  const { awards, notes } = books
  return {
    read: (entry) => {
      books.n += 1
      read(books, entry)
    },
    row: (key, value) => {
      const award = awards.get(key)
      if (award === undefined) return false
      award.isStored = true
      const { asOf, period, places, prize, program, recorded } = award.entry
      compare(notes, "prize", key, { program, prize, period, asOf, places, recorded }, value)
      return true
    },
    rows: () => awards,
    isWon: (program, { period, place, prize }, person) => {
      const places = awards.get(keyOf(program, prize, period))?.entry.places
      return places?.some((one) => one.place === place && one.person === person) === true
    }
  }
}

const keyOf = (program: string, prize: string, period: string): string => `prize/${program}/${prize}/${period}`

const read = (books: Books, entry: Entry): void => {
  const { friends, listings, n, orders, zones } = books
  switch (entry.type) {
    case "ProgramPublished":
      zones.set(entry.program, (entry.document as { readonly timeZone: string }).timeZone)
      return
    case "ReferralQualified":
      friends.set(`${entry.program} ${entry.friend}`, share(books, entry.program, entry.advocate, "", entry.at, 1n))
      return
    case "ReferralUnqualified":
      return fall(books, entry)
    case "ReviewClosed":
      if (entry.to === "rejected") fall(books, entry)
      return
    case "OrderRecorded": {
      const { advocate, at, order, program, total } = entry
      if (program === null || advocate === null) return
      books.sales.set(order, share(books, program, advocate, total.unit, at, orders.kept(order)))
      return
    }
    case "OrderChanged":
    case "OrderRefunded":
    case "OrderCanceled":
      books.sales.get(entry.order)?.worth.push({ n, minor: orders.kept(entry.order) })
      return
    case "ListingChanged":
      listings.push({ n, person: entry.person, isListed: entry.isListed })
      return
    case "PrizeAwarded":
      return awarded(books, entry)
  }
}

const share = (
  { n, shares, zones }: Books,
  program: string,
  advocate: string,
  unit: string,
  at: number,
  minor: bigint
): Share => {
  const month = Period.keyOf("calendar month", zones.get(program) ?? "UTC", at)
  const one = { program, unit, advocate, at, month, worth: [{ n, minor }] }
  shares.push(one)
  return one
}

const fall = (
  { friends, n }: Books,
  { friend, program }: { readonly program: string; readonly friend: string }
): void => {
  friends.get(`${program} ${friend}`)?.worth.push({ n, minor: 0n })
  friends.delete(`${program} ${friend}`)
}

interface Score {
  readonly person: string
  score: bigint
  reached: number
}

/** The leaders of a month after so many events; the same score in the order in which it was reached. */
const leaders = (
  { listings, shares }: Books,
  { asOf, period, program }: EntryOf<"PrizeAwarded">,
  { unit }: Prize
): readonly Score[] => {
  const scores = new Map<string, Score>()
  for (const one of shares) {
    if (one.program !== program || one.month !== period || one.unit !== unit) continue
    const minor = one.worth.findLast(({ n }) => n <= asOf)?.minor ?? 0n
    if (minor === 0n) continue
    const score = scores.get(one.advocate) ?? { person: one.advocate, score: 0n, reached: 0 }
    score.score += minor
    score.reached = Math.max(score.reached, one.at)
    scores.set(one.advocate, score)
  }
  const isListed = (person: string): boolean =>
    listings.findLast((one) => one.person === person && one.n <= asOf)?.isListed !== false
  return [...scores.values()]
    .filter(({ person }) => isListed(person))
    .sort((a, b) =>
      a.score !== b.score ? (a.score > b.score ? -1 : 1) : a.reached - b.reached || (a.person < b.person ? -1 : 1)
    )
}

const awarded = (books: Books, entry: EntryOf<"PrizeAwarded">): void => {
  const { awards, n, notes, programs } = books
  const { asOf, at, id, period, places, prize, program, version } = entry
  const key = keyOf(program, prize, period)
  notes.same("prize", id, "awarded before", false, awards.has(key))
  notes.same("prize", id, "the event's id", `${key}/awarded`, id)
  awards.set(key, { entry, isStored: false })
  const live = programs.live(program, at)
  notes.same(
    "prize",
    id,
    "the version that is live",
    true,
    live !== undefined && live === programs.terms(program, version)
  )
  const terms = live?.prizes.get(prize)
  if (!notes.same("prize", id, `prize ${prize}`, "published", terms ? "published" : "unknown")) return
  if (live === undefined || terms === undefined) return
  const thisMonth = Period.keyOf("calendar month", live.timeZone, at)
  notes.same("prize", id, "its month", monthBefore(thisMonth), period)
  notes.same("prize", id, "counted from events of the log before it", true, asOf < n)
  const due = leaders(books, entry, terms)
    .slice(0, terms.last)
    .filter(({ score }) => score >= terms.least)
    .map(({ person, reached, score }, i) => `${i + 1} ${person} ${score} ${reached}`)
  const said = places.map(({ minor, person, place, reached }) => `${place} ${person} ${minor} ${reached}`)
  notes.same("prize", id, "the leaders", due.join(), said.join())
}

const monthBefore = (month: string): string => {
  const [year = 0, number = 1] = month.split("-").map(Number)
  return number === 1 ? `${year - 1}-12` : `${year}-${`${number - 1}`.padStart(2, "0")}`
}

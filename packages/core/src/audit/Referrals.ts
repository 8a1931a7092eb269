/** Who referred whom: attributions, qualifications, reviews, and the advocates behind them. */
import * as Ancestry from "./Ancestry.ts"
import type { Entry, EntryOf } from "./Entry.ts"
import * as Names from "./Names.ts"
import type { Orders } from "./Orders.ts"
import type { Programs } from "./Programs.ts"
import type { Notes } from "./Report.ts"
import { compare, type Row } from "./Rows.ts"
import * as Scores from "./Scores.ts"
import * as Streaks from "./Streaks.ts"
import type * as Tiers from "./Tiers.ts"

export type State = "open" | "in-review" | "qualified" | "rejected" | "expired"

interface OfSignUp {
  readonly key: string
  readonly person: string
  readonly purse: string | null
  readonly unit: string
}

export interface Referral {
  readonly program: string
  readonly friend: string
  readonly advocate: string
  readonly version: number
  readonly generation: number
  readonly attributedAt: number
  readonly qualifyBy: number
  readonly isNew: boolean
  state: State
  order: string | null
  /** The calendar periods in which the friend counts; `null` where nothing ever asked. */
  periods: readonly string[] | null
  /** What the orders add to the advocate's sums; kept by `Scores.ts`. */
  sums: Scores.Scores | null
  /** What the sign-up earned; kept by `Chain.ts`. */
  readonly rewards: OfSignUp[]
  /** How many orders stand that counted, and which were the newest; kept by `Chain.ts`. */
  orders: number
  latest: readonly string[]
  /** The newest order that the last verdict has yet to reach. */
  unreached: string | null
  review: { readonly n: number; readonly silentAt: number | null; readonly then: string; readonly from: string } | null
  reviews: number
  reopened: number
  /** A review has rejected it. */
  isFinal: boolean
  last: number
  isStored: boolean
}

interface Held {
  readonly tier: string
  readonly since: number
  until: number | null
  readonly perks: readonly string[]
}

export interface Advocate {
  readonly program: string
  readonly person: string
  readonly code: string
  referred: number
  /** Friends who stand as qualified after the events up to now. */
  qualified: number
  /** In which calendar periods they count. */
  readonly counts: Streaks.Counts
  isCounted: boolean
  /** What tiers go by besides friends; kept by `Scores.ts`. */
  sums: Scores.Scores | null
  /** How many times something was told of tiers, and which of them are held; kept by `Ladders.ts`. */
  told: number | null
  held: readonly Held[]
  last: number
  isStored: boolean
}

interface Trail {
  touches: number
  readonly friendOf: Map<string, string>
  last: number
  isStored: boolean
}

interface Sources {
  readonly notes: Notes
  readonly programs: Programs
  readonly orders: Orders
}

interface Books extends Sources {
  readonly referrals: Map<string, Referral>
  readonly advocates: Map<string, Advocate>
  readonly codes: Map<string, { readonly owner: Advocate; isStored: boolean }>
  readonly trails: Map<string, Trail>
  /** By program and friend, everybody who ever was the friend's advocate. */
  readonly parents: Map<string, Set<string>>
  /** The advocate as before the friend who has just qualified. */
  readonly fresh: Map<string, Tiers.Standing>
}

export interface Referrals {
  readonly read: (entry: Entry) => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
  readonly end: () => void
  /** None where something stands behind no friend. */
  readonly get: (program: string, friend: string | null) => Referral | undefined
  readonly advocate: (program: string, person: string) => Advocate | undefined
  /** An advocate as they were before a friend qualified with whom grants are being made. */
  readonly before: (program: string, person: string) => Tiers.Standing | undefined
  readonly advocates: () => Iterable<Advocate>
  readonly stands: (referral: Referral) => boolean
}

export const make = (sources: Sources): Referrals => {
  const books: Books = {
    ...sources,
    referrals: new Map(),
    advocates: new Map(),
    codes: new Map(),
    trails: new Map(),
    parents: new Map(),
    fresh: new Map()
  }
  const { advocates, codes, referrals, trails } = books
  return {
    read: (entry) => read(books, entry),
    row: (key, value) => row(books, key, value),
    rows: () => [...referrals, ...advocates, ...codes, ...trails],
    end: () => recount(books),
    get: (program, friend) => (friend === null ? undefined : referrals.get(Names.referral(program, friend))),
    advocate: (program, person) => advocates.get(Names.advocate(program, person)),
    before: (program, person) => {
      const key = Names.advocate(program, person)
      return books.fresh.get(key) ?? advocates.get(key)
    },
    advocates: () => advocates.values(),
    stands
  }
}

const read = (books: Books, entry: Entry): void => {
  // Another fact: what comes now is not granted for the friend who qualified before.
  if (/^(?:Order|Referral|Review)/u.test(entry.type)) books.fresh.clear()
  switch (entry.type) {
    case "AdvocateEnrolled":
      return enrolled(books, entry)
    case "TouchRecorded": {
      const trail = trailOf(books, entry.subject, entry.recorded)
      trail.touches++
      return
    }
    case "ReferralAttributed":
      attributed(books, entry)
      return remember(books, entry)
    case "OrderCounted":
      return remember(books, entry)
    case "ReferralRejected":
      return rejected(books, entry)
    case "ReferralQualified":
    case "ReferralUnqualified":
    case "ReferralExpired":
    case "ReviewOpened":
    case "ReviewClosed":
    case "VerdictContinued":
    case "OrderAwaitsReview":
      return goesOn(books, entry)
  }
}

const enrolled = ({ advocates, codes, notes, programs }: Books, entry: EntryOf<"AdvocateEnrolled">): void => {
  const { at, because, code, id, person, program, recorded } = entry
  const asked = programs.refer(program, at)
  notes.same("referral-walk", id, "who may refer", asked.join(" "), (because ?? []).map(({ check }) => check).join(" "))
  const failed = because?.find(({ passed }) => !passed)?.check
  notes.same("referral-walk", id, "the condition that is not met", "none", failed ?? "none")
  const key = Names.advocate(program, person)
  notes.holds(
    !advocates.has(key),
    "referral-walk",
    id,
    "the advocate",
    () => "new",
    () => "enrolled before"
  )
  const taken = codes.get(`code/${code}`)?.owner.person
  notes.same("referral-walk", id, `the owner of ${code}`, person, taken ?? person)
  const owner = {
    program,
    person,
    code,
    referred: 0,
    qualified: 0,
    counts: new Map(),
    isCounted: false,
    sums: null,
    told: null,
    held: [],
    last: recorded,
    isStored: false
  }
  advocates.set(key, owner)
  codes.set(`code/${code}`, { owner, isStored: false })
}

const trailOf = ({ trails }: Books, person: string, recorded: number): Trail => {
  const key = `trail/${Names.part(person)}`
  const trail = trails.get(key) ?? { touches: 0, friendOf: new Map(), last: 0, isStored: false }
  trail.last = recorded
  trails.set(key, trail)
  return trail
}

/** The newest program comes last, as in the stored trail. */
const join = (
  books: Books,
  { advocate, friend, program, recorded }: EntryOf<"ReferralAttributed" | "ReferralRejected">
): void => {
  const { friendOf } = trailOf(books, friend, recorded)
  friendOf.delete(program)
  friendOf.set(program, advocate)
}

const attributed = (books: Books, entry: EntryOf<"ReferralAttributed">): void => {
  const { advocates, notes } = books
  const { advocate, at, friend, id, isNew, program, qualifyBy, version } = entry
  notes.holds(
    advocate !== friend,
    "self-referral",
    id,
    "the advocate",
    () => `another than ${friend}`,
    () => advocate
  )
  begin(books, entry, { qualifyBy, isNew, version, attributedAt: at, state: "open" })
  join(books, entry)
  const circle = Ancestry.ancestryTo(books, program, advocate, friend)
  notes.holds(
    circle.length === 0,
    "cycle",
    id,
    `the ancestors of ${advocate}`,
    () => `not ${friend}`,
    () => circle.join(" <- ")
  )
  const key = Names.referral(program, friend)
  books.parents.set(key, (books.parents.get(key) ?? new Set()).add(advocate))
  const known = advocates.get(Names.advocate(program, advocate))
  notes.same("referral-walk", id, `advocate ${advocate}`, "enrolled", known === undefined ? "unknown" : "enrolled")
  if (known === undefined) return
  known.referred++
  known.last = entry.recorded
}

const rejected = (books: Books, entry: EntryOf<"ReferralRejected">): void => {
  const { at, version } = entry
  begin(books, entry, { qualifyBy: at, isNew: false, version, attributedAt: at, state: "rejected" })
  join(books, entry)
}

const begin = (
  { notes, referrals }: Books,
  entry: EntryOf<"ReferralAttributed" | "ReferralRejected">,
  given: Pick<Referral, "qualifyBy" | "isNew" | "version" | "attributedAt" | "state">
): void => {
  const { advocate, friend, generation, id, program, recorded } = entry
  const key = Names.referral(program, friend)
  const before = referrals.get(key)
  const state = before === undefined ? "none" : before.isFinal ? "rejected by a review" : before.state
  const isFree = state === "none" || state === "expired" || state === "rejected"
  notes.holds(
    isFree,
    "one-referral",
    id,
    "the referral before it",
    () => "none, expired or rejected",
    () => state
  )
  notes.same("one-referral", id, "the generation", (before?.generation ?? 0) + 1, generation)
  referrals.set(key, {
    program,
    friend,
    advocate,
    generation,
    ...given,
    order: null,
    periods: null,
    sums: null,
    rewards: [],
    orders: 0,
    latest: [],
    unreached: null,
    review: null,
    reviews: before?.reviews ?? 0,
    reopened: 0,
    isFinal: false,
    last: recorded,
    isStored: false
  })
}

type Later = EntryOf<
  | "ReferralQualified"
  | "ReferralUnqualified"
  | "ReferralExpired"
  | "ReviewOpened"
  | "ReviewClosed"
  | "VerdictContinued"
  | "OrderAwaitsReview"
>

/** From which states a referral may come here. */
const before: Readonly<Record<Later["type"], readonly State[]>> = {
  // News of an order may come late, when the referral has expired: what counts is when it was placed.
  ReferralQualified: ["open", "expired"],
  ReferralUnqualified: ["qualified"],
  ReferralExpired: ["open"],
  ReviewOpened: ["open", "qualified", "expired"],
  ReviewClosed: ["in-review"],
  VerdictContinued: ["open", "qualified", "expired", "rejected"],
  OrderAwaitsReview: ["in-review"]
}

const goesOn = (books: Books, entry: Later): void => {
  const { notes } = books
  const { advocate, friend, id, program, recorded } = entry
  const referral = books.referrals.get(Names.referral(program, friend))
  const state = referral?.state ?? "unknown"
  const from = before[entry.type]
  const isLegal = referral !== undefined && from.includes(referral.state)
  notes.holds(
    isLegal,
    "referral-walk",
    id,
    "the referral",
    () => from.join(" or "),
    () => state
  )
  if (referral === undefined) return
  notes.same("referral-walk", id, "the advocate", referral.advocate, advocate)
  referral.last = recorded
  switch (entry.type) {
    case "ReferralQualified":
      Object.assign(referral, { state: "qualified", order: entry.order, review: null })
      counted(books, referral, entry)
      remember(books, referral)
      return count(books, referral, recorded, 1)
    case "ReferralUnqualified":
      Object.assign(referral, { state: "open", reopened: referral.reopened + 1 })
      return count(books, referral, recorded, -1)
    case "ReferralExpired":
      notes.holds(
        recorded >= referral.qualifyBy,
        "referral-walk",
        id,
        "recorded",
        () => `${referral.qualifyBy} or later`,
        () => recorded
      )
      referral.state = "expired"
      return
    case "OrderAwaitsReview":
      referral.order = entry.order
      return
    case "VerdictContinued":
      notes.same("referral-walk", id, "the number of the review", referral.reviews, entry.n)
      referral.unreached = entry.next
      return
    case "ReviewOpened":
      return opened(books, referral, entry)
    case "ReviewClosed":
      return closed(books, referral, entry)
  }
}

const opened = ({ notes }: Books, referral: Referral, entry: EntryOf<"ReviewOpened">): void => {
  const { from, id, n, order, silentAt, then } = entry
  notes.same("referral-walk", id, "from", referral.state === "qualified" ? "qualified" : "open", from)
  notes.same("referral-walk", id, "the number of the review", referral.reviews + 1, n)
  referral.state = "in-review"
  referral.reviews = n
  referral.review = { n, silentAt, then, from }
  referral.unreached = null
  if (order !== null && from === "open") referral.order = order
}

const closed = (books: Books, referral: Referral, entry: EntryOf<"ReviewClosed">): void => {
  const { notes } = books
  const { by, id, n, recorded, to, verdict } = entry
  const { review } = referral
  const approved = review?.from ?? "open"
  notes.same("referral-walk", id, "the number of the review", review?.n ?? 0, n)
  notes.same("referral-walk", id, "where it goes", verdict === "approved" ? approved : "rejected", to)
  if (by === "silence") {
    const said = review?.then === "pay" ? "approved" : review?.then === "void" ? "rejected" : "nothing"
    notes.same("referral-walk", id, "what silence says", said, verdict)
    const due = review?.silentAt ?? Number.POSITIVE_INFINITY
    notes.holds(
      recorded >= due,
      "referral-walk",
      id,
      "recorded",
      () => `${due} or later`,
      () => recorded
    )
  }
  referral.state = to
  referral.review = null
  referral.unreached = entry.next
  referral.isFinal = to === "rejected"
  if (approved === "qualified" && to === "rejected") count(books, referral, recorded, -1)
}

const remember = ({ advocates, fresh }: Books, { advocate, program }: Pick<Referral, "advocate" | "program">): void => {
  const key = Names.advocate(program, advocate)
  const known = advocates.get(key)
  if (known === undefined) return
  const { counts, qualified, sums } = known
  fresh.set(key, { qualified, counts: new Map(counts), sums: sums && Scores.copy(sums) })
}

/** The periods of the time at which the order was placed, of every kind that a streak asks for. */
const counted = (
  { notes, orders, programs }: Books,
  referral: Referral,
  { at, countedIn, id, order }: EntryOf<"ReferralQualified">
): void => {
  const { program, version } = referral
  const said = (countedIn ?? []).map(({ n, per }) => `${per} ${n}`)
  const placed = orders.get(order)?.recorded?.at
  if (placed !== undefined) {
    const decided = programs.terms(program, programs.decides(program, version, at))
    const due = Streaks.periodsAt(programs.live(program, at), decided, placed)
    notes.same("milestone", id, "the periods in which the friend counts", due.join(), [...said].sort().join())
  }
  if (countedIn !== null || referral.periods !== null) referral.periods = said
}

const count = ({ advocates }: Books, referral: Referral, recorded: number, by: number): void => {
  const { advocate, periods, program } = referral
  const known = advocates.get(Names.advocate(program, advocate))
  if (known === undefined) return
  known.qualified += by
  if (periods !== null && periods.length > 0) {
    Streaks.add(known.counts, periods, by)
    known.isCounted = true
  }
  known.last = recorded
}

const stands = ({ review, state }: Referral): boolean => state === "qualified" || review?.from === "qualified"

/** The running number of qualified friends against a count of those who stand in the end. */
const recount = ({ advocates, notes, referrals }: Books): void => {
  const standing = new Map<string, number>()
  for (const referral of referrals.values()) {
    const key = Names.advocate(referral.program, referral.advocate)
    if (stands(referral)) standing.set(key, (standing.get(key) ?? 0) + 1)
  }
  for (const [key, { qualified }] of advocates) {
    notes.same("referral-walk", key, "the number of qualified friends", standing.get(key) ?? 0, qualified)
  }
}

/** A trail keeps the newest touches. */
const touchesMax = 16

const row = (books: Books, key: string, value: unknown): boolean => {
  const expected = expectedOf(books, key)
  if (expected === undefined) return false
  compare(books.notes, "referral-fact", key, expected, value)
  const trail = books.trails.get(key)
  const touches = (value as { readonly touches?: readonly unknown[] } | null)?.touches
  if (trail !== undefined) {
    const kept = Math.min(trail.touches, touchesMax)
    books.notes.same("referral-fact", key, "the number of touches", kept, touches?.length ?? 0)
  }
  return true
}

const expectedOf = ({ advocates, codes, referrals, trails }: Books, key: string) => {
  const found = referrals.get(key) ?? advocates.get(key) ?? codes.get(key) ?? trails.get(key)
  if (found === undefined) return undefined
  found.isStored = true
  if ("owner" in found) return { program: found.owner.program, advocate: found.owner.person }
  if ("friendOf" in found) {
    return { friendOf: [...found.friendOf].map(([program, advocate]) => ({ program, advocate })), recorded: found.last }
  }
  if ("counts" in found) {
    const { isStored: _, counts, held, isCounted, last: recorded, sums, told, ...rest } = found
    const periods = isCounted ? Streaks.rows(counts) : undefined
    const tiers = told === null ? undefined : { told, held }
    return { ...rest, periods, sums: Scores.rows(sums), tiers, recorded }
  }
  const { isStored: _, last: recorded, periods, sums, ...rest } = found
  const countedIn = periods?.map((name) => ({ per: name.replace(/ \S+$/u, ""), n: Number(/\S+$/u.exec(name)?.[0]) }))
  return { ...rest, countedIn, sums: Scores.rows(sums), recorded }
}

/** How referrals follow from events. */
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, must, put, read } from "./Fold.ts"
import * as Key from "./Key.ts"
import { joinOrders } from "./OrderFold.ts"
import * as PeriodCounts from "./PeriodCounts.ts"
import * as SumFold from "./SumFold.ts"

/** The referral that an attribution begins. */
export const referralOf = (event: Event.ReferralAttributed, reviews: number): Fact.Referral => ({
  program: event.program,
  version: event.version,
  friend: event.friend,
  advocate: event.advocate,
  state: "open",
  generation: event.generation,
  attributedAt: event.at,
  qualifyBy: event.qualifyBy,
  isNew: event.isNew,
  order: null,
  rewards: [],
  windows: [],
  orders: 0,
  latest: [],
  unreached: null,
  isFinal: false,
  reopened: 0,
  reviews,
  review: null,
  recorded: event.recorded
})

export const referralAttributed = (fold: Fold, event: Event.ReferralAttributed): void => {
  const { advocate, friend, program, recorded } = event
  const key = Key.referral(program, friend)
  put(fold, key, referralOf(event, read(fold, key)?.reviews ?? 0))
  joinTrail(fold, event)
  const advocateKey = Key.advocate(program, advocate)
  const known = must(fold, advocateKey, event)
  put(fold, advocateKey, { ...known, referred: known.referred + 1, recorded })
}

export const referralRejected = (fold: Fold, event: Event.ReferralRejected): void => {
  const { advocate, at, friend, generation, program, recorded, version } = event
  const key = Key.referral(program, friend)
  const reviews = read(fold, key)?.reviews ?? 0
  put(fold, key, {
    program,
    version,
    friend,
    advocate,
    state: "rejected",
    generation,
    attributedAt: at,
    qualifyBy: at,
    isNew: false,
    order: null,
    rewards: [],
    windows: [],
    orders: 0,
    latest: [],
    unreached: null,
    isFinal: false,
    reopened: 0,
    reviews,
    review: null,
    recorded
  })
  joinTrail(fold, event)
}

/** Remembers on the friend's trail where there is a referral to look for. */
const joinTrail = (fold: Fold, event: Event.ReferralAttributed | Event.ReferralRejected): void => {
  const { advocate, friend, program, recorded } = event
  const key = Key.trail(friend)
  const trail = read(fold, key)
  const others = (trail?.friendOf ?? []).filter((one) => one.program !== program)
  put(fold, key, { touches: trail?.touches ?? [], friendOf: [...others, { program, advocate }], recorded })
}

interface OfReferral {
  readonly program: Event.ReferralExpired["program"]
  readonly friend: Event.ReferralExpired["friend"]
}

export const patchReferral = (fold: Fold, event: Event.Event & OfReferral, patch: Partial<Fact.Referral>): void => {
  const key = Key.referral(event.program, event.friend)
  put(fold, key, { ...must(fold, key, event), ...patch, recorded: event.recorded })
}

/** One more or one less friend that stands as qualified. */
const countQualified = (
  fold: Fold,
  event: Event.ReferralQualified | Event.ReferralUnqualified | Event.ReviewClosed,
  by: 1 | -1
): void => {
  const key = Key.advocate(event.program, event.advocate)
  const advocate = must(fold, key, event)
  const qualified = advocate.qualified + by
  const counted = must(fold, Key.referral(event.program, event.friend), event).countedIn ?? nowhere
  const periods = counted.length === 0 ? {} : { periods: PeriodCounts.add(advocate.periods ?? nowhere, counted, by) }
  put(fold, key, { ...advocate, qualified, ...periods, recorded: event.recorded })
}

const nowhere: readonly never[] = []

export const referralQualified = (fold: Fold, event: Event.ReferralQualified): void => {
  const { order, recorded } = event
  const key = Key.referral(event.program, event.friend)
  const referral = must(fold, key, event)
  // What an earlier order had counted in is gone.
  const countedIn = event.countedIn ?? (referral.countedIn === undefined ? undefined : nowhere)
  put(fold, key, {
    ...referral,
    ...(countedIn === undefined ? {} : { countedIn }),
    state: "qualified",
    order,
    review: null,
    recorded
  })
  joinOrders(fold, event)
  countQualified(fold, event, 1)
}

export const referralUnqualified = (fold: Fold, event: Event.ReferralUnqualified): void => {
  const { reopened } = must(fold, Key.referral(event.program, event.friend), event)
  patchReferral(fold, event, { state: "open", reopened: reopened + 1 })
  countQualified(fold, event, -1)
}

export const reviewOpened = (fold: Fold, event: Event.ReviewOpened): void => {
  const { from, n, order, silentAt, then } = event
  // What a review of a qualified referral is about is not what qualified it.
  const waiting = order === null || from === "qualified" ? {} : { order }
  const review = { n, silentAt, then, from }
  patchReferral(fold, event, { state: "in-review", reviews: n, review, unreached: null, ...waiting })
}

export const reviewClosed = (fold: Fold, event: Event.ReviewClosed): void => {
  const from = must(fold, Key.referral(event.program, event.friend), event).review?.from
  patchReferral(fold, event, { state: event.to, review: null, unreached: event.next, isFinal: event.to === "rejected" })
  if (event.to !== "rejected") return
  if (from === "qualified") countQualified(fold, event, -1)
  SumFold.friendFalls(fold, event.program, event.friend)
}

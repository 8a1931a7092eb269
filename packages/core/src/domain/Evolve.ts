/**
 * The fold of the events: the only way that facts change. It knows nothing of programs or clocks, so that replaying the
 * log years later gives the same facts.
 */

import * as AttributionModel from "./AttributionModel.ts"
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import type { Facts } from "./Facts.ts"
import type { FactKey } from "./Ids.ts"
import { assertInvariant, broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"

/** Facts that events are folded into: what was there, and what has been put since. */
export interface Fold {
  readonly base: Facts
  readonly facts: Map<string, unknown>
}

/** How many touches of a person are remembered; older ones are in the log. */
const touchesMax = 16

const read = <A>(fold: Fold, key: FactKey<A>): A | null => {
  const own = fold.facts.get(key)
  return (own === undefined ? (fold.base.get(key) ?? null) : own) as A | null
}

const must = <A>(fold: Fold, key: FactKey<A>, event: Event.Event): A => {
  const fact = read(fold, key)
  return fact === null ? broken(`${event.id} needs ${key}, which no earlier event made`) : fact
}

const put = <A>(fold: Fold, key: FactKey<A>, fact: A): void => {
  fold.facts.set(key, fact)
}

export const evolve = (fold: Fold, event: Event.Event): void => {
  switch (event._tag) {
    case "ProgramPublished":
      return programPublished(fold, event)
    case "AdvocateEnrolled":
      return advocateEnrolled(fold, event)
    case "TouchRecorded":
      return touchRecorded(fold, event)
    case "ReferralAttributed":
      return referralAttributed(fold, event)
    case "ReferralRejected":
      return referralRejected(fold, event)
    case "ReferralQualified":
      return referralQualified(fold, event)
    case "ReferralUnqualified":
      return referralUnqualified(fold, event)
    case "ReferralExpired":
      return patchReferral(fold, event, { state: "expired" })
    case "ReviewOpened":
      return reviewOpened(fold, event)
    case "ReviewClosed":
      return reviewClosed(fold, event)
    case "QuoteMade":
      return quoteMade(fold, event)
    case "OrderRecorded":
      return orderRecorded(fold, event)
    case "OrderAwaitsReview":
      return patchReferral(fold, event, { order: event.order })
    case "OrderChanged":
      return orderChanged(fold, event)
    case "OrderRefunded":
      return orderRefunded(fold, event)
    case "RewardGranted":
      return rewardGranted(fold, event)
    case "RewardReleased":
      return patchReward(fold, event, { state: "available" })
    case "RewardTakenBack":
      return rewardTakenBack(fold, event)
    case "RewardRedeemed":
      return rewardRedeemed(fold, event)
    case "RewardExpired":
      return patchReward(fold, event, { state: "expired" })
    case "SignupRecorded":
    case "OrderNotCounted":
    case "RewardRefused":
    case "DiscountNotCovered":
      return
    default:
      return event satisfies never
  }
}

const programPublished = (fold: Fold, { document, program, recorded, version }: Event.ProgramPublished): void => {
  put(fold, Key.program(program), { program, version, recorded })
  put(fold, Key.programVersion(program, version), { document, recorded })
}

const advocateEnrolled = (fold: Fold, { code, person, program, recorded }: Event.AdvocateEnrolled): void => {
  put(fold, Key.advocate(program, person), { program, person, code, referred: 0, qualified: 0, recorded })
  put(fold, Key.code(code), { program, advocate: person, recorded })
}

const touchRecorded = (fold: Fold, event: Event.TouchRecorded): void => {
  const { advocate, at, program, recorded, source, subject, touch } = event
  const key = Key.trail(subject)
  const trail = read(fold, key)
  const touches = [...(trail?.touches ?? []), { touch, program, advocate, source, at }]
  touches.sort(AttributionModel.before)
  put(fold, key, { touches: touches.slice(-touchesMax), friendOf: trail?.friendOf ?? [], recorded })
}

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
  isFinal: false,
  reopened: 0,
  reviews,
  review: null,
  recorded: event.recorded
})

const referralAttributed = (fold: Fold, event: Event.ReferralAttributed): void => {
  const { advocate, friend, program, recorded } = event
  const key = Key.referral(program, friend)
  put(fold, key, referralOf(event, read(fold, key)?.reviews ?? 0))
  joinTrail(fold, event)
  const advocateKey = Key.advocate(program, advocate)
  const known = must(fold, advocateKey, event)
  put(fold, advocateKey, { ...known, referred: known.referred + 1, recorded })
}

const referralRejected = (fold: Fold, event: Event.ReferralRejected): void => {
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

const patchReferral = (fold: Fold, event: Event.Event & OfReferral, patch: Partial<Fact.Referral>): void => {
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
  put(fold, key, { ...advocate, qualified: advocate.qualified + by, recorded: event.recorded })
}

const referralQualified = (fold: Fold, event: Event.ReferralQualified): void => {
  const { order, recorded } = event
  const key = Key.referral(event.program, event.friend)
  put(fold, key, { ...must(fold, key, event), state: "qualified", order, review: null, rewards: [], recorded })
  countQualified(fold, event, 1)
}

const referralUnqualified = (fold: Fold, event: Event.ReferralUnqualified): void => {
  // All that hung on it has been taken back: nothing is left to look at.
  const { reopened } = must(fold, Key.referral(event.program, event.friend), event)
  patchReferral(fold, event, { state: "open", rewards: [], reopened: reopened + 1 })
  countQualified(fold, event, -1)
}

const reviewOpened = (fold: Fold, event: Event.ReviewOpened): void => {
  const { from, n, order, silentAt, then } = event
  const waiting = order === null ? {} : { order }
  patchReferral(fold, event, { state: "in-review", reviews: n, review: { n, silentAt, then, from }, ...waiting })
}

const reviewClosed = (fold: Fold, event: Event.ReviewClosed): void => {
  const from = must(fold, Key.referral(event.program, event.friend), event).review?.from
  patchReferral(fold, event, { state: event.to, review: null, isFinal: event.to === "rejected" })
  if (from === "qualified" && event.to === "rejected") countQualified(fold, event, -1)
}

const quoteMade = (fold: Fold, { cart, credit, discounts, person, quote, recorded }: Event.QuoteMade): void => {
  put(fold, Key.quote(quote), { quote, person, cart, credit, discounts, usedBy: null, recorded })
}

/** The order that was recorded; refunds that came before it still wait. */
export const orderOf = (event: Event.OrderRecorded, waiting: readonly Fact.WaitingRefund[]): Fact.Order => ({
  order: event.order,
  person: event.person,
  total: event.total,
  at: event.at,
  country: event.country,
  quote: event.quote,
  first: event.first,
  revision: 0,
  refunded: { minor: 0n, unit: event.total.unit },
  waiting,
  program: event.program,
  advocate: event.advocate,
  discounts: event.discounts,
  recorded: event.recorded
})

const orderRecorded = (fold: Fold, event: Event.OrderRecorded): void => {
  const { order, person, quote, recorded } = event
  const key = Key.order(order)
  put(fold, key, orderOf(event, read(fold, key)?.waiting ?? []))
  const customerKey = Key.customer(person)
  put(fold, customerKey, { orders: (read(fold, customerKey)?.orders ?? 0) + 1, recorded })
  if (quote === null) return
  const quoteKey = Key.quote(quote)
  put(fold, quoteKey, { ...must(fold, quoteKey, event), usedBy: order, recorded })
}

const orderChanged = (fold: Fold, event: Event.OrderChanged): void => {
  if (event.stale) return
  const key = Key.order(event.order)
  const { recorded, revision, total } = event
  put(fold, key, { ...must(fold, key, event), total, revision, recorded })
}

const orderRefunded = (fold: Fold, event: Event.OrderRefunded): void => {
  const { amount, at, order, recorded, refund } = event
  const key = Key.order(order)
  const known = read(fold, key)
  if (event.waiting) {
    const waiting = [...(known?.waiting ?? []), { refund, amount }]
    const nothing = { minor: 0n, unit: amount.unit }
    put(fold, key, {
      order,
      person: null,
      total: nothing,
      at,
      country: null,
      quote: null,
      first: false,
      revision: 0,
      refunded: nothing,
      waiting,
      program: null,
      advocate: null,
      discounts: [],
      recorded
    })
    return
  }
  assertInvariant(known !== null, `${event.id} needs ${key}, which no earlier event made`)
  const minor = known.refunded.minor + amount.minor
  // A refund that had waited is applied once, when its order has come.
  const waiting = known.waiting.filter((one) => one.refund !== refund)
  put(fold, key, { ...known, refunded: { minor, unit: amount.unit }, waiting, recorded })
}

const rewardGranted = (fold: Fold, event: Event.RewardGranted): void => {
  const { amount, key, order, recorded } = event
  put(fold, key, {
    reward: event.reward,
    key,
    generation: event.generation,
    program: event.program,
    version: event.version,
    rule: event.rule,
    side: event.side,
    person: event.person,
    friend: event.friend,
    order,
    kind: event.kind,
    state: event.state,
    amount,
    taken: { minor: 0n, unit: amount.unit },
    basis: event.basis,
    availableAt: event.availableAt,
    expiresAt: event.expiresAt,
    charges: event.charges,
    redeemedIn: event.state === "redeemed" ? order : null,
    recorded
  })
  if (event.milestone) return
  const referralKey = Key.referral(event.program, event.friend)
  const referral = must(fold, referralKey, event)
  put(fold, referralKey, { ...referral, rewards: [...referral.rewards, key], recorded })
}

interface OfReward {
  readonly key: FactKey<Fact.Reward>
}

const patchReward = (fold: Fold, event: Event.Event & OfReward, patch: Partial<Fact.Reward>): void => {
  put(fold, event.key, { ...must(fold, event.key, event), ...patch, recorded: event.recorded })
}

/** An entitlement turns into money when it is used: from then on it is worth what it was worth on that order. */
const rewardRedeemed = (fold: Fold, event: Event.RewardRedeemed): void => {
  const fact = must(fold, event.key, event)
  const charges = fact.charges.map(({ add, counter }) => ({
    counter,
    add: event.charges.reduce((sum, back) => (back.counter === counter ? sum + back.add : sum), add)
  }))
  const turned =
    fact.amount.unit === event.value.unit ? {} : { amount: event.value, taken: { minor: 0n, unit: event.value.unit } }
  patchReward(fold, event, { state: "redeemed", redeemedIn: event.order, charges, ...turned })
}

const rewardTakenBack = (fold: Fold, event: Event.RewardTakenBack): void => {
  const { taken } = must(fold, event.key, event)
  const minor = taken.minor + event.amount.minor
  patchReward(fold, event, { state: event.to, taken: { minor, unit: taken.unit } })
}

/**
 * From a referral to rewards: whether an order counts for it, and what everybody gets for that. And back again, when
 * the order is given back.
 */
import * as Award from "./Award.ts"
import * as Choice from "./Choice.ts"
import { type Compiled, checked, type Rule, versionOf } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import * as Draft from "./Draft.ts"
import * as Draw from "./Draw.ts"
import { type Evidence, failed, firstFailure, make, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as Grant from "./Grant.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import type { Writable } from "./internal/writable.ts"
import * as Kept from "./Kept.ts"
import * as Key from "./Key.ts"
import { leavesOf } from "./Leaves.ts"
import * as Limits from "./Limits.ts"
import * as Lots from "./Lots.ts"
import * as Milestone from "./Milestone.ts"
import * as PeriodCounts from "./PeriodCounts.ts"
import * as Pin from "./Pin.ts"
import * as Referral from "./Referral.ts"
import type { ReferralQualified } from "./ReferralEvent.ts"
import * as Review from "./Review.ts"
import * as Reward from "./Reward.ts"
import * as Scout from "./Scout.ts"
import * as Sums from "./Sums.ts"
import * as Tier from "./Tier.ts"
import type { Unit } from "./Unit.ts"

export const sightOf = (order: Fact.Order, referral: Fact.Referral): Sight => {
  const { country, earlier, lines, segments } = order
  const sight: Writable<Sight> = { total: Kept.keptOf(order), isNew: referral.isNew, earlier, country }
  if (lines !== undefined) sight.lines = lines
  if (segments !== undefined) sight.segments = segments
  if (Kept.isFree(order)) sight.isFree = true
  return sight
}

/** A referral, or the credit that would make one. */
type Pinned = Pick<Fact.Referral, "program" | "version">

const headOf = (draft: Draft.Draft, { program }: Pinned): Fact.ProgramHead => {
  const head = Draft.loaded(draft, Key.program(program))
  return head ?? broken(`program ${program} has a referral but was never published`)
}

/** The program as it is live, whose budget is charged. */
export const liveOf = (draft: Draft.Draft, referral: Pinned, at: Instant): Compiled =>
  versionOf(draft.programs, referral.program, Pin.at(headOf(draft, referral), at).version)

/** The terms under which a referral is decided. */
export const termsOf = (draft: Draft.Draft, referral: Pinned, at: Instant): Compiled =>
  versionOf(draft.programs, referral.program, Pin.termsOf(headOf(draft, referral), referral.version, at))

/** Both of them, which are one version mostly. */
export const versionsOf = (
  draft: Draft.Draft,
  referral: Pinned,
  at: Instant
): { readonly terms: Compiled; readonly live: Compiled } => {
  const stored = headOf(draft, referral)
  const head = Pin.at(stored, at)
  const terms = versionOf(draft.programs, referral.program, Math.max(referral.version, head.moved))
  return {
    terms,
    live: head.version === terms.version ? terms : versionOf(draft.programs, referral.program, head.version)
  }
}

export interface Counted {
  readonly cause: string
  readonly at: Instant
  /** A person has looked at it already. */
  readonly isReviewed: boolean
  /** The order is recorded in this very decision. */
  readonly isNewOrder: boolean
}

/** Looks whether an order counts for a referral, and grants what follows. */
export const count = (draft: Draft.Draft, referral: Fact.Referral, order: Fact.Order, counted: Counted): void => {
  const { live, terms } = versionsOf(draft, referral, counted.at)
  const sight = sightOf(order, referral)
  const evidence = checks(terms, referral, order, sight)
  const reason = firstFailure(evidence)
  if (reason !== undefined) return notCounted(draft, referral, order, counted, reason, evidence)
  if (referral.state === "in-review") return awaitReview(draft, referral, order, counted, evidence)
  if (!counted.isReviewed) {
    const trigger = Review.trigger(live, order)
    if (trigger !== undefined)
      return Review.begin(draft, live, referral, { ...counted, by: "rule", order: order.order, because: trigger })
  }
  const countedIn = PeriodCounts.periodsOf(terms.counting, live.counting, order.at)
  const before = terms.milestones.length === 0 ? null : advocateOf(draft, referral)
  const tier = tierOf(draft, live, referral, order.at)
  const event: Writable<ReferralQualified> = {
    _tag: "ReferralQualified",
    id: `${Key.attempt(referral.program, referral.friend, referral.generation)}/qualified/${counted.cause}`,
    at: counted.at,
    recorded: draft.now,
    program: referral.program,
    friend: referral.friend,
    advocate: referral.advocate,
    order: order.order,
    because: evidence
  }
  if (countedIn.length > 0) event.countedIn = countedIn
  const summedIn = Sums.periodsOf(live.summing, "revenue", order.total.unit, order.at)
  if (summedIn !== undefined) event.summedIn = summedIn
  Draft.emit(draft, event)
  if (live.mayHaveTold) Draft.score(draft, referral.program, referral.advocate)
  const occasion: Grant.Occasion = {
    referral,
    version: terms.version,
    order,
    nth: referral.orders + 1,
    cause: counted.cause,
    at: counted.at,
    live,
    sight,
    isNewOrder: counted.isNewOrder,
    tier
  }
  const occurrence = Grant.ofOrder(order.order)
  for (const offer of terms.offers) Award.award(draft, offer, occasion, occurrence)
  strangeDiscounts(draft, terms.onFirst, occasion)
  if (before !== null) reach(draft, terms, before, occasion)
}

/** The tier of a friend's advocate at the time of an order or a sign-up. */
export const tierOf = (
  draft: Draft.Draft,
  { tiers }: Compiled,
  referral: Fact.Referral,
  at: Instant
): Tier.Compiled | undefined => (tiers.length === 0 ? undefined : Tier.at(tiers, advocateOf(draft, referral), at))

const advocateOf = (draft: Draft.Draft, { advocate, program }: Fact.Referral): Fact.Advocate =>
  Draft.read(draft, Key.advocate(program, advocate)) ?? broken(`advocate ${advocate} has a referral and is unknown`)

/** Grants the milestones that one friend more has earned. */
const reach = (draft: Draft.Draft, terms: Compiled, before: Fact.Advocate, occasion: Grant.Occasion): void => {
  const after = advocateOf(draft, occasion.referral)
  for (const offer of terms.milestoneOffers) {
    const [rule] = leavesOf(offer)
    const due = rule?.milestone ?? null
    if (rule === undefined || due === null) continue
    const nth = Milestone.earned(due, after)
    if (nth <= Milestone.earned(due, before)) continue
    const noted = Milestone.because(due, after.qualified)
    const cause = `${occasion.cause}/${rule.id}/${after.qualified}`
    Award.award(draft, offer, { ...occasion, cause, noted }, Grant.ofMilestone(nth))
  }
}

/** What a quote promised under another program, or under a rule that is not asked: the store gave it, nobody pays for it. */
export const strangeDiscounts = (
  draft: Draft.Draft,
  rules: readonly Rule[],
  { at, cause, order, referral }: Grant.Occasion
): void => {
  if (order === null || order.discounts.length === 0) return
  const known = new Set(rules.map((rule) => Grant.quotedFor(order, referral, rule)))
  for (const discount of order.discounts) {
    if (known.has(discount)) continue
    Grant.notCovered(draft, order, discount, cause, at, "quote", [failed("quote", discount.program)])
  }
}

const checks = (terms: Compiled, referral: Fact.Referral, order: Fact.Order, sight: Sight): readonly Evidence[] => {
  if (terms.version === referral.version) return qualifying(terms, referral, order, sight)
  const moved = passed("pin", `version ${terms.version}`, `version ${referral.version}`)
  return [moved, ...qualifying(terms, referral, order, sight)]
}

const qualifying = (terms: Compiled, referral: Fact.Referral, order: Fact.Order, sight: Sight): readonly Evidence[] => {
  if (referral.state === "qualified" || (referral.state === "in-review" && !mayWait(referral))) {
    return [failed("qualification", referral.state, "open")]
  }
  const isInTime = order.at >= referral.attributedAt && order.at < referral.qualifyBy
  const inTime = make("qualification", isInTime, order.at, referral.qualifyBy)
  return terms.qualify.length === 0 ? [inTime, paid(sight)] : [inTime, paid(sight), ...checked(terms.qualify, sight)]
}

const paid = (sight: Sight): Evidence =>
  make("qualification", sight.total.minor > 0n || sight.isFree === true, sight.total)

/**
 * What an order must be that counts, by what is paid. Where nothing is, it counts for nobody, unless the program's own
 * discounts took all of it off. Conditions look at the first order alone.
 */
export const paying = (terms: Compiled, sight: Sight, isLater: boolean): readonly Evidence[] =>
  isLater || terms.qualify.length === 0 ? [paid(sight)] : [paid(sight), ...checked(terms.qualify, sight)]

/** A review that staff asked for before there was an order: the first one that would count waits for the verdict. */
const mayWait = ({ order, review }: Fact.Referral): boolean => order === null && review?.from === "open"

const awaitReview = (
  draft: Draft.Draft,
  { advocate, friend, program }: Fact.Referral,
  order: Fact.Order,
  { at, cause }: Counted,
  because: readonly Evidence[]
): void =>
  Draft.emit(draft, {
    _tag: "OrderAwaitsReview",
    id: `order/${Key.part(order.order)}/awaits/${cause}`,
    at,
    recorded: draft.now,
    order: order.order,
    program,
    friend,
    advocate,
    because
  })

/** Records that an order is not what a referral waits for; a discount that it had is then nobody's. */
export const notCounted = (
  draft: Draft.Draft,
  { advocate, friend, program }: Fact.Referral,
  order: Fact.Order,
  { at, cause }: Pick<Counted, "at" | "cause">,
  reason: string,
  because: readonly Evidence[]
): void => {
  Draft.emit(draft, {
    _tag: "OrderNotCounted",
    id: `order/${Key.part(order.order)}/not-counted/${cause}`,
    at,
    recorded: draft.now,
    order: order.order,
    program,
    friend,
    advocate,
    reason,
    because
  })
  for (const discount of order.discounts) Grant.notCovered(draft, order, discount, cause, at, reason, because)
}

/** The friend no longer stands as qualified: what was earned by their number falls. */
export const unqualify = (
  draft: Draft.Draft,
  referral: Fact.Referral,
  order: Fact.Order,
  cause: string,
  at: Instant
): void => {
  const before = advocateOf(draft, referral)
  Draft.emit(draft, {
    _tag: "ReferralUnqualified",
    id: `${Key.attempt(referral.program, referral.friend, referral.generation)}/unqualified/${cause}`,
    at,
    recorded: draft.now,
    program: referral.program,
    friend: referral.friend,
    advocate: referral.advocate,
    order: order.order,
    cause
  })
  unearn(draft, referral, before, cause, at)
  expireIfDue(draft, referral)
}

/** A referral that is open again after its time is over: its wake has come and gone. */
export const expireIfDue = (draft: Draft.Draft, { friend, program }: Fact.Referral): void => {
  const referral = Draft.read(draft, Key.referral(program, friend))
  if (referral !== null) Referral.settle(draft, referral)
}

/**
 * Takes back the milestones that the friends before had earned and those who stand now have not: by the terms that the
 * referral is decided under, and by those that it began under.
 */
export const unearn = (
  draft: Draft.Draft,
  referral: Fact.Referral,
  before: Fact.Advocate,
  cause: string,
  at: Instant
): void => {
  const after = advocateOf(draft, referral)
  Draft.score(draft, referral.program, referral.advocate)
  for (const rule of milestonesOf(draft, referral, at)) {
    if (rule.milestone === null) continue
    const nth = Milestone.earned(rule.milestone, before)
    if (nth <= Milestone.earned(rule.milestone, after)) continue
    const key = Grant.keyOf(referral, rule, Grant.ofMilestone(nth))
    const fact = Draft.read(draft, key)
    if (fact === null) continue
    Reward.settle(draft, key, false)
    Reward.takeBack(draft, key, fact.amount.minor, cause, at)
  }
}

const milestonesOf = (draft: Draft.Draft, referral: Fact.Referral, at: Instant): readonly Rule[] => {
  const own = versionOf(draft.programs, referral.program, referral.version)
  const terms = termsOf(draft, referral, at)
  return own === terms ? own.milestones : [...terms.milestones, ...own.milestones]
}

/** The keys that counting an order, or taking it back, reads beyond those of the referral itself. */
export const plan = (
  scout: Scout.Scout,
  referral: Pick<Fact.Referral, "program" | "version" | "friend" | "advocate">,
  order: Pick<Fact.Order, "order" | "at"> & {
    readonly isNew: boolean
    readonly unit: Unit
    readonly lockedAt?: Instant | undefined
  }
): void => {
  const own = Scout.version(scout, referral.program, referral.version)
  const advocate = Scout.read(scout, Key.advocate(referral.program, referral.advocate))
  const live = Scout.live(scout, referral.program)
  if (own === undefined || advocate === null) return
  for (const terms of Scout.terms(scout, referral.program, referral.version)) {
    for (const one of live) {
      planLimits(scout, terms, one, referral, order)
      if (order.lockedAt !== undefined) Limits.plan(scout, one, allOf(terms), referral, order.lockedAt)
    }
    for (const rule of order.isNew ? [] : terms.onFirst) {
      Scout.want(scout, Grant.keyOf(referral, rule, Grant.ofOrder(order.order)))
    }
    if (!order.isNew) Draw.plan(scout, terms, referral, "order", Grant.ofOrder(order.order))
    planMilestones(scout, terms, referral, [advocate.qualified, advocate.qualified + 1])
    if (terms !== own) planMilestones(scout, own, referral, [advocate.qualified])
  }
}

/** The milestones that may come or go where there are so many friends. */
export const planMilestones = (
  scout: Scout.Scout,
  terms: Compiled,
  referral: Pick<Fact.Referral, "friend" | "advocate">,
  numbers: readonly number[]
): void => {
  for (const rule of terms.milestones) {
    const { milestone } = rule
    if (milestone === null) continue
    for (const nth of numbers.flatMap((friends) => Milestone.edges(milestone, friends))) {
      Scout.want(scout, Grant.keyOf(referral, rule, Grant.ofMilestone(nth)))
      Draw.plan(scout, terms, referral, "milestone", Grant.ofMilestone(nth))
    }
  }
}

/** The limits that rewards of a pair may take from, and the purses that they come to. */
const planLimits = (
  scout: Scout.Scout,
  terms: Compiled,
  live: Compiled,
  pair: Pick<Fact.Referral, "program" | "friend" | "advocate">,
  { at, unit }: { readonly at: Instant; readonly unit: Unit }
): void => {
  // What is held for a while comes to no purse yet.
  Lots.planRules(scout, terms.atOnce, pair, unit)
  Limits.plan(scout, live, allOf(terms), pair, at)
  Choice.planWishes(scout, terms, pair)
  Draw.planSeed(scout, terms)
}

/**
 * The same by the newest terms at hand, before it is known which are the referral's: they mostly are, and a look at the
 * store is saved. What was asked for in vain is not read.
 */
export const foresee = (
  scout: Scout.Scout,
  pair: Pick<Fact.Referral, "program" | "friend" | "advocate">,
  order: { readonly at: Instant; readonly unit: Unit }
): void => {
  const newest = Scout.newest(scout, pair.program)
  if (newest !== undefined) planLimits(scout, newest, newest, pair, order)
}

const allOf = ({ milestones, onFirst }: Compiled): readonly Rule[] =>
  milestones.length === 0 ? onFirst : [...onFirst, ...milestones]

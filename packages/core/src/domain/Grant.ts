/** What a rule owes on an occasion: the reward is granted, or it is recorded why there is none. */
import * as Result from "effect/Result"
import { type Compiled, checked, type Rule, worthOn } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import * as Draft from "./Draft.ts"
import * as EveryOrder from "./EveryOrder.ts"
import { type Evidence, failed, firstFailure, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, OrderId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { assertInvariant } from "./internal/assert.ts"
import type { Writable } from "./internal/writable.ts"
import * as Kept from "./Kept.ts"
import * as Key from "./Key.ts"
import * as Limits from "./Limits.ts"
import * as Line from "./Line.ts"
import type { Money } from "./Money.ts"
import * as Multiplication from "./Multiplication.ts"
import * as Reward from "./Reward.ts"
import type { RewardGranted } from "./RewardEvent.ts"
import * as Sums from "./Sums.ts"
import type * as Tier from "./Tier.ts"

/** Why rewards are granted now. */
export interface Occasion {
  readonly referral: Fact.Referral
  /** The version of the terms that it is decided under: its own, or a newer one that it was moved to. */
  readonly version: number
  /** `null` for a sign-up. */
  readonly order: Fact.Order | null
  /** The n-th order of the friend that stands. */
  readonly nth: number
  /** Unique per business fact, so that a refusal is recorded once. */
  readonly cause: string
  readonly at: Instant
  /** The program as it is live: its budget is charged. */
  readonly live: Compiled
  readonly sight: Sight
  /** Nothing can be there for an order that is new, and nothing was loaded. */
  readonly isNewOrder: boolean
  /** The tier of the advocate at the sign-up, or when the order was placed, before the order itself counts. */
  readonly tier: Tier.Compiled | undefined
  /** Where the person's wish chooses between rewards: what they are worth. */
  readonly choice?: Fact.Choice
  /** Evidence that comes before the rule's own. */
  readonly noted?: Evidence
}

/** Where the n-th reward of a milestone, or the reward for an order, stands. */
export const keyOf = (
  referral: Pick<Fact.Referral, "friend" | "advocate">,
  rule: Rule,
  occurrence: string
): FactKey<Fact.Reward> => Key.reward(rule.rewards, Limits.personOf(rule.side, referral), occurrence)

export const ofOrder: (order: OrderId) => string = Key.orderOccurrence
export const ofSignUp = (friend: Fact.Referral["friend"]): string => `s:${Key.part(friend)}`
export const ofMilestone = (n: number): string => `n:${n}`

/**
 * Grants what a rule owes on an occasion, or records why it owes nothing. What stands is not granted again (versions of
 * a program may count one milestone twice), and what was taken back is granted in a new generation. Answers whether the
 * reward stands now.
 */
export const grant = (draft: Draft.Draft, rule: Rule, occasion: Occasion, key: FactKey<Fact.Reward>): boolean => {
  const before = standing(draft, rule, occasion, key)
  if (before !== null && Reward.stands(before)) {
    refuse(draft, rule, occasion, key, "reward", [failed("reward", before.state)])
    return true
  }
  const evidence = checksOf(rule, occasion)
  if (occasion.noted !== undefined) evidence.unshift(occasion.noted)
  const failure = firstFailure(evidence)
  if (failure !== undefined) return refuse(draft, rule, occasion, key, failure, evidence)
  const times = multiplicationOf(rule, occasion)
  const worth = worthTimes(rule, occasion, times)
  if (Result.isFailure(worth)) {
    return refuse(draft, rule, occasion, key, worth.failure.check, [...evidence, worth.failure])
  }
  const asked = worth.success
  if (times !== undefined) evidence.push(times.because)
  if (asked.minor === 0n) {
    return refuse(draft, rule, occasion, key, rule.kind.kind, [...evidence, failed(rule.kind.kind, asked)])
  }
  const generation = before === null ? 1 : before.generation + 1
  const { live, referral } = occasion
  if (!Limits.isBounded(live, rule)) {
    return granted(draft, rule, occasion, key, generation, asked, times?.multiplied, uncharged, evidence)
  }
  const room = Limits.roomFor(draft, live, rule, referral, limitsAt(rule, occasion), asked, costOf(rule, asked))
  for (const one of room.evidence) evidence.push(one)
  if (room.refusal !== undefined) return refuse(draft, rule, occasion, key, room.refusal, evidence)
  return granted(
    draft,
    rule,
    occasion,
    key,
    generation,
    room.amount,
    times?.multiplied,
    Limits.take(draft, room),
    evidence
  )
}

const uncharged: readonly never[] = []

/** What a rule would give on an occasion, room or not; `undefined` for what is only had at checkout, and for nothing. */
export const optionOf = (rule: Rule, occasion: Occasion): Omit<Fact.Option, "option"> | undefined => {
  if (rule.atCheckout || firstFailure(checksOf(rule, occasion)) !== undefined) return undefined
  const worth = worthOf(rule, occasion)
  if (Result.isFailure(worth) || worth.success.minor === 0n) return undefined
  const multiplied = multiplicationOf(rule, occasion)?.multiplied
  const portion = portionOf(rule, occasion.sight)
  return {
    rule: rule.id,
    amount: worth.success,
    ...(multiplied === undefined ? {} : { multiplied }),
    ...(portion === undefined ? { basis: occasion.sight.total } : { basis: portion, ofLines: true })
  }
}

/** Grants a reward that was open on an occasion in place of the one that was; answers why there is no room for it. */
export const instead = (
  draft: Draft.Draft,
  rule: Rule,
  occasion: Occasion,
  key: FactKey<Fact.Reward>,
  { amount, multiplied, option }: Fact.Option
): readonly Evidence[] | undefined => {
  const { choice, live, referral } = occasion
  const at = choice?.at ?? occasion.at
  const room = Limits.roomFor(draft, live, rule, referral, at, amount, costOf(rule, amount))
  if (room.refusal !== undefined) return room.evidence
  const generation = (Draft.read(draft, key)?.generation ?? 0) + 1
  const because = [passed("choice", option), ...room.evidence]
  granted(draft, rule, occasion, key, generation, room.amount, multiplied, Limits.take(draft, room), because)
  return undefined
}

/** What was granted here before; nothing can be there for an order that is new, and nothing was loaded. */
const standing = (draft: Draft.Draft, rule: Rule, occasion: Occasion, key: FactKey<Fact.Reward>): Fact.Reward | null =>
  occasion.isNewOrder && rule.milestone === null ? null : Draft.read(draft, key)

/** Was this very reward promised by a quote, or granted before? */
export const isDecided = (draft: Draft.Draft, rule: Rule, occasion: Occasion, occurrence: string): boolean => {
  if (quotedFor(occasion.order, occasion.referral, rule) !== undefined) return true
  const before = standing(draft, rule, occasion, keyOf(occasion.referral, rule, occurrence))
  return before !== null && Reward.stands(before)
}

/** All that a rule asks of the order. */
export const checksOf = (rule: Rule, occasion: Occasion): Evidence[] => {
  if (!rule.atCheckout && rule.on !== "every order") return checked(rule.checks, occasion.sight)
  const { nth, referral } = occasion
  const sight = rule.atCheckout ? sightAtCheckout(rule, occasion) : occasion.sight
  return EveryOrder.checkedOn(rule, sight, { nth, at: timeOf(occasion), attributedAt: referral.attributedAt })
}

/** When the order was placed, or the friend signed up. */
export const timeOf = ({ at, order }: Occasion): Instant => order?.at ?? at

/** What conditions read when the discount was taken off: what was paid, and the discounts that it had then not lost yet. */
const sightAtCheckout = (rule: Rule, { order, referral, sight }: Occasion): Sight => {
  const quoted = quotedFor(order, referral, rule)
  if (quoted === undefined || order === null) return sight
  const from = rule.base === "before" ? 0 : order.discounts.indexOf(quoted)
  const off = order.discounts.slice(from).reduce((sum, { amount }) => sum + amount.minor, 0n)
  return { ...sight, total: { minor: sight.total.minor + off, unit: sight.total.unit } }
}

/** The discount that a quote gave under a rule; one of another program is not this referral's to pay. */
export const quotedFor = (
  order: Fact.Order | null,
  { program }: Fact.Referral,
  rule: Rule
): Fact.Discount | undefined =>
  rule.atCheckout ? order?.discounts.find((one) => one.rule === rule.id && one.program === program) : undefined

const multiplicationOf = (rule: Rule, occasion: Occasion): Multiplication.Multiplication | undefined => {
  const { live, tier } = occasion
  return live.events.length === 0 && tier === undefined
    ? undefined
    : Multiplication.of(rule, live, tier, timeOf(occasion))
}

/** In the ledger's unit: money, points, or one of an entitlement. */
export const worthOf = (rule: Rule, occasion: Occasion): Result.Result<Money, Evidence> =>
  worthTimes(rule, occasion, multiplicationOf(rule, occasion))

const worthTimes = (
  rule: Rule,
  occasion: Occasion,
  times: Multiplication.Multiplication | undefined
): Result.Result<Money, Evidence> => {
  const { order, referral, sight } = occasion
  if (rule.entitlement !== null) return Result.succeed({ minor: 1n, unit: rule.entitlement })
  if (!rule.atCheckout) {
    const worth = worthOn(rule, sight)
    return times === undefined ? worth : Result.map(worth, (once) => Multiplication.apply(times, once))
  }
  const quoted = quotedFor(order, referral, rule)
  return quoted === undefined
    ? Result.fail(
        failed(
          "quote",
          (order?.quote ?? null) === null ? "the order names none that is its own" : "it promised no such discount"
        )
      )
    : Result.succeed(quoted.amount)
}

/** In which period a reward counts: a discount that was locked in that of its lock. */
const limitsAt = ({ atCheckout }: Rule, occasion: Occasion): Instant =>
  (atCheckout ? occasion.order?.lockedAt : undefined) ?? timeOf(occasion)

/** What a budget must carry; `null` where nothing bounds it. */
export const costOf = (rule: Rule, amount: Money): Money | null => (rule.entitlement === null ? amount : rule.most)

/**
 * The lines alone that the amount was computed from, where the terms name some: an entitlement's products are those of
 * the order that it will be used on.
 */
export const portionOf = (rule: Rule, sight: Sight): Money | undefined =>
  rule.isIn === null || rule.entitlement !== null || sight.lines === undefined
    ? undefined
    : Line.portion(sight, rule.isIn).total

const refuse = (
  draft: Draft.Draft,
  rule: Rule,
  { at, cause, order, referral }: Occasion,
  key: FactKey<Fact.Reward>,
  reason: string,
  because: readonly Evidence[]
): false => {
  const quoted = quotedFor(order, referral, rule)
  if (quoted !== undefined && order !== null) {
    notCovered(draft, order, quoted, cause, at, reason, because)
    return false
  }
  Draft.emit(draft, {
    _tag: "RewardRefused",
    id: `${key}/refused/${cause}`,
    at,
    recorded: draft.now,
    program: referral.program,
    rule: rule.id,
    side: rule.side,
    person: Limits.personOf(rule.side, referral),
    order: order?.order ?? null,
    kind: rule.kind.kind,
    reason,
    because
  })
  return false
}

/** Nothing can be drawn where the seed is lost. */
export const refuseWithoutSeed = (draft: Draft.Draft, rule: Rule, occasion: Occasion, occurrence: string): void => {
  const because = [failed("lottery", "no seed")]
  refuse(draft, rule, occasion, keyOf(occasion.referral, rule, occurrence), "lottery", because)
}

/** The store gave a discount on the word of a quote, and the program does not pay for it. */
export const notCovered = (
  draft: Draft.Draft,
  order: Fact.Order,
  { amount, rule }: Fact.Discount,
  cause: string,
  at: Instant,
  reason: string,
  because: readonly Evidence[]
): void => {
  assertInvariant(order.quote !== null, `order ${order.order} has a discount without a quote`)
  Draft.emit(draft, {
    _tag: "DiscountNotCovered",
    id: `order/${Key.part(order.order)}/not-covered/${rule}/${cause}`,
    at,
    recorded: draft.now,
    order: order.order,
    quote: order.quote,
    rule,
    amount,
    reason,
    because
  })
}

const granted = (
  draft: Draft.Draft,
  rule: Rule,
  occasion: Occasion,
  key: FactKey<Fact.Reward>,
  generation: number,
  amount: Money,
  multiplied: string | undefined,
  charges: readonly Fact.Charge[],
  because: readonly Evidence[]
): true => {
  const { at, choice, order, referral, sight, version } = occasion
  const reward = Key.rewardId(key, generation)
  const person = Limits.personOf(rule.side, referral)
  const option = choice === undefined ? undefined : choice.open.find((one) => one.rule === rule.id)
  const since = option === undefined ? draft.now : (choice?.since ?? draft.now)
  const availableAt = (rule.atCheckout ? draft.now : since + rule.holdMs) as Instant
  // What a review or a dispute would hold is held from the start.
  const waits = referral.state === "in-review" || (order !== null && Kept.isDisputed(order))
  const isHeld = availableAt > draft.now || (rule.milestone === null && waits)
  const state = rule.atCheckout ? "redeemed" : isHeld ? "pending" : "available"
  const portion = option === undefined ? portionOf(rule, sight) : undefined
  const event: Writable<RewardGranted> = {
    _tag: "RewardGranted",
    id: `${reward}/granted`,
    at,
    recorded: draft.now,
    reward,
    key,
    generation,
    program: referral.program,
    version,
    rule: rule.id,
    side: rule.side,
    person,
    friend: referral.friend,
    order: order === null ? null : order.order,
    kind: rule.kind.kind,
    state,
    milestone: rule.milestone !== null,
    attribution: referral.generation,
    purse: rule.purse,
    amount,
    basis: option === undefined ? (portion ?? sight.total) : option.basis,
    availableAt,
    expiresAt: rule.expiresMs === null || rule.atCheckout ? null : ((availableAt + rule.expiresMs) as Instant),
    charges,
    because
  }
  if (rule.isGivenAway) event.isGivenAway = true
  if (multiplied !== undefined) event.multiplied = multiplied
  if (portion !== undefined || option?.ofLines === true) event.ofLines = true
  if (option !== undefined && choice !== undefined) event.choice = choice
  if (occasion.live.summing !== null && rule.side === "advocate") {
    const placed = choice === undefined || option === undefined ? timeOf(occasion) : choice.at
    const summedIn = Sums.periodsOf(occasion.live.summing, "points", amount.unit, placed)
    if (summedIn !== undefined) {
      event.summedIn = summedIn
      Draft.score(draft, referral.program, person)
    }
  }
  Draft.emit(draft, event)
  if (state === "available") Reward.arrive(draft, rule, key, person, amount, at)
  return true
}

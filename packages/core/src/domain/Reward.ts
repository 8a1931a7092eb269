/**
 * The life of a reward: pending while it is held, then available, then redeemed or expired; voided when it is taken back
 * before its hold ends, reversed when it is taken back after. Every step moves value in the ledger.
 */
import * as Result from "effect/Result"
import { type Compiled, checked, type Rule } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed, firstFailure } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, OrderId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { assertInvariant, broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import * as Ledger from "./Ledger.ts"
import * as Limits from "./Limits.ts"
import type { Money } from "./Money.ts"
import * as RewardMessages from "./RewardMessages.ts"
import { halfExpand } from "./Rounding.ts"

/** Why rewards are granted now. */
export interface Occasion {
  readonly referral: Fact.Referral
  readonly order: Fact.Order
  /** Unique per business fact, so that a refusal is recorded once. */
  readonly cause: string
  readonly at: Instant
  /** The program as it is live: its budget is charged. */
  readonly live: Compiled
  readonly sight: Sight
  /** Nothing can be there for an order that is new, and nothing was loaded. */
  readonly isNewOrder: boolean
  /** Evidence that comes before the rule's own. */
  readonly noted?: Evidence
}

/** Where the n-th reward of a milestone, or the reward for an order, stands. */
export const keyOf = (
  referral: Pick<Fact.Referral, "friend" | "advocate">,
  rule: Rule,
  occurrence: string
): FactKey<Fact.Reward> =>
  Key.reward(rule.rewards, rule.side === "friend" ? referral.friend : referral.advocate, occurrence)

export const ofOrder = (order: OrderId): string => `o:${Key.part(order)}`
export const ofMilestone = (n: number): string => `n:${n}`

/**
 * Grants what a rule owes on an occasion, or records why it owes nothing. What stands is not granted again (versions of
 * a program may count one milestone twice), and what was taken back is granted in a new generation.
 */
export const grant = (draft: Draft.Draft, rule: Rule, occasion: Occasion, key: FactKey<Fact.Reward>): void => {
  const before = occasion.isNewOrder && rule.every === 0 ? null : Draft.read(draft, key)
  if (before !== null && before.state !== "voided" && before.state !== "reversed") {
    return refuse(draft, rule, occasion, key, "reward", [failed("reward", before.state)])
  }
  const evidence = checked(rule.checks, occasion.sight)
  if (occasion.noted !== undefined) evidence.unshift(occasion.noted)
  const failure = firstFailure(evidence)
  if (failure !== undefined) return refuse(draft, rule, occasion, key, failure, evidence)
  const worth = worthOf(rule, occasion)
  if (Result.isFailure(worth)) {
    return refuse(draft, rule, occasion, key, worth.failure.check, [...evidence, worth.failure])
  }
  const amount = worth.success
  if (amount.minor === 0n) {
    return refuse(draft, rule, occasion, key, rule.kind.kind, [...evidence, failed(rule.kind.kind, amount)])
  }
  const person = rule.side === "friend" ? occasion.referral.friend : occasion.referral.advocate
  const room = Limits.roomFor(draft, occasion.live, rule, person, occasion.order.at, costOf(rule, amount))
  for (const one of room.evidence) evidence.push(one)
  if (room.refusal !== undefined) return refuse(draft, rule, occasion, key, room.refusal, evidence)
  const generation = (before?.generation ?? 0) + 1
  granted(draft, rule, occasion, key, generation, amount, Limits.take(draft, room), evidence)
}

/** The discount that a quote gave under a rule; one of another program is not this referral's to pay. */
export const quotedFor = (
  { discounts }: Fact.Order,
  { program }: Fact.Referral,
  rule: Rule
): Fact.Discount | undefined =>
  rule.atCheckout ? discounts.find((one) => one.rule === rule.id && one.program === program) : undefined

/** In the ledger's unit: money, points, or one of an entitlement. */
const worthOf = (rule: Rule, { order, referral, sight }: Occasion): Result.Result<Money, Evidence> => {
  if (rule.entitlement !== null) return Result.succeed({ minor: 1n, unit: rule.entitlement })
  if (!rule.atCheckout) return rule.kind.worth(rule.terms, sight)
  const quoted = quotedFor(order, referral, rule)
  return quoted === undefined
    ? Result.fail(
        failed("quote", order.quote === null ? "the order names none that is its own" : "it promised no such discount")
      )
    : Result.succeed(quoted.amount)
}

/** What a budget must carry; `null` where nothing bounds it. */
const costOf = (rule: Rule, amount: Money): Money | null => (rule.entitlement === null ? amount : rule.most)

const refuse = (
  draft: Draft.Draft,
  rule: Rule,
  { at, cause, order, referral }: Occasion,
  key: FactKey<Fact.Reward>,
  reason: string,
  because: readonly Evidence[]
): void => {
  const quoted = quotedFor(order, referral, rule)
  if (quoted !== undefined) return notCovered(draft, order, quoted, cause, at, reason, because)
  Draft.emit(draft, {
    _tag: "RewardRefused",
    id: `${key}/refused/${cause}`,
    at,
    recorded: draft.now,
    program: referral.program,
    rule: rule.id,
    side: rule.side,
    person: rule.side === "friend" ? referral.friend : referral.advocate,
    order: order.order,
    kind: rule.kind.kind,
    reason,
    because
  })
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
  { at, order, referral, sight }: Occasion,
  key: FactKey<Fact.Reward>,
  generation: number,
  amount: Money,
  charges: readonly Fact.Charge[],
  because: readonly Evidence[]
): void => {
  const reward = Key.rewardId(key, generation)
  const person = rule.side === "friend" ? referral.friend : referral.advocate
  const availableAt = (rule.atCheckout ? draft.now : draft.now + rule.holdMs) as Instant
  const state = rule.atCheckout ? "redeemed" : rule.holdMs > 0 ? "pending" : "available"
  Draft.emit(draft, {
    _tag: "RewardGranted",
    id: `${reward}/granted`,
    at,
    recorded: draft.now,
    reward,
    key,
    generation,
    program: referral.program,
    version: referral.version,
    rule: rule.id,
    side: rule.side,
    person,
    friend: referral.friend,
    order: order.order,
    kind: rule.kind.kind,
    state,
    milestone: rule.every > 0,
    amount,
    basis: sight.total,
    availableAt,
    expiresAt: rule.expiresMs === null || rule.atCheckout ? null : ((availableAt + rule.expiresMs) as Instant),
    charges,
    because
  })
}

const mustRead = (draft: Draft.Draft, key: FactKey<Fact.Reward>): Fact.Reward => {
  return Draft.read(draft, key) ?? broken(`reward ${key} is gone`)
}

/** What is left of a reward after all that was taken back. */
export const left = (fact: Fact.Reward): Money => ({
  minor: fact.amount.minor - fact.taken.minor,
  unit: fact.amount.unit
})

/**
 * Settles what is due: the end of the hold, then the end of the reward's life, each dated at the time that it was due.
 * Nothing is released while the referral is in review.
 */
export const settle = (draft: Draft.Draft, key: FactKey<Fact.Reward>, isInReview: boolean): Fact.Reward => {
  const fact = mustRead(draft, key)
  if (fact.state === "pending" && fact.availableAt <= draft.now && !isInReview) release(draft, fact)
  const later = mustRead(draft, key)
  if (later.state === "available" && later.expiresAt !== null && later.expiresAt <= draft.now) expire(draft, later)
  return mustRead(draft, key)
}

const release = (draft: Draft.Draft, fact: Fact.Reward): void => {
  const { availableAt, key, person, program, reward } = fact
  const amount = left(fact)
  const posted = Ledger.make(
    `${reward}/post`,
    "post",
    Ledger.expense(program),
    Ledger.owed(person),
    amount,
    `${reward}/grant`
  )
  Draft.emit(draft, {
    _tag: "RewardReleased",
    id: `${reward}/released`,
    at: availableAt,
    recorded: draft.now,
    reward,
    key,
    transfers: [posted]
  })
  Draft.send(draft, (programs, now) => RewardMessages.ofAvailable(fact, amount, programs, now))
}

const expire = (draft: Draft.Draft, fact: Fact.Reward): void => {
  const { charges, expiresAt, key, person, program, reward } = fact
  assertInvariant(expiresAt !== null, `${reward} does not expire`)
  const rest = left(fact)
  Draft.emit(draft, {
    _tag: "RewardExpired",
    id: `${reward}/expired`,
    at: expiresAt,
    recorded: draft.now,
    reward,
    key,
    charges: Limits.giveBack(draft, charges.filter(isBudget), rest, true),
    transfers: [Ledger.make(`${reward}/expire`, "direct", Ledger.owed(person), Ledger.breakage(program), rest)]
  })
  Draft.send(draft, (programs, now) => RewardMessages.ofWithdrawal(fact, "expired", rest, programs, now))
}

/** Letting a reward lapse frees money, not the slot: the person did get a reward. */
const isBudget = (charge: Fact.Charge): boolean => charge.counter.startsWith("budget/")

/**
 * Takes back part or all of a reward, as far as anything of it is left. What was used on another order cannot be taken
 * back; it becomes the person's debt.
 */
export const takeBack = (
  draft: Draft.Draft,
  key: FactKey<Fact.Reward>,
  minor: bigint,
  cause: string,
  at: Instant
): void => {
  const fact = mustRead(draft, key)
  const rest = left(fact)
  if (fact.state === "voided" || fact.state === "reversed" || fact.state === "expired") return
  const taken = minor < rest.minor ? minor : rest.minor
  if (taken <= 0n) return
  const isLast = taken === rest.minor
  const amount = { minor: taken, unit: rest.unit }
  Draft.emit(draft, {
    _tag: "RewardTakenBack",
    id: `${fact.reward}/taken/${cause}`,
    at,
    recorded: draft.now,
    reward: fact.reward,
    key,
    cause,
    amount,
    from: fact.state,
    to: isLast ? (fact.state === "pending" ? "voided" : "reversed") : fact.state,
    // What was used elsewhere has been paid for: a claim on the person is no money that could be promised to others.
    charges: isUsedElsewhere(fact) ? [] : Limits.giveBack(draft, fact.charges, amount, isLast),
    transfers: undo(fact, amount, cause)
  })
  if (fact.state !== "available") return
  Draft.send(draft, (programs, now) => RewardMessages.ofWithdrawal(fact, cause, amount, programs, now))
}

const isUsedElsewhere = ({ order, redeemedIn, state }: Fact.Reward): boolean =>
  state === "redeemed" && redeemedIn !== order

const undo = (fact: Fact.Reward, amount: Money, cause: string): readonly Ledger.Transfer[] => {
  const { person, program, reward } = fact
  const expense = Ledger.expense(program)
  const owed = Ledger.owed(person)
  if (fact.state === "pending") {
    return [Ledger.make(`${reward}/void/${cause}`, "void", expense, owed, amount, `${reward}/grant`)]
  }
  if (fact.state === "available") return [Ledger.make(`${reward}/reverse/${cause}`, "direct", owed, expense, amount)]
  // A discount that is undone with its own order leaves nothing behind; anything used elsewhere is owed to the store.
  if (!isUsedElsewhere(fact)) {
    return [
      Ledger.make(`${reward}/return/${cause}`, "direct", Ledger.redeemed(program), owed, amount),
      Ledger.make(`${reward}/reverse/${cause}`, "direct", owed, expense, amount)
    ]
  }
  return [Ledger.make(`${reward}/debt/${cause}`, "direct", Ledger.debt(person), expense, amount)]
}

/** Uses a whole available reward on an order. */
export const redeem = (draft: Draft.Draft, fact: Fact.Reward, order: OrderId, value: Money, at: Instant): void => {
  const { charges, key, person, program, reward } = fact
  const rest = left(fact)
  const owed = Ledger.owed(person)
  const redeemed = Ledger.redeemed(program)
  const isEntitlement = rest.unit !== value.unit
  const reserve = charges.find(isBudget)
  const spare = isEntitlement && reserve !== undefined ? reserve.add - value.minor : 0n
  if (spare > 0n && reserve !== undefined) Draft.giveBack(draft, reserve.counter, spare)
  Draft.emit(draft, {
    _tag: "RewardRedeemed",
    id: `${reward}/redeemed`,
    at,
    recorded: draft.now,
    reward,
    key,
    order,
    value,
    charges: spare > 0n && reserve !== undefined ? [{ counter: reserve.counter, add: -spare }] : [],
    transfers: [
      Ledger.make(`${reward}/redeem`, "direct", owed, redeemed, rest),
      ...(isEntitlement ? [Ledger.make(`${reward}/value`, "direct", Ledger.expense(program), redeemed, value)] : [])
    ]
  })
}

/**
 * What the refunds and edits of its order have cost a reward up to now: the frozen terms applied to what was kept. The
 * claw-back of each refund is the difference of two such figures, so many small refunds take as much as one large one.
 */
export const lostAt = (fact: Fact.Reward, rule: Rule | undefined, kept: Money, sight: Sight): bigint => {
  const granted = fact.amount.minor
  if (kept.minor <= 0n) return granted
  if (kept.minor >= fact.basis.minor) return 0n
  if (rule === undefined || rule.entitlement !== null) return 0n
  if (rule.onPartialRefund === "proportional") {
    return halfExpand(granted * (fact.basis.minor - kept.minor), fact.basis.minor)
  }
  if (firstFailure(rule.checks.map((check) => check(sight))) !== undefined) return granted
  const worth = rule.kind.worth(rule.terms, { total: kept })
  const remains = Result.isFailure(worth) ? 0n : worth.success.minor
  return remains >= granted ? 0n : granted - remains
}

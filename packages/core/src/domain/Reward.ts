/**
 * The life of a reward: pending while it is held, then available, then redeemed or expired; voided when it is taken back
 * before its hold ends, reversed when it is taken back after. Every step moves value in the ledger.
 */
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, OrderId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { assertInvariant, broken } from "./internal/assert.ts"
import * as Ledger from "./Ledger.ts"
import * as Limits from "./Limits.ts"
import type { Money } from "./Money.ts"
import * as RewardMessages from "./RewardMessages.ts"

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
  at: Instant,
  isChargedBack = false
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
    charges: isUsedElsewhere(fact) ? [] : Limits.giveBack(draft, givenBack(fact, isChargedBack), amount, isLast),
    transfers: undo(fact, amount, cause)
  })
  if (fact.state !== "available") return
  Draft.send(draft, (programs, now) => RewardMessages.ofWithdrawal(fact, cause, amount, programs, now))
}

/** Whoever had the bank take the money back has used up their caps, or paying and disputing would be a way round them. */
const givenBack = ({ charges }: Fact.Reward, isChargedBack: boolean): readonly Fact.Charge[] =>
  isChargedBack ? charges.filter(isBudget) : charges

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
  // An entitlement held the most that it could cost, and now costs what it is worth.
  const spare = isEntitlement ? spareOf(charges, value) : []
  for (const { add, counter, window } of spare) if (window === undefined) Draft.giveBack(draft, counter, -add)
  Draft.emit(draft, {
    _tag: "RewardRedeemed",
    id: `${reward}/redeemed`,
    at,
    recorded: draft.now,
    reward,
    key,
    order,
    value,
    charges: spare,
    transfers: [
      Ledger.make(`${reward}/redeem`, "direct", owed, redeemed, rest),
      ...(isEntitlement ? [Ledger.make(`${reward}/value`, "direct", Ledger.expense(program), redeemed, value)] : [])
    ]
  })
}

const spareOf = (charges: readonly Fact.Charge[], value: Money): readonly Fact.Charge[] =>
  charges.flatMap((charge) =>
    Limits.isOfAmount(charge, value.unit) && charge.add > value.minor
      ? [{ ...charge, add: value.minor - charge.add }]
      : []
  )

/**
 * The life of a reward: pending while it is held, then available, then redeemed or expired; voided when it is taken back
 * before its hold ends, reversed when it is taken back after. Every step moves value in the ledger.
 */
import * as Charge from "./Charge.ts"
import type { Rule } from "./Compile.ts"
import * as Debt from "./Debt.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, OrderId, PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Ledger from "./Ledger.ts"
import * as Limits from "./Limits.ts"
import * as Lot from "./Lot.ts"
import type { Money } from "./Money.ts"
import * as Reserve from "./Reserve.ts"
import type { RewardRedeemed } from "./RewardEvent.ts"
import * as RewardMessages from "./RewardMessages.ts"

const mustRead = (draft: Draft.Draft, key: FactKey<Fact.Reward>): Fact.Reward => {
  return Draft.read(draft, key) ?? broken(`reward ${key} is gone`)
}

/** What stands on the person's account for a reward. */
export const left = (fact: Fact.Reward): Money => ({ minor: Lot.left(fact), unit: fact.amount.unit })

/**
 * Settles what is due: the end of the hold, then the end of the reward's life, each dated at the time that it was due.
 * Nothing is released while the referral is in review.
 */
export const settle = (draft: Draft.Draft, key: FactKey<Fact.Reward>, isInReview: boolean): Fact.Reward => {
  const fact = mustRead(draft, key)
  if (fact.state === "pending" && fact.availableAt <= draft.now && !isInReview) release(draft, fact)
  const later = mustRead(draft, key)
  if (later.state === "available" && later.expiresAt !== null && later.expiresAt <= draft.now) {
    expire(draft, later, later.expiresAt, "")
  }
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
    holdOf(fact)
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
  if (fact.isGivenAway === true) return giveAway(draft, key, availableAt)
  const isOver = fact.expiresAt !== null && fact.expiresAt <= draft.now
  if (!isOver) Debt.settle(draft, key, "released", availableAt)
}

/** Whether it is granted still, used or lapsed though it may be. */
export const stands = ({ state }: Fact.Reward): boolean => state !== "voided" && state !== "reversed"

/** What is available the moment it is granted: it is given away, or pays what its person owes. */
export const arrive = (
  draft: Draft.Draft,
  { isGivenAway, purse }: Pick<Rule, "isGivenAway" | "purse">,
  key: FactKey<Fact.Reward>,
  person: PersonId,
  amount: Money,
  at: Instant
): void => {
  if (isGivenAway) giveAway(draft, key, at)
  // Most people owe nothing, and then nothing of the draft has to be folded yet.
  else if (purse !== null && Debt.owedBy(draft, person, amount.unit) > 0n) Debt.settle(draft, key, "granted", at)
}

/** What is given away for good is used up the moment it is available, and so can neither be redeemed again nor lapse. */
export const giveAway = (draft: Draft.Draft, key: FactKey<Fact.Reward>, at: Instant): void => {
  const fact = mustRead(draft, key)
  const { person, program, reward } = fact
  const value = left(fact)
  Draft.emit(draft, {
    _tag: "RewardRedeemed",
    id: `${reward}/redeemed`,
    at,
    recorded: draft.now,
    reward,
    key,
    order: null,
    value,
    charges: [],
    transfers: [Ledger.make(`${reward}/redeem`, "direct", Ledger.owed(person), Ledger.redeemed(program), value)]
  })
}

/** What came back: a lot pays what its person owes, and what is left lapses where its life is over by now. */
export const comeBack = (draft: Draft.Draft, key: FactKey<Fact.Reward>, cause: string, at: Instant): void => {
  Debt.settle(draft, key, cause, at)
  const fact = mustRead(draft, key)
  const { expiresAt, state } = fact
  if (state === "available" && expiresAt !== null && expiresAt <= draft.now) expire(draft, fact, expiresAt, `/${cause}`)
}

const expire = (draft: Draft.Draft, fact: Fact.Reward, at: Instant, again: string): void => {
  const { charges, key, person, program, reward } = fact
  const rest = left(fact)
  Draft.emit(draft, {
    _tag: "RewardExpired",
    id: `${reward}/expired${again}`,
    at,
    recorded: draft.now,
    reward,
    key,
    amount: rest,
    // It frees money, not the slot: the person did get a reward.
    charges: Limits.giveBack(draft, charges.filter(Charge.isOfBudget), rest, true),
    transfers: [Ledger.make(`${reward}/expire${again}`, "direct", Ledger.owed(person), Ledger.breakage(program), rest)]
  })
  Draft.send(draft, (programs, now) => RewardMessages.ofWithdrawal(fact, `expired${again}`, rest, programs, now))
}

/**
 * Takes back part or all of a reward: first what is left of it, then what was used, which becomes the person's debt.
 * What has lapsed cannot be taken, and costs nothing.
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
  const { reward, taken } = fact
  const { unit } = fact.amount
  const most = fact.amount.minor - taken.minor
  const all = (minor < most ? minor : most) - fact.lapsed.minor
  if (all <= 0n) return
  const unused = Lot.left(fact)
  const fromLot = { minor: all < unused ? all : unused, unit }
  const fromUse = { minor: all - fromLot.minor, unit }
  const debt = isCheckout(fact) ? { minor: 0n, unit } : fromUse
  const isWhole = taken.minor + all === fact.amount.minor
  // What was used elsewhere has been paid for: a claim on the person is no money that could be promised to others.
  const free = isCheckout(fact) ? fromUse : fromLot
  const isFree = isWhole && fact.claimed.minor + debt.minor === 0n
  const claimed = { minor: fact.claimed.minor + debt.minor, unit }
  const used = { minor: fact.used.minor - (fromUse.minor - debt.minor), unit }
  Draft.emitDebt(draft, {
    _tag: "RewardTakenBack",
    id: `${reward}/taken/${cause}`,
    at,
    recorded: draft.now,
    reward,
    key,
    cause,
    amount: { minor: all, unit },
    debt,
    from: fact.state,
    to: Lot.stateAfter({ ...fact, used, claimed, taken: { minor: taken.minor + all, unit } }),
    charges: Limits.giveBack(draft, givenBack(fact, isChargedBack), free, isFree),
    transfers: [...undo(fact, fromLot, cause), ...undoUse(fact, fromUse, cause)]
  })
  if (fact.summedIn !== undefined) Draft.score(draft, fact.program, fact.person)
  if (fact.state !== "available") return
  Draft.send(draft, (programs, now) => RewardMessages.ofWithdrawal(fact, cause, fromLot, programs, now))
}

/** Whoever had the bank take the money back has used up their caps, or paying and disputing would be a way round them. */
const givenBack = ({ charges }: Fact.Reward, isChargedBack: boolean): readonly Fact.Charge[] =>
  isChargedBack ? charges.filter(Charge.isOfBudget) : charges

/** A discount that was used on the very order that earned it: undone with that order, it leaves nothing behind. */
const isCheckout = ({ order, redeemedIn }: Fact.Reward): boolean => redeemedIn !== null && redeemedIn === order

/** The pending transfer behind what is held. */
export const holdOf = ({ hold, reward }: Fact.Reward): string => hold ?? `${reward}/grant`

const undo = (fact: Fact.Reward, amount: Money, cause: string) => {
  if (amount.minor === 0n) return []
  const { person, program, reward, state } = fact
  const expense = Ledger.expense(program)
  const owed = Ledger.owed(person)
  return state === "pending"
    ? [Ledger.make(`${reward}/void/${cause}`, "void", expense, owed, amount, holdOf(fact))]
    : [Ledger.make(`${reward}/reverse/${cause}`, "direct", owed, expense, amount)]
}

const undoUse = (fact: Fact.Reward, amount: Money, cause: string) => {
  if (amount.minor === 0n) return []
  const { person, program, reward } = fact
  const expense = Ledger.expense(program)
  const owed = Ledger.owed(person)
  if (!isCheckout(fact)) {
    return [Ledger.make(`${reward}/debt/${cause}`, "direct", Ledger.debt(person), expense, amount)]
  }
  return [
    Ledger.make(`${reward}/return/${cause}`, "direct", Ledger.redeemed(program), owed, amount),
    Ledger.make(`${reward}/reverse/${cause}`, "direct", owed, expense, amount)
  ]
}

/** Uses a whole available reward on an order. */
export const redeem = (
  draft: Draft.Draft,
  fact: Fact.Reward,
  order: OrderId,
  worth: Pick<RewardRedeemed, "value" | "lines">,
  at: Instant
): void => {
  const { value } = worth
  const { charges, key, person, program, reward } = fact
  const rest = left(fact)
  const owed = Ledger.owed(person)
  const redeemed = Ledger.redeemed(program)
  const isEntitlement = rest.unit !== value.unit
  const again = againOf(fact)
  Draft.emit(draft, {
    _tag: "RewardRedeemed",
    id: `${reward}/redeemed${again}`,
    at,
    recorded: draft.now,
    reward,
    key,
    order,
    ...worth,
    charges: isEntitlement ? Reserve.spare(draft, charges, value) : [],
    transfers: [
      Ledger.make(`${reward}/redeem${again}`, "direct", owed, redeemed, rest),
      ...(isEntitlement
        ? [Ledger.make(`${reward}/value${again}`, "direct", Ledger.expense(program), redeemed, value)]
        : [])
    ]
  })
}

/** What the ids of a redemption end in: nothing for the first, and a number for each after a roll back. */
const againOf = ({ returns = 0 }: Fact.Reward): string => (returns === 0 ? "" : `/${returns + 1}`)

/** Rolls back the use of an entitlement: it is there again with the life that it had, which may be over by now. */
export const giveBack = (
  draft: Draft.Draft,
  fact: Fact.Reward,
  order: OrderId,
  entitlement: Money,
  held: Reserve.Held,
  at: Instant
): void => {
  const { amount: value, key, person, program, returns = 0, reward } = fact
  const cause = `returned/${returns + 1}`
  const redeemed = Ledger.redeemed(program)
  Draft.emit(draft, {
    _tag: "RewardReturned",
    id: `${reward}/${cause}`,
    at,
    recorded: draft.now,
    reward,
    key,
    order,
    amount: entitlement,
    value,
    charges: held.charges,
    transfers: [
      Ledger.make(`${reward}/${cause}/value`, "direct", redeemed, Ledger.expense(program), value),
      Ledger.make(`${reward}/${cause}`, "direct", redeemed, Ledger.owed(person), entitlement)
    ],
    because: held.because
  })
  comeBack(draft, key, cause, at)
}

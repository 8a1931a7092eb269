/** A person uses a reward that they have; and that is rolled back, where the order came to nothing. */
import * as Result from "effect/Result"
import type { RedeemReward, ReturnReward, SettleReward } from "./Command.ts"
import { ruleOf, versionOf, worthOn } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import * as Ladder from "./Ladder.ts"
import type { Whole } from "./Line.ts"
import * as Lots from "./Lots.ts"
import type { Money } from "./Money.ts"
import * as Pin from "./Pin.ts"
import * as ReferralRewards from "./ReferralRewards.ts"
import type { NotReturnable, Rejection } from "./Rejection.ts"
import * as Reserve from "./Reserve.ts"
import * as Reward from "./Reward.ts"
import * as Scout from "./Scout.ts"
import * as Spend from "./Spend.ts"
import { isCurrency } from "./Unit.ts"

/** The keys of a reward, of its purse, and of the referral whose review may hold it. */
export const plan = (scout: Scout.Scout, command: RedeemReward | SettleReward): void => {
  const { reward } = command
  const id = Key.fromRewardId(reward)
  const newest = id === undefined ? null : Scout.read(scout, id.key)
  const fact = newest === null || newest.reward === reward ? newest : Scout.read(scout, Key.formerReward(reward))
  if (fact === null) return
  planFact(scout, fact, command.at)
  // What its use gives back of a rolling cap.
  for (const charge of fact.charges) if (charge.window !== undefined) Scout.want(scout, charge.counter)
  if (fact.purse === null) return
  Lots.planPurse(scout, fact.purse, fact.person, fact.amount.unit)
  if (command._tag === "SettleReward") return
  Scout.want(scout, Key.redemption(reward))
  Scout.want(scout, Key.orderSpends(command.order))
}

/** The terms of a reward, and what settling it looks at. */
const planFact = (scout: Scout.Scout, fact: Fact.Reward, at: Instant): void => {
  Scout.version(scout, fact.program, fact.version)
  if (fact.friend !== null) Scout.want(scout, Key.referral(fact.program, fact.friend))
  Ladder.planTaking(scout, fact, at)
  // A dispute of its order holds what waits.
  if (!fact.milestone && fact.order !== null) Scout.want(scout, Key.order(fact.order))
}

/** The reward of that very generation, settled up to now. */
const settled = (draft: Draft.Draft, reward: string): Fact.Reward | undefined => {
  const id = Key.fromRewardId(reward)
  const newest = id === undefined ? null : Draft.read(draft, id.key)
  const fact = newest === null || newest.reward === reward ? newest : Draft.read(draft, Key.formerReward(reward))
  if (fact === null) return undefined
  const referral = fact.friend === null ? null : Draft.read(draft, Key.referral(fact.program, fact.friend))
  return ReferralRewards.settle(draft, fact.key, referral)
}

export const decide = (draft: Draft.Draft, command: RedeemReward): Rejection | undefined => {
  const { at, lines, order, reward, total } = command
  const fact = settled(draft, reward)
  if (fact === undefined) return { _tag: "RewardUnknown", reward }
  if (fact.state !== "available") return { _tag: "RewardNotAvailable", reward, state: fact.state }
  const value = valueOn(draft, fact, lines === undefined ? { total } : { total, lines })
  const isUsable = fact.purse !== "payout" && order !== fact.order
  if (value === undefined || !isUsable) return { _tag: "RewardNotFitting", reward, total, limit: null }
  const isMoney = isCurrency(value.unit)
  if (isMoney && (value.unit !== total.unit || value.minor > total.minor)) {
    return { _tag: "RewardNotFitting", reward, total, limit: value }
  }
  if (fact.purse !== null) {
    if (Draft.read(draft, Key.redemption(reward)) !== null) return { _tag: "SpendExists", spend: reward }
    const unfit = Spend.unfitFor(draft, order, value, total)
    if (unfit !== undefined) return unfit
  }
  Reward.redeem(draft, fact, order, value, at)
  return undefined
}

/** What is left of an amount, or what an entitlement is worth on this order. */
const valueOn = (draft: Draft.Draft, fact: Fact.Reward, whole: Whole): Money | undefined => {
  const rule = ruleOf(versionOf(draft.programs, fact.program, fact.version), fact.rule)
  if (rule === undefined || rule.entitlement === null) return Reward.left(fact)
  // A perk is had, not used up.
  if (rule.kind.form === "perk") return undefined
  const worth = worthOn(rule, whole)
  return Result.isSuccess(worth) && worth.success.minor > 0n ? worth.success : undefined
}

/** A lot comes back as what was spent of it; of what is used whole, the program as it is live must carry the cost again. */
export const planReturn = (scout: Scout.Scout, { at, reward }: ReturnReward): void => {
  Spend.planReturn(scout, { spend: Key.redemption(reward) })
  const id = Key.fromRewardId(reward)
  const fact = id === undefined ? null : Scout.read(scout, id.key)
  if (!isWhole(fact, reward)) return
  planFact(scout, fact, at)
  Scout.live(scout, fact.program)
  Reserve.plan(scout, fact)
}

/** What is used whole leaves nothing behind once it was taken back, and so has no former generation. */
const isWhole = (fact: Fact.Reward | null, reward: string): fact is Fact.Reward =>
  fact !== null && fact.reward === reward && fact.purse === null

export const giveBack = (draft: Draft.Draft, command: ReturnReward): Rejection | undefined => {
  const { amount, at, reward } = command
  const id = Key.fromRewardId(reward)
  if (!isWhole(id === undefined ? null : Draft.read(draft, id.key), reward)) {
    const whole = amount === undefined ? {} : { amount }
    return Spend.giveBack(draft, { _tag: "ReturnSpend", at, spend: Key.redemption(reward), ...whole })
  }
  const fact = settled(draft, reward) ?? broken(`reward ${reward} is gone`)
  const why = whyNot(fact, amount)
  if (why !== undefined) return { _tag: "RewardNotReturnable", reward, why }
  const gone = (what: string): never => broken(`reward ${reward} was redeemed, and its ${what} is gone`)
  const { program, version } = fact
  const order = fact.redeemedIn ?? gone("order")
  const head = Draft.read(draft, Key.program(program)) ?? gone("program")
  const rule = ruleOf(versionOf(draft.programs, program, version), fact.rule) ?? gone("rule")
  const unit = rule.entitlement ?? gone("entitlement")
  const held = Reserve.hold(draft, fact, rule, versionOf(draft.programs, program, Pin.at(head, at).version))
  if (held.because.some(({ passed }) => !passed)) return { _tag: "NoRoomToReturn", reward, because: held.because }
  Reward.giveBack(draft, fact, order, { minor: 1n, unit }, held, at)
  return undefined
}

const whyNot = (fact: Fact.Reward, asked: Money | undefined): NotReturnable | undefined => {
  if (fact.state === "reversed" && fact.claimed.minor > 0n) return "taken back"
  if (fact.state !== "redeemed") return "not redeemed"
  if (fact.redeemedIn === null) return "given away"
  if (fact.redeemedIn === fact.order) return "own order"
  return asked === undefined ? undefined : "in part"
}

/** A wake: whatever is due happens, and nothing where nothing is. */
export const settle = (draft: Draft.Draft, { reward }: SettleReward): void => {
  settled(draft, reward)
}

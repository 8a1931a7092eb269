/** A person uses a reward that they have; and that is rolled back, where the order came to nothing. */
import * as Result from "effect/Result"
import type { RedeemReward, ReturnReward, SettleReward } from "./Command.ts"
import { type Rule, ruleOf, versionOf, worthOn } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { OrderId, PersonId, RewardId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import * as Ladder from "./Ladder.ts"
import * as Line from "./Line.ts"
import * as Lots from "./Lots.ts"
import type { Money } from "./Money.ts"
import * as Pin from "./Pin.ts"
import * as ReferralRewards from "./ReferralRewards.ts"
import type { NotReturnable, Rejection } from "./Rejection.ts"
import * as Reserve from "./Reserve.ts"
import * as Reward from "./Reward.ts"
import type { Worth } from "./RewardKind.ts"
import * as Scout from "./Scout.ts"
import * as Spend from "./Spend.ts"
import { isCurrency } from "./Unit.ts"

export const plan = (scout: Scout.Scout, command: RedeemReward | SettleReward): void => {
  if (command._tag === "SettleReward") return void planReward(scout, command.reward, command.at)
  if (planAsked(scout, command.reward, command.at)) Scout.want(scout, Key.orderSpends(command.order))
}

/** What asking beforehand looks at; answers whether an order counts, too: what was spent on it of a wallet. */
export const planAsked = (scout: Scout.Scout, reward: RewardId, at: Instant): boolean => {
  const isLot = planReward(scout, reward, at)?.purse != null
  if (isLot) Scout.want(scout, Key.redemption(reward))
  return isLot
}

/** The keys of a reward, of its purse, and of the referral whose review may hold it. */
const planReward = (scout: Scout.Scout, reward: RewardId, at: Instant): Fact.Reward | null => {
  const id = Key.fromRewardId(reward)
  const newest = id === undefined ? null : Scout.read(scout, id.key)
  const fact = newest === null || newest.reward === reward ? newest : Scout.read(scout, Key.formerReward(reward))
  if (fact === null) return null
  planFact(scout, fact, at)
  // What its use gives back of a rolling cap.
  for (const charge of fact.charges) if (charge.window !== undefined) Scout.want(scout, charge.counter)
  if (fact.purse !== null) Lots.planPurse(scout, fact.purse, fact.person, fact.amount.unit)
  return fact
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
  const use = useOn(draft, { reward, order, person: null }, lines === undefined ? { total } : { total, lines })
  if (Result.isFailure(use)) return use.failure.rejection
  const { fact, parts, value } = use.success
  Reward.redeem(draft, fact, order, { value, ...(parts === undefined ? {} : { lines: parts }) }, at)
  return undefined
}

/** What a reward is worth on an order, and how much of that comes off which line where these were told. */
export interface Use {
  readonly fact: Fact.Reward
  readonly value: Money
  readonly parts: readonly Line.Part[] | undefined
  readonly because: readonly Evidence[]
}

export interface Refused {
  readonly rejection: Rejection
  readonly because: readonly Evidence[]
}

interface Asked {
  readonly reward: RewardId
  /** `null` where it is to come: it has earned nothing, and nothing was spent on it. */
  readonly order: OrderId | null
  /** Whose it has to be; `null` for whoever has it. */
  readonly person: PersonId | null
}

/**
 * What a reward that a person has would take off a cart. It is decided as a redemption is, on a draft of its own over the
 * same facts: of what that does nothing comes.
 */
export const ask = (
  draft: Draft.Draft,
  { person, reward }: Pick<Asked, "reward" | "person">,
  cart: Line.Whole
): Result.Result<Use, Refused> => useOn(Draft.make(draft.base, draft), { reward, order: null, person }, cart)

const useOn = (
  draft: Draft.Draft,
  { order, person, reward }: Asked,
  whole: Line.Whole
): Result.Result<Use, Refused> => {
  const { total } = whole
  const fact = settled(draft, reward)
  if (fact === undefined || (person !== null && person !== fact.person)) {
    return refused({ _tag: "RewardUnknown", reward }, failed("redemption", "unknown"))
  }
  const { purse, state } = fact
  if (state !== "available") {
    return refused({ _tag: "RewardNotAvailable", reward, state }, failed("redemption", state, "available"))
  }
  const rule = ruleOf(versionOf(draft.programs, fact.program, fact.version), fact.rule)
  const worth = valueOn(fact, rule, whole)
  const had = passed("redemption", state)
  if (Result.isFailure(worth)) {
    return refused({ _tag: "RewardNotFitting", reward, total, limit: null }, had, worth.failure)
  }
  const unfit = unusable(fact, order)
  if (unfit !== undefined) return refused({ _tag: "RewardNotFitting", reward, total, limit: null }, unfit)
  const value = worth.success
  const isMoney = isCurrency(value.unit)
  if (isMoney && (value.unit !== total.unit || value.minor > total.minor)) {
    return refused({ _tag: "RewardNotFitting", reward, total, limit: value }, had, failed(fact.kind, value, total))
  }
  if (purse !== null) {
    const spent = spentBefore(draft, reward, order, value, total)
    if (spent !== undefined) return refused(spent, failed("redemption", spent._tag))
  }
  const isIn = rule === undefined || rule.entitlement === null ? null : rule.isIn
  const parts = isMoney ? Line.takeOff(whole, value.minor, isIn).parts : undefined
  return Result.succeed({ fact, value, parts, because: [had, passed(fact.kind, value, total)] })
}

const refused = (rejection: Rejection, ...because: readonly Evidence[]): Result.Result<never, Refused> =>
  Result.fail({ rejection, because })

/** What waits for a payout is paid by a run alone, and nothing is used on the order that earned it. */
const unusable = ({ order: earnedBy, purse }: Fact.Reward, order: OrderId | null): Evidence | undefined => {
  if (purse === "payout") return failed("redemption", "payout")
  return order !== null && order === earnedBy ? failed("redemption", "own order") : undefined
}

/** A lot is redeemed by its name once, and money pays for no more of an order than there is to pay. */
const spentBefore = (
  draft: Draft.Draft,
  reward: string,
  order: OrderId | null,
  value: Money,
  total: Money
): Rejection | undefined => {
  if (Draft.read(draft, Key.redemption(reward)) !== null) return { _tag: "SpendExists", spend: reward }
  return order === null ? undefined : Spend.unfitFor(draft, order, value, total)
}

/** What is left of an amount, or what an entitlement is worth on this order. */
const valueOn = (fact: Fact.Reward, rule: Rule | undefined, whole: Line.Whole): Worth => {
  if (rule === undefined || rule.entitlement === null) return Result.succeed(Reward.left(fact))
  // A perk is had, not used up.
  if (rule.kind.form === "perk") return Result.fail(failed("redemption", "perk"))
  const worth = worthOn(rule, whole)
  return Result.isSuccess(worth) && worth.success.minor <= 0n
    ? Result.fail(failed(fact.kind, worth.success, whole.total))
    : worth
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

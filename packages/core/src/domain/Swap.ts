/**
 * Another option in place of a reward that was chosen, by the person or by default: the one is taken back, the other
 * granted for the same occasion, in one decision. What each option was worth was written down when the reward was earned, so
 * neither conditions nor multipliers are asked again, and whoever chooses back is where they were.
 */
import * as Choice from "./Choice.ts"
import * as Clawback from "./Clawback.ts"
import type { SwapReward } from "./Command.ts"
import { type Compiled, type Rule, ruleOf, versionOf } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as Grant from "./Grant.ts"
import type { FactKey } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Kept from "./Kept.ts"
import * as Key from "./Key.ts"
import * as Ladder from "./Ladder.ts"
import * as Limits from "./Limits.ts"
import * as Lots from "./Lots.ts"
import * as Qualification from "./Qualification.ts"
import * as ReferralRewards from "./ReferralRewards.ts"
import type { Rejection } from "./Rejection.ts"
import * as Reward from "./Reward.ts"
import * as Scout from "./Scout.ts"

export const plan = (scout: Scout.Scout, { at, option, reward }: SwapReward): void => {
  const id = Key.fromRewardId(reward)
  const fact = id === undefined ? null : Scout.read(scout, id.key)
  if (fact === null || fact.friend === null) return
  const { charges, friend, order, person, program, purse, version } = fact
  const terms = Scout.version(scout, program, version)
  const live = Scout.live(scout, program)
  // Asked for before it is known whether tiers go by sums: the perks that it names are needed one look later.
  Scout.want(scout, Key.advocate(program, person))
  Ladder.planTaking(scout, fact, at)
  if (live.some(({ summing }) => summing !== null)) Ladder.plan(scout, program, person, at)
  const referral = Scout.read(scout, Key.referral(program, friend))
  if (order !== null) Scout.want(scout, Key.order(order))
  for (const charge of charges) if (charge.window !== undefined) Scout.want(scout, charge.counter)
  if (purse !== null) Lots.planPurse(scout, purse, person, fact.amount.unit)
  const other = fact.choice?.open.find((one) => one.option === option)
  const rule = other === undefined || terms === undefined ? undefined : ruleOf(terms, other.rule)
  if (other === undefined || rule === undefined || fact.choice === undefined) return
  Scout.want(scout, keyUnder(fact, rule))
  if (rule.purse !== null) Lots.planPurse(scout, rule.purse, person, other.amount.unit)
  if (referral === null) return
  for (const one of live) Limits.plan(scout, one, [rule], pairOf(fact, referral), fact.choice.at)
}

/** For the same occasion, under another rule. */
const keyUnder = ({ key, program, rule, side }: Fact.Reward, other: Rule): FactKey<Fact.Reward> =>
  `${other.rewards}${key.slice(Key.rewards(program, rule, side).length)}`

const pairOf = ({ person, side }: Fact.Reward, { advocate, friend }: Fact.Referral): Limits.Pair => ({
  friend,
  advocate: side === "advocate" ? person : advocate
})

export const decide = (draft: Draft.Draft, { at, option, reward }: SwapReward): Rejection | undefined => {
  const id = Key.fromRewardId(reward)
  const known = id === undefined ? null : Draft.read(draft, id.key)
  if (known === null) return { _tag: "RewardUnknown", reward }
  const { choice, order, program, version } = known
  const terms = versionOf(draft.programs, program, version)
  const options = choice === undefined ? [] : Choice.optionsOf(terms.choices, choice.offer)
  if (choice === undefined || known.friend === null || !options.includes(option)) {
    return { _tag: "OptionUnknown", of: reward, option, options }
  }
  const referral = Draft.read(draft, Key.referral(program, known.friend))
  const fact = known.reward === reward ? ReferralRewards.settle(draft, known.key, referral) : known
  const earned = order === null ? null : Draft.read(draft, Key.order(order))
  const against = whatIsAgainst(fact, reward, referral, earned)
  if (against === undefined && choice.open.find((one) => one.rule === fact.rule)?.option === option) return undefined
  const because = against === undefined ? swap(draft, { fact, choice, option, terms, referral, earned, at }) : [against]
  return because === undefined ? undefined : { _tag: "ChoiceNotPossible", reward, option, because }
}

/** Why a reward is not free to be given up. */
const whatIsAgainst = (
  { attribution, claimed, lapsed, milestone, reward, state, used }: Fact.Reward,
  asked: Fact.Reward["reward"],
  referral: Fact.Referral | null,
  order: Fact.Order | null
): Evidence | undefined => {
  if (reward !== asked) return failed("reward", "taken back", "pending or available")
  if (state !== "pending" && state !== "available") return failed("reward", state, "pending or available")
  if (used.minor + lapsed.minor + claimed.minor > 0n) return failed("reward", "used in part", "untouched")
  if (milestone) return undefined
  if (referral?.generation !== attribution) return failed("attribution", "another referral")
  if (order === null) return undefined
  if (Kept.isDisputed(order)) return failed("dispute", "open")
  return order.chargedBack === true ? failed("dispute", "lost") : undefined
}

interface Swapping {
  readonly fact: Fact.Reward
  readonly choice: Fact.Choice
  readonly option: string
  readonly terms: Compiled
  readonly referral: Fact.Referral | null
  readonly earned: Fact.Order | null
  readonly at: Instant
}

/** Takes the one back and grants the other; answers what is against it. */
const swap = (draft: Draft.Draft, swapping: Swapping): readonly Evidence[] | undefined => {
  const { at, choice, earned, fact, option, referral, terms } = swapping
  const other = choice.open.find((one) => one.option === option)
  const rule = other === undefined ? undefined : ruleOf(terms, other.rule)
  if (other === undefined || rule === undefined || referral === null) {
    return [failed("choice", "not open when it was earned", option)]
  }
  const availableAt = (choice.since + rule.holdMs) as Instant
  const until = rule.expiresMs === null ? null : ((availableAt + rule.expiresMs) as Instant)
  if (until !== null && until <= draft.now) return [failed("choice", draft.now, until)]
  Reward.takeBack(draft, fact.key, fact.amount.minor, `choice/${option}`, at)
  const live = Qualification.liveOf(draft, fact, at)
  const pair = pairOf(fact, referral)
  const key = keyUnder(fact, rule)
  // What had been released before a review stays so.
  const state = referral.state === "in-review" && fact.state === "available" ? "qualified" : referral.state
  const occasion: Grant.Occasion = {
    referral: { ...referral, ...pair, generation: fact.attribution, state },
    version: fact.version,
    order: earned,
    nth: 0,
    cause: key,
    at,
    live,
    sight: { total: other.basis, isNew: referral.isNew, earlier: 0, country: null },
    isNewOrder: false,
    tier: undefined,
    choice: { ...choice, instead: fact.reward }
  }
  const refusal = Grant.instead(draft, rule, occasion, key, other)
  return refusal ?? whatCameBack(draft, key, rule, swapping)
}

/** What came back of the order before has its share of the other reward, too; answers where nothing would be left. */
const whatCameBack = (
  draft: Draft.Draft,
  key: FactKey<Fact.Reward>,
  rule: Rule,
  { at, earned, fact, option, referral }: Swapping
): readonly Evidence[] | undefined => {
  const granted = Draft.read(draft, key)
  if (fact.milestone || earned === null || referral === null || granted === null) return undefined
  const lost = Clawback.lostAt(granted, rule, Qualification.sightOf(earned, referral))
  if (lost === 0n) return undefined
  if (lost >= granted.amount.minor || rule.isGivenAway) {
    return [failed("choice", "some of the order came back", option)]
  }
  Reward.takeBack(draft, key, lost, `${Key.order(earned.order)}/choice`, at)
  return undefined
}

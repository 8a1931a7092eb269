/** How rewards follow from events. */
import * as Charge from "./Charge.ts"
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, must, put } from "./Fold.ts"
import type { FactKey } from "./Ids.ts"
import { broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import * as Lot from "./Lot.ts"
import { putReward } from "./PurseFold.ts"
import * as RollingWindow from "./RollingWindow.ts"
import { onOrder } from "./SpendFold.ts"
import * as SumFold from "./SumFold.ts"

export const rewardGranted = (fold: Fold, event: Event.RewardGranted): void => {
  const { amount, generation, key, order, recorded } = event
  const nothing = { minor: 0n, unit: amount.unit }
  if (generation > 1) keepFormer(fold, event)
  SumFold.pointsCount(fold, event, amount.minor, recorded)
  const reward: Fact.Reward = {
    reward: event.reward,
    key,
    generation,
    program: event.program,
    version: event.version,
    rule: event.rule,
    side: event.side,
    person: event.person,
    friend: event.friend,
    order,
    kind: event.kind,
    state: event.state,
    milestone: event.milestone,
    attribution: event.attribution,
    amount,
    ...(event.multiplied === undefined ? {} : { multiplied: event.multiplied }),
    ...(event.summedIn === undefined ? {} : { summedIn: event.summedIn }),
    taken: nothing,
    used: event.state === "redeemed" ? amount : nothing,
    claimed: nothing,
    lapsed: nothing,
    basis: event.basis,
    ...(event.ofLines === undefined ? {} : { ofLines: event.ofLines }),
    availableAt: event.availableAt,
    expiresAt: event.expiresAt,
    charges: event.charges,
    redeemedIn: event.state === "redeemed" ? order : null,
    purse: event.purse,
    ...(event.isGivenAway === undefined ? {} : { isGivenAway: event.isGivenAway }),
    page: null,
    recorded
  }
  RollingWindow.charged(fold, event)
  if (event.exchange !== undefined) given(fold, reward, event.exchange, event)
  else putReward(fold, null, event.choice === undefined ? reward : { ...reward, choice: event.choice })
  leaveWithSource(fold, reward, event)
}

/** What earned a reward knows it, and the rolling caps that it has charged: who gives that back has to load them. */
const leaveWithSource = (
  fold: Fold,
  { amount, friend, key, milestone, order, person, program, purse }: Fact.Reward,
  event: Event.RewardGranted | Event.RewardRepriced
): void => {
  if (milestone || friend === null) return
  const { charges, recorded } = event
  if (order === null) {
    const referralKey = Key.referral(program, friend)
    const referral = must(fold, referralKey, event)
    const windows = withWindows(referral.windows, charges)
    // What is chosen once more stands where it stood before.
    const rewards = referral.rewards.some((before) => before.key === key)
      ? referral.rewards
      : [...referral.rewards, { key, person, purse, unit: amount.unit }]
    put(fold, referralKey, { ...referral, rewards, windows, recorded })
    return
  }
  const orderKey = Key.order(order)
  const earned = must(fold, orderKey, event)
  // What is earned anew stands where it stood before.
  const rewards = earned.rewards.includes(key) ? earned.rewards : [...earned.rewards, key]
  put(fold, orderKey, { ...earned, rewards, windows: withWindows(earned.windows, charges), recorded })
}

/** An exchange knows what it gave: the points come back with it alone. */
const given = (fold: Fold, reward: Fact.Reward, exchange: FactKey<Fact.Spend>, event: Event.RewardGranted): void => {
  const spend = must(fold, exchange, event)
  putReward(fold, null, { ...reward, exchange })
  put(fold, exchange, { ...spend, gave: [...(spend.gave ?? []), reward.key], recorded: event.recorded })
}

/** Few rules have a rolling cap: mostly this is the list that was there. */
const withWindows = (before: Fact.Order["windows"], charges: readonly Fact.Charge[]): Fact.Order["windows"] => {
  const own = charges.filter(({ counter, window }) => window !== undefined && !before.includes(counter))
  return own.length === 0 ? before : [...before, ...own.map(RollingWindow.keyOf)]
}

/** What was used of a reward may come back after it was earned again, so the one before stays, under its own id. */
const keepFormer = (fold: Fold, event: Event.RewardGranted): void => {
  const former = must(fold, event.key, event)
  if (former.purse === null || former.used.minor === 0n) return
  put(fold, Key.formerReward(former.reward), { ...former, key: Key.formerReward(former.reward), page: null })
}

/** It is as if it had been granted under the new terms, and refunds had taken from that. */
export const rewardRepriced = (fold: Fold, event: Event.RewardRepriced): void => {
  const before = must(fold, event.key, event)
  const { amount, basis, isValued, ofLines, recorded, to, transfers, version } = event
  if (!isValued) return patchReward(fold, event, { repriced: version })
  SumFold.pointsCount(fold, before, to.minor - event.from.minor, recorded)
  RollingWindow.charged(fold, event)
  const { ofLines: _, ...rest } = before
  const hold = transfers.find(({ phase }) => phase === "pending")?.id
  put(fold, event.key, {
    ...rest,
    version,
    repriced: version,
    amount,
    taken: { minor: amount.minor - to.minor, unit: to.unit },
    basis,
    ...(ofLines === undefined ? {} : { ofLines }),
    charges: Charge.after(before, event),
    ...(hold === undefined ? {} : { hold }),
    recorded
  })
  if (event.charges.length > 0) leaveWithSource(fold, before, event)
}

interface OfReward {
  readonly key: FactKey<Fact.Reward>
}

export const patchReward = (fold: Fold, event: Event.Event & OfReward, patch: Partial<Fact.Reward>): void => {
  const before = must(fold, event.key, event)
  putReward(fold, before, { ...before, ...patch, recorded: event.recorded })
}

/** An entitlement turns into money when it is used: from then on it is worth what it was worth on that order. */
export const rewardRedeemed = (fold: Fold, event: Event.RewardRedeemed): void => {
  const fact = must(fold, event.key, event)
  const { order, recorded, reward, value } = event
  RollingWindow.charged(fold, event)
  const charges = chargedAfter(fact, event)
  const nothing = { minor: 0n, unit: value.unit }
  const turned =
    fact.amount.unit === value.unit
      ? { used: { minor: fact.used.minor + value.minor, unit: value.unit } }
      : { amount: value, taken: nothing, claimed: nothing, lapsed: nothing, used: value }
  patchReward(fold, event, { state: "redeemed", redeemedIn: order, charges, ...turned })
  if (fact.purse === null) return
  const on = order ?? broken(`lot ${reward} is redeemed on no order`)
  const parts = [{ key: event.key, reward, amount: value }]
  const spend = {
    spend: reward,
    person: fact.person,
    purse: fact.purse,
    order: on,
    amount: value,
    returned: nothing,
    returns: 0
  }
  put(fold, Key.redemption(reward), { ...spend, parts, recorded })
  onOrder(fold, on, value, value.minor, recorded)
}

/** What a reward holds of its counters after an event that changed it. */
const chargedAfter = (
  { charges }: Fact.Reward,
  event: Event.RewardRedeemed | Event.RewardReturned
): Fact.Reward["charges"] =>
  charges.map((charge) => ({
    ...charge,
    add: event.charges.reduce((sum, one) => (one.counter === charge.counter ? sum + one.add : sum), charge.add)
  }))

/** What had turned into money is an entitlement again, of which nothing is used. */
export const rewardReturned = (fold: Fold, event: Event.RewardReturned): void => {
  const fact = must(fold, event.key, event)
  RollingWindow.charged(fold, event)
  const { amount } = event
  const nothing = { minor: 0n, unit: amount.unit }
  patchReward(fold, event, {
    state: "available",
    amount,
    taken: nothing,
    used: nothing,
    claimed: nothing,
    lapsed: nothing,
    charges: chargedAfter(fact, event),
    redeemedIn: null,
    returns: (fact.returns ?? 0) + 1
  })
}

export const rewardTakenBack = (fold: Fold, event: Event.RewardTakenBack): void => {
  RollingWindow.charged(fold, event)
  const reward = must(fold, event.key, event)
  const { claimed, state, taken, used } = reward
  const { amount, debt, recorded, to } = event
  SumFold.pointsCount(fold, reward, -amount.minor, recorded)
  const { unit } = amount
  // A discount at checkout is undone with its own order, so that it was not used either.
  const undone = state === "redeemed" ? amount.minor - debt.minor : 0n
  patchReward(fold, event, {
    state: to,
    taken: { minor: taken.minor + amount.minor, unit },
    claimed: { minor: claimed.minor + debt.minor, unit },
    used: { minor: used.minor - undone, unit }
  })
}

export const rewardExpired = (fold: Fold, event: Event.RewardExpired): void => {
  const { lapsed } = must(fold, event.key, event)
  const minor = lapsed.minor + event.amount.minor
  patchReward(fold, event, { state: "expired", lapsed: { minor, unit: lapsed.unit } })
}

export const debtSettled = (fold: Fold, event: Event.DebtSettled): void => {
  const before = must(fold, event.key, event)
  const used = { minor: before.used.minor + event.amount.minor, unit: before.used.unit }
  patchReward(fold, event, { used, state: Lot.stateAfter({ ...before, used }) })
}

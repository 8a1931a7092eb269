/** How rewards follow from events. */
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, must, put } from "./Fold.ts"
import type { FactKey } from "./Ids.ts"
import * as Key from "./Key.ts"
import * as RollingWindow from "./RollingWindow.ts"

export const rewardGranted = (fold: Fold, event: Event.RewardGranted): void => {
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
    milestone: event.milestone,
    attribution: event.attribution,
    amount,
    taken: { minor: 0n, unit: amount.unit },
    basis: event.basis,
    ...(event.ofLines === undefined ? {} : { ofLines: event.ofLines }),
    availableAt: event.availableAt,
    expiresAt: event.expiresAt,
    charges: event.charges,
    redeemedIn: event.state === "redeemed" ? order : null,
    recorded
  })
  RollingWindow.charged(fold, event)
  if (event.milestone) return
  const orderKey = Key.order(order)
  const earned = must(fold, orderKey, event)
  put(fold, orderKey, {
    ...earned,
    // What is earned anew stands where it stood before.
    rewards: earned.rewards.includes(key) ? earned.rewards : [...earned.rewards, key],
    windows: withWindows(earned.windows, event.charges),
    recorded
  })
}

/** Few rules have a rolling cap: mostly this is the list that was there. */
const withWindows = (before: Fact.Order["windows"], charges: readonly Fact.Charge[]): Fact.Order["windows"] => {
  const own = charges.filter(({ counter, window }) => window !== undefined && !before.includes(counter))
  return own.length === 0 ? before : [...before, ...own.map(RollingWindow.keyOf)]
}

interface OfReward {
  readonly key: FactKey<Fact.Reward>
}

export const patchReward = (fold: Fold, event: Event.Event & OfReward, patch: Partial<Fact.Reward>): void => {
  put(fold, event.key, { ...must(fold, event.key, event), ...patch, recorded: event.recorded })
}

/** An entitlement turns into money when it is used: from then on it is worth what it was worth on that order. */
export const rewardRedeemed = (fold: Fold, event: Event.RewardRedeemed): void => {
  const fact = must(fold, event.key, event)
  RollingWindow.charged(fold, event)
  const charges = fact.charges.map((charge) => ({
    ...charge,
    add: event.charges.reduce((sum, back) => (back.counter === charge.counter ? sum + back.add : sum), charge.add)
  }))
  const turned =
    fact.amount.unit === event.value.unit ? {} : { amount: event.value, taken: { minor: 0n, unit: event.value.unit } }
  patchReward(fold, event, { state: "redeemed", redeemedIn: event.order, charges, ...turned })
}

export const rewardTakenBack = (fold: Fold, event: Event.RewardTakenBack): void => {
  const { taken } = must(fold, event.key, event)
  RollingWindow.charged(fold, event)
  const minor = taken.minor + event.amount.minor
  patchReward(fold, event, { state: event.to, taken: { minor, unit: taken.unit } })
}

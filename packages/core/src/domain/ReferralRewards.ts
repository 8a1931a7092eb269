/**
 * The rewards that hang on a referral: held while it is in review, and taken back once a review has rejected it. A
 * milestone hangs on none, since it is owed for a number of friends.
 */
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Kept from "./Kept.ts"
import * as Key from "./Key.ts"
import * as Reward from "./Reward.ts"

const hangsOn = ({ attribution, milestone }: Fact.Reward, { generation }: Fact.Referral): boolean =>
  !milestone && attribution === generation

/** A verdict takes it back, though it may not have come to it yet. */
export const isRejected = (reward: Fact.Reward, referral: Fact.Referral): boolean =>
  referral.isFinal && hangsOn(reward, referral)

const isDisputed = (draft: Draft.Draft, { milestone, order, state }: Fact.Reward): boolean => {
  if (milestone || order === null || state !== "pending") return false
  const earned = Draft.read(draft, Key.order(order))
  return earned !== null && Kept.isDisputed(earned)
}

/** What every step of one verdict is called. */
export const verdictOf = ({ friend, program }: Fact.Referral, n: number): string =>
  `${Key.referral(program, friend)}/review/${n}`

/** Settles what is due of a reward, as far as its referral lets it, and answers the reward as it stands then. */
export const settle = (
  draft: Draft.Draft,
  key: FactKey<Fact.Reward>,
  referral: Fact.Referral | null,
  at: Instant = draft.now
): Fact.Reward => {
  const reward = Draft.read(draft, key) ?? broken(`reward ${key} is gone`)
  const isHeld = isDisputed(draft, reward)
  if (referral === null || !hangsOn(reward, referral)) return Reward.settle(draft, key, isHeld)
  if (!referral.isFinal) return Reward.settle(draft, key, isHeld || referral.state === "in-review")
  // A verdict reaches many orders in pages; whoever comes before it finds what it will have done.
  const order = reward.order === null ? null : Draft.read(draft, Key.order(reward.order))
  const isChargedBack = order?.chargedBack === true
  Reward.takeBack(draft, key, reward.amount.minor, verdictOf(referral, referral.reviews), at, isChargedBack)
  return Draft.read(draft, key) ?? reward
}

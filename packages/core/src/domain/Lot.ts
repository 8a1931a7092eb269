/**
 * Amounts that are used in parts. Of every reward, at all times:
 *
 *   amount = used + lapsed + left + (taken - claimed)
 *
 * `taken` is what refunds have claimed in all; the `claimed` part of it was used already and stands on the debt account.
 */
import type * as Fact from "./Fact.ts"

/** What is neither used nor lapsed nor taken back: it stands on the person's account. */
export const left = ({ amount, claimed, lapsed, taken, used }: Fact.Reward): bigint =>
  amount.minor - used.minor - lapsed.minor - taken.minor + claimed.minor

/** Whether a lot waits in its purse. */
export const isWaiting = ({ purse, state }: Fact.Reward): boolean => purse !== null && state === "available"

/** Whether a lot may be used now: its wake may be late. */
export const isUsable = (fact: Fact.Reward, now: number): boolean =>
  isWaiting(fact) && (fact.expiresAt === null || fact.expiresAt > now)

/**
 * The state of a reward of which something was used, returned or taken back: it is available while something is left,
 * then redeemed; expired where some of it lapsed, and voided or reversed once all of it was taken back.
 */
export const stateAfter = (fact: Fact.Reward): Fact.RewardState => {
  if (left(fact) > 0n) return fact.state === "pending" ? "pending" : "available"
  if (fact.taken.minor === fact.amount.minor) return fact.state === "pending" ? "voided" : "reversed"
  return fact.lapsed.minor > 0n ? "expired" : "redeemed"
}

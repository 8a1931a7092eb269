/** What refunds and edits of its order take from a reward. */
import * as Result from "effect/Result"
import type { Rule } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import { firstFailure } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Money } from "./Money.ts"
import { halfExpand } from "./Rounding.ts"

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

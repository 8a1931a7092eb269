/**
 * What refunds and edits of its order take from a reward: one total function of what was granted, what that was computed
 * from, and what is kept of the order now.
 *
 * - The claw-back of a change is what is lost after it less what was taken before it, and never below zero. So many small
 *   refunds take as much as one large one, in whatever order they come, and the whole is never more than was granted.
 * - A reward whose terms name products goes by their lines, as far as the grant did (`Line.portion`); any other by the
 *   order's total.
 */
import * as Result from "effect/Result"
import { type Rule, worthOn } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import { firstFailure } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as Line from "./Line.ts"
import * as Multiplication from "./Multiplication.ts"
import { halfExpand } from "./Rounding.ts"

/**
 * What a reward has lost up to now: the frozen terms applied to what is kept of its order.
 *
 * @param sight the order as it is kept now
 */
export const lostAt = (fact: Fact.Reward, rule: Rule | undefined, sight: Sight): bigint => {
  const granted = fact.amount.minor
  if (sight.total.minor <= 0n && sight.isFree !== true) return granted
  if (rule === undefined || rule.entitlement !== null) return 0n
  const basis = fact.basis.minor
  const kept =
    fact.ofLines === true && rule.isIn !== null ? Line.portion(sight, rule.isIn).total.minor : sight.total.minor
  if (kept >= basis) return 0n
  if (rule.onPartialRefund === "proportional") return halfExpand(granted * (basis - kept), basis)
  if (firstFailure(rule.checks.map((check) => check(sight))) !== undefined) return granted
  const worth = worthOn(rule, sight)
  const remains = Result.isFailure(worth) ? 0n : Multiplication.again(fact, worth.success.minor)
  return remains >= granted ? 0n : granted - remains
}

import { type Evidence, failed, passed } from "../Evidence.ts"
import type { Money } from "../Money.ts"

/**
 * What is left of a program's budget in one period carries the cost, in its own currency.
 *
 * A refusal says what was left: the decision stands only while that is so. Room is checked again by the store when the
 * decision is committed, when others may have taken some, so that a grant says only what the budget is.
 */
export const budget = (cost: Money, left: Money, whole: Money): Evidence =>
  cost.unit === left.unit && cost.minor <= left.minor ? passed("budget", cost, whole) : failed("budget", cost, left)

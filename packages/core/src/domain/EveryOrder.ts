/** For how many orders of a friend, and for how long, an offer that pays on every order does so. */
import { checked, type Rule } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import { type Evidence, make } from "./Evidence.ts"
import type { Instant } from "./Instant.ts"

/** An order of a friend, as the bounds see it. */
export interface Placed {
  /** The n-th order of the friend that stands. */
  readonly nth: number
  readonly at: Instant
  /** Months run from here: a date that no refund can move. */
  readonly attributedAt: Instant
}

/** Which order it is, and whether the rule's bounds take it in; the time is half open, as every other. */
const within = ({ ordersMax, until }: Rule, { at, attributedAt, nth }: Placed): readonly Evidence[] => {
  const number = make(
    "every-order",
    ordersMax === null || nth <= ordersMax,
    `order number ${nth}`,
    ordersMax ?? undefined
  )
  if (until === null) return [number]
  const end = until(attributedAt)
  return [number, make("every-order", at < end, at, end)]
}

/** All that a rule asks of an order. */
export const checkedOn = (rule: Rule, sight: Sight, placed: Placed): Evidence[] => {
  const evidence = checked(rule.checks, sight)
  if (rule.on === "every order") evidence.unshift(...within(rule, placed))
  return evidence
}

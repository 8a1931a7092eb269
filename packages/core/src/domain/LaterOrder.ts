/**
 * Orders of a friend who stands as qualified: each earns the offers that pay on every order, and stands on its own. An
 * order that had been given back whole, and is there again, counts anew in the same way.
 */
import * as Award from "./Award.ts"
import type { Compiled } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { firstFailure, make } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as Grant from "./Grant.ts"
import type { Instant } from "./Instant.ts"
import type { Writable } from "./internal/writable.ts"
import * as Key from "./Key.ts"
import type { OrderCounted } from "./OrderEvent.ts"
import * as Qualification from "./Qualification.ts"
import { stands } from "./ReferralStanding.ts"
import * as Review from "./Review.ts"
import * as Sums from "./Sums.ts"

/**
 * Whether an order is looked at besides the one that qualified the friend: where an offer pays on every order, or the
 * advocate's tier goes by what friends pay.
 */
export const mayCount = (draft: Draft.Draft, referral: Fact.Referral, at: Instant): boolean => {
  if (!stands(referral)) return false
  const { live, terms } = Qualification.versionsOf(draft, referral, at)
  return isAsked(terms, live)
}

const isAsked = (terms: Compiled, live: Compiled): boolean => terms.onEvery.length > 0 || live.summing?.of === "revenue"

/** Whether an order that had been given back whole, and is there again, is looked at anew: not for another advocate. */
export const countsAnew = (
  terms: Compiled,
  live: Compiled,
  referral: Fact.Referral,
  { advocate, counts, order }: Fact.Order
): boolean =>
  advocate === referral.advocate &&
  (referral.order === order ||
    counts?.attribution === referral.generation ||
    (stands(referral) && isAsked(terms, live)))

export const count = (
  draft: Draft.Draft,
  referral: Fact.Referral,
  order: Fact.Order,
  counted: Qualification.Counted
): void => {
  const { at, cause, isNewOrder } = counted
  const { live, terms } = Qualification.versionsOf(draft, referral, at)
  const sight = Qualification.sightOf(order, referral)
  const isFirst = referral.order === order.order
  const evidence = [
    make("qualification", order.at >= referral.attributedAt, order.at, referral.attributedAt),
    ...Qualification.paying(terms, sight, !isFirst)
  ]
  const reason = firstFailure(evidence)
  if (reason !== undefined) return Qualification.notCounted(draft, referral, order, counted, reason, evidence)
  const trigger = referral.state === "qualified" ? Review.trigger(live, order) : undefined
  // What it earns waits for the verdict with all the rest.
  if (trigger !== undefined)
    Review.begin(draft, live, referral, { at, by: "rule", order: order.order, because: trigger })
  const nth = referral.orders + 1
  const event: Writable<OrderCounted> = {
    _tag: "OrderCounted",
    id: `order/${Key.part(order.order)}/counted/${cause}`,
    at,
    recorded: draft.now,
    order: order.order,
    program: referral.program,
    friend: referral.friend,
    advocate: referral.advocate,
    n: nth,
    because: evidence
  }
  const tier = Qualification.tierOf(draft, live, referral, order.at)
  const summedIn = Sums.periodsOf(live.summing, "revenue", order.total.unit, order.at)
  if (summedIn !== undefined) {
    event.summedIn = summedIn
    Draft.score(draft, referral.program, referral.advocate)
  }
  Draft.emit(draft, event)
  const now =
    trigger === undefined ? referral : (Draft.read(draft, Key.referral(referral.program, referral.friend)) ?? referral)
  const occasion: Grant.Occasion = {
    referral: now,
    version: terms.version,
    order,
    nth,
    cause,
    at,
    live,
    sight,
    isNewOrder,
    tier
  }
  const rules = isFirst ? terms.onFirst : terms.onEvery
  const occurrence = Grant.ofOrder(order.order)
  for (const offer of isFirst ? terms.offers : terms.everyOrder) Award.award(draft, offer, occasion, occurrence)
  Qualification.strangeDiscounts(draft, rules, occasion)
}

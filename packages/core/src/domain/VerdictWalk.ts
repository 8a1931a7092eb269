/**
 * A verdict reaches all orders of a friend. There may be more of them than one decision may touch, so it walks from the
 * newest to the oldest in pages: each settles what is there and wakes the engine for the next. A page that comes twice,
 * or late, finds nothing to do.
 */
import type { SettleOrders } from "./Command.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { OrderId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Ladder from "./Ladder.ts"
import * as Lots from "./Lots.ts"
import * as ReferralRewards from "./ReferralRewards.ts"
import * as Refund from "./Refund.ts"
import * as Scout from "./Scout.ts"

/** What one page looks at; the first order is looked at however many rewards it has. */
const ordersMax = 8
const rewardsMax = 16

const pageOf = (orders: readonly Fact.Order[]): readonly Fact.Order[] => {
  let rewards = 0
  const end = orders.findIndex((order, i) => {
    rewards += order.rewards.length
    return i > 0 && rewards > rewardsMax
  })
  return end === -1 ? orders : orders.slice(0, end)
}

/** The newest orders of a referral, newest first. */
export const newest = ({ latest }: Fact.Referral): readonly OrderId[] => latest.toReversed()

/** An order and the ones before it, newest first. */
const from = ({ counts, order }: Fact.Order): readonly OrderId[] =>
  [order, ...(counts?.before ?? []).toReversed()].slice(0, ordersMax)

/** The keys of a page: its orders, then their rewards and the purses that these come to or leave. */
export const planPage = (scout: Scout.Scout, referral: Fact.Referral, ids: readonly OrderId[], at: Instant): void => {
  const all = Scout.ownAndTerms(scout, referral.program, referral.version)
  Ladder.planRewards(scout, referral, at)
  const orders = ids.map((id) => Scout.read(scout, Key.order(id)))
  for (const order of pageOf(orders.filter((one) => one !== null))) {
    Refund.planRewards(scout, order, at)
    for (const { lots } of all) Lots.planRules(scout, lots, referral, order.total.unit)
  }
}

/** A page, and the newest order that it leaves to the next one. */
interface Page {
  readonly orders: readonly Fact.Order[]
  readonly next: OrderId | null
}

export const read = (draft: Draft.Draft, ids: readonly OrderId[]): Page => {
  const orders = pageOf(ids.map((id) => Draft.read(draft, Key.order(id))).filter((one) => one !== null))
  return { orders, next: ids[orders.length] ?? orders.at(-1)?.counts?.before.at(-1) ?? null }
}

/** Settles one page as the verdict wants it, and sends for the next. */
export const settlePage = (
  draft: Draft.Draft,
  referral: Fact.Referral,
  { next, orders }: Page,
  n: number,
  at: Instant
): void => {
  for (const { rewards } of orders) for (const key of rewards) ReferralRewards.settle(draft, key, referral, at)
  if (next === null) return
  const { friend, program } = referral
  Draft.send(draft, (_, now) => [
    {
      _tag: "Wake",
      id: `wake/${ReferralRewards.verdictOf(referral, n)}/orders/${Key.part(next)}`,
      due: now,
      command: { _tag: "SettleOrders", at, program, friend, review: n, order: next }
    }
  ])
}

export const plan = (scout: Scout.Scout, { at, friend, order: id, program }: SettleOrders): void => {
  const referral = Scout.read(scout, Key.referral(program, friend))
  const order = Scout.read(scout, Key.order(id))
  if (referral !== null && order !== null) planPage(scout, referral, from(order), at)
}

export const settle = (draft: Draft.Draft, { at, friend, order: id, program, review: n }: SettleOrders): void => {
  const referral = Draft.read(draft, Key.referral(program, friend))
  const order = Draft.read(draft, Key.order(id))
  if (referral === null || order === null) return
  // The page is done already, or another review has begun since, whose own verdict will walk.
  if (referral.reviews !== n || referral.unreached !== id) return
  const page = read(draft, from(order))
  Draft.emit(draft, {
    _tag: "VerdictContinued",
    id: `${ReferralRewards.verdictOf(referral, n)}/orders/${Key.part(id)}`,
    at,
    recorded: draft.now,
    program,
    friend,
    advocate: referral.advocate,
    n,
    next: page.next
  })
  settlePage(draft, referral, page, n, at)
}

/** How quotes and orders follow from events. */
import * as Awaited from "./Awaited.ts"
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, must, put, read } from "./Fold.ts"
import { assertInvariant } from "./internal/assert.ts"
import type { Writable } from "./internal/writable.ts"
import * as Kept from "./Kept.ts"
import * as Key from "./Key.ts"
import * as Line from "./Line.ts"
import * as SumFold from "./SumFold.ts"

export const quoteMade = (fold: Fold, { cart, credit, discounts, person, quote, recorded }: Event.QuoteMade): void => {
  put(fold, Key.quote(quote), { quote, person, cart, credit, discounts, usedBy: null, recorded })
}

/** The order that was recorded; refunds that came before it still wait, and what was disputed or canceled before stays so. */
export const orderOf = (event: Event.OrderRecorded, before: Fact.Order | null): Fact.Order => {
  const order: Writable<Fact.Order> = {
    order: event.order,
    person: event.person,
    total: event.total,
    at: event.at,
    country: event.country,
    quote: event.quote,
    earlier: event.earlier,
    revision: 0,
    refunded: { minor: 0n, unit: event.total.unit },
    waiting: before?.waiting ?? [],
    program: event.program,
    advocate: event.advocate,
    discounts: event.discounts,
    counts: null,
    rewards: [],
    windows: [],
    recorded: event.recorded
  }
  if (event.lines !== undefined) order.lines = event.lines
  if (event.segments !== undefined) order.segments = event.segments
  if (event.lockedAt !== undefined) order.lockedAt = event.lockedAt
  if (event.free !== undefined) order.free = event.free
  if (before === null) return order
  if (before.canceled !== undefined) order.canceled = true
  if (before.disputes !== undefined) order.disputes = before.disputes
  if (before.chargedBack !== undefined) order.chargedBack = true
  return order
}

/** Only where there are any: most orders come without. */
const linesOf = <A>(lines: A | undefined): { readonly lines?: A } => (lines === undefined ? {} : { lines })

export const orderRecorded = (fold: Fold, event: Event.OrderRecorded): void => {
  const { at, order, person, quote, recorded } = event
  const key = Key.order(order)
  put(fold, key, orderOf(event, read(fold, key)))
  const customerKey = Key.customer(person)
  const known = read(fold, customerKey)
  // News of an order may come after that of a later one.
  const firstAt = known === null || at < known.firstAt ? at : known.firstAt
  put(fold, customerKey, { orders: (known?.orders ?? 0) + 1, firstAt, recorded })
  if (quote === null) return
  const quoteKey = Key.quote(quote)
  put(fold, quoteKey, { ...must(fold, quoteKey, event), usedBy: order, recorded })
}

export const orderChanged = (fold: Fold, event: Event.OrderChanged): void => {
  if (event.stale) return
  const key = Key.order(event.order)
  const { lines, recorded, revision, total } = event
  const before = must(fold, key, event)
  putStanding(fold, { ...before, total, revision, recorded, ...linesOf(lines && Line.edited(before, lines)) })
}

/** How many of the orders before it an order knows. */
const beforeMax = 8

/** An order counts as one more of its friend; one that had counted before keeps its place in the list. */
export const joinOrders = (fold: Fold, event: Event.OrderCounted | Event.ReferralQualified): void => {
  const { friend, order, program, recorded } = event
  const referralKey = Key.referral(program, friend)
  const orderKey = Key.order(order)
  const referral = must(fold, referralKey, event)
  const known = must(fold, orderKey, event)
  const { generation: attribution, latest } = referral
  const n = referral.orders + 1
  const isListed = known.counts?.attribution === attribution
  const before = isListed && known.counts !== null ? known.counts.before : latest
  const counts = { attribution, n, before }
  const joined = { ...summed(known, event.summedIn), counts, recorded }
  put(fold, orderKey, joined)
  put(fold, referralKey, {
    ...referral,
    orders: n,
    latest: isListed ? latest : [...latest, order].slice(-beforeMax),
    recorded
  })
  SumFold.orderCounts(fold, known, joined)
}

/** The order with the periods that it is summed in now; those in which it was before, it has left with its last cent. */
const summed = (order: Fact.Order, summedIn: Fact.Order["summedIn"]): Fact.Order => {
  if (summedIn !== undefined) return { ...order, summedIn }
  if (order.summedIn === undefined) return order
  const { summedIn: _, ...rest } = order
  return rest
}

/** What was kept of an order has changed; once nothing is, it stands behind its referral no longer. */
const putStanding = (fold: Fold, order: Fact.Order): void => {
  const { counts, person, program, recorded } = order
  const isGone = counts !== null && counts.n > 0 && Kept.isGone(order)
  const after = isGone ? { ...order, counts: { ...counts, n: 0 } } : order
  const before = order.summedIn === undefined ? null : read(fold, Key.order(order.order))
  put(fold, Key.order(order.order), after)
  if (before !== null) SumFold.orderCounts(fold, before, after)
  if (!isGone || program === null || person === null) return
  const referralKey = Key.referral(program, person)
  const referral = read(fold, referralKey)
  // Somebody else may be the friend's advocate by now.
  if (referral === null || referral.generation !== counts.attribution) return
  put(fold, referralKey, { ...referral, orders: referral.orders - 1, recorded })
}

export const orderRefunded = (fold: Fold, event: Event.OrderRefunded): void => {
  const { amount, lines, order, reason, recorded, refund } = event
  const key = Key.order(order)
  const known = read(fold, key)
  const chargedBack = reason === undefined ? {} : { chargedBack: true as const }
  if (event.waiting) {
    const why = reason === undefined ? {} : { reason }
    const awaited = Awaited.inUnit(known ?? Awaited.begin(order, event), amount.unit)
    const waiting = [...awaited.waiting, { refund, amount, ...linesOf(lines), ...why }]
    put(fold, key, { ...awaited, at: event.at, waiting, recorded })
    return
  }
  assertInvariant(known !== null, `${event.id} needs ${key}, which no earlier event made`)
  const minor = known.refunded.minor + amount.minor
  // A refund that had waited is applied once, when its order has come.
  const waiting = known.waiting.filter((one) => one.refund !== refund)
  const named = lines && known.lines && Line.returned(known.lines, lines)
  const refunded = { minor, unit: amount.unit }
  putStanding(fold, { ...known, refunded, waiting, recorded, ...linesOf(named), ...chargedBack })
}

export const orderCanceled = (fold: Fold, event: Event.OrderCanceled): void => {
  const { order, recorded, waiting } = event
  const key = Key.order(order)
  const known = waiting ? (read(fold, key) ?? Awaited.begin(order, event)) : must(fold, key, event)
  putStanding(fold, { ...known, canceled: true, recorded })
}

/**
 * A dispute that is closed stays closed, though the news of its beginning may come after. That may still say how much is
 * lost, as long as the order is awaited and nothing was refunded for it.
 */
export const disputed = (fold: Fold, event: Event.DisputeOpened | Event.DisputeClosed): void => {
  const { dispute, order, recorded } = event
  const key = Key.order(order)
  const known = event.waiting === true ? (read(fold, key) ?? Awaited.begin(order, event)) : must(fold, key, event)
  const { disputes = [] } = known
  const before = disputes.find((one) => one.dispute === dispute)
  const isOpened = event._tag === "DisputeOpened"
  if (isOpened && before !== undefined && (event.waiting !== true || event.amount === null)) return
  const others = disputes.filter((one) => one !== before)
  const told = isOpened && event.amount !== null ? { amount: event.amount } : {}
  const now: Fact.Dispute = { ...before, dispute, state: isOpened ? (before?.state ?? "open") : event.outcome, ...told }
  const chargedBack = now.state === "lost" ? { chargedBack: true as const } : {}
  const inUnit = told.amount !== undefined && event.waiting === true ? Awaited.inUnit(known, told.amount.unit) : known
  put(fold, key, { ...inUnit, disputes: [...others, now], recorded, ...chargedBack })
}

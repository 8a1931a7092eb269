/** How quotes and orders follow from events. */
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, must, put, read } from "./Fold.ts"
import { assertInvariant } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import * as Line from "./Line.ts"

export const quoteMade = (fold: Fold, { cart, credit, discounts, person, quote, recorded }: Event.QuoteMade): void => {
  put(fold, Key.quote(quote), { quote, person, cart, credit, discounts, usedBy: null, recorded })
}

/** The order that was recorded; refunds that came before it still wait. */
export const orderOf = (event: Event.OrderRecorded, waiting: readonly Fact.WaitingRefund[]): Fact.Order => ({
  order: event.order,
  person: event.person,
  total: event.total,
  at: event.at,
  country: event.country,
  quote: event.quote,
  first: event.first,
  revision: 0,
  refunded: { minor: 0n, unit: event.total.unit },
  waiting,
  program: event.program,
  advocate: event.advocate,
  discounts: event.discounts,
  counts: null,
  rewards: [],
  windows: [],
  recorded: event.recorded,
  ...linesOf(event.lines)
})

/** Only where there are any: most orders come without. */
const linesOf = <A>(lines: A | undefined): { readonly lines?: A } => (lines === undefined ? {} : { lines })

export const orderRecorded = (fold: Fold, event: Event.OrderRecorded): void => {
  const { order, person, quote, recorded } = event
  const key = Key.order(order)
  put(fold, key, orderOf(event, read(fold, key)?.waiting ?? []))
  const customerKey = Key.customer(person)
  put(fold, customerKey, { orders: (read(fold, customerKey)?.orders ?? 0) + 1, recorded })
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
  put(fold, orderKey, { ...known, counts: { attribution, n, before }, recorded })
  put(fold, referralKey, {
    ...referral,
    orders: n,
    latest: isListed ? latest : [...latest, order].slice(-beforeMax),
    recorded
  })
}

/** What was kept of an order has changed; once nothing is, it stands behind its referral no longer. */
const putStanding = (fold: Fold, order: Fact.Order): void => {
  const { counts, person, program, recorded, refunded, total } = order
  const isGone = counts !== null && counts.n > 0 && refunded.minor >= total.minor
  put(fold, Key.order(order.order), isGone ? { ...order, counts: { ...counts, n: 0 } } : order)
  if (!isGone || program === null || person === null) return
  const referralKey = Key.referral(program, person)
  const referral = read(fold, referralKey)
  // Somebody else may be the friend's advocate by now.
  if (referral === null || referral.generation !== counts.attribution) return
  put(fold, referralKey, { ...referral, orders: referral.orders - 1, recorded })
}

export const orderRefunded = (fold: Fold, event: Event.OrderRefunded): void => {
  const { amount, at, lines, order, recorded, refund } = event
  const key = Key.order(order)
  const known = read(fold, key)
  if (event.waiting) {
    const waiting = [...(known?.waiting ?? []), { refund, amount, ...linesOf(lines) }]
    const nothing = { minor: 0n, unit: amount.unit }
    put(fold, key, {
      order,
      person: null,
      total: nothing,
      at,
      country: null,
      quote: null,
      first: false,
      revision: 0,
      refunded: nothing,
      waiting,
      program: null,
      advocate: null,
      discounts: [],
      counts: null,
      rewards: [],
      windows: [],
      recorded
    })
    return
  }
  assertInvariant(known !== null, `${event.id} needs ${key}, which no earlier event made`)
  const minor = known.refunded.minor + amount.minor
  // A refund that had waited is applied once, when its order has come.
  const waiting = known.waiting.filter((one) => one.refund !== refund)
  const named = lines && known.lines && Line.returned(known.lines, lines)
  putStanding(fold, { ...known, refunded: { minor, unit: amount.unit }, waiting, recorded, ...linesOf(named) })
}

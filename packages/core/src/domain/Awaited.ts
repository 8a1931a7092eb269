/** News of an order that has not come yet. Refunds, disputes and a cancellation wait for it: webhooks come in any order. */
import type { Envelope } from "./Envelope.ts"
import type * as Fact from "./Fact.ts"
import type { Unit } from "./Unit.ts"

/** The unit of an order of which no news has told an amount: `XXX` is ISO 4217 for no currency. */
const untold = "XXX" as Unit

/** What is known of an order before it comes. */
export const begin = (
  order: Fact.Order["order"],
  { at, recorded }: Pick<Envelope, "at" | "recorded">,
  unit: Unit = untold
): Fact.Order => ({
  order,
  person: null,
  total: { minor: 0n, unit },
  at,
  country: null,
  quote: null,
  earlier: 0,
  revision: 0,
  refunded: { minor: 0n, unit },
  waiting: [],
  program: null,
  advocate: null,
  discounts: [],
  counts: null,
  rewards: [],
  windows: [],
  recorded
})

/** Whether the order has yet to come. */
export const is = (order: Fact.Order | null): boolean => order === null || order.person === null

/** The unit of an order, or of what was told of it before it came; `undefined` where nothing was. */
export const unitOf = (order: Fact.Order | null): Unit | undefined =>
  order === null || order.total.unit === untold ? undefined : order.total.unit

/** The order that is awaited, in the unit of an amount that was told now. */
export const inUnit = (order: Fact.Order, unit: Unit): Fact.Order => {
  const zero = { minor: 0n, unit }
  return { ...order, total: zero, refunded: zero }
}

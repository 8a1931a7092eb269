/** What is left of an order. */
import type * as Fact from "./Fact.ts"
import type { Money } from "./Money.ts"

/** What of an order was neither refunded nor edited away; nothing of one that was canceled. */
export const keptOf = ({ canceled, refunded, total }: Pick<Fact.Order, "canceled" | "refunded" | "total">): Money => {
  if (refunded.minor === 0n && canceled === undefined) return total
  const isLeft = canceled === undefined && total.minor > refunded.minor
  return { minor: isLeft ? total.minor - refunded.minor : 0n, unit: total.unit }
}

/** Whether its quote left nothing to pay: then it stands although nothing was paid, until something of it changes. */
export const isFree = (order: Pick<Fact.Order, "canceled" | "free" | "refunded" | "revision">): boolean =>
  order.free === true && order.revision === 0 && order.refunded.minor === 0n && order.canceled === undefined

/** Whether nothing is left that could earn anything: all of it went back, or nothing was ever paid. */
export const isGone = (order: Pick<Fact.Order, "canceled" | "free" | "refunded" | "revision" | "total">): boolean =>
  keptOf(order).minor === 0n && !isFree(order)

/** Whether the buyer's bank is looking at the payment: until it has, nothing that waits on the order is released. */
export const isDisputed = ({ disputes }: Pick<Fact.Order, "disputes">): boolean =>
  disputes?.some(({ state }) => state === "open") === true

/** Disputes of orders, and orders that were canceled. */
import type { EntryOf } from "./Entry.ts"
import type { Order } from "./Orders.ts"
import type { Notes } from "./Report.ts"

/** `XXX` is ISO 4217 for no currency: no news has told one yet. */
export const noUnit = "XXX"

type Dispute = NonNullable<Order["disputes"]>[number]

/** A canceled order is so once; the news may come before the order. */
export const canceled = (notes: Notes, order: Order, { id, recorded, waiting }: EntryOf<"OrderCanceled">): void => {
  notes.same("order", id, "canceled before", false, order.isCanceled)
  notes.same("order", id, "its order is not there yet", order.recorded === null, waiting)
  order.isCanceled = true
  order.last = recorded
}

const put = (order: Order, dispute: Dispute, recorded: number): void => {
  order.disputes = [...order.disputes.filter((one) => one.dispute !== dispute.dispute), dispute]
  order.last = recorded
}

/** A dispute may come before its order, and says so. */
const inTime = (notes: Notes, order: Order, { id, waiting }: EntryOf<"DisputeOpened" | "DisputeClosed">): void => {
  notes.same("order", id, "its order is not there yet", order.recorded === null, waiting ?? false)
}

export const opened = (notes: Notes, order: Order, entry: EntryOf<"DisputeOpened">): void => {
  const { amount, dispute, id, recorded } = entry
  inTime(notes, order, entry)
  const isFirst = order.recorded === null && order.total.unit === noUnit
  if (amount !== null && isFirst) order.total = { minor: 0n, unit: amount.unit }
  if (amount !== null) notes.same("order", id, "the unit", order.total.unit, amount.unit)
  const before = order.disputes.find((one) => one.dispute === dispute)
  notes.holds(
    before?.state !== "open",
    "order",
    id,
    `dispute ${dispute}`,
    () => "new, or closed",
    () => "open"
  )
  if (before === undefined) put(order, { dispute, state: "open", amount }, recorded)
  // Nothing was refunded for one that was closed before its order came.
  else if (order.recorded === null && amount !== null) put(order, { ...before, amount }, recorded)
}

export const closed = (notes: Notes, order: Order, entry: EntryOf<"DisputeClosed">): void => {
  const { dispute, id, outcome, recorded } = entry
  inTime(notes, order, entry)
  const before = order.disputes.find((one) => one.dispute === dispute)
  notes.holds(
    before === undefined || before.state === "open",
    "order",
    id,
    `dispute ${dispute}`,
    () => "new, or open",
    () => `${before?.state}`
  )
  put(order, { dispute, state: outcome, amount: before?.amount ?? null }, recorded)
  if (outcome !== "lost") return
  order.isChargedBack = true
  if (order.recorded !== null) fallDue(order, [{ dispute, amount: before?.amount ?? null }], keptOf(order))
}

/** What is lost is refunded at once; of an order that was awaited, after the refunds that waited with it. */
const fallDue = (order: Order, lost: readonly Pick<Dispute, "amount" | "dispute">[], kept: bigint): void => {
  let left = kept
  for (const { amount, dispute } of lost) {
    const due = amount?.minor ?? left
    if (due > 0n) order.due.set(dispute, due)
    left = left > due ? left - due : 0n
  }
}

/** Its order has come: what was lost before is due. */
export const arrived = (order: Order): void => {
  let refunded = 0n
  for (const { amount } of order.waiting.values()) refunded += amount.minor
  const lost = order.disputes.filter(({ state }) => state === "lost")
  fallDue(order, lost, keptOf({ ...order, refunded }))
}

/** A bank takes back what was disputed, once. */
export const chargedBack = (notes: Notes, order: Order, { amount, id, refund }: EntryOf<"OrderRefunded">): void => {
  notes.same("order", id, `what dispute ${refund} has lost`, order.due.get(refund) ?? 0n, amount.minor)
  order.due.delete(refund)
}

/** What of an order was neither refunded nor edited away; nothing of one that was canceled. */
export const keptOf = ({ isCanceled, refunded, total }: Pick<Order, "isCanceled" | "refunded" | "total">): bigint =>
  isCanceled || total.minor < refunded ? 0n : total.minor - refunded

/** Whether a bank is looking at it now. */
export const areOpen = (disputes: readonly Pick<Dispute, "state">[]): boolean =>
  disputes.some(({ state }) => state === "open")

/** As they are stored. */
export const factOf = ({ disputes, isCanceled, isChargedBack }: Order): Readonly<Record<string, unknown>> => ({
  canceled: isCanceled || undefined,
  chargedBack: isChargedBack || undefined,
  disputes: disputes.length === 0 ? undefined : disputes.map((one) => ({ ...one, amount: one.amount ?? undefined }))
})

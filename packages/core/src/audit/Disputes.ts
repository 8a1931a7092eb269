/** Disputes of orders, and orders that were canceled. */
import type { EntryOf } from "./Entry.ts"
import type { Order } from "./Orders.ts"
import type { Notes } from "./Report.ts"

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

export const opened = (notes: Notes, order: Order, entry: EntryOf<"DisputeOpened">): void => {
  const { amount, dispute, id, recorded } = entry
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
}

export const closed = (notes: Notes, order: Order, entry: EntryOf<"DisputeClosed">): void => {
  const { dispute, id, outcome, recorded } = entry
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
  if (outcome === "lost") order.isChargedBack = true
}

/** As they are stored. */
export const factOf = ({ disputes, isCanceled, isChargedBack }: Order): Readonly<Record<string, unknown>> => ({
  canceled: isCanceled || undefined,
  chargedBack: isChargedBack || undefined,
  disputes: disputes.length === 0 ? undefined : disputes.map((one) => ({ ...one, amount: one.amount ?? undefined }))
})

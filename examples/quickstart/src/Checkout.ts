/** What somebody does up to paying: the link or code that led here, a quote, the order. */
import { Money } from "@goodword/core"
import type { Output } from "@goodword/core/promise"
import { Complaint } from "./Complaint.ts"
import type { Order } from "./Orders.ts"
import type * as People from "./People.ts"
import { ask, type Shop } from "./Shop.ts"

export interface Paid {
  readonly visit: People.Visit
  readonly cart: Output.Quoted | undefined
  readonly total: string
}

export const touches = (shop: Shop, { came, order }: People.Visit): readonly Promise<unknown>[] => {
  if (came === undefined) return []
  const { goodword } = shop
  const at = new Date(Date.parse(order.at) - came.earlierMs).toISOString()
  if (came.source === "click") {
    return [ask(shop, goodword.touch({ code: came.code, visitor: visitorOf(order), key: order.id, at }))]
  }
  const typed = { customer: order.customer, source: "code", at } as const
  const wrong = came.mistypes
    ? [ask(shop, goodword.touch({ ...typed, code: `${came.code.slice(0, 7)}-`, key: `${order.id}/0` }))]
    : []
  return [...wrong, ask(shop, goodword.touch({ ...typed, code: came.code.toLowerCase(), key: order.id }))]
}

const visitorOf = (order: Order): string => `visitor of ${order.id}`

/** The parts of a quote and an order that say who it is. */
const whoOf = ({ came, order }: People.Visit) => ({
  customer: order.customer,
  visitor: came?.source === "click" ? visitorOf(order) : undefined,
  email: came?.email,
  at: order.at
})

export const quote = async (shop: Shop, visit: People.Visit): Promise<Output.Quoted | undefined> => {
  const { came, order } = visit
  if (came?.isQuoted !== true) return undefined
  const cart = { total: Money.format(order.total) }
  return ask(shop, shop.goodword.quote(withoutUndefined({ ...whoOf(visit), cart, key: order.id })))
}

type Defined<A> = { [K in keyof A]: Exclude<A[K], undefined> }

/** Doors take absent and undefined alike; the types only know absent. */
const withoutUndefined = <A extends object>(fields: A): Defined<A> => fields as Defined<A>

export const pay = async (shop: Shop, { cart, total, visit }: Paid): Promise<Output.Decision> => {
  const { order } = visit
  const input = withoutUndefined({ ...whoOf(visit), order: order.id, total, quote: cart?.id })
  const answer = await ask(shop, shop.goodword.orderPaid(input))
  // The same order under another date is no duplicate but a mistake in the file.
  if (answer === undefined || answer.isReplayed) throw twice(shop, order)
  if (visit.isTwice) await ask(shop, shop.goodword.orderPaid(input))
  return answer
}

const twice = ({ path }: Shop, { id, row }: Order): Complaint =>
  new Complaint(`${path}, row ${row}: order ${JSON.stringify(id)} has an earlier row with another date`)

export const percentOf = (total: string, percent: number): Money.Money => {
  const [digits = "", unit = ""] = total.split(" ")
  const minor = (BigInt(digits.replace(".", "")) * BigInt(percent)) / 100n
  return { minor, unit: unit as Money.Money["unit"] }
}

export const refundEarly = async (shop: Shop, { total, visit }: Paid): Promise<void> => {
  const { order, returned } = visit
  if (returned?.afterMs !== 0) return
  const amount = percentOf(total, returned.percent)
  if (amount.minor === 0n) return
  const refund = { order: order.id, refund: "first", amount: Money.format(amount), at: order.at }
  await ask(shop, shop.goodword.orderRefunded(refund))
}

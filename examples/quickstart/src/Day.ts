/** Time goes by: orders come in day after day, and what became due in between is done on its day. */
import { Money } from "@goodword/core"
import * as Aftermath from "./Aftermath.ts"
import * as Checkout from "./Checkout.ts"
import type { Order } from "./Orders.ts"
import { ask, type Shop, type ToCome } from "./Shop.ts"

const dayMs = 86_400_000
/** After the last order: holds end, reviews fall silent, rewards come free. */
const settlingDays = 45
const togetherMax = 256

/** Orders of one day, each of another customer, are taken in together: Goodword decides them in one batch. */
export function* together(orders: readonly Order[]): Generator<readonly Order[]> {
  let some: Order[] = []
  const customers = new Set<string>()
  for (const order of orders) {
    const isNextDay = some[0] !== undefined && some[0].at.slice(0, 10) !== order.at.slice(0, 10)
    if (isNextDay || customers.has(order.customer) || some.length === togetherMax) {
      yield some
      some = []
      customers.clear()
    }
    some.push(order)
    customers.add(order.customer)
  }
  if (some.length > 0) yield some
}

/** Lets the time after the last order pass. */
export const settle = (shop: Shop): Promise<void> => passTime(shop, shop.clock.now() + settlingDays * dayMs)

/** Goes on day by day, so that whatever becomes due is done on its day. */
const passTime = async (shop: Shop, toMs: number): Promise<void> => {
  const { agenda, clock, goodword } = shop
  for (let ms = nextDay(clock.now()); ms <= toMs; ms = nextDay(ms)) {
    clock.set(new Date(ms).toISOString())
    await goodword.runDue()
    await Promise.all(agenda.due(ms).map((what) => ask(shop, come(shop, what))))
  }
}

const nextDay = (ms: number): number => (Math.floor(ms / dayMs) + 1) * dayMs

const come = (shop: Shop, what: ToCome): Promise<object> => {
  const { goodword } = shop
  switch (what._tag) {
    case "Visit":
      return goodword.touch({ code: what.code, visitor: what.visitor, key: what.visitor })
    case "Refund":
      return goodword.orderRefunded({ order: what.order, refund: "first", amount: what.amount })
    case "Change":
      return goodword.orderChanged({ order: what.order, revision: 1, total: what.total })
    case "Verdict":
      return decided(shop, what)
  }
}

const decided = async (shop: Shop, what: Extract<ToCome, { _tag: "Verdict" }>): Promise<object> => {
  const { customer, order, verdict } = what
  const answer = await shop.goodword.closeReview({ customer, verdict, key: order })
  Aftermath.keep(shop, answer.rewards, customer)
  return answer
}

/** What some orders of one day bring: first what led to them, then the orders, then what follows. */
export const take = async (shop: Shop, orders: readonly Order[]): Promise<void> => {
  const last = orders.at(-1)?.at ?? ""
  await passTime(shop, Date.parse(last))
  if (Date.parse(last) > shop.clock.now()) shop.clock.set(last)
  const visits = orders.map((order) => shop.people.meet(order))
  await Promise.all(visits.flatMap((visit) => Checkout.touches(shop, visit)))
  const paid = await Promise.all(
    visits.map(async (visit) => {
      const cart = await Checkout.quote(shop, visit)
      return { visit, cart, total: cart?.total ?? Money.format(visit.order.total) }
    })
  )
  await Promise.all(paid.map((one) => Checkout.refundEarly(shop, one)))
  const answered = await Promise.all(paid.map(async (one) => ({ one, answer: await Checkout.pay(shop, one) })))
  for (const { answer, one } of answered) Aftermath.note(shop, one, answer)
  await Promise.all(paid.map((one) => Aftermath.redeem(shop, one)))
  const links = await Promise.all(paid.map(({ visit }) => Aftermath.enroll(shop, visit)))
  paid.forEach(({ visit }, i) => {
    Aftermath.passOn(shop, visit.order, links[i])
  })
}

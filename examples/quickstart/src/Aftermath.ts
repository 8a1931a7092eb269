/** What an order leads to: rewards to keep and use, returns, edits, and people who pass the word on. */
import { Money } from "@goodword/core"
import type { Output } from "@goodword/core/promise"
import { type Paid, percentOf } from "./Checkout.ts"
import type { Order } from "./Orders.ts"
import type { Visit } from "./People.ts"
import { ask, type Shop } from "./Shop.ts"

const dayMs = 86_400_000

/** Writes down what is to come of an order, and what people hold from now on. */
export const note = (shop: Shop, paid: Paid, answer: Output.Decision): void => {
  const { agenda } = shop
  const { total, visit } = paid
  const { order, returned } = visit
  const nowMs = Date.parse(order.at)
  keep(shop, answer.rewards, order.customer)
  remember(shop, order, answer)
  const verdict = answer.referral?.state === "in-review" ? shop.people.staff(order) : undefined
  if (verdict !== undefined) {
    const { customer, id } = order
    agenda.note(nowMs + verdict.afterMs, { _tag: "Verdict", customer, order: id, verdict: verdict.verdict })
  }
  if (returned !== undefined && returned.afterMs > 0) {
    const amount = percentOf(total, returned.percent)
    if (amount.minor > 0n) {
      agenda.note(nowMs + returned.afterMs, { _tag: "Refund", order: order.id, amount: Money.format(amount) })
    }
  }
  if (visit.editedToPercent !== undefined) {
    const edited = Money.format(percentOf(total, visit.editedToPercent))
    agenda.note(nowMs + dayMs, { _tag: "Change", order: order.id, total: edited })
  }
}

/** The order with the most rewards is the one to explain; among equals, the one with the most checks. */
const remember = ({ best, customerOf }: Shop, { customer, id }: Order, answer: Output.Decision): void => {
  const rewards = answer.rewards.length
  const checks = answer.because.length
  if (rewards < best.rewards || (rewards === best.rewards && checks <= best.checks)) return
  const advocate = customerOf.get(answer.referral?.advocate ?? "") ?? ""
  Object.assign(best, { order: id, customer, advocate, rewards, checks })
}

export const keep = (shop: Shop, rewards: readonly Output.Reward[], friend: string): void => {
  for (const { availableAt, id, person, side, state } of rewards) {
    const customer = side === "friend" ? friend : shop.customerOf.get(person)
    if (customer === undefined || state === "redeemed") continue
    const wallet = shop.wallets.get(customer) ?? []
    wallet.push({ reward: id, fromMs: Date.parse(availableAt) })
    shop.wallets.set(customer, wallet)
  }
}

export const redeem = async (shop: Shop, { total, visit }: Paid): Promise<void> => {
  const { at, customer, id: order } = visit.order
  const wallet = shop.wallets.get(customer)
  if (wallet === undefined || !shop.people.redeems(visit.order)) return
  const isFree = ({ fromMs }: { readonly fromMs: number }): boolean => fromMs <= Date.parse(at)
  const later = wallet.filter((one) => !isFree(one))
  if (later.length > 0) shop.wallets.set(customer, later)
  else shop.wallets.delete(customer)
  const uses = wallet.filter(isFree).map(({ reward }) => ask(shop, shop.goodword.redeem({ reward, order, total, at })))
  await Promise.all(uses)
}

export const enroll = (shop: Shop, { enrolls, order }: Visit): Promise<Output.Enrolled | undefined> => {
  if (!enrolls) return Promise.resolve(undefined)
  const { at, customer } = order
  return ask(shop, shop.goodword.enroll({ customer, email: shop.people.email(customer), key: customer, at }))
}

/** Who has a link may show it to others, who look at it in the weeks after. */
export const passOn = (shop: Shop, order: Order, enrolled: Output.Enrolled | undefined): void => {
  const { agenda, customerOf, people } = shop
  if (enrolled !== undefined) customerOf.set(enrolled.person, order.customer)
  const shared = enrolled === undefined ? people.sharesAgain(order) : people.gotLink(enrolled.code, order)
  if (shared === undefined) return
  for (const [i, laterMs] of shared.visits.entries()) {
    const visitor = `visitor ${i + 1} after ${order.id}`
    agenda.note(Date.parse(order.at) + laterMs, { _tag: "Visit", code: shared.code, visitor })
  }
}

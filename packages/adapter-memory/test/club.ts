/** A club: points at a rate, which buy credit that is used, a mug that is sent, and credit that is given back. */
import { freeProduct, type Program, points, storeCredit } from "@goodword/core"
import type { Goodword } from "@goodword/core/promise"

const club: Program.Input = {
  id: "club",
  timeZone: "UTC",
  friend: { on: "every order", give: points({ amount: "2 points", per: "1.00 USD" }) },
  exchanges: [
    { id: "credit-back", from: "20 points", give: storeCredit({ amount: "1.00 USD" }), expires: "30 days" },
    { id: "mug", from: "15 points", give: freeProduct({ product: "a mug" }), cap: { count: 1, per: "ever" } }
  ],
  onSilence: "hold"
}

/** Somebody orders twice, gives back a part of one order, and uses the points. */
export const exchanged = async (goodword: Goodword): Promise<void> => {
  await goodword.publish(club)
  await goodword.enroll({ program: "club", customer: "uma", code: "UMA", key: "e-uma" })
  await goodword.touch({ customer: "val", code: "UMA", key: "t-val" })
  await goodword.orderPaid({ order: "v1", customer: "val", total: "30.50 USD" })
  await goodword.orderPaid({ order: "v2", customer: "val", total: "20.00 USD" })
  await goodword.orderRefunded({ order: "v1", refund: "r1", amount: "0.75 USD" })
  const exchange = (exchange: string, key: string, times?: number) =>
    goodword.exchange({ program: "club", customer: "val", exchange, key, times })
  await exchange("credit-back", "x1", 2)
  await goodword.spend({ customer: "val", amount: "0.75 USD", order: "v9", total: "50.00 USD", key: "s-val" })
  await exchange("mug", "x2")
  await exchange("credit-back", "x3")
  await goodword.unspend({ exchange: "x3", key: "x3-back" })
}

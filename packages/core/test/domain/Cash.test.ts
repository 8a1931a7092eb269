/** Cash: owed until a payout pays it, and of no use on an order. */
import { describe, expect, it } from "vitest"
import { program, Shop } from "../arbitraries/shop.ts"

const cash = (amount = "10.00 USD") => ({ kind: "cash" as const, amount })

const earned = (offer: object = {}) => {
  const shop = new Shop(program({ advocate: { give: cash(), ...offer } } as never)).enroll("ann")
  shop.refer("ann", "bob", "o1")
  return shop
}
const intents = (shop: Shop) => [...shop.world.messages.values()].filter(({ _tag }) => _tag === "Intent")

describe("Cash", () => {
  it("is owed from when it is available, and no plugin is asked", () => {
    const shop = earned({ hold: "1 day" })
    expect([shop.balance("owed/ann", "USD", "pending"), shop.balance("owed/ann")]).toEqual([1000n, 0n])
    shop.after(86_400_000)
    expect([shop.balance("owed/ann", "USD", "pending"), shop.balance("owed/ann")]).toEqual([0n, 1000n])
    expect([shop.only("advocate").state, shop.only("advocate").purse, intents(shop)]).toEqual([
      "available",
      "payout",
      []
    ])
  })

  it("cannot be redeemed on an order, nor spent", () => {
    const shop = earned()
    const { reward } = shop.only("advocate")
    expect(shop.try(shop.redeeming(reward, "o9", "50.00 USD"))).toMatchObject({ _tag: "RewardNotFitting" })
    expect(shop.try(shop.spending("s1", "ann", "0.01 USD", "o9"))).toMatchObject({ _tag: "NotEnough", lots: 0 })
    expect(shop.standings).toEqual(["advocate: 10.00 USD cash available"])
  })

  it("is spent around: of cash and credit, an order takes the credit alone", () => {
    const give = { policy: "and", of: [cash(), { kind: "store-credit", amount: "4.00 USD" }] }
    const shop = earned({ give })
    expect(shop.try(shop.spending("s1", "ann", "4.01 USD", "o9"))).toMatchObject({ _tag: "NotEnough" })
    shop.spend("s2", "ann", "4.00 USD", "o9")
    expect([shop.only("advocate").used.minor, shop.only("advocate.2").used.minor]).toEqual([0n, 400n])
  })

  it.each([
    ["0.01 USD", 0n],
    ["0.05 USD", 1n],
    ["50.00 USD", 500n],
    ["99.99 USD", 1000n],
    ["100.00 USD", 1000n]
  ])(
    "of an order of 100.00 USD %s comes back: %d cents of ten dollars are taken, and no plugin hears of it",
    (amount, taken) => {
      const shop = earned()
      shop.refund("o1", "r1", amount)
      expect([shop.only("advocate").taken.minor, shop.balance("owed/ann"), intents(shop)]).toEqual([
        taken,
        1000n - taken,
        []
      ])
    }
  )

  it("is given for every fifth friend", () => {
    const shop = new Shop(program({ milestones: [{ every: 5, give: cash("20.00 USD") }] } as never)).enroll("ann")
    const owed = Array.from({ length: 10 }, (_, i) => {
      shop.refer("ann", `f${i}`, `o${i}`)
      return shop.balance("owed/ann")
    })
    expect(owed).toEqual([0n, 0n, 0n, 0n, 2000n, 2000n, 2000n, 2000n, 2000n, 4000n])
    shop.refund("o3", "r1", "100.00 USD")
    expect(shop.balance("owed/ann")).toBe(2000n)
  })
})

import { describe, expect, it } from "vitest"
import { credit, day, one, percentOff, pointsOf, program, Shop, tags } from "../arbitraries/shop.ts"

const open = () =>
  new Shop(
    program({
      friend: { give: percentOff(20) },
      advocate: [
        { id: "held", give: credit(), hold: "14 days", cap: { count: 1, per: "ever" } },
        { id: "now", give: pointsOf() }
      ],
      milestones: [{ every: 1, give: pointsOf("50 points") }]
    })
  )
    .enroll("ann")
    .touch("ann", "bob")

const ordered = () => {
  const shop = open()
  shop.quote("q1", "bob", "100.00 USD")
  shop.order("o1", "bob", "80.00 USD", { quote: "q1" })
  return shop
}

describe("Cancellation", () => {
  it("gives everything back that is kept, and the friend may qualify again", () => {
    const shop = ordered()
    shop.refund("o1", "r1", "20.00 USD")
    expect(tags(shop.cancel("o1"))).toEqual([
      "OrderCanceled",
      "RewardTakenBack",
      "RewardTakenBack",
      "RewardTakenBack",
      "ReferralUnqualified",
      "RewardTakenBack"
    ])
    expect(shop.rewards.map(({ state }) => state).sort()).toEqual(["reversed", "reversed", "reversed", "voided"])
    expect([shop.balance("owed/ann"), shop.balance("owed/bob"), shop.balance("redeemed/spring")]).toEqual([0n, 0n, 0n])
    expect(shop.order("o2", "bob", "50.00 USD").events.map(({ _tag }) => _tag)).toContain("ReferralQualified")
  })

  it("is the same again and again, and takes nothing that is gone already", () => {
    const shop = ordered()
    shop.refund("o1", "r1", "80.00 USD")
    expect(tags(shop.cancel("o1"))).toEqual(["OrderCanceled"])
    expect(shop.try(shop.canceling("o1"))).toBe("Repeated")
    shop.world.receipts.clear()
    expect(tags(shop.cancel("o1"))).toEqual([])
  })

  it("after a refund that waits for the order waits as well, and is known when the order comes", () => {
    const shop = open()
    shop.refund("o1", "r1", "5.00 USD")
    expect(one(shop.cancel("o1"), "OrderCanceled").waiting).toBe(true)
    expect(tags(shop.order("o1", "bob", "80.00 USD"))).toContain("OrderNotCounted")
    const other = open()
    other.order("o1", "bob", "80.00 USD")
    expect(one(other.cancel("o1"), "OrderCanceled").waiting).toBe(false)
  })

  it("stays, whatever edits and refunds come afterwards", () => {
    const shop = ordered()
    shop.cancel("o1")
    expect(tags(shop.change("o1", 1, "90.00 USD"))).toEqual(["OrderChanged"])
    expect(tags(shop.refund("o1", "r1", "10.00 USD"))).toEqual(["OrderRefunded"])
    expect(shop.rewards.every(({ state }) => state === "voided" || state === "reversed")).toBe(true)
  })

  it("before its order waits for it, and the order earns nothing", () => {
    const shop = open()
    expect(tags(shop.cancel("o1"))).toEqual(["OrderCanceled"])
    shop.refund("o1", "r1", "5.00 USD")
    expect(shop.try(shop.ordering("o1", "bob", "80 JPY"))).toMatchObject({ _tag: "CurrencyMismatch" })
    expect(tags(shop.order("o1", "bob", "80.00 USD"))).toEqual([
      "OrderRecorded",
      "ReferralAttributed",
      "OrderNotCounted",
      "OrderRefunded"
    ])
    expect(shop.rewards).toEqual([])
  })

  it("of what was used on another order becomes a debt", () => {
    const shop = ordered().after(15 * day)
    shop.redeem(shop.only("held").reward, "o7", "50.00 USD")
    shop.cancel("o1")
    expect(shop.balance("debt/ann")).toBe(-1000n)
  })

  it("before there was ever an order of that name is no order: edits are still refused", () => {
    const shop = open()
    shop.cancel("o9")
    expect(shop.try(shop.changing("o9", 1, "1.00 USD"))).toMatchObject({ _tag: "OrderUnknown" })
  })
})

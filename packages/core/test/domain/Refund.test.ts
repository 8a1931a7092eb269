import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { law } from "../arbitraries/money.ts"
import { written } from "../arbitraries/programs.ts"
import { all, credit, day, giftCard, one, percentOff, pointsOf, program, Shop, tags } from "../arbitraries/shop.ts"

const open = (input = {}) => new Shop(program({ advocate: { give: credit() }, ...input })).enroll("ann")
const ordered = (input = {}, total = "100.00 USD") => {
  const shop = open(input)
  shop.refer("ann", "bob", "o1", total)
  return shop
}

describe("Refund", () => {
  it.each([
    ["30.00 USD", "3.00 USD"],
    ["0.04 USD", "0.00 USD"],
    ["0.05 USD", "0.01 USD"],
    ["99.99 USD", "10.00 USD"]
  ])("of %s takes back the share of a flat amount, %s", (amount, share) => {
    const shop = ordered()
    const taken = all(shop.refund("o1", "r1", amount), "RewardTakenBack")
    expect(taken.map((one) => one.amount.minor)).toEqual(share === "0.00 USD" ? [] : [BigInt(share.replace(/\D/g, ""))])
  })

  it("of all takes back all; pending is voided, available reversed, the friend may qualify again", () => {
    const shop = ordered({
      advocate: [
        { id: "held", give: credit(), hold: "1 day" },
        { id: "now", give: pointsOf() }
      ]
    })
    expect(tags(shop.refund("o1", "r1", "100.00 USD"))).toEqual([
      "OrderRefunded",
      "RewardTakenBack",
      "RewardTakenBack",
      "ReferralUnqualified"
    ])
    expect(shop.rewards.map((reward) => reward.state)).toEqual(["voided", "reversed"])
    expect(tags(shop.order("o2", "bob", "50.00 USD"))).toContain("ReferralQualified")
  })

  it("where terms say recompute, the terms are applied to what was kept", () => {
    const when = [{ condition: "minimum-total", amount: "80.00 USD" }]
    const shop = ordered({ advocate: { give: credit(), onPartialRefund: "recompute", when } })
    expect(tags(shop.refund("o1", "r1", "20.00 USD"))).toEqual(["OrderRefunded"])
    expect(one(shop.refund("o1", "r2", "0.01 USD"), "RewardTakenBack").amount.minor).toBe(1000n)
  })

  it("beyond the order takes back no more than was granted", () => {
    const shop = ordered()
    shop.refund("o1", "r1", "70.00 USD")
    shop.refund("o1", "r2", "70.00 USD")
    expect(tags(shop.refund("o1", "r3", "70.00 USD"))).toEqual(["OrderRefunded"])
    expect(shop.standings).toEqual(["advocate: 10.00 USD less 10.00 USD store-credit reversed"])
  })

  it("before its order waits for it, and then takes the same share", () => {
    const shop = open()
    expect(one(shop.refund("o1", "r1", "30.00 USD"), "OrderRefunded").waiting).toBe(true)
    shop.refund("o1", "r2", "20.00 USD")
    const order = shop.refer("ann", "bob", "o1")
    expect(all(order, "OrderRefunded").map((event) => event.waiting)).toEqual([false, false])
    expect(shop.standings).toEqual(["advocate: 10.00 USD less 5.00 USD store-credit available"])
  })

  it("before an order that does not count any more takes nothing", () => {
    const shop = ordered()
    shop.refund("o2", "r1", "100.00 USD")
    expect(tags(shop.order("o2", "bob", "100.00 USD"))).toEqual(["OrderRecorded", "OrderNotCounted", "OrderRefunded"])
    expect(shop.only("advocate").state).toBe("available")
  })

  it("before its order: eight may wait, and all of one currency", () => {
    const shop = open()
    for (let n = 0; n < 8; n++) shop.refund("o1", `r${n}`, "1.00 USD")
    expect(shop.try(shop.refunding("o1", "r9", "1.00 USD"))).toEqual({
      _tag: "TooManyWaiting",
      order: "o1",
      limit: 8
    })
    expect(shop.try(shop.refunding("o1", "r10", "1 JPY"))).toMatchObject({ _tag: "CurrencyMismatch", path: "amount" })
  })

  it("in another currency than the order is refused", () => {
    const shop = ordered()
    expect(shop.try(shop.refunding("o1", "r1", "1 JPY"))).toMatchObject({ _tag: "CurrencyMismatch", expected: "USD" })
  })

  it("the same refund twice is one", () => {
    const shop = ordered()
    shop.refund("o1", "r1", "30.00 USD")
    expect(shop.try(shop.refunding("o1", "r1", "30.00 USD"))).toBe("Repeated")
  })

  it("of what was used elsewhere becomes the person's debt", () => {
    const shop = ordered()
    shop.redeem(shop.only("advocate").reward, "o7", "50.00 USD")
    shop.refund("o1", "r1", "100.00 USD")
    expect([shop.balance("debt/ann"), shop.balance("owed/ann"), shop.only("advocate").state]).toEqual([
      -1000n,
      0n,
      "reversed"
    ])
  })

  it("of a discounted order gives the discount back with it", () => {
    const shop = open({ friend: { give: percentOff(20) }, advocate: [] }).touch("ann", "bob")
    shop.quote("q1", "bob", "100.00 USD")
    shop.order("o1", "bob", "80.00 USD", { quote: "q1" })
    shop.refund("o1", "r1", "20.00 USD")
    expect(shop.standings).toEqual(["friend: 20.00 USD less 5.00 USD percent-off redeemed"])
    expect([shop.balance("redeemed/spring"), shop.balance("expense/spring"), shop.balance("owed/bob")]).toEqual([
      1500n,
      -1500n,
      0n
    ])
  })

  it("law 27: many partial refunds take exactly what one whole refund takes, to the cent, whenever they come", () => {
    const parts = fc.array(fc.tuple(fc.integer({ min: 1, max: 4000 }), fc.constantFrom(0, day, 3 * day)), {
      minLength: 1,
      maxLength: 8
    })
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 999 }),
        fc.boolean(),
        (split, total, size, isMinimum) => {
          const when = isMinimum ? [{ condition: "minimum-total", amount: "0.50 USD" }] : []
          const advocate = [
            { id: "flat", give: credit(written(size, "USD")), hold: "2 days", when },
            { id: "anew", give: giftCard(written(size, "USD")), onPartialRefund: "recompute" as const, when },
            { id: "points", give: pointsOf(`${size} points`) }
          ]
          const order = written(total, "USD")
          const many = ordered({ advocate }, order)
          const whole = ordered({ advocate }, order)
          let sum = 0
          for (const [n, [part, pause]] of split.entries()) {
            many.refund("o1", `r${n}`, written(part, "USD"))
            many.after(pause)
            sum += part
          }
          whole.refund("o1", "r", written(sum, "USD"))
          const takenIn = (shop: Shop) => shop.rewards.map(({ rule, taken }) => `${rule} ${taken.minor}`)
          expect(takenIn(many)).toEqual(takenIn(whole))
          expect(many.referral("bob")?.state).toBe(whole.referral("bob")?.state)
        }
      ),
      law
    )
  })
})

import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Program from "../../src/domain/Program.ts"
import { all, failures, one, program, Shop } from "../arbitraries/shop.ts"

const paying = (terms: object, offer: object = {}) => ({ give: { kind: "commission" as const, ...terms }, ...offer })
const sold = (terms: object, total: string, seen: { country?: string } = {}, offer: object = {}) => {
  const shop = new Shop(program({ advocate: paying(terms, offer) })).enroll("ann").touch("ann", "bob")
  return { shop, order: shop.order("o1", "bob", total, seen) }
}
const abroad = {
  percent: 10,
  rates: [
    { countries: ["US", "CA"], percent: 20 },
    { countries: ["CA", "DE"], amount: "3.00 USD" }
  ]
}

describe("A commission", () => {
  it.each([
    ["a share", { percent: 10 }, "80.05 USD", 801n],
    ["a flat amount", { amount: "5.00 USD" }, "80.00 USD", 500n],
    ["the flat amount where it is more", { percent: 10, amount: "5.00 USD" }, "49.94 USD", 500n],
    ["either where they are the same", { percent: 10, amount: "5.00 USD" }, "50.00 USD", 500n],
    ["the share where it is more", { percent: 10, amount: "5.00 USD" }, "50.05 USD", 501n],
    ["up to its maximum", { percent: 10, maximum: "5.00 USD" }, "50.00 USD", 500n],
    ["and no more", { percent: 10, maximum: "5.00 USD" }, "50.05 USD", 500n],
    ["from the smallest order on", { percent: 10, minimumOrder: "40.00 USD" }, "40.00 USD", 400n]
  ])("pays %s: %j on %s", (_, terms, total, minor) => {
    expect(one(sold(terms, total).order, "RewardGranted").amount).toEqual({ minor, unit: "USD" })
  })

  it.each([
    ["below its smallest order", { percent: 10, minimumOrder: "40.00 USD" }, "39.99 USD"],
    ["in another currency than the order", { amount: "5.00 EUR" }, "40.00 USD"],
    ["compared with an amount of another currency", { percent: 10, amount: "5.00 EUR" }, "40.00 USD"],
    ["that comes to less than half a cent", { percent: 10 }, "0.04 USD"],
    ["where no country has a rate", { rates: [{ countries: ["US"], percent: 10 }] }, "40.00 USD"]
  ])("pays nothing %s, and says so", (_, terms, total) => {
    const refused = one(sold(terms, total).order, "RewardRefused")
    expect([refused.reason, failures(refused)]).toEqual(["commission", ["commission"]])
  })

  it.each([
    ["US", 1600n],
    ["CA", 1600n],
    ["DE", 300n],
    ["FR", 800n],
    [undefined, 800n]
  ])("goes by the first list that names the order's country: %s", (country, minor) => {
    const { order } = sold(abroad, "80.00 USD", country === undefined ? {} : { country })
    expect(one(order, "RewardGranted").amount.minor).toBe(minor)
  })

  it("is computed anew on what is kept, at the rate of the order's country", () => {
    const { shop } = sold(abroad, "80.00 USD", { country: "US" })
    expect(one(shop.refund("o1", "r1", "30.00 USD"), "RewardTakenBack").amount.minor).toBe(600n)
    shop.change("o1", 1, "70.00 USD")
    expect(shop.only("advocate").taken.minor).toBe(800n)
  })

  it("keeps a flat amount while it is the better of the two", () => {
    const { shop } = sold({ percent: 10, amount: "5.00 USD" }, "80.00 USD")
    expect(one(shop.refund("o1", "r1", "20.00 USD"), "RewardTakenBack").amount.minor).toBe(200n)
    expect(one(shop.refund("o1", "r2", "20.00 USD"), "RewardTakenBack").amount.minor).toBe(100n)
    expect(all(shop.refund("o1", "r3", "39.99 USD"), "RewardTakenBack")).toEqual([])
    expect(one(shop.refund("o1", "r4", "0.01 USD"), "RewardTakenBack").amount.minor).toBe(500n)
  })

  it("recurs for so many orders, under the terms that the referral began with", () => {
    const offer = { on: "every order", orders: 2 }
    const { shop } = sold({ percent: 10 }, "80.00 USD", {}, offer)
    shop.publish(program({ advocate: paying({ percent: 50 }, offer) }), "publish")
    shop.order("o2", "bob", "50.00 USD")
    shop.order("o3", "bob", "50.00 USD")
    expect(shop.rewards.map(({ amount, order }) => `${order} ${amount.minor}`)).toEqual(["o1 800", "o2 500"])
  })

  it.each([
    [{}, "advocate.give: says no rate"],
    [{ rates: [{ countries: ["US"] }] }, "advocate.give.rates[0]: says no rate"],
    [{ amount: "1.00 USD", maximum: "1.00 EUR" }, "advocate.give: has amounts in USD and EUR"],
    [
      { amount: "1.00 USD", rates: [{ countries: ["US"], amount: "1.00 EUR" }] },
      "advocate.give: has amounts in USD and EUR"
    ],
    [{ percent: 101 }, "advocate.give.percent: "],
    [{ percent: 10, rates: [{ countries: ["usa"], percent: 1 }] }, "advocate.give.rates[0].countries[0]: "]
  ])("is refused where its terms say nothing or too much: %j", (terms, said) => {
    const read = Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", advocate: paying(terms) })
    const issues = Result.isFailure(read) ? read.failure.issues.map(({ message, path }) => `${path}: ${message}`) : []
    expect(issues).toEqual([expect.stringContaining(said)])
  })
})

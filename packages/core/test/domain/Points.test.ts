import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Program from "../../src/domain/Program.ts"
import { all, failures, line, one, part, program, Shop } from "../arbitraries/shop.ts"

const earning = (terms: object, offer: object = {}) => ({ give: { kind: "points" as const, ...terms }, ...offer })
const rate = { amount: "2 points", per: "1.00 USD" }
const sold = (terms: object, total: string, offer: object = {}, lines?: Parameters<Shop["order"]>[3]) => {
  const shop = new Shop(program({ advocate: earning(terms, offer) })).enroll("ann").touch("ann", "bob")
  return { shop, order: shop.order("o1", "bob", total, lines) }
}
const shirtAndMug = { lines: [line("a", "shirt", "30.50 USD"), line("b", "mug", "9.50 USD")] }

describe("Points at a rate", () => {
  it.each([
    ["for the first step", rate, "1.00 USD", 2n],
    ["for full steps alone", rate, "49.99 USD", 98n],
    ["from the next step on", rate, "50.00 USD", 100n],
    ["up to their maximum", { ...rate, maximum: "100 points" }, "50.99 USD", 100n],
    ["and no more", { ...rate, maximum: "100 points" }, "51.00 USD", 100n],
    ["by steps of any size", { amount: "50 points", per: "25.00 USD" }, "74.99 USD", 100n]
  ])("are given %s: %j on %s", (_, terms, total, minor) => {
    expect(one(sold(terms, total).order, "RewardGranted").amount).toEqual({ minor, unit: "points" })
  })

  it.each([
    ["below the first step", rate, "0.99 USD"],
    ["for an order in another currency", { amount: "2 points", per: "1.00 EUR" }, "80.00 USD"]
  ])("are not given %s, and it is said why", (_, terms, total) => {
    const refused = one(sold(terms, total).order, "RewardRefused")
    expect([refused.reason, failures(refused)]).toEqual(["points", ["points"]])
  })

  it("end at the largest amount that there is", () => {
    const most = "1000000000000000 points"
    const { order } = sold({ amount: most, per: "0.01 USD" }, "0.02 USD")
    expect(one(order, "RewardGranted").amount.minor).toBe(10n ** 15n)
  })

  it("are computed anew on what is kept: a refund takes whole steps", () => {
    const { shop } = sold(rate, "50.00 USD")
    expect(one(shop.refund("o1", "r1", "0.01 USD"), "RewardTakenBack").amount.minor).toBe(2n)
    expect(all(shop.refund("o1", "r2", "0.99 USD"), "RewardTakenBack")).toEqual([])
    expect(one(shop.refund("o1", "r3", "20.00 USD"), "RewardTakenBack").amount.minor).toBe(40n)
    shop.refund("o1", "r4", "29.00 USD")
    expect(shop.only("advocate").state).toBe("reversed")
  })

  it("keep their maximum while what is kept is worth it", () => {
    const { shop } = sold({ ...rate, maximum: "60 points" }, "50.00 USD")
    expect(all(shop.refund("o1", "r1", "20.00 USD"), "RewardTakenBack")).toEqual([])
    expect(one(shop.refund("o1", "r2", "0.01 USD"), "RewardTakenBack").amount.minor).toBe(2n)
  })

  it("are shared where the offer says so, and fixed ones where it does not", () => {
    const shared = sold(rate, "50.00 USD", { onPartialRefund: "proportional" }).shop
    expect(one(shared.refund("o1", "r1", "0.25 USD"), "RewardTakenBack").amount.minor).toBe(1n)
    const fixed = sold({ amount: "100 points" }, "50.00 USD").shop
    expect(one(fixed.refund("o1", "r1", "12.50 USD"), "RewardTakenBack").amount.minor).toBe(25n)
  })

  it("go by the lines of their products, and lose what comes back of these", () => {
    const { order, shop } = sold({ ...rate, products: { only: ["shirt"] } }, "40.00 USD", {}, shirtAndMug)
    expect(one(order, "RewardGranted")).toMatchObject({
      amount: { minor: 60n },
      basis: { minor: 30_50n },
      ofLines: true
    })
    expect(all(shop.refund("o1", "r1", "9.50 USD", [part("b", "9.50 USD")]), "RewardTakenBack")).toEqual([])
    const shirt = shop.refund("o1", "r2", "0.51 USD", [part("a", "0.51 USD")])
    expect(one(shirt, "RewardTakenBack").amount.minor).toBe(2n)
  })

  it("are multiplied, and so is what a refund leaves of them", () => {
    const events = [{ id: "double", from: "2026-01-01", until: "2027-01-01", multiply: 2 }]
    const shop = new Shop(program({ advocate: earning(rate), events })).enroll("ann").touch("ann", "bob")
    expect(one(shop.order("o1", "bob", "10.99 USD"), "RewardGranted").amount.minor).toBe(40n)
    expect(one(shop.refund("o1", "r1", "1.00 USD"), "RewardTakenBack").amount.minor).toBe(4n)
  })

  it("stand beside a budget in money, which carries no points", () => {
    const budget = { amount: "1.00 USD", per: "ever" as const }
    const shop = new Shop(program({ advocate: earning(rate), budget })).enroll("ann").touch("ann", "bob")
    expect(one(shop.order("o1", "bob", "500.00 USD"), "RewardGranted")).toMatchObject({
      amount: { minor: 1_000n },
      charges: []
    })
  })

  it("fill what is left of a cap, and lose by their own amount", () => {
    const cap = { amount: "30 points", per: "ever" as const, onFull: "fill" as const }
    const { shop } = sold(rate, "50.00 USD", { cap })
    expect(shop.only("advocate").amount.minor).toBe(30n)
    expect(all(shop.refund("o1", "r1", "35.00 USD"), "RewardTakenBack")).toEqual([])
    expect(one(shop.refund("o1", "r2", "1.00 USD"), "RewardTakenBack").amount.minor).toBe(2n)
  })

  it.each([
    [{ amount: "5 points", maximum: "9 points" }, {}, "advocate.give: has a maximum, but no rate"],
    [{ amount: "2 points", per: "10 points" }, {}, "advocate.give.per: 10 points must be of a currency"],
    [{ amount: "2.00 USD", per: "1.00 USD" }, {}, "advocate.give.amount: 2.00 USD must be of points"],
    [
      rate,
      { on: "sign-up" },
      "advocate.on: pays on sign-up, and this reward (points) is worth something only on an order"
    ],
    [rate, { cap: { amount: "5.00 USD", per: "ever" } }, "advocate.cap.amount: is in USD, but the reward is in points"]
  ])("are refused where their terms mean nothing: %j %j", (terms, offer, said) => {
    const document = { id: "spring", timeZone: "UTC", onSilence: "hold", advocate: earning(terms, offer) }
    const read = Program.decode(document)
    const issues = Result.isFailure(read) ? read.failure.issues.map(({ message, path }) => `${path}: ${message}`) : []
    expect(issues).toEqual([expect.stringContaining(said)])
  })
})

import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { PayoutCommand } from "../../src/domain/Command.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { PersonId } from "../../src/domain/Ids.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Program from "../../src/domain/Program.ts"
import { usd } from "../arbitraries/lots.ts"
import { all, failures, money, one, program, Shop } from "../arbitraries/shop.ts"

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

const ann = "ann" as PersonId

/** Twenty percent of an order of 100.00 USD is owed; a run `r` is open, from so much on. */
const owing = ({ hold, minimum = "0.01 USD" }: { hold?: string; minimum?: string } = {}) => {
  const { shop } = sold({ percent: 20 }, "100.00 USD", {}, hold === undefined ? {} : { hold })
  const at = shop.world.now
  const commands: readonly PayoutCommand[] = [
    { _tag: "OpenPayout", at, run: "r", minimum: money(minimum), holdMs: 0 },
    { _tag: "SelectPayout", at, run: "r", person: ann, unit: usd }
  ]
  for (const command of commands) shop.do(command)
  return shop
}
const paid = () => {
  const shop = owing()
  const at = shop.world.now
  shop.do({ _tag: "ApprovePayout", at, run: "r" })
  shop.after(0).do({ _tag: "PaidPayout", at, run: "r", person: ann, reference: "bank 1" })
  return shop
}
const itemOf = (shop: Shop) => shop.world.fact<Fact.PayoutItem>(Key.payoutItem("r", ann))
/** What is sent to others than the engine itself. */
const messages = (shop: Shop) =>
  [...shop.world.messages.values()].flatMap(({ _tag }) => (_tag === "Wake" ? [] : [_tag]))

describe("What a commission comes to", () => {
  it("is owed until a payout pays it, and no plugin is asked before", () => {
    const { shop } = sold({ percent: 20 }, "100.00 USD")
    expect([shop.only("advocate").purse, shop.balance("owed/ann"), messages(shop)]).toEqual(["payout", 2000n, []])
  })

  it("cannot be spent on an order, nor redeemed", () => {
    const { shop } = sold({ percent: 20 }, "100.00 USD")
    expect(shop.try(shop.spending("s1", "ann", "0.01 USD", "o9"))).toMatchObject({ _tag: "NotEnough", lots: 0 })
    const { reward } = shop.only("advocate")
    expect(shop.try(shop.redeeming(reward, "o9", "50.00 USD"))).toMatchObject({ _tag: "RewardNotFitting" })
  })

  it.each([
    ["that reaches the minimum", { minimum: "20.00 USD" }, money("20.00 USD")],
    ["that is a cent short of it", { minimum: "20.01 USD" }, undefined],
    ["whose hold is not over", { hold: "1 day" }, undefined]
  ])("is selected where it is an amount %s: %j", (_, how, amount) => {
    expect(itemOf(owing(how))?.amount).toEqual(amount)
  })

  it("is paid once: one payment is handed on, and another run finds nothing", () => {
    const shop = paid()
    expect(messages(shop)).toEqual(["Payment"])
    expect([shop.balance("owed/ann"), shop.only("advocate").used.minor]).toEqual([0n, 2000n])
    const at = shop.world.now
    shop.do({ _tag: "OpenPayout", at, run: "s", minimum: money("0.01 USD"), holdMs: 0 })
    expect(shop.do({ _tag: "SelectPayout", at, run: "s", person: ann, unit: usd }).events).toEqual([])
  })

  it.each([
    ["0.01 USD", 0n],
    ["25.00 USD", 500n],
    ["100.00 USD", 2000n]
  ])("once paid, a refund of %s leaves a debt of %d cents, which the next commission pays", (amount, debt) => {
    const shop = paid()
    shop.refund("o1", "r1", amount)
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([-debt, 0n])
    shop.touch("ann", "cat").order("o2", "cat", "150.00 USD")
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([0n, 3000n - debt])
  })
})

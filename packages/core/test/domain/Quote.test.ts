import { describe, expect, it } from "vitest"
import * as Money from "../../src/domain/Money.ts"
import { all, credit, failures, fixedOff, one, percentOff, program, Shop, tags } from "../arbitraries/shop.ts"

const open = (...friend: ReadonlyArray<{ readonly id: string; readonly give: { readonly kind: string } }>) =>
  new Shop(program({ friend, advocate: { give: credit() } })).enroll("ann").touch("ann", "bob")
const offer = (give: { readonly kind: string }, id = "friend") => ({ id, give })

const discounts = (shop: Shop, cart: string): ReadonlyArray<string> =>
  one(shop.quote("q1", "bob", cart), "QuoteMade").discounts.map(({ amount, rule }) => `${rule} ${Money.format(amount)}`)

describe("Quote", () => {
  it.each([
    ["20 percent", percentOff(20), "100.00 USD", ["friend 20.00 USD"]],
    ["rounded half away from zero", percentOff(50), "0.01 USD", ["friend 0.01 USD"]],
    ["rounded to nothing", percentOff(20), "0.02 USD", []],
    ["a percentage of yen", percentOff(33), "100 JPY", ["friend 33 JPY"]],
    ["up to a maximum", percentOff(20, { maximum: "15.00 USD" }), "100.00 USD", ["friend 15.00 USD"]],
    ["at the minimum", percentOff(20, { minimumOrder: "40.00 USD" }), "40.00 USD", ["friend 8.00 USD"]],
    ["below the minimum", percentOff(20, { minimumOrder: "40.00 USD" }), "39.99 USD", []],
    ["a minimum in another currency", percentOff(20, { minimumOrder: "40.00 USD" }), "100.00 EUR", []],
    ["everything", percentOff(100), "12.34 USD", ["friend 12.34 USD"]],
    ["a fixed amount", fixedOff("10.00 USD"), "25.00 USD", ["friend 10.00 USD"]],
    ["a fixed amount, never more than the cart", fixedOff("10.00 USD"), "9.99 USD", ["friend 9.99 USD"]],
    ["a fixed amount of another currency", fixedOff("10.00 USD"), "25.00 EUR", []],
    ["nothing off nothing", percentOff(20), "0.00 USD", []]
  ])("gives %s", (_, give, cart, expected) => {
    expect(discounts(open(offer(give)), cart)).toEqual(expected)
  })

  it("applies each discount to what the ones before it left, never below zero", () => {
    const shop = open(
      offer(percentOff(50), "half"),
      offer(fixedOff("40.00 USD"), "forty"),
      offer(percentOff(20), "fifth")
    )
    expect(discounts(shop, "60.00 USD")).toEqual(["half 30.00 USD", "forty 30.00 USD"])
  })

  it("leaves nothing of 12.99, of which half and then ten are taken off", () => {
    const shop = open(offer(percentOff(50), "half"), offer(fixedOff("10.00 USD"), "ten"))
    expect(discounts(shop, "12.99 USD")).toEqual(["half 6.50 USD", "ten 6.49 USD"])
    const [first, second] = [offer(fixedOff("10.00 USD"), "ten"), offer(percentOff(50), "half")]
    expect(discounts(open(first, second), "12.99 USD")).toEqual(["ten 10.00 USD", "half 1.50 USD"])
  })

  it("reserves nothing and begins nothing", () => {
    const shop = open(offer(percentOff()))
    expect(tags(shop.quote("q1", "bob", "10.00 USD"))).toEqual(["QuoteMade"])
    expect(shop.referral("bob")).toBe(null)
  })

  it("says why there is no discount", () => {
    const shop = new Shop(program({ friend: { give: percentOff() } })).enroll("ann").touch("ann", "ann")
    const made = one(shop.quote("q1", "ann", "10.00 USD"), "QuoteMade")
    expect([made.credit, failures(made)]).toEqual([null, ["self-referral"]])
  })

  it("is used by the first order that names it; a second is decided without", () => {
    const shop = open(offer(percentOff()))
    shop.quote("q1", "bob", "10.00 USD")
    expect(one(shop.order("o1", "bob", "8.00 USD", { quote: "q1" }), "OrderRecorded").quote).toBe("q1")
    const second = one(shop.order("o2", "bob", "8.00 USD", { quote: "q1" }), "OrderRecorded")
    expect([second.quote, second.discounts, failures(second)[0]]).toEqual([null, [], "quote"])
  })

  it.each([
    ["another person's", "cat", "q1", "10.00 USD", "another person's"],
    ["unknown", "bob", "q9", "10.00 USD", "unknown"],
    ["of another currency", "bob", "q1", "10.00 EUR", undefined]
  ])("does not count for an order where it is %s", (_, person, quote, total, actual) => {
    const shop = open(offer(percentOff()))
    shop.quote("q1", "bob", "10.00 USD")
    const order = one(shop.order("o1", person, total, { quote }), "OrderRecorded")
    const check = order.because.find((found) => found.check === "quote")
    expect([order.quote, check?.passed]).toEqual([null, false])
    if (actual !== undefined) expect(check?.actual).toBe(actual)
  })

  it("keeps its promise when the program has ended or changed meanwhile", () => {
    const shop = open(offer(percentOff(20)))
    shop.quote("q1", "bob", "100.00 USD")
    shop.publish(program({ ends: "2026-03-01", friend: { give: percentOff(5) } }), "publish")
    shop.order("o1", "bob", "80.00 USD", { quote: "q1" })
    expect(shop.standings).toEqual([
      "friend: 20.00 USD percent-off redeemed",
      "advocate: 10.00 USD store-credit available"
    ])
  })

  it("a discount that the program no longer carries is recorded and charged to nobody", () => {
    const budget = { amount: "25.00 USD", per: "ever" as const }
    const shop = new Shop(program({ budget, friend: { give: percentOff(20, { maximum: "20.00 USD" }) } })).enroll("ann")
    shop.touch("ann", "bob").touch("ann", "cat").quote("q1", "bob", "100.00 USD")
    shop.quote("q2", "cat", "100.00 USD")
    shop.order("o1", "bob", "80.00 USD", { quote: "q1" })
    const second = shop.order("o2", "cat", "80.00 USD", { quote: "q2" })
    expect(one(second, "DiscountNotCovered")).toMatchObject({ reason: "budget", rule: "friend", quote: "q2" })
    expect(shop.counter("budget/spring/ever/USD")).toBe(2000n)
  })

  it("a discount promised by another program is not covered by the one that is credited", () => {
    const friend = { give: percentOff(20) }
    const shop = new Shop(program({ friend }), program({ id: "vip", friend: { give: percentOff(50) } })).enroll("ann")
    shop.enroll("amy", { program: "vip" }).touch("ann", "bob").quote("q1", "bob", "100.00 USD")
    shop.after(1000).touch("amy", "bob", { program: "vip" }).signup("bob")
    const order = shop.order("o1", "bob", "80.00 USD", { quote: "q1" })
    expect(one(order, "DiscountNotCovered")).toMatchObject({ reason: "quote", rule: "friend" })
    expect(all(order, "RewardGranted")).toEqual([])
  })
})

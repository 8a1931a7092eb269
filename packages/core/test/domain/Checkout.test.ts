// What the offers of a cart take off, one after another, and what a quote says of it.
import { describe, expect, it } from "vitest"
import { and } from "../../src/domain/policies/and.ts"
import { orElse } from "../../src/domain/policies/or-else.ts"
import { when } from "../../src/domain/policies/when.ts"
import { credit, fixedOff, line, money, one, percentOff, program, Shop } from "../arbitraries/shop.ts"

const from = (amount: string) => ({ condition: "minimum-total", amount })
const open = (friend: object | readonly object[], input: object = {}) =>
  new Shop(program({ newCustomersOnly: false, friend: friend as never, ...input })).enroll("ann").touch("ann", "bob")
const quoted = (shop: Shop, cart: string) => one(shop.quote("q", "bob", cart), "QuoteMade")
const off = (shop: Shop, cart: string) =>
  quoted(shop, cart).discounts.map(({ amount, rule }) => `${rule} ${amount.minor}`)

describe("an offer at checkout", () => {
  const ten = percentOff(10)
  const thanks = credit("5.00 USD")

  it.each([
    ["and: the discount now, the rest with the order", and(ten, thanks), "50.00 USD", ["friend 500"]],
    ["or-else: what comes with the order is given in place of a discount", orElse(thanks, ten), "50.00 USD", []],
    [
      "or-else: not where its condition fails",
      orElse(when(from("50.01 USD"), thanks), ten),
      "50.00 USD",
      ["friend.2 500"]
    ],
    ["or-else: but where it holds", orElse(when(from("50.00 USD"), thanks), ten), "50.00 USD", []],
    [
      "or-else: several within count as given once one of them is",
      orElse(and(when(from("90.00 USD"), percentOff(50)), thanks), ten),
      "50.00 USD",
      []
    ],
    [
      "or-else: and not where none is",
      orElse(and(when(from("90.00 USD"), percentOff(50)), when(from("90.00 USD"), thanks)), ten),
      "50.00 USD",
      ["friend.3 500"]
    ],
    [
      "or-else: the next where the first takes nothing off",
      orElse(percentOff(10, { minimumOrder: "60.00 USD" }), ten),
      "50.00 USD",
      ["friend.2 500"]
    ],
    ["each: all of them, one after another", and(percentOff(50), ten), "50.00 USD", ["friend 2500", "friend.2 250"]]
  ] as const)("%s", (_, give, cart, expected) => {
    expect(off(open({ give }), cart)).toEqual(expected)
  })

  it.each([
    ["10.00 USD", ["friend 1000"]],
    ["9.99 USD", ["friend.2 600"]]
  ])("or-else: the next where there is no room, in a budget of %s", (amount, expected) => {
    const give = orElse(fixedOff("10.00 USD"), fixedOff("6.00 USD"))
    expect(off(open({ give }, { budget: { amount, per: "ever" } }), "50.00 USD")).toEqual(expected)
  })

  it("that is exclusive and gives nothing leaves the others, and is asked once", () => {
    const alone = { id: "alone", give: percentOff(50), exclusive: true, when: [from("90.00 USD")] }
    const quote = quoted(open([alone, { id: "plain", give: ten }]), "50.00 USD")
    expect(quote.discounts.map(({ rule }) => rule)).toEqual(["plain"])
    expect(quote.because.filter(({ check }) => check === "minimum-total").length).toBe(1)
  })
})

describe("room at checkout", () => {
  const two = [
    { id: "first", give: fixedOff("10.00 USD"), lane: 1 },
    { id: "second", give: fixedOff("6.00 USD"), lane: 2 }
  ]

  it.each([
    ["16.00 USD", ["first 1000", "second 600"]],
    ["15.99 USD", ["first 1000"]],
    ["9.99 USD", ["second 600"]]
  ])("is what the ones before have left: a budget of %s", (amount, expected) => {
    const shop = open(two, { budget: { amount, per: "ever" } })
    const { counters, events } = shop.quote("q", "bob", "50.00 USD")
    expect(one({ events }, "QuoteMade").discounts.map(({ amount, rule }) => `${rule} ${amount.minor}`)).toEqual(
      expected
    )
    // A quote reserves nothing: what was taken for a moment came back.
    expect(counters.reduce((sum, { add }) => sum + add, 0n)).toBe(0n)
    expect(counters.length).toBe(2 * expected.length)
  })
})

describe("a quote", () => {
  it("says each check of each offer, and what was taken off which amount", () => {
    const friend = [
      { id: "big", give: percentOff(50, { maximum: "9.00 USD" }), when: [from("90.00 USD")], lane: 1 },
      { id: "small", give: percentOff(10, { maximum: "9.00 USD" }), when: [from("20.00 USD")], lane: 2 },
      { id: "none", give: percentOff(1, { maximum: "0.01 USD" }), lane: 3, when: [from("20.00 USD")] }
    ]
    const quote = quoted(open(friend, { budget: { amount: "4.00 USD", per: "ever" } }), "30.00 USD")
    const said = quote.because.filter(({ check }) => ["minimum-total", "percent-off", "budget"].includes(check))
    const total = money("30.00 USD")
    expect(said).toEqual([
      { check: "minimum-total", passed: false, actual: total, limit: money("90.00 USD") },
      { check: "minimum-total", passed: true, actual: total, limit: money("20.00 USD") },
      { check: "percent-off", passed: true, actual: money("3.00 USD"), limit: total },
      { check: "budget", passed: true, actual: money("3.00 USD"), limit: money("4.00 USD") },
      { check: "minimum-total", passed: true, actual: total, limit: money("20.00 USD") },
      { check: "percent-off", passed: true, actual: money("0.01 USD"), limit: money("27.00 USD") },
      { check: "budget", passed: true, actual: money("0.01 USD"), limit: money("4.00 USD") }
    ])
  })

  it("names lines only where the cart has some", () => {
    const shop = open({ give: percentOff(20) })
    const plain = { program: "spring", rule: "friend", amount: money("10.00 USD") }
    expect(quoted(shop, "50.00 USD").discounts).toStrictEqual([plain])
    const lines = [line("a", "shoe", "50.00 USD")]
    expect(one(shop.quote("q2", "bob", "50.00 USD", { lines }), "QuoteMade").discounts).toStrictEqual([
      { ...plain, lines: [{ id: "a", minor: 1000n }] }
    ])
  })
})

/** Donations and free products: gone the moment they are available. */
import { describe, expect, it } from "vitest"
import { credit, day, program, Shop, tags } from "../arbitraries/shop.ts"

const donation = { kind: "donation" as const, to: "the sea rescue", amount: "10.00 USD" }
const pair = { kind: "free-product" as const, product: "a pair of socks", cost: "6.00 USD" }
const kinds = [
  [donation, "Donate", "USD", 1000n, 1000n],
  [pair, "SendProduct", "free-product", 1n, 600n]
] as const

const budget = { amount: "50.00 USD", per: "ever" } as const
const counter = "budget/spring/ever/USD"

const shopWith = (offer: object, input: object = {}) =>
  new Shop(program({ newCustomersOnly: false, budget, advocate: offer, ...input } as never)).enroll("ann")

const intents = (shop: Shop) =>
  [...shop.world.messages.values()].flatMap((message) => (message._tag === "Intent" ? [message.intent] : []))

describe.each(kinds)("%j", (give, issue, unit, size, cost) => {
  it("is used up at its grant, where nothing holds it, and a plugin is asked once", () => {
    const shop = shopWith({ give })
    const decision = shop.refer("ann", "bob", "o1")
    expect(tags(decision).slice(-2)).toEqual(["RewardGranted", "RewardRedeemed"])
    const { purse, redeemedIn, state, used } = shop.only("advocate")
    expect([state, used.minor, redeemedIn, purse]).toEqual(["redeemed", size, null, null])
    expect([shop.balance("owed/ann", unit), shop.balance("redeemed/spring", unit)]).toEqual([0n, size])
    expect([intents(shop), shop.counter(counter)]).toEqual([[issue], cost])
  })

  it("is used up at its release, where it is held, and not before", () => {
    const shop = shopWith({ give, hold: "14 days" })
    shop.refer("ann", "bob", "o1")
    shop.after(14 * day - 1)
    expect([shop.only("advocate").state, intents(shop)]).toEqual(["pending", []])
    shop.after(1)
    expect([shop.only("advocate").state, intents(shop)]).toEqual(["redeemed", [issue]])
    expect([shop.balance("owed/ann", unit), shop.balance("owed/ann", unit, "pending")]).toEqual([0n, 0n])
  })

  it.each([
    ["while it is held", 0, "pending"],
    ["the moment it is due, though no wake has come", 14, "redeemed"],
    ["a year later", 365, "redeemed"]
  ] as const)("cannot be redeemed %s", (_, days, state) => {
    const shop = shopWith({ give, hold: "14 days" })
    shop.refer("ann", "bob", "o1")
    if (state === "redeemed") shop.after(days * day)
    const { reward } = shop.only("advocate")
    expect(shop.try(shop.redeeming(reward, "o9", "50.00 USD"))).toMatchObject({ _tag: "RewardNotAvailable", state })
    expect(shop.try(shop.spending("s1", "ann", "0.01 USD", "o9"))).toMatchObject({ _tag: "NotEnough" })
    expect(shop.try(shop.returning(reward))).toMatchObject({ _tag: "SpendUnknown" })
  })

  it("is voided, and frees its budget, where the order comes back before it is due", () => {
    const shop = shopWith({ give, hold: "14 days" })
    shop.refer("ann", "bob", "o1")
    shop.refund("o1", "r1", "100.00 USD")
    shop.after(15 * day)
    expect([shop.only("advocate").state, intents(shop), shop.counter(counter)]).toEqual(["voided", [], 0n])
    expect(shop.balance("debt/ann", unit)).toBe(0n)
  })

  it("is owed back, and keeps its budget, where the order comes back afterwards; no plugin is asked to take it", () => {
    const shop = shopWith({ give })
    shop.refer("ann", "bob", "o1")
    shop.refund("o1", "r1", "50.00 USD")
    const half = unit === "USD" ? size / 2n : 0n
    expect([shop.only("advocate").state, shop.balance("debt/ann", unit)]).toEqual(["redeemed", -half])
    shop.refund("o1", "r2", "50.00 USD")
    expect([shop.only("advocate").state, shop.balance("debt/ann", unit)]).toEqual(["reversed", -size])
    expect([intents(shop), shop.counter(counter)]).toEqual([[issue], cost])
  })

  it("is owed back where the review of its friend says no", () => {
    const shop = shopWith({ give })
    shop.refer("ann", "bob", "o1")
    shop.openReview("bob")
    shop.closeReview("bob", "rejected")
    expect([shop.only("advocate").state, shop.balance("debt/ann", unit)]).toEqual(["reversed", -size])
    expect(shop.counter(counter)).toBe(cost)
  })

  it("is owed back where its milestone is not earned any more, and is given anew when it is again", () => {
    const shop = shopWith({}, { advocate: [], milestones: [{ every: 2, give }] })
    for (const n of [1, 2]) shop.refer("ann", `f${n}`, `o${n}`)
    shop.refund("o1", "r1", "100.00 USD")
    expect([shop.standings[0]?.endsWith("reversed"), shop.balance("debt/ann", unit)]).toEqual([true, -size])
    shop.refer("ann", "f3", "o3")
    expect([shop.only("milestone").state, shop.balance("debt/ann", unit)]).toEqual(["redeemed", -size])
    expect([intents(shop), shop.counter(counter)]).toEqual([[issue, issue], 2n * cost])
  })

  it("cannot expire: the offer that says so is refused with its path", () => {
    expect(() => shopWith({ give, expires: "30 days" })).toThrow(
      `advocate.expires: ${give.kind} is given away for good the moment it is available`
    )
  })
})

describe("What is given away", () => {
  it("a donation that is owed back is paid from the next credit, and a product is not", () => {
    const shop = shopWith(
      {},
      {
        advocate: [
          { id: "sea", give: donation },
          { id: "socks", give: pair },
          { id: "late", give: credit("12.00 USD"), hold: "1 day" }
        ]
      }
    )
    shop.refer("ann", "bob", "o1")
    shop.refund("o1", "r1", "100.00 USD")
    shop.refer("ann", "cem", "o2")
    shop.after(day)
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([0n, 200n])
    expect(shop.balance("debt/ann", "free-product")).toBe(-1n)
  })

  it("a free product without a cost is refused where a budget must carry it", () => {
    const give = { kind: "free-product", product: "a mug" }
    expect(() => shopWith({ give })).toThrow(
      'advocate.give: has no cost, so no budget can carry it: add cost: "50.00 USD"'
    )
    expect(shopWith({ give }, { budget: undefined }).refer("ann", "bob", "o1").events).toHaveLength(5)
  })

  it.each([
    ["6.00 USD", ["advocate: 1 free-product free-product redeemed"]],
    ["5.99 USD", []]
  ])("of a budget of %s a product that costs 6.00 USD is given: %j", (amount, standings) => {
    const shop = shopWith({ give: pair }, { budget: { amount, per: "ever" } })
    shop.refer("ann", "bob", "o1")
    expect(shop.standings).toEqual(standings)
  })
})

import { describe, expect, it } from "vitest"
import { all, credit, day, failures, giftCard, one, percentOff, program, Shop, tags } from "../arbitraries/shop.ts"

const spring = (input = {}) => program({ advocate: { give: credit(), hold: "14 days" }, ...input })
const open = (input = {}) => new Shop(spring(input)).enroll("ann")

describe("Order", () => {
  it("credits the advocate whose link the friend used, and grants what the program owes", () => {
    const shop = open({ friend: { give: percentOff(20) } }).touch("ann", "bob")
    shop.quote("q1", "bob", "100.00 USD")
    const decision = shop.order("o1", "bob", "80.00 USD", { quote: "q1" })
    expect(tags(decision)).toEqual([
      "OrderRecorded",
      "ReferralAttributed",
      "ReferralQualified",
      "RewardGranted",
      "RewardGranted"
    ])
    expect(shop.standings).toEqual([
      "friend: 20.00 USD percent-off redeemed",
      "advocate: 10.00 USD store-credit pending"
    ])
    expect(shop.referral("bob")).toMatchObject({ state: "qualified", order: "o1", advocate: "ann" })
  })

  it("is recorded although nobody led to it", () => {
    const decision = open().order("o1", "bob", "80.00 USD")
    expect(tags(decision)).toEqual(["OrderRecorded"])
    expect(one(decision, "OrderRecorded")).toMatchObject({ earlier: 0, program: null, advocate: null })
    expect(failures(one(decision, "OrderRecorded"))).toEqual(["attribution"])
  })

  it("is recorded once", () => {
    const shop = open()
    shop.order("o1", "bob", "80.00 USD")
    shop.world.receipts.clear()
    expect(shop.try(shop.ordering("o1", "bob", "80.00 USD"))).toEqual({ _tag: "OrderExists", order: "o1" })
  })

  it("is refused when it comes from the future, and when its refunds are of another currency", () => {
    const shop = open()
    expect(shop.try(shop.ordering("o1", "bob", "80.00 USD", { at: shop.world.now + 1 }))).toMatchObject({
      _tag: "InTheFuture"
    })
    shop.refund("o1", "r1", "5.00 EUR")
    expect(shop.try(shop.ordering("o1", "bob", "80.00 USD"))).toMatchObject({
      _tag: "CurrencyMismatch",
      expected: "EUR"
    })
  })

  it.each([
    ["too small", "39.99 USD", { country: "US" }, "minimum-total"],
    ["of another currency", "100.00 EUR", { country: "US" }, "minimum-total"],
    ["sent elsewhere", "40.00 USD", { country: "FR" }, "country-in"],
    ["sent nobody knows where", "40.00 USD", {}, "country-in"],
    ["of nothing", "0.00 USD", { country: "US" }, "qualification"]
  ])("that is %s does not count; the next one may", (_, total, seen, reason) => {
    const when = [
      { condition: "minimum-total", amount: "40.00 USD" },
      { condition: "country-in", countries: ["US"] }
    ]
    const shop = open({ qualify: { when } }).touch("ann", "bob")
    expect(one(shop.order("o1", "bob", total, seen), "OrderNotCounted").reason).toBe(reason)
    expect(tags(shop.order("o2", "bob", "40.00 USD", { country: "US" }))).toContain("ReferralQualified")
  })

  it("counts once: the second order of a friend earns nothing", () => {
    const shop = open()
    shop.refer("ann", "bob", "o1")
    expect(one(shop.order("o2", "bob", "80.00 USD"), "OrderNotCounted").reason).toBe("qualification")
    expect(shop.rewards.length).toBe(1)
  })

  it("an offer's own conditions hold back that offer alone", () => {
    const big = [{ condition: "minimum-total", amount: "200.00 USD" }]
    const shop = open({
      advocate: [
        { id: "a", give: credit() },
        { id: "b", give: giftCard(), when: big }
      ]
    })
    const order = shop.refer("ann", "bob", "o1")
    expect(one(order, "RewardRefused")).toMatchObject({ rule: "b", reason: "minimum-total" })
    expect(shop.standings).toEqual(["a: 10.00 USD store-credit available"])
  })

  it("a friend's discount without a quote is refused", () => {
    const order = open({ friend: { give: percentOff() }, advocate: [] }).refer("ann", "bob", "o1")
    expect(one(order, "RewardRefused")).toMatchObject({ rule: "friend", reason: "quote" })
  })
})

describe("OrderChanged", () => {
  const changed = (input = {}) => {
    const shop = open(input)
    shop.refer("ann", "bob", "o1")
    return shop
  }

  it("takes back what the smaller order would not have earned, and gives nothing for a larger one", () => {
    const shop = changed()
    shop.change("o1", 1, "50.00 USD")
    expect(shop.standings).toEqual(["advocate: 10.00 USD less 5.00 USD store-credit pending"])
    expect(tags(shop.change("o1", 2, "150.00 USD"))).toEqual(["OrderChanged"])
    shop.change("o1", 3, "25.00 USD")
    expect(shop.standings).toEqual(["advocate: 10.00 USD less 7.50 USD store-credit pending"])
  })

  it("is recorded without effect when it comes after a later revision", () => {
    const shop = changed()
    shop.change("o1", 5, "100.00 USD")
    expect(one(shop.change("o1", 4, "1.00 USD"), "OrderChanged").stale).toBe(true)
    expect(shop.standings).toEqual(["advocate: 10.00 USD store-credit pending"])
  })

  it("to nothing takes all back, and from there up counts anew: a new generation", () => {
    const shop = changed()
    expect(tags(shop.change("o1", 1, "0.00 USD"))).toEqual(["OrderChanged", "RewardTakenBack", "ReferralUnqualified"])
    expect(shop.referral("bob")?.state).toBe("open")
    const back = one(shop.change("o1", 2, "60.00 USD"), "RewardGranted")
    expect(back).toMatchObject({ generation: 2, reward: expect.stringMatching(/\/o:o1\/g2$/) })
    expect(shop.only("advocate")).toMatchObject({ state: "pending", generation: 2 })
  })

  it("back from nothing counts although the time to qualify is over: the order was in time", () => {
    const shop = changed({ qualify: { within: "3 days" } }).after(4 * day)
    shop.change("o1", 1, "0.00 USD")
    expect(shop.referral("bob")?.state).toBe("expired")
    shop.change("o1", 2, "60.00 USD")
    expect([shop.referral("bob")?.state, shop.only("advocate").generation]).toEqual(["qualified", 2])
  })

  it("is refused for an order that is not known, and in another currency", () => {
    const shop = changed()
    expect(shop.try(shop.changing("o9", 1, "1.00 USD"))).toEqual({ _tag: "OrderUnknown", order: "o9" })
    shop.refund("o8", "r1", "1.00 USD")
    expect(shop.try(shop.changing("o8", 1, "1.00 USD"))).toEqual({ _tag: "OrderUnknown", order: "o8" })
    expect(shop.try(shop.changing("o1", 1, "1 JPY"))).toMatchObject({ _tag: "CurrencyMismatch", path: "total" })
  })
})

describe("An edit by which an order counts anew", () => {
  const anns = { prints: ["anns"] }
  const guests = { prints: ["guests"] }
  const everyOrder = { on: "every order" as const, give: credit() }
  const signUp = { id: "sign-up", on: "sign-up" as const, give: giftCard("3.00 USD") }

  /** Bob's first order, edited to nothing and back; meanwhile something is learned of bob. */
  const edited = (input: object, learns: (shop: Shop) => unknown, order = "o1") => {
    const advocate = [{ id: "order", ...everyOrder }, signUp]
    const shop = new Shop(program({ advocate, ...input })).enroll("ann", anns)
    shop.order("g1", "guest", "9.00 USD", guests)
    shop.after(day).refer("ann", "bob", "o1", "50.00 USD")
    learns(shop)
    shop.change(order, 1, "0.00 USD")
    return { shop, decision: shop.change(order, 2, "50.00 USD") }
  }

  it.each([
    ["nothing is", {}, () => {}, undefined],
    ["the advocate's address is", {}, (shop: Shop) => shop.signup("bob", anns), "shared-email"],
    ["a guest's address is", {}, (shop: Shop) => shop.signup("bob", guests), "existing-customer"],
    [
      "a guest's address is, in a program for everybody",
      { newCustomersOnly: false },
      (shop: Shop) => shop.signup("bob", guests),
      undefined
    ]
  ])("asks the guards again: %s learned meanwhile", (_, input, learns, reason) => {
    const { decision } = edited(input, learns)
    expect(all(decision, "OrderNotCounted").map((one) => one.reason)).toEqual(reason === undefined ? [] : [reason])
    expect(tags(decision).slice(1)).toEqual(
      reason === undefined ? ["ReferralQualified", "RewardGranted"] : ["RewardTakenBack", "OrderNotCounted"]
    )
  })

  it("pays for no order that was refused because of an address", () => {
    const { decision } = edited({}, (shop) => shop.order("o2", "bob", "20.00 USD", anns), "o2")
    expect(one(decision, "OrderNotCounted").reason).toBe("shared-email")
  })

  it("pays for no order that a verdict left uncounted because of an address", () => {
    const { decision, shop } = edited({ review: { ordersFrom: "50.00 USD" } }, (shop) => {
      shop.signup("bob", anns)
      shop.closeReview("bob", "approved")
    })
    expect(one(decision, "OrderNotCounted").reason).toBe("shared-email")
    expect(shop.standings).toEqual(["sign-up: 3.00 USD less 3.00 USD gift-card reversed"])
  })

  it("needs a fourth look, and other edits do not", () => {
    const { shop } = edited({}, (shop) => shop.signup("bob", guests))
    const rounds = shop.world.decisions.slice(-2).map((one) => one.rounds)
    expect(rounds).toEqual([3, 4])
  })
})

// What a grant and a refusal say of themselves, and when a grant holds, charges and is worth anything.
import { describe, expect, it } from "vitest"
import type * as Event from "../../src/domain/Event.ts"
import type { QuoteId } from "../../src/domain/Ids.ts"
import {
  all,
  credit,
  day,
  fixedOff,
  giftCard,
  line,
  money,
  one,
  percentOff,
  program,
  Shop,
  tags
} from "../arbitraries/shop.ts"

const open = (input = {}) => new Shop(program({ newCustomersOnly: false, ...input })).enroll("ann").touch("ann", "bob")
const forty = { condition: "minimum-total", amount: "40.00 USD" }
const keysOf = (event: Event.Event) => Object.keys(event).sort()

describe("a grant", () => {
  it("says for whom, for what, under which terms and why, and no more than there is to say", () => {
    const shop = open({ advocate: { give: credit(), when: [forty] } })
    const granted = one(shop.order("o1", "bob", "40.00 USD"), "RewardGranted")
    expect(granted).toStrictEqual({
      _tag: "RewardGranted",
      id: `${granted.reward}/granted`,
      at: shop.world.now,
      recorded: shop.world.now,
      reward: `${granted.key}/g1`,
      key: "reward/spring/advocate/advocate/ann/o:o1",
      generation: 1,
      program: "spring",
      version: 1,
      rule: "advocate",
      side: "advocate",
      person: "ann",
      friend: "bob",
      order: "o1",
      kind: "store-credit",
      state: "available",
      milestone: false,
      attribution: 1,
      purse: "wallet",
      amount: money("10.00 USD"),
      basis: money("40.00 USD"),
      availableAt: shop.world.now,
      expiresAt: null,
      charges: [],
      because: [{ check: "minimum-total", passed: true, actual: money("40.00 USD"), limit: money("40.00 USD") }]
    })
  })

  it("of a side is that person's, about the same friend", () => {
    const shop = open({ friend: { give: giftCard() }, advocate: { give: credit() } })
    const order = shop.order("o1", "bob", "40.00 USD")
    expect(all(order, "RewardGranted").map(({ friend, key, person }) => [key, person, friend])).toEqual([
      ["reward/spring/friend/friend/bob/o:o1", "bob", "bob"],
      ["reward/spring/advocate/advocate/ann/o:o1", "ann", "bob"]
    ])
  })

  it.each([
    ["at once", {}, "available", 0, null],
    ["after its hold", { hold: "2 days" }, "pending", 2, null],
    ["at once, for a while", { expires: "3 days" }, "available", 0, 3],
    ["after its hold, for a while from then on", { hold: "2 days", expires: "3 days" }, "pending", 2, 5]
  ])("is available %s", (_, offer, state, from, until) => {
    const shop = open({ advocate: { give: credit(), ...offer } })
    const granted = one(shop.order("o1", "bob", "40.00 USD"), "RewardGranted")
    const { now } = shop.world
    expect([granted.state, granted.availableAt, granted.expiresAt]).toEqual([
      state,
      now + from * day,
      until === null ? null : now + until * day
    ])
  })

  it("of a discount at checkout is used already: nothing holds it, and it does not lapse", () => {
    const shop = open({ friend: { give: percentOff(20), hold: "2 days", expires: "3 days" } })
    shop.quote("q", "bob", "100.00 USD")
    const granted = one(shop.order("o1", "bob", "80.00 USD", { quote: "q" }), "RewardGranted")
    expect([granted.state, granted.availableAt, granted.expiresAt, granted.purse]).toEqual([
      "redeemed",
      shop.world.now,
      null,
      null
    ])
  })

  it.each([
    ["499.99 USD", "available"],
    ["500.00 USD", "pending"]
  ])("while its referral is looked at is held, though it has no hold: %s", (total, state) => {
    const every = { id: "every", on: "every order" as const, give: credit() }
    const shop = open({ advocate: every, review: { ordersFrom: "500.00 USD" } })
    shop.order("o1", "bob", "100.00 USD")
    expect(one(shop.order("o2", "bob", total), "RewardGranted").state).toBe(state)
  })

  it("of a milestone is of many friends, and is not held while one of them is looked at", () => {
    const shop = open({ milestones: [{ every: 1, give: giftCard() }], review: { ordersFrom: "500.00 USD" } })
    shop.order("o1", "bob", "100.00 USD")
    expect(shop.standings).toEqual(["milestone: 10.00 USD gift-card available"])
  })

  it.each([
    ["goes by the lines that it names", { only: ["shoe"] }, "12.00 USD", "60.00 USD", true],
    ["goes by the whole where it names none", undefined, "20.00 USD", "100.00 USD", undefined]
  ])("%s, and says of what it was computed", (_, products, amount, basis, ofLines) => {
    const give = { kind: "commission", percent: 20, ...(products === undefined ? {} : { products }) }
    const shop = open({ advocate: { give } })
    const lines = [line("a", "shoe", "60.00 USD"), line("b", "hat", "40.00 USD")]
    const granted = one(shop.order("o1", "bob", "100.00 USD", { lines }), "RewardGranted")
    expect([granted.amount, granted.basis, granted.ofLines]).toEqual([money(amount), money(basis), ofLines])
  })

  it("of a discount for later is one of it, computed from no line yet", () => {
    const shop = open({ advocate: { give: percentOff(20, { products: { only: ["shoe"] } }) } })
    const lines = [line("a", "shoe", "60.00 USD"), line("b", "hat", "40.00 USD")]
    const granted = one(shop.order("o1", "bob", "100.00 USD", { lines }), "RewardGranted")
    expect([granted.amount, granted.basis, "ofLines" in granted]).toEqual([
      { minor: 1n, unit: "percent-off" },
      money("100.00 USD"),
      false
    ])
  })

  it("of a discount for later charges the most that it can cost, and an amount what it is", () => {
    const budget = { amount: "90.00 USD", per: "ever" as const }
    const charged = (give: { readonly kind: string }) =>
      one(open({ advocate: { give }, budget }).order("o1", "bob", "100.00 USD"), "RewardGranted").charges
    expect(charged(percentOff(20, { maximum: "30.00 USD" }))).toStrictEqual([
      { counter: "budget/spring/ever/USD", add: 3000n }
    ])
    expect(charged(credit())).toStrictEqual([{ counter: "budget/spring/ever/USD", add: 1000n }])
    // Nothing to charge, nothing to look at.
    const free = one(open({ advocate: { give: credit() } }).order("o1", "bob", "100.00 USD"), "RewardGranted")
    expect([free.charges, free.because]).toEqual([[], []])
  })

  it("of a milestone says first how many friends there are", () => {
    const when = [forty]
    const shop = open({ milestones: [{ every: 1, give: giftCard(), when }] })
    const checks = (order: Parameters<typeof all>[0]) =>
      [...all(order, "RewardGranted"), ...all(order, "RewardRefused")].map(({ because }) =>
        because.map(({ check }) => check)
      )
    expect(checks(shop.order("o1", "bob", "40.00 USD"))).toEqual([["qualification", "minimum-total"]])
    expect(checks(shop.refer("ann", "cat", "o2", "39.99 USD"))).toEqual([["qualification", "minimum-total"]])
  })

  it("of a discount that was locked counts in the period of its lock", () => {
    const budget = { amount: "10.00 USD", per: "calendar day" as const }
    const shop = open({ friend: { give: fixedOff("10.00 USD") }, budget })
    shop.quote("q", "bob", "50.00 USD")
    shop.do({ _tag: "LockQuote", at: shop.world.now, quote: "q" as QuoteId, forMs: day })
    shop.world.sleep(shop.world.now + day - 1)
    const granted = one(shop.order("o1", "bob", "40.00 USD", { quote: "q" }), "RewardGranted")
    expect(granted.charges.map(({ counter }) => counter)).toEqual(["budget/spring/2026-03-02/USD"])
  })

  it("pays what its person owes at once, and nobody else's debt", () => {
    const shop = open({ friend: { give: giftCard() }, advocate: { give: credit() } })
    shop.order("o1", "bob", "40.00 USD")
    shop.spend("s1", "ann", "10.00 USD", "o9")
    shop.refund("o1", "r1", "40.00 USD")
    const next = shop.refer("ann", "cat", "o2")
    expect(all(next, "DebtSettled").map(({ id, person }) => [person, id.replace(/^.*g1/u, "")])).toEqual([
      ["ann", "/settled/granted"]
    ])
  })
})

describe("a refusal", () => {
  it("says of whom, of what and why", () => {
    const shop = open({ friend: { give: credit(), when: [forty] }, advocate: { give: giftCard(), when: [forty] } })
    const order = shop.order("o1", "bob", "39.99 USD")
    const [friend, advocate] = all(order, "RewardRefused")
    const because = [{ check: "minimum-total", passed: false, actual: money("39.99 USD"), limit: money("40.00 USD") }]
    expect(friend).toStrictEqual({
      _tag: "RewardRefused",
      id: friend?.id,
      at: shop.world.now,
      recorded: shop.world.now,
      program: "spring",
      rule: "friend",
      side: "friend",
      person: "bob",
      order: "o1",
      kind: "store-credit",
      reason: "minimum-total",
      because
    })
    expect([advocate?.person, advocate?.kind]).toEqual(["ann", "gift-card"])
  })

  it("of what a sign-up would have earned names no order", () => {
    const shop = open({
      advocate: { on: "sign-up", give: credit(), when: [{ condition: "country-in", countries: ["US"] }] }
    })
    const refused = one(shop.signup("bob", { country: "FR" }), "RewardRefused")
    expect([refused.order, refused.reason]).toEqual([null, "country-in"])
  })

  it("of what is worth nothing says so", () => {
    const shop = open({ advocate: { give: { kind: "commission", percent: 1 } } })
    const refused = one(shop.order("o1", "bob", "0.49 USD"), "RewardRefused")
    expect([refused.reason, refused.because]).toEqual([
      "commission",
      [{ check: "commission", passed: false, actual: money("0.00 USD") }]
    ])
    const half = open({ advocate: { give: { kind: "commission", percent: 1 } } })
    expect(tags(half.order("o1", "bob", "0.50 USD"))).toContain("RewardGranted")
  })

  it("of what cannot be computed says what is missing, after what was met", () => {
    const give = { kind: "commission", percent: 10, products: { only: ["shoe"] } }
    const refused = one(open({ advocate: { give, when: [forty] } }).order("o1", "bob", "50.00 USD"), "RewardRefused")
    expect([refused.reason, refused.because.map(({ check, passed }) => [check, passed])]).toEqual([
      "products",
      [
        ["minimum-total", true],
        ["products", false]
      ]
    ])
  })

  it("of what was not promised says whether the order names a quote", () => {
    const shop = open({ friend: { give: percentOff(20), when: [forty] } })
    const without = one(shop.order("o1", "bob", "80.00 USD"), "RewardRefused")
    expect(without.because.at(-1)).toEqual({
      check: "quote",
      passed: false,
      actual: "the order names none that is its own"
    })
    const other = open({ friend: { give: percentOff(20), when: [forty] } })
    other.quote("q", "bob", "39.99 USD")
    expect(one(other.order("o1", "bob", "80.00 USD", { quote: "q" }), "RewardRefused").because.at(-1)).toEqual({
      check: "quote",
      passed: false,
      actual: "it promised no such discount"
    })
  })

  it("of a discount that was given already is the program's refusal to pay for it", () => {
    const budget = { amount: "10.00 USD", per: "ever" as const }
    const shop = open({ friend: { give: fixedOff("10.00 USD") }, budget }).touch("ann", "cat")
    shop.quote("q1", "bob", "50.00 USD")
    shop.quote("q2", "cat", "50.00 USD")
    shop.order("o1", "bob", "40.00 USD", { quote: "q1" })
    const event = one(shop.order("o2", "cat", "40.00 USD", { quote: "q2" }), "DiscountNotCovered")
    expect(event).toStrictEqual({
      _tag: "DiscountNotCovered",
      id: event.id,
      at: shop.world.now,
      recorded: shop.world.now,
      order: "o2",
      quote: "q2",
      rule: "friend",
      amount: money("10.00 USD"),
      reason: "budget",
      because: [{ check: "budget", passed: false, actual: money("10.00 USD"), limit: money("0.00 USD") }]
    })
    expect(keysOf(event)).not.toContain("person")
  })
})

describe("what a discount at checkout is judged by", () => {
  const ten = { id: "ten", give: fixedOff("10.00 USD"), lane: 1 }
  const five = { id: "five", give: fixedOff("5.00 USD"), lane: 2, when: [forty] }

  it.each([
    ["before", "25.00 USD", ["ten 1000", "five 500"]],
    ["before", "24.99 USD", ["ten 1000"]],
    ["after", "35.00 USD", ["ten 1000", "five 500"]],
    ["after", "34.99 USD", ["ten 1000"]]
  ] as const)(
    "where conditions read the cart %s others, what was paid and what was taken off: paid %s",
    (base, paid, rules) => {
      const shop = open({ checkout: { bestFor: "person", base }, friend: [ten, five] })
      shop.quote("q", "bob", "55.00 USD")
      const order = shop.order("o1", "bob", paid, { quote: "q" })
      expect(all(order, "RewardGranted").map(({ amount, rule }) => `${rule} ${amount.minor}`)).toEqual(rules)
    }
  )
})

describe("what multiplies a reward", () => {
  const on = { from: "2026-03-01", until: "2026-03-31" }
  const events = [{ id: "double", ...on, multiply: 2 }]

  it("stands in its evidence after what it was asked, and is what caps and budgets carry", () => {
    const shop = open({
      advocate: { give: credit(), when: [forty] },
      events,
      budget: { amount: "20.00 USD", per: "ever" }
    })
    const granted = one(shop.order("o1", "bob", "40.00 USD"), "RewardGranted")
    expect([granted.amount, granted.multiplied, granted.because.map(({ check }) => check)]).toEqual([
      money("20.00 USD"),
      "2",
      ["minimum-total", "special-event", "budget"]
    ])
    expect(granted.charges).toStrictEqual([{ counter: "budget/spring/ever/USD", add: 2000n }])
  })

  it("is nothing where nothing is on", () => {
    const shop = open({
      advocate: { give: credit() },
      events: [{ id: "past", from: "2026-01-01", until: "2026-01-31", multiply: 2 }]
    })
    const granted = one(shop.order("o1", "bob", "40.00 USD"), "RewardGranted")
    expect([granted.amount, keysOf(granted).includes("multiplied")]).toEqual([money("10.00 USD"), false])
  })
})

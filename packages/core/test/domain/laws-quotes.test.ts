// A quote that is kept: what it takes off is paid for by the program when its order comes.
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type * as Program from "../../src/domain/Program.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, fixedOff, money, one, percentOff, program, Shop, tags } from "../arbitraries/shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const amountOf = (minor: bigint): string => `${minor / 100n}.${`${minor % 100n}`.padStart(2, "0")} USD`
const usd = (max: number) => fc.integer({ min: 1, max }).map((minor) => amountOf(BigInt(minor)))

const giving = fc.oneof(
  usd(3_000).map((amount) => fixedOff(amount)),
  fc.constantFrom(1, 20, 50, 100).map((percent) => percentOff(percent))
)
const offer = fc.record(
  {
    give: giving,
    on: fc.constantFrom("first order" as const, "every order" as const),
    lane: fc.integer({ min: 1, max: 2 }),
    cap: fc.constantFrom({ count: 1, per: "ever" as const }, { amount: "12.00 USD", per: "ever" as const })
  },
  { requiredKeys: ["give"] }
)

const input = fc.record(
  {
    friend: fc
      .array(offer, { minLength: 1, maxLength: 3 })
      .map((offers) => offers.map((each, i) => ({ id: `offer-${i}`, ...each }))),
    qualify: usd(4_000).map((amount) => ({ when: [{ condition: "minimum-total", amount } as const] })),
    checkout: fc.record({
      bestFor: fc.constant("person" as const),
      base: fc.constantFrom("before" as const, "after" as const)
    }),
    review: usd(6_000).map((ordersFrom) => ({ ordersFrom }))
  },
  { requiredKeys: ["friend"] }
)

const carts = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 5 })

/** Quotes a cart and pays at once what is left of it. */
const pay = (shop: Shop, name: string, cart: bigint, isLocked: boolean) => {
  const quote = one(shop.quote(name, "bob", amountOf(cart)), "QuoteMade")
  const off = quote.discounts.reduce((sum, { amount }) => sum + amount.minor, 0n)
  if (isLocked && off > 0n) shop.do({ _tag: "LockQuote", at: shop.world.now, quote: quote.quote, forMs: 60_000 })
  return { quote, off, order: shop.order(`o-${name}`, "bob", amountOf(cart - off), { quote: name }) }
}

const open = (terms: Partial<Program.Input>): Shop =>
  new Shop(program({ advocate: { give: credit("3.00 USD") }, ...terms })).enroll("ann").touch("ann", "bob")

describe("law 127: what a quote takes off is paid for by the program when its order is paid as quoted", () => {
  it("of any discounts, one cart after another", () => {
    let given = 0
    let free = 0
    fc.assert(
      fc.property(input, carts, fc.boolean(), (terms, all5, isLocked) => {
        const shop = open(terms as Partial<Program.Input>)
        all5.forEach((cart, i) => {
          const { off, order } = pay(shop, `q${i}`, BigInt(cart), isLocked)
          if (off === 0n) return
          given += 1
          if (off === BigInt(cart)) free += 1
          expect(tags(order)).not.toContain("DiscountNotCovered")
          expect(tags(order)).not.toContain("OrderNotCounted")
          const paid = all(order, "RewardGranted").filter(({ side }) => side === "friend")
          const waits = tags(order).includes("ReviewOpened") || tags(order).includes("OrderAwaitsReview")
          const sum = paid.reduce((total, { amount }) => total + amount.minor, 0n)
          if (!waits) expect(sum).toBe(off)
        })
      }),
      law
    )
    expect(Math.min(given, free)).toBeGreaterThan(0)
  })

  it("so that a cap of one gives one, however small the carts are", () => {
    const shop = open({ friend: { give: fixedOff("10.00 USD"), cap: { count: 1, per: "ever" } } })
    const off = [1_000n, 1_000n, 500n].map((cart, i) => pay(shop, `q${i}`, cart, true).off)
    expect(off).toEqual([1_000n, 0n, 0n])
    expect(shop.referral("bob")?.state).toBe("qualified")
  })

  it("so that a friend has no more orders at a discount than the offer says", () => {
    const give = fixedOff("10.00 USD")
    const shop = open({ friend: { on: "every order", orders: 2, give } })
    expect([0, 1, 2, 3].map((i) => pay(shop, `q${i}`, 1_000n, false).off)).toEqual([1_000n, 1_000n, 0n, 0n])
  })

  it.each([
    ["50.00 USD", 1_000n],
    ["49.99 USD", 0n]
  ])("looks at what is left to pay, where that decides whether the order counts: %s", (cart, off) => {
    const terms = {
      friend: { give: percentOff(20) },
      qualify: { when: [{ condition: "minimum-total", amount: "40.00 USD" }] }
    }
    const shop = open(terms as Partial<Program.Input>)
    const paid = pay(shop, "q", money(cart).minor, false)
    expect(paid.off).toBe(off)
    const told = paid.quote.because.find(({ check, passed }) => check === "minimum-total" && !passed)
    expect(told?.actual).toEqual(off === 0n ? { minor: 3_999n, unit: "USD" } : undefined)
    expect(tags(paid.order)).toContain("ReferralQualified")
  })
})

describe("an order of which nothing is left to pay", () => {
  const free = open({ friend: { give: percentOff(100) } })
  const granted = () => {
    const shop = open({ friend: { give: percentOff(100) } })
    pay(shop, "q", 2_000n, false)
    return shop
  }
  const states = (shop: Shop) => shop.rewards.map(({ side, state }) => `${side} ${state}`).sort()

  it("counts, and earns what its program gives", () => {
    const shop = granted()
    expect(shop.referral("bob")).toMatchObject({ state: "qualified", orders: 1 })
    expect(states(shop)).toEqual(["advocate available", "friend redeemed"])
  })

  it("counts for nobody without such a quote", () => {
    expect(one(free.order("o1", "bob", "0.00 USD"), "OrderNotCounted").because).toContainEqual({
      check: "qualification",
      passed: false,
      actual: { minor: 0n, unit: "USD" }
    })
  })

  it("counts for nobody where its quote had left something", () => {
    const shop = open({ friend: { give: percentOff(50) } })
    shop.quote("q", "bob", "20.00 USD")
    expect(tags(shop.order("o1", "bob", "0.00 USD", { quote: "q" }))).toContain("OrderNotCounted")
  })

  it.each([
    ["it is canceled", (shop: Shop) => shop.cancel("o-q")],
    ["money is given back for it all the same", (shop: Shop) => shop.refund("o-q", "r1", "1.00 USD")],
    ["it is edited to nothing", (shop: Shop) => shop.change("o-q", 1, "0.00 USD")]
  ])("leaves nothing once %s", (_, undo) => {
    const shop = granted()
    undo(shop)
    expect(states(shop)).toEqual(["advocate reversed", "friend reversed"])
    expect(shop.referral("bob")).toMatchObject({ state: "open", orders: 0 })
  })

  it("stands as it did, and earns nothing twice, when something is added to it", () => {
    const shop = granted()
    expect(tags(shop.change("o-q", 1, "5.00 USD"))).toEqual(["OrderChanged"])
    expect(states(shop)).toEqual(["advocate available", "friend redeemed"])
    shop.refund("o-q", "r1", "5.00 USD")
    expect(states(shop)).toEqual(["advocate reversed", "friend reversed"])
  })
})

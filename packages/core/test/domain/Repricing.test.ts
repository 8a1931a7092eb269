import { describe, expect, it } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { PersonId, ProgramId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import type { Part } from "../../src/domain/Line.ts"
import * as Lot from "../../src/domain/Lot.ts"
import type * as Program from "../../src/domain/Program.ts"
import { choice } from "../../src/domain/policies/choice.ts"
import { commission, minimumTotal } from "../../src/index.ts"
import { type Edit, edit, giving, look, type Offer } from "../arbitraries/repricing.ts"
import { credit, day, failures, line, one, part, percentOff, pointsOf, program, Shop } from "../arbitraries/shop.ts"
import { bytes, replay } from "../arbitraries/world.ts"

const lefts = (shop: Shop) => shop.rewards.map((fact) => [Lot.left(fact), fact.version])

/** An advocate with one reward that is held. */
const held = (before: Program.Program, total = "100.00 USD"): Shop => {
  const shop = new Shop(before).enroll("ann")
  shop.refer("ann", "bob", "o1", total)
  return shop
}

describe("repricing", () => {
  it.each<[string, Offer, Offer, bigint, readonly string[]]>([
    ["less", {}, { give: credit("4.00 USD") }, 400n, []],
    ["more", {}, { give: credit("25.00 USD") }, 2500n, []],
    ["the same", {}, {}, 1000n, []],
    ["another kind", {}, { give: pointsOf("500 points") }, 1000n, ["pin"]],
    ["another name", {}, { id: "other", give: credit("4.00 USD") }, 1000n, ["pin"]],
    ["another currency", {}, { give: credit("4.00 EUR") }, 1000n, ["store-credit"]],
    [
      "a condition that was met, at its threshold",
      {},
      { give: credit("4.00 USD"), when: [minimumTotal({ amount: "100.00 USD" })] },
      400n,
      []
    ],
    [
      "a condition that was not met",
      {},
      { give: credit("4.00 USD"), when: [minimumTotal({ amount: "100.01 USD" })] },
      1000n,
      ["minimum-total"]
    ],
    ["a share", { give: commission({ percent: 10 }) }, { give: commission({ percent: 3 }) }, 300n, []]
  ])("values what is held by the new terms: %s", (_, before, after, left, failed) => {
    const shop = held(giving(before))
    const [event, ...others] = edit(shop, giving(after))
    expect([others, event?.from.minor, event?.to.minor, failures(event ?? { because: [] })]).toEqual([
      [],
      1000n,
      left,
      failed
    ])
    expect(event?.because[0]).toEqual({ check: "pin", passed: true, actual: "version 2", limit: "version 1" })
    expect(lefts(shop)).toEqual([[left, failed.length === 0 ? 2 : 1]])
    expect(shop.balance("owed/ann", "USD", "pending")).toBe(left)
    expect(look(shop)).toEqual([])
    shop.after(14 * day)
    expect([shop.balance("owed/ann"), shop.balance("owed/ann", "USD", "pending")]).toEqual([left, 0n])
    expect(bytes(replay(shop.world.events).facts)).toBe(bytes(shop.world.facts))
  })

  it.each([
    [-1, "repriced"],
    [0, "released"],
    [1, "released"]
  ])("what is due is not held any more: %s ms from the end of the hold", (off, what) => {
    const shop = held(giving())
    shop.world.sleep(shop.world.now + 14 * day + off)
    const events = edit(shop, giving({ give: credit("4.00 USD") }))
    shop.after(2)
    expect([events.length, shop.balance("owed/ann")]).toEqual(what === "repriced" ? [1, 400n] : [0, 1000n])
  })

  it("is asked for by a version that reprices, and only once that is live", () => {
    const shop = held(giving())
    shop.publish(giving({ give: credit("4.00 USD") }), "publish", { openReferrals: "move" })
    expect(look(shop)).toEqual([])
    const from = (shop.world.now + day) as Instant
    expect(edit(shop, giving({ give: credit("3.00 USD") }), { from })).toEqual([])
    shop.after(day)
    expect(look(shop).map(({ to, version }) => [to.minor, version])).toEqual([[300n, 3]])
  })

  it("values again what a later version asks for, by its grant's worth and not by what it was between", () => {
    const shop = held(giving())
    edit(shop, giving({ give: credit("4.00 USD") }))
    edit(shop, giving({ give: pointsOf("1 points") }))
    edit(shop, giving({ give: credit("12.34 USD") }))
    expect(lefts(shop)).toEqual([[1234n, 4]])
    shop.refund("o1", "r1", "50.00 USD")
    expect(lefts(shop)).toEqual([[617n, 4]])
    shop.refund("o1", "r2", "50.00 USD")
    expect(shop.only("advocate").state).toBe("voided")
    expect(shop.balance("owed/ann", "USD", "pending")).toBe(0n)
  })

  it("leaves what is available, used or gone, and what a verdict will take", () => {
    const shop = new Shop(giving({ hold: "1 day" }, { friend: { give: percentOff(20) } })).enroll("ann")
    shop.quote("q1", "bob", "80.00 USD")
    shop.refer("ann", "bob", "o1").events
    shop.after(day)
    shop.refer("ann", "cat", "o2")
    shop.refund("o2", "r", "100.00 USD")
    shop.refer("ann", "dan", "o3")
    shop.openReview("dan")
    shop.closeReview("dan", "rejected")
    expect(edit(shop, giving({ give: credit("4.00 USD"), hold: "1 day" }))).toEqual([])
    shop.refer("ann", "eve", "o4")
    shop.openReview("eve")
    expect(edit(shop, giving({ give: credit("3.00 USD"), hold: "1 day" })).length).toBe(1)
  })

  const x = { id: "x", hold: "14 days" } as const
  const [ten, four] = [
    { ...x, give: credit("10.00 USD") },
    { ...x, give: credit("4.00 USD") }
  ]
  it.each<[string, Edit, Edit]>([
    ["of the other side", { advocate: ten }, { friend: four }],
    ["of a milestone", { advocate: ten }, { milestones: [{ ...four, every: 1 }] }],
    ["of an offer, where it was a milestone", { milestones: [{ ...ten, every: 1 }] }, { advocate: four }],
    ["of a sign-up", { advocate: ten }, { advocate: { ...four, on: "sign-up" } }],
    ["of an order, where it was a sign-up", { advocate: { ...ten, on: "sign-up" } }, { advocate: four }]
  ])("leaves a reward whose name is now that %s", (_, before, after) => {
    const shop = new Shop(program(before)).enroll("ann").touch("ann", "bob")
    shop.signup("bob")
    shop.order("o1", "bob", "100.00 USD")
    const events = edit(shop, program(after))
    expect(events.map(({ isValued, to }) => [isValued, to.minor])).toEqual([[false, 1000n]])
    expect(failures(events[0] ?? { because: [] })).toEqual(["pin"])
  })

  it("says what its name means now", () => {
    const meaning = (after: Offer) => edit(held(giving()), giving(after))[0]?.because.at(-1)
    expect([meaning({ give: pointsOf() }), meaning({ id: "other" })]).toEqual([
      { check: "pin", passed: false, actual: "points", limit: "store-credit" },
      { check: "pin", passed: false, actual: null, limit: "store-credit" }
    ])
  })

  it("leaves a share of products on an order that told no lines", () => {
    const shop = held(giving({ give: commission({ percent: 10 }) }))
    const [event] = edit(shop, giving({ give: commission({ percent: 20, products: { only: ["shoe"] } }) }))
    expect([event?.isValued, failures(event ?? { because: [] })]).toEqual([false, ["products"]])
  })

  it("leaves what was chosen, since what can be had in its place was promised with it", () => {
    const options = (amount: string) => choice({ credit: credit(amount), points: pointsOf() })
    const shop = held(giving({ give: options("10.00 USD") }))
    const [event] = edit(shop, giving({ give: options("4.00 USD") }))
    expect([event?.isValued, failures(event ?? { because: [] })]).toEqual([false, ["choice"]])
  })

  it("leaves what no friend stands behind, though it is held: a prize, and what points bought", () => {
    const terms = (points: string) => {
      const places = [{ from: 1, give: credit(), hold: "9 days" }]
      return program({
        advocate: { give: pointsOf(points) },
        exchanges: [{ id: "buy", from: "5 points", give: credit(), hold: "9 days" }],
        prizes: [{ id: "top", per: "calendar month", minimum: { friends: 1 }, places }]
      })
    }
    const shop = held(terms("5 points"))
    shop.exchange("x1", "ann", "buy")
    const at = shop.world.now
    const [spring, ann] = ["spring" as ProgramId, "ann" as PersonId]
    const places = [{ place: 1, person: ann, minor: 1n, reached: at }]
    shop.do({ _tag: "AwardPrize", at, program: spring, prize: "top", period: "2026-02", asOf: 1, places })
    expect(shop.rewards.filter(({ state }) => state === "pending").length).toBe(2)
    expect(edit(shop, terms("6 points"))).toEqual([])
  })

  it("leaves what there is not", () => {
    const shop = held(giving())
    for (const reward of ["nonsense", "reward/spring/advocate/advocate/ann/o:o9/g1"]) {
      expect(shop.do({ _tag: "RepriceReward", at: shop.world.now, reward }).events).toEqual([])
    }
  })

  it("values the newest of a reward that was earned anew, and leaves the ones before", () => {
    const shop = held(giving())
    const [first] = shop.rewards
    shop.change("o1", 1, "0.00 USD")
    shop.change("o1", 2, "100.00 USD")
    shop.publish(giving({ give: credit("4.00 USD") }), "publish", { openReferrals: "reprice" })
    const looked = (reward = "") => shop.do({ _tag: "RepriceReward", at: shop.world.now, reward }).events.length
    expect([looked(first?.reward), looked(shop.only("advocate").reward)]).toEqual([0, 1])
  })

  it.each<[string, Offer, Offer, (shop: Shop) => void, bigint]>([
    [
      "an order that was edited to less and then to more",
      {},
      { give: credit("4.00 USD") },
      (shop) => {
        shop.change("o1", 1, "50.00 USD")
        shop.change("o1", 2, "100.00 USD")
      },
      500n
    ],
    [
      "lines, some of which came back",
      { give: commission({ percent: 10 }) },
      { give: commission({ percent: 20, products: { only: ["shoe"] } }), onPartialRefund: "proportional" },
      (shop) => void shop.refund("o1", "r1", "10.00 USD", [part("b", "10.00 USD")]),
      900n
    ]
  ])("leaves a reward of %s, since nobody kept what they were", (_, before, after, happens, left) => {
    const shop = new Shop(giving(before)).enroll("ann").touch("ann", "bob")
    shop.order("o1", "bob", "100.00 USD", { lines: [line("a", "shoe", "60.00 USD"), line("b", "hat", "40.00 USD")] })
    happens(shop)
    const [event] = edit(shop, giving(after))
    expect([event?.isValued, failures(event ?? { because: [] }), event?.to.minor]).toEqual([false, ["refund"], left])
  })

  it.each<[string, "recompute" | "proportional", readonly Part[], bigint]>([
    ["of the products that the terms name now", "recompute", [], 1200n],
    ["of these products, as long as nothing came back", "proportional", [], 1200n],
    ["less what came back of them, where refunds compute it anew", "recompute", [part("a", "10.00 USD")], 1000n],
    ["and not of what came back besides", "recompute", [part("b", "10.00 USD")], 1200n]
  ])("goes by the lines %s", (_, onPartialRefund, parts, left) => {
    const shop = new Shop(giving({ give: commission({ percent: 10 }) })).enroll("ann").touch("ann", "bob")
    shop.order("o1", "bob", "100.00 USD", { lines: [line("a", "shoe", "60.00 USD"), line("b", "hat", "40.00 USD")] })
    if (parts.length > 0) shop.refund("o1", "r1", "10.00 USD", parts)
    const give = commission({ percent: 20, products: { only: ["shoe"] } })
    const [event] = edit(shop, giving({ give, onPartialRefund }))
    expect([event?.isValued, event?.amount.minor, event?.to.minor]).toEqual([true, left, left])
  })

  it("leaves what the new terms would leave nothing of", () => {
    const shop = held(giving())
    shop.refund("o1", "r1", "99.00 USD")
    const [event] = edit(shop, giving({ give: credit("0.01 USD") }))
    expect([event?.isValued, failures(event ?? { because: [] }), lefts(shop)]).toEqual([
      false,
      ["store-credit"],
      [[10n, 1]]
    ])
  })

  it("asks of an every-order offer whether it takes in the order, by its number", () => {
    const everyOrder = (give: object, orders: number) => giving({ on: "every order", orders, give: give as never })
    const shop = held(everyOrder(credit(), 3))
    shop.order("o2", "bob", "100.00 USD")
    const events = edit(shop, everyOrder(credit("4.00 USD"), 1))
    expect(events.map(({ isValued }) => isValued)).toEqual([true, false])
    expect(failures(events[1] ?? { because: [] })).toEqual(["every-order"])
  })

  it("keeps what multiplied it on the day of the order", () => {
    const events = [{ id: "double", from: "2026-03-02", until: "2026-03-03", multiply: "2" }]
    const shop = held(giving({}, { events }))
    expect(lefts(shop)).toEqual([[2000n, 1]])
    edit(shop.after(5 * day), giving({ give: credit("4.00 USD") }))
    expect(lefts(shop)).toEqual([[800n, 2]])
  })

  it("tells of a tier that held points come to, or no more", () => {
    const terms = (points: string) =>
      giving({ give: pointsOf(points) }, { tiers: [{ id: "rich", from: { points: "600 points" } }] as never })
    const told = (shop: Shop, points: string) => {
      shop.publish(terms(points), "publish", { openReferrals: "reprice" })
      const { reward } = shop.only("advocate")
      return shop.do({ _tag: "RepriceReward", at: shop.world.now, reward }).events.map(({ _tag }) => _tag)
    }
    const shop = held(terms("500 points"))
    expect(told(shop, "600 points")).toEqual(["RewardRepriced", "TierReached"])
    expect(told(shop, "599 points")).toEqual(["RewardRepriced", "TierLost"])
  })

  it("a milestone, a sign-up and a discount for later: each by its own terms", () => {
    const terms = (amount: string, percent: number) =>
      program({
        milestones: [{ id: "each", every: 1, give: credit(amount), hold: "9 days" }],
        friend: { on: "sign-up", give: credit(amount), hold: "9 days" },
        advocate: { give: percentOff(percent, { maximum: amount }), hold: "9 days" },
        budget: { amount: "1000.00 USD", per: "ever" }
      })
    const shop = new Shop(terms("10.00 USD", 10)).enroll("ann").touch("ann", "bob")
    shop.signup("bob")
    shop.order("o1", "bob", "100.00 USD")
    shop.refund("o1", "r", "40.00 USD")
    expect(shop.counter("budget/spring/ever/USD")).toBe(3000n)
    edit(shop, terms("25.00 USD", 50))
    expect(shop.rewards.map(({ amount, taken }) => [amount.minor, amount.unit, taken.minor])).toEqual([
      [2500n, "USD", 0n],
      [1n, "percent-off", 0n],
      [2500n, "USD", 0n]
    ])
    expect(shop.counter("budget/spring/ever/USD")).toBe(7500n)
    shop.after(9 * day)
    const reward = shop.only("advocate").reward
    expect(one(shop.redeem(reward, "o2", "40.00 USD"), "RewardRedeemed").value.minor).toBe(2000n)
  })

  describe("room", () => {
    const capped = (amount: string, cap: string | null, budget = "30.00 USD", onFull?: "fill") =>
      giving(
        {
          give: credit(amount),
          ...(cap === null
            ? {}
            : { cap: { amount: cap, per: "ever", of: "program", ...(onFull === undefined ? {} : { onFull }) } })
        },
        { budget: { amount: budget, per: "ever" } }
      )

    it.each<[string, Program.Program, bigint, bigint, readonly string[]]>([
      ["a cap with room to the cent", capped("12.00 USD", "22.00 USD"), 1200n, 2200n, []],
      ["a cap that lacks a cent", capped("12.00 USD", "21.99 USD"), 1000n, 2000n, ["cap-amount"]],
      [
        "a cap that might be filled",
        capped("12.00 USD", "21.99 USD", "30.00 USD", "fill"),
        1000n,
        2000n,
        ["cap-amount"]
      ],
      ["a budget with room to the cent", capped("20.00 USD", null), 2000n, 0n, []],
      ["a budget that lacks a cent", capped("20.01 USD", null), 1000n, 2000n, ["budget"]],
      ["less than a cap that was lowered has", capped("9.00 USD", "1.00 USD", "1.00 USD"), 900n, 1900n, []],
      ["what was all of the cap", capped("10.00 USD", "20.00 USD"), 1000n, 2000n, []]
    ])("%s", (_, after, left, cap, failed) => {
      const shop = held(capped("10.00 USD", "20.00 USD"))
      shop.touch("ann", "cat").order("o2", "cat", "100.00 USD")
      const [reward] = shop.rewards
      shop.publish(after, "publish", { openReferrals: "reprice" })
      const { events } = shop.do({ _tag: "RepriceReward", at: shop.world.now, reward: reward?.reward ?? "" })
      const event = one({ events }, "RewardRepriced")
      expect([event.to.minor, failures(event)]).toEqual([left, failed])
      const counter = [...shop.world.counters].find(([key]) => key.startsWith("cap-of-program/"))?.[1] ?? 0n
      // Where the new terms have no cap, the one that it was charged to gets it back.
      expect(counter).toBe(cap === 0n ? 1000n : cap)
      expect(shop.counter("budget/spring/ever/USD")).toBe(left + 1000n)
      shop.refund("o1", "r1", "25.00 USD")
      shop.refund("o1", "r2", "75.00 USD")
      expect(shop.counter("budget/spring/ever/USD")).toBe(1000n)
    })
  })

  it("moves a discount from what counts it to what bounds its cost, and back, where only one says the most of it", () => {
    const counted = (percent: number) => giving({ give: percentOff(percent), cap: { count: 5, per: "ever" } })
    const bounded = (maximum: string) =>
      giving({ give: percentOff(20, { maximum }) }, { budget: { amount: "10.00 USD", per: "ever" } })
    const room = (shop: Shop) => [
      shop.counter("cap/spring/advocate/ann/ever"),
      shop.counter("budget/spring/ever/USD"),
      shop.only("advocate").charges.map(({ add }) => add)
    ]
    const shop = held(counted(20))
    const moves = [counted(10), bounded("5.00 USD"), bounded("10.01 USD"), bounded("10.00 USD"), counted(5)]
    const seen = moves.map((terms) => [edit(shop, terms)[0]?.isValued, ...room(shop)])
    expect(seen).toEqual([
      [true, 1n, 0n, [1n]],
      [true, 0n, 500n, [500n]],
      [false, 0n, 500n, [500n]],
      [true, 0n, 1000n, [1000n]],
      [true, 1n, 0n, [1n]]
    ])
  })

  it("takes what is more under the bounds of its counters, and gives back what is less without any", () => {
    const terms = (amount: string, cap?: object) =>
      giving(
        { give: credit(amount), ...(cap === undefined ? {} : { cap: cap as never }) },
        { budget: { amount: "30.00 USD", per: "ever" } }
      )
    const whole = { amount: "22.00 USD", per: "ever", of: "program" }
    const counters = (shop: Shop, next: Program.Program) => {
      shop.publish(next, "publish", { openReferrals: "reprice" })
      const { reward } = shop.only("advocate")
      const decision = shop.do({ _tag: "RepriceReward", at: shop.world.now, reward })
      return decision.counters.filter(({ key }) => !key.startsWith("balance/"))
    }
    const [cap, count, budget] = [
      "cap-of-program/spring/advocate/ever/USD",
      "cap/spring/advocate/ann/ever",
      "budget/spring/ever/USD"
    ]
    const shop = held(terms("10.00 USD", whole))
    expect(counters(shop, terms("12.00 USD", whole))).toEqual([
      { key: cap, add: 200n, max: 2200n },
      { key: budget, add: 200n, max: 3000n }
    ])
    // Another cap takes the place of the one before.
    expect(counters(shop, terms("13.00 USD", { count: 1, per: "ever" }))).toEqual([
      { key: cap, add: -1200n },
      { key: budget, add: 100n, max: 3000n },
      { key: count, add: 1n, max: 1n }
    ])
    // It is one still, though it is less.
    expect(counters(shop, terms("4.00 USD", { count: 1, per: "ever" }))).toEqual([{ key: budget, add: -900n }])
    expect(shop.counter(count ?? "")).toBe(1n)
  })

  it("moves what a discount can cost from one currency to another", () => {
    const terms = (maximum: string) => {
      const budget = ["USD", "EUR"].map((unit) => ({ amount: `9.00 ${unit}`, per: "ever" as const }))
      return giving({ give: percentOff(20, { maximum }) }, { budget })
    }
    const shop = held(terms("5.00 USD"))
    expect(edit(shop, terms("4.00 EUR")).map(({ isValued }) => isValued)).toEqual([true])
    expect(["USD", "EUR"].map((unit) => shop.counter(`budget/spring/ever/${unit}`))).toEqual([0n, 400n])
  })

  it("gives a rolling cap back that the new terms have not", () => {
    const shop = held(giving({ cap: { count: 1, per: "rolling 7 days" } }))
    edit(shop, giving({ give: credit("12.00 USD") }))
    expect(shop.world.fact<Fact.RollingWindow>("window/spring/advocate/ann/7d")?.days).toEqual([])
    expect([...shop.world.counters.keys()].filter((key) => key.startsWith("window/"))).toEqual([])
  })

  it("takes a rolling cap as if it had not charged it: the last slot is its own", () => {
    const capped = (give: object, amount: string) =>
      giving({ give: give as never, cap: { amount, per: "rolling 7 days" } }, { qualify: { within: "30 days" } })
    const shop = held(capped(credit("10.00 USD"), "25.00 USD"))
    shop.after(day).refer("ann", "cat", "o2")
    const days = () =>
      shop.world.fact<Fact.RollingWindow>("window/spring/advocate/ann/7d/USD")?.days.map(({ add }) => add)
    const [first] = shop.rewards
    const valued = (give: object, amount: string) => {
      shop.publish(capped(give, amount), "publish", { openReferrals: "reprice" })
      const command = { _tag: "RepriceReward", at: shop.world.now, reward: first?.reward ?? "" } as const
      return one(shop.do(command), "RewardRepriced").isValued
    }
    expect([valued(credit("15.01 USD"), "25.00 USD"), days()]).toEqual([false, [1000n, 1000n]])
    expect([valued(credit("15.00 USD"), "25.00 USD"), days()]).toEqual([true, [1500n, 1000n]])
    expect([valued(credit("2.00 USD"), "25.00 USD"), days()]).toEqual([true, [200n, 1000n]])
  })
})

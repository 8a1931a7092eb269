import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Program from "../../src/domain/Program.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, day, failures, one, percentOff, pointsOf, program, Shop, tags } from "../arbitraries/shop.ts"

const every = { id: "every", on: "every order" as const, give: credit("3.00 USD") }
const first = { id: "first", give: credit() }
const open = (input = {}) =>
  new Shop(program({ advocate: [first, every], newCustomersOnly: false, ...input })).enroll("ann")
/** Bob has qualified with o1. */
const bought = (input = {}) => {
  const shop = open(input)
  shop.refer("ann", "bob", "o1")
  return shop
}
const standing = (shop: Shop) => shop.rewards.filter(({ state }) => state === "available" || state === "pending")
const earnedBy = (shop: Shop) => standing(shop).map(({ order, rule }) => `${rule} ${order}`)

describe("An offer on every order", () => {
  it("pays for the order that qualifies the friend and for each later one; the first order's only once", () => {
    const shop = bought()
    const later = shop.order("o2", "bob", "50.00 USD")
    expect(tags(later)).toEqual(["OrderRecorded", "OrderCounted", "RewardGranted"])
    expect(one(later, "RewardGranted").because[0]).toEqual({
      check: "every-order",
      passed: true,
      actual: "order number 2"
    })
    expect(earnedBy(shop)).toEqual(["first o1", "every o1", "every o2"])
    expect(shop.referral("bob")).toMatchObject({ order: "o1", orders: 2, latest: ["o1", "o2"] })
  })

  it("is not asked for an order of nothing, of another person, or before the referral began", () => {
    const shop = bought()
    expect(tags(shop.order("o2", "bob", "0.00 USD"))).toEqual(["OrderRecorded", "OrderNotCounted"])
    expect(tags(shop.order("o3", "eve", "50.00 USD"))).toEqual(["OrderRecorded"])
    const early = shop.order("o4", "bob", "50.00 USD", { at: shop.world.now - 1 })
    expect(failures(one(early, "OrderNotCounted"))).toEqual(["qualification"])
  })

  it.each([
    [1, ["every o1"]],
    [2, ["every o1", "every o2"]],
    [3, ["every o1", "every o2", "every o3"]]
  ])("with orders: %i pays for so many, the first included, and says why not for the next", (orders, earned) => {
    const shop = bought({ advocate: { ...every, orders } })
    shop.order("o2", "bob", "50.00 USD")
    shop.order("o3", "bob", "50.00 USD")
    const beyond = shop.order("o4", "bob", "50.00 USD")
    expect(earnedBy(shop)).toEqual(earned)
    expect(one(beyond, "RewardRefused").because[0]).toEqual({
      check: "every-order",
      passed: false,
      actual: "order number 4",
      limit: orders
    })
  })

  it("an order that was given back whole gives its place back", () => {
    const shop = bought({ advocate: { ...every, orders: 2 } })
    shop.order("o2", "bob", "50.00 USD")
    shop.refund("o2", "r1", "50.00 USD")
    shop.order("o3", "bob", "50.00 USD")
    expect(earnedBy(shop)).toEqual(["every o1", "every o3"])
  })

  it.each([
    ["2026-02-15T11:59:59.999Z", "every"],
    ["2026-02-15T12:00:00.000Z", "refused"]
  ])("with months: 1 pays until the same time a month after the attribution, and not at it: %s", (at, result) => {
    const shop = new Shop(program({ advocate: { ...every, months: 1 } }))
    shop.world.now = Date.UTC(2026, 0, 15, 12) as never
    shop.enroll("ann").refer("ann", "bob", "o1")
    shop.world.sleep(Date.UTC(2026, 5, 1))
    const order = shop.order("o2", "bob", "50.00 USD", { at: Date.parse(at) })
    expect(all(order, "RewardGranted").length).toBe(result === "every" ? 1 : 0)
    expect(all(order, "RewardRefused").map((event) => event.reason)).toEqual(result === "every" ? [] : ["every-order"])
  })

  it.each([
    ["2026-02-28T23:59:59.999-05:00", 1],
    ["2026-03-01T00:00:00.000-05:00", 0]
  ])("months are those of the program's zone, and end with a month that is shorter: %s", (at, granted) => {
    // 31 January, a moment before midnight in New York; in UTC it is February already.
    const shop = new Shop(program({ timeZone: "America/New_York", advocate: { ...every, months: 1 } }))
    shop.world.now = Date.parse("2026-01-31T23:59:59.999-05:00") as never
    shop.enroll("ann").refer("ann", "bob", "o1")
    shop.world.sleep(Date.UTC(2026, 5, 1))
    const late = Date.parse(at) - (granted === 1 ? 1 : 0)
    expect(all(shop.order("o2", "bob", "50.00 USD", { at: late }), "RewardGranted").length).toBe(granted)
  })

  it("looks at the conditions of the order at hand", () => {
    const when = [{ condition: "minimum-total", amount: "40.00 USD" }]
    const shop = bought({ advocate: { ...every, when } })
    expect(one(shop.order("o2", "bob", "39.99 USD"), "RewardRefused").reason).toBe("minimum-total")
    expect(tags(shop.order("o3", "bob", "40.00 USD"))).toContain("RewardGranted")
  })

  it("counts caps and budgets in the period of each order", () => {
    const shop = bought({ advocate: { ...every, cap: { count: 1, per: "calendar month" } } })
    expect(one(shop.order("o2", "bob", "50.00 USD"), "RewardRefused").reason).toBe("cap")
    shop.after(31 * day)
    expect(tags(shop.order("o3", "bob", "50.00 USD"))).toContain("RewardGranted")
  })

  it("learns that two people are one: no later order earns, what was earned before stands", () => {
    const shop = new Shop(program({ advocate: every })).enroll("ann", { prints: ["a"] })
    shop.refer("ann", "bob", "o1")
    const order = shop.order("o2", "bob", "50.00 USD", { prints: ["a"] })
    expect(one(order, "OrderNotCounted").reason).toBe("shared-email")
    expect(earnedBy(shop)).toEqual(["every o1"])
  })

  it("goes on for a friend who is led to another program, where no new customer is taken", () => {
    const other = program({ id: "other", advocate: { give: credit() } })
    const shop = new Shop(program({ advocate: every }), other).enroll("ann").enroll("eve", { program: "other" })
    shop.refer("ann", "bob", "o1")
    shop.touch("eve", "bob", { program: "other" })
    expect(tags(shop.order("o2", "bob", "50.00 USD"))).toEqual(["OrderRecorded", "OrderCounted", "RewardGranted"])
  })

  it("a friend's discount is quoted for each order, within the bounds, and granted with it", () => {
    const friend = { id: "friend", on: "every order" as const, orders: 2, give: percentOff(10) }
    const once = { id: "once", give: percentOff(50) }
    const shop = open({ friend: [friend, once], advocate: [] }).touch("ann", "bob")
    const quoted = (quote: string) =>
      one(shop.quote(quote, "bob", "100.00 USD"), "QuoteMade").discounts.map(({ rule }) => rule)
    expect(quoted("q1")).toEqual(["friend", "once"])
    shop.order("o1", "bob", "45.00 USD", { quote: "q1" })
    expect(quoted("q2")).toEqual(["friend"])
    shop.order("o2", "bob", "90.00 USD", { quote: "q2" })
    expect(quoted("q3")).toEqual([])
    expect(shop.rewards.map(({ order, rule, state }) => `${rule} ${order} ${state}`)).toEqual([
      "friend o1 redeemed",
      "once o1 redeemed",
      "friend o2 redeemed"
    ])
  })
})

describe("Later orders that come back", () => {
  it("take their own rewards with them, in part and whole", () => {
    const shop = bought({ advocate: [first, { ...every, give: pointsOf("300 points") }] })
    shop.order("o2", "bob", "50.00 USD")
    shop.refund("o2", "r1", "10.00 USD")
    expect(shop.rewards.map(({ order, taken }) => `${order} ${taken.minor}`)).toEqual(["o1 0", "o1 0", "o2 60"])
    shop.change("o2", 1, "0.00 USD")
    expect(earnedBy(shop)).toEqual(["first o1", "every o1"])
    expect(shop.referral("bob")).toMatchObject({ state: "qualified", orders: 1 })
  })

  it("count anew when they are there again: by what is kept, not by the way there", () => {
    const shop = bought()
    shop.order("o2", "bob", "50.00 USD")
    shop.change("o2", 1, "0.00 USD")
    const back = shop.change("o2", 2, "40.00 USD")
    expect(tags(back)).toEqual(["OrderChanged", "OrderCounted", "RewardGranted"])
    expect(one(back, "RewardGranted").generation).toBe(2)
    expect(earnedBy(shop)).toEqual(["first o1", "every o1", "every o2"])
    expect(shop.referral("bob")).toMatchObject({ orders: 2, latest: ["o1", "o2"] })
  })

  it("keep the friend qualified while any of them stands, and the milestone with it", () => {
    const shop = bought({ milestones: [{ every: 1, give: pointsOf() }] })
    shop.order("o2", "bob", "50.00 USD")
    expect(tags(shop.refund("o1", "r1", "100.00 USD"))).toEqual(["OrderRefunded", "RewardTakenBack", "RewardTakenBack"])
    expect(shop.referral("bob")).toMatchObject({ state: "qualified", orders: 1 })
    expect(earnedBy(shop)).toEqual(["milestone o1", "every o2"])
    shop.order("o3", "bob", "50.00 USD")
    expect(earnedBy(shop)).toEqual(["milestone o1", "every o2", "every o3"])
    shop.refund("o3", "r2", "50.00 USD")
    const last = shop.refund("o2", "r3", "50.00 USD")
    expect(tags(last)).toEqual(["OrderRefunded", "RewardTakenBack", "ReferralUnqualified", "RewardTakenBack"])
    expect([shop.referral("bob")?.state, earnedBy(shop)]).toEqual(["open", []])
  })

  it("the first order is there again: its own rewards are, too", () => {
    const shop = bought()
    shop.order("o2", "bob", "50.00 USD")
    shop.change("o1", 1, "0.00 USD")
    expect(earnedBy(shop)).toEqual(["every o2"])
    shop.change("o1", 2, "80.00 USD")
    expect(earnedBy(shop)).toEqual(["first o1", "every o1", "every o2"])
  })

  it("open the referral with the last of them; any of them that is there again qualifies the friend", () => {
    const shop = bought()
    shop.order("o2", "bob", "50.00 USD")
    shop.refund("o1", "r1", "100.00 USD")
    shop.change("o2", 1, "0.00 USD")
    expect(shop.referral("bob")?.state).toBe("open")
    shop.change("o2", 2, "50.00 USD")
    expect(shop.referral("bob")).toMatchObject({ state: "qualified", order: "o2", orders: 1 })
    expect(earnedBy(shop)).toEqual(["every o2", "first o2"])
  })

  it("refunds that came before a later order wait for it", () => {
    const shop = bought()
    shop.refund("o2", "r1", "50.00 USD")
    shop.order("o2", "bob", "50.00 USD")
    expect(earnedBy(shop)).toEqual(["first o1", "every o1"])
    expect(shop.referral("bob")).toMatchObject({ state: "qualified", orders: 1 })
  })
})

describe("The way of an order", () => {
  it("law 30: what stands depends on what is kept of each order, not on the way there", () => {
    const orders = ["o1", "o2", "o3"]
    const way = fc.array(
      fc.oneof(
        fc.record({ gone: fc.subarray(orders, { minLength: 1, maxLength: 2 }), turned: fc.boolean() }),
        fc.constantFrom("review" as const, "approved" as const)
      ),
      { maxLength: 8, size: "max" }
    )
    fc.assert(
      fc.property(way, fc.boolean(), (steps, isHeld) => {
        const hold = isHeld ? { hold: "1 hour" } : {}
        const buying = () => {
          const shop = bought({
            advocate: [
              { ...first, ...hold },
              { ...every, ...hold }
            ]
          })
          for (const order of orders.slice(1)) shop.order(order, "bob", "100.00 USD")
          return shop
        }
        const shop = buying()
        let revision = 0
        for (const step of steps) {
          const { state } = shop.referral("bob") ?? {}
          if (step === "review" && state === "qualified") shop.openReview("bob")
          if (step === "approved" && state === "in-review") shop.closeReview("bob", "approved")
          if (typeof step === "string") continue
          for (const order of step.gone) shop.change(order, ++revision, "0.00 USD")
          // One order stands all the while, so the friend stays qualified.
          for (const order of step.turned ? step.gone.toReversed() : step.gone) {
            shop.change(order, ++revision, "100.00 USD")
          }
        }
        if (shop.referral("bob")?.state === "in-review") shop.closeReview("bob", "approved")
        const straight = buying()
        const kept = (one: Shop) =>
          one.after(day).rewards.map(({ amount, order, rule, state }) => `${rule} ${order} ${amount.minor} ${state}`)
        expect(kept(shop).sort()).toEqual(kept(straight).sort())
        expect(shop.referral("bob")).toMatchObject({ state: "qualified", order: "o1", orders: 3 })
      }),
      law
    )
  })
})

describe("A review of a friend with later orders", () => {
  const review = { ordersFrom: "500.00 USD" }

  it("holds what later orders earned and still earn; approved, all of it is released", () => {
    const shop = bought({ advocate: { ...every, hold: "1 day" } })
    shop.order("o2", "bob", "50.00 USD")
    shop.openReview("bob")
    shop.order("o3", "bob", "50.00 USD")
    shop.after(2 * day)
    expect(standing(shop).map(({ state }) => state)).toEqual(["pending", "pending", "pending"])
    shop.closeReview("bob", "approved")
    expect(standing(shop).map(({ state }) => state)).toEqual(["available", "available", "available"])
  })

  it("holds even what has no hold of its own", () => {
    const shop = bought({ advocate: every })
    shop.openReview("bob")
    expect(one(shop.order("o2", "bob", "50.00 USD"), "RewardGranted").state).toBe("pending")
    shop.after(day)
    expect(shop.rewards.map(({ state }) => state)).toEqual(["available", "pending"])
  })

  it("begins with a later order that is large enough; that order waits with the rest", () => {
    const shop = bought({ advocate: every, review })
    expect(tags(shop.order("o2", "bob", "499.99 USD"))).toEqual(["OrderRecorded", "OrderCounted", "RewardGranted"])
    expect(tags(shop.order("o3", "bob", "500.00 USD"))).toEqual([
      "OrderRecorded",
      "ReviewOpened",
      "OrderCounted",
      "RewardGranted"
    ])
    expect(shop.referral("bob")).toMatchObject({ state: "in-review", order: "o1" })
    shop.closeReview("bob", "rejected")
    expect([shop.referral("bob")?.state, earnedBy(shop)]).toEqual(["rejected", []])
    expect(tags(shop.order("o4", "bob", "50.00 USD"))).toEqual(["OrderRecorded"])
  })

  it("an order edited to nothing and back meanwhile keeps what it earns, for the verdict", () => {
    const shop = bought({ advocate: first })
    shop.openReview("bob")
    shop.change("o1", 1, "0.00 USD")
    expect(tags(shop.change("o1", 2, "90.00 USD"))).toEqual(["OrderChanged", "OrderCounted", "RewardGranted"])
    expect(shop.only("first")).toMatchObject({ state: "pending", generation: 2 })
    shop.closeReview("bob", "approved")
    expect([shop.only("first").state, shop.referral("bob")?.state]).toEqual(["available", "qualified"])
  })

  it.each([1, 7, 8, 9, 16, 17, 40])("reaches all %i later orders, a page at a time", (count) => {
    for (const verdict of ["approved", "rejected"] as const) {
      const shop = bought({ advocate: { ...every, hold: "1 day" } })
      for (let n = 0; n < count; n++) shop.order(`l${n}`, "bob", "50.00 USD")
      shop.openReview("bob")
      shop.after(2 * day)
      const decision = shop.closeReview("bob", verdict)
      const moved = [...all(decision, "RewardReleased"), ...all(decision, "RewardTakenBack")]
      expect(moved.length).toBe(Math.min(8, count + 1))
      shop.after(0)
      const states = new Set(shop.rewards.map(({ state }) => state))
      expect(states).toEqual(new Set([verdict === "approved" ? "available" : "voided"]))
      // A page that comes again finds nothing to do.
      const events = shop.world.events.length
      for (const wake of shop.world.wakes) if (wake.command._tag === "SettleOrders") shop.world.deliver(wake)
      expect(shop.world.events.length).toBe(events)
    }
  })

  it("whoever comes before the page of an order finds what it will have done", () => {
    const shop = bought({ advocate: every })
    for (let n = 0; n < 20; n++) shop.order(`l${n}`, "bob", "50.00 USD")
    shop.openReview("bob")
    shop.closeReview("bob", "rejected")
    const oldest = shop.rewards.find(({ order }) => order === "o1")
    expect(oldest?.state).toBe("available")
    expect(shop.try(shop.redeeming(oldest?.reward ?? "", "x", "50.00 USD"))).toMatchObject({
      _tag: "RewardNotAvailable"
    })
    shop.refund("l0", "r1", "10.00 USD")
    expect(shop.rewards.find(({ order }) => order === "l0")?.state).toBe("reversed")
    shop.after(0)
    expect(standing(shop)).toEqual([])
  })

  it("a page of an older verdict does nothing once another review has begun", () => {
    const shop = bought({ advocate: { ...every, hold: "1 day" } })
    for (let n = 0; n < 20; n++) shop.order(`l${n}`, "bob", "50.00 USD")
    shop.openReview("bob")
    shop.world.sleep(shop.world.now + 2 * day)
    shop.closeReview("bob", "approved")
    shop.openReview("bob")
    shop.after(0)
    expect(shop.rewards.filter(({ state }) => state === "pending").length).toBe(13)
    shop.closeReview("bob", "approved")
    shop.after(0)
    expect(shop.rewards.filter(({ state }) => state === "pending")).toEqual([])
  })
})

describe("A program with offers on every order", () => {
  const issues = (offer: object) => {
    const read = Program.decode({
      id: "spring",
      timeZone: "UTC",
      onSilence: "hold",
      advocate: { give: credit(), ...offer }
    })
    return Result.isFailure(read) ? read.failure.issues.map(({ message, path }) => `${path}: ${message}`) : []
  }

  it.each([
    [{ months: 3 }, "advocate.months: bounds an offer that pays on every order, and this one pays on the first order"],
    [{ on: "every order", orders: 0 }, "advocate.orders: "],
    [{ on: "every order", orders: 1_000_001 }, "advocate.orders: "],
    [{ on: "every order", months: 0 }, "advocate.months: "],
    [{ on: "every order", months: 121 }, "advocate.months: "],
    [{ on: "sometimes" }, "advocate.on: "]
  ])("refuses %j, and says where", (offer, said) => {
    expect(issues(offer)).toEqual([expect.stringContaining(said)])
  })

  it.each([
    [{ on: "every order", orders: 1, months: 120 }],
    [{ on: "every order", orders: 1_000_000, months: 1 }],
    [{ on: "first order" }]
  ])("takes %j", (offer) => {
    expect(issues(offer)).toEqual([])
  })
})

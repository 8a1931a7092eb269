import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Program from "../../src/domain/Program.ts"
import { all, credit, giftCard, one, percentOff, pointsOf, program, Shop, start } from "../arbitraries/shop.ts"

const ms = 1
const at = (text: string): number => Date.parse(text)
const event = (fields: object = {}) => ({
  id: "double-week",
  from: "2026-02-01",
  until: "2026-02-08",
  multiply: 2,
  ...fields
})
const shopWith = (events: readonly object[], input: object = {}) =>
  new Shop(
    program({ newCustomersOnly: false, advocate: { give: credit() }, events: events as never, ...input })
  ).enroll("ann")
const earned = (shop: Shop, rule = "advocate") => [shop.only(rule).amount.minor, shop.only(rule).multiplied]

describe("SpecialEvent", () => {
  it.each([
    ["before it begins", at("2026-02-01T05:00:00Z") - ms, 1000n, undefined],
    ["as it begins, at midnight in New York", at("2026-02-01T05:00:00Z"), 2000n, "2"],
    ["just before it ends", at("2026-02-08T05:00:00Z") - ms, 2000n, "2"],
    ["as it ends", at("2026-02-08T05:00:00Z"), 1000n, undefined]
  ])("counts when the order was placed: %s", (_, placed, minor, multiplied) => {
    const shop = shopWith([event()], { timeZone: "America/New_York" })
    shop.touch("ann", "bob", { at: placed - ms }).order("o1", "bob", "100.00 USD", { at: placed })
    expect(earned(shop)).toEqual([minor, multiplied])
  })

  it.each([
    // 2026-03-08 has 23 hours in New York, 2026-11-01 has 25.
    ["2026-03-08", "2026-03-09", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"],
    ["2026-11-01", "2026-11-02", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"],
    ["2026-03-08T06:59:59.999Z", "2026-03-08T07:00:00Z", "2026-03-08T06:59:59.999Z", "2026-03-08T07:00:00Z"]
  ])("begins and ends with the days of the program's zone: %s to %s", (from, until, begins, ends) => {
    const times = [at(begins) - ms, at(begins), at(ends) - ms, at(ends)]
    const multiplied = times.map((placed) => {
      const shop = shopWith([event({ from, until })], { timeZone: "America/New_York" })
      shop.world.sleep(at("2026-12-01T00:00:00Z"))
      shop.touch("ann", "bob", { at: placed - ms }).order("o1", "bob", "100.00 USD", { at: placed })
      return shop.only("advocate").multiplied
    })
    expect(multiplied).toEqual([undefined, "2", "2", undefined])
  })

  const on = { from: "2026-03-01", until: "2026-03-31" }

  it("gives the best of several, not their product, and says which", () => {
    const shop = shopWith(
      [event({ ...on, multiply: "1.5" }), event({ ...on, id: "triple", multiply: 3 }), event(on)].map((one, i) => ({
        ...one,
        id: `${one.id}-${i}`
      }))
    )
    const granted = one(shop.refer("ann", "bob", "o1"), "RewardGranted")
    expect([granted.amount.minor, granted.multiplied]).toEqual([3000n, "3"])
    expect(granted.because).toContainEqual({
      check: "special-event",
      passed: true,
      actual: "triple-1",
      limit: "3 times"
    })
  })

  it.each([
    ["0.01 USD", "1.5", 2n],
    ["0.25 USD", "1.5", 38n],
    ["0.25 USD", "1.499999", 37n],
    ["10.00 USD", "1.000001", 1000n],
    ["10.00 USD", "100", 100000n]
  ])("is exact and rounded once, half away from zero: %s %s times", (amount, multiply, minor) => {
    const shop = shopWith([event({ ...on, multiply })], { advocate: { give: credit(amount) } })
    shop.refer("ann", "bob", "o1")
    expect(shop.only("advocate").amount.minor).toBe(minor)
  })

  it("multiplies amounts of either side and of milestones, and no percentage, perk or discount at checkout", () => {
    const shop = shopWith([event(on)], {
      friend: [
        { id: "welcome", give: percentOff(20) },
        { id: "thanks", give: pointsOf() }
      ],
      advocate: [
        { id: "later", give: percentOff(10) },
        { id: "badge", give: { kind: "badge", name: "Golden friend" } },
        { id: "credit", give: credit() }
      ],
      milestones: [{ id: "first", every: 1, give: giftCard() }]
    })
    shop.touch("ann", "bob").quote("q1", "bob", "100.00 USD")
    shop.order("o1", "bob", "80.00 USD", { quote: "q1" })
    const times = shop.rewards.map(({ multiplied, rule }) => [rule, multiplied])
    expect(times).toEqual([
      ["welcome", undefined],
      ["thanks", "2"],
      ["later", undefined],
      ["badge", undefined],
      ["credit", "2"],
      ["first", "2"]
    ])
    expect(shop.only("welcome").amount.minor).toBe(2000n)
  })

  it("is for the offers that it names", () => {
    const shop = shopWith([event({ ...on, offers: ["b"] })], {
      advocate: [
        { id: "a", give: credit() },
        { id: "b", give: credit() }
      ]
    })
    shop.refer("ann", "bob", "o1")
    expect([earned(shop, "a"), earned(shop, "b")]).toEqual([
      [1000n, undefined],
      [2000n, "2"]
    ])
  })

  it.each([
    ["19.99 USD", "refused"],
    ["20.00 USD", "granted"]
  ])("what is multiplied is what the budget carries: %s", (amount, outcome) => {
    const shop = shopWith([event(on)], { budget: { amount, per: "ever" } })
    const decision = shop.refer("ann", "bob", "o1")
    expect(all(decision, outcome === "granted" ? "RewardGranted" : "RewardRefused").length).toBe(1)
  })

  it("is frozen in the grant: a refund takes its share of what was multiplied, whatever the program says by then", () => {
    const shop = shopWith([event({ ...on, multiply: "1.5" })])
    shop.refer("ann", "bob", "o1", "100.00 USD")
    shop.publish(program({ newCustomersOnly: false, advocate: { give: credit() } }), "publish")
    shop.refund("o1", "r1", "25.00 USD")
    expect(shop.standings).toEqual(["advocate: 15.00 USD less 3.75 USD store-credit available"])
  })

  it("belongs to the program as it is live, so that a week can be announced while referrals are under way", () => {
    const shop = shopWith([]).touch("ann", "bob")
    shop.signup("bob")
    shop.publish(
      program({ newCustomersOnly: false, advocate: { give: credit() }, events: [event(on)] as never }),
      "publish"
    )
    shop.order("o1", "bob", "100.00 USD", { at: start })
    expect([shop.only("advocate").version, ...earned(shop)]).toEqual([1, 2000n, "2"])
  })

  it.each([
    [
      "an end that is no later",
      event({ until: "2026-02-01" }),
      /^events\[0\]\.until: 2026-02-01 is not after 2026-02-01/
    ],
    [
      "an offer that is not there",
      event({ offers: ["nobody"] }),
      /^events\[0\]\.offers\[0\]: there is no offer or milestone "nobody"/
    ],
    ["no offers at all", event({ offers: [] }), /^events\[0\]\.offers/],
    ["a multiplier of one", event({ multiply: 1 }), /^events\[0\]\.multiply: "1" is not a multiplier.*above 1/],
    ["a multiplier above a hundred", event({ multiply: "100.000001" }), /^events\[0\]\.multiply: /],
    ["a multiplier that is no decimal", event({ multiply: "2e0" }), /^events\[0\]\.multiply: /],
    ["a day that is none", event({ from: "2026-02-30" }), /^events\[0\]\.from: "2026-02-30" is not a calendar date/],
    ["an unknown field", event({ stack: true }), /^events\[0\]\.stack: /]
  ])("refuses %s", (_, written, message) => {
    const read = Program.decode({
      id: "spring",
      timeZone: "UTC",
      onSilence: "hold",
      advocate: { give: credit() },
      events: [written]
    })
    const issues = Result.isFailure(read) ? read.failure.issues.map((issue) => `${issue.path}: ${issue.message}`) : []
    expect(issues[0]).toMatch(message)
  })

  it("refuses two events of one name", () => {
    const read = Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", events: [event(), event()] })
    expect(Result.isFailure(read) && read.failure.message).toMatch(/^events\[1\]\.id: "double-week" names another/u)
  })
})

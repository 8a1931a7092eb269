import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import * as Kept from "../../src/domain/Kept.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Money from "../../src/domain/Money.ts"
import { stands } from "../../src/domain/ReferralStanding.ts"
import * as Sums from "../../src/domain/Sums.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { credit, day, money, one, pointsOf, program, Shop } from "../arbitraries/shop.ts"
import type { World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

const at = (text: string): number => Date.parse(text)
const gold = { id: "gold", from: { revenue: "100.00 USD" }, multiply: 2 }
const rich = { id: "rich", from: { points: "1000 points" }, multiply: 2 }
const shopWith = (tiers: readonly object[], input: object = {}): Shop =>
  new Shop(program({ newCustomersOnly: false, advocate: { give: credit() }, tiers: tiers as never, ...input })).enroll(
    "ann"
  )
const byPoints = (input: object = {}): Shop =>
  shopWith([rich], { advocate: { give: pointsOf("500 points") }, ...input })

/** Whether the next friend's reward is given twice. */
const isTwice = (shop: Shop, n = shop.world.events.length): boolean =>
  one(shop.refer("ann", `next${n}`, `next${n}`, "0.01 USD"), "RewardGranted").multiplied === "2"
const sumsOf = (shop: Shop): readonly string[] =>
  (shop.world.fact<Fact.Advocate>(Key.advocate("spring" as never, "ann" as never))?.sums ?? []).map(
    ({ minor, periods, unit }) => `${Money.format({ minor, unit })} in ${periods.map(({ n }) => n).join()}`
  )

describe("a tier by revenue", () => {
  it.each([
    ["99.99 USD", false],
    ["100.00 USD", true]
  ])("stands from what friends have paid on: %s, %s", (total, expected) => {
    const shop = shopWith([gold])
    shop.refer("ann", "f1", "o1", total)
    expect(isTwice(shop)).toBe(expected)
  })

  it("pays the order that reaches it as before, and counts every order of a friend", () => {
    const shop = shopWith([gold])
    expect(one(shop.refer("ann", "f1", "o1", "60.00 USD"), "RewardGranted").multiplied).toBe(undefined)
    const { events } = shop.order("o2", "f1", "40.00 USD")
    expect(events.map(({ _tag }) => _tag)).toEqual(["OrderRecorded", "OrderCounted", "TierReached"])
    expect(isTwice(shop)).toBe(true)
  })

  it.each([
    ["a refund in part", (shop: Shop) => shop.refund("o1", "r1", "0.01 USD"), "99.99 USD"],
    ["a refund of all", (shop: Shop) => shop.refund("o1", "r1", "100.00 USD"), "0.00 USD"],
    ["a cancellation", (shop: Shop) => shop.cancel("o1"), "0.00 USD"],
    ["an edit", (shop: Shop) => shop.change("o1", 1, "99.00 USD"), "99.00 USD"],
    ["a lost dispute", (shop: Shop) => shop.rule("o1", "d1", "lost"), "0.00 USD"],
    [
      "a review's no",
      (shop: Shop) => {
        shop.openReview("f1")
        shop.closeReview("f1", "rejected")
      },
      "0.00 USD"
    ]
  ])("is lost with %s", (_, happen, left) => {
    const shop = shopWith([gold])
    shop.refer("ann", "f1", "o1", "100.00 USD")
    happen(shop)
    expect(sumsOf(shop)).toEqual([`${left} in `])
    expect(isTwice(shop)).toBe(false)
  })

  it("takes nothing twice: what comes back of a friend who was rejected is nobody's any more", () => {
    const shop = shopWith([gold], { advocate: { give: credit(), on: "every order" } })
    shop.refer("ann", "f1", "o1", "100.00 USD")
    shop.order("o2", "f1", "50.00 USD")
    shop.openReview("f1")
    shop.closeReview("f1", "rejected")
    shop.refund("o2", "r1", "20.00 USD")
    shop.change("o1", 1, "400.00 USD")
    expect(sumsOf(shop)).toEqual(["0.00 USD in "])
  })

  it("stays while a review is open, and counts an order that waits once it is approved", () => {
    const shop = shopWith([gold])
    shop.touch("ann", "f1").signup("f1")
    shop.openReview("f1")
    shop.order("o1", "f1", "100.00 USD")
    expect(sumsOf(shop)).toEqual([])
    shop.closeReview("f1", "approved")
    expect(sumsOf(shop)).toEqual(["100.00 USD in "])
    shop.openReview("f1")
    expect(sumsOf(shop)).toEqual(["100.00 USD in "])
  })

  it("counts an order that is there again, and one that grows", () => {
    const shop = shopWith([gold])
    shop.refer("ann", "f1", "o1", "100.00 USD")
    shop.change("o1", 1, "0.00 USD")
    expect(sumsOf(shop)).toEqual(["0.00 USD in "])
    shop.change("o1", 2, "70.00 USD")
    shop.change("o1", 3, "120.00 USD")
    expect(sumsOf(shop)).toEqual(["120.00 USD in "])
  })

  it("counts no other currency", () => {
    const shop = shopWith([gold])
    shop.refer("ann", "f1", "o1", "500.00 EUR")
    expect(sumsOf(shop)).toEqual([])
    expect(isTwice(shop)).toBe(false)
  })

  it("counts in the month of the order, and is kept for its grace", () => {
    const monthly = [{ ...gold, within: "calendar month", grace: "10 days" }]
    const next = (placed: string): boolean => {
      const shop = shopWith(monthly, { timeZone: "America/New_York" })
      shop.world.sleep(at("2026-06-01T00:00:00Z"))
      shop.touch("ann", "f1", { at: at("2026-03-10T11:00:00Z") })
      shop.order("o1", "f1", "100.00 USD", { at: at("2026-03-10T12:00:00Z") })
      shop.touch("ann", "f2", { at: at(placed) - 1 })
      return one(shop.order("o2", "f2", "1.00 USD", { at: at(placed) }), "RewardGranted").multiplied === "2"
    }
    expect([next("2026-04-11T03:59:59.999Z"), next("2026-04-11T04:00:00Z")]).toEqual([true, false])
  })

  it("begins with the version that asks for it, and goes on with what was counted before", () => {
    const shop = shopWith([])
    shop.refer("ann", "f1", "o1", "100.00 USD")
    const edit = (tiers: readonly object[]) =>
      shop.publish(program({ newCustomersOnly: false, advocate: { give: credit() }, tiers: tiers as never }), "publish")
    edit([gold])
    expect(isTwice(shop)).toBe(false)
    // A friend from before the edit buys again: that counts, the first order does not.
    shop.order("o2", "f1", "60.00 USD")
    edit([])
    shop.order("o3", "f1", "60.00 USD")
    shop.refund("o2", "r1", "10.00 USD")
    expect(sumsOf(shop)).toEqual(["50.01 USD in "])
    edit([{ ...gold, from: { revenue: "50.00 USD" } }])
    expect(isTwice(shop)).toBe(true)
  })
})

describe("a tier by points", () => {
  it("stands from so many points on, granted by any offer, held or used or lapsed", () => {
    const shop = byPoints({ advocate: { give: pointsOf("500 points"), hold: "1 day", expires: "1 day" } })
    shop.refer("ann", "f1", "o1")
    expect(sumsOf(shop)).toEqual(["500 points in "])
    shop.refer("ann", "f2", "o2")
    shop.after(10 * day)
    expect(sumsOf(shop)).toEqual(["1000 points in "])
    expect(isTwice(shop)).toBe(true)
  })

  it("goes with points that are taken back, used or not", () => {
    const shop = byPoints()
    shop.refer("ann", "f1", "o1")
    shop.refer("ann", "f2", "o2")
    shop.spend("s1", "ann", "900 points", "o9")
    expect(sumsOf(shop)).toEqual(["1000 points in "])
    shop.refund("o1", "r1", "50.00 USD")
    expect(sumsOf(shop)).toEqual(["750 points in "])
    expect(isTwice(shop)).toBe(false)
  })

  it("goes with points that are valued anew by what they are more or fewer", () => {
    const terms = (points: string) => ({ advocate: { give: pointsOf(points), hold: "9 days" } })
    const valued = (points: string) => {
      const shop = byPoints(terms("500 points"))
      shop.refer("ann", "f1", "o1")
      const next = program({ newCustomersOnly: false, tiers: [rich], ...terms(points) })
      shop.publish(next, "publish", { openReferrals: "reprice" })
      shop.do({ _tag: "RepriceReward", at: shop.world.now, reward: shop.only("advocate").reward })
      return sumsOf(shop)
    }
    expect([valued("1000 points"), valued("499 points")]).toEqual([["1000 points in "], ["499 points in "]])
  })

  it("counts what a sign-up and a milestone earned, and nothing that a friend was given", () => {
    const shop = byPoints({
      friend: { give: pointsOf("70 points") },
      advocate: { give: pointsOf("500 points"), on: "sign-up" },
      milestones: [{ every: 2, give: pointsOf("30 points") }],
      tiers: [{ ...rich, from: { points: "5000 points" } }]
    })
    shop.refer("ann", "f1", "o1")
    shop.refer("ann", "f2", "o2")
    expect(sumsOf(shop)).toEqual(["1030 points in "])
    shop.refund("o2", "r1", "100.00 USD")
    expect(sumsOf(shop)).toEqual(["1000 points in "])
    shop.openReview("f1")
    shop.closeReview("f1", "rejected")
    expect(sumsOf(shop)).toEqual(["500 points in "])
  })
})

describe("sums", () => {
  /** What is kept of the orders that count for somebody, in one unit. */
  const paid = (world: World, { person, program: of }: Fact.Advocate, unit: string): bigint => {
    const referrals = [...world.facts.entries()].filter(([key]) => key.startsWith(`referral/${of}/`))
    let sum = 0n
    for (const [, fact] of referrals) {
      const referral = fact as Fact.Referral | null
      if (referral === null || referral.advocate !== person || !stands(referral)) continue
      for (const [key, found] of world.facts) {
        const order = found as Fact.Order | null
        if (!key.startsWith("order/") || order?.summedIn === undefined || order.total.unit !== unit) continue
        const isTheirs = order.person === referral.friend && order.program === of
        if (isTheirs && order.counts?.attribution === referral.generation && order.counts.n > 0)
          sum += Kept.keptOf(order).minor
      }
    }
    return sum
  }

  const earned = (world: World, { person, program: of }: Fact.Advocate): bigint =>
    [...world.facts].reduce((sum, [key, fact]) => {
      const reward = fact as Fact.Reward
      const isTheirs = key === reward?.key && reward.summedIn !== undefined
      return isTheirs && reward.person === person && reward.program === of
        ? sum + reward.amount.minor - reward.taken.minor
        : sum
    }, 0n)

  it("law 107: at every prefix, a sum is what is kept of the orders of friends who stand, or what was earned and not taken", () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.oneof(history(), history({ isWalk: true })), (story) => {
        live(story, {
          after: (world) => {
            for (const [key, fact] of world.facts) {
              if (!key.startsWith("advocate/") || fact === null) continue
              const advocate = fact as Fact.Advocate
              for (const { minor, periods, unit } of advocate.sums ?? []) {
                if (minor > 0n) seen.add(unit === "points" ? unit : "revenue")
                expect(minor).toBe(unit === "points" ? earned(world, advocate) : paid(world, advocate, unit))
                for (const { minor: part } of periods) expect(part > 0n && part <= minor).toBe(true)
              }
            }
          }
        })
      }),
      law
    )
    expect(seen.size).toBeGreaterThan(0)
  })

  const usd = money("1.00 USD").unit
  const period = fc.record({
    per: fc.constantFrom("calendar month" as const, "calendar year" as const),
    n: fc.nat({ max: 20 })
  })
  const part = fc.record({ minor: fc.bigInt({ min: 1n, max: 500n }), period })

  it("come to nothing when all that was added is taken away again, in any order", () => {
    fc.assert(
      fc.property(fc.array(part), fc.array(part), (stay, go) => {
        const put = (all: readonly Sums.Sum[], minor: bigint, at: (typeof go)[number]) =>
          Sums.add(all, usd, minor, [at.period])
        const all = [...stay, ...go].reduce((sums, one) => put(sums, one.minor, one), [] as readonly Sums.Sum[])
        const left = go.toReversed().reduce((sums, one) => put(sums, -one.minor, one), all)
        const direct = stay.reduce((sums, one) => put(sums, one.minor, one), [] as readonly Sums.Sum[])
        if (direct.length > 0) expect(left).toEqual(direct)
        expect(Sums.without(all, all).every(({ minor, periods }) => minor === 0n && periods.length === 0)).toBe(true)
      }),
      law
    )
  })
})

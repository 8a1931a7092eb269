import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { Instant } from "../../src/domain/Instant.ts"
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

  it.each([
    ["2026-05-31T23:59:59.999Z", true],
    ["2026-06-01T00:00:00Z", false]
  ])("counts in so many months, the last of which is under way: at %s, %s", (placed, expected) => {
    const shop = shopWith([{ ...gold, within: "rolling 3 months" }])
    shop.world.sleep(at("2026-07-01T00:00:00Z"))
    for (const [n, time] of ["2026-03-31T23:00:00Z", "2026-04-01T00:00:00Z"].entries()) {
      shop.touch("ann", `f${n}`, { at: at(time) - 1 })
      shop.order(`o${n}`, `f${n}`, "50.00 USD", { at: at(time) })
    }
    shop.touch("ann", "f2", { at: at(placed) - 1 })
    const { events } = shop.order("o2", "f2", "1.00 USD", { at: at(placed) })
    expect(one({ events }, "RewardGranted").multiplied === "2").toBe(expected)
  })

  it("says what friends have paid in its time, and until when it is kept", () => {
    const shop = shopWith([{ ...gold, within: "calendar month" }])
    shop.refer("ann", "f1", "o1", "40.00 USD")
    shop.after(30 * day)
    shop.refer("ann", "f2", "o2", "99.99 USD")
    const reached = one(shop.refer("ann", "f3", "o3", "0.02 USD"), "TierReached")
    expect(reached.because).toEqual([{ check: "tier", passed: true, actual: "100.01 USD", limit: "100.00 USD" }])
    expect(reached.until).toBe(at("2026-05-01T00:00:00Z"))
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
  const eur = money("1.00 EUR").unit
  const month = (n: number) => ({ per: "calendar month" as const, n })
  const year = (n: number) => ({ per: "calendar year" as const, n })

  it.each([
    ["revenue in its currency", "revenue", usd, [month(2)]],
    ["revenue in another", "revenue", eur, undefined],
    ["points", "points", usd, undefined]
  ] as const)("are of what tiers go by alone: %s", (_, of, unit, expected) => {
    const counting = [{ per: "calendar month", periodOf: () => ({ n: 2 }) }] as never
    const summing = { of: "revenue", unit: usd, counting } as const
    expect(Sums.periodsOf(summing, of, unit, 0 as Instant)).toEqual(expected)
    expect(Sums.periodsOf(null, of, unit, 0 as Instant)).toBeUndefined()
  })

  it("are one for each unit, in the order of their names, and one for each period, in the order of time", () => {
    const sums = [
      [usd, 5n, [month(3), year(1)]],
      [usd, 2n, [month(2)]],
      [usd, 1n, [month(3)]],
      [eur, 7n, [month(2)]]
    ] as const
    const all = sums.reduce((sums: readonly Sums.Sum[], [unit, minor, at]) => Sums.add(sums, unit, minor, at), [])
    const inUsd = [
      { ...month(2), minor: 2n },
      { ...month(3), minor: 6n },
      { ...year(1), minor: 5n }
    ]
    expect(all).toEqual([
      { unit: eur, minor: 7n, periods: [{ ...month(2), minor: 7n }] },
      { unit: usd, minor: 8n, periods: inUsd }
    ])
    expect([Sums.of(all, eur)?.minor, Sums.of(undefined, eur)]).toEqual([7n, undefined])
    // What is taken of a period that is not there changes the whole alone.
    expect(Sums.add(all, usd, -1n, [month(9)])[1]).toEqual({ unit: usd, minor: 7n, periods: inUsd })
    expect(Sums.without(all, [{ unit: usd, minor: 2n, periods: [{ ...month(2), minor: 2n }] }])).toEqual([
      all[0],
      { unit: usd, minor: 6n, periods: inUsd.slice(1) }
    ])
  })

  it.each([
    [40, 40, 1],
    [41, 40, 2],
    [100, 40, 61]
  ])("keep of %i periods the newest %i, and those of another kind", (n, kept, first) => {
    const all = Array.from({ length: n }, (_, i) => month(i + 1))
    const [sum] = [year(500), ...all].reduce((sums: readonly Sums.Sum[], at) => Sums.add(sums, usd, 1n, [at]), [])
    const months = sum?.periods.filter(({ per }) => per === "calendar month")
    expect([months?.length, months?.[0]?.n, sum?.periods.length]).toEqual([kept, first, kept + 1])
    expect(sum?.minor).toBe(BigInt(n + 1))
  })

  it.each([
    [1, 3, 60n],
    [2, 3, 50n],
    [2, 2, 20n],
    [4, 9, 0n]
  ])("in the periods from %i to %i, both of them and of one kind", (first, last, expected) => {
    const all = [month(1), month(2), month(3), year(2)]
    const [sum] = all.reduce((sums: readonly Sums.Sum[], at) => Sums.add(sums, usd, BigInt(at.n * 10), [at]), [])
    expect(sum === undefined ? 0n : Sums.within(sum, "calendar month", first, last)).toBe(expected)
  })
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

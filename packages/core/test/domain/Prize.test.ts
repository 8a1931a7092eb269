/** The prizes of a month that is over: who wins what, once; the ranks come from the leaderboard. */
import { describe, expect, it } from "vitest"
import type { Command } from "../../src/domain/Command.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { PersonId, ProgramId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as Key from "../../src/domain/Key.ts"
import type * as Program from "../../src/domain/Program.ts"
import { TreeShop, tree } from "../arbitraries/own-kinds.ts"
import { all, credit, day, fixedOff, giftCard, one, program, Shop, tags } from "../arbitraries/shop.ts"

const spring = "spring" as ProgramId
const ms = (text: string) => Date.parse(text) as Instant
const badge = { kind: "badge" as const, name: "Leader" }

type Prizes = NonNullable<Program.Input["prizes"]>
const top = (places: Prizes[number]["places"], minimum: Prizes[number]["minimum"] = { friends: 2 }) =>
  ({ id: "top", per: "calendar month", minimum, places }) as const

const threePlaces = top([
  { from: 1, give: credit("100.00 USD") },
  { from: 2, to: 3, give: credit("25.00 USD") },
  { from: 1, to: 2, give: badge }
])

/** A program with prizes, on a day of April in New York. */
const inApril = (prizes: Prizes, input: Partial<Program.Input> = {}) => {
  const shop = new Shop(program({ timeZone: "America/New_York", newCustomersOnly: false, prizes, ...input }))
  shop.world.sleep(ms("2026-04-10T12:00:00Z"))
  return shop
}

/** The leaders of a month by their scores, from the first. */
const ranked = (scores: Readonly<Record<string, number>>): readonly Fact.Placed[] =>
  Object.entries(scores).map(([person, score], i) => ({
    place: i + 1,
    person: person as PersonId,
    minor: BigInt(score),
    reached: (ms("2026-03-20T12:00:00Z") + i) as Instant
  }))

const awarding = (shop: Shop, scores: Readonly<Record<string, number>>, more: object = {}): Command => ({
  _tag: "AwardPrize",
  at: shop.world.now,
  program: spring,
  prize: "top",
  period: "2026-03",
  places: ranked(scores),
  asOf: 7,
  ...more
})

const won = (shop: Shop): readonly string[] =>
  shop.rewards.map(({ amount, kind, person }) => `${person} ${kind === "badge" ? kind : amount.minor}`)

describe("Prize", () => {
  it("gives each place what it wins", () => {
    const shop = inApril([threePlaces])
    shop.do(awarding(shop, { ann: 9, bob: 5, cat: 2, dan: 2 }))
    expect(won(shop)).toEqual(["ann 10000", "ann badge", "bob 2500", "bob badge", "cat 2500"])
  })

  it.each([
    ["as many friends as it asks for", { friends: 2 }, 2, true],
    ["a friend less", { friends: 2 }, 1, false],
    ["as much as it asks for", { revenue: "50.00 USD" }, 5000, true],
    ["a cent less", { revenue: "50.00 USD" }, 4999, false]
  ])("goes to whoever has %s", (_, minimum, score, isIn) => {
    const shop = inApril([top([{ from: 1, to: 3, give: badge }], minimum)])
    shop.do(awarding(shop, { ann: 9000, bob: score, cat: 1 }))
    expect(won(shop)).toEqual(["ann badge", ...(isIn ? ["bob badge"] : [])])
  })

  it("says who was where, and why, by friends or by money", () => {
    const event = (minimum: object, score: number) => {
      const shop = inApril([top([{ from: 1, give: badge }], minimum)])
      const decision = shop.do(awarding(shop, { ann: score }))
      return { shop, awarded: one(decision, "PrizeAwarded"), granted: one(decision, "RewardGranted") }
    }
    const { awarded, granted, shop } = event({ friends: 2 }, 3)
    expect(awarded).toMatchObject({
      version: 1,
      period: "2026-03",
      asOf: 7,
      places: ranked({ ann: 3 }),
      because: [{ check: "prize", passed: true, actual: "1 places", limit: "from 2 friends on" }]
    })
    expect(granted).toMatchObject({
      prize: { prize: "top", period: "2026-03", place: 1 },
      because: [{ check: "prize", passed: true, actual: "place 1", limit: "3 friends" }]
    })
    expect(granted).not.toHaveProperty("tier")
    expect(shop.world.fact(Key.prize(spring, "top", "2026-03"))).toEqual({
      program: "spring",
      prize: "top",
      period: "2026-03",
      asOf: 7,
      places: ranked({ ann: 3 }),
      recorded: shop.world.now
    })
    const sales = event({ revenue: "50.00 USD" }, 5001)
    expect(sales.awarded.because).toMatchObject([{ limit: "from 50.00 USD on" }])
    expect(sales.granted.because).toMatchObject([{ limit: "50.01 USD" }])
  })

  it("leaves out of its record whoever stands behind the last place", () => {
    const shop = inApril([top([{ from: 2, to: 2, give: badge }])])
    const { events } = shop.do(awarding(shop, { ann: 4, bob: 3, cat: 2 }))
    expect(one({ events }, "PrizeAwarded").places.map(({ person }) => person)).toEqual(["ann", "bob"])
    expect(won(shop)).toEqual(["bob badge"])
  })

  it("is given to nobody where nobody led, and then not again", () => {
    const shop = inApril([threePlaces])
    expect(tags(shop.do(awarding(shop, {})))).toEqual(["PrizeAwarded"])
    expect(tags(shop.do(awarding(shop, { ann: 9 })))).toEqual([])
    expect(won(shop)).toEqual([])
  })

  it("is given once for a month, whatever the ranks are later; and each month has its own", () => {
    const shop = inApril([threePlaces])
    shop.do(awarding(shop, { ann: 9 }))
    expect(tags(shop.do(awarding(shop, { bob: 12 })))).toEqual([])
    shop.world.sleep(ms("2026-05-10T12:00:00Z"))
    shop.do(awarding(shop, { ann: 3 }, { period: "2026-04" }))
    // What was awarded is said again after its month, too.
    expect(tags(shop.do(awarding(shop, { bob: 12 })))).toEqual([])
    expect(won(shop)).toEqual(["ann 10000", "ann badge", "ann 10000", "ann badge"])
  })

  it("is one of several: each has its own places, and is given by its own name", () => {
    const shop = inApril([threePlaces, { ...top([{ from: 1, give: giftCard("3.00 USD") }]), id: "more" }])
    shop.do(awarding(shop, { ann: 9 }, { prize: "more" }))
    expect(won(shop)).toEqual(["ann 300"])
  })

  it.each([
    ["2026-04-01T03:59:59.999Z", "2026-02", "2026-03"],
    ["2026-04-01T04:00:00Z", "2026-03", "2026-02"],
    ["2026-05-01T03:59:59.999Z", "2026-03", "2026-04"],
    ["2026-05-01T04:00:00Z", "2026-04", "2026-03"]
  ])("at %s is that of %s, and not that of %s", (now, due, period) => {
    const shop = inApril([threePlaces])
    shop.world.now = ms(now)
    const at = shop.world.now
    expect(shop.try(awarding(shop, {}, { at, period }))).toEqual({ _tag: "PrizeNotDue", prize: "top", period, due })
    expect(shop.try(awarding(shop, {}, { at, period: due }))).toBe("Decided")
  })

  it("is known by the program as it is live", () => {
    const unknown = (prize: string) => ({ _tag: "PrizeUnknown", program: "spring", prize })
    const shop = inApril([threePlaces])
    expect(shop.try(awarding(shop, {}, { prize: "best" }))).toEqual(unknown("best"))
    expect(shop.try(awarding(shop, {}, { program: "fall" }))).toEqual({ _tag: "ProgramUnknown", program: "fall" })
    // A program that is not live yet has none.
    const later = new Shop()
    later.publish(program({ prizes: [threePlaces] }), "publish", { from: (later.world.now + 90 * day) as Instant })
    later.world.sleep(ms("2026-04-10T12:00:00Z"))
    expect(later.try(awarding(later, { ann: 9 }))).toEqual(unknown("top"))
  })
})

describe("what a prize gives", () => {
  it("is held and lapses by the terms of its place", () => {
    const shop = inApril([top([{ from: 1, give: credit(), hold: "2 days", expires: "3 days" }])])
    shop.do(awarding(shop, { ann: 2 }))
    const { availableAt, expiresAt } = shop.only("top.prize.1")
    expect([availableAt - shop.world.now, (expiresAt ?? 0) - shop.world.now]).toEqual([2 * day, 5 * day])
    const states = [0, 2 * day - 1, 1, 3 * day - 1, 1].map((time) => {
      shop.after(time)
      return shop.only("top.prize.1").state
    })
    expect(states).toEqual(["pending", "pending", "available", "available", "expired"])
  })

  it("is there at once without a hold, and stays without an end", () => {
    const shop = inApril([top([{ from: 1, give: credit() }])])
    const { messages } = shop.do(awarding(shop, { ann: 2 }))
    expect(messages).toMatchObject([{ _tag: "Intent", intent: "AddCredit", person: "ann" }])
    expect(shop.only("top.prize.1")).toMatchObject({
      state: "available",
      friend: null,
      order: null,
      milestone: true,
      availableAt: shop.world.now,
      expiresAt: null
    })
    expect(shop.balance("owed/ann")).toBe(1000n)
  })

  it("pays what somebody owes first", () => {
    const shop = inApril([top([{ from: 1, give: credit("25.00 USD") }])], { advocate: { give: credit() } })
    shop.enroll("ann").refer("ann", "bob", "o1")
    shop.spend("s1", "ann", "10.00 USD", "o9")
    shop.refund("o1", "r1", "100.00 USD")
    expect(shop.balance("debt/ann")).toBe(-1000n)
    expect(tags(shop.do(awarding(shop, { ann: 2 })))).toEqual(["PrizeAwarded", "RewardGranted", "DebtSettled"])
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([0n, 1500n])
  })

  it("counts in caps and budgets, of a discount the most that it can cost; who finds no room is told so", () => {
    const places = [
      { from: 1, give: fixedOff("60.00 USD") },
      { from: 2, to: 4, give: credit("25.00 USD"), cap: { count: 2, per: "ever" as const, of: "program" as const } }
    ]
    const refusals = (budget: string, scores = { ann: 9, bob: 5, cat: 4, dan: 3 }) => {
      const shop = inApril([top(places)], { budget: { amount: budget, per: "ever" } })
      const decision = shop.do(awarding(shop, scores))
      return all(decision, "RewardRefused").map(({ because, person, reason, rule }) => {
        expect(because.map(({ check, passed }) => `${check} ${passed}`)).toContain("prize true")
        return `${person} ${rule} ${reason}`
      })
    }
    expect(refusals("110.00 USD")).toEqual(["dan top.prize.2 cap"])
    expect(refusals("109.99 USD")).toEqual(["cat top.prize.2 budget", "dan top.prize.2 budget"])
    expect(refusals("59.99 USD")).toEqual(["ann top.prize.1 budget", "dan top.prize.2 cap"])
  })

  it("counts in a cap of each person, over all months", () => {
    const shop = inApril([top([{ from: 1, give: badge, cap: { count: 1, per: "calendar year" } }])])
    shop.do(awarding(shop, { ann: 9 }))
    shop.world.sleep(ms("2026-05-10T12:00:00Z"))
    expect(one(shop.do(awarding(shop, { ann: 9 }, { period: "2026-04" })), "RewardRefused").reason).toBe("cap")
    shop.world.sleep(ms("2026-06-10T12:00:00Z"))
    shop.do(awarding(shop, { bob: 9 }, { period: "2026-05" }))
    expect(won(shop)).toEqual(["ann badge", "bob badge"])
  })

  it("asks a kind of the store's own what it gives, and refuses what is nothing", () => {
    const refusals = [500, 0, null].map((price) => {
      const shop = new TreeShop({ prizes: [top([{ from: 1, give: tree({ price }) as never }])] })
      shop.world.sleep(ms("2026-04-10T12:00:00Z"))
      return all(shop.do(awarding(shop, { ann: 9 })), "RewardRefused").map(({ because, reason }) => [
        reason,
        because.map(({ check, passed }) => `${check} ${passed}`)
      ])
    })
    const refused = ["tree", ["prize true", "tree false"]]
    expect(refusals).toEqual([[], [refused], [refused]])
  })

  it("of a product is given away for good", () => {
    const shop = inApril([top([{ from: 1, give: { kind: "donation", to: "the reef", amount: "5.00 USD" } as never }])])
    shop.do(awarding(shop, { ann: 2 }))
    expect(shop.only("top.prize.1")).toMatchObject({ state: "redeemed", isGivenAway: true })
  })
})

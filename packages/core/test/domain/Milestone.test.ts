import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as PeriodCounts from "../../src/domain/PeriodCounts.ts"
import * as Program from "../../src/domain/Program.ts"
import { history, live, referralsOf } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, day, giftCard, program, Shop, start } from "../arbitraries/shop.ts"
import type { World } from "../arbitraries/world.ts"

const milestone = (due: object, input: object = {}) =>
  program({ newCustomersOnly: false, milestones: [{ give: giftCard(), ...due } as never], ...input })
const referring = (shop: Shop, friends: number): Shop => {
  for (let n = 1; n <= friends; n++) shop.refer("ann", `f${n}`, `o${n}`)
  return shop
}
const standing = (shop: Shop): readonly string[] =>
  shop.rewards
    .filter(({ rule, state }) => rule === "milestone" && state !== "reversed" && state !== "voided")
    .map(({ key }) => key.slice(key.lastIndexOf("n:")))

describe("Milestone", () => {
  it.each([
    [{ at: 3 }, 2, []],
    [{ at: 3 }, 3, ["n:1"]],
    [{ at: 3 }, 4, ["n:1"]],
    [{ at: 3 }, 6, ["n:1"]],
    [{ at: 1 }, 1, ["n:1"]],
    [{ every: 3 }, 2, []],
    [{ every: 3 }, 3, ["n:1"]],
    [{ every: 3 }, 4, ["n:1"]],
    [{ every: 3 }, 5, ["n:1"]],
    [{ every: 3 }, 6, ["n:1", "n:2"]]
  ])("%j is earned by so many friends: %i", (due, friends, expected) => {
    expect(standing(referring(new Shop(milestone(due)).enroll("ann"), friends))).toEqual(expected)
  })

  it.each([
    ["ten dollars for three friends", { at: 3, give: credit("10.00 USD") }, 6, 1000n],
    ["cash for every fifth friend", { every: 5, give: credit("20.00 USD") }, 10, 4000n]
  ])("%s", (_, due, friends, owed) => {
    expect(referring(new Shop(milestone(due)).enroll("ann"), friends).balance("owed/ann")).toBe(owed)
  })

  it("is un-earned when a friend no longer stands, and earned again in a new generation", () => {
    const shop = referring(new Shop(milestone({ at: 3 })).enroll("ann"), 3)
    shop.refund("o1", "r1", "100.00 USD")
    expect(standing(shop)).toEqual([])
    shop.refer("ann", "f4", "o4")
    expect([standing(shop), shop.only("milestone").generation]).toEqual([["n:1"], 2])
    shop.refer("ann", "f5", "o5")
    shop.refund("o2", "r1", "100.00 USD")
    expect(standing(shop)).toEqual(["n:1"])
  })

  const streak = (periods: number, per: string, friends = 1) => ({ streak: { friends, per, periods } })
  /** Friends whose orders were placed at those times; news of them comes when all is over. */
  const at = (due: object, times: readonly string[], timeZone = "America/New_York"): Shop => {
    const shop = new Shop(milestone(due, { timeZone, qualify: { within: "3660 days" } })).enroll("ann")
    shop.world.sleep(Date.parse("2030-01-01T00:00:00Z"))
    times.forEach((time, n) => {
      const placed = Date.parse(time)
      shop.touch("ann", `f${n}`, { at: placed - 1 }).order(`o${n}`, `f${n}`, "100.00 USD", { at: placed })
    })
    return shop
  }

  it.each([
    ["two months of three", ["2026-01-15T12:00Z", "2026-02-15T12:00Z"], []],
    ["three months in a row", ["2026-01-15T12:00Z", "2026-02-15T12:00Z", "2026-03-15T12:00Z"], ["n:1"]],
    ["over the turn of a year", ["2026-11-15T12:00Z", "2026-12-15T12:00Z", "2027-01-15T12:00Z"], ["n:1"]],
    ["a gap", ["2026-01-15T12:00Z", "2026-02-15T12:00Z", "2026-04-15T12:00Z", "2026-05-15T12:00Z"], []],
    ["a gap that is filled late", ["2026-01-15T12:00Z", "2026-03-15T12:00Z", "2026-02-15T12:00Z"], ["n:1"]],
    ["three in one month", ["2026-01-15T12:00Z", "2026-01-16T12:00Z", "2026-01-17T12:00Z"], []],
    [
      "the last moment of March in New York",
      ["2026-01-15T12:00Z", "2026-02-15T12:00Z", "2026-04-01T03:59:59.999Z"],
      ["n:1"]
    ],
    ["the first moment of April in New York", ["2026-01-15T12:00Z", "2026-02-15T12:00Z", "2026-04-01T04:00Z"], []],
    ["six months, once", ["01", "02", "03", "04", "05", "06"].map((month) => `2026-${month}-15T12:00Z`), ["n:1"]]
  ])("a streak of three months, with %s", (_, times, expected) => {
    expect(standing(at(streak(3, "calendar month"), times))).toEqual(expected)
  })

  it.each([
    // The day on which clocks go forward has 23 hours, the one on which they go back 25.
    ["calendar day", ["2026-03-07T12:00Z", "2026-03-08T05:00Z", "2026-03-09T03:59:59.999Z"], []],
    ["calendar day", ["2026-03-07T12:00Z", "2026-03-08T05:00Z", "2026-03-09T04:00Z"], ["n:1"]],
    ["calendar day", ["2026-10-31T12:00Z", "2026-11-01T04:00Z", "2026-11-02T04:59:59.999Z"], []],
    ["calendar day", ["2026-10-31T12:00Z", "2026-11-01T04:00Z", "2026-11-02T05:00Z"], ["n:1"]],
    ["calendar week", ["2026-03-01T12:00Z", "2026-03-08T12:00Z", "2026-03-16T03:59:59.999Z"], ["n:1"]],
    ["calendar week", ["2026-03-01T12:00Z", "2026-03-08T12:00Z", "2026-03-16T04:00Z"], []],
    ["calendar quarter", ["2026-09-30T12:00Z", "2026-12-31T12:00Z", "2027-01-01T12:00Z"], ["n:1"]],
    ["calendar year", ["2026-12-31T12:00Z", "2027-01-01T12:00Z", "2029-01-01T12:00Z"], []]
  ])("the edges of a %s are those of the program's zone: %j", (per, times, expected) => {
    expect(standing(at(streak(3, per), times))).toEqual(expected)
  })

  it.each([
    [1, []],
    [2, ["n:1"]]
  ])("a streak of two friends a day, with %i on the second day", (second, expected) => {
    const times = ["2026-03-01T12:00Z", "2026-03-01T13:00Z", ...Array(second).fill("2026-03-02T12:00Z")]
    expect(standing(at(streak(2, "calendar day", 2), times))).toEqual(expected)
  })

  it("a streak falls with the friend who held it together, and not with another", () => {
    const times = ["2026-01-15T12:00Z", "2026-02-15T12:00Z", "2026-02-16T12:00Z", "2026-03-15T12:00Z"]
    const shop = at(streak(3, "calendar month"), times)
    shop.refund("o1", "r1", "100.00 USD")
    expect(standing(shop)).toEqual(["n:1"])
    shop.refund("o2", "r1", "100.00 USD")
    expect(standing(shop)).toEqual([])
  })

  it("a verdict that takes the friend takes the streak; a review alone does not", () => {
    const shop = at(streak(2, "calendar month"), ["2026-01-15T12:00Z", "2026-02-15T12:00Z"])
    shop.openReview("f0")
    expect(standing(shop)).toEqual(["n:1"])
    shop.closeReview("f0", "rejected")
    expect(standing(shop)).toEqual([])
  })

  it("counts a friend where an edit brings a streak, from then on", () => {
    const shop = new Shop(milestone({ every: 9 })).enroll("ann")
    shop.refer("ann", "f1", "o1")
    shop.publish(milestone(streak(2, "calendar day")), "publish")
    shop.after(day).refer("ann", "f2", "o2")
    expect(standing(shop)).toEqual([])
    shop.after(day).refer("ann", "f3", "o3")
    expect(standing(shop)).toEqual(["n:1"])
  })

  it("keeps the newest forty periods of a kind, however long somebody refers", () => {
    const dayOf = Calendar.periodOf("calendar day", Calendar.utc)
    let counts: readonly PeriodCounts.PeriodCount[] = []
    const periods = Array.from({ length: 100 }, (_, n) => [
      { per: "calendar day" as const, n: dayOf((start + n * day) as Instant).n },
      { per: "calendar year" as const, n: 2026 }
    ])
    for (const one of periods) counts = PeriodCounts.add(counts, one, 1)
    expect([counts.length, counts.at(-1)]).toEqual([41, { per: "calendar year", n: 2026, friends: 100 }])
    for (const one of periods) counts = PeriodCounts.add(counts, one, -1)
    expect(counts).toEqual([])
  })

  it.each([
    ["two ways at once", { every: 3, at: 3 }, /^milestones\[0\]: must say when it is due, in one way/],
    ["a streak of one period", streak(1, "calendar month"), /^milestones\[0\]\.streak\.periods: /],
    ["a streak that is longer than what is kept", streak(37, "calendar month"), /^milestones\[0\]\.streak\.periods: /],
    ["a streak for ever", streak(3, "ever"), /^milestones\[0\]\.streak\.per: /],
    ["a streak of no friends", streak(3, "calendar day", 0), /^milestones\[0\]\.streak\.friends: /],
    [
      "a misspelt field",
      { streak: { per: "calendar day", periods: 3, friend: 2 } },
      /^milestones\[0\]\.streak\.friend: /
    ],
    ["a number of friends below one", { at: 0 }, /^milestones\[0\]\.at: /]
  ])("refuses %s", (_, due, message) => {
    const document = { id: "spring", timeZone: "UTC", onSilence: "hold", milestones: [{ give: giftCard(), ...due }] }
    const read = Program.decode(document)
    expect(Result.isFailure(read) && read.failure.message).toMatch(message)
  })

  /** What the friends who stand give, by their orders alone. */
  const earnedBy = (world: World, { milestone, program: id }: Milestone, advocate: string): number => {
    const orders = referralsOf(world)
      .filter((one) => one.program === id && one.advocate === advocate)
      .filter(({ review, state }) => state === "qualified" || review?.from === "qualified")
      .map(({ order }) => world.fact<Fact.Order>(`order/${order}`)?.at as Instant)
    if ("every" in milestone.due) return Math.floor(orders.length / milestone.due.every)
    if ("at" in milestone.due) return orders.length >= milestone.due.at ? 1 : 0
    const { friends, per, periods } = milestone.due.streak
    const periodOf = Calendar.periodOf(per, milestone.timeZone)
    const inEach = orders.map((placed) => orders.filter((one) => periodOf(one).key === periodOf(placed).key).length)
    return orders.some((placed, i) => {
      let at = placed
      for (let n = 1; n < periods; n++) {
        const before = (periodOf(at).start - 1) as Instant
        const found = orders.findIndex((one) => periodOf(one).key === periodOf(before).key)
        if (found < 0 || (inEach[found] ?? 0) < friends) return false
        at = before
      }
      return (inEach[i] ?? 0) >= friends
    })
      ? 1
      : 0
  }

  interface Milestone {
    readonly program: string
    readonly milestone: Program.Milestone & { readonly timeZone: Calendar.Zone }
  }

  it("law 26: after any refunds the milestones that stand are exactly those that the friends who stand give", () => {
    const stories = fc.oneof(history({ edits: false }), history({ edits: false, isWalk: true }))
    fc.assert(
      fc.property(stories, (story) => {
        const world = live(story)
        const refused = new Set(all(world, "RewardRefused").map(({ id }) => id.slice(0, id.indexOf("/refused/"))))
        const drawn = new Set<string>(all(world, "LotteryDrawn").map(({ draw }) => draw))
        for (const [key, fact] of world.facts) {
          if (!key.startsWith("advocate/")) continue
          const { person, program: id } = fact as Fact.Advocate
          const [compiled] = [...world.programs.values()].filter((one) => one.id === id)
          for (const one of compiled?.program.milestones ?? []) {
            const timeZone = compiled?.program.timeZone ?? Calendar.utc
            const earned = earnedBy(world, { program: id, milestone: { ...one, timeZone } }, person)
            // What an offer gives may be several rewards, or one of several: `id`, `id.2`, `id.3`, ...
            const keysOf = (nth: number): readonly string[] =>
              ["", ...Array.from({ length: 11 }, (_, n) => `.${n + 2}`)].map(
                (part) => `reward/${id}/${one.id}${part}/advocate/${person}/n:${nth}`
              )
            for (let nth = 1; nth <= earned + 3; nth++) {
              const rewards = keysOf(nth).map((key) => world.reward(key))
              // Where all was taken, what is left is what another lot has paid for.
              const isWhole = (one: Fact.Reward | null): boolean => one !== null && one.taken.minor === one.amount.minor
              const states = rewards.map((reward) => (isWhole(reward) ? "reversed" : reward?.state))
              const stands = states.some(
                (state) => state === "pending" || state === "available" || state === "redeemed"
              )
              if (stands && nth > earned) throw new Error(`${one.id} ${nth} stands for ${earned}`)
              // What was earned and does not stand has lapsed, was a blank, or was refused, and it is recorded why.
              const isBlank =
                rewards.every((reward) => reward === null) &&
                drawn.has(`draw/${id}/${one.id}/advocate/${person}/n:${nth}`)
              const isTold = isBlank || states.includes("expired") || keysOf(nth).some((key) => refused.has(key))
              if (!stands && nth <= earned && !isTold) throw new Error(`${one.id} ${nth} is missing`)
            }
          }
        }
      }),
      law
    )
  })
})

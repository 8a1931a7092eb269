import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as PeriodCounts from "../../src/domain/PeriodCounts.ts"
import * as Program from "../../src/domain/Program.ts"
import * as Tier from "../../src/domain/Tier.ts"
import * as TierTerms from "../../src/domain/TierTerms.ts"
import { law } from "../arbitraries/money.ts"
import { credit, day, giftCard, one, program, Shop } from "../arbitraries/shop.ts"

const ms = 1
const at = (text: string): number => Date.parse(text)
const silver = { id: "silver", from: { friends: 2 }, multiply: "1.5" }
const gold = { id: "gold", from: { friends: 3 }, multiply: 2 }
const shopWith = (tiers: readonly object[], input: object = {}): Shop =>
  new Shop(
    program({
      newCustomersOnly: false,
      advocate: { give: credit() },
      qualify: { within: "3660 days" },
      tiers: tiers as never,
      ...input
    })
  ).enroll("ann")

/** How many times the n-th friend's reward was given; each is referred at the time named. */
const times = (shop: Shop, placed: readonly (string | number)[]): readonly (string | undefined)[] => {
  shop.world.sleep(at("2030-01-01T00:00:00Z"))
  return placed.map((time, n) => {
    const when = typeof time === "number" ? time : at(time)
    shop.touch("ann", `f${n}`, { at: when - ms })
    return one(shop.order(`o${n}`, `f${n}`, "100.00 USD", { at: when }), "RewardGranted").multiplied
  })
}

describe("Tier", () => {
  it("multiplies from the order on that comes after the one which reached it", () => {
    const days = [1, 2, 3, 4, 5].map((n) => `2026-05-0${n}T12:00:00Z`)
    expect(times(shopWith([silver, gold]), days)).toEqual([undefined, undefined, "1.5", "2", "2"])
  })

  it("says which tier in the evidence, and gives the advocate alone more", () => {
    const shop = shopWith([gold], { friend: { give: giftCard() } })
    for (const n of [1, 2, 3]) shop.refer("ann", `f${n}`, `o${n}`)
    const { events } = shop.refer("ann", "f4", "o4")
    const granted = events.flatMap((event) => (event._tag === "RewardGranted" ? [event] : []))
    expect(granted.map(({ amount, side }) => [side, amount.minor])).toEqual([
      ["friend", 1000n],
      ["advocate", 2000n]
    ])
    expect(granted[1]?.because).toContainEqual({ check: "tier", passed: true, actual: "gold", limit: "2 times" })
  })

  it("is the best of tier and special event, not their product", () => {
    const event = (multiply: number) => ({
      events: [{ id: "week", from: "2020-01-01", until: "2199-01-01", multiply }]
    })
    const fifth = (multiply: number) =>
      times(
        shopWith([gold], event(multiply)),
        [1, 2, 3, 4].map((n) => `2026-05-0${n}T12:00:00Z`)
      ).at(-1)
    expect([
      fifth(3),
      fifth(2),
      times(
        shopWith([{ ...gold, multiply: 4 }], event(3)),
        [1, 2, 3, 4].map((n) => `2026-05-0${n}T12:00:00Z`)
      ).at(-1)
    ]).toEqual(["3", "2", "4"])
  })

  const month = [gold].map((tier) => ({ ...tier, within: "calendar month" }))
  const three = ["2026-03-10T12:00:00Z", "2026-03-11T12:00:00Z", "2026-03-12T12:00:00Z"]

  it.each([
    // April begins at 04:00 in New York, where March had one hour less.
    [month, at("2026-04-01T04:00:00Z") - ms, "2"],
    [month, at("2026-04-01T04:00:00Z"), undefined],
    [[{ ...month[0], grace: "10 days" }], at("2026-04-11T04:00:00Z") - ms, "2"],
    [[{ ...month[0], grace: "10 days" }], at("2026-04-11T04:00:00Z"), undefined],
    [[{ ...gold, within: "rolling 2 months" }], at("2026-05-01T04:00:00Z") - ms, "2"],
    [[{ ...gold, within: "rolling 2 months" }], at("2026-05-01T04:00:00Z"), undefined],
    [[{ ...gold, within: "calendar quarter" }], at("2026-04-01T04:00:00Z") - ms, "2"],
    [[{ ...gold, within: "calendar quarter" }], at("2026-04-01T04:00:00Z"), undefined],
    [[{ ...gold, within: "calendar year", grace: "366 days" }], at("2028-01-02T05:00:00Z") - ms, "2"],
    [[{ ...gold, within: "calendar year", grace: "366 days" }], at("2028-01-02T05:00:00Z"), undefined],
    [[gold], at("2029-12-31T12:00:00Z"), "2"]
  ])("is kept while its window and its grace last: %j at %i", (tiers, placed, expected) => {
    expect(times(shopWith(tiers, { timeZone: "America/New_York" }), [...three, placed]).at(-1)).toBe(expected)
  })

  it("falls to the next one that stands", () => {
    const tiers = [
      { ...silver, within: "calendar year" },
      { ...gold, within: "calendar month" }
    ]
    expect(times(shopWith(tiers), [...three, "2026-03-31T23:00:00Z", "2026-04-01T00:00:00Z"])).toEqual([
      undefined,
      undefined,
      "1.5",
      "2",
      "1.5"
    ])
  })

  it("goes at once with a friend who does not stand any more, and what was granted stays as it was", () => {
    const shop = shopWith([gold])
    for (const n of [1, 2, 3, 4]) shop.refer("ann", `f${n}`, `o${n}`)
    shop.refund("o1", "r1", "100.00 USD")
    expect(one(shop.refer("ann", "f5", "o5"), "RewardGranted").multiplied).toBe("2")
    shop.refund("o2", "r1", "100.00 USD")
    shop.refund("o3", "r1", "100.00 USD")
    expect(one(shop.refer("ann", "f6", "o6"), "RewardGranted").multiplied).toBe(undefined)
    shop.refund("o4", "r1", "50.00 USD")
    expect(
      shop.rewards.filter(({ order }) => order === "o4").map(({ amount, taken }) => [amount.minor, taken.minor])
    ).toEqual([[2000n, 1000n]])
  })

  it("belongs to the program as it is live", () => {
    const shop = shopWith([])
    for (const n of [1, 2, 3]) shop.refer("ann", `f${n}`, `o${n}`)
    shop.touch("ann", "f4").signup("f4")
    shop.publish(program({ newCustomersOnly: false, advocate: { give: credit() }, tiers: [gold] }), "publish")
    expect(one(shop.order("o4", "f4", "100.00 USD"), "RewardGranted")).toMatchObject({ version: 1, multiplied: "2" })
  })

  it("counts the order of one moment like any other: news that comes late finds the tier of its time", () => {
    const shop = shopWith(month)
    expect(times(shop, [...three, "2026-05-01T12:00:00Z", "2026-03-20T12:00:00Z"]).slice(3)).toEqual([undefined, "2"])
  })

  const read = (tiers: readonly object[]) => Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", tiers })
  it.each([
    ["friends, for ever", [{ id: "a", from: { friends: 1 } }]],
    ["friends up to a million", [{ id: "a", from: { friends: 1_000_000 } }]],
    ["revenue, with all that there is to say", [{ ...month[0], from: { revenue: "5.00 USD" }, grace: "366 days" }]],
    ["points in 2 months", [{ id: "a", from: { points: "5 points" }, within: "rolling 2 months" }]],
    ["points in 24 months", [{ id: "a", from: { points: "5 points" }, within: "rolling 24 months" }]],
    ["perks", [{ id: "a", from: { friends: 1 }, perks: [{ kind: "badge", name: "Star" }] }]],
    ["a step that is a friend above the one below", [silver, { ...gold, from: { friends: 3 } }]],
    [
      "as many friends in less time",
      [
        { ...gold, within: "calendar year" },
        { ...gold, id: "more", within: "calendar month" }
      ]
    ]
  ])("reads %s, and writes it back", (_, tiers) => {
    const written = Program.toJson(Result.getOrThrow(read(tiers))).tiers as readonly object[]
    const said = tiers.map((one) => ("multiply" in one ? { ...one, multiply: `${one.multiply}` } : one))
    expect(written).toEqual(said)
  })

  it.each([
    [
      "no more friends than the tier below",
      [silver, { ...gold, from: { friends: 2 } }],
      /^tiers\[1\]\.from\.friends: 2 is not above the 2 of "silver"/
    ],
    ["one name for two", [silver, { ...gold, id: "silver" }], /^tiers\[1\]\.id: "silver" names another tier/],
    [
      "grace without a window",
      [{ ...gold, grace: "1 day" }],
      /^tiers\[0\]\.grace: says nothing where friends count for ever/
    ],
    [
      "grace without a window, by revenue",
      [{ id: "a", from: { revenue: "1.00 USD" }, grace: "1 day" }],
      /^tiers\[0\]\.grace: says nothing where revenue in USD counts for ever/
    ],
    [
      "no more revenue than the tier below",
      [
        { id: "a", from: { revenue: "5.00 USD" } },
        { id: "b", from: { revenue: "5.00 USD" } }
      ],
      /^tiers\[1\]\.from\.revenue: 5\.00 USD is not above the 5\.00 USD of "a"/
    ],
    [
      "two measures",
      [silver, { id: "b", from: { points: "5 points" } }],
      /^tiers\[1\]\.from\.points: goes by points, and "silver" by friends: they are steps of one ladder/
    ],
    [
      "two currencies",
      [
        { id: "a", from: { revenue: "5.00 USD" } },
        { id: "b", from: { revenue: "6.00 EUR" } }
      ],
      /^tiers\[1\]\.from\.revenue: goes by revenue in EUR, and "a" by revenue in USD/
    ],
    [
      "grace without a window, by points",
      [{ id: "a", from: { points: "5 points" }, grace: "1 day" }],
      /^tiers\[0\]\.grace: says nothing where points count for ever/
    ],
    [
      "fewer points than the tier below",
      [
        { id: "a", from: { points: "6 points" } },
        { id: "b", from: { points: "5 points" } }
      ],
      /^tiers\[1\]\.from\.points: 5 points is not above the 6 points of "a"/
    ],
    ["more than a million friends", [{ id: "a", from: { friends: 1_000_001 } }], /^tiers\[0\]\.from\.friends: /],
    ["five perks", [{ ...gold, perks: Array.from({ length: 5 }, () => ({ kind: "badge", name: "Star" })) }], /perks: /],
    ["revenue in points", [{ id: "a", from: { revenue: "5 points" } }], /^tiers\[0\]\.from\.revenue: /],
    ["points in a currency", [{ id: "a", from: { points: "5.00 USD" } }], /^tiers\[0\]\.from\.points: /],
    ["nothing to go by", [{ id: "a", from: {} }], /^tiers\[0\]\.from: must say from what on it stands, in one way/],
    [
      "two at once",
      [{ id: "a", from: { friends: 1, points: "5 points" } }],
      /^tiers\[0\]\.from: must say from what on it stands, in one way/
    ],
    ["more than a year of grace", [{ ...month[0], grace: "367 days" }], /^tiers\[0\]\.grace: .*366 days/],
    [
      "a window of one month",
      [{ ...gold, within: "rolling 1 months" }],
      /^tiers\[0\]\.within: must be .*"rolling 12 months"/
    ],
    ["a window of 25 months", [{ ...gold, within: "rolling 25 months" }], /^tiers\[0\]\.within: /],
    ["a window of a day", [{ ...gold, within: "calendar day" }], /^tiers\[0\]\.within: /],
    ["no friends", [{ ...gold, from: { friends: 0 } }], /^tiers\[0\]\.from\.friends: /],
    ["an unknown field", [{ ...gold, perk: "x" }], /^tiers\[0\]\.perk: /]
  ])("refuses %s", (_, tiers, message) => {
    const found = read(tiers)
    expect(Result.isFailure(found) && found.failure.message).toMatch(message)
  })

  const zone = unwrap(Calendar.parseZone("America/New_York"))
  const terms = fc
    .record({
      friends: fc.integer({ min: 1, max: 4 }),
      within: fc.constantFrom(null, "calendar month", "calendar quarter", "calendar year", "rolling 3 months"),
      graceDays: fc.constantFrom(0, 1, 40)
    })
    .map(({ friends, graceDays, within }) => {
      const grace = within === null || graceDays === 0 ? null : ((graceDays * day) as TierTerms.Tier["grace"])
      const tier = {
        id: "gold",
        from: { friends },
        within: within as TierTerms.Within | null,
        grace,
        multiply: null,
        perks: []
      }
      return { tier, compiled: Tier.compile(tier, zone) }
    })
  const moment = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2027-06-01T00:00:00Z") })
  const advocateOf = (moments: readonly number[], { per }: { readonly per: Calendar.Period }) => {
    const periodOf = Calendar.periodOf(per, zone)
    const periods = moments.map((time) => [{ per, n: periodOf(time as Instant).n }])
    return {
      qualified: moments.length,
      periods: periods.reduce((all: readonly PeriodCounts.PeriodCount[], one) => PeriodCounts.add(all, one, 1), [])
    }
  }
  const perOf = (tier: TierTerms.Tier) => TierTerms.windowOf(tier) ?? { per: "calendar month" as const, periods: 1 }

  it("law 30: the tier is a function of the friends who stand and the time, not of the way there", () => {
    fc.assert(
      fc.property(
        terms,
        fc.array(moment, { maxLength: 8 }),
        fc.array(moment, { maxLength: 4 }),
        moment,
        (given, stay, gone, now) => {
          const { compiled, tier } = given
          const window = perOf(tier)
          const periodOf = Calendar.periodOf(window.per, zone)
          // Those who went came in between, and went in any order.
          let periods = advocateOf([...gone, ...stay].reverse(), window).periods
          for (const time of gone)
            periods = PeriodCounts.add(periods, [{ per: window.per, n: periodOf(time as Instant).n }], -1)
          const straight = advocateOf(stay, window)
          expect(Tier.at([compiled], { qualified: stay.length, periods }, now as Instant)).toBe(
            Tier.at([compiled], straight, now as Instant)
          )
          // Day by day over the grace: the window that ended with some day was enough.
          const enough = (time: number): boolean => {
            const last = periodOf(time as Instant).n
            const inWindow = stay
              .map((one) => periodOf(one as Instant).n)
              .filter((n) => n <= last && n > last - window.periods)
            return inWindow.length >= tier.from.friends
          }
          const grace = tier.grace ?? 0
          const moments = Array.from({ length: Math.ceil(grace / day) + 1 }, (_, n) =>
            Math.max(now - n * day, now - grace + (grace === 0 ? 0 : 1))
          )
          const stands = tier.within === null ? stay.length >= tier.from.friends : moments.some(enough)
          expect(Tier.at([compiled], straight, now as Instant) !== undefined).toBe(stands)
        }
      ),
      law
    )
  })

  it("law 13: one friend more never costs a tier", () => {
    fc.assert(
      fc.property(terms, fc.array(moment, { maxLength: 8 }), moment, moment, ({ compiled, tier }, stay, more, now) => {
        const window = perOf(tier)
        const before = Tier.at([compiled], advocateOf(stay, window), now as Instant)
        const after = Tier.at([compiled], advocateOf([...stay, more], window), now as Instant)
        expect(before === undefined || after !== undefined).toBe(true)
      }),
      law
    )
  })

  it("law 37: a tier stands until the very moment that is told, and not at it", () => {
    fc.assert(
      fc.property(terms, fc.array(moment, { minLength: 1, maxLength: 8 }), moment, ({ compiled, tier }, stay, now) => {
        const advocate = advocateOf(stay, perOf(tier))
        fc.pre(Tier.at([compiled], advocate, now as Instant) !== undefined)
        const until = Tier.until(compiled, advocate, now as Instant)
        if (until === null) return
        expect(Tier.at([compiled], advocate, (until - 1) as Instant)).toBe(compiled)
        // Friends who are yet to come by the calendar would renew it: nobody comes after now.
        fc.pre(stay.every((time) => time <= now))
        expect(Tier.at([compiled], advocate, until)).toBe(undefined)
      }),
      law
    )
  })
})

import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CapInput } from "../../src/domain/CapTerms.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import * as Program from "../../src/domain/Program.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, day, fixedOff, percentOff, pointsOf, program, Shop, start } from "../arbitraries/shop.ts"

const open = (cap: Program.OfferInput["cap"], give: { readonly kind: string } = credit(), more: object = {}): Shop =>
  new Shop(program({ advocate: { give, ...(cap === undefined ? {} : { cap }) }, ...more })).enroll("ann").enroll("bob")

/** What friends one after another bring their advocate: an amount in minor units, or the reason why nothing. */
const brought = (shop: Shop, advocates: readonly string[], totals: readonly string[] = []) =>
  advocates.map((advocate, n) => {
    const decision = shop.refer(advocate, `f${n}`, `o${n}`, totals[n] ?? "100.00 USD")
    return all(decision, "RewardRefused")[0]?.reason ?? Number(all(decision, "RewardGranted")[0]?.amount.minor)
  })

const issuesOf = (document: unknown): string => {
  const read = Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", ...(document as object) })
  return Result.isFailure(read) ? read.failure.issues.map(({ message, path }) => `${path}: ${message}`).join("\n") : ""
}

describe("a cap", () => {
  it.each<[string, CapInput | readonly CapInput[], readonly (number | string)[]]>([
    ["a count for one person", { count: 1, per: "ever" }, [1000, "cap", 1000, "cap"]],
    ["a count for the whole program", { count: 3, per: "ever", of: "program" }, [1000, 1000, 1000, "cap"]],
    ["a count for a pair", { count: 1, per: "ever", of: "pair" }, [1000, 1000, 1000, 1000]],
    ["an amount with room for one", { amount: "19.99 USD", per: "ever" }, [1000, "cap-amount", 1000, "cap-amount"]],
    ["an amount with room for two", { amount: "20.00 USD", per: "ever" }, [1000, 1000, 1000, 1000]],
    ["an amount of all", { amount: "30.00 USD", per: "ever", of: "program" }, [1000, 1000, 1000, "cap-amount"]],
    ["an amount that is filled", { amount: "19.99 USD", per: "ever", onFull: "fill" }, [1000, 999, 1000, 999]],
    ["one cent to fill", { amount: "10.01 USD", per: "ever", onFull: "fill" }, [1000, 1, 1000, 1]],
    ["nothing to fill", { amount: "10.00 USD", per: "ever", onFull: "fill" }, [1000, "cap-amount", 1000, "cap-amount"]],
    [
      "the tighter of two",
      [
        { count: 2, per: "ever" },
        { amount: "10.00 USD", per: "calendar day" }
      ],
      [1000, "cap-amount", 1000, "cap-amount"]
    ],
    [
      "a count beside an amount that is filled",
      [
        { count: 1, per: "ever" },
        { amount: "5.00 USD", per: "ever", onFull: "fill" }
      ],
      [500, "cap", 500, "cap"]
    ],
    [
      "two amounts that are filled: what fits both",
      [
        { amount: "15.00 USD", per: "ever", onFull: "fill" },
        { amount: "18.00 USD", per: "ever", of: "program", onFull: "fill" }
      ],
      [1000, 500, 300, "cap-amount"]
    ]
  ])("%s", (_, cap, expected) => {
    expect(brought(open(cap), ["ann", "ann", "bob", "bob"])).toEqual(expected)
  })

  it("of points counts points", () => {
    const shop = open({ amount: "700 points", per: "ever", onFull: "fill" }, pointsOf())
    expect(brought(shop, ["ann", "ann", "ann"])).toEqual([500, 200, "cap-amount"])
  })

  it.each([
    [29, ["cap", "cap"]],
    [30, [1000, "cap"]]
  ])("that rolls over 30 days is full %s days later, and then has room again", (days, expected) => {
    const shop = open({ count: 1, per: "rolling 30 days" })
    shop.refer("ann", "first", "o-first")
    // Noon to noon; what counts is the day.
    shop.after(days * day)
    expect(brought(shop, ["ann", "ann"])).toEqual(expected)
  })

  it("that rolls holds in every window, also for orders of which news comes late", () => {
    const shop = open({ count: 2, per: "rolling 7 days" })
    for (const n of [0, 1, 2]) shop.touch("ann", `f${n}`).signup(`f${n}`)
    const granted = (order: string, friend: string, at: number) =>
      all(shop.order(order, friend, "100.00 USD", { at }), "RewardGranted").length
    shop.after(20 * day)
    expect([granted("o0", "f0", start + 10 * day), granted("o1", "f1", start + 15 * day)]).toEqual([1, 1])
    // Day 9 is in a window with day 10 and 15; a day 8 is not with 15, but with 10.
    expect(granted("o2", "f2", start + 9 * day)).toBe(0)
  })

  it("that rolls gives the day back that was charged", () => {
    const shop = open({ count: 1, per: "rolling 30 days" })
    expect(brought(shop, ["ann"])).toEqual([1000])
    shop.after(3 * day).refund("o0", "r1", "100.00 USD")
    const window = shop.world.fact<Fact.RollingWindow>("window/spring/advocate/ann/30d")
    expect([window?.days, all(shop.refer("ann", "g", "o-g"), "RewardGranted").length]).toEqual([[], 1])
  })

  it("an amount gets back what each refund takes, a count its slot with the last of it", () => {
    const shop = open([
      { count: 1, per: "ever" },
      { amount: "12.00 USD", per: "ever", of: "program" }
    ])
    shop.refer("ann", "f", "o")
    const left = () => [
      shop.counter("cap/spring/advocate/ann/ever"),
      shop.counter("cap-of-program/spring/advocate/ever/USD")
    ]
    shop.refund("o", "r1", "33.33 USD")
    expect(left()).toEqual([1n, 667n])
    shop.refund("o", "r2", "66.67 USD")
    expect(left()).toEqual([0n, 0n])
  })

  it("law 35: lowering a cap takes nothing back, and nothing more is given", () => {
    const shop = open({ amount: "30.00 USD", per: "ever", of: "program" })
    brought(shop, ["ann", "ann"])
    shop.publish(
      program({ advocate: { give: credit(), cap: { amount: "15.00 USD", per: "ever", of: "program" } } }),
      "publish"
    )
    expect(all(shop.refer("ann", "late", "o-late"), "RewardRefused")[0]?.reason).toBe("cap-amount")
    expect(shop.standings).toEqual([
      "advocate: 10.00 USD store-credit available",
      "advocate: 10.00 USD store-credit available"
    ])
    shop.refund("o0", "r1", "100.00 USD")
    expect(shop.counter("cap-of-program/spring/advocate/ever/USD")).toBe(1000n)
  })

  it("law 35: raising a cap lowers nobody's reward", () => {
    const deeds = fc.array(
      fc.record({
        friend: fc.nat({ max: 5 }),
        advocate: fc.constantFrom("ann", "bob"),
        minor: fc.integer({ min: 1, max: 12_000 })
      }),
      { maxLength: 14 }
    )
    const shape = fc.record({
      isCount: fc.boolean(),
      small: fc.integer({ min: 1, max: 40 }),
      more: fc.integer({ min: 0, max: 20 }),
      per: fc.constantFrom("ever", "calendar day", "rolling 30 days")
    })
    fc.assert(
      fc.property(shape, deeds, ({ isCount, more, per, small }, all) => {
        const left = (most: number) => {
          const cap = isCount ? { count: most, per } : { amount: `${most}.50 USD`, per, onFull: "fill" }
          const shop = open(cap as CapInput)
          const orders = new Set<string>()
          for (const [n, { advocate, friend, minor }] of all.entries()) {
            const order = `o${friend}`
            // A friend orders once; after that, parts of it come back.
            if (!orders.has(order)) shop.refer(advocate, `f${friend}`, order, "100.00 USD")
            else shop.refund(order, `r${n}`, `${Math.floor(minor / 100)}.${`${minor % 100}`.padStart(2, "0")} USD`)
            orders.add(order)
            shop.after(day / 2)
          }
          return new Map(shop.rewards.map(({ amount, key, taken }) => [key as string, amount.minor - taken.minor]))
        }
        const [before, after] = [left(small), left(small + more)]
        for (const [key, minor] of before) expect((after.get(key) ?? 0n) >= minor).toBe(true)
      }),
      law
    )
  })

  it("law 27: what was granted in part goes back in parts that add up", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (parts, isAnew) => {
          const mode = isAnew ? "recompute" : "proportional"
          const refunded = (amounts: readonly number[]) => {
            const offer = {
              give: credit("20.00 USD"),
              onPartialRefund: mode,
              cap: { amount: "7.77 USD", per: "ever", onFull: "fill" }
            }
            const shop = new Shop(program({ advocate: offer as Program.OfferInput })).enroll("ann")
            shop.refer("ann", "f", "o", "130.00 USD")
            for (const [n, minor] of amounts.entries()) {
              shop.refund("o", `r${n}`, `${Math.floor(minor / 100)}.${`${minor % 100}`.padStart(2, "0")} USD`)
            }
            const reward = shop.only("advocate")
            expect(reward.amount.minor).toBe(777n)
            expect(shop.counter("cap/spring/advocate/ann/ever/USD")).toBe(777n - reward.taken.minor)
            return reward.taken.minor
          }
          expect(refunded(parts)).toBe(refunded([parts.reduce((sum, one) => sum + one, 0)]))
        }
      ),
      law
    )
  })

  it("of a discount for later reserves the most that it can cost, and keeps what it did", () => {
    const give = percentOff(50, { maximum: "30.00 USD" })
    const shop = open({ amount: "60.00 USD", per: "ever" }, give)
    expect(brought(shop, ["ann", "ann", "ann"])).toEqual([1, 1, "cap-amount"])
    shop.redeem(shop.rewards[0]?.reward ?? "", "own", "20.00 USD")
    expect(shop.counter("cap/spring/advocate/ann/ever/USD")).toBe(4000n)
  })

  it.each([
    ["both", { count: 1, amount: "1.00 USD", per: "ever" }, /^advocate\.cap: must say either how many/],
    ["neither", { per: "ever" }, /^advocate\.cap: must say either how many/],
    ["no period", { count: 1 }, /^advocate\.cap\.per: is missing/],
    ["a month that rolls", { count: 1, per: "rolling 1 month" }, /^advocate\.cap\.per: must be "calendar day"/],
    ["one rolling day", { count: 1, per: "rolling 1 days" }, /^advocate\.cap\.per: must be /],
    ["a rolling year and two days", { count: 1, per: "rolling 367 days" }, /^advocate\.cap\.per: must be /],
    [
      "a rolling one for all",
      { count: 1, per: "rolling 7 days", of: "program" },
      /per: "rolling 7 days" is counted per person/
    ],
    ["a filled count", { count: 1, per: "ever", onFull: "fill" }, /^advocate\.cap\.onFull: /],
    [
      "another currency",
      { amount: "1.00 EUR", per: "ever" },
      /^advocate\.cap\.amount: is in EUR, but the reward is in USD/
    ],
    ["nothing at all", { amount: "0.00 USD", per: "ever" }, /^advocate\.cap\.amount: /],
    [
      "one thing twice",
      [
        { count: 1, per: "ever" },
        { count: 2, per: "ever" }
      ],
      /^advocate\.cap\[1\]: counts what the cap at \[0\]/
    ],
    ["five", Array(5).fill({ count: 1, per: "ever" }), /^advocate\.cap: an offer has at most 4 caps, not 5/]
  ])("that says %s is refused", (_, cap, expected) => {
    expect(issuesOf({ advocate: { give: credit(), cap } })).toMatch(expected)
  })

  it.each([
    [
      { friend: { give: fixedOff(), cap: { amount: "5.00 USD", per: "ever", onFull: "fill" } } },
      /onFull: a discount is given whole/
    ],
    [
      { advocate: { give: percentOff(), cap: { amount: "5.00 USD", per: "ever" } } },
      /^advocate\.cap: cannot be counted/
    ],
    [
      { advocate: { give: { kind: "badge", name: "Friend" }, cap: { amount: "5.00 USD", per: "ever" } } },
      /has no amount: cap its count/
    ],
    [
      { milestones: [{ every: 2, give: credit(), cap: { count: 1, per: "rolling 7 days" } }] },
      /^milestones\[0\]\.cap\.per: a milestone is capped per calendar period/
    ]
  ])("is refused where its reward cannot have it", (document, expected) => {
    expect(issuesOf(document)).toMatch(expected)
  })

  it.each([
    [
      { count: 2, per: "ever" },
      { count: 2, per: "ever" }
    ],
    [[{ count: 2, per: "ever", of: "person" }], { count: 2, per: "ever" }],
    [[], undefined],
    [
      { amount: "5.00 USD", per: "rolling 30 days", onFull: "refuse" },
      { amount: "5.00 USD", per: "rolling 30 days" }
    ]
  ])("%j is written %j", (cap, written) => {
    const document = Program.toJson(program({ advocate: { give: credit(), cap } as Program.OfferInput }))
    expect((document.advocate as readonly { readonly cap?: unknown }[])[0]?.cap).toEqual(written)
  })
})

describe("budgets", () => {
  it("of several currencies and periods each carry their own", () => {
    const shop = open(undefined, credit(), {
      budget: [
        { amount: "25.00 USD", per: "ever" },
        { amount: "10.00 USD", per: "calendar day" },
        { amount: "1.00 EUR", per: "ever" }
      ]
    })
    expect(brought(shop, ["ann", "ann"])).toEqual([1000, "budget"])
    shop.after(day)
    expect(all(shop.refer("ann", "g1", "p1"), "RewardGranted").length).toBe(1)
    shop.after(day)
    expect(all(shop.refer("ann", "g2", "p2"), "RewardRefused")[0]?.reason).toBe("budget")
    expect([shop.counter("budget/spring/ever/USD"), shop.counter("budget/spring/ever/EUR")]).toEqual([2000n, 0n])
  })

  it.each([
    [
      [
        { amount: "1.00 USD", per: "ever" },
        { amount: "2.00 USD", per: "ever" }
      ],
      /^budget\[1\]: is a second budget in USD per ever/
    ],
    [[{ amount: "1.00 EUR", per: "ever" }], /^advocate\.give: is paid in USD, but the budget is in EUR/],
    [[{ amount: "1.00 EUR" }], /^budget\[0\]\.per: is missing/]
  ])("that make no sense are refused", (budget, expected) => {
    expect(issuesOf({ advocate: { give: credit() }, budget })).toMatch(expected)
  })
})

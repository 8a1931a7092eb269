// What each policy gives, with both sides of every threshold; and what a program may not say.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Catalogs from "../../src/domain/Catalogs.ts"
import * as Policy from "../../src/domain/Policy.ts"
import * as Program from "../../src/domain/Program.ts"
import { and } from "../../src/domain/policies/and.ts"
import { bestOf } from "../../src/domain/policies/best-of.ts"
import { capped } from "../../src/domain/policies/capped.ts"
import { heldFor } from "../../src/domain/policies/held-for.ts"
import { nothing } from "../../src/domain/policies/nothing.ts"
import { orElse } from "../../src/domain/policies/or-else.ts"
import { when } from "../../src/domain/policies/when.ts"
import { all, credit, fixedOff, giftCard, percentOff, pointsOf, program, Shop } from "../arbitraries/shop.ts"

const forty = { condition: "minimum-total", amount: "40.00 USD" }
const once = { count: 1, per: "ever" as const }

/** What the advocate gets for orders of one friend each: rule and amount. */
const given = (give: Policy.Written, totals: readonly string[], more: Partial<Program.Input> = {}) => {
  const shop = new Shop(program({ newCustomersOnly: false, advocate: { id: "offer", give }, ...more })).enroll("ann")
  return totals.map((total, i) => {
    shop.touch("ann", `bob${i}`)
    return all(shop.order(`o${i}`, `bob${i}`, total), "RewardGranted").map(
      ({ amount, rule }) => `${rule} ${amount.minor} ${amount.unit}`
    )
  })
}

const ten = credit("10.00 USD")
const five = giftCard("5.00 USD")
const points = pointsOf("500 points")

describe("a policy", () => {
  it.each([
    ["a single reward bears the offer's name", ten, ["1.00 USD"], [["offer 1000 USD"]]],
    ["and: each", and(ten, points), ["1.00 USD"], [["offer 1000 USD", "offer.2 500 points"]]],
    ["or-else: the first", orElse(ten, points), ["1.00 USD"], [["offer 1000 USD"]]],
    [
      "or-else: the next where a condition fails",
      orElse(when(forty, ten), points),
      ["39.99 USD", "40.00 USD"],
      [["offer.2 500 points"], ["offer 1000 USD"]]
    ],
    [
      "or-else: the next where a cap is full",
      orElse(capped(once, ten), points),
      ["1.00 USD", "1.00 USD"],
      [["offer 1000 USD"], ["offer.2 500 points"]]
    ],
    [
      "capped: all of its rewards count",
      capped({ count: 3, per: "ever" }, and(ten, points)),
      ["1.00 USD", "1.00 USD", "1.00 USD"],
      [["offer 1000 USD", "offer.2 500 points"], ["offer 1000 USD"], []]
    ],
    ["best-of for the person", bestOf({ for: "person" }, [five, ten]), ["1.00 USD"], [["offer.2 1000 USD"]]],
    ["best-of for the store", bestOf({ for: "store" }, [ten, five]), ["1.00 USD"], [["offer.2 500 USD"]]],
    ["best-of: of equals the first", bestOf({ for: "person" }, [ten, giftCard()]), ["1.00 USD"], [["offer 1000 USD"]]],
    [
      "best-of: the next best where the best is refused",
      bestOf({ for: "person" }, [five, capped(once, ten)]),
      ["1.00 USD", "1.00 USD"],
      [["offer.2 1000 USD"], ["offer 500 USD"]]
    ],
    [
      "best-of: several together",
      bestOf({ for: "person" }, [ten, and(five, giftCard("6.00 USD"))]),
      ["1.00 USD"],
      [["offer.2 500 USD", "offer.3 600 USD"]]
    ],
    ["nothing", nothing(), ["1.00 USD"], [[]]]
  ] as const)("%s", (_, give, totals, expected) => {
    expect(given(give, totals)).toEqual(expected)
  })

  it("or-else: the next where the budget is spent", () => {
    const budget = { amount: "15.00 USD", per: "ever" as const }
    expect(given(orElse(ten, five), ["1.00 USD", "1.00 USD", "1.00 USD"], { budget })).toEqual([
      ["offer 1000 USD"],
      ["offer.2 500 USD"],
      []
    ])
  })

  it("of rewards that stand for each other leaves the reason of each that is refused", () => {
    const shop = new Shop(
      program({ newCustomersOnly: false, advocate: { id: "offer", give: orElse(when(forty, ten), points) } })
    ).enroll("ann")
    shop.touch("ann", "bob")
    const decision = shop.order("o1", "bob", "39.99 USD")
    expect(all(decision, "RewardRefused").map(({ reason, rule }) => [rule, reason])).toEqual([
      ["offer", "minimum-total"]
    ])
  })

  it("takes what a quote promised, and nothing in its place", () => {
    const give = orElse(when(forty, percentOff(20)), credit("1.00 USD"))
    const shop = new Shop(program({ newCustomersOnly: false, friend: { id: "offer", give } })).enroll("ann")
    shop.touch("ann", "bob").quote("q1", "bob", "50.00 USD")
    // Conditions read the cart: what was paid, and what was taken off.
    const decision = shop.order("o1", "bob", "40.00 USD", { quote: "q1" })
    expect(all(decision, "RewardGranted").map(({ amount, rule }) => [rule, amount.minor])).toEqual([["offer", 1000n]])
    shop.touch("ann", "cid").quote("q2", "cid", "50.00 USD")
    const small = shop.order("o2", "cid", "29.99 USD", { quote: "q2" })
    expect(all(small, "DiscountNotCovered").map(({ reason, rule }) => [rule, reason])).toEqual([
      ["offer", "minimum-total"]
    ])
    expect(all(small, "RewardGranted")).toEqual([])
  })

  it("at checkout gives the best discount of the cart", () => {
    const give = bestOf({ for: "person" }, [percentOff(20), fixedOff("10.00 USD")])
    const shop = new Shop(program({ newCustomersOnly: false, friend: { id: "offer", give } })).enroll("ann")
    const off = (quote: string, cart: string) =>
      all(shop.quote(quote, "bob", cart), "QuoteMade").flatMap(({ discounts }) =>
        discounts.map(({ amount, rule }) => `${rule} ${amount.minor}`)
      )
    shop.touch("ann", "bob")
    expect([off("q1", "49.97 USD"), off("q2", "50.00 USD"), off("q3", "50.05 USD")]).toEqual([
      ["offer.2 1000"],
      ["offer 1000"],
      ["offer 1001"]
    ])
  })
})

const issuesOf = (give: unknown, side: "friend" | "advocate" = "advocate") => {
  const read = Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", [side]: { give } })
  return Result.isFailure(read) ? read.failure.issues.map(({ message, path }) => `${path}: ${message}`).join("\n") : ""
}

const nested = (depth: number): unknown => (depth === 0 ? ten : { policy: "and", of: [nested(depth - 1)] })

describe("a program", () => {
  it.each([
    [
      "an unknown policy",
      { policy: "xor", of: [] },
      /^advocate\.give\.policy: there is no policy "xor"; known are and, /
    ],
    ["an unknown kind within", and(ten, { kind: "pony" }), /^advocate\.give\.of\[1\]\.kind: there is no reward kind/],
    ["a missing list", { policy: "and" }, /^advocate\.give\.of: must be a list of 1 to 12 parts/],
    ["an empty list", and(), /^advocate\.give\.of: must be a list/],
    [
      "a list where one part is meant",
      { policy: "held-for", hold: "1 day", of: [ten] },
      /^advocate\.give\.of: must be one part/
    ],
    ["a part that is none", { policy: "and", of: [7] }, /^advocate\.give\.of\[0\]: must be a reward or a policy/],
    ["a missing field", { policy: "held-for", of: ten }, /^advocate\.give\.hold: is missing/],
    ["a malformed field", heldFor("soon", ten), /^advocate\.give\.hold: /],
    ["a malformed cap", { policy: "capped", cap: { count: 0, per: "ever" }, of: ten }, /^advocate\.give\.cap\.count: /],
    [
      "a malformed condition",
      when({ condition: "moon" }, ten),
      /^advocate\.give\.when\[0\]\.condition: there is no condition/
    ],
    ["a field that means nothing", { ...and(ten), hold: "1 day" }, /^advocate\.give: hold is no field of and/],
    ["for nobody", { policy: "best-of", for: "nobody", of: [ten] }, /^advocate\.give\.for: /],
    [
      "money beside points to compare",
      bestOf({ for: "person" }, [ten, points]),
      /^advocate\.give\.of\[1\]: is worth points, which best-of cannot compare with USD/
    ],
    [
      "a badge to compare",
      bestOf({ for: "person" }, [{ kind: "badge", name: "Fan" } as never]),
      /is no amount when it is granted/
    ],
    ["a later discount to compare", bestOf({ for: "person" }, [percentOff(20)]), /is no amount when it is granted/],
    ["thirteen rewards", and(...Array.from({ length: 6 }, () => and(ten, five)), ten), /at most 12 rewards/],
    ["more than it can read", nested(14), /stand in each other up to 12 deep/]
  ])("refuses %s, with its path", (_, give, expected) => {
    expect(issuesOf(give)).toMatch(expected)
  })

  it("refuses a discount at checkout to be compared with credit", () => {
    expect(issuesOf(bestOf({ for: "person" }, [percentOff(20), ten]), "friend")).toBe(
      "friend.give.of[1]: is worth USD, which best-of cannot compare with money off the order"
    )
  })

  it("refuses what names no maximum to be compared, since nobody knows in which currency it pays", () => {
    const commission = { kind: "commission", percent: 10 }
    expect(issuesOf(bestOf({ for: "person" }, [commission, ten]))).toMatch(
      /^advocate\.give\.of\[0\]: commission names no maximum, so nobody knows in which currency it pays/
    )
    expect(issuesOf(bestOf({ for: "person" }, [{ ...commission, maximum: "5.00 USD" } as never, ten]))).toBe("")
  })

  it("refuses what it does not know among what is compared by its name", () => {
    expect(issuesOf(bestOf({ for: "person" }, [ten, { kind: "pony" }]))).toMatch(
      /^advocate\.give\.of\[1\]\.kind: there is no reward kind "pony"/
    )
    expect(issuesOf(and(ten, { policy: "xor" }))).toMatch(/^advocate\.give\.of\[1\]\.policy: there is no policy "xor"/)
  })

  it.each([
    ["person", "the best of a, b"],
    ["store", "the least of a, b"]
  ] as const)("is told to people: for the %s %s", (party, text) => {
    expect(bestOf.describe({ for: party }, ["a", "b"], "en")).toBe(text)
  })

  it("reads twelve rewards, in policies up to twelve deep", () => {
    expect(issuesOf(and(...Array.from({ length: 12 }, () => ten)))).toBe("")
    expect(issuesOf(nested(12))).toBe("")
  })

  it("has one value for what functions make and for what JSON says", () => {
    const give = orElse(capped(once, when(forty, ten)), heldFor("14 days", points))
    const json = {
      policy: "or-else",
      of: [
        { policy: "capped", cap: { count: 1, per: "ever" }, of: { policy: "when", when: [forty], of: ten } },
        { policy: "held-for", hold: "14 days", of: points }
      ]
    }
    expect(give).toEqual(json)
    expect(Program.toJson(program({ advocate: { give } })).advocate).toEqual([{ id: "advocate", give: json, when: [] }])
  })
})

describe("a policy of a store's own", () => {
  const last = Policy.define(
    {
      policy: "last-resort",
      terms: Schema.Struct({}),
      fields: [],
      parts: { least: 1, most: 12 },
      gives: "first",
      rank: (_, worths) => worths.map((_, i) => worths.length - 1 - i),
      describe: (_, parts) => parts.join(" or before that "),
      examples: [{ terms: {}, worths: [5n, 7n, 0n], given: [1] }]
    },
    (...of: readonly Policy.Written[]) => ({ of })
  )

  it("is known where it is registered, and refused by name where it is not", () => {
    const document = { id: "spring", timeZone: "UTC", onSilence: "hold", advocate: { give: last(ten, five) } }
    const known = Catalogs.make({ policies: [last] })
    if (Result.isFailure(known)) throw new Error(known.failure.message)
    expect(Result.isSuccess(Program.decode(document, known.success))).toBe(true)
    expect(issuesOf(last(ten, five))).toMatch(/there is no policy "last-resort"/)
    expect(Result.isFailure(Catalogs.make({ policies: [and] }))).toBe(true)
  })
})

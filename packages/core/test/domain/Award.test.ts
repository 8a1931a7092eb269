// In which order parts are asked and what they are worth, without a shop: rules are names with a worth.
import { describe, expect, it } from "vitest"
import { ordered, worthOf } from "../../src/domain/Award.ts"
import type { Rule } from "../../src/domain/Compile.ts"
import { leavesOf, type Rank, type Shape } from "../../src/domain/Leaves.ts"
import { all, credit, failures, percentOff, pointsOf, program, Shop, tags } from "../arbitraries/shop.ts"

const worths: Readonly<Record<string, bigint>> = { none: 0n, five: 5n, six: 6n, ten: 10n }
const worthNow = ({ id }: Rule): bigint => worths[id] ?? 0n
const look = { worthNow, byWish: ({ of }: { readonly of: readonly Shape<Rule>[] }) => of }
const most: Rank = (all) => all.map((_, place) => place).sort((a, b) => Number((all[b] ?? 0n) - (all[a] ?? 0n)))

const leaf = (id: string): Shape<Rule> => ({ _tag: "Leaf", leaf: { id } as Rule })
const parts = (gives: "each" | "first", of: readonly (string | Shape<Rule>)[], rank: Rank | null = null) => {
  const shapes = of.map((one) => (typeof one === "string" ? leaf(one) : one))
  return {
    _tag: "Parts" as const,
    gives,
    rank,
    choice: null,
    lottery: null,
    of: shapes,
    leaves: shapes.flatMap(leavesOf)
  }
}
const names = (shapes: readonly Shape<Rule>[]) =>
  shapes.map((one) =>
    leavesOf(one)
      .map(({ id }) => id)
      .join("+")
  )

describe("what a part is worth", () => {
  it.each<[string, Shape<Rule>, bigint]>([
    ["one reward: its worth", leaf("five"), 5n],
    ["each of several: all together", parts("each", ["five", "none", "ten"]), 15n],
    ["the first: the first that is worth anything", parts("first", ["none", "five", "ten"]), 5n],
    ["the first of none: nothing", parts("first", ["none"]), 0n],
    ["no parts at all: nothing", parts("first", []), 0n],
    ["the best: the first in the order of their worth", parts("first", ["none", "five", "ten"], most), 10n],
    ["parts of parts", parts("first", ["none", parts("each", ["five", "six"]), "ten"]), 11n]
  ])("%s", (_, shape, worth) => {
    expect(worthOf(shape, look)).toBe(worth)
  })
})

describe("the order in which parts are asked", () => {
  it.each<[string, ReturnType<typeof parts>, readonly string[]]>([
    ["as they are written", parts("first", ["five", "ten"]), ["five", "ten"]],
    ["by what each is worth", parts("first", ["five", "ten", "six"], most), ["ten", "six", "five"]],
    [
      "by what parts of parts are worth",
      parts("first", ["ten", parts("each", ["five", "six"])], most),
      ["five+six", "ten"]
    ],
    ["a place that is none is passed over", parts("first", ["five", "ten"], () => [7, 1]), ["ten"]]
  ])("%s", (_, shape, expected) => {
    expect(names(ordered(shape, look))).toEqual(expected)
  })
})

describe("an award", () => {
  const forty = [{ condition: "minimum-total", amount: "40.00 USD" }]
  const orElse = (...of: readonly object[]) => ({ policy: "or-else", of })
  const when = (of: object) => ({ policy: "when", when: forty, of })
  const ten = credit("10.00 USD")
  const open = (give: object) =>
    new Shop(program({ newCustomersOnly: false, advocate: { id: "offer", give: give as never } })).enroll("ann")

  it("each: what is refused keeps nothing from being asked after it", () => {
    const order = open({ policy: "and", of: [when(ten), pointsOf(), when(ten), ten] }).refer(
      "ann",
      "bob",
      "o1",
      "1.00 USD"
    )
    expect(all(order, "RewardGranted").map(({ rule }) => rule)).toEqual(["offer.2", "offer.4"])
    expect(all(order, "RewardRefused").map(({ rule }) => rule)).toEqual(["offer", "offer.3"])
  })

  it("the first: nothing is asked after what was given", () => {
    const order = open(orElse(when(ten), pointsOf(), ten)).refer("ann", "bob", "o1", "1.00 USD")
    expect(tags(order).filter((tag) => tag.startsWith("Reward"))).toEqual(["RewardRefused", "RewardGranted"])
  })

  it("the first: each of several within it counts as given once one of them is", () => {
    const both = { policy: "and", of: [when(ten), pointsOf()] }
    expect(
      all(open(orElse(both, ten)).refer("ann", "bob", "o1", "1.00 USD"), "RewardGranted").map(({ rule }) => rule)
    ).toEqual(["offer.2"])
    const neither = { policy: "and", of: [when(ten), when(ten)] }
    expect(
      all(open(orElse(neither, ten)).refer("ann", "bob", "o1", "1.00 USD"), "RewardGranted").map(({ rule }) => rule)
    ).toEqual(["offer.3"])
  })

  it("what a quote promised is what was chosen, whatever would be chosen now", () => {
    const give = orElse(when(percentOff(20)), percentOff(10))
    const shop = new Shop(program({ newCustomersOnly: false, friend: { id: "offer", give: give as never } })).enroll(
      "ann"
    )
    shop.touch("ann", "bob").quote("q", "bob", "39.99 USD")
    const paid = shop.order("o1", "bob", "60.00 USD", { quote: "q" })
    expect(all(paid, "RewardGranted").map(({ rule }) => rule)).toEqual(["offer.2"])
  })

  it("what a quote promised of several together is what was chosen, though the rest of it stands with the order", () => {
    const both = { policy: "and", of: [percentOff(20), credit("5.00 USD")] }
    const give = orElse({ ...when(ten), when: [{ condition: "minimum-total", amount: "100.00 USD" }] }, both)
    const shop = new Shop(program({ newCustomersOnly: false, friend: { id: "offer", give: give as never } })).enroll(
      "ann"
    )
    shop.touch("ann", "bob").quote("q", "bob", "50.00 USD")
    const paid = shop.order("o1", "bob", "120.00 USD", { quote: "q" })
    expect(all(paid, "RewardGranted").map(({ rule }) => rule)).toEqual(["offer.2", "offer.3"])
  })

  it("what was taken back stands no more, and it is chosen anew", () => {
    const shop = open(orElse(when(ten), pointsOf()))
    shop.refer("ann", "bob", "o1", "39.99 USD")
    shop.change("o1", 1, "0.00 USD")
    const again = shop.change("o1", 2, "40.00 USD")
    expect(all(again, "RewardGranted").map(({ generation, rule }) => [rule, generation])).toEqual([["offer", 1]])
  })

  it("the best is chosen by what conditions leave of it", () => {
    const best = { policy: "best-of", for: "person", of: [when(ten), credit("5.00 USD")] }
    const asked = (total: string) =>
      open(best)
        .refer("ann", "bob", "o1", total)
        .events.flatMap((event) => ("rule" in event ? [`${event._tag} ${event.rule}`] : []))
    // What is worth nothing now is not even asked.
    expect([asked("39.99 USD"), asked("40.00 USD")]).toEqual([["RewardGranted offer.2"], ["RewardGranted offer"]])
  })

  it("a refusal says every check of the one that was refused", () => {
    const order = open(when(ten)).refer("ann", "bob", "o1", "39.99 USD")
    expect(all(order, "RewardRefused").map(failures)).toEqual([["minimum-total"]])
  })
})

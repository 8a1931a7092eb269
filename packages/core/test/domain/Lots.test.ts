import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Rule } from "../../src/domain/Compile.ts"
import * as Draft from "../../src/domain/Draft.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { FactKey, OrderId, PersonId, RewardId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Lots from "../../src/domain/Lots.ts"
import * as Scout from "../../src/domain/Scout.ts"
import * as Unit from "../../src/domain/Unit.ts"
import { ann, cents, lot, usd } from "../arbitraries/lots.ts"
import { law } from "../arbitraries/money.ts"

const told = (parts: readonly Fact.SpendPart[]) => parts.map(({ amount, key }) => `${key} ${amount.minor}`)

/** A wallet of pages with so many lots each, the last one open; what is told is of every lot. */
const wallet = (sizes: readonly number[], more: Parameters<typeof lot>[1] = {}) => {
  const facts = new Map<string, unknown>()
  const key = Key.purse("wallet", ann, usd)
  const pages = sizes.map((size, i) =>
    Array.from({ length: size }, (_, n) => lot(`p${i + 1}-${n}`, { page: i + 1, ...more }))
  )
  for (const one of pages.flat()) facts.set(one.key, one)
  pages.forEach((lots, i) => {
    if (i < pages.length - 1) facts.set(Key.pursePage(key, i + 1), { lots: lots.map((one) => one.key), recorded: 0 })
  })
  const purse: Fact.Purses = {
    person: ann,
    unit: usd,
    page: sizes.length,
    open: pages.at(-1)?.map((one) => one.key) ?? [],
    live: sizes.map((lots, i) => ({ page: i + 1, lots })),
    recorded: 0 as Instant
  }
  facts.set(key, purse)
  return { facts, key }
}
const draftOf = (facts: ReadonlyMap<string, unknown>, now = 0): Draft.Draft =>
  Draft.make({ get: (key) => facts.get(key), counter: () => 0n }, { now: now as Instant, programs: new Map() })
const usable = (facts: ReadonlyMap<string, unknown>, now = 0, order: string | null = null) =>
  Lots.usable(draftOf(facts, now), "wallet", ann, usd, order as OrderId | null).map((one) => one.key)

describe("lots that can be used", () => {
  it("are none where there is no wallet", () => {
    expect(usable(new Map([[Key.purse("wallet", ann, usd), null]]))).toEqual([])
  })

  it("are those of the pages that were closed, and then those of the open one", () => {
    expect(usable(wallet([2, 1, 2]).facts)).toEqual(["p1-0", "p1-1", "p2-0", "p3-0", "p3-1"])
  })

  it.each([
    ["as many pages as have what one decision can use", [31, 31, 5], 62],
    ["no further page where one has it all", [Lots.lotsMax, 5], Lots.lotsMax],
    ["eight pages at the most", Array(8).fill(1), 8],
    ["no ninth one", Array(9).fill(1), 8]
  ])("are looked for on %s", (_, sizes, found) => {
    const { facts, key } = wallet(sizes)
    expect(usable(facts).length).toBe(found)
    // A plan asks for the very same: what it knows of the purse, then the pages, then the lots.
    const loaded = new Map<string, unknown>()
    for (let round = 0; round < 4; round++) {
      const base = { get: (one: string) => loaded.get(one), counter: () => 0n }
      const scout = Scout.make(base, new Map())
      Lots.plan(scout, "wallet", ann, usd)
      for (const one of scout.wanted) loaded.set(one, facts.get(one) ?? null)
    }
    expect([...loaded.keys()].filter((one) => one.startsWith("p")).length).toBe(found)
    expect(loaded.has(key)).toBe(true)
  })

  it("are none that lapsed, none that is used up, none that stands on another page by now", () => {
    const { facts } = wallet([4])
    facts.set("p1-0", lot("p1-0", { page: 1, expiresAt: 100 as Instant }))
    facts.set("p1-1", lot("p1-1", { page: 1, state: "redeemed" }))
    facts.set("p1-2", lot("p1-2", { page: 2 }))
    expect([usable(facts, 99), usable(facts, 100)]).toEqual([["p1-0", "p1-3"], ["p1-3"]])
  })

  it("are none that the order itself has earned; what no order earned is for every use", () => {
    expect(usable(wallet([2]).facts, 0, "p1-0")).toEqual(["p1-1"])
    const { facts } = wallet([2])
    facts.set("p1-0", { ...lot("p1-0", { page: 1 }), order: null })
    expect(usable(facts, 0, null)).toEqual(["p1-0", "p1-1"])
    expect(usable(facts, 0, "o9")).toEqual(["p1-0", "p1-1"])
  })
})

describe("the purses of a pair, by its terms", () => {
  const rule = (told: object) => ({ side: "advocate", purse: "wallet", most: null, ...told }) as Rule
  const eur = unwrap(Unit.parse("EUR"))
  const pair = { advocate: ann, friend: "bob" as PersonId }

  it.each<[string, object, Unit.Unit | undefined, readonly string[]]>([
    ["the advocate's, in the unit that terms name", { most: cents(1n) }, eur, ["wallet/ann/USD"]],
    ["the friend's", { most: cents(1n), side: "friend" }, eur, ["wallet/bob/USD"]],
    ["that of payouts", { most: cents(1n), purse: "payout" }, eur, ["payout/ann/USD"]],
    ["in the unit of the order, where terms name none", {}, eur, ["wallet/ann/EUR"]],
    ["none, while that is not known", {}, undefined, []],
    ["none for what is used whole", { most: cents(1n), purse: null }, eur, []]
  ])("%s", (_, told, unit, expected) => {
    const scout = Scout.make({ get: () => undefined, counter: () => undefined }, new Map())
    Lots.planRules(scout, [rule(told)], pair, unit)
    expect([...scout.wanted]).toEqual(expected)
    expect([...scout.wantedCounters]).toEqual(
      expected.map((key) => `balance/debt/${key.split("/").slice(1).join("/")}/posted`)
    )
  })
})

describe("taking from lots", () => {
  const three = [lot("a"), lot("b", { used: 400n }), lot("c")]

  it.each([
    [0n, []],
    [1n, ["a 1"]],
    [1000n, ["a 1000"]],
    [1001n, ["a 1000", "b 1"]],
    [2600n, ["a 1000", "b 600", "c 1000"]],
    [9999n, ["a 1000", "b 600", "c 1000"]]
  ])("%s takes the first ones first, and no more than there is", (minor, parts) => {
    expect(told(Lots.take(three, minor))).toEqual(parts)
    expect(Lots.sumOf(Lots.take(three, minor))).toBe(minor > 2600n ? 2600n : minor)
  })

  it("takes all that is left, from as many lots as one decision uses", () => {
    expect(told(Lots.takeAll(three))).toEqual(["a 1000", "b 600", "c 1000"])
    const many = Array.from({ length: Lots.lotsMax + 1 }, (_, n) => lot(`o${n}`))
    expect(Lots.takeAll(many).length).toBe(Lots.lotsMax)
  })

  it("names the lot as it was, so that it can come back", () => {
    expect(Lots.take([lot("a")], 5n)).toEqual([{ key: "a", reward: "a/g1", amount: cents(5n) }])
  })

  it.each([
    [0n, 0n, []],
    [0n, 1000n, ["a 1000"]],
    [0n, 1001n, ["a 1000", "b 1"]],
    [999n, 1001n, ["a 1", "b 1"]],
    [1000n, 1600n, ["b 600"]],
    [1599n, 2600n, ["b 1", "c 1000"]],
    [500n, 500n, []]
  ])("what is between %s and %s of a spend", (from, to, parts) => {
    expect(told(Lots.between(Lots.takeAll(three), from, to))).toEqual(parts)
  })

  it("a spend that is cut anywhere is its two parts", () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 50n }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 0n, max: 300n }), (all, at) => {
        const parts = Lots.takeAll(all.map((amount, n) => lot(`o${n}`, { amount })))
        const sum = Lots.sumOf(parts)
        const cut = at < sum ? at : sum
        const [first, rest] = [Lots.between(parts, 0n, cut), Lots.between(parts, cut, sum)]
        expect([Lots.sumOf(first), Lots.sumOf(rest)]).toEqual([cut, sum - cut])
        const again = new Map<string, bigint>()
        for (const { amount, key } of [...first, ...rest]) again.set(key, (again.get(key) ?? 0n) + amount.minor)
        expect([...again]).toEqual(parts.map(({ amount, key }) => [key, amount.minor]))
      }),
      law
    )
  })

  it("a lot that was earned again since stands under its own id", () => {
    const part = { key: "a" as FactKey<Fact.Reward>, reward: "a/g1" as RewardId, amount: cents(1n) }
    const facts = (generation: number) =>
      new Map<string, unknown>([["a", lot("a", { reward: `a/g${generation}` as RewardId })]])
    expect(Lots.keyOf(draftOf(facts(1)), part)).toBe("a")
    expect(Lots.keyOf(draftOf(facts(2)), part)).toBe(Key.formerReward("a/g1" as RewardId))
    expect(Lots.keyOf(draftOf(new Map([["a", null]])), part)).toBe(Key.formerReward("a/g1" as RewardId))
  })
})

import { describe, expect, it } from "vitest"
import type { CapInput } from "../../../src/domain/CapTerms.ts"
import * as Catalogs from "../../../src/domain/Catalogs.ts"
import * as Compile from "../../../src/domain/Compile.ts"
import type { Decision } from "../../../src/domain/Draft.ts"
import * as Draft from "../../../src/domain/Draft.ts"
import type { Evidence } from "../../../src/domain/Evidence.ts"
import type { PersonId } from "../../../src/domain/Ids.ts"
import type { Instant } from "../../../src/domain/Instant.ts"
import * as Limits from "../../../src/domain/Limits.ts"
import { budget as carries } from "../../../src/domain/limits/budget.ts"
import { capAmount } from "../../../src/domain/limits/cap-amount.ts"
import type * as Program from "../../../src/domain/Program.ts"
import { all, credit, money, percentOff, pointsOf, program, Shop, start } from "../../arbitraries/shop.ts"

const open = (cap: Program.OfferInput["cap"], give: { readonly kind: string } = credit(), more: object = {}): Shop =>
  new Shop(program({ advocate: { give, ...(cap === undefined ? {} : { cap }) }, ...more })).enroll("ann").enroll("bob")

/** What a decision says of caps and budgets. */
const said = (decision: Decision) => {
  const [event] = [...all(decision, "RewardGranted"), ...all(decision, "RewardRefused")]
  return event?.because.filter(({ check }) => ["cap", "cap-amount", "budget"].includes(check))
}

describe("a decision about room", () => {
  const [ever, full] = ["cap/spring/advocate/ann/ever", "cap/spring/advocate/ann/ever/USD"]

  it.each<[string, CapInput, readonly string[], readonly string[]]>([
    ["a count", { count: 1, per: "ever" }, [], [ever]],
    ["an amount", { amount: "10.00 USD", per: "ever" }, [], [full]],
    ["an amount that is filled exactly", { amount: "10.00 USD", per: "ever", onFull: "fill" }, [], [full]],
    ["an amount that is filled in part", { amount: "9.99 USD", per: "ever", onFull: "fill" }, [full], [full]],
    ["a rolling count, which is a fact with a version", { count: 1, per: "rolling 7 days" }, [], []],
    ["a rolling amount", { amount: "9.99 USD", per: "rolling 7 days", onFull: "fill" }, [], []]
  ])("stands only while the counter that it was concluded from is what it was: %s", (_, cap, granted, refused) => {
    const shop = open(cap)
    expect([shop.refer("ann", "f0", "o0").fences, shop.refer("ann", "f1", "o1").fences]).toEqual([granted, refused])
  })

  it("so does a refusal of the budget", () => {
    const shop = open(undefined, credit(), { budget: { amount: "10.00 USD", per: "ever" } })
    expect([shop.refer("ann", "f0", "o0").fences, shop.refer("ann", "f1", "o1").fences]).toEqual([
      [],
      ["budget/spring/ever/USD"]
    ])
  })

  it.each<[string, CapInput, Evidence, Evidence]>([
    [
      "a count",
      { count: 1, per: "calendar year" },
      { check: "cap", passed: true, limit: "1 in 2026" },
      { check: "cap", passed: false, actual: "1 used", limit: "1 in 2026" }
    ],
    [
      "a rolling count",
      { count: 1, per: "rolling 7 days" },
      { check: "cap", passed: true, limit: "1 in 7 days" },
      { check: "cap", passed: false, actual: "1 used", limit: "1 in 7 days" }
    ],
    [
      "an amount",
      { amount: "15.00 USD", per: "ever" },
      { check: "cap-amount", passed: true, actual: money("10.00 USD"), limit: "15.00 USD in ever" },
      {
        check: "cap-amount",
        passed: false,
        actual: money("10.00 USD"),
        limit: "5.00 USD left of 15.00 USD in ever"
      }
    ]
  ])("says what there was room for, and a refusal what was left: %s", (_, cap, granted, refused) => {
    const shop = open(cap)
    expect(said(shop.refer("ann", "f0", "o0"))).toEqual([granted])
    expect(said(shop.refer("ann", "f1", "o1"))).toEqual([refused])
  })

  it("says of a budget what it is, and a refusal what was left", () => {
    const shop = open(undefined, credit(), { budget: { amount: "15.00 USD", per: "ever" } })
    const budget = (passed: boolean, limit: string) => [
      { check: "budget", passed, actual: money("10.00 USD"), limit: money(limit) }
    ]
    expect(said(shop.refer("ann", "f0", "o0"))).toEqual(budget(true, "15.00 USD"))
    expect(said(shop.refer("ann", "f1", "o1"))).toEqual(budget(false, "5.00 USD"))
  })

  it("of a cap that was lowered below what is used says that nothing is left", () => {
    const capped = (amount: string) => program({ advocate: { give: credit(), cap: { amount, per: "ever" } } })
    const shop = new Shop(capped("30.00 USD")).enroll("ann")
    shop.refer("ann", "f0", "o0")
    shop.publish(capped("5.00 USD"), "publish")
    expect(said(shop.refer("ann", "f1", "o1"))?.[0]?.limit).toBe("0.00 USD left of 5.00 USD in ever")
  })

  it("of a friend's reward counts what the friend has had, and not the advocate", () => {
    const shop = new Shop(program({ friend: { give: credit(), cap: { count: 1, per: "ever" } } })).enroll("ann")
    const granted = ["f0", "f1"].map((friend) => all(shop.refer("ann", friend, `o-${friend}`), "RewardGranted").length)
    expect(granted).toEqual([1, 1])
    expect(shop.counter("cap/spring/friend/f0/ever")).toBe(1n)
  })

  it("of several that are full charges none and names the first", () => {
    const shop = open([
      { count: 3, per: "ever" },
      { amount: "9.99 USD", per: "ever" },
      { count: 1, per: "ever", of: "program" }
    ])
    const refused = shop.refer("ann", "f0", "o0")
    expect([all(refused, "RewardRefused")[0]?.reason, said(refused)?.map(({ passed }) => passed)]).toEqual([
      "cap-amount",
      [true, false, true]
    ])
    expect([shop.counter(ever), shop.counter("cap-of-program/spring/advocate/ever")]).toEqual([0n, 0n])
  })

  it("keeps in the grant what it charged, and in a refund what came back", () => {
    const shop = open([
      { count: 5, per: "ever" },
      { amount: "50.00 USD", per: "ever" },
      { count: 5, per: "rolling 7 days" }
    ])
    const window = { counter: "window/spring/advocate/ann/7d", window: { day: expect.any(Number), days: 7 } }
    const charges = (add: (n: 0 | 1 | 2) => bigint | undefined) =>
      [{ counter: ever }, { counter: full }, window].flatMap((one, n) => {
        const added = add(n as 0 | 1 | 2)
        return added === undefined ? [] : [{ ...one, add: added }]
      })
    const granted = all(shop.refer("ann", "f0", "o0"), "RewardGranted")[0]
    expect(granted?.charges).toStrictEqual(charges((n) => (n === 1 ? 1000n : 1n)))
    const part = all(shop.refund("o0", "r1", "40.00 USD"), "RewardTakenBack")[0]
    expect(part?.charges).toStrictEqual(charges((n) => (n === 1 ? -400n : undefined)))
    const rest = shop.refund("o0", "r2", "60.00 USD")
    expect(all(rest, "RewardTakenBack")[0]?.charges).toStrictEqual(charges((n) => (n === 1 ? -600n : -1n)))
    // The window is a fact, and no counter.
    expect(rest.counters.map(({ key }) => key).filter((key) => !key.startsWith("balance/"))).toEqual([ever, full])
  })

  it("for a quote is taken for a moment only, of the calendar and of rolling days", () => {
    const cap = [
      { count: 1, per: "ever" },
      { count: 1, per: "rolling 7 days" }
    ] as const
    const shop = new Shop(program({ friend: { give: percentOff(20), cap } })).enroll("ann").touch("ann", "f")
    const { counters, events } = shop.quote("q", "f", "100.00 USD")
    expect(counters.map(({ add, key }) => [key, add])).toEqual([
      ["cap/spring/friend/f/ever", 1n],
      ["cap/spring/friend/f/ever", -1n]
    ])
    expect(events.length).toBe(1)
  })
})

describe("room for what nothing bounds", () => {
  const compiled = (input: Partial<Program.Input>) =>
    Compile.compile(program(input), { document: {}, version: 1 }, Catalogs.builtIn)
  const pair = { advocate: "ann" as PersonId, friend: "bob" as PersonId }
  const room = (terms: Compile.Compiled, live: Compile.Compiled) => {
    const none = { get: () => null, counter: () => 0n }
    const draft = Draft.make(none, { now: start as Instant, programs: new Map() })
    const [rule] = terms.rules
    if (rule === undefined) throw new Error("no rule")
    const { evidence, refusal } = Limits.roomFor(draft, live, rule, pair, draft.now, money("10.00 USD"), null)
    return [refusal, evidence]
  }
  const plain = compiled({ advocate: { give: credit() } })

  it("is in no amount, but in any count", () => {
    const capped = compiled({ advocate: { give: credit(), cap: { amount: "50.00 USD", per: "ever" } } })
    const most = { minor: 5000n, unit: "USD" }
    expect(room(capped, plain)).toEqual([
      "cap-amount",
      [{ check: "cap-amount", passed: false, actual: "no maximum", limit: most }]
    ])
    const counted = compiled({ advocate: { give: credit(), cap: { count: 1, per: "ever" } } })
    expect(room(counted, plain)).toEqual([undefined, [{ check: "cap", passed: true, limit: "1 in ever" }]])
  })

  it("is in no budget", () => {
    const budget = compiled({ advocate: { give: credit() }, budget: { amount: "50.00 USD", per: "ever" } })
    const whole = { minor: 5000n, unit: "USD" }
    expect(room(plain, budget)).toEqual([
      "budget",
      [{ check: "budget", passed: false, actual: "no maximum", limit: whole }]
    ])
  })
})

describe("checks of room", () => {
  it.each([
    ["10.00 USD", "10.00 USD", true],
    ["10.01 USD", "10.00 USD", false],
    ["10.00 USD", "10.00 EUR", false],
    ["10.00 EUR", "10.00 USD", false]
  ])("%s fits in %s: %s", (cost, left, fits) => {
    expect(carries(money(cost), money(left), money(left)).passed).toBe(fits)
    expect(capAmount(money(cost), money(left), money(left), "ever").passed).toBe(fits)
  })
})

describe("a budget", () => {
  it("carry nothing in a currency that they do not name, as terms from before there was a budget may give", () => {
    const shop = new Shop(program({ advocate: { give: credit("10.00 USD") } })).enroll("ann").touch("ann", "bob")
    shop.signup("bob")
    const budget = { amount: "50.00 EUR", per: "ever" } as const
    shop.publish(program({ advocate: { give: credit("10.00 EUR") }, budget }), "publish")
    expect(said(shop.order("o", "bob", "100.00 USD"))).toEqual([
      { check: "budget", passed: false, actual: money("10.00 USD"), limit: money("50.00 EUR") }
    ])
  })

  it("carry no points and perks, which are no money", () => {
    const shop = open(undefined, pointsOf(), { budget: { amount: "0.01 EUR", per: "ever" } })
    expect(said(shop.refer("ann", "bob", "o"))).toEqual([])
    expect(shop.standings).toEqual(["advocate: 500 points points available"])
  })
})

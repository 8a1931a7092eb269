// What the person wishes decides what is earned from then on.
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { ProgramId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as Program from "../../src/domain/Program.ts"
import { and } from "../../src/domain/policies/and.ts"
import { capped } from "../../src/domain/policies/capped.ts"
import { choice } from "../../src/domain/policies/choice.ts"
import { heldFor } from "../../src/domain/policies/held-for.ts"
import { ChoosingShop, cash, cashOrOff, open } from "../arbitraries/choosing.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { credit, day, fixedOff, giftCard, one, percentOff, pointsOf, program } from "../arbitraries/shop.ts"

vi.setConfig({ testTimeout: 120_000 })

describe("a wish", () => {
  it("decides what is earned from then on; without one it is what is written first", () => {
    const shop = open(cashOrOff)
    shop.refer("ann", "bob", "o1")
    shop.do(shop.wishing("ann", "off"))
    shop.refer("ann", "joe", "o2")
    shop.do(shop.wishing("ann", "cash"))
    shop.refer("ann", "kim", "o3")
    expect(shop.standings).toEqual([
      "advocate: 10.00 USD cash available",
      "advocate.2: 1 percent-off percent-off available",
      "advocate: 10.00 USD cash available"
    ])
  })

  it("gives way to the others where it is refused", () => {
    const shop = open(choice({ cash: capped({ count: 1, per: "ever" }, cash), points: pointsOf(), credit: credit() }))
    shop.refer("ann", "bob", "o1")
    shop.refer("ann", "joe", "o2")
    shop.do(shop.wishing("ann", "credit"))
    shop.refer("ann", "kim", "o3")
    expect(shop.rewards.map(({ rule }) => rule)).toEqual(["advocate", "advocate.2", "advocate.3"])
  })

  it("is recorded once, and only of options that there are", () => {
    const shop = open(cashOrOff)
    expect(shop.do(shop.wishing("ann", "off")).events).toHaveLength(1)
    expect(shop.do(shop.wishing("ann", "off")).events).toEqual([])
    expect(shop.try(shop.wishing("ann", "gold"))).toEqual({
      _tag: "OptionUnknown",
      of: "advocate",
      option: "gold",
      options: ["cash", "off"]
    })
    expect(shop.try(shop.wishing("ann", "cash", "friend"))).toMatchObject({ _tag: "OptionUnknown", options: [] })
  })

  it("is of a program that there is", () => {
    const shop = open(cashOrOff)
    const elsewhere = { ...shop.wishing("ann", "off"), program: "club" as ProgramId }
    expect(shop.try(elsewhere)).toEqual({ _tag: "ProgramUnknown", program: "club" })
  })

  it("may be of terms that are on their way, and says nothing of terms that do not know it", () => {
    const shop = open(cashOrOff)
    shop.touch("ann", "bob").signup("bob")
    const next = program({
      newCustomersOnly: false,
      advocate: { give: choice({ card: giftCard(), off: percentOff() }) }
    })
    expect(shop.try(shop.wishing("ann", "card"))).toMatchObject({ _tag: "OptionUnknown", options: ["cash", "off"] })
    shop.publish(next, "publish", { from: (shop.world.now + day) as Instant })
    expect(shop.try(shop.wishing("ann", "gold"))).toMatchObject({ options: ["cash", "off", "card"] })
    expect(shop.try(shop.wishing("ann", "off"))).toBe("Decided")
    expect(one(shop.do(shop.wishing("ann", "card")), "OptionChosen").n).toBe(2)
    shop.after(day).order("o1", "bob", "50.00 USD")
    shop.refer("ann", "joe", "o2")
    expect(shop.rewards.map(({ kind, version }) => [kind, version])).toEqual([
      ["cash", 1],
      ["gift-card", 2]
    ])
  })

  it("is the friend's own where the friend chooses, also at checkout", () => {
    const give = choice({ now: fixedOff("5.00 USD"), later: credit("7.00 USD") })
    const shop = new ChoosingShop(program({ friend: { give } })).enroll("ann") as ChoosingShop
    shop.touch("ann", "bob").touch("ann", "joe")
    shop.do(shop.wishing("bob", "later", "friend"))
    expect(one(shop.quote("q1", "bob", "50.00 USD"), "QuoteMade").discounts).toEqual([])
    shop.order("o1", "bob", "50.00 USD", { quote: "q1" })
    expect(one(shop.quote("q2", "joe", "50.00 USD"), "QuoteMade").discounts).toHaveLength(1)
    shop.do(shop.wishing("joe", "later", "friend"))
    shop.order("o2", "joe", "45.00 USD", { quote: "q2" })
    expect(shop.standings).toEqual(["friend.2: 7.00 USD store-credit available", "friend: 5.00 USD fixed-off redeemed"])
    expect(shop.try(shop.swapping("later", shop.rewards[1]?.reward ?? ""))).toMatchObject({ _tag: "OptionUnknown" })
  })

  it("holds for milestones and sign-ups", () => {
    const shop = new ChoosingShop(
      program({
        newCustomersOnly: false,
        friend: { id: "welcome", on: "sign-up", give: choice({ points: pointsOf(), off: percentOff(10) }) },
        milestones: [{ every: 2, give: choice({ card: giftCard(), credit: credit("12.00 USD") }) }]
      })
    ).enroll("ann") as ChoosingShop
    shop.do(shop.wishing("ann", "credit", "milestone"))
    shop.do(shop.wishing("bob", "off", "welcome"))
    shop.touch("ann", "bob").signup("bob")
    shop.order("o1", "bob", "10.00 USD")
    shop.refer("ann", "joe", "o2")
    expect(shop.standings).toEqual([
      "welcome.2: 1 percent-off percent-off available",
      "welcome: 500 points points available",
      "milestone.2: 12.00 USD store-credit available"
    ])
    const milestone = shop.only("milestone.2").reward
    shop.do(shop.swapping("card", milestone))
    const welcome = shop.only("welcome.2").reward
    shop.do(shop.swapping("points", welcome))
    expect(shop.standings).toEqual([
      "welcome.2: 1 percent-off less 1 percent-off percent-off reversed",
      "welcome: 500 points points available",
      "milestone.2: 12.00 USD less 12.00 USD store-credit reversed",
      "milestone: 10.00 USD gift-card available",
      "welcome: 500 points points available"
    ])
  })
})

describe("what a program may not say of a choice", () => {
  const issues = (give: unknown): readonly string[] => {
    const read = Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", advocate: { give } })
    return Result.isFailure(read) ? read.failure.issues.map(({ message, path }) => `${path}: ${message}`) : []
  }

  it.each([
    [
      { policy: "choice", options: ["cash"], of: [cash, credit()] },
      "advocate.give.options: names 1 options for 2 parts: name each part once, in their order"
    ],
    [
      { policy: "choice", options: ["cash", "cash"], of: [cash, credit()] },
      'advocate.give.options: "cash" names two options: give each a name of its own'
    ],
    [
      choice({ cash, both: and(credit(), pointsOf()) }),
      "advocate.give.of[1]: is an option of 2 rewards, and one is chosen in place of another: let it be one reward"
    ],
    [
      and(choice({ cash, card: giftCard() }), choice({ credit: credit(), points: pointsOf() })),
      "advocate.give.of[1]: is a second choice, and a person has one wish for an offer: make it an offer of its own"
    ]
  ])("%j", (give, issue) => expect(issues(give)).toEqual([issue]))
})

const amounts = fc
  .integer({ min: 1, max: 3_000 })
  .map((minor) => `${Math.floor(minor / 100)}.${`${minor % 100}`.padStart(2, "0")} USD`)
const options = fc
  .array(
    fc.oneof(
      amounts.map((amount) => credit(amount)),
      amounts.map((amount) => giftCard(amount)),
      fc.constant(percentOff(20, { maximum: "9.00 USD" })),
      fc.integer({ min: 1, max: 900 }).map((n) => pointsOf(`${n} points`)),
      fc.record({
        kind: fc.constant("commission" as const),
        percent: fc.constantFrom(5, 33),
        maximum: fc.constant("30.00 USD")
      })
    ),
    { minLength: 2, maxLength: 4 }
  )
  .chain((rewards) =>
    fc
      .array(fc.constantFrom("1 second", "1 day", "5 days"), { minLength: rewards.length, maxLength: rewards.length })
      .map((holds) =>
        choice(
          Object.fromEntries(
            rewards.map((one, i) => [`option-${i}`, i % 2 === 0 ? one : heldFor(holds[i] ?? "1 day", one)])
          )
        )
      )
  )

const setting = fc.record({
  give: options,
  cap: fc.constantFrom({}, { cap: { count: 2, per: "calendar month" } }, { cap: { count: 2, per: "rolling 30 days" } }),
  budget: fc.constantFrom({}, { budget: { amount: "90.00 USD", per: "calendar month" as const } }),
  total: fc.integer({ min: 2_000, max: 9_000 }),
  back: fc.integer({ min: 0, max: 1_999 }),
  waits: fc.constantFrom(0, day, 2 * day)
})
const usd = (minor: number): string => `${Math.floor(minor / 100)}.${`${minor % 100}`.padStart(2, "0")} USD`

const played = (
  { back, budget, cap, give, total }: typeof setting extends fc.Arbitrary<infer S> ? S : never,
  wish: string
): ChoosingShop => {
  const shop = open(give, budget, cap)
  shop.do(shop.wishing("ann", wish))
  shop.refer("ann", "bob", "o1", usd(total))
  if (back > 0) shop.refund("o1", "r1", usd(back))
  return shop
}

/** What is there, whatever it is called and however it came about. */
const books = (shop: ChoosingShop): unknown => ({
  rewards: shop.rewards
    .filter(({ state }) => state === "pending" || state === "available")
    .map(({ amount, availableAt, basis, expiresAt, rule, state, taken }) => ({
      rule,
      amount,
      basis,
      state,
      taken,
      availableAt,
      expiresAt
    })),
  counters: [...shop.world.counters].filter(([, value]) => value !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)),
  windows: [...shop.world.facts]
    .filter(([key]) => key.startsWith("window/"))
    .map(([, fact]) => (fact as { days: readonly { add: bigint }[] }).days.filter(({ add }) => add !== 0n))
})

describe("laws of choices", () => {
  it("law 112: of the options of one occasion one stands at the most, at every prefix", () => {
    let chosen = 0
    fc.assert(
      fc.property(fc.oneof(history(), history({ isWalk: true })), (one) => {
        live(one, {
          after: ({ facts }, { _tag }, outcome) => {
            if (_tag === "SwapReward" && outcome._tag === "Decided" && outcome.decision.events.length > 0) chosen += 1
            const standing = new Set<string>()
            for (const fact of facts.values()) {
              const reward = fact as {
                readonly key?: string
                readonly state?: string
                readonly choice?: { readonly offer: string }
              } | null
              if (reward?.choice === undefined || reward.state === "voided" || reward.state === "reversed") continue
              const occasion = `${reward.choice.offer} ${reward.key?.split("/").slice(-2).join("/")}`
              expect(standing.has(occasion), occasion).toBe(false)
              standing.add(occasion)
            }
          }
        })
      }),
      // Few programs leave a choice.
      { numRuns: 3 * law.numRuns }
    )
    // Few histories choose anew: among some hundreds of them there are always some.
    expect(chosen).toBeGreaterThanOrEqual(Math.floor(law.numRuns / 200))
  })

  it("law 113: choosing another and back ends where it began, at no cost to caps and budgets", () => {
    fc.assert(
      fc.property(setting, fc.nat({ max: 3 }), (given, to) => {
        const shop = played(given, "option-0")
        shop.after(given.waits)
        const before = books(shop)
        const outcome = shop.try(shop.swapping(`option-${to % given.give.options.length}`))
        if (typeof outcome !== "string") return
        shop.swap("option-0")
        expect(books(shop)).toEqual(before)
      }),
      law
    )
  })

  it("law 114: what is chosen afterwards is what the wish would have given", () => {
    let swapped = 0
    fc.assert(
      fc.property(setting, fc.nat({ max: 3 }), (given, nth) => {
        const to = `option-${nth % given.give.options.length}`
        const shop = played(given, "option-0")
        const wished = played(given, to)
        shop.after(given.waits)
        wished.after(given.waits)
        if (typeof shop.try(shop.swapping(to)) !== "string") return
        swapped += 1
        expect(books(shop)).toEqual(books(wished))
      }),
      law
    )
    expect(swapped).toBeGreaterThan(law.numRuns / 4)
  })
})

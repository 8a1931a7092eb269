// What the person wishes decides: before something is earned, and in place of what was earned and is untouched.
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { PersonId, ProgramId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import type { Written } from "../../src/domain/Policy.ts"
import * as Program from "../../src/domain/Program.ts"
import { and } from "../../src/domain/policies/and.ts"
import { capped } from "../../src/domain/policies/capped.ts"
import { choice } from "../../src/domain/policies/choice.ts"
import { heldFor } from "../../src/domain/policies/held-for.ts"
import { when } from "../../src/domain/policies/when.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import {
  all,
  credit,
  day,
  failures,
  fixedOff,
  giftCard,
  line,
  one,
  part,
  percentOff,
  pointsOf,
  program,
  Shop,
  tags
} from "../arbitraries/shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const forty = { condition: "minimum-total", amount: "40.00 USD" }
const cash = { kind: "cash" as const, amount: "10.00 USD" }
const donation = { kind: "donation" as const, to: "the sea rescue", amount: "10.00 USD" }
const cashOrOff = choice({ cash, off: percentOff(15, { maximum: "20.00 USD" }) })

class ChoosingShop extends Shop {
  wishing(person: string, option: string, offer = "advocate") {
    const [id, by] = ["spring" as ProgramId, person as PersonId]
    return { _tag: "ChooseOption", at: this.world.now, program: id, person: by, offer, option } as const
  }

  swapping(option: string, reward = this.standing()) {
    return { _tag: "SwapReward", at: this.world.now, reward, option } as const
  }

  /** The one that is neither gone nor used, or the last. */
  standing(): string {
    return (
      (this.rewards.find(({ state }) => state === "pending" || state === "available") ?? this.rewards.at(-1))?.reward ??
      ""
    )
  }

  swap(option: string): this {
    this.do(this.swapping(option))
    return this
  }
}

const open = (give: Written, more: Partial<Program.Input> = {}, offer: object = {}): ChoosingShop =>
  new ChoosingShop(program({ newCustomersOnly: false, advocate: { give, ...offer }, ...more })).enroll(
    "ann"
  ) as ChoosingShop

const why = (refused: unknown): readonly string[] => failures(refused as { readonly because: [] })

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

describe("another option in place of a reward", () => {
  it("takes the one back and grants the other, with the hold counted from when it was earned", () => {
    const shop = open(choice({ cash: heldFor("14 days", cash), off: percentOff() }))
    shop.refer("ann", "bob", "o1").events
    shop.after(3 * day)
    const decision = shop.do(shop.swapping("off"))
    expect(all(decision, "RewardTakenBack").map(({ cause, to }) => [cause, to])).toEqual([["choice/off", "voided"]])
    expect(one(decision, "RewardGranted").choice?.instead).toBe("reward/spring/advocate/advocate/ann/o:o1/g1")
    shop.after(3 * day).swap("cash")
    const back = shop.rewards.find(({ generation }) => generation === 2)
    expect(back).toMatchObject({ rule: "advocate", state: "pending" })
    expect((back?.availableAt ?? 0) - (back?.choice?.since ?? 0)).toBe(14 * day)
    shop.after(8 * day - 1)
    expect(shop.rewards.find(({ generation }) => generation === 2)?.state).toBe("pending")
    shop.after(1)
    expect(shop.rewards.find(({ generation }) => generation === 2)?.state).toBe("available")
  })

  it("changes nothing where that is what stands", () => {
    const shop = open(cashOrOff)
    shop.refer("ann", "bob", "o1")
    expect(shop.do(shop.swapping("cash")).events).toEqual([])
  })

  it("has the share that came back of the order, in whatever order things come", () => {
    const shop = open(choice({ credit: credit("10.00 USD"), card: giftCard("20.00 USD"), off: percentOff() }))
    shop.refer("ann", "bob", "o1", "100.00 USD")
    shop.refund("o1", "r1", "25.00 USD")
    expect(shop.swap("card").standings.at(-1)).toBe("advocate.2: 20.00 USD less 5.00 USD gift-card available")
    expect(shop.swap("off").standings.at(-1)).toBe("advocate.3: 1 percent-off percent-off available")
    shop.refund("o1", "r2", "25.00 USD")
    shop.swap("credit")
    expect(shop.rewards[0]).toMatchObject({ generation: 2, amount: { minor: 1000n }, taken: { minor: 500n } })
    shop.refund("o1", "r3", "50.00 USD")
    expect(shop.rewards.map(({ state }) => state)).toEqual(["reversed", "reversed", "reversed"])
    expect(why(shop.try(shop.swapping("card", shop.rewards[0]?.reward)))).toEqual(["reward"])
  })

  it.each([
    ["was used in part", (shop: ChoosingShop) => shop.spend("s1", "ann", "1.00 USD", "a1"), ["reward"]],
    ["was used whole", (shop: ChoosingShop) => shop.redeem(shop.standing(), "a1", "50.00 USD"), ["reward"]],
    ["was taken back", (shop: ChoosingShop) => shop.refund("o1", "r1", "100.00 USD"), ["reward"]],
    ["is disputed", (shop: ChoosingShop) => shop.dispute("o1", "d1"), ["dispute"]],
    [
      "lost some of its order to a bank",
      (shop: ChoosingShop) => {
        shop.dispute("o1", "d1", "10.00 USD")
        shop.rule("o1", "d1", "lost")
      },
      ["dispute"]
    ],
    ["has lapsed", (shop: ChoosingShop) => shop.after(30 * day), ["reward"]]
  ])("is refused where the reward %s", (_, before, expected) => {
    const shop = open(choice({ credit: credit(), card: giftCard() }), {}, { expires: "30 days" })
    shop.refer("ann", "bob", "o1", "100.00 USD")
    const reward = shop.standing()
    before(shop)
    const refused = shop.try(shop.swapping("card", reward))
    expect(refused).toMatchObject({ _tag: "ChoiceNotPossible", reward, option: "card" })
    expect(why(refused)).toEqual(expected)
  })

  it("is refused where it was not open when the reward was earned, has no room, or has no life left", () => {
    const shop = open(
      choice({
        credit: heldFor("2 days", credit()),
        large: when(forty, giftCard("15.00 USD")),
        card: capped({ count: 1, per: "ever" }, giftCard()),
        points: pointsOf()
      }),
      {},
      { expires: "10 days" }
    )
    shop.refer("ann", "bob", "o1", "39.99 USD")
    expect(why(shop.try(shop.swapping("large")))).toEqual(["choice"])
    shop.swap("card")
    shop.refer("ann", "joe", "o2", "40.00 USD")
    const second = shop.rewards.at(-1)?.reward ?? ""
    expect(why(shop.try(shop.swapping("card", second)))).toEqual(["cap"])
    shop.swap("points")
    shop.do(shop.swapping("card", second))
    shop.do(shop.swapping("credit", shop.standing()))
    shop.after(10 * day)
    const held = shop.rewards.find(({ rule, state }) => rule === "advocate" && state === "available")?.reward ?? ""
    expect(why(shop.try(shop.swapping("points", held)))).toEqual(["choice"])
  })

  it("waits for the review of its referral, and is not reached by what ended before", () => {
    const shop = open(choice({ credit: credit(), card: giftCard() }), {}, { hold: "1 day" })
    shop.refer("ann", "bob", "o1")
    shop.openReview("bob")
    shop.after(2 * day).swap("card")
    expect(shop.rewards.map(({ state }) => state)).toEqual(["voided", "pending"])
    shop.closeReview("bob", "rejected")
    expect(shop.rewards.map(({ state }) => state)).toEqual(["voided", "voided"])
  })

  it("finds what was released before a review released, too", () => {
    const shop = open(choice({ credit: credit(), card: giftCard() }))
    shop.refer("ann", "bob", "o1")
    shop.openReview("bob")
    shop.swap("card")
    expect(shop.rewards.map(({ state }) => state)).toEqual(["reversed", "available"])
    expect(shop.balance("owed/ann")).toBe(1000n)
  })

  it("is asked for by the name of what stands, and not of what stood there before", () => {
    const shop = open(choice({ credit: credit(), card: giftCard() }))
    shop.refer("ann", "bob", "o1")
    const first = shop.standing()
    shop.swap("card").swap("credit")
    expect(shop.rewards[0]?.generation).toBe(2)
    expect(shop.try(shop.swapping("card", first))).toMatchObject({
      _tag: "ChoiceNotPossible",
      because: [{ check: "reward", passed: false, actual: "taken back" }]
    })
    for (const reward of ["nonsense", "reward/spring/advocate/advocate/ann/o:o9/g1"]) {
      expect(shop.try(shop.swapping("card", reward))).toEqual({ _tag: "RewardUnknown", reward })
    }
  })

  it("is of options of the offer alone, and none where a reward leaves no choice", () => {
    const shop = open(choice({ credit: credit(), card: giftCard() }))
    shop.refer("ann", "bob", "o1")
    const options = ["credit", "card"]
    expect(shop.try(shop.swapping("gold"))).toMatchObject({ _tag: "OptionUnknown", option: "gold", options })
    const plain = open(credit())
    plain.refer("ann", "bob", "o1")
    expect(plain.try(plain.swapping("card"))).toMatchObject({ _tag: "OptionUnknown", options: [] })
  })

  it("takes the slot of a rolling cap that the one before gave back, and tells of a tier that its points reach", () => {
    const tiers = [{ id: "rich", from: { points: "500 points" } }]
    const give = choice({ credit: credit(), points: pointsOf() })
    const shop = open(give, { tiers }, { cap: { count: 1, per: "rolling 7 days" } })
    shop.refer("ann", "bob", "o1")
    const days = () =>
      shop.world.fact<{ readonly days: readonly object[] }>("window/spring/advocate/ann/7d")?.days.length
    expect(tags(shop.do(shop.swapping("points")))).toEqual(["RewardTakenBack", "RewardGranted", "TierReached"])
    expect(days()).toBe(1)
    expect(tags(shop.do(shop.swapping("credit")))).toEqual(["RewardTakenBack", "RewardGranted", "TierLost"])
    expect(days()).toBe(1)
  })

  it("is given away for good where it is a donation, but not what came back before", () => {
    const shop = open(choice({ cash, donation }))
    shop.refer("ann", "bob", "o1")
    shop.swap("donation")
    expect(shop.rewards.map(({ state }) => state)).toEqual(["reversed", "redeemed"])
    expect(why(shop.try(shop.swapping("cash", shop.rewards[1]?.reward)))).toEqual(["reward"])
    shop.refer("ann", "joe", "o2", "100.00 USD")
    shop.refund("o2", "r1", "50.00 USD")
    expect(why(shop.try(shop.swapping("donation", shop.rewards[2]?.reward)))).toEqual(["choice"])
  })

  it("says what was chosen, and counts in the time in which it was earned", () => {
    const shop = open(choice({ cash, card: giftCard() }), {}, { cap: { count: 1, per: "calendar month" } })
    shop.refer("ann", "bob", "o1")
    shop.after(31 * day)
    const granted = one(shop.do(shop.swapping("card")), "RewardGranted")
    expect(granted.because.filter(({ check }) => check === "choice")).toMatchObject([{ passed: true, actual: "card" }])
    const slots = (month: string): bigint => shop.counter(`cap/spring/advocate/ann/${month}`)
    expect([slots("2026-03"), slots("2026-04")]).toEqual([1n, 0n])
  })

  it.each([
    ["in its month", 0, ["RewardTakenBack", "RewardGranted", "TierReached"]],
    ["a month later", 31 * day, ["RewardTakenBack", "RewardGranted"]]
  ])(
    "counts its points for a tier when the one before was earned, by an order or by many: %s",
    (_, later, expected) => {
      const tiers = [{ id: "rich", from: { points: "500 points" }, within: "calendar month" as const }]
      const give = choice({ credit: credit(), points: pointsOf() })
      const many = new ChoosingShop(
        program({ newCustomersOnly: false, milestones: [{ every: 1, give }], tiers })
      ).enroll("ann") as ChoosingShop
      for (const shop of [open(give, { tiers }), many]) {
        shop.refer("ann", "bob", "o1")
        shop.after(later)
        expect(tags(shop.do(shop.swapping("points")))).toEqual(expected)
      }
    }
  )

  it("brings the perk of a tier that its points reach, and the perk goes with them", () => {
    const tiers = [{ id: "rich", from: { points: "500 points" }, perks: [{ kind: "vip-status", status: "rich" }] }]
    const shop = open(choice({ credit: credit(), points: pointsOf() }), { tiers })
    shop.refer("ann", "bob", "o1")
    const first = shop.standing()
    shop.do(shop.swapping("points", first))
    const perk = () => shop.rewards.find(({ rule }) => rule.includes("perk"))?.state
    expect(perk()).toBe("available")
    shop.do(shop.swapping("credit", shop.only("advocate.2").reward))
    expect(perk()).toBe("reversed")
  })

  it("gives back to the rolling cap of an option, though the other has none", () => {
    const capOfOne = { count: 1, per: "rolling 7 days" } as const
    const shop = open(choice({ card: capped(capOfOne, giftCard()), credit: credit() }))
    shop.refer("ann", "bob", "o1")
    shop.swap("credit")
    shop.refer("ann", "joe", "o2")
    expect(shop.standings).toEqual([
      "advocate: 10.00 USD less 10.00 USD gift-card reversed",
      "advocate.2: 10.00 USD store-credit available",
      "advocate: 10.00 USD gift-card available"
    ])
  })

  it("settles first what is due, though no wake has come", () => {
    const shop = open(choice({ credit: credit(), card: giftCard() }), {}, { hold: "1 day" })
    shop.refer("ann", "bob", "o1")
    shop.world.sleep(shop.world.now + day)
    const decision = shop.do(shop.swapping("card"))
    expect(tags(decision)).toEqual(["RewardReleased", "RewardTakenBack", "RewardGranted"])
    expect(one(decision, "RewardTakenBack").to).toBe("reversed")
  })

  it("is refused while a dispute is open, though it is the same that stands", () => {
    const shop = open(cashOrOff)
    shop.refer("ann", "bob", "o1")
    shop.dispute("o1", "d1")
    expect(why(shop.try(shop.swapping("cash")))).toEqual(["dispute"])
  })

  it.each([
    ["0.01 USD", ["choice"]],
    ["0.02 USD", []]
  ])("is refused where nothing of it would be left: %s", (amount, expected) => {
    const shop = open(choice({ credit: credit("100.00 USD"), card: giftCard(amount) }))
    shop.refer("ann", "bob", "o1", "100.00 USD")
    shop.refund("o1", "r1", amount === "0.01 USD" ? "99.99 USD" : "50.00 USD")
    const outcome = shop.try(shop.swapping("card"))
    expect(typeof outcome === "string" ? [] : why(outcome)).toEqual(expected)
  })

  it.each([
    ["0.49 USD", ["choice"]],
    ["0.50 USD", []]
  ])("is not open where it was worth nothing: a percent of %s", (total, expected) => {
    const cut = { kind: "commission" as const, percent: 1, maximum: "5.00 USD" }
    const shop = open(choice({ credit: credit(), cut }))
    shop.refer("ann", "bob", "o1", total)
    const outcome = shop.try(shop.swapping("cut"))
    expect(typeof outcome === "string" ? [] : why(outcome)).toEqual(expected)
  })

  it("goes by the lines that its terms name, and by no others", () => {
    const cut = { kind: "commission" as const, percent: 10, maximum: "50.00 USD", products: { only: ["shoe"] } }
    const shop = open(choice({ credit: credit(), cut }))
    shop.touch("ann", "bob").order("o1", "bob", "100.00 USD", {
      lines: [line("a", "shoe", "60.00 USD"), line("b", "hat", "40.00 USD")]
    })
    expect(shop.swap("cut").standings.at(-1)).toBe("advocate.2: 6.00 USD commission available")
    shop.refund("o1", "r1", "30.00 USD", [part("a", "30.00 USD")])
    expect(shop.standings.at(-1)).toBe("advocate.2: 6.00 USD less 3.00 USD commission available")
    shop.refund("o1", "r2", "40.00 USD", [part("b", "40.00 USD")])
    expect(shop.standings.at(-1)).toBe("advocate.2: 6.00 USD less 3.00 USD commission available")
  })

  it("keeps what multiplied it on the day of the order", () => {
    const events = [{ id: "double", from: "2026-03-02", until: "2026-03-03", multiply: "2" }]
    const shop = open(choice({ credit: credit(), off: percentOff() }), { events })
    shop.refer("ann", "bob", "o1")
    shop.swap("off").after(5 * day)
    shop.swap("credit")
    expect(shop.rewards[0]).toMatchObject({ amount: { minor: 2000n }, multiplied: "2" })
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

import { describe, expect, it } from "vitest"
import { capped } from "../../src/domain/policies/capped.ts"
import { choice } from "../../src/domain/policies/choice.ts"
import { heldFor } from "../../src/domain/policies/held-for.ts"
import { when } from "../../src/domain/policies/when.ts"
import { ChoosingShop, cash, cashOrOff, open } from "../arbitraries/choosing.ts"
import {
  all,
  credit,
  day,
  failures,
  giftCard,
  line,
  one,
  part,
  percentOff,
  pointsOf,
  program,
  tags
} from "../arbitraries/shop.ts"

const forty = { condition: "minimum-total", amount: "40.00 USD" }
const donation = { kind: "donation" as const, to: "the sea rescue", amount: "10.00 USD" }

const why = (refused: unknown): readonly string[] => failures(refused as { readonly because: [] })

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

// What stands in the facts after each step of a reward's life.
import { describe, expect, it } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { OrderId, RewardId } from "../../src/domain/Ids.ts"
import * as Key from "../../src/domain/Key.ts"
import { credit, day, giftCard, line, money, percentOff, pointsOf, program, Shop } from "../arbitraries/shop.ts"

const open = (input = {}) => new Shop(program({ newCustomersOnly: false, ...input })).enroll("ann")
const earned = (advocate: object = {}, input = {}) => {
  const shop = open({ advocate: { give: credit(), ...advocate }, ...input })
  shop.refer("ann", "bob", "o1")
  return shop
}
const orderOf = (shop: Shop, order = "o1") => shop.world.fact<Fact.Order>(Key.order(order as OrderId))
const amounts = ({ claimed, lapsed, taken, used }: Fact.Reward) => ({
  used: used.minor,
  taken: taken.minor,
  claimed: claimed.minor,
  lapsed: lapsed.minor
})

describe("the fact of a reward", () => {
  const always = [
    ...["amount", "attribution", "availableAt", "basis", "charges", "claimed", "expiresAt", "friend", "generation"],
    ...["key", "kind", "lapsed", "milestone", "order", "page", "person", "program", "purse", "recorded", "redeemedIn"],
    ...["reward", "rule", "side", "state", "taken", "used", "version"]
  ]
  const more = (shop: Shop) => Object.keys(shop.only("advocate")).filter((key) => !always.includes(key))

  it("says only what there is to say", () => {
    const plain = earned()
    expect(Object.keys(plain.only("advocate")).sort()).toEqual(always)
    const on = { from: "2026-03-01", until: "2026-03-31" }
    expect(more(earned({}, { events: [{ id: "double", ...on, multiply: 2 }] }))).toEqual(["multiplied"])
    const donation = { kind: "donation", to: "the sea rescue", amount: "10.00 USD" }
    expect(more(earned({ give: donation }))).toEqual(["isGivenAway"])
    const lines = open({ advocate: { give: { kind: "commission", percent: 10, products: { only: ["shoe"] } } } })
    lines.touch("ann", "bob").order("o1", "bob", "60.00 USD", { lines: [line("a", "shoe", "60.00 USD")] })
    expect(more(lines)).toEqual(["ofLines"])
  })

  it("begins with nothing used, taken or lapsed; a discount at checkout is used on its order", () => {
    const shop = open({ friend: { give: percentOff(20) }, advocate: { give: credit() } }).touch("ann", "bob")
    shop.quote("q", "bob", "100.00 USD")
    shop.order("o1", "bob", "80.00 USD", { quote: "q" })
    const none = { taken: 0n, claimed: 0n, lapsed: 0n }
    const { friend, advocate } = { friend: shop.only("friend"), advocate: shop.only("advocate") }
    expect([amounts(friend), friend.redeemedIn]).toEqual([{ ...none, used: 2000n }, "o1"])
    expect([amounts(advocate), advocate.redeemedIn]).toEqual([{ ...none, used: 0n }, null])
    // Undone with its order, it was not used either.
    shop.refund("o1", "r1", "20.00 USD")
    expect(amounts(shop.only("friend"))).toEqual({ ...none, used: 1500n, taken: 500n })
  })

  it("keeps what was used elsewhere, and counts what became a debt", () => {
    const shop = earned()
    shop.spend("s1", "ann", "7.00 USD", "o9")
    shop.refund("o1", "r1", "50.00 USD")
    expect(amounts(shop.only("advocate"))).toEqual({ used: 700n, taken: 500n, claimed: 200n, lapsed: 0n })
    shop.refund("o1", "r2", "50.00 USD")
    expect(amounts(shop.only("advocate"))).toEqual({ used: 700n, taken: 1000n, claimed: 700n, lapsed: 0n })
  })

  it("adds up what lapsed, though some came back and lapsed later", () => {
    const shop = earned({ expires: "1 day" })
    shop.spend("s1", "ann", "4.00 USD", "o9")
    shop.after(day)
    expect(amounts(shop.only("advocate"))).toEqual({ used: 400n, taken: 0n, claimed: 0n, lapsed: 600n })
    shop.unspend("s1", "1.00 USD")
    expect(amounts(shop.only("advocate"))).toEqual({ used: 300n, taken: 0n, claimed: 0n, lapsed: 700n })
  })

  it("of a discount is money once it is used, and so is what it charged", () => {
    const give = percentOff(20, { maximum: "50.00 USD" })
    const budget = { amount: "100.00 USD", per: "ever" as const }
    const shop = earned({ give, cap: { count: 1, per: "ever" } }, { budget })
    const before = shop.only("advocate")
    expect([before.amount, before.charges.map(({ add }) => add)]).toEqual([
      { minor: 1n, unit: "percent-off" },
      [1n, 5000n]
    ])
    shop.redeem(before.reward, "o9", "60.00 USD")
    const after = shop.only("advocate")
    expect([after.amount, after.used, after.taken, after.redeemedIn]).toEqual([
      money("12.00 USD"),
      money("12.00 USD"),
      money("0.00 USD"),
      "o9"
    ])
    expect(after.charges.map(({ add }) => add)).toEqual([1n, 1200n])
    // It is no lot: nothing of it can come back to a wallet, or counts as paid from one.
    expect(shop.world.fact(Key.redemption(after.reward))).toBeNull()
    expect(shop.world.fact(Key.orderSpends("o9" as OrderId))).toBeNull()
  })

  it("of a lot that is redeemed by its name leaves a spend that can be rolled back", () => {
    const shop = earned()
    const { reward } = shop.only("advocate")
    shop.refund("o1", "r1", "25.00 USD")
    shop.redeem(reward, "o9", "60.00 USD")
    expect(shop.world.fact(Key.redemption(reward))).toEqual({
      spend: reward,
      person: "ann",
      purse: "wallet",
      order: "o9",
      amount: money("7.50 USD"),
      returned: money("0.00 USD"),
      returns: 0,
      parts: [{ key: shop.only("advocate").key, reward, amount: money("7.50 USD") }],
      recorded: shop.world.now
    })
    expect(shop.world.fact<Fact.OrderSpends>(Key.orderSpends("o9" as OrderId))?.spent).toEqual([money("7.50 USD")])
    expect(amounts(shop.only("advocate"))).toEqual({ used: 750n, taken: 250n, claimed: 0n, lapsed: 0n })
  })
})

describe("what a reward leaves with its order", () => {
  const rolling = { count: 5, per: "rolling 7 days" } as const
  const window = "window/spring/advocate/ann/7d"

  it("its name and its windows, once, however often it is earned anew", () => {
    const shop = earned({ cap: rolling })
    const { key } = shop.only("advocate")
    shop.change("o1", 1, "0.00 USD")
    shop.change("o1", 2, "50.00 USD")
    expect(shop.only("advocate").generation).toBe(2)
    expect([orderOf(shop)?.rewards, orderOf(shop)?.windows]).toEqual([[key], [window]])
  })

  it("of two rewards in one window, the window once; of counters of the calendar, nothing", () => {
    const cap = [rolling, { count: 9, per: "ever" }] as const
    const give = { policy: "capped", cap, of: { policy: "and", of: [credit(), giftCard()] } }
    const shop = earned({ give })
    expect([orderOf(shop)?.rewards.length, orderOf(shop)?.windows]).toEqual([2, [window]])
    expect(orderOf(earned({ cap: { count: 9, per: "ever" } }))?.windows).toEqual([])
  })

  it("in its window what it charged, less what it came to cost and what came back", () => {
    const cap = { amount: "90.00 USD", per: "rolling 7 days" }
    const shop = earned({ give: percentOff(20, { maximum: "30.00 USD" }), cap })
    const used = () =>
      shop.world.fact<Fact.RollingWindow>("window/spring/advocate/ann/7d/USD")?.days.map(({ add }) => add)
    expect(used()).toEqual([3000n])
    shop.redeem(shop.only("advocate").reward, "o9", "60.00 USD")
    expect(used()).toEqual([1200n])
    const plain = earned({ cap: rolling })
    plain.refund("o1", "r1", "100.00 USD")
    expect(plain.world.fact<Fact.RollingWindow>(window)?.days).toEqual([])
  })

  it("of a milestone nothing: it belongs to no order", () => {
    const shop = open({ milestones: [{ every: 1, give: giftCard() }] })
    shop.refer("ann", "bob", "o1")
    expect([shop.rewards.length, orderOf(shop)?.rewards, shop.referral("bob")?.rewards]).toEqual([1, [], []])
  })

  it("of a sign-up, all of it with the referral", () => {
    const shop = open({ advocate: { on: "sign-up", give: credit(), cap: rolling } }).touch("ann", "bob")
    shop.signup("bob")
    const { key } = shop.only("advocate")
    expect([shop.referral("bob")?.rewards, shop.referral("bob")?.windows]).toEqual([
      [{ key, person: "ann", purse: "wallet", unit: "USD" }],
      [window]
    ])
  })
})

describe("a reward that is earned anew", () => {
  const former = (shop: Shop) => {
    const before = shop.only("advocate").reward.replace(/g2$/u, "g1") as RewardId
    return shop.world.fact<Fact.Reward>(Key.formerReward(before))
  }
  const again = (shop: Shop) => {
    shop.change("o1", 1, "0.00 USD")
    shop.change("o1", 2, "100.00 USD")
    expect(shop.world.fact<Fact.Reward>(orderOf(shop)?.rewards[0] ?? "")?.generation).toBe(2)
    return shop
  }

  it("keeps the one before under its own id where something of it was used, since that may come back", () => {
    const shop = earned()
    shop.spend("s1", "ann", "4.00 USD", "o9")
    const before = shop.only("advocate")
    shop.change("o1", 1, "0.00 USD")
    shop.change("o1", 2, "100.00 USD")
    const kept = shop.world.fact<Fact.Reward>(Key.formerReward(before.reward))
    expect([kept?.key, kept?.page, kept?.used.minor, kept?.claimed.minor]).toEqual([before.reward, null, 400n, 400n])
  })

  it.each([
    ["nothing of it was used", {}],
    ["it was points, and nothing of them was used", { give: pointsOf() }],
    ["it was used whole, as a discount is", { give: percentOff(20, { maximum: "5.00 USD" }) }]
  ])("keeps nothing of the one before where %s", (_, advocate) => {
    const shop = earned(advocate)
    if (shop.only("advocate").purse === null) shop.redeem(shop.only("advocate").reward, "o9", "50.00 USD")
    again(shop)
    expect(former(shop)).toBeNull()
  })
})

describe("a reward that is valued anew", () => {
  const rolling = { count: 5, per: "rolling 7 days" } as const
  const window = "window/spring/advocate/ann/7d"
  const held = { hold: "14 days" }
  const edited = (shop: Shop, advocate: object, input = {}) => {
    const next = program({ newCustomersOnly: false, advocate: { give: credit(), ...held, ...advocate }, ...input })
    shop.publish(next, "publish", { openReferrals: "reprice" })
    for (const { reward } of shop.rewards) shop.do({ _tag: "RepriceReward", at: shop.world.now, reward })
    return shop
  }
  const daysOf = (shop: Shop) => shop.world.fact<Fact.RollingWindow>(window)?.days.map(({ add }) => add)

  it("is held by the transfer of its new amount, and by the one of its grant where it stays as it was", () => {
    const holdAfter = (give: object) => {
      const shop = edited(earned(held), { give })
      const { hold, reward } = shop.only("advocate")
      return hold?.slice(reward.length)
    }
    expect([credit("4.00 USD"), credit("25.00 USD"), pointsOf()].map(holdAfter)).toEqual([
      "/repriced/2/grant",
      "/repriced/2/grant",
      undefined
    ])
  })

  it("stays held by the transfer of the last amount that was another", () => {
    const shop = edited(earned(held), { give: credit("25.00 USD") })
    edited(shop, { give: credit("25.00 USD"), expires: "60 days" })
    const { hold, repriced, reward } = shop.only("advocate")
    expect([repriced, hold]).toEqual([3, `${reward}/repriced/2/grant`])
    shop.after(14 * day)
    expect([shop.balance("owed/ann", "USD", "pending"), shop.balance("owed/ann")]).toEqual([0n, 2500n])
  })

  it("leaves the order that earned it unwritten where it charges nothing, to be in nobody's way", () => {
    const shop = earned(held)
    const before = orderOf(shop)
    expect(edited(shop.after(day), { give: credit("4.00 USD") }).only("advocate").repriced).toBe(2)
    expect(orderOf(shop)).toBe(before)
  })

  it("leaves nothing with an order where it is a milestone, which belongs to none", () => {
    const milestones = (amount: string) => ({
      milestones: [{ id: "each", every: 1, give: giftCard(amount), ...held }],
      budget: { amount: "90.00 USD", per: "ever" as const }
    })
    const shop = open(milestones("10.00 USD"))
    shop.refer("ann", "bob", "o1")
    const next = program({ newCustomersOnly: false, ...milestones("25.00 USD") })
    shop.publish(next, "publish", { openReferrals: "reprice" })
    const { reward } = shop.only("each")
    shop.do({ _tag: "RepriceReward", at: shop.world.now, reward })
    expect(shop.only("each").charges.map(({ add }) => add)).toEqual([2500n])
    expect([orderOf(shop)?.rewards, shop.referral("bob")?.rewards]).toEqual([[], []])
  })

  it("leaves the window of a cap that it charges now with its order, once, and what it charged in the window", () => {
    const shop = edited(earned(held), { give: credit("25.00 USD"), cap: rolling })
    expect([orderOf(shop)?.windows, daysOf(shop)]).toEqual([[window], [1n]])
    edited(shop, { give: credit("30.00 USD"), cap: rolling })
    expect([orderOf(shop)?.windows, daysOf(shop)]).toEqual([[window], [1n]])
    // What asks for no more takes no slot.
    const less = edited(earned(held), { give: credit("4.00 USD"), cap: rolling })
    expect([orderOf(less)?.windows, daysOf(less)]).toEqual([[], undefined])
  })

  it("leaves it with the referral where a sign-up earned it", () => {
    const onSignUp = { on: "sign-up", ...held }
    const shop = open({ advocate: { give: credit(), ...onSignUp } }).touch("ann", "bob")
    shop.signup("bob")
    edited(shop, { give: credit("25.00 USD"), cap: rolling, ...onSignUp })
    expect([shop.referral("bob")?.windows, daysOf(shop)]).toEqual([[window], [1n]])
  })

  it("goes by the lines that the new terms name, or by the whole order again", () => {
    const ofShoes = { give: { kind: "commission", percent: 10, products: { only: ["shoe"] } } }
    const whole = { give: { kind: "commission", percent: 10 } }
    const shop = open({ advocate: { ...whole, ...held } }).touch("ann", "bob")
    shop.order("o1", "bob", "60.00 USD", { lines: [line("a", "shoe", "40.00 USD"), line("b", "hat", "20.00 USD")] })
    const told = () => {
      const { amount, basis, ofLines } = shop.only("advocate")
      return [amount.minor, basis.minor, ofLines]
    }
    edited(shop, ofShoes)
    expect(told()).toEqual([400n, 4000n, true])
    edited(shop, whole)
    expect(told()).toEqual([600n, 6000n, undefined])
    expect(Object.hasOwn(shop.only("advocate"), "ofLines")).toBe(false)
  })
})

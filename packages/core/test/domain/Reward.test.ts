import { describe, expect, it } from "vitest"
import {
  all,
  credit,
  day,
  giftCard,
  hour,
  one,
  percentOff,
  pointsOf,
  program,
  Shop,
  tags
} from "../arbitraries/shop.ts"

const open = (input = {}) => new Shop(program({ newCustomersOnly: false, ...input })).enroll("ann")
const earned = (advocate: object, input = {}) => {
  const shop = open({ advocate: { give: credit(), ...advocate }, ...input })
  shop.refer("ann", "bob", "o1")
  return shop
}
const intents = (shop: Shop) =>
  [...shop.world.messages.values()].flatMap((message) => (message._tag === "Intent" ? [message.intent] : []))

describe("Reward", () => {
  it("without a hold is available at once, and a plugin is asked to give it", () => {
    const shop = earned({})
    expect([shop.only("advocate").state, intents(shop), shop.balance("owed/ann")]).toEqual([
      "available",
      ["AddCredit"],
      1000n
    ])
  })

  it.each([
    [-1, "pending", []],
    [0, "available", ["AddCredit"]]
  ])("is released when its hold is over: %i ms", (past, state, asked) => {
    const shop = earned({ hold: "14 days" }).after(14 * day + past)
    expect([shop.only("advocate").state, intents(shop)]).toEqual([state, asked])
    expect(shop.balance("owed/ann", "USD", "pending")).toBe(state === "pending" ? 1000n : 0n)
  })

  it("is released once, however often the wake comes", () => {
    const shop = earned({ hold: "14 days" }).after(15 * day)
    for (const wake of shop.world.wakes) shop.world.deliver(wake)
    expect([all(shop.world, "RewardReleased").length, shop.balance("owed/ann")]).toEqual([1, 1000n])
  })

  it.each([
    [-1, "available"],
    [0, "expired"]
  ])("expires at the end of its life: %i ms", (past, state) => {
    const shop = earned({ hold: "1 day", expires: "3 days" }).after(4 * day + past)
    expect(shop.only("advocate").state).toBe(state)
    expect(shop.balance("breakage/spring")).toBe(state === "expired" ? 1000n : 0n)
  })

  it("is redeemed once, whole, by its own generation, and not while it is held", () => {
    const shop = earned({ hold: "1 hour" })
    const { reward } = shop.only("advocate")
    expect(shop.try(shop.redeeming(reward, "o9", "50.00 USD"))).toMatchObject({
      _tag: "RewardNotAvailable",
      state: "pending"
    })
    shop.world.sleep(shop.world.now + hour)
    expect(tags(shop.redeem(reward, "o9", "50.00 USD"))).toEqual(["RewardReleased", "RewardRedeemed"])
    expect(shop.try(shop.redeeming(reward, "o9", "50.00 USD"))).toMatchObject({
      _tag: "RewardNotAvailable",
      state: "redeemed"
    })
    expect(shop.try(shop.redeeming(reward.replace(/g1$/, "g2"), "o9", "50.00 USD"))).toMatchObject({
      _tag: "RewardUnknown"
    })
    expect(shop.try(shop.redeeming("nonsense", "o9", "50.00 USD"))).toMatchObject({ _tag: "RewardUnknown" })
    expect([shop.balance("owed/ann"), shop.balance("redeemed/spring")]).toEqual([0n, 1000n])
  })

  it.each([
    ["an order that is smaller than it", "o9", "9.99 USD"],
    ["an order in another currency", "o9", "50.00 EUR"],
    ["the very order that earned it", "o1", "100.00 USD"]
  ])("does not fit %s", (_, order, total) => {
    const shop = earned({})
    expect(shop.try(shop.redeeming(shop.only("advocate").reward, order, total))).toMatchObject({
      _tag: "RewardNotFitting"
    })
    expect(shop.only("advocate").state).toBe("available")
  })

  it("once used elsewhere is owed when it is taken back, and no money for others", () => {
    const shop = earned({ cap: { count: 1, per: "ever" } }, { budget: { amount: "10.00 USD", per: "ever" } })
    shop.redeem(shop.only("advocate").reward, "o9", "50.00 USD")
    shop.refund("o1", "r1", "100.00 USD")
    expect([shop.balance("debt/ann"), shop.counter("budget/spring/ever/USD")]).toEqual([-1000n, 1000n])
    expect(one(shop.refer("ann", "cyd", "o2"), "RewardRefused")).toMatchObject({ reason: "cap" })
  })

  it("what is left after a partial refund is what can be redeemed", () => {
    const shop = earned({})
    shop.refund("o1", "r1", "25.00 USD")
    expect(one(shop.redeem(shop.only("advocate").reward, "o9", "50.00 USD"), "RewardRedeemed").value.minor).toBe(750n)
  })

  it("an entitlement reserves its maximum, turns into money when it is used, and gives the rest back", () => {
    const budget = { amount: "100.00 USD", per: "ever" as const }
    const shop = earned({ give: percentOff(20, { maximum: "50.00 USD", minimumOrder: "10.00 USD" }) }, { budget })
    const { amount, reward } = shop.only("advocate")
    expect([amount, shop.counter("budget/spring/ever/USD")]).toEqual([{ minor: 1n, unit: "percent-off" }, 5000n])
    expect(shop.try(shop.redeeming(reward, "o9", "9.99 USD"))).toMatchObject({ _tag: "RewardNotFitting" })
    expect(one(shop.redeem(reward, "o9", "60.00 USD"), "RewardRedeemed").value.minor).toBe(1200n)
    expect([shop.only("advocate").amount.minor, shop.counter("budget/spring/ever/USD")]).toEqual([1200n, 1200n])
    shop.refund("o1", "r1", "100.00 USD")
    expect([shop.balance("debt/ann"), shop.counter("budget/spring/ever/USD")]).toEqual([-1200n, 1200n])
  })

  it("an entitlement that lapses or is taken back unused gives its whole reserve back", () => {
    const input = { budget: { amount: "100.00 USD", per: "ever" as const } }
    const give = percentOff(20, { maximum: "50.00 USD" })
    expect(earned({ give, expires: "1 day" }, input).after(day).counter("budget/spring/ever/USD")).toBe(0n)
    const refunded = earned({ give }, input)
    refunded.refund("o1", "r1", "50.00 USD")
    expect(refunded.counter("budget/spring/ever/USD")).toBe(5000n)
    refunded.refund("o1", "r2", "50.00 USD")
    expect([refunded.counter("budget/spring/ever/USD"), intents(refunded)]).toEqual([
      0n,
      ["IssueDiscount", "WithdrawDiscount"]
    ])
  })
})

describe("what a reward charged", () => {
  const budget = { amount: "100.00 USD", per: "ever" as const }
  const cap = { count: 1, per: "ever" as const }
  const counters = (shop: Shop) => [
    shop.counter("budget/spring/ever/USD"),
    shop.counter("cap/spring/advocate/ann/ever")
  ]

  it("comes back of the budget when it lapses, and its slot does not: the person did get a reward", () => {
    const shop = earned({ expires: "1 day", cap }, { budget })
    expect(counters(shop)).toEqual([1000n, 1n])
    shop.after(day)
    expect(counters(shop)).toEqual([0n, 1n])
    expect(one(shop.world, "RewardExpired").charges).toEqual([{ counter: "budget/spring/ever/USD", add: -1000n }])
  })

  it("comes back when a review rejects it, and so does the slot", () => {
    const shop = earned({ cap, hold: "1 day" }, { budget })
    shop.openReview("bob")
    shop.closeReview("bob", "rejected")
    expect(counters(shop)).toEqual([0n, 0n])
  })

  it("comes back of a milestone that is lost, and so does the slot", () => {
    const shop = open({ milestones: [{ every: 1, give: giftCard(), cap }], budget })
    shop.refer("ann", "bob", "o1")
    const slot = "cap/spring/milestone/ann/ever"
    expect([shop.counter("budget/spring/ever/USD"), shop.counter(slot)]).toEqual([1000n, 1n])
    shop.refund("o1", "r1", "100.00 USD")
    expect([shop.counter("budget/spring/ever/USD"), shop.counter(slot)]).toEqual([0n, 0n])
  })

  const half = percentOff(50, { maximum: "30.00 USD" })
  const used = (total: string, more: object, input: object = { budget }) => {
    const shop = earned({ give: half, ...more }, input)
    const decision = shop.redeem(shop.only("advocate").reward, "o9", total)
    return { shop, decision, redeemed: one(decision, "RewardRedeemed") }
  }

  it("for a discount is the most that it can cost, and comes down to what it did, where it was less", () => {
    const { redeemed, shop } = used("40.00 USD", { cap })
    expect(redeemed.charges).toStrictEqual([{ counter: "budget/spring/ever/USD", add: -1000n }])
    expect(redeemed.transfers.map(({ credit, debit, phase }) => `${phase} ${debit} > ${credit}`)).toEqual([
      "direct owed/ann > redeemed/spring",
      "direct expense/spring > redeemed/spring"
    ])
    expect([shop.balance("redeemed/spring"), shop.balance("expense/spring")]).toEqual([2000n, -2000n])
    expect(used("60.00 USD", { cap }).redeemed.charges).toEqual([])
    expect(used("99.00 USD", { cap }).redeemed.charges).toEqual([])
  })

  it("for a discount under a rolling cap comes down in its window, which is no counter", () => {
    const rolling = { amount: "60.00 USD", per: "rolling 7 days" }
    const { decision, redeemed } = used("40.00 USD", { cap: rolling }, {})
    expect(redeemed.charges.map(({ add, counter }) => [counter, add])).toEqual([
      ["window/spring/advocate/ann/7d/USD", -1000n]
    ])
    expect(decision.counters.every(({ key }) => key.startsWith("balance/"))).toBe(true)
  })

  it("for an amount stays when it is used: it costs what it did", () => {
    const shop = earned({}, { budget })
    const { charges, transfers } = one(shop.redeem(shop.only("advocate").reward, "o9", "50.00 USD"), "RewardRedeemed")
    expect([charges, transfers.length, counters(shop)[0]]).toEqual([[], 1, 1000n])
  })
})

describe("what is taken back of a reward", () => {
  it.each([
    ["all of it", undefined],
    ["what a refund has left, and not all of it again", "30.00 USD"]
  ])("when a review rejects it is %s", (_, refunded) => {
    const shop = earned({ hold: "1 day" })
    if (refunded !== undefined) shop.refund("o1", "r1", refunded)
    shop.openReview("bob")
    shop.closeReview("bob", "rejected")
    expect([shop.only("advocate").taken.minor, shop.balance("owed/ann", "USD", "pending")]).toEqual([1000n, 0n])
  })

  it("is withdrawn by a plugin only where it had been given", () => {
    const held = earned({ hold: "1 day" })
    held.refund("o1", "r1", "50.00 USD")
    expect(intents(held)).toEqual([])
    const given = earned({})
    given.refund("o1", "r1", "50.00 USD")
    expect(intents(given)).toEqual(["AddCredit", "WithdrawCredit"])
  })

  it.each([
    ["unused, gives its slot back", false, 0n],
    ["used elsewhere, keeps its slot", true, 1n]
  ])("in two halves, %s", (_, isUsed, slots) => {
    const shop = earned({ cap: { count: 1, per: "ever" } })
    if (isUsed) shop.redeem(shop.only("advocate").reward, "o9", "50.00 USD")
    shop.refund("o1", "r1", "50.00 USD")
    expect(shop.counter("cap/spring/advocate/ann/ever")).toBe(1n)
    shop.refund("o1", "r2", "50.00 USD")
    expect(shop.counter("cap/spring/advocate/ann/ever")).toBe(slots)
  })

  it("is owed where it was earned by a sign-up, and has been spent", () => {
    const shop = open({ friend: { on: "sign-up", give: credit() } }).touch("ann", "bob")
    shop.signup("bob")
    shop.spend("s1", "bob", "4.00 USD", "o9")
    shop.openReview("bob")
    shop.closeReview("bob", "rejected")
    expect([shop.balance("debt/bob"), shop.balance("owed/bob"), shop.balance("redeemed/spring")]).toEqual([
      -400n,
      0n,
      400n
    ])
  })

  it.each([
    ["points", { points: "500 points" }, pointsOf("500 points")],
    ["revenue", { revenue: "100.00 USD" }, credit()]
  ])("tells at once of the tier whose %s it takes away, and the perk goes along", (_, from, give) => {
    const shop = earned({ give }, { tiers: [{ id: "gold", from, perks: [{ kind: "vip-status", status: "gold" }] }] })
    const tiers = (decision: ReturnType<Shop["do"]>) => tags(decision).filter((tag) => tag.startsWith("Tier"))
    const lost = shop.refund("o1", "r1", "0.99 USD")
    expect(tiers(lost)).toEqual(["TierLost"])
    expect(all(lost, "RewardTakenBack").map(({ to }) => to)).toEqual(["available", "reversed"])
  })
})

describe("a debt", () => {
  /** Ann owes 10.00, and a reward of hers is held for an hour, and lives for an hour after that. */
  const owing = () => {
    const shop = earned({ hold: "1 hour", expires: "1 hour" })
    shop.after(hour).spend("s1", "ann", "10.00 USD", "o9")
    shop.refund("o1", "r1", "100.00 USD")
    expect(shop.balance("debt/ann")).toBe(-1000n)
    return shop
  }

  it.each([
    ["just before the end of its life", 2 * hour - 1, ["RewardReleased", "DebtSettled"], 0n],
    ["at its end, with nobody awake before", 2 * hour, ["RewardReleased", "RewardExpired"], -1000n]
  ])("is paid by what is released while it lives: %s", (_, later, expected, debt) => {
    const shop = owing()
    shop.refer("ann", "cat", "o2")
    shop.world.sleep(shop.world.now + later)
    const told = tags(shop.refund("o2", "r2", "0.01 USD")).filter((tag) => tag !== "OrderRefunded")
    expect([told, shop.balance("debt/ann")]).toEqual([expected, debt])
  })

  it("is paid by what comes back after its life: nothing is left to lapse", () => {
    const shop = owing()
    shop.after(hour)
    expect(tags(shop.unspend("s1"))).toEqual(["LotsReturned", "DebtSettled"])
    expect(shop.balance("debt/ann")).toBe(0n)
  })
})

describe("what is given away", () => {
  it("charges nothing when it is used up: its grant did", () => {
    const give = { kind: "donation" as const, to: "the sea rescue", amount: "10.00 USD" }
    const shop = earned({ give })
    expect(one(shop.world, "RewardRedeemed").charges).toEqual([])
  })
})

describe("Milestones", () => {
  const threes = () => {
    const shop = open({ milestones: [{ every: 3, give: giftCard() }] })
    for (const n of [1, 2, 3]) shop.refer("ann", `f${n}`, `o${n}`)
    return shop
  }

  it("are earned by every third friend", () => {
    const shop = threes()
    expect(shop.standings).toEqual(["milestone: 10.00 USD gift-card available"])
    for (const n of [4, 5, 6]) shop.refer("ann", `f${n}`, `o${n}`)
    expect(shop.rewards.map((reward) => reward.reward)).toEqual([
      "reward/spring/milestone/advocate/ann/n:1/g1",
      "reward/spring/milestone/advocate/ann/n:2/g1"
    ])
  })

  it("are un-earned when there are only two again, and earned again as a new generation", () => {
    const shop = threes()
    shop.refund("o1", "r1", "100.00 USD")
    expect(shop.standings).toEqual(["milestone: 10.00 USD less 10.00 USD gift-card reversed"])
    shop.refer("ann", "f4", "o4")
    expect(shop.only("milestone")).toMatchObject({ state: "available", generation: 2 })
    expect(all(shop.world, "RewardGranted").map((event) => event.generation)).toEqual([1, 2])
  })

  it("stand when the friend who completed them goes but others have come", () => {
    const shop = threes()
    shop.refer("ann", "f4", "o4")
    shop.refund("o3", "r1", "100.00 USD")
    expect(shop.only("milestone").state).toBe("available")
  })

  it("are not touched by a partial refund", () => {
    const shop = threes()
    shop.refund("o3", "r1", "99.99 USD")
    expect(shop.standings).toEqual(["milestone: 10.00 USD gift-card available"])
  })
})

describe("Limits", () => {
  const june = "2026-06-30T23:59:59.999Z"
  const two = { give: credit(), cap: { count: 2, per: "calendar month" as const } }

  it("a cap lets exactly so many through, and says so to the next", () => {
    const shop = open({ advocate: two })
    const orders = [1, 2, 3].map((n) => shop.refer("ann", `f${n}`, `o${n}`))
    expect(orders.map((order) => all(order, "RewardRefused").map((event) => event.reason))).toEqual([[], [], ["cap"]])
    expect(shop.counter("cap/spring/advocate/ann/2026-03")).toBe(2n)
  })

  it("a cap's slot comes back with the reward, a new period has slots of its own", () => {
    const shop = open({ advocate: two })
    for (const n of [1, 2]) shop.refer("ann", `f${n}`, `o${n}`)
    shop.refund("o1", "r1", "50.00 USD")
    expect(all(shop.refer("ann", "f3", "o3"), "RewardRefused").length).toBe(1)
    shop.refund("o1", "r2", "50.00 USD")
    expect(all(shop.refer("ann", "f4", "o4"), "RewardGranted").length).toBe(1)
    shop.after(Date.parse(june) - shop.world.now + 1)
    expect(all(shop.refer("ann", "f5", "o5"), "RewardGranted").length).toBe(1)
  })

  it.each([
    ["29.99 USD", [2, "budget"]],
    ["30.00 USD", [3, undefined]]
  ])("a budget of %s carries exactly what fits", (amount, [count, reason]) => {
    const shop = open({ advocate: { give: credit() }, budget: { amount, per: "ever" } })
    const last = [1, 2, 3].map((n) => shop.refer("ann", `f${n}`, `o${n}`))[2]
    expect([shop.rewards.length, all(last ?? { events: [] }, "RewardRefused")[0]?.reason]).toEqual([count, reason])
  })

  it("a refund gives back to the period that was charged", () => {
    const shop = open({ advocate: { give: credit() }, budget: { amount: "10.00 USD", per: "calendar month" } })
    shop.refer("ann", "f1", "o1")
    shop.after(31 * day)
    shop.refer("ann", "f2", "o2")
    expect([shop.counter("budget/spring/2026-03/USD"), shop.counter("budget/spring/2026-04/USD")]).toEqual([
      1000n,
      1000n
    ])
    shop.refund("o1", "r1", "100.00 USD")
    expect([shop.counter("budget/spring/2026-03/USD"), shop.counter("budget/spring/2026-04/USD")]).toEqual([0n, 1000n])
  })

  it("points cost no money", () => {
    const shop = open({ advocate: { give: pointsOf() }, budget: { amount: "0.01 USD", per: "ever" } })
    shop.refer("ann", "f1", "o1")
    expect(shop.standings).toEqual(["advocate: 500 points points available"])
  })

  it("a budget of another currency than the order's discount carries nothing", () => {
    const shop = open({
      friend: { give: percentOff(20, { maximum: "5.00 USD" }) },
      budget: { amount: "9.00 USD", per: "ever" }
    })
    shop.touch("ann", "bob")
    expect(one(shop.quote("q1", "bob", "100.00 EUR"), "QuoteMade").discounts).toEqual([])
  })
})

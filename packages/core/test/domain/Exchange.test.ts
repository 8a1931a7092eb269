/** Points that are given for what a program lists, and what becomes of both sides of it. */
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { Instant } from "../../src/domain/Instant.ts"
import { exchangedMax } from "../../src/domain/Lots.ts"
import * as Money from "../../src/domain/Money.ts"
import * as Program from "../../src/domain/Program.ts"
import { TreeShop, tree } from "../arbitraries/own-kinds.ts"
import { all, day, one, pointsOf, program, Shop, tags } from "../arbitraries/shop.ts"

const credit = { id: "five-off", from: "500 points", give: { kind: "store-credit" as const, amount: "5.00 USD" } }
const mug = {
  id: "mug",
  from: "800 points",
  give: { kind: "free-product" as const, product: "a mug", cost: "4.00 USD" }
}
const coupon = {
  id: "coupon",
  from: "100 points",
  give: { kind: "percent-off" as const, percent: 10, maximum: "9.00 USD" }
}
const badge = { id: "badge", from: "1 points", give: { kind: "badge" as const, name: "Collector" } }

/** Ann has so many lots of 300 points, of the orders o1, o2, ... */
const earned = (lots: number, input: object = {}, advocate: object = {}) => {
  const shop = new Shop(
    program({
      newCustomersOnly: false,
      advocate: { give: pointsOf("300 points"), ...advocate },
      exchanges: [credit, mug, coupon, badge],
      ...input
    })
  ).enroll("ann")
  for (let n = 1; n <= lots; n++) shop.refer("ann", `f${n}`, `o${n}`)
  return shop
}
const pointsIn = (shop: Shop) =>
  shop.rewards.filter(({ kind }) => kind === "points").map(({ amount, used }) => amount.minor - used.minor)
const bought = (shop: Shop) =>
  shop.rewards.filter(({ side }) => side === "holder").map(({ amount, state }) => `${Money.format(amount)} ${state}`)
const intents = (shop: Shop) =>
  [...shop.world.messages.values()].flatMap((one) =>
    one._tag === "Intent" ? [`${one.intent} ${one.amount.minor}`] : []
  )
const owed = (shop: Shop, unit = "points") => shop.balance("owed/ann", unit)

describe("An exchange", () => {
  it("uses the oldest points and grants what they buy, in one decision of two sides", () => {
    const shop = earned(3)
    const decision = shop.exchange("x1", "ann", "five-off")
    expect(tags(decision)).toEqual(["LotsSpent", "RewardGranted"])
    expect([pointsIn(shop), bought(shop)]).toEqual([[0n, 100n, 300n], ["5.00 USD available"]])
    expect([owed(shop), owed(shop, "USD")]).toEqual([400n, 500n])
    expect([shop.balance("redeemed/spring", "points"), shop.balance("expense/spring")]).toEqual([500n, -500n])
    expect(intents(shop)).toContain("AddCredit 500")
    expect(one(decision, "LotsSpent").exchanged).toEqual({ program: "spring", exchange: "five-off", times: 1 })
  })

  it("gives credit that is spent like any other", () => {
    const shop = earned(2)
    shop.exchange("x1", "ann", "five-off")
    expect(shop.try(shop.spending("s1", "ann", "5.00 USD", "o9"))).toBe("Decided")
    expect(bought(shop)).toEqual(["5.00 USD redeemed"])
  })

  it("gives a product away for good, a coupon for a later order, and a badge", () => {
    const shop = earned(4)
    expect(tags(shop.exchange("x1", "ann", "mug"))).toEqual(["LotsSpent", "RewardGranted", "RewardRedeemed"])
    const [given] = shop.rewards.filter(({ rule }) => rule === "mug")
    expect(given).toMatchObject({ isGivenAway: true, milestone: false, friend: null, order: null })
    shop.exchange("x2", "ann", "coupon")
    shop.exchange("x3", "ann", "badge")
    expect(bought(shop)).toEqual(["1 free-product redeemed", "1 percent-off available", "1 badge available"])
    const coupon = shop.rewards.find(({ rule }) => rule === "coupon")
    shop.redeem(coupon?.reward ?? "", "o9", "70.00 USD")
    expect(bought(shop)[1]).toBe("7.00 USD redeemed")
  })

  it("is made several times over in one go, each a reward of its own", () => {
    const shop = earned(4)
    const decision = shop.exchange("x1", "ann", "five-off", 2)
    expect(all(decision, "RewardGranted").map(({ amount }) => amount.minor)).toEqual([500n, 500n])
    expect([pointsIn(shop), owed(shop, "USD")]).toEqual([[0n, 0n, 0n, 200n], 1000n])
  })

  it("may be made by a friend as well, and by whoever has points of another program", () => {
    const shop = new Shop(
      program({ friend: { give: pointsOf("500 points") } }),
      program({ id: "club", exchanges: [credit] })
    ).enroll("ann")
    shop.refer("ann", "bob", "o1")
    const command = { ...shop.exchanging("x1", "bob", "five-off"), program: "club" } as never
    expect(shop.try(command)).toBe("Decided")
    expect([shop.balance("redeemed/spring", "points"), shop.balance("expense/club")]).toEqual([500n, -500n])
  })

  it.each([
    [1, "five-off", 1, { _tag: "NotEnough", asked: { minor: 500n }, atOnce: { minor: 300n }, lots: 1 }],
    [2, "five-off", 1, "Decided"],
    [3, "five-off", 2, { _tag: "NotEnough", asked: { minor: 1000n }, atOnce: { minor: 900n }, lots: 3 }],
    [4, "five-off", 2, "Decided"],
    [4, "pony", 1, { _tag: "ExchangeUnknown", program: "spring", exchange: "pony" }]
  ])("with %i lots, of %s, %i times", (lots, exchange, times, outcome) => {
    const shop = earned(lots)
    const before = shop.world.events.length
    const found = shop.try(shop.exchanging("x1", "ann", exchange, times))
    if (typeof outcome === "string") return expect(found).toBe(outcome)
    expect(found).toMatchObject(outcome)
    expect(shop.world.events.length).toBe(before)
  })

  it("is known by a program, and by nothing else", () => {
    const shop = earned(2)
    const elsewhere = { ...shop.exchanging("x1", "ann", "five-off"), program: "club" } as never
    expect(shop.try(elsewhere)).toEqual({ _tag: "ProgramUnknown", program: "club" })
    const later = (shop.world.now + day) as Instant
    shop.publish(program({ id: "club", exchanges: [credit] }), "publish", { from: later })
    expect(shop.try(elsewhere)).toMatchObject({ _tag: "ExchangeRefused", reason: "lifecycle" })
    shop.after(day)
    expect(shop.try({ ...shop.exchanging("x1", "ann", "five-off"), program: "club" } as never)).toBe("Decided")
  })

  it.each([
    ["a tree that is left", 500, "Decided"],
    ["a tree that costs nothing", 0, "tree"],
    ["a tree where none is left", null, "tree"]
  ])("asks a kind of the store's own what it gives: %s", (_, price, outcome) => {
    const give = pointsOf("500 points")
    const shop = new TreeShop({
      advocate: [{ give }],
      exchanges: [{ id: "tree", from: "500 points", give: tree({ price }) }]
    })
    shop.enroll("ann").refer("ann", "bob", "o1")
    const found = shop.try(shop.exchanging("x1", "ann", "tree"))
    if (outcome === "Decided") expect(found).toBe(outcome)
    else expect(found).toMatchObject({ _tag: "ExchangeRefused", reason: outcome, because: [{ passed: false }] })
    expect(owed(shop)).toBe(outcome === "Decided" ? 0n : 500n)
  })

  it("is refused under a name that was used before", () => {
    const shop = earned(4)
    shop.exchange("x1", "ann", "five-off")
    shop.world.receipts.clear()
    expect(shop.try(shop.exchanging("x1", "ann", "five-off"))).toEqual({ _tag: "SpendExists", spend: "x1" })
  })

  it("uses many small lots at once, whichever pages they stand on, and says how far they go", () => {
    const shop = earned(0, {}, { give: pointsOf("2 points"), on: "every order" })
    shop.refer("ann", "bob", "o1")
    for (let n = 2; n <= exchangedMax + 1; n++) shop.order(`o${n}`, "bob", "10.00 USD")
    const found = shop.try(shop.exchanging("x1", "ann", "mug"))
    expect(found).toMatchObject({ _tag: "NotEnough", atOnce: { minor: 2n * BigInt(exchangedMax) }, lots: exchangedMax })
    expect(one(shop.exchange("x2", "ann", "five-off"), "LotsSpent").parts.length).toBe(250)
  })
})

describe("What an exchange is held by", () => {
  it.each([
    ["a cap per person", { cap: { count: 1, per: "calendar month" } }, "cap"],
    ["a cap of the program in money", { cap: { amount: "5.00 USD", per: "ever", of: "program" } }, "cap-amount"],
    ["a rolling cap", { cap: { count: 1, per: "rolling 7 days" } }, "cap"]
  ])("%s", (_, cap, reason) => {
    const shop = earned(4, { exchanges: [{ ...credit, ...cap }] })
    const both = shop.try(shop.exchanging("x1", "ann", "five-off", 2))
    expect(both).toMatchObject({ _tag: "ExchangeRefused", exchange: "five-off", reason })
    shop.exchange("x2", "ann", "five-off")
    expect(shop.try(shop.exchanging("x3", "ann", "five-off"))).toMatchObject({ reason })
    expect(owed(shop)).toBe(700n)
    // Rolled back, there is room again.
    shop.unexchange("x2")
    expect(shop.try(shop.exchanging("x4", "ann", "five-off"))).toBe("Decided")
  })

  it("the budget of the program as it is live, in money alone", () => {
    const budget = { amount: "5.00 USD", per: "ever" as const }
    const shop = earned(6, { budget })
    shop.exchange("x1", "ann", "mug")
    expect(shop.counter("budget/spring/ever/USD")).toBe(400n)
    expect(shop.try(shop.exchanging("x2", "ann", "five-off"))).toMatchObject({
      _tag: "ExchangeRefused",
      reason: "budget"
    })
    shop.publish(program({ budget: { amount: "9.00 USD", per: "ever" }, exchanges: [credit] }), "publish")
    shop.exchange("x3", "ann", "five-off")
    expect(shop.counter("budget/spring/ever/USD")).toBe(900n)
  })

  it("the terms that are live, whatever those were that earned the points", () => {
    const shop = earned(3)
    shop.publish(program({ exchanges: [{ ...credit, from: "900 points" }] }), "publish")
    expect(shop.try(shop.exchanging("x1", "ann", "mug"))).toMatchObject({ _tag: "ExchangeUnknown" })
    expect(one(shop.exchange("x2", "ann", "five-off"), "LotsSpent").amount.minor).toBe(900n)
  })

  it.each([
    ["paused", "paused"],
    ["archived", "archived"]
  ] as const)("staff, who have the program %s", (to, actual) => {
    const shop = earned(3)
    shop.do({ _tag: "TurnProgram", at: shop.world.now, program: "spring" as never, to })
    expect(shop.try(shop.exchanging("x1", "ann", "five-off"))).toMatchObject({
      _tag: "ExchangeRefused",
      reason: "lifecycle",
      because: [{ check: "lifecycle", passed: false, actual }]
    })
  })

  it("the dates of the program: until the end of its last day", () => {
    const shop = earned(4, { ends: "2026-03-03" })
    shop.after(day + day / 2 - 1)
    shop.exchange("x1", "ann", "five-off")
    shop.after(1)
    expect(shop.try(shop.exchanging("x2", "ann", "five-off"))).toMatchObject({
      reason: "lifecycle",
      because: [{ check: "lifecycle", passed: false, actual: "ended" }]
    })
  })

  it("its own hold, and it lapses by its own life", () => {
    const shop = earned(2, { exchanges: [{ ...credit, hold: "2 days", expires: "3 days" }] })
    shop.exchange("x1", "ann", "five-off")
    expect(bought(shop)).toEqual(["5.00 USD pending"])
    shop.after(2 * day)
    expect(bought(shop)).toEqual(["5.00 USD available"])
    shop.after(3 * day)
    expect([bought(shop), pointsIn(shop)]).toEqual([["5.00 USD expired"], [0n, 100n]])
  })

  it("no multiplier: what is listed is given", () => {
    const events = [{ id: "double", from: "2026-01-01", until: "2027-01-01", multiply: 2 }]
    const shop = earned(1, { events, tiers: [{ id: "gold", from: { friends: 1 }, multiply: 3 }] })
    shop.exchange("x1", "ann", "five-off")
    expect(bought(shop)).toEqual(["5.00 USD available"])
  })
})

describe("An exchange that is rolled back", () => {
  it("leaves everything as it was: points in their lots, no credit, no charge, no debt", () => {
    const budget = { amount: "50.00 USD", per: "ever" as const }
    const shop = earned(3, { budget })
    const before = new Map(shop.world.counters)
    shop.exchange("x1", "ann", "five-off")
    expect(tags(shop.unexchange("x1"))).toEqual(["RewardTakenBack", "LotsReturned"])
    expect([pointsIn(shop), bought(shop)]).toEqual([[300n, 300n, 300n], ["5.00 USD reversed"]])
    expect(shop.world.counters).toEqual(before)
    expect(intents(shop)).toContain("WithdrawCredit 500")
  })

  it("is void where what it gave was held", () => {
    const shop = earned(2, { exchanges: [{ ...mug, from: "600 points", hold: "1 day" }] })
    shop.exchange("x1", "ann", "mug")
    shop.unexchange("x1")
    expect([bought(shop), pointsIn(shop)]).toEqual([["1 free-product voided"], [300n, 300n]])
  })

  it("is refused once something of it was used, sent or has lapsed", () => {
    const shop = earned(6, { exchanges: [{ ...credit, expires: "3 days" }, mug] })
    shop.exchange("x1", "ann", "five-off")
    shop.exchange("x2", "ann", "mug")
    expect(shop.try(shop.unexchanging("x2"))).toMatchObject({ _tag: "ExchangeUsed", state: "redeemed" })
    shop.spend("s1", "ann", "0.01 USD", "o9")
    expect(shop.try(shop.unexchanging("x1"))).toMatchObject({ _tag: "ExchangeUsed", state: "available" })
    shop.unspend("s1")
    shop.world.sleep(shop.world.now + 3 * day)
    expect(shop.try(shop.unexchanging("x1"))).toMatchObject({ _tag: "ExchangeUsed", state: "expired" })
  })

  it("comes back once, and nothing else does", () => {
    const shop = earned(2)
    expect(shop.try(shop.unexchanging("x1"))).toMatchObject({ _tag: "SpendUnknown" })
    shop.exchange("x1", "ann", "five-off")
    shop.unexchange("x1")
    expect(shop.try(shop.unexchanging("x1"))).toMatchObject({ _tag: "SpendReturned" })
  })

  it("gives points back with the life that they had", () => {
    const shop = earned(2, {}, { expires: "5 days" })
    shop.exchange("x1", "ann", "five-off")
    shop.after(5 * day)
    shop.unexchange("x1")
    expect([owed(shop), shop.balance("breakage/spring", "points")]).toEqual([0n, 600n])
  })
})

describe("Points that were exchanged, and whose order is refunded", () => {
  it("are owed back in points: what they bought stays", () => {
    const shop = earned(2)
    shop.exchange("x1", "ann", "five-off")
    shop.refund("o1", "r1", "100.00 USD")
    expect([bought(shop), shop.balance("debt/ann", "points"), owed(shop)]).toEqual([
      ["5.00 USD available"],
      -300n,
      100n
    ])
    shop.refer("ann", "f9", "o9")
    expect([shop.balance("debt/ann", "points"), owed(shop)]).toEqual([0n, 100n])
  })

  it("pay that debt when they come back", () => {
    const shop = earned(2)
    shop.exchange("x1", "ann", "five-off")
    shop.refund("o1", "r1", "100.00 USD")
    shop.unexchange("x1")
    expect([shop.balance("debt/ann", "points"), owed(shop), owed(shop, "USD")]).toEqual([0n, 300n, 0n])
  })

  it("buy credit that pays a debt in money at once, and then does not come back", () => {
    const offers = [
      { id: "points", give: pointsOf("500 points") },
      { id: "credit", give: credit.give }
    ]
    const shop = earned(2, { advocate: offers })
    shop.spend("s1", "ann", "5.00 USD", "o9")
    shop.refund("o1", "r1", "100.00 USD")
    expect(shop.balance("debt/ann")).toBe(-500n)
    expect(tags(shop.exchange("x1", "ann", "five-off"))).toEqual(["LotsSpent", "RewardGranted", "DebtSettled"])
    expect(shop.balance("debt/ann")).toBe(0n)
    expect(shop.try(shop.unexchanging("x1"))).toMatchObject({ _tag: "ExchangeUsed", state: "redeemed" })
  })

  it("buy credit that is held, and pays a debt in money when its hold is over", () => {
    const offers = [
      { id: "points", give: pointsOf("500 points") },
      { id: "credit", give: credit.give }
    ]
    const shop = earned(2, { advocate: offers, exchanges: [{ ...credit, hold: "2 days" }] })
    shop.spend("s1", "ann", "5.00 USD", "o9")
    shop.refund("o1", "r1", "100.00 USD")
    expect(tags(shop.exchange("x1", "ann", "five-off"))).toEqual(["LotsSpent", "RewardGranted"])
    shop.after(2 * day - 1)
    expect(shop.balance("debt/ann")).toBe(-500n)
    shop.after(1)
    expect([shop.balance("debt/ann"), bought(shop)]).toEqual([0n, ["5.00 USD redeemed"]])
  })
})

describe("The document of an exchange", () => {
  const issuesOf = (...exchanges: readonly object[]) => {
    const read = Program.decode({
      id: "spring",
      timeZone: "UTC",
      onSilence: "hold",
      budget: { amount: "50.00 USD", per: "ever" },
      advocate: { id: "advocate", give: pointsOf() },
      exchanges
    })
    return Result.isFailure(read) ? read.failure.issues.map(({ message, path }) => `${path}: ${message}`) : []
  }

  it("is written as it was read", () => {
    const input = { ...credit, hold: "1 day", cap: { count: 2, per: "calendar month" as const }, expires: "365 days" }
    expect(Program.toJson(program({ exchanges: [input, mug] })).exchanges).toEqual([input, mug])
    expect(Program.toJson(program())).not.toHaveProperty("exchanges")
  })

  it.each([
    [{ ...credit, id: undefined }, "exchanges[0].id: "],
    [{ id: "five-off", give: credit.give }, "exchanges[0].from: is missing: say how many points"],
    [{ id: "five-off", from: "500 points" }, "exchanges[0].give: is missing: say what is given"],
    [{ ...credit, from: "5.00 USD" }, "exchanges[0].from: 5.00 USD must be of points"],
    [{ ...credit, id: "advocate" }, 'exchanges[0].id: "advocate" names an offer'],
    [{ ...credit, give: pointsOf() }, "exchanges[0].give: gives points for points"],
    [
      { ...credit, give: { kind: "commission", percent: 5, maximum: "5.00 USD" } },
      "exchanges[0].give: is worth something only on an order"
    ],
    [{ ...credit, give: { policy: "nothing" } }, "exchanges[0].give: is a policy"],
    [{ ...credit, give: { kind: "percent-off", percent: 5 } }, "exchanges[0].give: has no maximum"],
    [{ ...mug, expires: "1 day" }, "exchanges[0].expires: free-product is given away"],
    [{ ...credit, cap: { count: 1, per: "ever", of: "pair" } }, "exchanges[0].cap.of: no friend stands behind"],
    [
      { ...credit, cap: { amount: "9.00 USD", per: "ever", onFull: "fill" } },
      "exchanges[0].cap.onFull: points buy a reward whole"
    ],
    [
      { ...credit, cap: { amount: "9 points", per: "ever" } },
      "exchanges[0].cap.amount: is in points, but the reward is in USD"
    ],
    [{ ...credit, when: [] }, "exchanges[0].when: "]
  ])("is refused with a sentence: %j", (document, said) => {
    expect(issuesOf(document)).toEqual([expect.stringContaining(said)])
  })

  it.each([
    [{ ...coupon, give: { ...coupon.give, minimumOrder: "5.00 USD", products: { only: ["shoe"] } } }],
    [
      {
        ...credit,
        cap: [
          { count: 1, per: "rolling 7 days" },
          { amount: "9.00 USD", per: "ever", of: "program" }
        ]
      }
    ],
    [{ ...badge, hold: "1 day" }]
  ])("may say %j", (document) => {
    expect(issuesOf(document)).toEqual([])
  })

  it("names the cap of several, and the kind, that are wrong", () => {
    const right = { count: 1, per: "ever" }
    const caps = [right, { ...right, of: "pair" }, { amount: "9.00 USD", per: "ever", onFull: "fill" }]
    expect(issuesOf({ ...credit, cap: caps }).map((one) => one.split(": ")[0])).toEqual([
      "exchanges[0].cap[1].of",
      "exchanges[0].cap[2].onFull"
    ])
    expect(issuesOf({ ...credit, cap: { count: 0, per: "ever" } })).toEqual([
      expect.stringContaining("exchanges[0].cap.count: ")
    ])
    expect(issuesOf({ ...credit, give: { kind: "halo" } })).toEqual([
      expect.stringContaining("exchanges[0].give.kind: ")
    ])
  })

  it("names each exchange once", () => {
    expect(issuesOf(credit, credit)).toEqual([expect.stringContaining("exchanges[1].id: ")])
  })
})

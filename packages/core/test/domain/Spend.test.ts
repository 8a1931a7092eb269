import { describe, expect, it } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { OrderId } from "../../src/domain/Ids.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Lot from "../../src/domain/Lot.ts"
import { lotsMax } from "../../src/domain/Lots.ts"
import * as Money from "../../src/domain/Money.ts"
import { all, credit, day, hour, money, one, pointsOf, program, Shop, tags } from "../arbitraries/shop.ts"

const shopOf = (advocate: object, input = {}) =>
  new Shop(program({ newCustomersOnly: false, advocate: { give: credit(), ...advocate }, ...input })).enroll("ann")

/** So many friends of Ann, each with an order of their own: o1, o2, ... */
const earned = (friends: number, advocate: object = {}, input = {}) => {
  const shop = shopOf(advocate, input)
  for (let n = 1; n <= friends; n++) shop.refer("ann", `f${n}`, `o${n}`)
  return shop
}
const parts = (shop: Shop) =>
  all(shop.world, "LotsSpent")
    .at(-1)
    ?.parts.map(({ amount, key }) => [key.slice(-2), Money.format(amount)])
const leftOf = (shop: Shop) => shop.rewards.map((reward) => Lot.left(reward))
const states = (shop: Shop) => shop.rewards.map(({ state }) => state)

describe("spend", () => {
  it("uses the oldest lots first, the last in part", () => {
    const shop = earned(3)
    shop.spend("s1", "ann", "12.50 USD", "o9")
    expect(parts(shop)).toEqual([
      ["o1", "10.00 USD"],
      ["o2", "2.50 USD"]
    ])
    expect([states(shop), leftOf(shop)]).toEqual([
      ["redeemed", "available", "available"],
      [0n, 750n, 1000n]
    ])
    expect([shop.balance("owed/ann"), shop.balance("redeemed/spring")]).toEqual([1750n, 1250n])
    shop.spend("s2", "ann", "8.00 USD", "o9")
    expect(parts(shop)).toEqual([
      ["o2", "7.50 USD"],
      ["o3", "0.50 USD"]
    ])
  })

  it.each([
    ["30.00 USD", "Decided"],
    ["30.01 USD", { _tag: "NotEnough", atOnce: { minor: 3000n, unit: "USD" }, lots: 3 }]
  ])("uses no more than there is: %s", (amount, outcome) => {
    const shop = earned(3)
    const found = shop.try(shop.spending("s1", "ann", amount, "o9"))
    if (typeof outcome === "string") expect(found).toBe(outcome)
    else expect(found).toMatchObject(outcome)
  })

  it.each([
    ["20.00 USD", "20.00 USD", "Decided"],
    ["20.01 USD", "20.00 USD", { _tag: "SpendNotFitting", room: { minor: 2000n } }],
    ["5.00 EUR", "20.00 USD", { _tag: "CurrencyMismatch" }]
  ])("%s on an order of %s", (amount, total, outcome) => {
    const shop = earned(3)
    const found = shop.try(shop.spending("s1", "ann", amount, "o9", total))
    if (typeof outcome === "string") expect(found).toBe(outcome)
    else expect(found).toMatchObject(outcome)
  })

  it("counts all that is spent on an order together, whole rewards too, and no longer what came back", () => {
    const shop = earned(3)
    shop.redeem(shop.rewards[2]?.reward ?? "", "o9", "20.00 USD")
    shop.spend("s1", "ann", "6.00 USD", "o9", "20.00 USD")
    expect(shop.try(shop.spending("s2", "ann", "4.01 USD", "o9", "20.00 USD"))).toMatchObject({
      _tag: "SpendNotFitting",
      room: { minor: 400n }
    })
    shop.unspend("s1", "1.00 USD")
    expect(tags(shop.spend("s2", "ann", "5.00 USD", "o9", "20.00 USD"))).toEqual(["LotsSpent"])
  })

  it("counts what is spent on an order by units", () => {
    const shop = earned(
      3,
      {},
      {
        advocate: [
          { id: "a", give: credit() },
          { id: "b", give: pointsOf("500 points") }
        ]
      }
    )
    for (const [n, amount] of ["900 points", "12.00 USD", "100 points", "8.00 USD"].entries()) {
      shop.spend(`s${n}`, "ann", amount, "o9", "20.00 USD")
    }
    expect(shop.world.fact<Fact.OrderSpends>(Key.orderSpends("o9" as OrderId))?.spent).toEqual([
      money("1000 points"),
      money("20.00 USD")
    ])
    expect(shop.try(shop.spending("s9", "ann", "0.01 USD", "o9", "20.00 USD"))).toMatchObject({
      _tag: "SpendNotFitting"
    })
  })

  it("has no room where more was spent than there is to pay by now", () => {
    const shop = earned(3)
    shop.spend("s1", "ann", "6.00 USD", "o9", "20.00 USD")
    expect(shop.try(shop.spending("s2", "ann", "1.00 USD", "o9", "5.00 USD"))).toMatchObject({
      _tag: "SpendNotFitting",
      room: { minor: 0n }
    })
  })

  it("says how many lots it used", () => {
    const shop = earned(3)
    expect(one(shop.spend("s1", "ann", "12.50 USD", "o9"), "LotsSpent").because).toEqual([
      { check: "lots", passed: true, actual: "2 lots", limit: money("12.50 USD") }
    ])
  })

  it("takes the total of the recorded order where none is given, and needs one", () => {
    const shop = earned(3)
    expect(shop.try(shop.spending("s1", "ann", "5.00 USD", "a1", null))).toMatchObject({ _tag: "OrderUnknown" })
    shop.order("a1", "ann", "5.00 USD")
    expect(shop.try(shop.spending("s1", "ann", "5.01 USD", "a1", null))).toMatchObject({ _tag: "SpendNotFitting" })
    expect(shop.try(shop.spending("s1", "ann", "5.00 USD", "a1", null))).toBe("Decided")
  })

  it("leaves out the lot that the order itself has earned", () => {
    const shop = earned(2)
    expect(shop.try(shop.spending("s1", "ann", "10.01 USD", "o1"))).toMatchObject({ atOnce: { minor: 1000n } })
    shop.spend("s1", "ann", "10.00 USD", "o1")
    expect(parts(shop)).toEqual([["o2", "10.00 USD"]])
  })

  it.each([
    [-1, [["o1", "5.00 USD"]]],
    [0, [["o2", "5.00 USD"]]]
  ])("never uses what has lapsed, though no wake has come: %i ms", (past, expected) => {
    const shop = shopOf({ expires: "2 days" })
    shop.refer("ann", "f1", "o1")
    shop.after(day).refer("ann", "f2", "o2")
    shop.world.sleep(shop.world.now + day + past)
    shop.spend("s1", "ann", "5.00 USD", "o9")
    expect(parts(shop)).toEqual(expected)
  })

  it("holds lots of points and of money apart", () => {
    const shop = earned(
      1,
      {},
      {
        advocate: [
          { id: "a", give: credit() },
          { id: "b", give: pointsOf("500 points") }
        ]
      }
    )
    shop.spend("s1", "ann", "200 points", "o9")
    expect([shop.balance("owed/ann", "points"), shop.balance("owed/ann")]).toEqual([300n, 1000n])
    expect(shop.try(shop.spending("s2", "ann", "301 points", "o9"))).toMatchObject({ _tag: "NotEnough" })
  })

  it("a spend is known by its name", () => {
    const shop = earned(1)
    shop.spend("s1", "ann", "1.00 USD", "o9")
    shop.world.receipts.clear()
    expect(shop.try(shop.spending("s1", "ann", "1.00 USD", "o9"))).toMatchObject({ _tag: "SpendExists" })
    expect(shop.try(shop.returning("s2"))).toMatchObject({ _tag: "SpendUnknown" })
  })

  it(`uses ${lotsMax} lots at once, whichever pages they stand on`, () => {
    const shop = earned(70)
    shop.spend("s0", "ann", "255.00 USD", "o99", "900.00 USD")
    const found = shop.try(shop.spending("s1", "ann", "320.00 USD", "o99", "900.00 USD"))
    expect(found).toMatchObject({ _tag: "NotEnough", atOnce: { minor: 31_500n }, lots: lotsMax })
    const { events, facts } = shop.spend("s1", "ann", "315.00 USD", "o99", "900.00 USD")
    expect([one({ events }, "LotsSpent").parts.length, facts.size <= 40]).toEqual([lotsMax, true])
    shop.spend("s2", "ann", "130.00 USD", "o99", "900.00 USD")
    expect(shop.balance("owed/ann")).toBe(0n)
    shop.unspend("s0", "55.00 USD")
    shop.spend("s3", "ann", "55.00 USD", "o98")
    expect(shop.balance("owed/ann")).toBe(0n)
  })
})

describe("unspend", () => {
  it("gives back what was used last first, in parts that add up", () => {
    const shop = earned(3)
    shop.spend("s1", "ann", "25.00 USD", "o9")
    shop.unspend("s1", "7.00 USD")
    expect(leftOf(shop)).toEqual([0n, 200n, 1000n])
    shop.unspend("s1", "10.00 USD")
    expect(leftOf(shop)).toEqual([200n, 1000n, 1000n])
    expect(shop.try(shop.returning("s1", "8.01 USD"))).toMatchObject({ _tag: "SpendReturned", left: { minor: 800n } })
    shop.unspend("s1")
    expect([leftOf(shop), states(shop), shop.balance("redeemed/spring")]).toEqual([
      [1000n, 1000n, 1000n],
      ["available", "available", "available"],
      0n
    ])
    expect(shop.try(shop.returning("s1"))).toMatchObject({ _tag: "SpendReturned" })
  })

  it.each([
    [-1, ["LotsReturned"], "available"],
    [0, ["LotsReturned", "RewardExpired"], "expired"]
  ])("gives lots back with their own life: %i ms", (past, expected, state) => {
    const shop = earned(1, { expires: "2 days" }, { budget: { amount: "50.00 USD", per: "ever" } })
    shop.spend("s1", "ann", "4.00 USD", "o9")
    shop.after(2 * day + past)
    const came = tags(shop.unspend("s1"))
    expect([came, shop.only("advocate").state]).toEqual([expected, state])
    if (past === 0) {
      expect([shop.only("advocate").lapsed.minor, shop.balance("breakage/spring")]).toEqual([1000n, 1000n])
      expect(shop.counter("budget/spring/ever/USD")).toBe(0n)
    }
  })

  it("numbers what came back of a spend, and takes no other currency", () => {
    const shop = earned(1)
    shop.spend("s1", "ann", "10.00 USD", "o9")
    const ids = ["1.00 USD", "2.00 USD"].map((amount) => one(shop.unspend("s1", amount), "LotsReturned").id)
    expect(ids).toEqual(["spend/s1/returned/1", "spend/s1/returned/2"])
    expect(shop.try(shop.returning("s1", "1.00 EUR"))).toMatchObject({
      _tag: "CurrencyMismatch",
      path: "amount",
      expected: "USD",
      actual: "EUR"
    })
  })

  it("rolls a redemption back; what came back is spent, not redeemed again", () => {
    const shop = earned(1)
    const { reward } = shop.only("advocate")
    shop.redeem(reward, "o9", "50.00 USD")
    shop.unspend(reward, "4.00 USD")
    expect([shop.only("advocate").state, shop.balance("owed/ann")]).toEqual(["available", 400n])
    expect(shop.try(shop.redeeming(reward, "o8", "50.00 USD"))).toMatchObject({ _tag: "SpendExists" })
    shop.spend("s1", "ann", "4.00 USD", "o8")
    expect(shop.only("advocate").state).toBe("redeemed")
  })
})

describe("taking back what is used in part", () => {
  it.each([
    ["60.00 USD", 0n, 400n, 600n, "redeemed"],
    ["60.01 USD", 1n, 400n, 600n, "redeemed"],
    ["100.00 USD", 400n, 400n, 600n, "reversed"]
  ])("takes what is left first, and the rest becomes a debt: %s", (refunded, debt, used, fromLot, state) => {
    // 4.00 of 10.00 are used; a refund of 60.00 takes 6.00, one cent more takes one more cent once it is rounded.
    const shop = earned(1, {}, { budget: { amount: "50.00 USD", per: "ever" } })
    shop.spend("s1", "ann", "4.00 USD", "o9")
    shop.refund("o1", "r1", refunded === "60.01 USD" ? "60.05 USD" : refunded)
    const lot = shop.only("advocate")
    expect([lot.claimed.minor, lot.used.minor, lot.taken.minor - lot.claimed.minor, lot.state]).toEqual([
      debt,
      used,
      fromLot,
      state
    ])
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([-debt, 0n])
    expect(shop.counter("budget/spring/ever/USD")).toBe(400n)
  })

  it("a lot that lapsed in part owes only what was used of it", () => {
    const shop = earned(1, { expires: "1 day" })
    shop.spend("s1", "ann", "4.00 USD", "o9")
    shop.after(day)
    shop.refund("o1", "r1", "50.00 USD")
    expect([shop.only("advocate").state, shop.balance("debt/ann")]).toEqual(["expired", 0n])
    shop.refund("o1", "r2", "50.00 USD")
    expect([shop.only("advocate").state, shop.balance("debt/ann")]).toEqual(["expired", -400n])
  })
})

describe("debts", () => {
  /** Ann has used 10.00 that were then taken back. */
  const indebted = (advocate = {}) => {
    const shop = earned(1, advocate)
    if ("hold" in advocate) shop.after(hour)
    shop.spend("s1", "ann", "10.00 USD", "o9")
    shop.refund("o1", "r1", "100.00 USD")
    return shop
  }

  it.each([
    ["9.99 USD", -1n, 0n, "redeemed"],
    ["10.00 USD", 0n, 0n, "redeemed"],
    ["10.01 USD", 0n, 1n, "available"]
  ])("are paid first from the next lot of %s", (amount, debt, owed, state) => {
    const shop = indebted()
    shop.publish(program({ newCustomersOnly: false, advocate: { give: credit(amount) } }), "publish")
    const decision = shop.refer("ann", "f2", "o2")
    expect(one(decision, "DebtSettled").amount.minor).toBe(1000n + debt)
    expect([shop.balance("debt/ann"), shop.balance("owed/ann"), states(shop).at(-1)]).toEqual([debt, owed, state])
  })

  it("are paid when a lot is released, and never before", () => {
    const shop = indebted({ hold: "1 hour" })
    shop.refer("ann", "f2", "o2")
    expect([shop.balance("debt/ann"), shop.balance("owed/ann", "USD", "pending")]).toEqual([-1000n, 1000n])
    shop.after(hour)
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([0n, 0n])
  })

  it("never cross units", () => {
    const shop = indebted()
    shop.publish(program({ newCustomersOnly: false, advocate: { give: pointsOf("5000 points") } }), "publish")
    shop.refer("ann", "f2", "o2")
    expect([shop.balance("debt/ann"), shop.balance("owed/ann", "points")]).toEqual([-1000n, 5000n])
  })

  it("taking back the lot that paid a debt makes it a debt again, no larger", () => {
    const shop = indebted()
    shop.refer("ann", "f2", "o2")
    shop.refund("o2", "r2", "100.00 USD")
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([-1000n, 0n])
    shop.unspend("s1")
    expect([shop.balance("debt/ann"), shop.balance("owed/ann"), shop.balance("expense/spring")]).toEqual([0n, 0n, 0n])
  })

  it("what comes back pays a debt first, and is the person's own where another lot has paid", () => {
    const shop = indebted()
    shop.refer("ann", "f2", "o2")
    shop.unspend("s1")
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([0n, 1000n])
    shop.spend("s2", "ann", "10.00 USD", "o8")
    expect(shop.balance("owed/ann")).toBe(0n)
  })

  it("of one decision are paid once: each lot sees what the ones before it have paid", () => {
    const shop = earned(3)
    shop.spend("s1", "ann", "20.00 USD", "o9")
    shop.spend("s2", "ann", "10.00 USD", "o8")
    shop.refund("o3", "r1", "100.00 USD")
    // Both lots of the first spend come back at once; one of them pays the 10.00 that she owes.
    const back = shop.unspend("s1")
    expect(all(back, "DebtSettled").map(({ amount, reward }) => [amount.minor, reward.slice(-5)])).toEqual([
      [1000n, "o1/g1"]
    ])
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([0n, 1000n])
  })

  it("that a decision makes are paid by what it releases: of each unit, and as much as became a debt", () => {
    const shop = earned(
      1,
      {},
      {
        advocate: [
          { id: "a", give: credit() },
          { id: "p", give: pointsOf("500 points") },
          { id: "b", give: credit(), hold: "1 hour" },
          { id: "c", give: credit(), hold: "1 hour" }
        ]
      }
    )
    shop.spend("s1", "ann", "7.00 USD", "o9")
    shop.spend("s2", "ann", "500 points", "o9")
    shop.world.sleep(shop.world.now + hour)
    // Half of each is lost: of the first 3.00 are left, so 2.00 and 250 points become a debt before the others are released.
    const refunded = shop.refund("o1", "r1", "50.00 USD")
    expect(
      all(refunded, "DebtSettled").map(({ amount, reward }) => [Money.format(amount), reward.split("/")[2]])
    ).toEqual([["2.00 USD", "b"]])
    expect([shop.balance("debt/ann"), shop.balance("debt/ann", "points")]).toEqual([0n, -250n])
  })

  it("that are paid are paid with evidence, and only while they are what they were", () => {
    const shop = indebted()
    const decision = shop.refer("ann", "f2", "o2")
    expect(one(decision, "DebtSettled").because).toEqual([
      { check: "debt", passed: true, actual: money("10.00 USD"), limit: money("10.00 USD") }
    ])
    expect(decision.fences).toEqual(["balance/debt/ann/USD/posted"])
    expect(shop.refer("ann", "f3", "o3").fences).toEqual([])
  })

  it("a reward that is earned again keeps what was used of the one before", () => {
    const shop = earned(1)
    shop.spend("s1", "ann", "10.00 USD", "o9")
    shop.change("o1", 1, "0.00 USD")
    expect(shop.balance("debt/ann")).toBe(-1000n)
    const again = shop.change("o1", 2, "100.00 USD")
    expect([one(again, "RewardGranted").generation, one(again, "DebtSettled").amount.minor]).toEqual([2, 1000n])
    shop.unspend("s1")
    expect([shop.balance("debt/ann"), shop.balance("owed/ann")]).toEqual([0n, 1000n])
    shop.spend("s2", "ann", "10.00 USD", "o8")
    expect(shop.balance("owed/ann")).toBe(0n)
  })
})

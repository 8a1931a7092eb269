import { describe, expect, it } from "vitest"
import { faults, given, granted, takenBack } from "../src/scenario.ts"

describe("given two points for every dollar, and a shop of rewards for them", () => {
  /** Bob has ordered for 140.75 and 300.00: that is 280 points, and the 500 that one order earns at most. */
  const shop = async () => {
    const scenario = await given("points-shop")
    await scenario.refer("ann", "bob")
    const first = await scenario.buy("bob", "order-1", "140.75 USD")
    const second = await scenario.buy("bob", "order-2", "300.00 USD")
    expect([...granted(first), ...granted(second)]).toEqual([
      "280 points points available",
      "200 points points available",
      "500 points points available"
    ])
    const exchange = (what: string, key: string) => scenario.goodword.exchange({ customer: "bob", exchange: what, key })
    const available = async () =>
      (await scenario.goodword.balances({ customer: "bob" })).map((balance) => balance.available)
    return { ...scenario, exchange, available }
  }

  it("when the friend wants credit, then the oldest points buy it, and it pays for an order", async () => {
    const scenario = await shop()
    const credit = await scenario.exchange("five-off", "ex-1")
    expect([credit.amount, granted(credit)]).toEqual(["250 points", ["5.00 USD store-credit available"]])
    await scenario.goodword.spend({ customer: "bob", amount: "5.00 USD", order: "order-3", total: "30.00 USD" })
    expect(await scenario.available()).toEqual(["530 points"])
    expect(await faults(scenario)).toEqual([])
  })

  it("when the friend wants a mug, then one is sent, and a second has to wait for next year", async () => {
    const scenario = await shop()
    expect(granted(await scenario.exchange("mug", "ex-1"))).toEqual(["1 free-product free-product redeemed"])
    await expect(scenario.exchange("mug", "ex-2")).rejects.toMatchObject({ _tag: "ExchangeRefused" })
    scenario.clock.set("2027-01-01T05:00:00Z")
    expect(granted(await scenario.exchange("mug", "ex-3"))).toEqual(["1 free-product free-product redeemed"])
    expect(await faults(scenario)).toEqual([])
  })

  it("when the friend wants a coupon and thinks better of it, then the points are there again", async () => {
    const scenario = await shop()
    await scenario.exchange("coupon", "ex-1")
    const back = await scenario.goodword.unspend({ exchange: "ex-1" })
    expect([back.amount, takenBack(back)]).toEqual(["150 points", ["1 percent-off reversed"]])
    expect(await scenario.available()).toEqual(["780 points"])
    expect(await faults(scenario)).toEqual([])
  })

  it("when the order comes back whose points were exchanged, then they are owed, and the next points pay them", async () => {
    const scenario = await shop()
    await scenario.exchange("five-off", "ex-1")
    // The 40.00 USD that are kept earn 80 points. Of the other 200 the friend has 30 left, and has used the rest.
    expect(takenBack(await scenario.refund("order-1", "100.75 USD"))).toEqual([
      "200 points redeemed",
      "143 points available"
    ])
    const [credit, points] = await scenario.goodword.balances({ customer: "bob" })
    expect([credit?.available, points?.available, points?.owedBack]).toEqual(["5.00 USD", "500 points", "170 points"])
    await scenario.buy("bob", "order-3", "100.00 USD")
    const [, after] = await scenario.goodword.balances({ customer: "bob" })
    expect([after?.available, after?.owedBack]).toEqual(["530 points", "0 points"])
    expect(await faults(scenario)).toEqual([])
  })
})

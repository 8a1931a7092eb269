import { describe, expect, it } from "vitest"
import { faults, given, granted, takenBack } from "../src/scenario.ts"

describe("given cash for every fifth friend", () => {
  it("when ten friends buy, then the fifth and the tenth bring twenty dollars, which no order can use", async () => {
    const scenario = await given("cash-for-every-fifth")
    const earned: string[] = []
    for (let n = 1; n <= 10; n++) {
      await scenario.refer("ann", `friend-${n}`)
      const paid = await scenario.buy(`friend-${n}`, `order-${n}`, "30.00 USD")
      earned.push(...granted(paid).map((reward) => `${n}: ${reward}`))
    }
    expect(earned).toEqual(["5: 20.00 USD cash available", "10: 20.00 USD cash available"])
    const spent = scenario.goodword.spend({
      customer: "ann",
      amount: "1.00 USD",
      order: "order-11",
      total: "30.00 USD"
    })
    await expect(spent).rejects.toMatchObject({ _tag: "NotEnough" })
    expect(takenBack(await scenario.refund("order-3", "30.00 USD"))).toEqual(["20.00 USD reversed"])
    expect(await faults(scenario)).toEqual([])
  })
})

describe("given points for both", () => {
  it("when the friend buys, then the points can be spent in parts, and what is left lapses after a year", async () => {
    const scenario = await given("points")
    await scenario.refer("ann", "bob")
    const paid = await scenario.buy("bob", "order-1", "30.00 USD")
    expect(granted(paid)).toEqual(["100 points points available", "500 points points available"])
    const { goodword } = scenario
    await goodword.spend({ customer: "ann", amount: "300 points", order: "order-2", total: "30.00 USD" })
    scenario.clock.set("2027-03-02T11:59:59.999Z")
    await goodword.runDue()
    const left = async () => (await goodword.balances({ customer: "ann" })).map(({ available }) => available)
    expect(await left()).toEqual(["200 points"])
    scenario.clock.set("2027-03-02T12:00:00Z")
    await goodword.runDue()
    expect(await left()).toEqual([])
    expect(await faults(scenario)).toEqual([])
  })
})

describe("given 20 % of every order, up to 50 dollars a month", () => {
  it("when the month's orders come to more, then what is over is not paid; the next month begins anew", async () => {
    // The last of March ends in New York at 04:00 in Greenwich.
    const scenario = await given("lifetime-commission", "2026-04-01T03:00:00Z")
    await scenario.refer("ann", "bob")
    const buy = async (n: number, total: string) => {
      const { refused, rewards } = await scenario.buy("bob", `order-${n}`, total)
      return rewards[0]?.amount ?? refused[0]?.reason
    }
    expect(await buy(1, "249.95 USD")).toBe("49.99 USD")
    expect(await buy(2, "80.00 USD")).toBe("0.01 USD")
    expect(await buy(3, "80.00 USD")).toBe("cap-amount")
    scenario.clock.set("2026-04-01T03:59:59.999Z")
    expect(await buy(4, "80.00 USD")).toBe("cap-amount")
    scenario.clock.set("2026-04-01T04:00:00Z")
    expect(await buy(5, "80.00 USD")).toBe("16.00 USD")
    expect(await faults(scenario)).toEqual([])
  })

  it("when part of an order comes back, then its commission is that of what is kept", async () => {
    const scenario = await given("lifetime-commission")
    await scenario.refer("ann", "bob")
    await scenario.buy("bob", "order-1", "80.00 USD")
    expect(takenBack(await scenario.refund("order-1", "30.00 USD"))).toEqual(["6.00 USD available"])
    expect(await faults(scenario)).toEqual([])
  })
})

describe("given the commissions of a month, up to 50 dollars", () => {
  it("when a payout run pays them, then no order could use them, and what comes back later is owed back", async () => {
    const scenario = await given("lifetime-commission")
    await scenario.refer("ann", "bob")
    await scenario.buy("bob", "order-1", "80.00 USD")
    await scenario.buy("bob", "order-2", "300.00 USD")
    const { goodword } = scenario
    const have = async () =>
      (await goodword.balances({ customer: "ann" })).map(({ available, owedBack }) => [available, owedBack])
    expect(await have()).toEqual([["50.00 USD", "0.00 USD"]])
    const inShop = { customer: "ann", amount: "1.00 USD", order: "order-3", total: "30.00 USD" }
    await expect(goodword.spend(inShop)).rejects.toMatchObject({ _tag: "NotEnough" })

    await goodword.openPayout({ run: "march", unit: "USD", minimum: "50.00 USD" })
    expect((await goodword.selectPayout({ run: "march" })).selected).toBe("50.00 USD")
    await goodword.approvePayout({ run: "march" })
    await goodword.runDue()
    expect((await goodword.payoutCsv({ run: "march" })).split("\r\n")[1]).toMatch(/50\.00/)
    await goodword.markPaid({ run: "march", customer: "ann", reference: "tr_1" })
    expect((await goodword.closePayout({ run: "march" })).paid).toBe("50.00 USD")
    expect(await have()).toEqual([])

    expect(takenBack(await scenario.refund("order-1", "80.00 USD"))).toEqual(["16.00 USD reversed"])
    expect(await have()).toEqual([["0.00 USD", "16.00 USD"]])
    expect(await faults(scenario)).toEqual([])
  })
})

describe("given commissions in two countries", () => {
  it.each([
    ["US", ["8.00 USD commission available"]],
    ["CA", ["12.00 USD commission available"]],
    ["MX", []]
  ])("when an order of 80.00 USD goes to %s, then %j", async (country, rewards) => {
    const scenario = await given("two-countries")
    await scenario.refer("ann", "bob")
    expect(granted(await scenario.buy("bob", "order-1", "80.00 USD", { country }))).toEqual(rewards)
    expect(await faults(scenario)).toEqual([])
  })
})

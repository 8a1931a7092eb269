import { describe, expect, it } from "vitest"
import { faults, given, granted, takenBack } from "../src/scenario.ts"

describe("given yen, which have no decimals", () => {
  it("when 2,999 yen are quoted, then the eighth is rounded once, to whole yen", async () => {
    const scenario = await given("yen")
    await scenario.refer("ann", "bob")
    const quote = await scenario.goodword.quote({ customer: "bob", cart: { total: "2999 JPY" } })
    expect([quote.discount, quote.total]).toEqual(["375 JPY", "2624 JPY"])
    const paid = await scenario.goodword.orderPaid({
      order: "order-1",
      customer: "bob",
      quote: quote.id,
      total: quote.total
    })
    expect(granted(paid)).toEqual(["375 JPY percent-off redeemed", "1000 JPY store-credit available"])
    expect(await faults(scenario)).toEqual([])
  })

  it("when decimals are given, then they are refused with a sentence that helps", async () => {
    const scenario = await given("yen")
    await expect(scenario.goodword.orderPaid({ order: "o", customer: "bob", total: "58.00 JPY" })).rejects.toThrow(
      /JPY/u
    )
  })
})

describe("given dinars, which have three decimals", () => {
  it("when part of the order comes back, then its share is taken to the fils", async () => {
    const scenario = await given("dinar")
    await scenario.refer("ann", "bob")
    const paid = await scenario.buy("bob", "order-1", "10.000 KWD")
    expect(granted(paid)).toEqual(["1.250 KWD percent-off redeemed", "1.500 KWD store-credit pending"])
    expect(takenBack(await scenario.refund("order-1", "2.917 KWD"))).toEqual([
      "0.417 KWD redeemed",
      "0.500 KWD pending"
    ])
    expect(await faults(scenario)).toEqual([])
  })
})

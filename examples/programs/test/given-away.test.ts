import { describe, expect, it } from "vitest"
import { faults, given, granted, takenBack } from "../src/scenario.ts"

describe("given a free pair for whoever brings a friend", () => {
  it("when the friend buys with the discount, then the pair is given after fourteen days, once", async () => {
    const scenario = await given("free-pair")
    await scenario.refer("ann", "bob")
    const paid = await scenario.buy("bob", "order-1", "80.00 EUR")
    expect(granted(paid)).toEqual(["16.00 EUR percent-off redeemed", "1 free-product free-product pending"])
    scenario.clock.set("2026-03-16T11:59:59.999Z")
    expect((await scenario.goodword.runDue()).settled).toBe(0)
    scenario.clock.set("2026-03-16T12:00:00Z")
    expect((await scenario.goodword.runDue()).settled).toBe(1)
    const reward = paid.rewards[1]?.id ?? ""
    const again = scenario.goodword.redeem({ reward, order: "order-2", total: "80.00 EUR" })
    await expect(again).rejects.toMatchObject({ _tag: "RewardNotAvailable" })
    expect(await faults(scenario)).toEqual([])
  })

  it.each([
    ["before the pair is given, then nothing is owed", "2026-03-10T12:00:00Z", "1 free-product voided", null],
    ["afterwards, then a pair is owed back", "2026-03-20T12:00:00Z", "1 free-product reversed", "1 free-product"]
  ])("when the order comes back %s", async (_, at, lost, owedBack) => {
    const scenario = await given("free-pair")
    await scenario.refer("ann", "bob")
    await scenario.buy("bob", "order-1", "80.00 EUR")
    scenario.clock.set(at)
    await scenario.goodword.runDue()
    expect(takenBack(await scenario.refund("order-1", "64.00 EUR"))).toContain(lost)
    const balances = await scenario.goodword.balances({ customer: "ann" })
    expect(balances.map((one) => one.owedBack)).toEqual(owedBack === null ? [] : [owedBack])
    expect(await faults(scenario)).toEqual([])
  })
})

describe("given five pounds for the sea rescue", () => {
  it.each([
    ["20.00 GBP", ["5.00 GBP donation pending"]],
    ["19.99 GBP", []]
  ])("when the friend's order is %s, then %j", async (total, rewards) => {
    const scenario = await given("donation")
    await scenario.refer("ann", "bob")
    expect(granted(await scenario.buy("bob", "order-1", total))).toEqual(rewards)
    expect(await faults(scenario)).toEqual([])
  })

  it("when donations were given, then the budget stays used, though an order comes back", async () => {
    const scenario = await given("donation")
    const buy = async (n: number) => {
      await scenario.refer("ann", `friend-${n}`)
      return scenario.buy(`friend-${n}`, `order-${n}`, "20.00 GBP")
    }
    await buy(1)
    await buy(2)
    scenario.clock.advance("30 days")
    await scenario.goodword.runDue()
    expect(takenBack(await scenario.refund("order-1", "20.00 GBP"))).toEqual(["5.00 GBP reversed"])
    expect((await buy(3)).refused.map(({ reason }) => reason)).toEqual(["budget"])
    expect(await faults(scenario)).toEqual([])
  })
})

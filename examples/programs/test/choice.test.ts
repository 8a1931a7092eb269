import { describe, expect, it } from "vitest"
import { faults, given, granted, takenBack } from "../src/scenario.ts"

describe("given ten dollars in cash, or 15 % off the next order, as whoever brought the friend wishes", () => {
  it("when nothing was wished, then it is the cash, which may be given up for the discount until it is used", async () => {
    const scenario = await given("cash-or-discount")
    const { goodword } = scenario
    await scenario.refer("ann", "bob")
    const bought = await scenario.buy("bob", "order-1", "50.00 USD")
    expect(granted(bought)).toEqual(["5.00 USD percent-off redeemed", "10.00 USD cash pending"])
    const [, cash] = bought.rewards
    expect(cash?.options).toEqual([
      { option: "cash", amount: "10.00 USD" },
      { option: "discount", amount: "1 percent-off" }
    ])
    const chosen = await goodword.choose({ reward: cash?.id, option: "discount" })
    expect(takenBack(chosen)).toEqual(["10.00 USD voided"])
    expect(granted(chosen)).toEqual(["1 percent-off percent-off available"])
    await goodword.redeem({ reward: chosen.rewards[0]?.id ?? "", order: "order-2", total: "100.00 USD" })
    await expect(goodword.choose({ reward: chosen.rewards[0]?.id, option: "cash" })).rejects.toMatchObject({
      rejection: { _tag: "ChoiceNotPossible", because: [{ check: "reward", actual: "redeemed", passed: false }] }
    })
    expect(await faults(scenario)).toEqual([])
  })

  it("when the discount was wished, then it is that from then on, and goes with the order", async () => {
    const scenario = await given("cash-or-discount")
    await scenario.goodword.choose({ customer: "ann", offer: "advocate", option: "discount" })
    await scenario.refer("ann", "bob")
    expect(granted(await scenario.buy("bob", "order-1", "50.00 USD"))).toEqual([
      "5.00 USD percent-off redeemed",
      "1 percent-off percent-off available"
    ])
    expect(takenBack(await scenario.refund("order-1", "45.00 USD"))).toEqual([
      "5.00 USD reversed",
      "1 percent-off reversed"
    ])
    expect(await faults(scenario)).toEqual([])
  })
})

import { describe, expect, it } from "vitest"
import { faults, given, granted, takenBack } from "../src/scenario.ts"

describe("given ten dollars for three friends", () => {
  it("when two friends have bought, then there is nothing; the third brings ten dollars, the sixth ten more", async () => {
    const scenario = await given("ten-dollars-for-three-friends")
    const earned: string[] = []
    for (const n of [1, 2, 3, 4, 5, 6]) {
      await scenario.refer("ann", `friend-${n}`)
      const paid = await scenario.buy(`friend-${n}`, `order-${n}`, "30.00 USD")
      earned.push(...granted(paid).map((reward) => `${n}: ${reward}`))
    }
    expect(earned).toEqual(["3: 10.00 USD store-credit available", "6: 10.00 USD store-credit available"])
    expect(await faults(scenario)).toEqual([])
  })

  it("when one of three gives the order back, then the ten dollars are gone, and come again with the next friend", async () => {
    const scenario = await given("ten-dollars-for-three-friends")
    for (const n of [1, 2, 3]) {
      await scenario.refer("ann", `friend-${n}`)
      await scenario.buy(`friend-${n}`, `order-${n}`, "30.00 USD")
    }
    expect(takenBack(await scenario.refund("order-2", "29.99 USD"))).toEqual([])
    expect(takenBack(await scenario.refund("order-2", "0.01 USD"))).toEqual(["10.00 USD reversed"])
    await scenario.refer("ann", "friend-4")
    expect(granted(await scenario.buy("friend-4", "order-4", "30.00 USD"))).toEqual([
      "10.00 USD store-credit available"
    ])
    expect(await faults(scenario)).toEqual([])
  })
})

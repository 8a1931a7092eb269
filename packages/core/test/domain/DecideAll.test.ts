import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { decideAll } from "../../src/domain/DecideAll.ts"
import { all, credit, program, Shop } from "../arbitraries/shop.ts"

const spring = (amount: string) =>
  program({ advocate: { give: credit() }, budget: { amount, per: "ever" }, newCustomersOnly: false })

const spent = (amount: string, friends: number): Shop => {
  const shop = new Shop(spring(amount)).enroll("ann")
  for (let n = 0; n < friends; n++) shop.refer("ann", `f${n}`, `o${n}`)
  return shop.touch("ann", "new").touch("ann", "more")
}

const budget = "budget/spring/ever/USD"

describe("DecideAll", () => {
  it("states what a batch takes in sum and at its height, and the bound", () => {
    const shop = spent("30.00 USD", 1)
    const batch = [
      shop.ordering("a", "new", "9.00 USD"),
      shop.refunding("o0", "r", "100.00 USD"),
      shop.ordering("b", "more", "9.00 USD")
    ]
    const { counters } = decideAll(batch, shop.world.loadAll(batch), shop.world)
    expect(counters.get(budget)).toMatchObject({ net: 1000n, peak: 1000n, max: 3000n })
  })

  it("giving back is never refused after a budget was lowered, nor does it count against what is taken after it", () => {
    const shop = spent("50.00 USD", 5)
    shop.publish(spring("30.00 USD"), "publish")
    const refunds = ["o0", "o1", "o2"].map((order) => shop.refunding(order, "r", "100.00 USD"))
    const batch = [...refunds, shop.ordering("a", "new", "9.00 USD")]
    const { counters } = decideAll(batch, shop.world.loadAll(batch), shop.world)
    expect(counters.get(budget)).toMatchObject({ net: -2000n, peak: -2000n, max: 3000n })
    expect(shop.world.runAll(batch).every(Result.isSuccess)).toBe(true)
    expect(shop.counter(budget)).toBe(3000n)
  })

  it("a refusal holds the batch to the value that it was concluded from", () => {
    const shop = spent("10.00 USD", 1)
    const batch = [shop.ordering("a", "new", "9.00 USD")]
    const { counters, outcomes } = decideAll(batch, shop.world.loadAll(batch), shop.world)
    expect(counters.get(budget)).toMatchObject({ net: 0n, expect: 1000n })
    expect(outcomes.flatMap((one) => (Result.isSuccess(one) ? all(one.success, "RewardRefused") : [])).length).toBe(1)
  })

  it("ends before a command whose facts were not loaded", () => {
    const shop = spent("30.00 USD", 0)
    const known = [shop.ordering("a", "new", "9.00 USD")]
    const batch = [...known, shop.ordering("b", "more", "9.00 USD")]
    expect(decideAll(batch, shop.world.loadAll(known), shop.world).outcomes.length).toBe(1)
  })
})

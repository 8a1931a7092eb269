import { describe, expect, it } from "vitest"
import { faults, given, granted } from "../src/scenario.ts"

describe("given early access for both", () => {
  it("when the friend buys, then both may come before everybody else; thirty days later it has lapsed", async () => {
    const scenario = await given("early-access")
    await scenario.refer("ann", "bob")
    const paid = await scenario.buy("bob", "order-1", "30.00 EUR")
    expect(granted(paid)).toEqual(["1 access access available", "1 access access available"])
    expect(paid.rewards.map(({ expiresAt }) => expiresAt)).toEqual(Array(2).fill("2026-04-01T12:00:00.000Z"))
    scenario.clock.set("2026-04-01T11:59:59.999Z")
    expect((await scenario.goodword.runDue()).settled).toBe(0)
    scenario.clock.set("2026-04-01T12:00:00Z")
    expect((await scenario.goodword.runDue()).settled).toBe(2)
    expect(await faults(scenario)).toEqual([])
  })
})

import { describe, expect, it } from "vitest"
import { faults, given, granted, takenBack } from "../src/scenario.ts"

describe("given a week of double points", () => {
  it.each([
    ["2026-03-08T22:59:59Z", "100 points"],
    ["2026-03-08T23:00:00Z", "200 points"],
    ["2026-03-15T22:59:59Z", "200 points"],
    ["2026-03-15T23:00:00Z", "100 points"]
  ])("when an order is placed at %s, then it earns %s: the week is that of Madrid", async (at, earned) => {
    const scenario = await given("double-points-week")
    await scenario.refer("ann", "bob")
    scenario.clock.set(at)
    expect(granted(await scenario.buy("bob", "order-1", "30.00 EUR"))).toEqual([`${earned} points available`])
    expect(takenBack(await scenario.refund("order-1", "15.00 EUR"))).toEqual([
      earned === "200 points" ? "100 points available" : "50 points available"
    ])
    expect(await faults(scenario)).toEqual([])
  })
})

describe("given tiers by points, with a status", () => {
  it("when friends come one after another, then each tier pays from the order after the one that reached it", async () => {
    const scenario = await given("points-tiers-vip")
    const earned: (readonly string[])[] = []
    for (const n of [1, 2, 3, 4, 5]) {
      await scenario.refer("ann", `friend-${n}`)
      earned.push(granted(await scenario.buy(`friend-${n}`, `order-${n}`, "30.00 USD")))
    }
    expect(earned).toEqual([
      ["100 points points available"],
      ["100 points points available", "1 vip-status vip-status available"],
      ["150 points points available"],
      ["150 points points available", "1 vip-status vip-status available", "1 badge badge available"],
      ["200 points points available"]
    ])
    const { next, tier } = await scenario.goodword.standing({ customer: "ann" })
    expect([tier?.id, tier?.counted, next]).toEqual(["gold", "700 points", null])
    expect(takenBack(await scenario.refund("order-5", "30.00 USD"))).toEqual(["200 points reversed"])
    // The badge stays.
    expect(takenBack(await scenario.refund("order-4", "30.00 USD"))).toEqual([
      "150 points reversed",
      "1 vip-status reversed"
    ])
    expect((await scenario.goodword.standing({ customer: "ann" })).tier?.id).toBe("silver")
    const { lines } = await scenario.goodword.statement({ customer: "ann" })
    expect(lines.map(({ text }) => text)).toContain("1 vip-status granted with tier gold")
    expect(await faults(scenario)).toEqual([])
  })

  it("when nobody comes for a year and the grace is over, then gold is lost and silver stays", async () => {
    const scenario = await given("points-tiers-vip")
    for (const n of [1, 2, 3, 4]) {
      await scenario.refer("ann", `friend-${n}`)
      await scenario.buy(`friend-${n}`, `order-${n}`, "30.00 USD")
    }
    const { tier } = await scenario.goodword.standing({ customer: "ann" })
    scenario.clock.set(`${tier?.until}`)
    await scenario.goodword.runDue()
    expect((await scenario.goodword.standing({ customer: "ann" })).tier?.id).toBe("silver")
    const { lines } = await scenario.goodword.statement({ customer: "ann" })
    expect(lines.at(-1)?.text).toBe("1 vip-status taken back")
    expect(await faults(scenario)).toEqual([])
  })
})

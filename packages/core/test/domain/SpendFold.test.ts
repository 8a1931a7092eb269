import { describe, expect, it } from "vitest"
import type { OrderId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import { onOrder } from "../../src/domain/SpendFold.ts"
import { cents } from "../arbitraries/lots.ts"
import { money } from "../arbitraries/shop.ts"

describe("what is spent on an order", () => {
  const spent = (...deeds: readonly (readonly [order: string | null, amount: string, sign: 1n | -1n])[]) => {
    const facts = new Map<string, unknown>()
    const fold = { base: { get: () => undefined, counter: () => undefined }, facts }
    for (const [order, amount, sign] of deeds) {
      onOrder(fold, order as OrderId | null, money(amount), sign * money(amount).minor, 5 as Instant)
    }
    return [...facts]
  }

  it("adds up by order and unit, less what came back", () => {
    expect(
      spent(["o1", "3.00 USD", 1n], ["o1", "7 points", 1n], ["o1", "1.00 USD", -1n], ["o2", "4.00 USD", 1n])
    ).toEqual([
      ["spent/o1", { spent: [cents(200n), money("7 points")], recorded: 5 }],
      ["spent/o2", { spent: [cents(400n)], recorded: 5 }]
    ])
  })

  it("is nothing for what was used without an order, as a payout does", () => {
    expect(spent([null, "3.00 USD", 1n])).toEqual([])
  })
})

/** What a reward has charged, and what it holds of that once some of it came back or it was valued anew. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Charge from "../../src/domain/Charge.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import { law } from "../arbitraries/money.ts"
import { money } from "../arbitraries/shop.ts"

const charge = (counter: string, add: bigint, day?: number): Fact.Charge => ({
  counter,
  add,
  ...(day === undefined ? {} : { window: { day, days: 7 } })
})
const count = charge("cap/spring/advocate/ann/2026-03", 1n)
const amount = charge("cap/spring/advocate/ann/2026-03/USD", 1000n)
const budget = charge("budget/spring/ever/USD", 1000n)
const rolling = charge("window/spring/advocate/ann/7d", 1n, 20_000)

describe("a charge", () => {
  it.each([
    [count.counter, "USD", false, false],
    [amount.counter, "USD", true, false],
    [amount.counter, "EUR", false, false],
    [amount.counter, "SD", false, false],
    [budget.counter, "USD", true, true],
    ["cap/budget/x/ann/ever", "USD", false, false]
  ])("to %s is of an amount in %s: %s; of a budget: %s", (counter, unit, isOfAmount, isOfBudget) => {
    const one = charge(counter, 1n)
    expect([Charge.isOfAmount(one, unit), Charge.isOfBudget(one)]).toEqual([isOfAmount, isOfBudget])
  })

  it("is negated by what gives it back", () => {
    expect(Charge.negated([count, rolling])).toEqual([
      { counter: count.counter, add: -1n },
      { ...rolling, add: -1n }
    ])
  })
})

describe("what a reward holds of its charges", () => {
  const charges = [count, amount, budget, rolling]
  const reward = (taken: string) => ({ amount: money("10.00 USD"), taken: money(taken), charges })

  it("is all of them as long as nothing was taken back", () => {
    expect(Charge.heldBy(reward("0.00 USD"))).toEqual(charges)
  })

  it("is less of amounts by what was taken back, and the whole of what is counted", () => {
    const less = (one: Fact.Charge) => ({ ...one, add: 600n })
    expect(Charge.heldBy(reward("4.00 USD"))).toEqual([count, less(amount), less(budget), rolling])
  })

  const repriced = (granted: string, to: string, ...charges: readonly Fact.Charge[]) =>
    ({ amount: money(granted), to: money(to), charges }) as never

  it.each([
    ["nothing more is charged", "10.00 USD", "10.00 USD", [], [1n, 1000n]],
    ["less is charged", "4.00 USD", "4.00 USD", [charge(amount.counter, -600n)], [1n, 400n]],
    ["more is charged", "25.00 USD", "25.00 USD", [charge(amount.counter, 1500n)], [1n, 2500n]],
    ["it is worth half again", "20.00 USD", "10.00 USD", [], [1n, 2000n]]
  ])("after it was valued anew is as if all of it had been charged then: %s", (_, granted, to, more, adds) => {
    const before = { amount: money("10.00 USD"), taken: money("0.00 USD"), charges: [count, amount] } as never
    expect(Charge.after(before, repriced(granted, to, ...more)).map(({ add }) => add)).toEqual(adds)
  })

  it("after it was valued anew is what it held and what is new, of counters that it had not charged before", () => {
    const before = { amount: money("10.00 USD"), taken: money("5.00 USD"), charges: [amount] } as never
    const after = Charge.after(before, repriced("20.00 USD", "10.00 USD", charge(amount.counter, 500n), budget))
    expect(after.map(({ add, counter }) => [counter, add])).toEqual([
      [amount.counter, 2000n],
      [budget.counter, 2000n]
    ])
  })
})

describe("charges that are summed", () => {
  it("are one for each counter, and for each day of a rolling cap; what comes to nothing is left out", () => {
    const all = [count, charge(amount.counter, 500n), rolling, { ...amount, add: -1500n }, amount]
    expect(Charge.summed(all)).toEqual([count, rolling])
    const later = charge(rolling.counter, 1n, 20_001)
    expect(Charge.summed([rolling, later, rolling])).toEqual([{ ...rolling, add: 2n }, later])
    expect(Charge.summed([])).toEqual([])
  })

  it("come to what they came to, and are gone with as much given back", () => {
    const counter = fc.constantFrom("cap/a/ever", "cap/b/ever", "budget/a/ever/USD")
    const some = fc.record({ counter, add: fc.bigInt({ min: -9n, max: 9n }) })
    fc.assert(
      fc.property(fc.array(some), (charges) => {
        const sumOf = (of: readonly Fact.Charge[]) => of.reduce((sum, { add }) => sum + add, 0n)
        expect(sumOf(Charge.summed(charges))).toBe(sumOf(charges))
        expect(Charge.summed([...charges, ...Charge.negated(charges)])).toEqual([])
      }),
      law
    )
  })
})

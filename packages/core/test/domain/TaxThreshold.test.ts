/** Who is paid so much in a year that the store has to have something on file first. */
import { describe, expect, it } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { PersonId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as Key from "../../src/domain/Key.ts"
import * as TaxThreshold from "../../src/domain/TaxThreshold.ts"
import { usd } from "../arbitraries/lots.ts"
import { money, program, Shop, start, tags } from "../arbitraries/shop.ts"

const ann = "ann" as PersonId

const threshold = (more: Partial<Fact.TaxThreshold> = {}): Fact.TaxThreshold => ({
  id: "us",
  from: 2026,
  country: "US",
  amount: money("30.00 USD"),
  fields: ["w-9"],
  ...more
})
const onFile = (...fields: readonly string[]) => fields.map((field) => ({ field, reference: `vault/${field}` }))

describe("the thresholds that are in force", () => {
  const first = threshold({ from: 2025, amount: money("6.00 USD") })
  const second = threshold({ from: 2027 })
  const other = threshold({ id: "eu", from: 2026 })
  const euros = threshold({ id: "euros", from: 2025, amount: money("9.00 EUR") })

  it.each([
    [2024, []],
    [2025, [first]],
    [2026, [first, other]],
    [2027, [second, other]],
    [2028, [second, other]]
  ])("in %i: of each id the newest that has begun, of one unit", (year, expected) => {
    expect(TaxThreshold.inForce([first, second, other, euros], year, "USD")).toEqual(expected)
    expect(TaxThreshold.inForce([euros, other, second, first], year, "USD")).toEqual(expected.toReversed())
  })
})

describe("a threshold", () => {
  it.each([
    ["US", { country: "US" }, true],
    ["US", { country: "CA" }, false],
    ["US", { country: null }, true],
    ["US", null, true],
    [null, { country: "CA" }, true],
    [null, null, true]
  ])("for %s applies to somebody of %j: %s", (country, details, applies) => {
    expect(TaxThreshold.appliesTo(threshold({ country }), details)).toBe(applies)
  })

  it.each([
    [null, ["w-9", "address"]],
    [[], ["w-9", "address"]],
    [["address"], ["w-9"]],
    [["w-9", "address", "more"], []]
  ])("that asks for two fields, of which %j are on file, misses %j", (filed, missing) => {
    const asked = threshold({ fields: ["w-9", "address"] })
    expect(TaxThreshold.missingOf(asked, filed === null ? null : { onFile: onFile(...filed) })).toEqual(missing)
  })
})

/** Ann is owed 10.00 USD for each order; runs are named and select her alone. */
const open = (...thresholds: readonly Fact.TaxThreshold[]) => {
  const advocate = { give: { kind: "cash", amount: "10.00 USD" }, on: "every order" }
  const shop = new Shop(program({ newCustomersOnly: false, advocate } as never)).enroll("ann").touch("ann", "bob")
  let orders = 0
  const world = {
    shop,
    set: (...thresholds: readonly Fact.TaxThreshold[]) =>
      shop.do({ _tag: "SetTaxThresholds", at: shop.world.now, thresholds }),
    file: (country: string | null, ...fields: readonly string[]) =>
      shop.do({ _tag: "FileTaxDetails", at: shop.world.now, person: ann, country, onFile: onFile(...fields) }),
    earn: (times: number) => {
      for (let n = 0; n < times; n++) shop.order(`o${++orders}`, "bob", "100.00 USD")
      return world
    },
    select: (run: string) => {
      const at = shop.world.now
      shop.try({ _tag: "OpenPayout", at, run, minimum: money("0.01 USD"), holdMs: 0 })
      const { events } = shop.do({ _tag: "SelectPayout", at, run, person: ann, unit: usd })
      return events.find(({ _tag }) => _tag === "PayoutSelected" || _tag === "PayoutHeld")
    },
    pay: (run: string) => {
      shop.do({ _tag: "ApprovePayout", at: shop.world.now, run })
      shop.do({ _tag: "PaidPayout", at: shop.world.now, run, person: ann, reference: run })
    },
    fail: (run: string) => shop.do({ _tag: "FailPayout", at: shop.world.now, run, person: ann, reason: "no" }),
    heldIn: (run: string) => shop.world.fact<Fact.PayoutHeld>(Key.payoutHeld(run, ann)),
    underWay: () => shop.world.fact<Fact.Paying>(Key.paying(ann, "USD"))?.underWay.minor
  }
  if (thresholds.length > 0) world.set(...thresholds)
  return world
}

describe("selecting somebody for a payout", () => {
  it.each([
    ["a cent less than the threshold", "30.01 USD", "US", [], "PayoutSelected"],
    ["the threshold, and nothing is on file", "30.00 USD", "US", [], "PayoutHeld"],
    ["the threshold, and the country is not known", "30.00 USD", null, [], "PayoutHeld"],
    ["the threshold of another country", "30.00 USD", "CA", [], "PayoutSelected"],
    ["the threshold, and all is on file", "30.00 USD", "US", ["w-9"], "PayoutSelected"]
  ])("who gets %s", (_, amount, country, fields, tag) => {
    const { earn, file, select } = open(threshold({ amount: money(amount) }))
    file(country, ...fields)
    earn(3)
    expect(select("r")?._tag).toBe(tag)
  })

  it("says why somebody is held, once for a run, and lets go as soon as nothing is missing", () => {
    const { earn, file, heldIn, select, shop } = open(threshold())
    earn(3)
    const missing = [{ threshold: "us", fields: ["w-9"] }]
    expect(select("r")).toMatchObject({
      _tag: "PayoutHeld",
      amount: money("30.00 USD"),
      missing,
      because: [
        { check: "tax-threshold", passed: true, actual: money("30.00 USD"), limit: money("30.00 USD") },
        { check: "tax-threshold", passed: false, actual: "us, 2026", limit: "w-9" }
      ]
    })
    const held = { run: "r", person: "ann", amount: money("30.00 USD"), missing, recorded: start }
    expect([heldIn("r"), shop.balance("owed/ann")]).toEqual([held, 3000n])
    expect(select("r")).toBeUndefined()
    file("US", "w-9")
    expect(select("r")).toMatchObject({
      _tag: "PayoutSelected",
      counted: true,
      because: [{ check: "tax-threshold", passed: true }]
    })
    expect(heldIn("r")).toBeNull()
  })

  it("names each threshold that misses something, and no other", () => {
    const { earn, file, select } = open(
      threshold(),
      threshold({ id: "low", amount: money("20.00 USD"), fields: ["id"] }),
      {
        ...threshold({ id: "high", amount: money("30.01 USD") }),
        country: null
      }
    )
    file("US", "id")
    earn(3)
    expect(select("r")).toMatchObject({ _tag: "PayoutHeld", missing: [{ threshold: "us", fields: ["w-9"] }] })
  })

  it("counts what is under way, and what was paid in the year; what failed is neither", () => {
    const { earn, fail, pay, select, shop, underWay } = open(threshold({ amount: money("40.00 USD") }))
    earn(2)
    expect(select("a")).toMatchObject({ _tag: "PayoutSelected", counted: true })
    expect(underWay()).toBe(2000n)
    earn(1)
    expect(select("b")?._tag).toBe("PayoutSelected")
    expect(underWay()).toBe(3000n)
    earn(1)
    expect(select("c")?._tag).toBe("PayoutHeld")
    fail("b")
    expect(underWay()).toBe(2000n)
    // What failed is there again, and so it is four of ten as before.
    expect(select("d")).toMatchObject({ _tag: "PayoutHeld", amount: money("20.00 USD") })
    pay("a")
    expect([underWay(), select("e")?._tag]).toEqual([0n, "PayoutHeld"])
    shop.after(Date.UTC(2027, 0, 1) - start - 1)
    expect(select("f")?._tag).toBe("PayoutHeld")
    shop.after(1)
    expect(select("g")?._tag).toBe("PayoutSelected")
  })

  it("counts nothing where there are no thresholds, and what was selected by then is not let go", () => {
    const { earn, fail, select, set, underWay } = open()
    earn(1)
    expect(select("a")).not.toHaveProperty("counted")
    expect(underWay()).toBeUndefined()
    set(threshold())
    earn(1)
    expect(select("b")).not.toHaveProperty("because")
    expect(underWay()).toBe(1000n)
    fail("a")
    expect(underWay()).toBe(1000n)
    fail("b")
    expect(underWay()).toBe(0n)
  })
})

describe("thresholds and what is on file", () => {
  it("are set anew whole, and what is so already changes nothing", () => {
    const { set, shop } = open()
    const stands = () => shop.world.fact<Fact.TaxThresholds>(Key.taxThresholds)
    expect(tags(set())).toEqual([])
    expect(tags(set(threshold()))).toEqual(["TaxThresholdsSet"])
    expect(tags(set(threshold()))).toEqual([])
    expect(tags(set(threshold({ fields: ["w-8"] })))).toEqual(["TaxThresholdsSet"])
    expect(stands()).toEqual({ thresholds: [threshold({ fields: ["w-8"] })], changes: 2, recorded: start })
    expect(tags(set())).toEqual(["TaxThresholdsSet"])
    expect(stands()).toMatchObject({ thresholds: [], changes: 3 })
  })

  it("are filed anew whole, and what is so already changes nothing", () => {
    const { file, shop } = open()
    const stands = () => shop.world.fact<Fact.TaxDetails>(Key.taxDetails(ann))
    // That nothing is known is said once, too.
    expect(tags(file(null))).toEqual(["TaxDetailsFiled"])
    expect(tags(file(null))).toEqual([])
    expect(tags(file("US"))).toEqual(["TaxDetailsFiled"])
    expect(tags(file("US", "w-9"))).toEqual(["TaxDetailsFiled"])
    expect(tags(file("US", "w-9"))).toEqual([])
    const now = shop.after(1).world.now as Instant
    file("CA", "w-9")
    expect(stands()).toEqual({ person: "ann", country: "CA", onFile: onFile("w-9"), changes: 4, recorded: now })
  })
})

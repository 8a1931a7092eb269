import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Part } from "../../src/domain/Line.ts"
import { law } from "../arbitraries/money.ts"
import { written } from "../arbitraries/programs.ts"
import {
  all,
  credit,
  day,
  giftCard,
  line,
  money,
  one,
  part,
  percentOff,
  pointsOf,
  program,
  Shop,
  tags
} from "../arbitraries/shop.ts"

const open = (input = {}) => new Shop(program({ advocate: { give: credit() }, ...input })).enroll("ann")
const ordered = (input = {}, total = "100.00 USD") => {
  const shop = open(input)
  shop.refer("ann", "bob", "o1", total)
  return shop
}

describe("Refund", () => {
  it.each([
    ["30.00 USD", "3.00 USD"],
    ["0.04 USD", "0.00 USD"],
    ["0.05 USD", "0.01 USD"],
    ["99.99 USD", "10.00 USD"]
  ])("of %s takes back the share of a flat amount, %s", (amount, share) => {
    const shop = ordered()
    const taken = all(shop.refund("o1", "r1", amount), "RewardTakenBack")
    expect(taken.map((one) => one.amount.minor)).toEqual(share === "0.00 USD" ? [] : [BigInt(share.replace(/\D/g, ""))])
  })

  it("of all takes back all; pending is voided, available reversed, the friend may qualify again", () => {
    const shop = ordered({
      advocate: [
        { id: "held", give: credit(), hold: "1 day" },
        { id: "now", give: pointsOf() }
      ]
    })
    expect(tags(shop.refund("o1", "r1", "100.00 USD"))).toEqual([
      "OrderRefunded",
      "RewardTakenBack",
      "RewardTakenBack",
      "ReferralUnqualified"
    ])
    expect(shop.rewards.map((reward) => reward.state)).toEqual(["voided", "reversed"])
    expect(tags(shop.order("o2", "bob", "50.00 USD"))).toContain("ReferralQualified")
  })

  it("where terms say recompute, the terms are applied to what was kept", () => {
    const when = [{ condition: "minimum-total", amount: "80.00 USD" }]
    const shop = ordered({ advocate: { give: credit(), onPartialRefund: "recompute", when } })
    expect(tags(shop.refund("o1", "r1", "20.00 USD"))).toEqual(["OrderRefunded"])
    expect(one(shop.refund("o1", "r2", "0.01 USD"), "RewardTakenBack").amount.minor).toBe(1000n)
  })

  it("beyond the order takes back no more than was granted", () => {
    const shop = ordered()
    shop.refund("o1", "r1", "70.00 USD")
    shop.refund("o1", "r2", "70.00 USD")
    expect(tags(shop.refund("o1", "r3", "70.00 USD"))).toEqual(["OrderRefunded"])
    expect(shop.standings).toEqual(["advocate: 10.00 USD less 10.00 USD store-credit reversed"])
  })

  it("before its order waits for it, and then takes the same share", () => {
    const shop = open()
    expect(one(shop.refund("o1", "r1", "30.00 USD"), "OrderRefunded").waiting).toBe(true)
    shop.refund("o1", "r2", "20.00 USD")
    const order = shop.refer("ann", "bob", "o1")
    expect(all(order, "OrderRefunded").map((event) => event.waiting)).toEqual([false, false])
    expect(shop.standings).toEqual(["advocate: 10.00 USD less 5.00 USD store-credit available"])
  })

  it("before an order that does not count any more takes nothing", () => {
    const shop = ordered()
    shop.refund("o2", "r1", "100.00 USD")
    expect(tags(shop.order("o2", "bob", "100.00 USD"))).toEqual(["OrderRecorded", "OrderNotCounted", "OrderRefunded"])
    expect(shop.only("advocate").state).toBe("available")
  })

  it("before its order: eight may wait, and all of one currency", () => {
    const shop = open()
    for (let n = 0; n < 8; n++) shop.refund("o1", `r${n}`, "1.00 USD")
    expect(shop.try(shop.refunding("o1", "r9", "1.00 USD"))).toEqual({
      _tag: "TooManyWaiting",
      order: "o1",
      limit: 8
    })
    expect(shop.try(shop.refunding("o1", "r10", "1 JPY"))).toMatchObject({ _tag: "CurrencyMismatch", path: "amount" })
  })

  it("in another currency than the order is refused", () => {
    const shop = ordered()
    expect(shop.try(shop.refunding("o1", "r1", "1 JPY"))).toMatchObject({ _tag: "CurrencyMismatch", expected: "USD" })
  })

  it("the same refund twice is one", () => {
    const shop = ordered()
    shop.refund("o1", "r1", "30.00 USD")
    expect(shop.try(shop.refunding("o1", "r1", "30.00 USD"))).toBe("Repeated")
  })

  it("of what was used elsewhere becomes the person's debt", () => {
    const shop = ordered()
    shop.redeem(shop.only("advocate").reward, "o7", "50.00 USD")
    shop.refund("o1", "r1", "100.00 USD")
    expect([shop.balance("debt/ann"), shop.balance("owed/ann"), shop.only("advocate").state]).toEqual([
      -1000n,
      0n,
      "reversed"
    ])
  })

  it("of a discounted order gives the discount back with it", () => {
    const shop = open({ friend: { give: percentOff(20) }, advocate: [] }).touch("ann", "bob")
    shop.quote("q1", "bob", "100.00 USD")
    shop.order("o1", "bob", "80.00 USD", { quote: "q1" })
    shop.refund("o1", "r1", "20.00 USD")
    expect(shop.standings).toEqual(["friend: 20.00 USD less 5.00 USD percent-off redeemed"])
    expect([shop.balance("redeemed/spring"), shop.balance("expense/spring"), shop.balance("owed/bob")]).toEqual([
      1500n,
      -1500n,
      0n
    ])
  })

  it("is recorded as it was told, and no more", () => {
    const shop = ordered()
    const plain = one(shop.refund("o1", "r1", "30.00 USD"), "OrderRefunded")
    expect(Object.keys(plain).sort()).toEqual(["_tag", "amount", "at", "id", "order", "recorded", "refund", "waiting"])
    expect([plain.id, plain.waiting]).toEqual(["order/o1/refund/r1", false])
    const told = shop.do({ ...shop.refunding("o1", "r2", "1.00 USD"), reason: "chargeback" } as never)
    expect(one(told, "OrderRefunded").reason).toBe("chargeback")
  })

  it("that waited is recorded as it was told, for its order", () => {
    const shop = open()
    shop.refund("o1", "r1", "30.00 USD")
    shop.do({ ...shop.refunding("o1", "r2", "70.00 USD"), reason: "chargeback" } as never)
    const applied = all(shop.refer("ann", "bob", "o1"), "OrderRefunded")
    expect(applied.map(({ id }) => id)).toEqual(["order/o1/refund/r1/applied", "order/o1/refund/r2/applied"])
    expect(applied.map((event) => ("reason" in event ? event.reason : "none"))).toEqual(["none", "chargeback"])
    expect(shop.standings).toEqual(["advocate: 10.00 USD less 10.00 USD store-credit reversed"])
  })

  const shoes = [line("a", "shoe", "60.00 USD"), line("b", "hat", "40.00 USD")]
  const withLines = () => {
    const shop = open().touch("ann", "bob")
    shop.order("o1", "bob", "100.00 USD", { lines: shoes })
    return shop
  }
  const beyond = (shop: Shop, refund: string, ...parts: readonly Part[]) =>
    one(shop.refund("o1", refund, "1.00 USD", parts), "OrderRefunded").because

  it("of all that is left of a line is in order; a cent more is said, with what was left", () => {
    const shop = withLines()
    expect(beyond(shop, "r1", part("a", "60.00 USD"))).toBeUndefined()
    expect(beyond(shop, "r2", part("b", "15.00 USD"), part("a", "0.01 USD"))).toEqual([
      { check: "refund", passed: false, actual: money("0.01 USD"), limit: money("0.00 USD") }
    ])
    expect(beyond(shop, "r3", part("b", "25.01 USD"))).toEqual([
      { check: "refund", passed: false, actual: money("25.01 USD"), limit: money("25.00 USD") }
    ])
    // By now more has come back of the hat than it cost: less than nothing is not left.
    expect(beyond(shop, "r4", part("b", "1.00 USD"))).toEqual([
      { check: "refund", passed: false, actual: money("1.00 USD"), limit: money("0.00 USD") }
    ])
  })

  it("of a line of an order that has not come yet is judged when it has", () => {
    const shop = open().touch("ann", "bob")
    const early = one(shop.refund("o1", "r1", "1.00 USD", [part("c", "1.00 USD")]), "OrderRefunded")
    expect([early.lines, early.because]).toEqual([[part("c", "1.00 USD")], undefined])
    const order = shop.order("o1", "bob", "100.00 USD", { lines: shoes })
    expect(one(order, "OrderRefunded").because).toEqual([
      { check: "refund", passed: false, actual: "c is no line of the order" }
    ])
  })

  it("moves what was promised or given back to where it came from, and nothing besides", () => {
    const moves = (shop: Shop, refund: string, amount: string) =>
      all(shop.refund("o1", refund, amount), "RewardTakenBack").flatMap(({ transfers }) =>
        transfers.map(({ amount, credit, debit, id, of, phase }) => [
          `${phase} ${debit} > ${credit} ${amount.minor}`,
          id.replace(/^.*g1/u, ""),
          of?.replace(/^.*g1/u, "")
        ])
      )
    const held = ordered({ advocate: { give: credit(), hold: "1 day" } })
    expect(moves(held, "r1", "30.00 USD")).toEqual([
      ["void expense/spring > owed/ann 300", "/void/order/o1/refund/r1", "/grant"]
    ])
    const given = ordered()
    expect(moves(given, "r1", "30.00 USD")).toEqual([
      ["direct owed/ann > expense/spring 300", "/reverse/order/o1/refund/r1", undefined]
    ])
    given.spend("s1", "ann", "5.00 USD", "o9")
    expect(moves(given, "r2", "40.00 USD")).toEqual([
      ["direct owed/ann > expense/spring 200", "/reverse/order/o1/refund/r2", undefined],
      ["direct debt/ann > expense/spring 200", "/debt/order/o1/refund/r2", undefined]
    ])
    expect(moves(given, "r3", "30.00 USD")).toEqual([
      ["direct debt/ann > expense/spring 300", "/debt/order/o1/refund/r3", undefined]
    ])
  })

  it("law 27: many partial refunds take exactly what one whole refund takes, to the cent, whenever they come", () => {
    const parts = fc.array(fc.tuple(fc.integer({ min: 1, max: 4000 }), fc.constantFrom(0, day, 3 * day)), {
      minLength: 1,
      maxLength: 8
    })
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 999 }),
        fc.boolean(),
        (split, total, size, isMinimum) => {
          const when = isMinimum ? [{ condition: "minimum-total", amount: "0.50 USD" }] : []
          const advocate = [
            { id: "flat", give: credit(written(size, "USD")), hold: "2 days", when },
            { id: "anew", give: giftCard(written(size, "USD")), onPartialRefund: "recompute" as const, when },
            { id: "points", give: pointsOf(`${size} points`) }
          ]
          const order = written(total, "USD")
          const many = ordered({ advocate }, order)
          const whole = ordered({ advocate }, order)
          let sum = 0
          for (const [n, [part, pause]] of split.entries()) {
            many.refund("o1", `r${n}`, written(part, "USD"))
            many.after(pause)
            sum += part
          }
          whole.refund("o1", "r", written(sum, "USD"))
          const takenIn = (shop: Shop) => shop.rewards.map(({ rule, taken }) => `${rule} ${taken.minor}`)
          expect(takenIn(many)).toEqual(takenIn(whole))
          expect(many.referral("bob")?.state).toBe(whole.referral("bob")?.state)
        }
      ),
      law
    )
  })
})

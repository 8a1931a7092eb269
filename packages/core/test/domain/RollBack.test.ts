/** A discount that was redeemed is there again, as if its use had not been. */
import { describe, expect, it } from "vitest"
import type * as Program from "../../src/domain/Program.ts"
import { all, credit, day, fixedOff, one, percentOff, program, Shop, tags } from "../arbitraries/shop.ts"

const upTo = percentOff(20, { maximum: "10.00 USD" })

/** Ann has a discount for a later order of hers. */
const shopOf = (advocate: object = { give: upTo }, input: Partial<Program.Input> = {}) => {
  const shop = new Shop(program({ newCustomersOnly: false, advocate: advocate as never, ...input })).enroll("ann")
  shop.refer("ann", "f1", "o1")
  return shop
}
const idOf = (shop: Shop): string => shop.only("advocate").reward
const budget = (amount: string) => ({ budget: { amount, per: "calendar month" } as const })
const inMarch = "budget/spring/2026-03/USD"

/** All that stands in the books, without when it was written. */
const booksOf = (shop: Shop) => ({
  counters: [...shop.world.counters].sort(),
  reward: { ...shop.only("advocate"), recorded: null, returns: null }
})

describe("rolling back a discount", () => {
  it.each([
    ["percent-off", upTo, 600n],
    ["fixed-off", fixedOff("7.00 USD"), 700n]
  ])("%s is there again, and the books are as they were", (_, give, value) => {
    const shop = shopOf({ give }, budget("50.00 USD"))
    const before = booksOf(shop)
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    expect([shop.balance("expense/spring"), shop.balance("redeemed/spring")]).toEqual([-value, value])
    const back = one(shop.rollBack(idOf(shop)), "RewardReturned")
    expect(back).toMatchObject({ order: "o8", value: { minor: value }, amount: { minor: 1n } })
    expect(booksOf(shop)).toEqual(before)
  })

  it("is used on another order, and on the same, any number of times; each use has ids of its own", () => {
    const shop = shopOf()
    const id = idOf(shop)
    for (const order of ["o7", "o8", "o8"]) {
      shop.redeem(id, order, "30.00 USD")
      expect(shop.try(shop.redeeming(id, "o9", "30.00 USD"))).toMatchObject({ _tag: "RewardNotAvailable" })
      shop.rollBack(id)
    }
    shop.redeem(id, "o9", "40.00 USD")
    expect(all(shop.world, "RewardRedeemed").map((event) => event.id.slice(id.length))).toEqual([
      "/redeemed",
      "/redeemed/2",
      "/redeemed/3",
      "/redeemed/4"
    ])
    expect(all(shop.world, "RewardReturned").map((event) => event.id.slice(id.length))).toEqual([
      "/returned/1",
      "/returned/2",
      "/returned/3"
    ])
    expect(shop.only("advocate")).toMatchObject({ redeemedIn: "o9", amount: { minor: 800n }, returns: 3 })
    expect(shop.balance("redeemed/spring")).toBe(800n)
  })

  it("may cost again what it could cost, and what that leaves is all that others get", () => {
    const shop = shopOf({ give: upTo }, budget("20.00 USD"))
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    expect(shop.world.counters.get(inMarch)).toBe(600n)
    shop.rollBack(idOf(shop))
    expect(shop.world.counters.get(inMarch)).toBe(1000n)
    shop.redeem(idOf(shop), "o9", "5.00 USD")
    expect(shop.world.counters.get(inMarch)).toBe(100n)
  })

  it.each([
    // Its use for 6.00 has spared 4.00, of which others have taken some since.
    ["10.00 USD", "Decided"],
    [
      "10.01 USD",
      { _tag: "NoRoomToReturn", because: [{ check: "budget", actual: { minor: 400n }, limit: { minor: 399n } }] }
    ]
  ])("needs the room that it had: another grant of %s", (amount, outcome) => {
    const input = { ...budget("20.00 USD"), milestones: [{ id: "two", at: 2, give: credit(amount) }] }
    const shop = shopOf({ id: "off", give: upTo, cap: { count: 1, per: "ever" } }, input)
    const [reward] = shop.rewards
    const id = reward?.reward ?? ""
    shop.redeem(id, "o8", "30.00 USD")
    shop.refer("ann", "f2", "o2")
    expect(all(shop.world, "RewardGranted")).toHaveLength(2)
    const found = shop.try(shop.rollingBack(id))
    if (typeof outcome === "string") expect(found).toBe(outcome)
    else expect(found).toMatchObject(outcome)
  })

  it("goes by the budget as it is now: lowered, it may have no room, and where there is none any more, nothing bounds it", () => {
    const shop = shopOf({ give: upTo }, budget("20.00 USD"))
    const again = (more: Partial<Program.Input>) =>
      shop.publish(program({ newCustomersOnly: false, advocate: { give: upTo } as never, ...more }), "publish")
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    again(budget("9.99 USD"))
    expect(shop.try(shop.rollingBack(idOf(shop)))).toMatchObject({
      _tag: "NoRoomToReturn",
      because: [{ check: "budget", passed: false, actual: { minor: 400n }, limit: { minor: 399n } }]
    })
    again(budget("5.00 USD"))
    expect(shop.try(shop.rollingBack(idOf(shop)))).toMatchObject({ because: [{ limit: { minor: 0n } }] })
    again({ budget: { amount: "1.00 USD", per: "calendar year" } })
    shop.rollBack(idOf(shop))
    expect(shop.world.counters.get(inMarch)).toBe(1000n)
  })

  it.each([
    ["calendar month", "person", "20.00 USD", "Decided"],
    ["calendar month", "person", "19.99 USD", "3.99 USD left of 19.99 USD in 2026-03"],
    ["ever", "program", "20.00 USD", "Decided"],
    ["ever", "program", "19.99 USD", "3.99 USD left of 19.99 USD in ever"],
    ["rolling 30 days", "person", "20.00 USD", "Decided"],
    ["rolling 30 days", "person", "19.99 USD", "3.99 USD left of 19.99 USD in 30 days"]
  ])("needs the room of its cap, per %s of a %s: %s", (per, of, amount, outcome) => {
    const shop = shopOf({
      give: upTo,
      cap: [
        { count: 9, per },
        { amount, per, of }
      ]
    })
    const [first] = shop.rewards
    shop.redeem(first?.reward ?? "", "o8", "30.00 USD")
    // Its use has spared 4.00 of the cap; another takes 10.00 meanwhile.
    shop.after(day).refer("ann", "f2", "o2")
    const found = shop.try(shop.rollingBack(first?.reward ?? ""))
    if (outcome === "Decided") expect(found).toBe(outcome)
    else expect(found).toMatchObject({ _tag: "NoRoomToReturn", because: [{ check: "cap-amount", limit: outcome }] })
    // What rolls stands in a fact, and in no counter.
    expect([...shop.world.counters.keys()].filter((key) => key.startsWith("window/"))).toEqual([])
  })

  it.each([
    ["calendar month", "ever", "in ever"],
    ["ever", "calendar month", "in 2026-03"],
    ["rolling 30 days", "rolling 7 days", "in 7 days"],
    ["rolling 7 days", "rolling 30 days", "in 30 days"],
    ["calendar month", "rolling 30 days", "in 30 days"],
    ["rolling 30 days", "calendar month", "in 2026-03"]
  ])("needs the room of each of its caps by itself: %s has some, %s has none", (some, none, said) => {
    const cap = [
      { amount: "50.00 USD", per: some },
      { amount: "19.99 USD", per: none }
    ]
    const shop = shopOf({ give: upTo, cap })
    const [first] = shop.rewards
    shop.redeem(first?.reward ?? "", "o8", "30.00 USD")
    shop.after(day).refer("ann", "f2", "o2")
    const refused = shop.try(shop.rollingBack(first?.reward ?? ""))
    const failed = (refused as { because: readonly { passed: boolean; limit: string }[] }).because
    expect(failed.filter(({ passed }) => !passed).map(({ limit }) => limit)).toEqual([
      `3.99 USD left of 19.99 USD ${said}`
    ])
  })

  it("holds nothing more where its use cost all that it could", () => {
    const shop = shopOf({ give: upTo }, budget("10.00 USD"))
    shop.redeem(idOf(shop), "o8", "50.00 USD")
    expect(one(shop.rollBack(idOf(shop)), "RewardReturned")).toMatchObject({ charges: [], because: [] })
    expect(shop.world.counters.get(inMarch)).toBe(1000n)
  })

  it("goes by the budget in its own currency", () => {
    const two = (usd: string) => ({
      budget: [
        { amount: "1.00 EUR", per: "calendar month" as const },
        { amount: usd, per: "calendar month" as const }
      ]
    })
    const shop = shopOf({ give: upTo }, two("10.00 USD"))
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    shop.rollBack(idOf(shop))
    expect(shop.world.counters.get(inMarch)).toBe(1000n)
  })

  it("holds nothing of a cap that the terms which it was moved to have dropped", () => {
    const held = { give: upTo, hold: "1 day", cap: { amount: "20.00 USD", per: "ever" } }
    const shop = shopOf(held)
    const next = { give: percentOff(20, { maximum: "8.00 USD" }), hold: "1 day" }
    shop.publish(program({ newCustomersOnly: false, advocate: next as never }), "publish", { openReferrals: "reprice" })
    shop.do({ _tag: "RepriceReward", at: shop.world.now, reward: idOf(shop) })
    const capped = () => shop.counter("cap/spring/advocate/ann/ever/USD")
    expect([shop.only("advocate").version, capped()]).toEqual([2, 800n])
    shop.after(day).redeem(idOf(shop), "o8", "20.00 USD")
    expect(capped()).toBe(400n)
    shop.rollBack(idOf(shop))
    expect(capped()).toBe(400n)
  })

  it("keeps the end that it had, and lapses at once where that is over by now", () => {
    const shop = shopOf({ give: upTo, expires: "10 days" }, budget("20.00 USD"))
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    shop.after(10 * day - 1)
    shop.rollBack(idOf(shop))
    expect(shop.only("advocate").state).toBe("available")
    shop.redeem(idOf(shop), "o9", "30.00 USD")
    shop.after(1)
    const back = shop.rollBack(idOf(shop))
    expect(tags(back)).toEqual(["RewardReturned", "RewardExpired"])
    expect(back.messages).toMatchObject([{ intent: "WithdrawDiscount" }])
    expect(shop.only("advocate").state).toBe("expired")
    expect([shop.world.counters.get(inMarch), shop.balance("expense/spring")]).toEqual([undefined, 0n])
    expect(shop.try(shop.rollingBack(idOf(shop)))).toMatchObject({ why: "not redeemed" })
  })

  it("lapses later, as it would have", () => {
    const shop = shopOf({ give: upTo, expires: "10 days" }, budget("20.00 USD"))
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    shop.rollBack(idOf(shop))
    shop.after(10 * day)
    expect([shop.only("advocate").state, shop.world.counters.get(inMarch)]).toEqual(["expired", undefined])
  })

  it("is taken back with the order that earned it, as if it had not been used", () => {
    const shop = shopOf({ give: upTo }, budget("20.00 USD"))
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    shop.rollBack(idOf(shop))
    shop.refund("o1", "r1", "100.00 USD")
    expect(shop.only("advocate").state).toBe("reversed")
    expect([...shop.world.counters].filter(([key]) => key.startsWith("balance/") || key.startsWith("budget/"))).toEqual(
      []
    )
  })

  it.each([
    ["not redeemed", (_: Shop) => {}],
    ["not redeemed", (shop: Shop) => void shop.refund("o1", "r1", "100.00 USD")],
    [
      "taken back",
      (shop: Shop) => {
        shop.redeem(idOf(shop), "o8", "30.00 USD")
        shop.refund("o1", "r1", "100.00 USD")
      }
    ],
    [
      "not redeemed",
      (shop: Shop) => {
        shop.redeem(idOf(shop), "o8", "30.00 USD")
        shop.rollBack(idOf(shop))
      }
    ]
  ])("is refused: %s", (why, happens) => {
    const shop = shopOf()
    happens(shop)
    const books = booksOf(shop)
    expect(shop.try(shop.rollingBack(idOf(shop)))).toEqual({ _tag: "RewardNotReturnable", reward: idOf(shop), why })
    expect(booksOf(shop)).toEqual(books)
  })

  it("is refused of a friend's own order, and of what was given away", () => {
    const shop = new Shop(
      program({
        friend: { give: percentOff(20) },
        advocate: { give: { kind: "donation", amount: "5.00 USD", to: "the reef" } as never }
      })
    ).enroll("ann")
    shop.touch("ann", "f1").quote("q1", "f1", "100.00 USD")
    shop.order("o1", "f1", "80.00 USD", { quote: "q1" })
    expect(shop.try(shop.rollingBack(shop.only("friend").reward))).toMatchObject({ why: "own order" })
    expect(shop.try(shop.rollingBack(idOf(shop)))).toMatchObject({ why: "given away" })
  })

  it("comes back whole: whoever names an amount is told so", () => {
    const shop = shopOf()
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    for (const amount of ["3.00 USD", "6.00 USD", "1 percent-off"]) {
      expect(shop.try(shop.rollingBack(idOf(shop), amount))).toMatchObject({ why: "in part" })
    }
  })

  it("of a lot, what was redeemed by its name comes back as before, in parts too", () => {
    const shop = shopOf({ give: credit() })
    expect(shop.try(shop.rollingBack(idOf(shop)))).toMatchObject({ _tag: "SpendUnknown" })
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    shop.do(shop.rollingBack(idOf(shop), "4.00 USD"))
    expect(tags(shop.rollBack(idOf(shop)))).toEqual(["LotsReturned"])
    expect(shop.balance("owed/ann")).toBe(1000n)
    expect(shop.try(shop.rollingBack("reward/spring/none/advocate/ann/o:o1/g1"))).toMatchObject({
      _tag: "SpendUnknown"
    })
    expect(shop.try(shop.rollingBack("nonsense"))).toMatchObject({ _tag: "SpendUnknown" })
  })

  it("of a friend whom a review rejected it is refused, before the verdict has walked that far", () => {
    const shop = shopOf()
    shop.redeem(idOf(shop), "o8", "30.00 USD")
    shop.openReview("f1")
    shop.closeReview("f1", "rejected")
    expect(shop.try(shop.rollingBack(idOf(shop)))).toMatchObject({ why: "taken back" })
  })
})

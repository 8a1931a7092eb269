import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { QuoteId } from "../../src/domain/Ids.ts"
import { law } from "../arbitraries/money.ts"
import { all, day, fixedOff, hour, one, program, Shop, tags } from "../arbitraries/shop.ts"

const half = hour / 2
/** Two friends, and a budget for the discount of one. */
const open = (input = {}) => {
  const shop = new Shop(
    program({
      friend: { give: fixedOff("10.00 USD") },
      budget: { amount: "10.00 USD", per: "calendar day" },
      ...input
    })
  ).enroll("ann")
  for (const friend of ["bob", "cat"]) shop.touch("ann", friend).quote(`q-${friend}`, friend, "50.00 USD")
  return shop
}

const lock = (shop: Shop, friend: string, forMs = half) =>
  shop.do({ _tag: "LockQuote", at: shop.world.now, quote: `q-${friend}` as QuoteId, forMs })
const unlock = (shop: Shop, friend: string) =>
  shop.do({ _tag: "UnlockQuote", at: shop.world.now, quote: `q-${friend}` as QuoteId })
const pay = (shop: Shop, friend: string) => shop.order(`o-${friend}`, friend, "40.00 USD", { quote: `q-${friend}` })
const budget = (shop: Shop): bigint =>
  [...shop.world.counters].reduce((sum, [key, value]) => (key.startsWith("budget/") ? sum + value : sum), 0n)

describe("Lock", () => {
  it("keeps others out until the order takes it over", () => {
    const shop = open()
    expect(tags(lock(shop, "bob"))).toEqual(["QuoteLocked"])
    expect(budget(shop)).toBe(1000n)
    const refused = one(lock(shop, "cat"), "LockRefused")
    expect([refused.reason, refused.because.map(({ check, passed }) => [check, passed])]).toEqual([
      "budget",
      [["budget", false]]
    ])
    expect(all(pay(shop, "cat"), "DiscountNotCovered").map(({ reason }) => reason)).toEqual(["budget"])
    expect(tags(pay(shop, "bob"))).toEqual([
      "LockEnded",
      "OrderRecorded",
      "ReferralAttributed",
      "ReferralQualified",
      "RewardGranted"
    ])
    expect(budget(shop)).toBe(1000n)
  })

  it.each([
    ["one millisecond before its end", half - 1, "order"],
    ["at its end", half, "time"]
  ])("%s, with nobody awake, it is %s ms old, and ended by %s", (_, ms, by) => {
    const shop = open()
    lock(shop, "bob")
    shop.world.sleep(shop.world.now + ms)
    const order = pay(shop, "bob")
    expect(one(order, "LockEnded").by).toBe(by)
    expect(all(order, "RewardGranted").length).toBe(1)
    // The wake that comes late finds nothing to do.
    shop.after(0)
    expect(budget(shop)).toBe(1000n)
  })

  it("lets go at its end, or when it is unlocked, and then another may have it", () => {
    const shop = open()
    lock(shop, "bob")
    expect(tags(unlock(shop, "bob"))).toEqual(["LockEnded"])
    expect(tags(unlock(shop, "bob"))).toEqual([])
    expect(tags(lock(shop, "cat"))).toEqual(["QuoteLocked"])
    shop.after(half)
    const ends = shop.world.events.flatMap((event) => (event._tag === "LockEnded" ? [event.by] : []))
    expect([budget(shop), ends]).toEqual([0n, ["unlock", "time"]])
    expect(tags(lock(shop, "bob"))).toEqual(["QuoteLocked"])
  })

  it("an order after its end is accepted, and covered where there is room", () => {
    const shop = open()
    lock(shop, "bob")
    shop.after(half)
    lock(shop, "cat")
    expect(all(pay(shop, "bob"), "DiscountNotCovered").map(({ reason }) => reason)).toEqual(["budget"])
    expect(all(pay(shop, "cat"), "RewardGranted").length).toBe(1)
  })

  it("counts in the day on which it was taken, though the order comes on the next", () => {
    const shop = open()
    shop.after(12 * hour - 1)
    lock(shop, "bob")
    shop.after(1)
    lock(shop, "cat")
    expect(all(pay(shop, "bob"), "RewardGranted").length).toBe(1)
    expect(all(pay(shop, "cat"), "RewardGranted").length).toBe(1)
  })

  it("of a quote that is unknown, used, or gives nothing", () => {
    const shop = open()
    const locking = (quote: string) =>
      shop.try({ _tag: "LockQuote", at: shop.world.now, quote: quote as QuoteId, forMs: 1 })
    expect(locking("q9")).toMatchObject({ _tag: "QuoteUnknown" })
    pay(shop, "bob")
    expect(locking("q-bob")).toMatchObject({ _tag: "QuoteUsed", order: "o-bob" })
    shop.quote("q0", "cat", "0.00 USD")
    expect(
      one(shop.do({ _tag: "LockQuote", at: shop.world.now, quote: "q0" as QuoteId, forMs: 1 }), "LockRefused").reason
    ).toBe("lock")
  })

  it("may be taken again, for longer", () => {
    const shop = open()
    lock(shop, "bob")
    shop.after(half - 1)
    expect(tags(lock(shop, "bob"))).toEqual(["LockEnded", "QuoteLocked"])
    shop.after(half - 1)
    expect(budget(shop)).toBe(1000n)
    shop.after(1)
    expect(budget(shop)).toBe(0n)
  })

  it("the quote that is paid under a lock is the quote that was given, whoever races for the last of a budget", () => {
    const deed = fc.record({
      do: fc.constantFrom("lock" as const, "unlock" as const, "pay" as const, "pass" as const),
      friend: fc.constantFrom("bob", "cat"),
      ms: fc.constantFrom(1, half - 1, half, day)
    })
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 14, size: "max" }), (deeds) => {
        const shop = open()
        const locked = new Map<string, number>()
        const paid = new Set<string>()
        for (const { do: what, friend, ms } of deeds) {
          if (what === "pass") shop.after(ms)
          else if (paid.has(friend)) continue
          else if (what === "lock") {
            const isLocked = all(lock(shop, friend), "QuoteLocked").length === 1
            if (isLocked) locked.set(friend, shop.world.now + half)
            else locked.delete(friend)
          } else if (what === "unlock") {
            unlock(shop, friend)
            locked.delete(friend)
          } else {
            const order = pay(shop, friend)
            paid.add(friend)
            const isKept = (locked.get(friend) ?? 0) > shop.world.now
            if (isKept) expect(all(order, "RewardGranted").map(({ amount }) => amount.minor)).toEqual([1000n])
            const answers = all(order, "RewardGranted").length + all(order, "DiscountNotCovered").length
            expect(answers).toBe(1)
          }
          expect(budget(shop) >= 0n).toBe(true)
        }
        shop.after(2 * day)
        const used = shop.rewards.length
        expect(budget(shop)).toBe(BigInt(used) * 1000n)
      }),
      law
    )
  })
})

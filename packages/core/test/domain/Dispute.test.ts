import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { law } from "../arbitraries/money.ts"
import { written } from "../arbitraries/programs.ts"
import { all, credit, day, giftCard, one, pointsOf, program, Shop, tags } from "../arbitraries/shop.ts"

const open = (input = {}) =>
  new Shop(program({ advocate: { give: credit(), hold: "14 days" }, ...input })).enroll("ann")
const ordered = (input = {}, total = "100.00 USD") => {
  const shop = open(input)
  shop.refer("ann", "bob", "o1", total)
  return shop
}

describe("Dispute", () => {
  it("while it is open nothing that waits on the order is released; won, it lets go what is due", () => {
    const shop = ordered()
    expect(tags(shop.dispute("o1", "d1"))).toEqual(["DisputeOpened"])
    shop.after(20 * day)
    expect(shop.only("advocate").state).toBe("pending")
    expect(shop.try(shop.redeeming(shop.only("advocate").reward, "o7", "50.00 USD"))).toMatchObject({
      _tag: "RewardNotAvailable"
    })
    const won = shop.rule("o1", "d1", "won")
    expect(tags(won)).toEqual(["DisputeClosed", "RewardReleased"])
    expect(one(won, "RewardReleased").at).toBe(shop.only("advocate").availableAt)
  })

  it("won before the hold is over changes nothing, and the hold ends in its time", () => {
    const shop = ordered()
    shop.dispute("o1", "d1")
    expect(tags(shop.rule("o1", "d1", "won"))).toEqual(["DisputeClosed"])
    shop.after(14 * day)
    expect(shop.only("advocate").state).toBe("available")
  })

  it("the last of several lets go", () => {
    const shop = ordered()
    shop.dispute("o1", "d1")
    shop.dispute("o1", "d2")
    shop.after(20 * day)
    expect(tags(shop.rule("o1", "d1", "won"))).toEqual(["DisputeClosed"])
    expect(tags(shop.rule("o1", "d2", "won"))).toEqual(["DisputeClosed", "RewardReleased"])
  })

  it.each([
    ["all that is kept, where no amount was told", undefined, undefined, 1000n],
    ["its amount", "30.00 USD", undefined, 300n],
    ["what a refund has left", undefined, "40.00 USD", 600n],
    ["no more than there is", "100.00 USD", "40.00 USD", 600n],
    ["nothing, where all was refunded", undefined, "100.00 USD", 0n]
  ])("lost is a refund of %s", (_, amount, refunded, taken) => {
    const shop = ordered()
    if (refunded !== undefined) shop.refund("o1", "r1", refunded)
    shop.dispute("o1", "d1", amount)
    const lost = shop.rule("o1", "d1", "lost")
    expect(all(lost, "RewardTakenBack").map((event) => event.amount.minor)).toEqual(taken === 0n ? [] : [taken])
    expect(all(lost, "OrderRefunded").map(({ reason }) => reason)).toEqual(taken === 0n ? [] : ["chargeback"])
  })

  it("lost is a refund of its own amount, whatever others there are, and of all where nobody told of it before", () => {
    const shop = ordered()
    shop.dispute("o1", "d1", "10.00 USD")
    shop.dispute("o1", "d2", "30.00 USD")
    expect(one(shop.rule("o1", "d2", "lost"), "OrderRefunded").amount.minor).toBe(3000n)
    expect(one(shop.rule("o1", "d3", "lost"), "OrderRefunded").amount.minor).toBe(7000n)
  })

  it("what was due before is not held by it, though no wake has come", () => {
    const shop = ordered()
    shop.world.sleep(shop.world.now + 14 * day)
    expect(tags(shop.dispute("o1", "d1"))).toEqual(["RewardReleased", "DisputeOpened"])
  })

  it("whose end comes first stays closed, and holds nothing", () => {
    const shop = ordered()
    shop.rule("o1", "d1", "won")
    shop.dispute("o1", "d1")
    shop.after(14 * day)
    expect(shop.only("advocate").state).toBe("available")
  })

  it("in another currency, or the ninth of one order is refused", () => {
    const shop = ordered()
    expect(shop.try(shop.disputing("o1", "d1", "1 JPY"))).toMatchObject({ _tag: "CurrencyMismatch", path: "amount" })
    for (let n = 0; n < 8; n++) shop.dispute("o1", `d${n}`)
    expect(shop.try(shop.disputing("o1", "d9"))).toEqual({ _tag: "TooManyDisputes", order: "o1", limit: 8 })
    expect(shop.try(shop.ruling("o1", "d7", "won"))).toBe("Decided")
  })

  it("holds what its order earns anew, too", () => {
    const shop = ordered({ advocate: { give: credit() } })
    shop.dispute("o1", "d1")
    shop.change("o1", 1, "0.00 USD")
    shop.change("o1", 2, "100.00 USD")
    expect(shop.only("advocate").state).toBe("pending")
    expect(tags(shop.rule("o1", "d1", "won"))).toEqual(["DisputeClosed", "RewardReleased"])
  })

  it("a review and a dispute hold together", () => {
    const shop = ordered()
    shop.openReview("bob")
    shop.dispute("o1", "d1")
    shop.after(20 * day)
    shop.closeReview("bob", "approved")
    expect(shop.only("advocate").state).toBe("pending")
    shop.rule("o1", "d1", "won")
    expect(shop.only("advocate").state).toBe("available")
  })

  it.each([
    ["a refund", (shop: Shop) => shop.refund("o1", "r1", "100.00 USD"), "RewardGranted"],
    ["a cancellation", (shop: Shop) => shop.cancel("o1"), "RewardGranted"],
    ["a lost dispute", (shop: Shop) => shop.rule("o1", "d1", "lost"), "RewardRefused"]
  ])("law 29: %s, and then another order: %s", (_, giveBack, expected) => {
    const shop = ordered({ advocate: { give: credit(), cap: { count: 1, per: "ever" } } })
    giveBack(shop)
    expect(shop.only("advocate").state).toBe("reversed")
    shop.order("o2", "bob", "100.00 USD")
    expect(shop.world.events.at(-1)?._tag).toBe(expected)
  })

  it("a chargeback that is told as a refund keeps the cap as well, and gives the budget back", () => {
    const cap = { count: 1, per: "ever" as const }
    const budget = { amount: "50.00 USD", per: "ever" as const }
    const shop = ordered({ advocate: { give: credit(), cap }, budget })
    shop.do({ ...shop.refunding("o1", "r1", "100.00 USD"), reason: "chargeback" } as never)
    expect([...shop.world.counters].filter(([key]) => !key.startsWith("balance/"))).toEqual([
      ["cap/spring/advocate/ann/ever", 1n]
    ])
  })

  it("laws 28, 30: refunds, disputes and cancellations leave the same, in whatever order they come", () => {
    const change = fc.oneof(
      fc.record({ do: fc.constant("refund" as const), size: fc.integer({ min: 1, max: 6_000 }) }),
      fc.record({ do: fc.constantFrom("won" as const, "lost" as const), size: fc.integer({ min: 1, max: 6_000 }) }),
      fc.record({ do: fc.constant("cancel" as const), size: fc.constant(0) })
    )
    const walk = (changes: readonly { do: string; size: number }[], pauses: readonly number[], total: number) => {
      const advocate = [
        { id: "held", give: credit("7.77 USD"), hold: "2 days" },
        { id: "now", give: giftCard("3.33 USD") },
        { id: "anew", give: pointsOf(), onPartialRefund: "recompute" as const }
      ]
      const shop = ordered({ advocate }, written(total, "USD"))
      for (const [n, { do: what, size }] of changes.entries()) {
        const id = `${what}-${size}`
        if (what === "cancel") shop.cancel("o1")
        else if (what === "refund") shop.try(shop.refunding("o1", id, written(size, "USD")))
        else if (shop.try(shop.disputing("o1", id, written(size, "USD"))) === "Decided") {
          shop.after(pauses[n] ?? 0)
          shop.rule("o1", id, what as "won" | "lost")
        }
        shop.after(pauses[n] ?? 0)
      }
      shop.after(9 * day)
      for (const { amount, taken } of shop.rewards) expect(taken.minor >= 0n && taken.minor <= amount.minor).toBe(true)
      const isGone = (state: string): boolean => state === "voided" || state === "reversed"
      const rewards = shop.rewards.map(({ rule, state, taken }) => `${rule} ${taken.minor} ${isGone(state)}`)
      return [...rewards, shop.referral("bob")?.state, shop.balance("owed/ann"), shop.balance("expense/spring")]
    }
    fc.assert(
      fc.property(
        fc.uniqueArray(change, { maxLength: 6, selector: (one) => `${one.do}-${one.size}` }),
        fc.array(fc.constantFrom(0, day, 3 * day)),
        fc.integer({ min: 1, max: 12_000 }),
        fc.func(fc.nat()),
        (changes, pauses, total, rank) => {
          const shuffled = [...changes].sort((a, b) => rank(a) - rank(b))
          expect(walk(shuffled, pauses, total)).toEqual(walk(changes, [], total))
        }
      ),
      law
    )
  })
})

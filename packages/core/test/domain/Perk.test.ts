/** Rewards that are no amount: one is granted, it stays whole or goes whole, and only what it costs is charged. */
import { describe, expect, it } from "vitest"
import { all, program, Shop } from "../arbitraries/shop.ts"

const counter = "budget/spring/ever/USD"

const earned = (give: object, offer: object = {}, input: object = {}) => {
  const shop = new Shop(program({ newCustomersOnly: false, advocate: { give, ...offer }, ...input } as never)).enroll(
    "ann"
  )
  shop.refer("ann", "bob", "o1")
  return shop
}
const intents = (shop: Shop) =>
  [...shop.world.messages.values()].flatMap((message) => (message._tag === "Intent" ? [message.intent] : []))

describe("Perks", () => {
  it.each([
    [{ kind: "badge", name: "Golden friend" }, "AwardBadge", "RevokeBadge"],
    [{ kind: "invitation", to: "the spring preview" }, "SendInvitation", "WithdrawInvitation"],
    [{ kind: "vip-status", status: "gold" }, "GrantStatus", "RevokeStatus"],
    [{ kind: "access", to: "the sale", ahead: "2 days" }, "GrantAccess", "RevokeAccess"]
  ])("%j is granted as one, costs no budget, and goes only with the whole order", (give, issue, withdraw) => {
    const shop = earned(give, {}, { budget: { amount: "0.01 USD", per: "ever" } })
    expect([shop.only("advocate").amount, intents(shop)]).toEqual([{ minor: 1n, unit: give.kind }, [issue]])
    expect([shop.balance("owed/ann", give.kind), shop.counter(counter)]).toEqual([1n, 0n])
    shop.refund("o1", "r1", "99.99 USD")
    expect(shop.only("advocate").state).toBe("available")
    shop.refund("o1", "r2", "0.01 USD")
    expect([shop.only("advocate").state, intents(shop)]).toEqual(["reversed", [issue, withdraw]])
    expect(shop.balance("owed/ann", give.kind)).toBe(0n)
  })

  it("is had, not used up: it cannot be redeemed on an order", () => {
    const shop = earned({ kind: "access", to: "the sale" })
    const { reward } = shop.only("advocate")
    expect(shop.try(shop.redeeming(reward, "o9", "5.00 USD"))).toMatchObject({ _tag: "RewardNotFitting" })
    expect(shop.only("advocate").state).toBe("available")
  })

  it("has no part that could be computed again", () => {
    const offer = { give: { kind: "badge", name: "Golden friend" }, onPartialRefund: "recompute" }
    expect(() => program({ advocate: offer } as never)).toThrow("advocate.onPartialRefund: it is granted as one piece")
  })

  it("a status lapses at the end of its time", () => {
    const shop = earned({ kind: "vip-status", status: "gold" }, { expires: "365 days" })
    shop.after(365 * 86_400_000)
    expect([shop.only("advocate").state, intents(shop)]).toEqual(["expired", ["GrantStatus", "RevokeStatus"]])
  })

  it("every third friend earns an invitation", () => {
    const give = { kind: "invitation", to: "the spring preview" }
    const shop = new Shop(program({ milestones: [{ every: 3, give }] } as never)).enroll("ann")
    for (const n of [1, 2, 3]) shop.refer("ann", `f${n}`, `o${n}`)
    expect(shop.standings).toEqual(["milestone: 1 invitation invitation available"])
    expect(all(shop.world, "RewardGranted")).toHaveLength(1)
  })
})

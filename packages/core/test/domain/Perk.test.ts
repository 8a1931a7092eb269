/** Rewards that are no amount: one is granted, it stays whole or goes whole, and only what it costs is charged. */
import { describe, expect, it } from "vitest"
import { all, one, program, Shop } from "../arbitraries/shop.ts"

const socks = { kind: "free-product", product: "sku_41", name: "a pair of socks", cost: "4.00 USD" }
const budget = { amount: "10.00 USD", per: "ever" as const }
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

  it("a free product charges its cost, and no third fits where two do", () => {
    const shop = earned(socks, {}, { budget })
    shop.refer("ann", "cyd", "o2")
    expect(shop.counter(counter)).toBe(800n)
    expect(one(shop.refer("ann", "dan", "o3"), "RewardRefused").reason).toBe("budget")
    shop.refund("o1", "r1", "50.00 USD")
    expect(shop.counter(counter)).toBe(800n)
    shop.refund("o1", "r2", "50.00 USD")
    expect(shop.counter(counter)).toBe(400n)
  })

  it("a free product is used on another order, once, and stays paid for", () => {
    const shop = earned(socks, {}, { budget })
    const { reward } = shop.only("advocate")
    expect(one(shop.redeem(reward, "o9", "5.00 USD"), "RewardRedeemed").value).toEqual({
      minor: 1n,
      unit: "free-product"
    })
    expect(shop.try(shop.redeeming(reward, "o8", "5.00 USD"))).toMatchObject({ _tag: "RewardNotAvailable" })
    shop.refund("o1", "r1", "100.00 USD")
    expect([shop.balance("debt/ann", "free-product"), shop.counter(counter)]).toEqual([-1n, 400n])
  })

  it("a status lapses at the end of its time", () => {
    const shop = earned({ kind: "vip-status", status: "gold" }, { expires: "365 days" })
    shop.after(365 * 86_400_000)
    expect([shop.only("advocate").state, intents(shop)]).toEqual(["expired", ["GrantStatus", "RevokeStatus"]])
  })

  it("every third friend earns a pair of socks", () => {
    const shop = new Shop(program({ milestones: [{ every: 3, give: socks }] } as never)).enroll("ann")
    for (const n of [1, 2, 3]) shop.refer("ann", `f${n}`, `o${n}`)
    expect(shop.standings).toEqual(["milestone: 1 free-product free-product available"])
    expect(all(shop.world, "RewardGranted")).toHaveLength(1)
  })
})

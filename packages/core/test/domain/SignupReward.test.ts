import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Program from "../../src/domain/Program.ts"
import {
  all,
  credit,
  day,
  giftCard,
  one,
  percentOff,
  pointsOf,
  program,
  Shop,
  start,
  tags
} from "../arbitraries/shop.ts"

const joined = { id: "joined", on: "sign-up" as const, give: credit("3.00 USD") }
const welcome = { id: "welcome", on: "sign-up" as const, give: percentOff(20, { maximum: "10.00 USD" }) }
const open = (input = {}) => new Shop(program({ friend: welcome, advocate: joined, ...input })).enroll("ann")
const standing = (shop: Shop) => shop.rewards.filter(({ state }) => state === "available" || state === "pending")

describe("A reward on sign-up", () => {
  it("is granted in the decision that begins the referral; no order stands behind it", () => {
    const shop = open().touch("ann", "bob")
    const decision = shop.signup("bob")
    expect(tags(decision)).toEqual(["SignupRecorded", "ReferralAttributed", "RewardGranted", "RewardGranted"])
    expect(shop.only("joined")).toMatchObject({ order: null, person: "ann", state: "available" })
    expect(shop.standings).toEqual([
      "welcome: 1 percent-off percent-off available",
      "joined: 3.00 USD store-credit available"
    ])
  })

  it("comes with the first order where that begins the referral, and once", () => {
    const shop = open().touch("ann", "bob")
    expect(tags(shop.order("o1", "bob", "50.00 USD"))).toEqual([
      "OrderRecorded",
      "ReferralAttributed",
      "RewardGranted",
      "RewardGranted",
      "ReferralQualified"
    ])
    shop.signup("bob")
    shop.order("o2", "bob", "50.00 USD")
    expect(shop.rewards.length).toBe(2)
  })

  it("is nothing for who was led by nobody, or may be nobody's friend", () => {
    const shop = open()
    expect(tags(shop.signup("eve"))).toEqual(["SignupRecorded"])
    shop.touch("ann", "ann")
    expect(tags(shop.signup("ann"))).toEqual(["SignupRecorded", "ReferralRejected"])
  })

  it("a friend's discount is an entitlement for a later order, and not of any quote", () => {
    const shop = open().touch("ann", "bob")
    shop.signup("bob")
    expect(one(shop.quote("q1", "bob", "100.00 USD"), "QuoteMade").discounts).toEqual([])
    const used = one(shop.redeem(shop.only("welcome").reward, "o1", "40.00 USD"), "RewardRedeemed")
    expect(used.value).toEqual({ minor: 800n, unit: "USD" })
  })

  it("stays when orders come back", () => {
    const shop = open({ friend: [] }).touch("ann", "bob")
    shop.order("o1", "bob", "50.00 USD")
    shop.refund("o1", "r1", "50.00 USD")
    expect([shop.only("joined").state, shop.referral("bob")?.state]).toEqual(["available", "open"])
  })

  it("stands under caps and budgets of the day of the sign-up", () => {
    const shop = open({ friend: [], advocate: { ...joined, cap: { count: 1, per: "calendar day" } } })
    for (const friend of ["bob", "eve"]) shop.touch("ann", friend).signup(friend)
    expect(one(shop.world, "RewardRefused")).toMatchObject({ order: null, reason: "cap" })
    shop.after(day)
    shop.touch("ann", "joe").signup("joe")
    expect(standing(shop).length).toBe(2)
  })

  it.each([
    ["US", true],
    ["FR", false],
    [undefined, false]
  ])("looks at where the friend is: %s", (country, isGranted) => {
    const when = [{ condition: "country-in", countries: ["US"] }]
    const shop = open({ friend: [], advocate: { ...joined, when } }).touch("ann", "bob")
    const decision = shop.signup("bob", country === undefined ? {} : { country })
    expect(all(decision, "RewardGranted").length).toBe(isGranted ? 1 : 0)
  })

  it("no total is met where nothing was paid", () => {
    const when = [{ condition: "minimum-total", amount: "0.01 USD" }]
    const shop = open({ friend: [], advocate: { ...joined, when } }).touch("ann", "bob")
    expect(one(shop.signup("bob"), "RewardRefused").reason).toBe("minimum-total")
  })

  it("is held by a review, taken back by its no, released by its yes", () => {
    const held = () => {
      const shop = open({ friend: [], advocate: { ...joined, hold: "1 day" } }).touch("ann", "bob")
      shop.signup("bob")
      shop.openReview("bob")
      return shop.after(2 * day)
    }
    const approved = held()
    expect(approved.only("joined").state).toBe("pending")
    expect(tags(approved.closeReview("bob", "approved"))).toEqual(["ReviewClosed", "RewardReleased"])
    const rejected = held()
    expect(tags(rejected.closeReview("bob", "rejected"))).toEqual(["ReviewClosed", "RewardTakenBack"])
    expect(rejected.only("joined").state).toBe("voided")
  })

  it("is taken back when an order shows that both are one person; what was used is owed", () => {
    const shop = new Shop(program({ friend: { ...welcome, give: pointsOf() }, advocate: joined }))
    shop
      .enroll("ann", { prints: ["a"] })
      .touch("ann", "bob")
      .signup("bob")
    shop.redeem(shop.only("joined").reward, "x1", "50.00 USD")
    const order = shop.order("o1", "bob", "50.00 USD", { prints: ["a"] })
    expect(one(order, "OrderNotCounted").reason).toBe("shared-email")
    expect([standing(shop), shop.balance("debt/ann")]).toEqual([[], -300n])
  })

  it("is not granted twice to one pair, though the referral begins anew", () => {
    const shop = open({ friend: [], qualify: { within: "1 day" }, newCustomersOnly: false }).touch("ann", "bob")
    shop.signup("bob")
    shop.after(2 * day)
    shop.touch("ann", "bob")
    const refused = one(shop.order("o1", "bob", "50.00 USD"), "RewardRefused")
    expect([refused.reason, refused.because]).toEqual([
      "reward",
      [{ check: "reward", passed: false, actual: "available" }]
    ])
  })

  it.each([
    ["just before it begins", -1, undefined],
    ["as it begins", 0, "3"]
  ])("is multiplied by the special event at the time of the sign-up: %s", (_, off, multiplied) => {
    const from = start + 5 * day
    const event = { id: "week", from: new Date(from).toISOString(), until: "2026-04-01", multiply: 3 }
    const shop = open({ friend: [], events: [event] })
      .touch("ann", "bob")
      .after(9 * day)
    shop.signup("bob", { at: from + off })
    expect(shop.only("joined").multiplied).toBe(multiplied)
  })

  it("is multiplied by the tier that the advocate has at the sign-up", () => {
    const silver = { id: "silver", from: { friends: 1 }, multiply: 2 }
    const shop = open({ friend: [], tiers: [silver] }).touch("ann", "bob")
    shop.order("o1", "bob", "50.00 USD")
    shop.touch("ann", "eve").signup("eve")
    expect(shop.rewards.map(({ amount, multiplied }) => [amount.minor, multiplied])).toEqual([
      [300n, undefined],
      [600n, "2"]
    ])
  })

  describe("is a lot of its person's wallet", () => {
    /** Ann owes 4.00 USD: she has used what an order had earned, and the order has come back. */
    const owing = (hold?: "1 day") => {
      const paid = { id: "paid", give: credit("4.00 USD") }
      const shop = open({ friend: [], advocate: [hold === undefined ? joined : { ...joined, hold }, paid] })
      shop.order("o0", "zoe", "50.00 USD")
      shop.enroll("zoe").touch("ann", "bob").signup("bob")
      return shop
    }

    it("spent in parts, on any order", () => {
      const shop = open({ friend: [] }).touch("ann", "bob")
      shop.signup("bob")
      shop.spend("s1", "ann", "1.00 USD", "x1")
      expect([shop.only("joined").used.minor, shop.balance("owed/ann")]).toEqual([100n, 200n])
    })

    it.each([undefined, "1 day" as const])("and pays what is owed as it becomes available; hold %s", (hold) => {
      const shop = owing(hold)
      shop.order("o1", "bob", "50.00 USD")
      const paid = shop.rewards.find(({ rule }) => rule === "paid")?.reward ?? ""
      shop.redeem(paid, "x1", "50.00 USD")
      shop.refund("o1", "r1", "50.00 USD")
      expect(shop.balance("debt/ann")).toBe(-400n)
      const decision = shop.touch("ann", "eve").signup("eve")
      if (hold === undefined) expect(tags(decision)).toContain("DebtSettled")
      shop.after(2 * day)
      const lots = hold === undefined ? 300n : 600n
      expect(shop.balance("debt/ann")).toBe(-400n + (lots > 400n ? 400n : lots))
    })

    it("which a review's yes lets in, so that it pays what is owed", () => {
      const shop = open({
        friend: [],
        advocate: [
          { ...joined, hold: "1 day" },
          { id: "paid", give: credit("4.00 USD") }
        ]
      })
      shop.touch("ann", "bob").order("o1", "bob", "50.00 USD")
      shop.redeem(shop.only("paid").reward, "x1", "50.00 USD")
      shop.touch("ann", "eve").signup("eve")
      shop.openReview("eve")
      shop.refund("o1", "r1", "50.00 USD")
      shop.after(2 * day)
      expect(shop.balance("debt/ann")).toBe(-100n)
      expect(tags(shop.closeReview("eve", "approved"))).toEqual(["ReviewClosed", "RewardReleased", "DebtSettled"])
      expect(shop.balance("debt/ann")).toBe(0n)
    })
  })

  it("is found again whatever terms its referral was moved to", () => {
    const shop = new Shop(program({ advocate: { ...joined, give: pointsOf() } }))
    shop
      .enroll("ann", { prints: ["a"] })
      .touch("ann", "bob")
      .signup("bob")
    const moved = program({ advocate: { id: "other", give: credit("5.00 USD"), on: "sign-up" } })
    shop.publish(moved, "publish", { openReferrals: "move" })
    expect(tags(shop.order("o1", "bob", "50.00 USD", { prints: ["a"] }))).toEqual([
      "OrderRecorded",
      "RewardTakenBack",
      "OrderNotCounted"
    ])
  })

  it("is one of what a policy says", () => {
    const give = { policy: "or-else", of: [giftCard("5.00 USD"), pointsOf()] } as const
    const shop = open({ friend: [], advocate: { ...joined, give, cap: { count: 1, per: "ever" } } })
    for (const friend of ["bob", "eve"]) shop.touch("ann", friend).signup(friend)
    expect(shop.standings).toEqual(["joined: 5.00 USD gift-card available"])
  })

  it.each([
    [{ lane: 1 }, "lane", "gives none"],
    [{ onPartialRefund: "recompute" }, "onPartialRefund", "granted as one piece"],
    [{ give: percentOff(20), cap: { amount: "9.00 USD", per: "ever" } }, "cap", "has no maximum"]
  ])("is no discount at checkout: %j is refused", (more, field, message) => {
    const friend = { ...welcome, ...more }
    const read = Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", friend })
    expect(Result.isFailure(read) ? read.failure.issues : []).toEqual([
      { path: `friend.${field}`, message: expect.stringContaining(message) }
    ])
  })

  it.each([
    { kind: "commission", percent: 10 },
    { kind: "commission", amount: "5.00 USD" }
  ])("is refused where it is worth something only on an order: %j", (give) => {
    const read = Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", advocate: { give, on: "sign-up" } })
    expect(Result.isFailure(read) ? read.failure.issues : []).toEqual([
      { path: "advocate.on", message: expect.stringContaining("worth something only on an order") }
    ])
  })
})

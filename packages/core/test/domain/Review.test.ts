import { describe, expect, it } from "vitest"
import { all, credit, day, giftCard, one, percentOff, program, Shop, tags } from "../arbitraries/shop.ts"

const review = { ordersFrom: "500.00 USD" }
const open = (input = {}) =>
  new Shop(program({ advocate: { give: credit(), hold: "2 days" }, review, ...input })).enroll("ann")
const large = (input = {}) => {
  const shop = open(input)
  shop.refer("ann", "bob", "o1", "500.00 USD")
  return shop
}
const small = (input = {}) => {
  const shop = open(input)
  shop.refer("ann", "bob", "o1", "499.99 USD")
  return shop
}

describe("Review", () => {
  it("begins at the total that the program names, and not below", () => {
    expect([large().referral("bob")?.state, small().referral("bob")?.state]).toEqual(["in-review", "qualified"])
    expect(large().rewards).toEqual([])
  })

  it("approved, the order qualifies and earns; rejected, it does not", () => {
    const approved = large()
    expect(tags(approved.closeReview("bob", "approved"))).toEqual([
      "ReviewClosed",
      "ReferralQualified",
      "RewardGranted"
    ])
    const rejected = large()
    expect(tags(rejected.closeReview("bob", "rejected"))).toEqual(["ReviewClosed"])
    expect([rejected.referral("bob")?.state, rejected.rewards]).toEqual(["rejected", []])
  })

  it("asked for before there is an order, keeps the first that would count for the verdict", () => {
    const put = () => {
      const shop = open().touch("ann", "bob")
      shop.signup("bob")
      shop.openReview("bob")
      return shop
    }
    const approved = put()
    expect(tags(approved.order("o1", "bob", "100.00 USD"))).toEqual(["OrderRecorded", "OrderAwaitsReview"])
    expect(tags(approved.order("o2", "bob", "100.00 USD"))).toEqual(["OrderRecorded", "OrderNotCounted"])
    expect(tags(approved.closeReview("bob", "approved"))).toEqual([
      "ReviewClosed",
      "ReferralQualified",
      "RewardGranted"
    ])
    expect(approved.referral("bob")?.order).toBe("o1")
    const rejected = put()
    rejected.order("o1", "bob", "100.00 USD")
    expect(tags(rejected.closeReview("bob", "rejected"))).toEqual(["ReviewClosed"])
  })

  it("promises nothing meanwhile", () => {
    const shop = open({ friend: { give: percentOff(20) } }).touch("ann", "bob")
    shop.signup("bob")
    shop.openReview("bob")
    const quote = one(shop.quote("q1", "bob", "100.00 USD"), "QuoteMade")
    expect([quote.discounts, quote.because.at(-1)]).toMatchObject([[], { check: "qualification", actual: "in-review" }])
  })

  it("that says no is final: another touch begins nothing", () => {
    const shop = large({ newCustomersOnly: false })
    shop.closeReview("bob", "rejected")
    shop.touch("ann", "bob")
    expect(tags(shop.order("o2", "bob", "100.00 USD"))).toEqual(["OrderRecorded"])
  })

  it("that says no is final: a quote from before it is no way around", () => {
    const shop = open({ friend: { give: percentOff(20) } }).touch("ann", "bob")
    shop.signup("bob")
    shop.quote("q1", "bob", "100.00 USD")
    shop.openReview("bob")
    shop.closeReview("bob", "rejected")
    expect(tags(shop.order("o1", "bob", "80.00 USD", { quote: "q1" }))).toEqual(["OrderRecorded", "DiscountNotCovered"])
    expect([shop.referral("bob")?.state, shop.rewards]).toEqual(["rejected", []])
  })

  it("rejected, a discount that was given is recorded as not covered", () => {
    const shop = open({ friend: { give: percentOff(20) } }).touch("ann", "bob")
    shop.quote("q1", "bob", "1000.00 USD")
    shop.order("o1", "bob", "800.00 USD", { quote: "q1" })
    expect(one(shop.closeReview("bob", "rejected"), "DiscountNotCovered")).toMatchObject({
      rule: "friend",
      reason: "review"
    })
  })

  it.each([
    ["hold", "hold" as const, "in-review", 0],
    ["pay", { after: "7 days", then: "pay" as const }, "qualified", 1],
    ["void", { after: "7 days", then: "void" as const }, "rejected", 0]
  ])("silence means %s, at its time and not a moment before", (_, onSilence, state, rewards) => {
    const shop = large({ onSilence }).after(7 * day - 1)
    expect([shop.referral("bob")?.state, shop.rewards.length]).toEqual(["in-review", 0])
    shop.after(1)
    expect([shop.referral("bob")?.state, shop.rewards.length]).toEqual([state, rewards])
    if (state !== "in-review") expect(one(shop.world, "ReviewClosed").by).toBe("silence")
  })

  it("an answer that comes after silence has answered changes nothing, though nobody was told yet", () => {
    const shop = large({ onSilence: { after: "7 days", then: "void" } })
    shop.world.sleep(shop.world.now + 8 * day)
    expect(one(shop.closeReview("bob", "approved"), "ReviewClosed")).toMatchObject({
      by: "silence",
      verdict: "rejected"
    })
  })

  it("holds what the referral earned, but for milestones; approved, it is released", () => {
    const shop = small({ milestones: [{ every: 1, give: giftCard(), hold: "2 days" }] })
    shop.openReview("bob")
    shop.after(3 * day)
    expect(shop.standings).toEqual([
      "advocate: 10.00 USD store-credit pending",
      "milestone: 10.00 USD gift-card available"
    ])
    expect(tags(shop.closeReview("bob", "approved"))).toEqual(["ReviewClosed", "RewardReleased"])
    expect(shop.only("advocate").state).toBe("available")
  })

  it("of a qualified referral, rejected, takes back what it earned and its place in the milestones", () => {
    const shop = small({ milestones: [{ every: 1, give: giftCard() }] })
    shop.openReview("bob")
    shop.closeReview("bob", "rejected")
    expect(shop.rewards.map((reward) => reward.state)).toEqual(["voided", "reversed"])
  })

  it("rejected after a refund, takes back only what is left", () => {
    const shop = small()
    shop.openReview("bob")
    shop.refund("o1", "r1", "250.00 USD")
    expect(one(shop.closeReview("bob", "rejected"), "RewardTakenBack").amount.minor).toBe(500n)
  })

  it("a refund meanwhile takes its share; approved afterwards, only the rest counts", () => {
    const shop = small()
    shop.openReview("bob")
    expect(tags(shop.refund("o1", "r1", "499.99 USD"))).toEqual(["OrderRefunded", "RewardTakenBack"])
    expect(tags(shop.closeReview("bob", "approved"))).toEqual(["ReviewClosed", "ReferralUnqualified"])
    expect(shop.referral("bob")?.state).toBe("open")
    const waiting = large()
    waiting.refund("o1", "r1", "500.00 USD")
    expect(tags(waiting.closeReview("bob", "approved"))).toEqual(["ReviewClosed", "OrderNotCounted"])
  })

  it("approved after the time to qualify, an order in time still counts; without one the referral is over", () => {
    const late = large({ qualify: { within: "3 days" } }).after(4 * day)
    late.closeReview("bob", "approved")
    expect(late.referral("bob")?.state).toBe("qualified")
    const none = open({ qualify: { within: "3 days" } }).touch("ann", "bob")
    none.signup("bob")
    none.openReview("bob")
    none.after(4 * day)
    expect(tags(none.closeReview("bob", "approved"))).toEqual(["ReviewClosed", "ReferralExpired"])
  })

  it("of a second order, whose refund came before it, leaves what hung on the first alone", () => {
    const shop = small()
    shop.refund("o1", "r1", "499.99 USD")
    shop.refund("o2", "r1", "100.00 USD")
    expect(tags(shop.order("o2", "bob", "500.00 USD"))).toEqual(["OrderRecorded", "ReviewOpened", "OrderRefunded"])
    shop.closeReview("bob", "approved")
    expect(shop.standings).toEqual([
      "advocate: 10.00 USD less 10.00 USD store-credit voided",
      "advocate: 10.00 USD store-credit pending"
    ])
  })

  it("is only possible where there is something to review", () => {
    const shop = open()
    expect(shop.try(shop.closing("bob", "approved"))).toMatchObject({ _tag: "ReferralUnknown" })
    shop.refer("ann", "bob", "o1", "500.00 USD")
    expect(shop.try({ ...shop.closing("bob", "approved"), _tag: "OpenReview" } as never)).toMatchObject({
      _tag: "ReviewNotPossible"
    })
    shop.closeReview("bob", "approved")
    expect(shop.try(shop.closing("bob", "approved"))).toMatchObject({ _tag: "ReviewNotPossible", state: "qualified" })
    expect(all(shop.world, "ReviewOpened").length).toBe(1)
  })
})

import { describe, expect, it } from "vitest"
import { all, credit, day, failures, giftCard, one, percentOff, program, Shop, tags } from "../arbitraries/shop.ts"

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

describe("What is learned during a review", () => {
  const anns = { prints: ["anns"] }
  const bobs = { prints: ["bobs"] }
  const guests = { prints: ["guests"] }
  const signUp = { id: "sign-up", on: "sign-up" as const, give: giftCard("3.00 USD"), hold: "3 days" }
  const doors = ["staff", "silence"] as const
  type Door = (typeof doors)[number]
  type Learning = (shop: Shop) => unknown

  /** Bob's first order waits for a verdict; a guest has ordered so long after it, or before. */
  const waiting = (input: object = {}, guestAt = -day) => {
    const advocate = [{ id: "order", give: credit(), hold: "2 days" }, signUp]
    const onSilence = { after: "7 days", then: "pay" as const }
    const shop = new Shop(
      program({ advocate, milestones: [{ every: 1, give: giftCard() }], review, onSilence, ...input })
    )
    shop.enroll("ann", anns).after(day).touch("ann", "bob")
    const began = shop.world.now
    shop.quote("q1", "bob", "1000.00 USD", bobs)
    shop.order("o1", "bob", "friend" in input ? "800.00 USD" : "1000.00 USD", { ...bobs, quote: "q1" })
    shop.after(day).order("g1", "guest", "9.00 USD", { ...guests, at: began + guestAt })
    return shop
  }
  const approved = (shop: Shop, by: Door) => {
    const known = shop.world.events.length
    if (by === "staff") shop.after(5 * day).closeReview("bob", "approved")
    else shop.after(6 * day)
    const events = shop.world.events.slice(known)
    expect(one({ events }, "ReviewClosed")).toMatchObject({ by, verdict: "approved" })
    return { events }
  }

  const orders =
    (prints: { readonly prints: readonly string[] }): Learning =>
    (shop) =>
      shop.order("o2", "bob", "20.00 USD", prints)
  const signsUp =
    (prints: { readonly prints: readonly string[] }): Learning =>
    (shop) =>
      shop.signup("bob", prints)
  const sameAddress: readonly (readonly [string, Learning])[] = [
    ["the friend orders under the advocate's address", orders(anns)],
    ["the friend signs up under the advocate's address", signsUp(anns)],
    ["the advocate orders under the friend's address", (shop) => shop.order("a1", "ann", "20.00 USD", bobs)]
  ]
  const guestAddress: readonly (readonly [string, Learning])[] = [
    ["the friend orders under the guest's address", orders(guests)],
    ["the friend signs up under the guest's address", signsUp(guests)],
    ["the guest orders under the friend's address", (shop) => shop.order("g2", "guest", "9.00 USD", bobs)]
  ]
  const nothing: readonly (readonly [string, Learning])[] = [
    ["the friend orders under another address", orders({ prints: ["others"] })],
    ["the friend orders under the same address", orders(bobs)],
    ["nobody does anything", () => {}]
  ]
  const both = (all: readonly (readonly [string, Learning])[]) =>
    all.flatMap(([what, learns]) => doors.map((by) => ({ what, learns, by })))

  it.each([
    ...both(sameAddress).map((one) => ({ ...one, reason: "shared-email" })),
    ...both(guestAddress).map((one) => ({ ...one, reason: "existing-customer" }))
  ])("lets no order pay: $what, and $by approves", ({ by, learns, reason }) => {
    const shop = waiting()
    learns(shop)
    const closed = approved(shop, by)
    const refused = one(closed, "OrderNotCounted")
    expect([refused.order, refused.reason, failures(refused)]).toEqual(["o1", reason, [reason]])
    expect([all(closed, "ReferralQualified"), all(closed, "RewardReleased")]).toEqual([[], []])
    // The sign-up's gift card alone had been granted.
    expect(shop.standings).toEqual(["sign-up: 3.00 USD less 3.00 USD gift-card voided"])
    expect(shop.referral("bob")?.state).toBe("open")
  })

  it.each(both(nothing))("changes nothing where it is no news: $what, and $by approves", ({ by, learns }) => {
    const shop = waiting()
    learns(shop)
    expect(one(approved(shop, by), "ReferralQualified").order).toBe("o1")
    expect(shop.after(3 * day).rewards.map(({ state }) => state)).toEqual(["available", "available", "available"])
  })

  it.each(
    doors.flatMap((by) => [
      { by, when: "before", at: -1, isFriend: false },
      { by, when: "in the moment that", at: 0, isFriend: true },
      { by, when: "after", at: 1, isFriend: true }
    ])
  )("goes by what the guest ordered $when the referral began, and $by approves", ({ at, by, isFriend }) => {
    const shop = waiting({}, at)
    shop.signup("bob", guests)
    expect(all(approved(shop, by), "ReferralQualified").length).toBe(isFriend ? 1 : 0)
  })

  it.each([
    ...both(sameAddress).map((one) => ({ ...one, counts: 0 })),
    ...both(guestAddress).map((one) => ({ ...one, counts: 1 }))
  ])("in a program for everybody counts $counts: $what, and $by approves", ({ by, counts, learns }) => {
    const shop = waiting({ newCustomersOnly: false })
    learns(shop)
    expect(all(approved(shop, by), "ReferralQualified").length).toBe(counts)
  })

  it.each(doors)("leaves a discount that was given to nobody, where %s approves", (by) => {
    const shop = waiting({ friend: { give: percentOff(20) } })
    shop.signup("bob", anns)
    expect(one(approved(shop, by), "DiscountNotCovered")).toMatchObject({ rule: "friend", reason: "shared-email" })
  })

  it.each(doors)("takes a sign-up's reward back that had been available before, where %s approves", (by) => {
    const shop = waiting({ advocate: [{ ...signUp, hold: "1 hour" }], milestones: [] })
    shop.closeReview("bob", "approved")
    expect(shop.standings).toEqual(["sign-up: 3.00 USD gift-card available"])
    shop.refund("o1", "r1", "1000.00 USD")
    shop.openReview("bob")
    shop.order("o3", "bob", "1000.00 USD")
    shop.signup("bob", anns)
    approved(shop.after(day), by)
    expect(shop.standings).toEqual(["sign-up: 3.00 USD less 3.00 USD gift-card reversed"])
  })

  it("is not asked where the verdict is no", () => {
    const shop = waiting()
    shop.signup("bob", anns)
    expect(tags(shop.closeReview("bob", "rejected"))).toEqual(["ReviewClosed", "RewardTakenBack"])
  })

  it.each(doors)("takes nothing from a friend who had qualified, where %s approves: the next order asks", (by) => {
    const advocate = { on: "every order" as const, give: credit(), hold: "2 days" }
    const shop = waiting({ advocate, review: { ordersFrom: "5000.00 USD" } })
    shop.openReview("bob")
    shop.signup("bob", anns)
    const closed = approved(shop.after(day), by)
    expect([all(closed, "RewardGranted"), all(closed, "RewardTakenBack")]).toEqual([[], []])
    expect(shop.rewards.map(({ state }) => state)).toEqual(["available", "available"])
    expect(one(shop.order("o2", "bob", "20.00 USD"), "OrderNotCounted").reason).toBe("shared-email")
  })
})

import { describe, expect, it } from "vitest"
import { credit, day, failures, one, program, Shop, start, tags } from "../arbitraries/shop.ts"

const spring = (input = {}) =>
  program({ advocate: { give: credit() }, attribution: { window: "2 days" }, qualify: { within: "3 days" }, ...input })
const open = (...programs: ReadonlyArray<ReturnType<typeof program>>) => {
  const shop = new Shop(...programs)
  for (const { id } of programs) for (const person of ["ann", "amy"]) shop.enroll(person, { program: id })
  return shop
}
const lastTouch = spring({ attribution: { model: "last-touch", window: "2 days" } })

describe("Attribution", () => {
  it("last-touch credits whoever came last; code-beats-link the last typed code", () => {
    const touched = (shop: Shop) =>
      shop.touch("ann", "bob", { source: "code" }).after(1000).touch("amy", "bob", { source: "click" }).after(1000)
    const last = touched(open(lastTouch))
    last.signup("bob")
    expect(last.referral("bob")?.advocate).toBe("amy")
    const typed = touched(open(spring()))
    typed.signup("bob")
    expect(typed.referral("bob")?.advocate).toBe("ann")
  })

  it("does not depend on the order in which touches arrive", () => {
    const shop = open(lastTouch)
    shop.after(1000).touch("ann", "bob").touch("amy", "bob", { at: start }).signup("bob")
    expect(shop.referral("bob")?.advocate).toBe("ann")
  })

  it("remembers touches of the same moment in the order of their ids", () => {
    const shop = open(lastTouch).touch("ann", "bob").touch("amy", "bob")
    shop.signup("bob")
    expect(shop.referral("bob")?.advocate).toBe("amy")
  })

  it.each([
    [-1, "credited"],
    [0, "forgotten"],
    [1, "forgotten"]
  ])("remembers a touch for its window: %i ms past the end it is %s", (past, outcome) => {
    const shop = open(spring())
      .touch("ann", "bob")
      .after(2 * day + past)
    shop.signup("bob")
    expect(shop.referral("bob") === null ? "forgotten" : "credited").toBe(outcome)
  })

  it.each([
    [-1, "qualified"],
    [0, "expired"],
    [1, "expired"]
  ])("gives a friend a time to qualify: %i ms past the end the referral is %s", (past, state) => {
    const shop = open(spring()).touch("ann", "bob")
    shop.signup("bob")
    shop.after(3 * day + past).order("o1", "bob", "50.00 USD")
    expect(shop.referral("bob")?.state).toBe(state)
  })

  it("counts an order that was placed in time although the news of it comes later", () => {
    const shop = open(spring()).touch("ann", "bob")
    shop.signup("bob")
    shop.after(4 * day).order("o1", "bob", "50.00 USD", { at: start + day })
    expect(shop.referral("bob")?.state).toBe("qualified")
  })

  it("does not see a touch that came after the visit", () => {
    const shop = open(spring()).after(day).touch("ann", "bob")
    expect(tags(shop.order("o1", "bob", "50.00 USD", { at: start }))).toEqual(["OrderRecorded"])
  })

  it("merges what the visitor did with what the person did", () => {
    const shop = open(lastTouch).touch("ann", "bob").after(1000).touch("amy", "v9")
    shop.signup("bob", { visitor: "v9" })
    expect(shop.referral("bob")?.advocate).toBe("amy")
    const other = open(lastTouch).touch("amy", "v9").after(1000).touch("ann", "bob")
    other.signup("bob", { visitor: "v9" })
    expect(other.referral("bob")?.advocate).toBe("ann")
  })

  it("among several programs credits the newest touch", () => {
    const shop = open(spring(), spring({ id: "vip" }))
      .touch("ann", "bob")
      .after(1000)
      .touch("amy", "bob", { program: "vip" })
    shop.signup("bob")
    expect([shop.referral("bob"), shop.referral("bob", "vip")?.advocate]).toEqual([null, "amy"])
  })

  it("credits nobody for a touch of a referral that is over, until there is a new one", () => {
    const shop = open(spring({ newCustomersOnly: false })).touch("ann", "bob")
    shop.signup("bob")
    shop.after(4 * day)
    expect(shop.referral("bob")?.state).toBe("expired")
    expect(tags(shop.order("o1", "bob", "50.00 USD"))).toEqual(["OrderRecorded"])
    shop.touch("amy", "bob").order("o2", "bob", "50.00 USD")
    expect(shop.referral("bob")).toMatchObject({ advocate: "amy", generation: 2, state: "qualified" })
  })

  it("credits a friend's advocate once and for good when the friend has qualified", () => {
    const shop = open(spring({ newCustomersOnly: false }))
    shop.refer("ann", "bob", "o1")
    const second = shop.after(1000).refer("amy", "bob", "o2")
    expect(tags(second)).toEqual(["OrderRecorded", "OrderNotCounted"])
    expect(one(second, "OrderNotCounted")).toMatchObject({ reason: "qualification", advocate: "ann" })
  })
})

describe("Guards", () => {
  const everybody = spring({ newCustomersOnly: false })

  it("self-referral: nobody is their own friend", () => {
    expect(one(open(spring()).refer("ann", "ann", "o1"), "ReferralRejected").reason).toBe("self-referral")
  })

  it("shared-email: no address of the friend is one of the advocate's", () => {
    const shop = new Shop(spring()).enroll("ann", { prints: ["x", "y"] }).touch("ann", "bob")
    expect(one(shop.order("o1", "bob", "50.00 USD", { prints: ["z", "y"] }), "ReferralRejected").reason).toBe(
      "shared-email"
    )
  })

  it("shared-email: an address that is only given with the order still counts", () => {
    const shop = new Shop(spring()).enroll("ann", { prints: ["x"] }).touch("ann", "bob")
    shop.signup("bob")
    expect(one(shop.quote("q1", "bob", "50.00 USD", { prints: ["x"] }), "QuoteMade").credit).toBe(null)
    const order = shop.order("o1", "bob", "50.00 USD", { prints: ["x"] })
    expect(one(order, "OrderNotCounted").reason).toBe("shared-email")
    expect(shop.rewards).toEqual([])
  })

  it("referral-cycle: who has referred cannot become somebody's friend", () => {
    const shop = open(everybody).enroll("bob")
    shop.refer("ann", "bob", "o1")
    expect(one(shop.refer("bob", "ann", "o2"), "ReferralRejected").reason).toBe("referral-cycle")
  })

  it.each([
    ["has ordered here before", {}, "o0"],
    ["the store says that they are known", { newCustomer: false }, null]
  ])("existing-customer: the friend %s", (_, seen, before) => {
    const shop = open(spring())
    if (before !== null) shop.order(before, "bob", "5.00 USD")
    const order = shop.touch("ann", "bob").order("o1", "bob", "50.00 USD", seen)
    expect(one(order, "ReferralRejected").reason).toBe("existing-customer")
  })

  it("a program for everybody takes known customers", () => {
    const shop = open(everybody)
    shop.order("o0", "bob", "5.00 USD")
    shop.refer("ann", "bob", "o1")
    expect(shop.referral("bob")).toMatchObject({ state: "qualified", isNew: false })
  })

  it("with two faults, the reason is the earlier guard, and the evidence names both", () => {
    const rejected = one(
      open(spring()).touch("ann", "ann").order("o1", "ann", "5.00 USD", { newCustomer: false }),
      "ReferralRejected"
    )
    expect(rejected.reason).toBe("self-referral")
    expect(failures(rejected)).toEqual(["self-referral", "existing-customer"])
  })

  it("a touch that was refused is not looked at again", () => {
    const shop = open(spring())
    shop.refer("ann", "ann", "o1")
    expect(tags(shop.order("o2", "ann", "50.00 USD"))).toEqual(["OrderRecorded"])
  })
})

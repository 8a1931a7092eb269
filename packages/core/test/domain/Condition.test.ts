import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Catalogs from "../../src/domain/Catalogs.ts"
import type { Sight } from "../../src/domain/Condition.ts"
import { checkOf, describeWhen } from "../../src/domain/Entries.ts"
import { failed, passed } from "../../src/domain/Evidence.ts"
import type { PersonId, ProgramId } from "../../src/domain/Ids.ts"
import * as Program from "../../src/domain/Program.ts"
import * as Rejection from "../../src/domain/Rejection.ts"
import * as Truth from "../../src/domain/Truth.ts"
import { credit, day, money, one, program, Shop, tags } from "../arbitraries/shop.ts"

const T = Truth

describe("Truth", () => {
  it.each([
    [true, true, false, true, true],
    [true, false, false, false, true],
    [true, null, false, null, true],
    [false, true, true, false, true],
    [false, false, true, false, false],
    [false, null, true, false, null],
    [null, true, null, null, true],
    [null, false, null, false, null],
    [null, null, null, null, null]
  ])("of %s and %s: not %s, all %s, any %s", (a, b, not, all, any) => {
    expect([T.not(a), T.all([a, b]), T.any([a, b])]).toEqual([not, all, any])
    // De Morgan: each says the other, turned round.
    expect(T.not(T.all([a, b]))).toBe(T.any([T.not(a), T.not(b)]))
  })

  it("is read from evidence: what failed and saw null is not known", () => {
    expect([passed("x"), failed("x"), failed("x", "DE"), failed("x", null)].map(T.of)).toEqual([
      true,
      false,
      false,
      null
    ])
  })
})

const us = { condition: "country-in", countries: ["US"] }
const vip = { condition: "segment-in", segments: ["vip"] }
const large = { condition: "minimum-total", amount: "40.00 USD" }
const not = (of: object) => ({ condition: "not", of })
const all = (...of: object[]) => ({ condition: "all-of", of })
const any = (...of: object[]) => ({ condition: "any-of", of })

const read = (condition: object) => Program.make({ ...least, qualify: { when: [condition as never] } }).qualify.when[0]
const least = { id: "spring", timeZone: "UTC", onSilence: "hold" } as const
const evidence = (condition: object, seen: Partial<Sight>) => {
  const when = read(condition)
  if (when === undefined) throw new Error("no condition")
  return checkOf(when, Catalogs.builtIn)({ total: money("39.99 USD"), isNew: true, earlier: 0, country: null, ...seen })
}

describe("Condition", () => {
  it.each([
    ["a no", not(us), { country: "DE" }, true],
    ["a yes", not(us), { country: "US" }, false],
    ["what is not known", not(us), {}, null],
    ["what is not known, twice", not(not(us)), {}, null],
    ["segments that were not said", not(vip), {}, null],
    ["no segments", not(vip), { segments: [] }, true],
    ["a segment", not(vip), { segments: ["vip"] }, false],
    ["a no beside what is not known", not(all(us, large)), {}, true],
    ["a yes beside what is not known", not(any(us, large)), { total: money("40.00 USD") }, false],
    ["all of a yes and what is not known", all(us, large), { total: money("40.00 USD") }, null],
    ["any of a no and what is not known", any(us, large), {}, null],
    ["any of a yes and what is not known", any(us, large), { total: money("40.00 USD") }, true]
  ])("that turns round or puts together %s", (_, condition, seen, truth) => {
    const said = evidence(condition, seen)
    expect([T.of(said), said.passed]).toEqual([truth, truth === true])
  })

  it("names the parts that were met, and all of them", () => {
    expect(evidence(any(us, large), { country: "US" })).toEqual({
      check: "any-of",
      passed: true,
      actual: "country-in",
      limit: "country-in minimum-total"
    })
    expect(evidence(all(us, large), { country: "DE" })).toMatchObject({ actual: "none" })
  })

  it("is told to people with its parts, and written back as it was", () => {
    const when = read(not(any(vip, large)))
    expect(when && describeWhen(when, Catalogs.builtIn, "en")).toBe(
      'it is not so that (the person is in "vip" or the order is 40.00 USD or more)'
    )
    const made = Program.make({ ...least, qualify: { when: [not(any(vip, large)) as never] } })
    expect(Program.toJson(made).qualify).toMatchObject({ when: [not(any(vip, large))] })
  })

  it.each([
    [not({ condition: "moon" }), /^qualify\.when\[0\]\.of\.condition: there is no condition "moon"/],
    [any(us, { condition: "country-in", countries: ["usa"] }), /^qualify\.when\[0\]\.of\[1\]\.countries\[0\]: must be/],
    [not({ ...us, surprise: 1 }), /^qualify\.when\[0\]\.of\.surprise: is not a field here/],
    [not([us]), /^qualify\.when\[0\]\.of/],
    [all(), /^qualify\.when\[0\]\.of/],
    [any(...Array.from({ length: 9 }, () => us)), /^qualify\.when\[0\]\.of/],
    [not(not(not(not(us)))), /^qualify\.when\[0\]\.of\.of\.of\.of: stands too deep/],
    [{ condition: "past-orders" }, /^qualify\.when\[0\]: says no number/],
    [{ condition: "past-orders", atLeast: 2, atMost: 1 }, /^qualify\.when\[0\]\.atMost: is less than atLeast, 2/],
    [{ condition: "segment-in", segments: [" vip"] }, /^qualify\.when\[0\]\.segments\[0\]: must be a segment's name/]
  ])("is refused with its place: %j", (condition, message) => {
    const refused = Program.decode({ ...least, qualify: { when: [condition] } })
    expect(Result.isFailure(refused) && refused.failure.message).toMatch(message)
  })

  it("may stand three deep", () => {
    expect(evidence(not(not(not(us))), { country: "DE" }).passed).toBe(true)
  })
})

describe("segments and past orders", () => {
  const open = (when: object) =>
    new Shop(program({ newCustomersOnly: false, advocate: { give: credit(), when: [when as never] } }))
      .enroll("ann")
      .touch("ann", "bob")

  it("stay with the order: a review later sees what was said then", () => {
    const shop = open(vip)
    shop.do({ _tag: "RecordSignup", at: shop.world.now, person: "bob" as PersonId })
    shop.do({ _tag: "OpenReview", at: shop.world.now, program: "spring" as ProgramId, friend: "bob" as PersonId })
    const recorded = shop.order("o1", "bob", "40.00 USD", { segments: ["vip"] })
    expect(one(recorded, "OrderRecorded")).toMatchObject({ segments: ["vip"] })
    const closed = shop.after(30 * day).do({
      _tag: "CloseReview",
      at: shop.world.now,
      program: "spring" as ProgramId,
      friend: "bob" as PersonId,
      verdict: "approved"
    })
    expect(tags(closed)).toContain("RewardGranted")
  })

  it.each([
    ["said", { segments: ["vip"] }, "RewardGranted"],
    ["said otherwise", { segments: [] }, "RewardRefused"],
    ["not said", {}, "RewardRefused"]
  ])("decide about the order that they were %s with", (_, seen, tag) => {
    expect(tags(open(vip).order("o1", "bob", "40.00 USD", seen))).toContain(tag)
  })

  it.each([
    [0, "RewardRefused"],
    [1, "RewardGranted"],
    [2, "RewardRefused"]
  ])("counts the %i orders before", (earlier, tag) => {
    const shop = new Shop(
      program({
        newCustomersOnly: false,
        advocate: { give: credit(), when: [{ condition: "past-orders", atLeast: 1, atMost: 1 } as never] }
      })
    ).enroll("ann")
    for (let n = 0; n < earlier; n++) shop.order(`past-${n}`, "bob", "1.00 USD")
    const decision = shop.touch("ann", "bob").order("o1", "bob", "40.00 USD")
    expect(one(decision, "OrderRecorded").earlier).toBe(earlier)
    expect(tags(decision)).toContain(tag)
  })
})

describe("who may refer", () => {
  const enrolling = (shop: Shop, segments?: readonly string[]) =>
    shop.try({
      _tag: "EnrollAdvocate",
      at: shop.world.now,
      program: "spring" as ProgramId,
      person: "ann" as PersonId,
      codes: ["ANN" as never],
      ...(segments === undefined ? {} : { segments })
    })
  const open = (...when: object[]) =>
    new Shop(program({ refer: { when: when as never }, advocate: { give: credit() } }))
  const bought = { condition: "past-orders", atLeast: 1 }

  it("is refused with the condition that failed, until it is met", () => {
    const shop = open(bought, not(vip))
    const refused = enrolling(shop, [])
    expect(refused).toMatchObject({ _tag: "MayNotRefer", condition: "past-orders" })
    expect(typeof refused === "object" && Rejection.message(refused)).toBe(
      'may not refer in program "spring": past-orders: 0, against 1 or more; ask again once that is met'
    )
    shop.order("o1", "ann", "5.00 USD")
    expect(enrolling(shop)).toMatchObject({ _tag: "MayNotRefer", condition: "not" })
    expect(enrolling(shop, ["vip"])).toMatchObject({ _tag: "MayNotRefer", condition: "not" })
    expect(enrolling(shop, [])).toBe("Decided")
    // Whoever takes part stays, whatever is said later.
    expect(enrolling(shop, ["vip"])).toBe("Decided")
  })

  it("keeps why, and says nothing where everybody may", () => {
    const enrolled = (shop: Shop) => shop.enroll("ann").world.events.find(({ _tag }) => _tag === "AdvocateEnrolled")
    expect(enrolled(open({ condition: "past-orders", atMost: 0 }))).toMatchObject({
      because: [{ check: "past-orders", passed: true, actual: 0, limit: "0 or fewer" }]
    })
    expect(enrolled(open())).not.toHaveProperty("because")
  })

  it.each([[us], [large], [{ condition: "new-customer" }], [not(us)], [any(vip, large)]])(
    "asks about a person, not about an order: %j",
    (condition) => {
      const refused = Program.decode({ ...least, refer: { when: [condition] } })
      expect(Result.isFailure(refused) && refused.failure.message).toMatch(
        /^refer\.when\[0\]: [a-z-]+ looks at an order, and nobody orders while they enroll/
      )
    }
  )
})

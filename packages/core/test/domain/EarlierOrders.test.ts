/** Who has ordered before, under whatever name: what is known of a customer by an address alone. */
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Command } from "../../src/domain/Command.ts"
import type { PersonId, ProgramId } from "../../src/domain/Ids.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, day, fixedOff, one, program, Shop, tags } from "../arbitraries/shop.ts"
import type { Outcome } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

const spring = (input = {}) =>
  program({
    friend: { give: fixedOff("5.00 USD") },
    advocate: { give: credit() },
    qualify: { within: "30 days" },
    ...input
  })
const open = (input = {}) => new Shop(spring(input)).enroll("ann").touch("ann", "joe")
const mine = { prints: ["mine"] }
const joes = { prints: ["joe"] }

/** How the guest came to be known under joe's address, before joe came. */
const known: readonly (readonly [string, (shop: Shop) => unknown])[] = [
  ["gave it with an order", (shop) => shop.order("g1", "guest", "9.00 USD", joes)],
  [
    "gave it with a sign-up, and ordered without",
    (shop) => [shop.signup("guest", joes), shop.order("g1", "guest", "9.00 USD")]
  ],
  [
    "ordered without, and gave it with a sign-up",
    (shop) => [shop.order("g1", "guest", "9.00 USD"), shop.signup("guest", joes)]
  ],
  [
    "ordered without, and gave it when they enrolled",
    (shop) => [shop.order("g1", "guest", "9.00 USD"), shop.enroll("guest", joes)]
  ],
  ["gave it as the second of two", (shop) => shop.order("g1", "guest", "9.00 USD", { prints: ["other", "joe"] })],
  ["got all of it back", (shop) => [shop.order("g1", "guest", "9.00 USD", joes), shop.refund("g1", "r1", "9.00 USD")]]
]

/** The doors at which joe's address may be given, with what is refused there. */
const given: readonly (readonly [string, (shop: Shop) => unknown])[] = [
  ["with the order", (shop) => shop.order("o1", "joe", "50.00 USD", joes)],
  ["with the sign-up", (shop) => [shop.signup("joe", joes), shop.order("o1", "joe", "50.00 USD")]],
  ["with the order that follows a sign-up", (shop) => [shop.signup("joe"), shop.order("o1", "joe", "50.00 USD", joes)]]
]

describe("a friend who has ordered as a guest", () => {
  it.each(known.flatMap(([how, before]) => given.map(([when, comes]) => ({ how, when, before, comes }))))(
    "earns nobody anything: the guest $how, and the friend gives it $when",
    ({ before, comes }) => {
      const shop = open()
      before(shop)
      comes(shop.after(day))
      expect(shop.rewards).toEqual([])
    }
  )

  it.each([
    ["gave another address", (shop: Shop) => shop.order("g1", "guest", "9.00 USD", { prints: ["other"] })],
    ["gave none", (shop: Shop) => shop.order("g1", "guest", "9.00 USD")],
    ["gave it, and never ordered", (shop: Shop) => shop.signup("guest", joes)],
    ["asked what a cart would cost", (shop: Shop) => shop.quote("q1", "guest", "9.00 USD", joes)]
  ])("is new where the guest %s", (_, before) => {
    const shop = open()
    before(shop)
    const order = shop.order("o1", "joe", "50.00 USD", joes)
    expect(one(order, "ReferralAttributed").isNew).toBe(true)
    expect(tags(order)).toContain("RewardGranted")
  })

  it("is told so, and nobody's address is", () => {
    const shop = open()
    shop.order("g1", "guest", "9.00 USD", joes)
    const rejected = one(shop.order("o1", "joe", "50.00 USD", joes), "ReferralRejected")
    expect(rejected.reason).toBe("existing-customer")
    expect(rejected.because).toContainEqual({
      check: "existing-customer",
      passed: false,
      actual: "known by e-mail",
      limit: "new"
    })
    expect(
      JSON.stringify(shop.world.events, (_, value) => (typeof value === "bigint" ? `${value}` : value))
    ).not.toMatch(/"joe"\]|mine/)
  })

  it("counts in a program for everybody, as somebody who is not new", () => {
    const shop = open({
      newCustomersOnly: false,
      advocate: [
        { id: "all", give: credit() },
        { id: "new", give: credit(), when: [{ condition: "new-customer" }] }
      ]
    })
    shop.order("g1", "guest", "9.00 USD", joes)
    const order = shop.order("o1", "joe", "50.00 USD", joes)
    expect(one(order, "ReferralAttributed").isNew).toBe(false)
    expect(all(order, "RewardGranted").map(({ rule }) => rule)).toEqual(["all"])
  })

  it("gets no discount at checkout, and is told why", () => {
    const shop = open()
    shop.order("g1", "guest", "9.00 USD", joes)
    const quote = one(shop.quote("q1", "joe", "50.00 USD", joes), "QuoteMade")
    expect(quote).toMatchObject({ credit: null, discounts: [] })
    expect(quote.because).toContainEqual(expect.objectContaining({ actual: "known by e-mail", passed: false }))
  })

  it("loses what the sign-up had earned, once the address is known", () => {
    const shop = open({ advocate: { on: "sign-up", give: credit() } })
    shop.order("g1", "guest", "9.00 USD", joes)
    shop.after(day).signup("joe")
    expect(shop.rewards).toMatchObject([{ state: "available" }])
    const order = shop.after(day).order("o1", "joe", "50.00 USD", joes)
    expect(one(order, "OrderNotCounted")).toMatchObject({ reason: "existing-customer" })
    expect(shop.rewards).toMatchObject([{ state: "reversed" }])
  })

  it.each([
    ["before", -1, false],
    ["in the moment", 0, true],
    ["after", 1, true]
  ])("is judged by what was ordered before the referral began: %s", (_, late, isFriend) => {
    const shop = open().after(day)
    const began = shop.world.now
    shop.signup("joe")
    // The news of it comes later in all three.
    shop.after(day).order("g2", "guest", "9.00 USD", joes)
    shop.order("g1", "guest", "9.00 USD", { at: began + late })
    const order = shop.after(day).order("o1", "joe", "50.00 USD", joes)
    expect(tags(order).includes("RewardGranted")).toBe(isFriend)
  })

  it("is judged by whoever of them ordered first", () => {
    const shop = open()
    shop.order("g1", "guest", "9.00 USD", joes)
    shop.after(day).signup("joe")
    shop.after(day).order("h1", "another guest", "9.00 USD", joes)
    expect(one(shop.order("o1", "joe", "50.00 USD", joes), "OrderNotCounted").reason).toBe("existing-customer")
  })

  it("stops earning with the order that gives the address, where every order earns", () => {
    const shop = open({ advocate: { on: "every order", give: credit() } })
    shop.order("g1", "guest", "9.00 USD", joes)
    shop.after(day)
    expect(all(shop.order("o1", "joe", "50.00 USD"), "RewardGranted")).toHaveLength(1)
    expect(one(shop.order("o2", "joe", "50.00 USD", joes), "OrderNotCounted").reason).toBe("existing-customer")
    expect(one(shop.order("o3", "joe", "50.00 USD"), "OrderNotCounted").reason).toBe("existing-customer")
  })

  it("is judged anew by the terms that the referral has been moved to", () => {
    const shop = open({ newCustomersOnly: false })
    shop.order("g1", "guest", "9.00 USD", joes)
    shop.after(day).signup("joe", joes)
    shop.publish(spring(), "publish", { openReferrals: "move" })
    expect(one(shop.order("o1", "joe", "50.00 USD"), "OrderNotCounted").reason).toBe("existing-customer")
  })
})

describe("earlier orders", () => {
  it("are those of all who gave one of the addresses, each once", () => {
    const shop = open({ newCustomersOnly: false })
    shop.order("g1", "guest", "9.00 USD", { prints: ["joe", "other"] })
    shop.order("g2", "guest", "9.00 USD")
    shop.order("h1", "guest-2", "9.00 USD", { prints: ["other"] })
    shop.order("m1", "mia", "9.00 USD", mine)
    shop.order("o0", "joe", "9.00 USD")
    const order = one(shop.order("o1", "joe", "50.00 USD", { prints: ["joe", "other"] }), "OrderRecorded")
    expect(order).toMatchObject({ earlier: 4, byEmail: 3 })
    expect(one(shop.order("o2", "joe", "50.00 USD"), "OrderRecorded")).toMatchObject({ earlier: 5, byEmail: 3 })
    expect(one(shop.order("o3", "guest", "50.00 USD"), "OrderRecorded")).toMatchObject({ earlier: 6, byEmail: 4 })
    expect(one(shop.order("m2", "mia", "9.00 USD"), "OrderRecorded")).not.toHaveProperty("byEmail")
  })

  it("go by all addresses that somebody has given, whichever they give now", () => {
    const shop = open()
    shop.order("g1", "guest", "9.00 USD", joes)
    shop.signup("joe", joes)
    expect(one(shop.order("o1", "joe", "50.00 USD", mine), "OrderRecorded").byEmail).toBe(1)
  })

  it.each([
    [1, "Decided"],
    [0, "MayNotRefer"]
  ])("say who may refer: %i as a guest", (orders, outcome) => {
    const shop = new Shop(spring({ refer: { when: [{ condition: "past-orders", atLeast: 1 }] } }))
    for (let n = 0; n < orders; n++) shop.order(`g${n}`, "guest", "9.00 USD", joes)
    const command: Command = {
      _tag: "EnrollAdvocate",
      at: shop.world.now,
      program: "spring" as ProgramId,
      person: "joe" as PersonId,
      codes: ["JOE" as never],
      ...joes
    }
    const tried = shop.try(command)
    expect(typeof tried === "object" ? tried._tag : tried).toBe(outcome)
  })

  it("say what a sign-up and a cart earn", () => {
    const when = [{ condition: "past-orders", atLeast: 1 } as const]
    const shop = open({
      newCustomersOnly: false,
      friend: { give: fixedOff("5.00 USD"), when },
      advocate: { on: "sign-up", give: credit(), when }
    })
    shop.order("g1", "guest", "9.00 USD", joes)
    expect(one(shop.quote("q1", "joe", "50.00 USD", joes), "QuoteMade").discounts).toHaveLength(1)
    expect(tags(shop.signup("joe", joes))).toContain("RewardGranted")
  })
})

describe("an address that many give", () => {
  /** So many have given it, and none of them has ordered. */
  const crowded = (input = {}) => {
    const shop = open(input)
    for (let n = 0; n < 16; n++) shop.signup(`p${n}`, joes)
    return shop
  }
  const told = (shop: Shop, order: string, who: string) => {
    const { byEmail = 0, earlier } = one(shop.order(order, who, "50.00 USD", joes), "OrderRecorded")
    return { byEmail, earlier }
  }

  it("makes an old customer of nobody", () => {
    const order = crowded().order("o1", "joe", "50.00 USD", joes)
    expect(one(order, "ReferralAttributed").isNew).toBe(true)
    expect(one(order, "OrderRecorded")).toMatchObject({ earlier: 0 })
  })

  it("makes one of whoever comes after an order, whoever placed it", () => {
    for (const who of ["p3", "somebody else"]) {
      const shop = crowded()
      shop.order("g1", who, "9.00 USD", joes)
      expect(one(shop.order("o1", "joe", "50.00 USD", joes), "ReferralRejected").reason).toBe("existing-customer")
    }
  })

  it("tells how many orders there were, a guest's id for each", () => {
    const shop = open()
    for (let n = 0; n < 30; n++) shop.order(`g${n}`, `guest-${n}`, "9.00 USD", joes)
    expect(told(shop, "o1", "joe")).toEqual({ earlier: 30, byEmail: 30 })
    expect(told(shop, "o2", "joe")).toEqual({ earlier: 31, byEmail: 30 })
    expect(told(shop, "g30", "guest-3")).toEqual({ earlier: 32, byEmail: 31 })
  })

  it("counts an order once that came with two of them", () => {
    const shop = open()
    const both = { prints: ["joe", "home"] }
    for (let n = 0; n < 20; n++) shop.order(`g${n}`, `guest-${n}`, "9.00 USD", both)
    expect(one(shop.order("o1", "joe", "50.00 USD", both), "OrderRecorded").byEmail).toBe(20)
  })

  it.each([
    ["before", -1, false],
    ["after", 1, true]
  ])("is looked at again by what was ordered before the referral began: %s", (_, late, isFriend) => {
    const shop = crowded().after(day)
    const began = shop.world.now
    shop.signup("joe")
    shop.after(day).order("g2", "guest-2", "9.00 USD", joes)
    shop.order("g1", "guest-1", "9.00 USD", { ...joes, at: began + late })
    shop.order("g3", "guest-3", "9.00 USD", joes)
    const order = shop.after(day).order("o1", "joe", "50.00 USD", joes)
    expect(tags(order).includes("RewardGranted")).toBe(isFriend)
  })

  it("is no longer written with each order, once there were a thousand more", () => {
    const shop = crowded()
    for (let n = 0; n < 1_002; n++) shop.order(`g${n}`, `guest-${n}`, "9.00 USD", joes)
    expect(told(shop, "o1", "joe")).toEqual({ earlier: 1_000, byEmail: 1_000 })
  })
})

it("tells two apart who share an address, however often one of them has given it", () => {
  const shop = open()
  for (let n = 0; n < 20; n++) shop.order(`g${n}`, "guest", "9.00 USD", joes)
  expect(one(shop.order("o1", "joe", "50.00 USD", joes), "OrderRecorded").byEmail).toBe(20)
})

/** Counts anew from what was asked alone: who has ordered how often, and which addresses everybody has given. */
class Model {
  readonly #orders = new Map<string, number>()
  readonly #addresses = new Map<string, ReadonlySet<string>>()
  /** Referrals of people who were known by an address alone. */
  matched = 0

  see(command: Command, outcome: Outcome): void {
    if (outcome._tag !== "Decided" || !("person" in command)) return
    const { person } = command
    const given = new Set([
      ...(this.#addresses.get(person) ?? []),
      ...("prints" in command ? (command.prints ?? []) : [])
    ])
    let byEmail = 0
    for (const [who, theirs] of this.#addresses) {
      if (who !== person && [...given].some((print) => theirs.has(print))) byEmail += this.#orders.get(who) ?? 0
    }
    const before = (this.#orders.get(person) ?? 0) + byEmail
    for (const event of all(outcome.decision, "OrderRecorded")) {
      expect([event.earlier, event.byEmail ?? 0]).toEqual([before, byEmail])
    }
    const claim = "newCustomer" in command ? command.newCustomer : undefined
    for (const { isNew } of all(outcome.decision, "ReferralAttributed")) {
      expect(isNew).toBe(before === 0 && claim !== false)
      if (byEmail > 0) this.matched += 1
    }
    // Who only asks what a cart would cost is not remembered.
    if (command._tag !== "RequestQuote") this.#addresses.set(person, given)
    if (command._tag === "RecordOrder") this.#orders.set(person, (this.#orders.get(person) ?? 0) + 1)
  }
}

const deed = fc.record({
  door: fc.constantFrom("order", "order", "signup", "quote", "touch"),
  who: fc.constantFrom("joe", "kim", "lee", "guest"),
  by: fc.constantFrom("ann", "amy"),
  prints: fc.subarray(["home", "work", "ann"]),
  claim: fc.constantFrom(undefined, undefined, true, false)
})

describe("law 126: who is new, and how many orders were before, is what everybody's orders under the same addresses say", () => {
  it("of a household in which everybody refers and orders", () => {
    let matched = 0
    fc.assert(
      fc.property(
        fc.array(deed, { minLength: 3, maxLength: 25, size: "max" }),
        fc.boolean(),
        (deeds, newCustomersOnly) => {
          const shop = new Shop(spring({ newCustomersOnly })).enroll("ann", { prints: ["ann"] }).enroll("amy")
          const model = new Model()
          for (const [n, { by, claim, door, prints, who }] of deeds.entries()) {
            const seen = { prints, ...(claim === undefined ? {} : { newCustomer: claim }) }
            shop.after(1000)
            if (door === "touch") shop.touch(by, who)
            else if (door === "signup")
              shop.try({ _tag: "RecordSignup", at: shop.world.now, person: who as PersonId, ...seen })
            else if (door === "quote") shop.quote(`q${n}`, who, "50.00 USD", seen)
            else shop.order(`o${n}`, who, "50.00 USD", seen)
          }
          for (const { command, decision } of shop.world.decisions) model.see(command, { _tag: "Decided", decision })
          matched += model.matched
        }
      ),
      law
    )
    expect(matched).toBeGreaterThan(0)
  })

  it("of every program in its life", () => {
    fc.assert(
      fc.property(history({ steps: 30 }), (story) => {
        const model = new Model()
        live(story, { after: (_, command, outcome) => model.see(command, outcome) })
      }),
      law
    )
  })
})

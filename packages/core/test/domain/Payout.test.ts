/** Payout runs: who is selected, who is handed on to whoever pays, and what becomes of each item. */
import { describe, expect, it } from "vitest"
import type { PayoutCommand } from "../../src/domain/Command.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { PersonId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Money from "../../src/domain/Money.ts"
import type { Unit } from "../../src/domain/Unit.ts"
import { usd } from "../arbitraries/lots.ts"
import { all, day, money, one, program, Shop, start, tags } from "../arbitraries/shop.ts"
import { replay } from "../arbitraries/world.ts"

const ann = "ann" as PersonId

/** Each of these people is owed 10.00 USD for each of so many orders. */
const owed = (people: Readonly<Record<string, number>>, offer: object = {}) => {
  const advocate = { give: { kind: "cash", amount: "10.00 USD" }, on: "every order", ...offer }
  const shop = new Shop(program({ newCustomersOnly: false, advocate } as never))
  for (const [person, orders] of Object.entries(people)) {
    shop.enroll(person).touch(person, `friend of ${person}`)
    for (let n = 1; n <= orders; n++) shop.order(`${person} ${n}`, `friend of ${person}`, "100.00 USD")
  }
  return shop
}

type Open = Extract<PayoutCommand, { readonly _tag: "OpenPayout" }>

/** What is said to a run `r`. */
const to = (shop: Shop, run = "r") => {
  const at = () => shop.world.now
  return {
    open: (more: Partial<Open> = {}): PayoutCommand => ({
      _tag: "OpenPayout",
      at: at(),
      run,
      minimum: money("0.01 USD"),
      holdMs: 0,
      ...more
    }),
    select: (person: string, unit: Unit = usd): PayoutCommand => ({
      _tag: "SelectPayout",
      at: at(),
      run,
      person: person as PersonId,
      unit
    }),
    approve: (by?: string): PayoutCommand => ({
      _tag: "ApprovePayout",
      at: at(),
      run,
      ...(by === undefined ? {} : { by })
    }),
    send: (from: number): PayoutCommand => ({ _tag: "SendPayout", at: at(), run, from }),
    paid: (person: string, reference = `bank ${person}`): PayoutCommand => ({
      _tag: "PaidPayout",
      at: at(),
      run,
      person: person as PersonId,
      reference
    }),
    fail: (person: string, reason = "no account"): PayoutCommand => ({
      _tag: "FailPayout",
      at: at(),
      run,
      person: person as PersonId,
      reason
    }),
    close: (): PayoutCommand => ({ _tag: "ClosePayout", at: at(), run })
  }
}

/** A run of these people, open. */
const selected = (people: Readonly<Record<string, number>>, open: Partial<Open> = {}) => {
  const shop = owed(people)
  shop.do(to(shop).open(open))
  for (const person of Object.keys(people)) shop.do(to(shop).select(person))
  return shop
}

const runOf = (shop: Shop, run = "r") => shop.world.fact<Fact.Payout>(Key.payout(run))
const itemOf = (shop: Shop, person: string, run = "r") =>
  shop.world.fact<Fact.PayoutItem>(Key.payoutItem(run, person as PersonId))
const sums = (shop: Shop, run = "r") => {
  const { failed, items, paid, selected, sent, settled } = runOf(shop, run) as Fact.Payout
  return { items, sent, settled, ...minors({ selected, paid, failed }) }
}
const minors = <A extends string>(of: Readonly<Record<A, Money.Money>>) =>
  Object.fromEntries(Object.entries<Money.Money>(of).map(([name, { minor }]) => [name, minor]))
const payments = (shop: Shop) =>
  [...shop.world.messages.values()].flatMap((one) =>
    one._tag === "Payment" ? [`${one.person} ${Money.format(one.amount)}`] : []
  )

describe("opening a payout run", () => {
  it("says what it pays, from now on where it names no cut-off", () => {
    const shop = owed({})
    shop.do(to(shop).open({ minimum: money("5.00 USD"), holdMs: day }))
    const none = money("0.00 USD")
    expect(runOf(shop)).toEqual({
      run: "r",
      cutoff: start,
      holdMs: day,
      minimum: money("5.00 USD"),
      state: "open",
      openedBy: null,
      approvedBy: null,
      items: 0,
      sent: 0,
      settled: 0,
      selected: none,
      paid: none,
      failed: none,
      recorded: start
    })
  })

  it("is possible once", () => {
    const shop = owed({})
    shop.do(to(shop).open())
    expect(shop.try(to(shop).open())).toEqual({ _tag: "PayoutExists", run: "r" })
  })

  it.each([
    ["now", 0, "Decided"],
    ["a moment ahead", 1, { _tag: "InTheFuture", at: start + 1, now: start }]
  ])("with a cut-off %s", (_, ahead, outcome) => {
    const shop = owed({})
    expect(shop.try(to(shop).open({ cutoff: (start + ahead) as Instant }))).toEqual(outcome)
  })

  it("comes before all else", () => {
    const shop = owed({ ann: 1 })
    const { approve, close, fail, paid, select, send } = to(shop)
    for (const command of [select("ann"), approve(), send(1), paid("ann"), fail("ann"), close()]) {
      expect(shop.try(command)).toEqual({ _tag: "PayoutUnknown", run: "r" })
    }
  })
})

describe("selecting a person", () => {
  it("uses their lots at once, and adds an item to the run", () => {
    const shop = selected({ ann: 2, bob: 1 })
    expect(sums(shop)).toEqual({ items: 2, sent: 0, settled: 0, selected: 3000n, paid: 0n, failed: 0n })
    expect(itemOf(shop, "bob")).toStrictEqual({
      run: "r",
      n: 2,
      person: "bob",
      amount: money("10.00 USD"),
      state: "selected",
      reference: null,
      year: null,
      reason: null,
      recorded: start
    })
    expect([shop.balance("owed/ann"), shop.balance("redeemed/spring")]).toEqual([0n, 3000n])
    const [event] = all(shop.world, "PayoutSelected")
    expect(shop.world.facts.has(Key.payoutHeld("r", ann))).toBe(false)
    for (const left of ["because", "counted"]) expect(event).not.toHaveProperty(left)
  })

  it("twice is once, and in another run it finds nothing", () => {
    const shop = selected({ ann: 1 })
    shop.order("ann 2", "friend of ann", "100.00 USD")
    expect(tags(shop.do(to(shop).select("ann")))).toEqual([])
    shop.do(to(shop, "s").open())
    shop.do(to(shop, "s").select("ann"))
    expect(itemOf(shop, "ann", "s")?.amount).toEqual(money("10.00 USD"))
    expect(tags(shop.do(to(shop, "s").select("bob")))).toEqual([])
  })

  it.each([
    ["the minimum, reached", { minimum: money("20.00 USD") }, 2000n],
    ["the minimum, a cent short", { minimum: money("20.01 USD") }, 0n],
    ["the cut-off, at the moment that they were available", { cutoff: (start + 14 * day) as Instant }, 2000n],
    ["the cut-off, a moment before", { cutoff: (start + 14 * day - 1) as Instant }, 0n],
    ["the hold of the run, over", { holdMs: day }, 2000n],
    ["the hold of the run, a moment short", { holdMs: day + 1 }, 0n]
  ])("looks at %s", (_, open, minor) => {
    const shop = owed({ ann: 2 }, { hold: "14 days" }).after(15 * day)
    shop.do(to(shop).open(open))
    shop.do(to(shop).select("ann"))
    expect(itemOf(shop, "ann")?.amount.minor ?? 0n).toBe(minor)
  })

  it("takes the lots that are due, and leaves the others", () => {
    const shop = owed({ ann: 1 }).after(1)
    shop.order("ann 2", "friend of ann", "100.00 USD")
    shop.do(to(shop).open({ cutoff: start as Instant }))
    shop.do(to(shop).select("ann"))
    expect([itemOf(shop, "ann")?.amount.minor, shop.balance("owed/ann")]).toEqual([1000n, 1000n])
  })

  it.each([
    [31, undefined],
    [32, 32_000n],
    [33, 32_000n]
  ])("of %s lots of 10.00 takes 32 at the most, and these though the minimum is more", (lots, minor) => {
    const shop = owed({ ann: lots })
    shop.do(to(shop).open({ minimum: money("320.01 USD") }))
    shop.do(to(shop).select("ann"))
    expect(itemOf(shop, "ann")?.amount.minor).toBe(minor)
  })

  it("of somebody who has nothing adds nothing, though nothing is asked for", () => {
    const shop = owed({ ann: 0 })
    shop.do(to(shop).open({ minimum: money("0.00 USD") }))
    expect(tags(shop.do(to(shop).select("ann")))).toEqual([])
  })

  it("goes by the unit of the run, or it is a mistake of whoever calls", () => {
    const shop = selected({ ann: 1 })
    expect(() => shop.try(to(shop).select("ann", "EUR" as Unit))).toThrow("pays USD, not EUR")
  })

  it.each([
    ["approved", (shop: Shop) => shop.do(to(shop).approve())],
    ["closed", (shop: Shop) => shop.do(to(shop).close())]
  ])("is not possible in a run that is %s", (state, happens) => {
    const shop = owed({ ann: 1 })
    shop.do(to(shop).open())
    happens(shop)
    const outcome = { _tag: "PayoutNotPossible", run: "r", state, wanted: "open" }
    expect([shop.try(to(shop).select("ann")), shop.try(to(shop).approve())]).toEqual([outcome, outcome])
  })
})

describe("approving a run", () => {
  it.each([
    ["kim", "kim", { _tag: "PayoutOwnApproval", run: "r", by: "kim" }],
    ["kim", "lee", "Decided"],
    ["kim", undefined, "Decided"],
    [undefined, "lee", "Decided"],
    [undefined, undefined, "Decided"]
  ])("that %s has opened, by %s", (opener, by, outcome) => {
    const shop = selected({ ann: 1 }, opener === undefined ? {} : { by: opener })
    expect(shop.try(to(shop).approve(by))).toEqual(outcome)
    const approved = { state: "approved", openedBy: opener ?? null, approvedBy: by ?? null }
    if (outcome === "Decided") expect(runOf(shop)).toMatchObject(approved)
  })

  it("says what is left to pay, without what has failed by then", () => {
    const shop = selected({ ann: 2, bob: 1, cat: 1 })
    shop.do(to(shop).fail("bob"))
    expect(one(shop.do(to(shop).approve("lee")), "PayoutApproved")).toMatchObject({
      by: "lee",
      items: 2,
      amount: money("30.00 USD")
    })
  })

  it("of nobody hands nothing on", () => {
    const shop = selected({})
    expect(shop.do(to(shop).approve()).messages).toEqual([])
  })
})

describe("handing a run on", () => {
  const many = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`p${i + 1}`, 1]))

  it.each([
    [1, ["1-1"]],
    [16, ["1-16"]],
    [17, ["1-16", "17-17"]],
    [33, ["1-16", "17-32", "33-33"]]
  ])("of %s items goes page by page, each item once", (n, pages) => {
    const shop = selected(many(n))
    shop.do(to(shop).approve())
    shop.after(0)
    expect(all(shop.world, "PayoutSent").map(({ from, to }) => `${from}-${to}`)).toEqual(pages)
    expect(payments(shop)).toEqual(Object.keys(many(n)).map((person) => `${person} 10.00 USD`))
    expect(runOf(shop)?.sent).toBe(n)
    expect(Object.keys(many(n)).every((person) => itemOf(shop, person)?.state === "approved")).toBe(true)
    // Asked once more, nobody is paid twice.
    for (const { from } of all(shop.world, "PayoutSent")) expect(tags(shop.do(to(shop).send(from)))).toEqual([])
  })

  it("waits for the approval, and for the page before", () => {
    const shop = selected(many(17))
    expect(tags(shop.do(to(shop).send(1)))).toEqual([])
    shop.do(to(shop).approve())
    expect(tags(shop.do(to(shop).send(17)))).toEqual([])
    expect(tags(shop.do(to(shop).send(1)))).toEqual(["PayoutSent"])
    expect(tags(shop.do(to(shop).send(17)))).toEqual(["PayoutSent"])
  })

  it("passes over what is settled by then", () => {
    const shop = selected({ ann: 1, bob: 1, cat: 1 })
    shop.do(to(shop).fail("ann"))
    shop.do(to(shop).approve())
    shop.do(to(shop).paid("bob"))
    shop.after(0)
    expect(payments(shop)).toEqual(["cat 10.00 USD"])
    expect([itemOf(shop, "ann")?.state, itemOf(shop, "bob")?.state]).toEqual(["failed", "paid"])
    expect(runOf(shop)?.sent).toBe(3)
  })

  it("stops where the run was closed meanwhile", () => {
    const shop = selected({ ann: 1 })
    shop.do(to(shop).approve())
    shop.do(to(shop).paid("ann"))
    shop.do(to(shop).close())
    shop.after(0)
    expect([payments(shop), runOf(shop)?.state]).toEqual([[], "closed"])
  })
})

describe("an item", () => {
  it("is paid under the payment's own name, in the year that it is", () => {
    const shop = selected({ ann: 2 })
    shop.do(to(shop).approve())
    shop.after(Date.UTC(2027, 0, 1) - start - 1)
    shop.do(to(shop).paid("ann", "bank 17"))
    expect(itemOf(shop, "ann")).toMatchObject({ state: "paid", reference: "bank 17", year: "2026", reason: null })
    expect(sums(shop)).toEqual({ items: 1, sent: 1, settled: 1, selected: 2000n, paid: 2000n, failed: 0n })
    shop.order("ann 3", "friend of ann", "100.00 USD")
    shop.do(to(shop, "s").open())
    shop.do(to(shop, "s").select("ann"))
    shop.do(to(shop, "s").approve())
    shop.do(to(shop, "s").paid("ann"))
    const inYear = (year: string) => shop.world.fact<Fact.PaidYear>(Key.paidYear(ann, year, "USD"))?.paid
    expect(inYear("2026")).toEqual(money("30.00 USD"))
    shop.after(1).order("ann 4", "friend of ann", "100.00 USD")
    shop.do(to(shop, "t").open())
    shop.do(to(shop, "t").select("ann"))
    shop.do(to(shop, "t").approve())
    shop.do(to(shop, "t").paid("ann"))
    expect([inYear("2026"), inYear("2027")]).toEqual([money("30.00 USD"), money("10.00 USD")])
  })

  it("is paid once the run is approved, and not before", () => {
    const shop = selected({ ann: 1 })
    const early = { _tag: "PayoutNotPossible", run: "r", state: "open", wanted: "approved" }
    expect(shop.try(to(shop).paid("ann"))).toEqual(early)
    shop.do(to(shop).approve())
    expect(shop.try(to(shop).paid("ann"))).toBe("Decided")
  })

  it.each([
    ["before it is approved", () => {}],
    ["when it is approved", (shop: Shop) => void shop.do(to(shop).approve())],
    ["after it was handed on", (shop: Shop) => void (shop.do(to(shop).approve()) && shop.after(0))]
  ])("may fail %s: its lots come back, and a later run takes them", (_, happens) => {
    const shop = selected({ ann: 2 })
    happens(shop)
    expect(tags(shop.do(to(shop).fail("ann", "no account")))).toEqual(["PayoutFailed", "LotsReturned"])
    expect(itemOf(shop, "ann")).toMatchObject({ state: "failed", reason: "no account", reference: null })
    expect(sums(shop)).toMatchObject({ items: 1, settled: 1, selected: 2000n, paid: 0n, failed: 2000n })
    expect([shop.balance("owed/ann"), shop.balance("redeemed/spring")]).toEqual([2000n, 0n])
    shop.do(to(shop, "s").open())
    shop.do(to(shop, "s").select("ann"))
    expect(itemOf(shop, "ann", "s")?.amount).toEqual(money("20.00 USD"))
  })

  it("that is not there is told so, and so is one that is settled", () => {
    const shop = selected({ ann: 1, bob: 1 })
    shop.do(to(shop).approve())
    shop.do(to(shop).paid("ann"))
    shop.do(to(shop).fail("bob"))
    const outcomes = (person: string) => [shop.try(to(shop).paid(person)), shop.try(to(shop).fail(person))]
    const said = (outcome: object) => [outcome, outcome]
    expect(outcomes("cat")).toEqual(said({ _tag: "PayoutItemUnknown", run: "r", person: "cat" }))
    expect(outcomes("ann")).toEqual(said({ _tag: "PayoutItemSettled", run: "r", person: "ann", state: "paid" }))
    expect(outcomes("bob")).toEqual(said({ _tag: "PayoutItemSettled", run: "r", person: "bob", state: "failed" }))
  })

  it("of what is refunded after its selection is paid whole: what was taken is the person's debt", () => {
    const shop = selected({ ann: 2 })
    shop.refund("ann 1", "re", "100.00 USD")
    shop.do(to(shop).approve())
    shop.after(0)
    expect([payments(shop), shop.balance("debt/ann")]).toEqual([["ann 20.00 USD"], -1000n])
    shop.do(to(shop).fail("ann"))
    expect([shop.balance("owed/ann"), shop.balance("debt/ann")]).toEqual([1000n, 0n])
  })
})

describe("closing a run", () => {
  it("waits until each item is settled", () => {
    const shop = selected({ ann: 1, bob: 1, cat: 1 })
    shop.do(to(shop).fail("cat"))
    expect(shop.try(to(shop).close())).toEqual({ _tag: "PayoutUnsettled", run: "r", left: 2 })
    shop.do(to(shop).approve())
    shop.do(to(shop).paid("ann"))
    expect(shop.try(to(shop).close())).toEqual({ _tag: "PayoutUnsettled", run: "r", left: 1 })
    shop.do(to(shop).paid("bob"))
    shop.do(to(shop).close())
    expect(runOf(shop)?.state).toBe("closed")
  })

  it("is possible once, and of a run in which nobody is", () => {
    const shop = selected({})
    shop.do(to(shop).close())
    expect(shop.try(to(shop).close())).toEqual({
      _tag: "PayoutNotPossible",
      run: "r",
      state: "closed",
      wanted: "open or approved"
    })
  })

  it("leaves what its events say, and nothing else", () => {
    const shop = selected({ ann: 2, bob: 1 })
    shop.do(to(shop).approve())
    shop.after(0)
    shop.do(to(shop).paid("ann"))
    shop.do(to(shop).fail("bob"))
    shop.do(to(shop).close())
    const { counters, facts } = replay(shop.world.events)
    const ofRuns = [Key.payout("r"), Key.payoutItem("r", ann), Key.paidYear(ann, "2026", "USD")]
    for (const key of ofRuns) expect(facts.get(key)).toEqual(shop.world.facts.get(key))
    expect(counters).toEqual(shop.world.counters)
  })
})

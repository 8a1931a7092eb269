import { describe, expect, it } from "vitest"
import * as Event from "../../src/domain/Event.ts"
import type { PersonId, ProgramId } from "../../src/domain/Ids.ts"
import * as Ledger from "../../src/domain/Ledger.ts"
import { usd } from "../arbitraries/lots.ts"
import { credit, one, percentOff, program, Shop } from "../arbitraries/shop.ts"

const spring = "spring" as ProgramId
const _ann = "ann" as PersonId
const amount = { minor: 5n, unit: usd }

describe("Ledger", () => {
  it("has a cost, what was used and what lapsed for each program, and what is owed and owing for each person", () => {
    const odd = "ann/owed" as PersonId
    expect([
      Ledger.expense(spring),
      Ledger.redeemed(spring),
      Ledger.breakage(spring),
      Ledger.owed(odd),
      Ledger.debt(odd)
    ]).toEqual(["expense/spring", "redeemed/spring", "breakage/spring", "owed/ann%2Fowed", "debt/ann%2Fowed"])
  })

  it("holds what is promised and what is given apart", () => {
    expect(Ledger.balance("owed/ann", usd, "pending")).toBe("balance/owed/ann/USD/pending")
    expect(Ledger.balance("owed/ann", usd, "posted")).toBe("balance/owed/ann/USD/posted")
  })

  it.each([
    ["pending", ["a pending -5", "b pending 5"]],
    ["post", ["a pending 5", "b pending -5", "a posted -5", "b posted 5"]],
    ["void", ["a pending 5", "b pending -5"]],
    ["direct", ["a posted -5", "b posted 5"]]
  ] as const)("%s moves what it says from the one account to the other", (phase, expected) => {
    const moved: string[] = []
    Ledger.movements(Ledger.make("t", phase, "a", "b", amount), (account, unit, column, add) => {
      expect(unit).toBe("USD")
      moved.push(`${account} ${column} ${add}`)
    })
    expect(moved).toEqual(expected)
  })

  it("a transfer names the one that it resolves, where there is one", () => {
    const plain = { id: "t", phase: "post", debit: "a", credit: "b", amount }
    expect(Ledger.make("t", "post", "a", "b", amount)).toStrictEqual(plain)
    expect(Ledger.make("t", "post", "a", "b", amount, "of")).toStrictEqual({ ...plain, of: "of" })
  })
})

describe("the transfers of a grant", () => {
  const moves = (event: Event.Event) =>
    Event.transfers(event).map(({ credit, debit, id, phase }) => `${phase} ${debit} > ${credit} (${id})`)

  it.each([
    ["held", { hold: "1 day" }, "pending"],
    ["given at once", {}, "direct"]
  ])("%s: the program owes it to the person", (_, offer, phase) => {
    const shop = new Shop(program({ advocate: { give: credit(), ...offer } })).enroll("ann")
    const granted = one(shop.refer("ann", "bob", "o1"), "RewardGranted")
    expect(moves(granted)).toEqual([`${phase} expense/spring > owed/ann (${granted.reward}/grant)`])
  })

  it("taken off at checkout: owed and used in one", () => {
    const shop = new Shop(program({ friend: { give: percentOff(20) } })).enroll("ann").touch("ann", "bob")
    shop.quote("q", "bob", "100.00 USD")
    const granted = one(shop.order("o1", "bob", "80.00 USD", { quote: "q" }), "RewardGranted")
    expect(moves(granted)).toEqual([
      `direct expense/spring > owed/bob (${granted.reward}/grant)`,
      `direct owed/bob > redeemed/spring (${granted.reward}/redeem)`
    ])
  })

  it("most events move nothing, charge nothing and need no reason", () => {
    const shop = new Shop(program({ advocate: { give: credit() } })).enroll("ann")
    const [enrolled] = shop.world.events.filter(({ _tag }) => _tag === "AdvocateEnrolled")
    if (enrolled === undefined) throw new Error("nobody enrolled")
    expect([Event.transfers(enrolled), Event.charges(enrolled), Event.because(enrolled)]).toEqual([[], [], []])
    shop.refer("ann", "bob", "o1")
    expect(Event.because(one(shop.refund("o1", "r1", "1.00 USD"), "OrderRefunded"))).toEqual([])
  })

  it("charges counters; rolling caps are facts", () => {
    const caps = [
      { count: 5, per: "ever" },
      { count: 5, per: "rolling 7 days" }
    ] as const
    const chargedFor = (cap: typeof caps | (typeof caps)[0]) => {
      const shop = new Shop(program({ advocate: { give: credit(), cap } })).enroll("ann")
      return Event.charges(one(shop.refer("ann", "bob", "o1"), "RewardGranted"))
    }
    const ever = { counter: "cap/spring/advocate/ann/ever", add: 1n }
    expect([chargedFor(caps[0]), chargedFor(caps)]).toEqual([[ever], [ever]])
  })
})

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Because from "../../src/domain/Because.ts"
import { law } from "../arbitraries/money.ts"
import { written } from "../arbitraries/programs.ts"
import { all, credit, day, giftCard, one, pointsOf, program, Shop, tags } from "../arbitraries/shop.ts"

/** Bob has come through Ann, and has not ordered yet. */
const open = (input = {}) =>
  new Shop(program({ advocate: [{ id: "now", give: credit() }], ...input })).enroll("ann").touch("ann", "bob")

const chargebacks = (decision: ReturnType<Shop["do"]>) =>
  all(decision, "OrderRefunded").map(({ amount, reason, waiting }) => [amount.minor, reason, waiting])

describe("a dispute that comes before its order", () => {
  it("holds from the start what the order earns, and lets it go when it is won", () => {
    const shop = open()
    expect(one(shop.dispute("o1", "d1"), "DisputeOpened")).toMatchObject({ amount: null, waiting: true })
    expect(one(shop.order("o1", "bob", "100.00 USD"), "RewardGranted").state).toBe("pending")
    shop.after(day)
    expect(shop.only("now").state).toBe("pending")
    expect(tags(shop.rule("o1", "d1", "won"))).toEqual(["DisputeClosed", "RewardReleased"])
  })

  it("says so, and one that comes after it does not", () => {
    const shop = open()
    const events = [shop.dispute("o1", "d1", "5.00 USD"), shop.rule("o1", "d1", "won")].flatMap((done) => done.events)
    expect(Because.of(events).map(({ outcome }) => outcome)).toEqual([
      "opened over 5.00 USD of order o1, waits for its order",
      "won, over order o1, waits for its order"
    ])
    shop.order("o1", "bob", "100.00 USD")
    expect(Object.keys(one(shop.dispute("o1", "d2"), "DisputeOpened"))).not.toContain("waiting")
    expect(Object.keys(one(shop.rule("o1", "d2", "won"), "DisputeClosed"))).not.toContain("waiting")
  })

  it("holds nothing once it was won", () => {
    const shop = open()
    shop.dispute("o1", "d1")
    shop.rule("o1", "d1", "won")
    const order = shop.order("o1", "bob", "100.00 USD")
    expect([one(order, "RewardGranted").state, chargebacks(order)]).toEqual(["available", []])
  })

  it("holds no milestone, which no order earns alone", () => {
    const shop = open({ milestones: [{ id: "first", every: 1, give: giftCard() }] })
    shop.dispute("o1", "d1")
    const granted = all(shop.order("o1", "bob", "100.00 USD"), "RewardGranted")
    expect(granted.map(({ rule, state }) => `${rule} ${state}`)).toEqual(["now pending", "first available"])
  })

  const lose = (shop: Shop, amount?: string, dispute = "d1"): void => {
    shop.dispute("o1", dispute, amount)
    shop.rule("o1", dispute, "lost")
  }

  it.each<readonly [string, (shop: Shop) => void, readonly bigint[], bigint]>([
    ["all that is kept, where no amount was told", (shop) => lose(shop), [10_000n], 1000n],
    ["all, where its opening was never told", (shop) => shop.rule("o1", "d1", "lost"), [10_000n], 1000n],
    ["its amount", (shop) => lose(shop, "30.00 USD"), [3000n], 300n],
    [
      "its amount, though that was told after its end",
      (shop) => {
        shop.rule("o1", "d1", "lost")
        shop.dispute("o1", "d1", "30.00 USD")
      },
      [3000n],
      300n
    ],
    [
      "all, where an opening without an amount comes after its end",
      (shop) => {
        shop.rule("o1", "d1", "lost")
        shop.dispute("o1", "d1")
      },
      [10_000n],
      1000n
    ],
    ["its amount, though that is beyond the order", (shop) => lose(shop, "100.01 USD"), [10_001n], 1000n],
    [
      "what a refund that waits has left",
      (shop) => {
        lose(shop)
        shop.refund("o1", "r1", "40.00 USD")
      },
      [4000n, 6000n],
      1000n
    ],
    [
      "what the one before it has left",
      (shop) => {
        lose(shop, "99.99 USD")
        lose(shop, undefined, "d2")
      },
      [9999n, 1n],
      1000n
    ],
    [
      "nothing, where all is refunded",
      (shop) => {
        shop.refund("o1", "r1", "100.00 USD")
        lose(shop)
      },
      [10_000n],
      1000n
    ]
  ])("lost is a refund of %s", (_, tell, refunded, taken) => {
    const shop = open()
    tell(shop)
    const order = shop.order("o1", "bob", "100.00 USD")
    expect(chargebacks(order).map(([minor]) => minor)).toEqual(refunded)
    expect(shop.only("now").taken.minor).toBe(taken)
    expect(order.events.every((event) => !("waiting" in event) || event.waiting === false)).toBe(true)
  })

  it("lost is no refund of a canceled order", () => {
    const shop = open()
    shop.cancel("o1")
    lose(shop)
    expect(chargebacks(shop.order("o1", "bob", "100.00 USD"))).toEqual([])
  })

  it("once its order has come, an amount that is told after the end changes nothing", () => {
    const shop = open()
    shop.rule("o1", "d1", "lost")
    shop.order("o1", "bob", "100.00 USD")
    expect(tags(shop.dispute("o1", "d1", "30.00 USD"))).toEqual(["DisputeOpened"])
    expect(shop.only("now").taken.minor).toBe(1000n)
  })

  it.each<readonly [string, (shop: Shop) => void]>([
    ["lost", (shop) => lose(shop)],
    [
      "lost after all was refunded",
      (shop) => {
        shop.refund("o1", "r1", "100.00 USD")
        lose(shop)
      }
    ]
  ])("law 29: %s, it leaves the cap used, and gives the budget back", (_, tell) => {
    const cap = { count: 1, per: "ever" as const }
    const budget = { amount: "50.00 USD", per: "ever" as const }
    const shop = open({ advocate: { give: credit(), cap }, budget })
    tell(shop)
    shop.order("o1", "bob", "100.00 USD")
    expect([...shop.world.counters].filter(([key]) => !key.startsWith("balance/"))).toEqual([
      ["cap/spring/advocate/ann/ever", 1n]
    ])
  })

  it("ends as it was told first, and may be told again", () => {
    const shop = open()
    shop.rule("o1", "d1", "won")
    shop.dispute("o1", "d1", "30.00 USD")
    expect(shop.try(shop.ruling("o1", "d1", "won"))).toBe("Repeated")
    expect(shop.try(shop.disputing("o1", "d1", "30.00 USD"))).toBe("Repeated")
    expect(one(shop.order("o1", "bob", "100.00 USD"), "RewardGranted").state).toBe("available")
  })

  it("is one of eight that an order may have, whenever they come", () => {
    const shop = open()
    for (let n = 0; n < 7; n++) shop.dispute("o1", `d${n}`)
    expect(shop.try(shop.disputing("o1", "d7"))).toBe("Decided")
    const ninth = { _tag: "TooManyDisputes", order: "o1", limit: 8 }
    expect([shop.try(shop.disputing("o1", "d8")), shop.try(shop.ruling("o1", "d8", "lost"))]).toEqual([ninth, ninth])
    shop.order("o1", "bob", "100.00 USD")
    expect(shop.try(shop.disputing("o1", "d8"))).toEqual(ninth)
    expect(shop.try(shop.ruling("o1", "d7", "won"))).toBe("Decided")
  })

  it.each<readonly [string, (shop: Shop) => void, (shop: Shop) => ReturnType<Shop["try"]>, object | string]>([
    ["a refund after a dispute", usd, (shop) => shop.try(shop.refunding("o1", "r1", "1 JPY")), mismatch("amount")],
    ["a refund in the same", usd, (shop) => shop.try(shop.refunding("o1", "r1", "1.00 USD")), "Decided"],
    ["a dispute after another", usd, (shop) => shop.try(shop.disputing("o1", "d2", "1 JPY")), mismatch("amount")],
    ["a dispute of all", usd, (shop) => shop.try(shop.disputing("o1", "d2")), "Decided"],
    [
      "a dispute after a refund",
      (shop) => shop.refund("o1", "r1", "1.00 USD"),
      (shop) => shop.try(shop.disputing("o1", "d2", "1 JPY")),
      mismatch("amount")
    ],
    ["the order", usd, (shop) => shop.try(shop.ordering("o1", "bob", "80 JPY")), mismatch("total")],
    ["the order in the same", usd, (shop) => shop.try(shop.ordering("o1", "bob", "80.00 USD")), "Decided"],
    [
      "the order after a dispute that named no amount",
      (shop) => shop.dispute("o1", "d1"),
      (shop) => shop.try(shop.ordering("o1", "bob", "80 JPY")),
      "Decided"
    ]
  ])("says in which currency the order is: %s", (_, before, then, outcome) => {
    const shop = open()
    before(shop)
    const found = then(shop)
    if (typeof outcome === "string") expect(found).toBe(outcome)
    else expect(found).toMatchObject(outcome)
  })

  it("is no order: edits are still refused", () => {
    const shop = open()
    shop.dispute("o1", "d1", "5.00 USD")
    expect(shop.try(shop.changing("o1", 1, "1.00 USD"))).toMatchObject({ _tag: "OrderUnknown" })
  })
})

function usd(shop: Shop): void {
  shop.dispute("o1", "d1", "5.00 USD")
}

function mismatch(path: string): object {
  return { _tag: "CurrencyMismatch", path, expected: "USD", actual: "JPY" }
}

type Deed =
  | { readonly do: "order" }
  | { readonly do: "cancel" }
  | { readonly do: "refund"; readonly id: string; readonly size: number }
  | { readonly do: "open"; readonly id: string; readonly size: number | null }
  | { readonly do: "won" | "lost"; readonly id: string }

const size = fc.integer({ min: 1, max: 6_000 })
const trouble: fc.Arbitrary<readonly Deed[]> = fc.oneof(
  fc.record({ do: fc.constant("refund" as const), id: fc.constant("r"), size }).map((deed) => [deed]),
  fc
    .record({ end: fc.constantFrom("won" as const, "lost" as const), told: fc.option(size) })
    .map(({ end, told }): readonly Deed[] => [
      { do: "open", id: "d", size: told },
      { do: end, id: "d" }
    ]),
  fc.constant([{ do: "cancel" }])
)

/** All that happens to one order, in the order in which it happens; each thing has an id of its own. */
const troubles = fc.array(trouble, { minLength: 1, maxLength: 4 }).map((all): readonly Deed[] => {
  const named = all.flatMap((deeds, n) =>
    deeds.map((deed) => ("id" in deed ? { ...deed, id: `${deed.id}${n}` } : deed))
  )
  const isCanceled = named.findIndex((deed) => deed.do === "cancel")
  return [{ do: "order" }, ...named.filter((deed, n) => deed.do !== "cancel" || n === isCanceled)]
})

/** Shuffled; but how much a loss is of is told before it is lost, since what was refunded for it stays so. */
const shuffled = (deeds: readonly Deed[], rank: (deed: Deed) => number): readonly Deed[] => {
  const mixed = [...deeds].sort((a, b) => rank(a) - rank(b))
  for (const deed of deeds) {
    if (deed.do !== "open" || deed.size === null) continue
    const opened = mixed.indexOf(deed)
    const lost = mixed.findIndex((one) => one.do === "lost" && one.id === deed.id)
    if (lost < 0 || opened < lost) continue
    ;[mixed[opened], mixed[lost]] = [mixed[lost] as Deed, mixed[opened] as Deed]
  }
  return mixed
}

const live = (shop: Shop, deed: Deed, total: number): void => {
  if (deed.do === "order") shop.order("o1", "bob", written(total, "USD"))
  else if (deed.do === "cancel") shop.cancel("o1")
  else if (deed.do === "refund") shop.refund("o1", deed.id, written(deed.size, "USD"))
  else if (deed.do === "open") shop.dispute("o1", deed.id, deed.size === null ? undefined : written(deed.size, "USD"))
  else if (deed.do === "won" || deed.do === "lost") shop.rule("o1", deed.id, deed.do)
}

/** What is left of it all once every hold is over. */
const endOf = (deeds: readonly Deed[], pauses: readonly number[], total: number) => {
  const advocate = [
    { id: "held", give: credit("7.77 USD"), hold: "2 days" },
    { id: "now", give: giftCard("3.33 USD") },
    { id: "anew", give: pointsOf(), onPartialRefund: "recompute" as const }
  ]
  const shop = open({ advocate })
  for (const [n, deed] of deeds.entries()) {
    live(shop, deed, total)
    shop.after(pauses[n] ?? 0)
  }
  shop.after(9 * day)
  const isGone = (state: string): boolean => state === "voided" || state === "reversed"
  // An order that was canceled before it came has earned nothing, and one that came before has lost it all.
  const standing = shop.rewards.filter(({ state }) => !isGone(state))
  const rewards = standing.map(({ amount, rule, state, taken }) => `${rule} ${amount.minor - taken.minor} ${state}`)
  return [rewards, shop.referral("bob")?.state, shop.balance("owed/ann"), shop.balance("expense/spring")]
}

describe("whatever comes before an order or after it", () => {
  it("law 30: the order, refunds, disputes and a cancellation end in the same, in whatever order they come", () => {
    const seen = { waited: 0, stands: 0 }
    fc.assert(
      fc.property(
        troubles,
        fc.array(fc.constantFrom(0, day)),
        fc.integer({ min: 1, max: 12_000 }),
        fc.func(fc.nat()),
        (deeds, pauses, total, rank) => {
          const mixed = shuffled(deeds, rank)
          if (mixed.findIndex((deed) => deed.do === "order") > 0) seen.waited++
          const end = endOf(mixed, pauses, total)
          if (end[1] === "qualified") seen.stands++
          expect(end).toEqual(endOf(deeds, [], total))
        }
      ),
      law
    )
    expect(Math.min(seen.waited, seen.stands)).toBeGreaterThan(0)
  })
})

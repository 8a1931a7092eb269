import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Line from "../../src/domain/Line.ts"
import * as Money from "../../src/domain/Money.ts"
import type { Products } from "../../src/domain/Products.ts"
import { commission } from "../../src/domain/rewards/commission.ts"
import { points } from "../../src/domain/rewards/points.ts"
import { law } from "../arbitraries/money.ts"
import { credit, failures, fixedOff, line, money, one, part, percentOff, program, Shop } from "../arbitraries/shop.ts"

const shoes: Products = { only: ["shoe"] }
const cart = [line("a", "shoe", "60.00 USD"), line("b", "hat", "40.00 USD")]

const open = (...friend: ReadonlyArray<{ readonly kind: string }>) =>
  new Shop(program({ friend: friend.map((give, i) => ({ id: `d${i}`, give })), advocate: { give: credit() } }))
    .enroll("ann")
    .touch("ann", "bob")

/** The discounts of a quote, with what each takes off which line. */
const quoted = (shop: Shop, total: string, lines?: readonly Line.Line[]): ReadonlyArray<string> =>
  one(shop.quote("q1", "bob", total, lines === undefined ? {} : { lines }), "QuoteMade").discounts.map(
    ({ amount, lines: parts = [] }) =>
      [Money.format(amount), ...parts.map(({ id, minor }) => `${id} ${minor}`)].join(" ")
  )

describe("a quote with lines", () => {
  it.each([
    ["the whole cart", [percentOff(20)], ["20.00 USD a 1200 b 800"]],
    ["one product", [percentOff(20, { products: shoes })], ["12.00 USD a 1200"]],
    ["all but one", [percentOff(20, { products: { except: ["shoe"] } })], ["8.00 USD b 800"]],
    ["no product of the cart", [percentOff(20, { products: { only: ["sock"] } })], []],
    ["an amount, never more than its lines", [fixedOff("70.00 USD", { products: shoes })], ["60.00 USD a 6000"]],
    ["an amount over all lines", [fixedOff("0.03 USD")], ["0.03 USD a 2 b 1"]],
    [
      "a minimum, which looks at the whole order",
      [percentOff(20, { products: shoes, minimumOrder: "100.00 USD" })],
      ["12.00 USD a 1200"]
    ],
    ["a minimum above the whole order", [percentOff(20, { products: shoes, minimumOrder: "100.01 USD" })], []],
    [
      "one after another on what is left of each line",
      [percentOff(50, { products: shoes }), percentOff(10)],
      ["30.00 USD a 3000", "7.00 USD a 300 b 400"]
    ],
    [
      "all of a line, and then nothing of it",
      [percentOff(100, { products: shoes }), fixedOff("50.00 USD", { products: shoes }), percentOff(100)],
      ["60.00 USD a 6000", "40.00 USD b 4000"]
    ]
  ])("%s", (_, friend, expected) => {
    expect(quoted(open(...friend), "100.00 USD", cart)).toEqual(expected)
  })

  it("a cart without lines satisfies no filter, and the quote says so", () => {
    const shop = open(percentOff(20, { products: shoes }))
    expect(quoted(shop, "100.00 USD")).toEqual([])
    expect(failures(one(shop.quote("q2", "bob", "100.00 USD"), "QuoteMade"))).toEqual(["products"])
  })

  it("equal remainders go by the line's id, in whatever order the lines come", () => {
    const [a, b] = [line("a", "shoe", "0.01 USD"), line("b", "shoe", "0.01 USD")]
    expect(quoted(open(fixedOff("0.01 USD")), "0.02 USD", [a, b])).toEqual(["0.01 USD a 1"])
    expect(quoted(open(fixedOff("0.01 USD")), "0.02 USD", [b, a])).toEqual(["0.01 USD a 1"])
  })
})

describe("a refund of lines", () => {
  const ordered = (lines?: readonly Line.Line[]) => {
    const shop = open(percentOff(20, { products: shoes }))
    shop.quote("q1", "bob", "100.00 USD", { lines: cart })
    shop.order("o1", "bob", "88.00 USD", { quote: "q1", ...(lines === undefined ? {} : { lines }) })
    return shop
  }
  const paid = [line("a", "shoe", "48.00 USD"), line("b", "hat", "40.00 USD")]

  it.each([
    ["of its line takes the discount's share of that", "24.00 USD", [part("a", "24.00 USD")], 600n],
    ["of the whole line takes all", "48.00 USD", [part("a", "48.00 USD")], 1200n],
    ["of another line takes nothing", "40.00 USD", [part("b", "40.00 USD")], 0n],
    ["of no line takes of each its share", "22.00 USD", undefined, 300n],
    ["beyond its line comes back of the rest", "68.00 USD", [part("b", "68.00 USD")], 700n],
    ["of a line that is not there comes back of all", "22.00 USD", [part("c", "22.00 USD")], 300n]
  ])("%s", (_, amount, lines, taken) => {
    const shop = ordered(paid)
    shop.refund("o1", "r1", amount, lines)
    expect(shop.only("d0").taken.minor).toBe(taken)
  })

  it("says what it asks for that the order does not have", () => {
    const shop = ordered(paid)
    const refund = shop.refund("o1", "r1", "50.00 USD", [part("b", "41.00 USD"), part("c", "9.00 USD")])
    expect(one(refund, "OrderRefunded").because).toEqual([
      { check: "refund", passed: false, actual: money("41.00 USD"), limit: money("40.00 USD") },
      { check: "refund", passed: false, actual: "c is no line of the order" }
    ])
  })

  it("of an order without lines goes by the total", () => {
    const shop = ordered()
    shop.refund("o1", "r1", "22.00 USD", [part("a", "22.00 USD")])
    expect(shop.only("d0").taken.minor).toBe(300n)
  })

  it("that waited for its order is for its lines as well", () => {
    const shop = open(percentOff(20, { products: shoes }))
    shop.quote("q1", "bob", "100.00 USD", { lines: cart })
    shop.refund("o1", "r1", "40.00 USD", [part("b", "40.00 USD")])
    shop.order("o1", "bob", "88.00 USD", { quote: "q1", lines: paid })
    expect(shop.only("d0").taken.minor).toBe(0n)
  })

  it.each([
    ["a line that vanishes is lost", "40.00 USD", [paid[1]], 1200n],
    ["a new line earns nothing, whatever it is", "88.00 USD", [line("c", "shoe", "48.00 USD"), paid[1]], 1200n],
    ["a line that shrinks loses its share", "64.00 USD", [line("a", "shoe", "24.00 USD"), paid[1]], 600n],
    ["a line that grows makes up for no other", "112.00 USD", [line("a", "shoe", "72.00 USD"), paid[1]], 0n],
    ["a line that is another product now is lost", "88.00 USD", [line("a", "hat", "48.00 USD"), paid[1]], 1200n]
  ])("in an exchange: %s", (_, total, lines, taken) => {
    const shop = ordered(paid)
    shop.change("o1", 1, total, lines as Line.Line[])
    expect(shop.only("d0").taken.minor).toBe(taken)
    // The advocate's credit looks at no line: an exchange for the same price costs nothing.
    const lost = money(total).minor >= 8800n ? 0n : (1000n * (8800n - money(total).minor) + 4400n) / 8800n
    expect(shop.only("advocate").taken.minor).toBe(lost)
  })

  it("a line that went and came again earns nothing, and an edit without lines keeps them", () => {
    const shop = ordered(paid)
    shop.change("o1", 1, "66.00 USD")
    expect(shop.only("d0").taken.minor).toBe(300n)
    shop.change("o1", 2, "40.00 USD", [paid[1] as Line.Line])
    shop.change("o1", 3, "88.00 USD", paid)
    expect(shop.only("d0").taken.minor).toBe(1200n)
  })
})

describe("lines by themselves", () => {
  const [shoe, hat] = [line("a", "shoe", "60.00 USD"), line("b", "hat", "40.00 USD")]
  const isA = ({ id }: Line.Line): boolean => id === "a"
  const whole = (total: string, ...of: readonly Line.Line[]) => ({
    total: money(total),
    refunded: money("0.00 USD"),
    lines: of
  })

  it.each<[string, Line.Whole, string]>([
    ["of an order without lines, nothing", { total: money("5.00 USD") }, "0.00 USD"],
    ["of lines that cost nothing, nothing", whole("0.00 USD", line("a", "shoe", "0.00 USD")), "0.00 USD"],
    ["all of it, where the whole is paid", whole("100.00 USD", shoe, hat), "60.00 USD"],
    ["no more than it cost, where more was paid than the lines say", whole("100.01 USD", shoe, hat), "60.00 USD"],
    ["its share of what is missing", whole("99.99 USD", shoe, hat), "59.99 USD"],
    ["what did not come back of it", whole("75.00 USD", { ...shoe, back: 2500n }, hat), "35.00 USD"],
    ["nothing where more came back than it cost", whole("40.00 USD", { ...shoe, back: 6001n }, hat), "0.00 USD"],
    ["as much as rewards go by", whole("100.00 USD", { ...shoe, counts: 1000n, back: 300n }, hat), "7.00 USD"]
  ])("a line's portion is %s", (_, of, expected) => {
    const { lines: mine, order, total } = Line.portion(of, isA)
    expect([Money.format(total), order, mine.map(({ id }) => id)]).toEqual([
      expected,
      of.total,
      of.lines === undefined ? [] : ["a"]
    ])
  })

  it("what came back is noted with its line, and nothing with the others", () => {
    expect(Line.returned([shoe, hat], [part("a", "1.00 USD"), part("a", "2.00 USD")])).toStrictEqual([
      { ...shoe, back: 300n },
      hat
    ])
    expect(Line.returned([{ ...shoe, back: 300n }], [part("a", "1.00 USD"), part("c", "9.00 USD")])).toStrictEqual([
      { ...shoe, back: 400n }
    ])
  })

  const edit = (refunded: string, before: readonly Line.Line[] | undefined, ...after: readonly Line.Line[]) =>
    Line.edited(
      { total: money("100.00 USD"), refunded: money(refunded), ...(before === undefined ? {} : { lines: before }) },
      after
    )

  it("an edit: what stayed counts for no more than it did, what is new for nothing", () => {
    const dearer = line("a", "shoe", "60.01 USD")
    const cheaper = line("a", "shoe", "59.99 USD")
    expect(edit("0.00 USD", [shoe], shoe, hat)).toStrictEqual([shoe, { ...hat, counts: 0n }])
    expect(edit("0.00 USD", [shoe], dearer)).toStrictEqual([{ ...dearer, counts: 6000n }])
    expect(edit("0.00 USD", [shoe], cheaper)).toStrictEqual([cheaper])
    expect(edit("0.00 USD", [{ ...shoe, counts: 1000n }], dearer)).toStrictEqual([{ ...dearer, counts: 1000n }])
    expect(edit("0.00 USD", [{ ...shoe, counts: 0n }], shoe)).toStrictEqual([{ ...shoe, counts: 0n }])
  })

  it("an edit: what came back of a line stays with it", () => {
    expect(edit("3.00 USD", [{ ...shoe, back: 300n }, hat], shoe, hat)).toStrictEqual([{ ...shoe, back: 300n }, hat])
  })

  it.each([
    ["had come without lines", "0.00 USD", undefined],
    ["was given back whole", "100.00 USD", [hat]],
    ["was given back and more", "100.01 USD", [hat]]
  ])("an edit of an order that %s begins anew", (_, refunded, before) => {
    expect(edit(refunded, before, shoe)).toStrictEqual([shoe])
    expect(edit("99.99 USD", [hat], shoe)).toStrictEqual([{ ...shoe, counts: 0n }])
  })

  it("what is taken off a whole without lines is taken off its total alone", () => {
    expect(Line.takeOff({ total: money("5.00 USD") }, 200n, null)).toStrictEqual({
      left: { total: money("3.00 USD") },
      parts: undefined
    })
  })
})

const lines = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom("a", "b", "c", "d", "e"),
    product: fc.constantFrom("shoe", "hat"),
    minor: fc.oneof(fc.constantFrom(0n, 1n, 2n, 3n), fc.bigInt({ min: 0n, max: 20_000n }))
  }),
  { minLength: 1, selector: ({ id }) => id }
)
const parts = fc.array(
  fc.record({ id: fc.constantFrom("a", "b", "c", "x"), minor: fc.bigInt({ min: 1n, max: 9_000n }) }),
  { minLength: 1, maxLength: 8 }
)
const isShoe = ({ product }: Line.Line): boolean => product === "shoe"
const usd = money("0.00 USD").unit
const wholeOf = (of: readonly Line.Line[]): Line.Whole => ({
  total: { minor: of.reduce((sum, { minor }) => sum + minor, 0n), unit: usd },
  lines: of
})

describe("laws of lines", () => {
  it("laws 7, 8, 9: whatever is taken off, each line and the whole are what is left of them, and never below zero", () => {
    const discounts = fc.array(fc.record({ share: fc.bigInt({ min: 0n, max: 100n }), isAll: fc.boolean() }), {
      maxLength: 5
    })
    fc.assert(
      fc.property(lines, discounts, (of, all) => {
        let left = wholeOf(of)
        for (const { isAll, share } of all) {
          const isIn = isAll ? null : isShoe
          const base = isIn === null ? left.total.minor : Line.portion(left, isIn).total.minor
          const off = (base * share) / 100n
          if (off === 0n) continue
          const before = left
          const { left: after, parts: taken = [] } = Line.takeOff(before, off, isIn)
          expect(taken.reduce((sum, { minor }) => sum + minor, 0n)).toBe(off)
          expect(after.total.minor).toBe(before.total.minor - off)
          expect(after.lines?.reduce((sum, { minor }) => sum + minor, 0n)).toBe(after.total.minor)
          for (const [i, line] of (after.lines ?? []).entries()) {
            const cost = before.lines?.[i]?.minor ?? 0n
            const part = taken.find(({ id }) => id === line.id)?.minor ?? 0n
            expect([line.minor, line.minor >= 0n]).toEqual([cost - part, true])
            if (!isAll && line.product !== "shoe") expect(part).toBe(0n)
            if (share === 100n && (isAll || line.product === "shoe")) expect(line.minor).toBe(0n)
          }
          left = after
        }
      }),
      law
    )
  })

  it("laws 27, 28: refunds of lines take the same in any order, never give anything back, and end at nothing", () => {
    fc.assert(
      fc.property(lines, parts, fc.array(fc.boolean()), fc.func(fc.nat()), (of, all, areNamed, rank) => {
        const refunds = all.map((one, i) => ({ ...one, isNamed: areNamed[i] ?? true }))
        const keptAfter = (some: readonly (Line.Part & { readonly isNamed: boolean })[]): bigint => {
          const { total } = wholeOf(of)
          const back = some.reduce((sum, { minor }) => sum + minor, 0n)
          const minor = total.minor > back ? total.minor - back : 0n
          const left = Line.returned(
            of,
            some.filter(({ isNamed }) => isNamed)
          )
          const kept = Line.portion({ total: { minor, unit: usd }, lines: left }, isShoe).total.minor
          expect(kept >= 0n && kept <= minor).toBe(true)
          return kept
        }
        const walk = refunds.map((_, i) => keptAfter(refunds.slice(0, i + 1)))
        for (const [i, kept] of walk.entries()) expect(kept <= (walk[i - 1] ?? kept)).toBe(true)
        const shuffled = [...refunds].sort((a, b) => rank(a) - rank(b))
        expect(keptAfter(shuffled)).toBe(walk.at(-1))
      }),
      law
    )
  })

  it("law 31: lines that are voided or refunded earn nothing: what stands is what the others alone would have earned", () => {
    const earning = program({
      advocate: [
        { id: "steps", give: points({ amount: "3 points", per: "0.07 USD", products: shoes }) },
        { id: "share", give: commission({ percent: "12.5", products: shoes }) },
        { id: "whole", give: commission({ percent: 10 }) }
      ]
    })
    const sold = (of: readonly Line.Line[]): Shop => {
      const shop = new Shop(earning).enroll("ann").touch("ann", "bob")
      shop.order("o1", "bob", Money.format(wholeOf(of).total), { lines: of })
      return shop
    }
    const standing = (shop: Shop) => {
      const left = (id: string) => shop.rewards.find(({ rule }) => rule === id)
      return ["steps", "share", "whole"].map((id) => (left(id)?.amount.minor ?? 0n) - (left(id)?.taken.minor ?? 0n))
    }
    const fate = fc.constantFrom("kept" as const, "voided" as const, "refunded" as const)
    fc.assert(
      fc.property(lines, fc.array(fate, { minLength: 5, maxLength: 5 }), (of, fates) => {
        const are = (wanted: (typeof fates)[number]) => of.filter((_, i) => fates[i] === wanted)
        const shop = sold(of)
        const rest = [...are("kept"), ...are("refunded")]
        if (are("voided").length > 0) shop.change("o1", 1, Money.format(wholeOf(rest).total), rest)
        for (const { id, minor } of are("refunded")) {
          if (minor > 0n) shop.refund("o1", `r-${id}`, Money.format(Money.make(minor, usd)), [{ id, minor }])
        }
        expect(standing(shop)).toEqual(standing(sold(are("kept"))))
      }),
      law
    )
  })
})

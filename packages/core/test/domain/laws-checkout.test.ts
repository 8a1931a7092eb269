// Which discounts of a cart are taken: one function of the set of offers, whatever the order in which they are written.
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { bestOf } from "../../src/domain/policies/best-of.ts"
import { law } from "../arbitraries/money.ts"
import { all, fixedOff, money, percentOff, program, Shop } from "../arbitraries/shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const usd = fc
  .integer({ min: 1, max: 3_000 })
  .map((minor) => `${Math.floor(minor / 100)}.${`${minor % 100}`.padStart(2, "0")} USD`)

const offer = fc.record({
  give: fc.oneof(
    usd.map((amount) => fixedOff(amount)),
    fc.constantFrom(1, 10, 20, 33, 50, 100).map((percent) => percentOff(percent))
  ),
  lane: fc.integer({ min: 1, max: 3 }),
  exclusive: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  when: fc.array(
    usd.map((amount) => ({ condition: "minimum-total", amount })),
    { maxLength: 1 }
  )
})
const offers = fc
  .array(offer, { minLength: 1, maxLength: 6 })
  .map((all) => all.map((one, i) => ({ id: `offer-${i}`, ...one })))
const checkout = fc.record({
  bestFor: fc.constantFrom("person" as const, "store" as const),
  base: fc.constantFrom("before" as const, "after" as const)
})
type Offer = typeof offers extends fc.Arbitrary<(infer O)[]> ? O : never
type Checkout = typeof checkout extends fc.Arbitrary<infer C> ? C : never

const quoted = (friend: readonly Offer[], rules: Checkout, cart: string): readonly string[] => {
  const shop = new Shop(program({ newCustomersOnly: false, checkout: rules, friend })).enroll("ann")
  shop.touch("ann", "bob")
  return all(shop.quote("q", "bob", cart), "QuoteMade").flatMap(({ discounts }) =>
    discounts.map(({ amount, rule }) => `${rule} ${amount.minor}`)
  )
}

/** The rules told once more, over plain numbers. */
const expected = (friend: readonly Offer[], { base, bestFor }: Checkout, cart: bigint): readonly string[] => {
  let left = cart
  const worth = ({ give, when }: Offer): bigint => {
    const seen = base === "before" ? cart : left
    if (when.some((one) => seen < money(one.amount).minor)) return 0n
    if (give.kind === "fixed-off") return [money(give.amount).minor, left].sort((a, b) => Number(a - b))[0] ?? 0n
    return (2n * left * BigInt(give.percent) + 100n) / 200n
  }
  const best = (some: readonly Offer[]): Offer | undefined =>
    some
      .filter((one) => worth(one) > 0n)
      .sort(
        (a, b) => Number(bestFor === "person" ? worth(b) - worth(a) : worth(a) - worth(b)) || (a.id < b.id ? -1 : 1)
      )[0]
  const alone = best(friend.filter(({ exclusive }) => exclusive))
  if (alone !== undefined) return [`${alone.id} ${worth(alone)}`]
  return [1, 2, 3].flatMap((lane) => {
    const one = best(friend.filter((other) => other.lane === lane && !other.exclusive))
    if (one === undefined) return []
    const off = worth(one)
    left -= off
    return [`${one.id} ${off}`]
  })
}

describe("laws of discounts at checkout", () => {
  it("law 41: the discounts are the same for every order in which the offers are written", () => {
    fc.assert(
      fc.property(offers, checkout, usd, fc.nat(), (friend, rules, cart, by) => {
        const turned = [...friend.slice(by % friend.length), ...friend.slice(0, by % friend.length)]
        const once = quoted(friend, rules, cart)
        expect(quoted(turned, rules, cart)).toEqual(once)
        expect(quoted([...friend].reverse(), rules, cart)).toEqual(once)
        expect(once).toEqual(expected(friend, rules, money(cart).minor))
      }),
      law
    )
  })

  const ten = { id: "ten", give: fixedOff("10.00 USD"), lane: 1 }
  const five = (amount: string) => ({
    id: "five",
    give: fixedOff("5.00 USD"),
    lane: 2,
    when: [{ condition: "minimum-total", amount }]
  })

  it.each([
    ["before", "50.00 USD", ["ten 1000", "five 500"]],
    ["before", "50.01 USD", ["ten 1000"]],
    ["after", "40.00 USD", ["ten 1000", "five 500"]],
    ["after", "40.01 USD", ["ten 1000"]]
  ] as const)("law 42: conditions read the cart %s other discounts, from %s on", (base, minimum, discounts) => {
    const rules = { bestFor: "person", base } as const
    const friend = [ten, five(minimum)]
    const shop = new Shop(program({ newCustomersOnly: false, checkout: rules, friend })).enroll("ann")
    shop.touch("ann", "bob")
    const [quote] = all(shop.quote("q", "bob", "50.00 USD"), "QuoteMade")
    expect(quote?.discounts.map(({ amount, rule }) => `${rule} ${amount.minor}`)).toEqual(discounts)
    // And the order that is paid by that quote gets what was promised, though less was paid than the conditions ask.
    const decision = shop.order("o", "bob", discounts.length === 2 ? "35.00 USD" : "40.00 USD", { quote: "q" })
    expect(all(decision, "RewardGranted").map(({ amount, rule }) => `${rule} ${amount.minor}`)).toEqual(discounts)
  })

  it("law 43: where an exclusive one applies, it is alone, and the best of them for the declared party", () => {
    fc.assert(
      fc.property(offers, checkout, usd, (friend, rules, cart) => {
        const taken = quoted(friend, rules, cart)
        const exclusive = new Set(friend.flatMap((one) => (one.exclusive ? [one.id] : [])))
        const among = taken.filter((one) => exclusive.has(one.split(" ")[0] ?? ""))
        if (among.length > 0) expect(taken).toEqual(among)
        expect(among.length).toBeLessThanOrEqual(1)
        const alone = friend.filter((one) => one.exclusive).flatMap((one) => quoted([one], rules, cart))
        const worths = alone.map((one) => Number(one.split(" ")[1]))
        const best = rules.bestFor === "person" ? Math.max(...worths) : Math.min(...worths)
        expect(among.map((one) => Number(one.split(" ")[1]))).toEqual(worths.length === 0 ? [] : [best])
      }),
      law
    )
  })

  it("law 44: what is better is an order: each place once, ties as they are written, for every three amounts", () => {
    const worth = fc.bigInt({ min: 0n, max: 3n })
    fc.assert(
      fc.property(worth, worth, worth, fc.constantFrom("person" as const, "store" as const), (a, b, c, party) => {
        const rank = (...worths: bigint[]): readonly number[] => bestOf.rank?.({ for: party }, worths) ?? []
        const isFirst = (x: bigint, y: bigint): boolean => rank(x, y)[0] === 0
        if (a !== b) expect(isFirst(a, b)).toBe(!isFirst(b, a))
        else expect(isFirst(a, b)).toBe(true)
        if (isFirst(a, b) && isFirst(b, c)) expect(isFirst(a, c)).toBe(true)
        expect([...rank(a, b, c)].sort()).toEqual([0, 1, 2])
      }),
      law
    )
  })
})

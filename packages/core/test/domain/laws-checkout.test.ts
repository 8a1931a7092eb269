// Which discounts of a cart are taken: one function of the set of offers, whatever the order in which they are written.
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { bestOf } from "../../src/domain/policies/best-of.ts"
import { law } from "../arbitraries/money.ts"
import { written } from "../arbitraries/programs.ts"
import { all, fixedOff, money, percentOff, program, Shop } from "../arbitraries/shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const usd = fc
  .integer({ min: 1, max: 3_000 })
  .map((minor) => `${Math.floor(minor / 100)}.${`${minor % 100}`.padStart(2, "0")} USD`)

const give = fc.oneof(
  usd.map((amount) => fixedOff(amount)),
  fc.constantFrom(1, 10, 20, 33, 50, 100).map((percent) => percentOff(percent))
)
const offer = fc.record({
  give,
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
  return [...new Set(friend.map(({ lane }) => lane))].sort().flatMap((lane) => {
    const one = best(friend.filter((other) => other.lane === lane && !other.exclusive))
    if (one === undefined) return []
    const off = worth(one)
    left -= off
    return [`${one.id} ${off}`]
  })
}

/** Of which a few leave something of a cart. */
const part = fc.oneof(
  fc.integer({ min: 1, max: 600 }).map((minor) => fixedOff(written(minor, "USD"))),
  fc.constantFrom(1, 10, 20, 33, 100).map((percent) => percentOff(percent))
)
const plain = fc.record({ give: part, when: offer.map(({ when }) => when) })

/** What the one condition that is looked at reads of a cart, by the rules told once more. */
const readBy = (earlier: readonly Offer[], rules: Checkout, cart: bigint): bigint =>
  rules.base === "before"
    ? cart
    : expected(earlier, rules, cart).reduce((left, one) => left - BigInt(one.split(" ")[1] ?? 0), cart)

/** One discount after some and before others, whose minimum is what it reads, or a cent beside it. */
const straddled = fc
  .record({
    cart: fc.integer({ min: 1, max: 6_000 }).map((minor) => written(minor, "USD")),
    rules: checkout,
    earlier: fc.array(plain, { maxLength: 3 }),
    later: fc.array(plain, { maxLength: 2 }),
    give: part,
    beside: fc.constantFrom(-1n, 0n, 1n)
  })
  .map(({ beside, cart, earlier, give: edgeGives, later, rules }) => {
    const laned = (one: Pick<Offer, "give" | "when">, lane: number): Offer => ({
      id: `offer-${lane}`,
      lane: lane + 1,
      exclusive: false,
      ...one
    })
    const before = earlier.map(laned)
    const total = money(cart).minor
    const read = readBy(before, rules, total)
    const minimum = read + beside < 1n ? 1n : read + beside
    const when = [{ condition: "minimum-total", amount: written(Number(minimum), "USD") }]
    const edge = laned({ give: edgeGives, when }, before.length)
    const after = later.map((one, i) => laned(one, before.length + 1 + i))
    const friend = [...after, edge, ...before]
    const isAbove =
      read >= minimum &&
      expected([...before, { ...edge, when: [] }], rules, total).some((one) => one.startsWith(edge.id))
    return { cart, friend, rules, edge: { id: edge.id, isAbove } }
  })

/** What was put into the cart after the quote, or taken out of it. */
const extra = fc.oneof({ weight: 2, arbitrary: fc.constant(0n) }, fc.bigInt({ min: -300n, max: 100n }))

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

  it("law 42: conditions read the cart before or after the other discounts, in the quote and in the order paid by it", () => {
    const seen = { holds: 0, fails: 0, fallsShort: 0 }
    fc.assert(
      fc.property(straddled, extra, ({ cart, edge, friend, rules }, more) => {
        const shop = new Shop(program({ newCustomersOnly: false, checkout: rules, friend })).enroll("ann")
        shop.touch("ann", "bob")
        const [quote] = all(shop.quote("q", "bob", cart), "QuoteMade")
        const promised = (quote?.discounts ?? []).map(({ amount, rule }) => ({ rule, off: amount.minor }))
        expect(promised.map(({ off, rule }) => `${rule} ${off}`)).toEqual(expected(friend, rules, money(cart).minor))
        const isAbove = promised.some(({ rule }) => rule === edge.id)
        expect(isAbove).toBe(edge.isAbove)
        // The order reads what was paid and what had not been taken off yet: with nothing more or less in the cart,
        // what the quote read.
        const sum = (some: typeof promised): bigint => some.reduce((total, { off }) => total + off, 0n)
        const due = money(cart).minor - sum(promised)
        const paid = due + more < 1n ? 1n : due + more
        const kept = promised.filter(({ rule }, i) => {
          const read = paid + sum(rules.base === "before" ? promised : promised.slice(i))
          const { when = [] } = friend.find(({ id }) => id === rule) ?? {}
          return when.every(({ amount }) => read >= money(amount).minor)
        })
        const decision = shop.order("o", "bob", written(Number(paid), "USD"), { quote: "q" })
        const granted = all(decision, "RewardGranted").map(({ amount, rule }) => `${rule} ${amount.minor}`)
        expect(granted.sort()).toEqual(kept.map(({ off, rule }) => `${rule} ${off}`).sort())
        if (paid === due) expect(kept).toEqual(promised)
        if (isAbove) seen.holds++
        else seen.fails++
        if (kept.length < promised.length) seen.fallsShort++
      }),
      law
    )
    if (law.numRuns >= 200) expect(Math.min(seen.holds, seen.fails, seen.fallsShort)).toBeGreaterThan(0)
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

// Whoever gives back what was bought, and buys again: what comes back has room, unless a bank took the money back.
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { CapInput } from "../../src/domain/CapTerms.ts"
import { law } from "../arbitraries/money.ts"
import { written } from "../arbitraries/programs.ts"
import { all, credit, day, program, Shop } from "../arbitraries/shop.ts"

vi.setConfig({ testTimeout: 120_000 })

interface Terms {
  readonly of: "person" | "program"
  readonly isCount: boolean
  readonly most: number
  readonly isFilled: boolean
  readonly budget: number
  readonly hold: "1 hour" | "2 days"
}

const terms: fc.Arbitrary<Terms> = fc.record({
  of: fc.constantFrom("person", "program"),
  isCount: fc.boolean(),
  most: fc.integer({ min: 1, max: 4 }),
  isFilled: fc.boolean(),
  budget: fc.oneof(fc.constant(100_000), fc.integer({ min: 1_000, max: 4_000 })),
  hold: fc.constantFrom("1 hour", "2 days")
})

/** How an order is given back; a part is a quarter of it. */
const back = fc.constantFrom("refund", "part", "cancel", "lost", "part lost", "chargeback")
type Deed =
  | { readonly do: "buy"; readonly friend: number; readonly known: "lost" | "refund" | undefined }
  | { readonly do: string; readonly friend: number }

const friend = fc.nat({ max: 3 })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constant("buy" as const),
    friend,
    // What came before the order.
    known: fc.constantFrom(undefined, undefined, undefined, undefined, "lost" as const, "refund" as const)
  }),
  fc.record({ do: back, friend })
)

interface Order {
  readonly id: string
  readonly advocate: string
  /** What is kept of the order, and of what it earned. */
  kept: number
  reward: number
  isChargedBack: boolean
}

const advocateOf = (one: number): string => (one % 2 === 0 ? "ann" : "bob")
const whole = 10_000

/** The rules told once more: what is used of the cap, in rewards and in cents, and what of the budget. */
class Books {
  readonly #terms: Terms
  readonly #used = new Map<string, { count: number; minor: number }>()
  spent = 0

  constructor(given: Terms) {
    this.#terms = given
  }

  used(advocate: string): { count: number; minor: number } {
    const name = this.#terms.of === "person" ? advocate : "all"
    const found = this.#used.get(name) ?? { count: 0, minor: 0 }
    this.#used.set(name, found)
    return found
  }

  /** What a reward of ten gets. */
  room(advocate: string): number {
    const { budget, isCount, isFilled, most } = this.#terms
    const { count, minor } = this.used(advocate)
    const left = isCount ? (count < most ? 1_000 : 0) : Math.max(0, Math.min(1_000, most * 750 - minor))
    const given = left === 1_000 || (isFilled && !isCount) ? left : 0
    return this.spent + given <= budget ? given : 0
  }

  /** What an order has earned by now. */
  set(order: Order, minor: number): void {
    const more = minor - order.reward
    order.reward = minor
    this.spent += more
    if (more < 0 && order.isChargedBack) return
    const used = this.used(order.advocate)
    used.minor += more
    if (more !== 0 && (minor === 0 || more > 0)) used.count += more > 0 ? 1 : -1
  }
}

const capOf = ({ isCount, isFilled, most, of }: Terms): CapInput =>
  (isCount
    ? { count: most, per: "ever", of }
    : { amount: written(most * 750, "USD"), per: "ever", of, ...(isFilled ? { onFull: "fill" } : {}) }) as CapInput

const countersOf = (shop: Shop): ReadonlyMap<string, bigint> =>
  new Map([...shop.world.counters].filter(([key, value]) => /^(cap|budget)/u.test(key) && value !== 0n))

class Loop {
  readonly shop: Shop
  readonly books: Books
  readonly terms: Terms
  readonly seen = { again: 0, full: 0, lost: 0 }
  readonly #orders: Order[] = []
  #n = 0

  constructor(given: Terms) {
    this.terms = given
    this.books = new Books(given)
    const budget = { amount: written(given.budget, "USD"), per: "ever" as const }
    const advocate = { give: credit(), cap: capOf(given), hold: given.hold }
    this.shop = new Shop(program({ advocate, budget })).enroll("ann").enroll("bob")
    for (const one of [0, 1, 2, 3]) this.shop.touch(advocateOf(one), `f${one}`)
  }

  /** Whoever has an order that stands has qualified by it, and earns nothing more. */
  #standing(one: number): Order | undefined {
    return this.#orders.find(({ id, kept }) => kept > 0 && id.startsWith(`o${one}-`))
  }

  buy(one: number, known: "lost" | "refund" | undefined): void {
    if (this.#standing(one) !== undefined) return
    const { books, shop } = this
    const order: Order = {
      id: `o${one}-${++this.#n}`,
      advocate: advocateOf(one),
      kept: known === undefined ? whole : 0,
      reward: 0,
      isChargedBack: known === "lost"
    }
    if (known === "lost") shop.rule(order.id, "early", "lost")
    if (known === "refund") shop.refund(order.id, "early", written(whole, "USD"))
    const room = books.room(order.advocate)
    const decision = shop.order(order.id, `f${one}`, written(whole, "USD"))
    const granted = all(decision, "RewardGranted").map(({ amount }) => Number(amount.minor))
    if (known !== "refund") expect(granted, `by the room there is for ${order.id}`).toEqual(room === 0 ? [] : [room])
    if (this.#orders.some(({ advocate, kept }) => advocate === order.advocate && kept === 0) && room > 0)
      this.seen.again++
    if (room === 0) this.seen.full++
    this.#orders.push(order)
    books.set(order, granted[0] ?? 0)
    books.set(order, this.#left(order))
  }

  giveBack(one: number, how: string): void {
    const order = this.#standing(one)
    if (order === undefined) return
    const { shop } = this
    const id = `${how}-${++this.#n}`
    const part = Math.min(order.kept, whole / 4)
    const amount = written(how.startsWith("part") ? part : order.kept, "USD")
    if (how === "cancel") shop.cancel(order.id)
    else if (how.endsWith("lost")) {
      shop.dispute(order.id, id, amount)
      shop.rule(order.id, id, "lost")
    } else if (how === "chargeback") shop.do({ ...shop.refunding(order.id, id, amount), reason: "chargeback" } as never)
    else shop.refund(order.id, id, amount)
    order.kept -= how.startsWith("part") ? part : order.kept
    if (how.endsWith("lost") || how === "chargeback") {
      order.isChargedBack = true
      this.seen.lost++
    }
    this.books.set(order, this.#left(order))
    if (order.kept === 0) expect(order.reward).toBe(0)
  }

  #left({ id }: Order): number {
    const reward = this.shop.rewards.find(({ order }) => order === id)
    return reward === undefined ? 0 : Number(reward.amount.minor - reward.taken.minor)
  }

  /** What the counters must say: of the cap what the books say, and of the budget only what stands. */
  expected(): ReadonlyMap<string, bigint> {
    const { isCount, of } = this.terms
    const unit = isCount ? "" : "/USD"
    const rows = (of === "person" ? ["ann", "bob"] : ["all"]).map((who): [string, bigint] => {
      const { count, minor } = this.books.used(who)
      const key = of === "person" ? `cap/spring/advocate/${who}/ever` : "cap-of-program/spring/advocate/ever"
      return [`${key}${unit}`, BigInt(isCount ? count : minor)]
    })
    const all: [string, bigint][] = [...rows, ["budget/spring/ever/USD", BigInt(this.books.spent)]]
    return new Map(all.filter(([, value]) => value !== 0n))
  }
}

describe("what is given back", () => {
  it("law 29: frees its slot under a cap, but not where a bank took the money back, and the budget always", () => {
    const seen = { again: 0, full: 0, lost: 0 }
    const pauses = fc.array(fc.constantFrom(0, day, 3 * day), { maxLength: 6 })
    fc.assert(
      fc.property(
        terms,
        fc.array(deed, { minLength: 4, maxLength: 24, size: "max" }),
        pauses,
        (given, deeds, waits) => {
          const loop = new Loop(given)
          for (const [n, one] of deeds.entries()) {
            if ("known" in one) loop.buy(one.friend, one.known)
            else loop.giveBack(one.friend, one.do)
            expect(countersOf(loop.shop)).toEqual(loop.expected())
            loop.shop.after(waits[n] ?? 0)
          }
          seen.again += loop.seen.again
          seen.full += loop.seen.full
          seen.lost += loop.seen.lost
        }
      ),
      law
    )
    expect(Math.min(seen.again, seen.full, seen.lost)).toBeGreaterThan(law.numRuns / 2)
  })
})

// The algebra of policies: two programs that a law calls equal are run beside each other, and must give the same.
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { kindsIn, over } from "../../../testkit/src/generators/policies.ts"
import type { Rule } from "../../src/domain/Compile.ts"
import { leavesOf, type Shape } from "../../src/domain/Leaves.ts"
import type { Written } from "../../src/domain/Policy.ts"
import { and } from "../../src/domain/policies/and.ts"
import { bestOf } from "../../src/domain/policies/best-of.ts"
import { capped } from "../../src/domain/policies/capped.ts"
import { heldFor } from "../../src/domain/policies/held-for.ts"
import { nothing } from "../../src/domain/policies/nothing.ts"
import { orElse } from "../../src/domain/policies/or-else.ts"
import { when } from "../../src/domain/policies/when.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, giftCard, percentOff, pointsOf, program, Shop } from "../arbitraries/shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const usd = fc
  .integer({ min: 1, max: 2_000 })
  .map((minor) => `${Math.floor(minor / 100)}.${`${minor % 100}`.padStart(2, "0")} USD`)

const rewards = fc.oneof(
  usd.map((amount) => credit(amount)),
  usd.map((amount) => giftCard(amount)),
  usd.map((maximum) => percentOff(20, { maximum })),
  fc.integer({ min: 1, max: 900 }).map((n) => pointsOf(`${n} points`))
)
const conditions = fc.oneof(
  usd.map((amount) => ({ condition: "minimum-total", amount })),
  fc.constant({ condition: "new-customer" }),
  fc.constantFrom(["US"], ["DE", "US"]).map((countries) => ({ condition: "country-in", countries }))
)
const caps = fc.record({
  count: fc.integer({ min: 1, max: 3 }),
  per: fc.constantFrom("calendar day" as const, "calendar year" as const, "ever" as const)
})
const holds = fc.constantFrom("1 second", "1 hour", "2 days", "14 days")

const parts = {
  amount: usd.map((amount) => credit(amount)),
  discount: null,
  condition: conditions,
  hold: holds,
  cap: caps
}

/** A reward, or one policy over rewards. */
const policies: fc.Arbitrary<Written> = fc.oneof(rewards, over(parts, rewards))
const isUncapped = (one: Written): boolean => !JSON.stringify(one).includes('"cap"')

/** Friends who order: enough for small caps and budgets to be full. */
const setting = fc.record({
  orders: fc.array(fc.record({ total: usd, country: fc.constantFrom("US", "DE", undefined) }), {
    minLength: 1,
    maxLength: 4
  }),
  budget: fc.oneof(fc.constant(undefined), usd)
})
type Setting = typeof setting extends fc.Arbitrary<infer S> ? S : never

const roomy = ({ orders }: Setting): Setting => ({ orders, budget: undefined })

/** What an offer gives in a setting: for each order kind, amount, hold and what it takes of the budget, in any order. */
const given = (offer: { readonly give: Written }, { budget, orders }: Setting, isAnyOrder = false): unknown => {
  const shop = new Shop(
    program({
      newCustomersOnly: false,
      advocate: { id: "offer", ...offer },
      ...(budget === undefined ? {} : { budget: { amount: budget, per: "ever" } })
    })
  ).enroll("ann")
  return orders.map(({ country, total }, i) => {
    shop.touch("ann", `bob${i}`)
    const decision = shop.order(`o${i}`, `bob${i}`, total, country === undefined ? {} : { country })
    const rewards = all(decision, "RewardGranted").map(({ amount, availableAt, charges, kind, recorded }) => ({
      kind,
      amount: `${amount.minor} ${amount.unit}`,
      held: availableAt - recorded,
      budget: charges.filter(({ counter }) => counter.startsWith("budget/")).map(({ add }) => `${add}`)
    }))
    return isAnyOrder ? rewards.map((one) => JSON.stringify(one)).sort() : rewards
  })
}

type Pair = readonly [left: Written, right: Written]

/** Runs both sides of an equation in one setting. */
const equal = (pairs: readonly Pair[], where: Setting, isAnyOrder = false): void => {
  for (const [left, right] of pairs) {
    const outcome = given({ give: left }, where, isAnyOrder)
    expect(outcome, `${JSON.stringify(left)} = ${JSON.stringify(right)}`).toEqual(
      given({ give: right }, where, isAnyOrder)
    )
  }
}

const three = fc.tuple(policies, policies, policies, setting)
const two = fc.tuple(policies, policies, setting)

describe("laws of policies", () => {
  it("law 91: and, or-else do not care how their parts are grouped", () => {
    fc.assert(
      fc.property(three, ([a, b, c, where]) =>
        equal(
          [
            [and(a, and(b, c)), and(and(a, b), c)],
            [and(a, and(b, c)), and(a, b, c)],
            [orElse(a, orElse(b, c)), orElse(orElse(a, b), c)],
            [orElse(a, orElse(b, c)), orElse(a, b, c)]
          ],
          where
        )
      ),
      law
    )
  })

  it("law 92: nothing changes nothing, before or after, and one part is itself", () => {
    fc.assert(
      fc.property(policies, setting, (a, where) =>
        equal(
          [
            [and(a, nothing()), a],
            [and(nothing(), a), a],
            [orElse(a, nothing()), a],
            [orElse(nothing(), a), a],
            [and(a), a],
            [orElse(a), a]
          ],
          where
        )
      ),
      law
    )
  })

  it("law 93: instead of itself nothing else is given, where it has no cap of its own", () => {
    fc.assert(
      fc.property(policies.filter(isUncapped), setting, (a, where) => equal([[orElse(a, a), a]], where)),
      law
    )
  })

  it("law 94: a condition over parts is one over each of them", () => {
    fc.assert(
      fc.property(conditions, two, (c, [a, b, where]) =>
        equal(
          [
            [when(c, and(a, b)), and(when(c, a), when(c, b))],
            [when(c, orElse(a, b)), orElse(when(c, a), when(c, b))]
          ],
          where
        )
      ),
      law
    )
  })

  it("law 95: conditions hold together, once and in any order", () => {
    fc.assert(
      fc.property(conditions, conditions, policies, setting, (c, d, a, where) =>
        equal(
          [
            [when(c, when(c, a)), when(c, a)],
            [when(c, when(d, a)), when(d, when(c, a))],
            [when(c, when(d, a)), when([c, d], a)]
          ],
          where
        )
      ),
      law
    )
  })

  it("law 96: of caps in each other the tighter one counts", () => {
    fc.assert(
      fc.property(caps, fc.integer({ min: 1, max: 3 }), policies, setting, (outer, count, a, where) => {
        const tighter = { ...outer, count: Math.min(outer.count, count) }
        equal([[capped(outer, capped({ ...outer, count }, a)), capped(tighter, a)]], where)
      }),
      law
    )
  })

  it("law 97: of holds in each other the longest counts, over parts as over each", () => {
    const ms: Readonly<Record<string, number>> = { "1 second": 1, "1 hour": 2, "2 days": 3, "14 days": 4 }
    fc.assert(
      fc.property(holds, holds, two, (h, g, [a, b, where]) => {
        const longer = (ms[h] ?? 0) > (ms[g] ?? 0) ? h : g
        equal(
          [
            [heldFor(h, heldFor(g, a)), heldFor(longer, a)],
            [heldFor(h, and(a, b)), and(heldFor(h, a), heldFor(h, b))],
            [heldFor(h, orElse(a, b)), orElse(heldFor(h, a), heldFor(h, b))]
          ],
          where
        )
      }),
      law
    )
  })

  it("law 98: where there is room for all, the order of parts that are all given changes nothing", () => {
    fc.assert(
      fc.property(policies.filter(isUncapped), policies.filter(isUncapped), setting, (a, b, where) =>
        equal([[and(a, b), and(b, a)]], roomy(where), true)
      ),
      law
    )
  })

  it("law 99: the best is the same amount in every order: the most for the person, the least above zero for the store", () => {
    const some = fc.array(fc.tuple(conditions, parts.amount), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(
        some,
        fc.constantFrom("person" as const, "store" as const),
        setting,
        fc.nat(),
        (of, party, where, by) => {
          const options = of.map(([condition, one]) => when(condition, one))
          const turned = [...options.slice(by % options.length), ...options.slice(0, by % options.length)]
          equal([[bestOf({ for: party }, options), bestOf({ for: party }, turned)]], roomy(where))
          const best = given({ give: bestOf({ for: party }, options) }, roomy(where)) as { amount: string }[][]
          const each = options.map((one) => given({ give: one }, roomy(where)) as { amount: string }[][])
          best.forEach((rewards, i) => {
            const worths = each.flatMap((all) => (all[i] ?? []).map(({ amount }) => Number(amount.split(" ")[0])))
            const expected = worths.length === 0 ? [] : [party === "person" ? Math.max(...worths) : Math.min(...worths)]
            expect(rewards.map(({ amount }) => Number(amount.split(" ")[0]))).toEqual(expected)
          })
        }
      ),
      law
    )
  })

  it("law 100: an offer's own conditions, caps and holds are those of the policy around all that it gives", () => {
    fc.assert(
      fc.property(conditions, caps, holds, policies, setting, (c, cap, hold, give, where) => {
        expect(given({ give, when: [c] } as { give: Written }, where)).toEqual(given({ give: when(c, give) }, where))
        expect(given({ give, cap } as { give: Written }, where)).toEqual(given({ give: capped(cap, give) }, where))
        expect(given({ give, hold } as { give: Written }, where)).toEqual(given({ give: heldFor(hold, give) }, where))
      }),
      law
    )
  })

  it("law 101: of parts that are given instead of each other, one stands at the most", () => {
    fc.assert(
      fc.property(history({ edits: false }), (story) => {
        live(story, {
          after: (world) => {
            for (const { milestoneOffers, offers } of world.programs.values()) {
              for (const offer of [...offers, ...milestoneOffers]) alone(offer, world.facts)
            }
          }
        })
      }),
      law
    )
  })

  it("are laws over something: the policies give, refuse and choose", () => {
    const kinds = new Set(fc.sample(policies, { numRuns: 300, seed: 7 }).map((one) => kindsIn(one).length))
    expect([...kinds].sort()).toEqual([1, 2, 3])
  })
})

/** No two parts have a reward for the same occurrence. */
const alone = (shape: Shape<Rule>, facts: ReadonlyMap<string, unknown>): void => {
  if (shape._tag === "Leaf") return
  for (const part of shape.of) alone(part, facts)
  if (shape.gives === "each") return
  const taken = new Map<string, Shape<Rule>>()
  for (const part of shape.of) {
    for (const { rewards } of leavesOf(part)) {
      for (const [key, fact] of facts) {
        if (!key.startsWith(rewards)) continue
        const { state } = fact as { readonly state: string }
        if (state === "voided" || state === "reversed") continue
        const occurrence = key.slice(rewards.length)
        expect(taken.get(occurrence) ?? part, `${key} beside another`).toBe(part)
        taken.set(occurrence, part)
      }
    }
  }
}

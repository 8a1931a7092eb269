/** Laws 34 and 36 with racers: two engines on one store, whose loads and commits meet in an order that is drawn. */
import { memoryStore } from "@goodword/adapter-memory"
import { type Program, storeCredit } from "@goodword/core"
import { Goodword, type OpenOptions } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { expect, it, vi } from "vitest"
import { law } from "../../core/test/arbitraries/money.ts"
import { picks, turns } from "../../testkit/src/engine/turns.ts"

vi.setConfig({ testTimeout: 120_000 })

/** What a cap or a budget says, in cents, and for whom it is counted together. */
interface Limit {
  readonly of: "person" | "program" | "pair"
  readonly count?: number
  readonly minor?: number
  readonly isFilled: boolean
  readonly isRolling: boolean
}

const written = (minor: number): string => `${Math.floor(minor / 100)}.${`${minor % 100}`.padStart(2, "0")} USD`

const shape = {
  isRolling: fc.boolean(),
  of: fc.constantFrom<Limit["of"]>("program", "program", "program", "person", "pair")
}
const cap: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({ ...shape, count: fc.integer({ min: 1, max: 7 }), isFilled: fc.constant(false) }),
  fc.record({ ...shape, minor: fc.integer({ min: 700, max: 7_500 }), isFilled: fc.boolean() })
)

/** A friend orders, or has an order of before given back: in part, whole, or by the bank. */
type Deed =
  | { readonly do: "order"; readonly friend: number; readonly till: number }
  | { readonly do: "part" | "whole" | "chargeback"; readonly order: number; readonly till: number }

/** Enough of them that racers often share nothing but a limit. */
const advocates = ["ann", "bob", "eve", "joe", "kim"]
/** Orders that stand before the race. */
const early = 2
const till = fc.nat({ max: 1 })
const deeds: fc.Arbitrary<readonly Deed[]> = fc
  .record({
    orders: fc.shuffledSubarray([2, 3, 4, 5, 6, 7, 8], { minLength: 3 }),
    backs: fc.uniqueArray(
      fc.record({
        do: fc.constantFrom("part" as const, "whole" as const, "chargeback" as const),
        order: fc.nat({ max: early - 1 }),
        till
      }),
      { maxLength: early, selector: ({ order }) => order }
    ),
    tills: fc.array(till, { minLength: 7, maxLength: 7 })
  })
  .map(({ backs, orders, tills }) => [
    ...orders.map((friend, n) => ({ do: "order" as const, friend, till: tills[n] ?? 0 })),
    ...backs
  ])

const capOf = (limit: Limit | undefined): Pick<Program.OfferInput, "cap"> => {
  if (limit === undefined) return {}
  const { count, isFilled, isRolling, minor, of } = limit
  const per = isRolling && of === "person" ? "rolling 7 days" : "calendar year"
  const most = count === undefined ? { amount: written(minor ?? 0) } : { count }
  return { cap: { ...most, per, of, ...(isFilled ? { onFull: "fill" } : {}) } } as Pick<Program.OfferInput, "cap">
}

type Logged = Awaited<ReturnType<Goodword["events"]>>["events"][number]

/** What is looked at of a reward's events. */
type Body = Readonly<Record<"person" | "friend" | "order" | "reward" | "reason" | "cause", string>> & {
  readonly amount: { readonly minor: string }
}

interface Seen {
  readonly grants: number
  readonly refusals: number
}

/** Follows the log: what is granted fits, what is refused did not, and what comes back makes room again. */
const followed = (log: readonly Logged[], limit: Limit | undefined, budget: number): Seen => {
  const used = new Map<string, { count: number; minor: number }>()
  const left = new Map<string, { scope: string; minor: number }>()
  const friends = new Map<string, string>()
  let [spent, grants, refusals] = [0, 0, 0]
  const at = (scope: string) => used.get(scope) ?? { count: 0, minor: 0 }
  const scopeOf = (person: string, friend: string): string =>
    limit === undefined || limit.of === "program" ? "" : limit.of === "person" ? person : `${person}/${friend}`
  /** What a reward of ten would get now. */
  const roomAt = (scope: string): number => {
    const { count, minor } = at(scope)
    const under = (most: number): number => Math.min(1_000, Math.max(0, most - minor))
    const byCap =
      limit?.count !== undefined
        ? count < limit.count
          ? 1_000
          : 0
        : limit?.minor !== undefined
          ? under(limit.minor)
          : 1_000
    const given = limit?.isFilled === true || byCap === 1_000 ? byCap : 0
    return spent + given <= budget ? given : 0
  }
  for (const { body, type } of log) {
    const one = body as unknown as Body
    if (type === "ReferralQualified") friends.set(one.order, one.friend)
    if (type === "RewardGranted") {
      const scope = scopeOf(one.person, one.friend)
      const minor = Number(one.amount.minor)
      expect(minor, "what was granted, by the room there was").toBe(roomAt(scope))
      used.set(scope, { count: at(scope).count + 1, minor: at(scope).minor + minor })
      left.set(one.reward, { scope, minor })
      spent += minor
      grants += 1
    }
    if (type === "RewardRefused") {
      expect(roomAt(scopeOf(one.person, friends.get(one.order) ?? "")), `room where ${one.reason} refused`).toBe(0)
      refusals += 1
    }
    if (type === "RewardTakenBack") {
      const { minor, scope } = left.get(one.reward) ?? { minor: 0, scope: "" }
      const taken = Number(one.amount.minor)
      left.set(one.reward, { scope, minor: minor - taken })
      spent -= taken
      // A bank took it back: the cap stays used.
      if (one.cause.endsWith("/chargeback")) continue
      const { count, minor: before } = at(scope)
      used.set(scope, { count: count - (taken === minor ? 1 : 0), minor: before - taken })
    }
  }
  return { grants, refusals }
}

const refundOf = ({ do: what, order }: Extract<Deed, { readonly order: number }>) => ({
  order: `o${order}`,
  refund: what,
  amount: what === "part" ? "33.00 USD" : "100.00 USD",
  ...(what === "chargeback" ? { reason: "chargeback" as const } : {})
})

const raced = async (
  limit: Limit | undefined,
  budget: number,
  all: readonly Deed[],
  drawn: readonly number[]
): Promise<Seen> => {
  const store = memoryStore()
  const { through, until } = turns(drawn)
  const offer: Program.OfferInput = { give: storeCredit({ amount: "10.00 USD" }), ...capOf(limit) }
  const budgets = [{ amount: written(budget), per: "ever" as const }]
  const programs = [{ id: "spring", timeZone: "UTC", advocate: offer, budget: budgets, onSilence: "hold" as const }]
  const opened = (on: OpenOptions["store"]) => Goodword.open({ store: on, programs, pollMs: 0 })
  const { directory } = store
  const tills = [
    await opened({ ...through(store), directory }),
    await opened({ ...through(store), directory })
  ] as const
  const at = (n: number): Goodword => tills[n % 2 === 0 ? 0 : 1]
  const codes: string[] = []
  for (const customer of advocates) codes.push((await at(0).enroll({ customer })).code)
  for (let n = 0; n < 9; n++) await at(n).touch({ code: codes[n % codes.length] ?? "", customer: `f${n}` })
  const order = (n: number) => ({ order: `o${n}`, customer: `f${n}`, total: "100.00 USD" })
  for (let n = 0; n < early; n++) await at(n).orderPaid(order(n))
  const work = Effect.promise(() =>
    Promise.all(
      all.map((deed): Promise<unknown> => {
        const goodword = at(deed.till)
        return deed.do === "order" ? goodword.orderPaid(order(deed.friend)) : goodword.orderRefunded(refundOf(deed))
      })
    )
  )
  await Effect.runPromise(until(work))
  expect([(await at(0).audit()).findings, (await at(1).replay()).differences]).toEqual([[], []])
  const { events } = await at(0).events(0, 1_000)
  await Promise.all(tills.map((one) => one.close()))
  const seen = followed(events, limit, budget)
  // Whoever qualified was granted something or told why not.
  expect(seen.grants + seen.refusals).toBe(early + all.filter((deed) => deed.do === "order").length)
  return seen
}

it("laws 34, 36: whoever races, and whatever comes back meanwhile, no cap or budget is passed, and none refuses what fits", async () => {
  const limits = fc.option(cap, { nil: undefined, freq: 4 })
  const budgets = fc.oneof(fc.integer({ min: 1_000, max: 7_500 }), fc.constant(1_000_000))
  const tally = { grants: 0, refusals: 0 }
  await fc.assert(
    fc.asyncProperty(limits, budgets, deeds, picks, async (limit, budget, all, drawn) => {
      const { grants, refusals } = await raced(limit, budget, all, drawn)
      tally.grants += grants
      tally.refusals += refusals
    }),
    law
  )
  expect(Math.min(tally.grants, tally.refusals)).toBeGreaterThan(law.numRuns)
})

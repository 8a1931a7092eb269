/** What is looked up before it is asked for, or has no receipt of its own: two processes do it at once, and it happens once. */
import type { Shape } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { area, type Case } from "../Case.ts"
import { beginning, type Call, lively, make, told } from "../engine/calls.ts"
import { atOnce, type Pair, pair } from "../engine/pair.ts"
import { opened, selected } from "../engine/paydays.ts"
import { balanced, edited, logOf } from "../engine/shop.ts"
import { picks } from "../engine/turns.ts"
import { holds, same } from "../expectations.ts"
import { forAll } from "../forAll.ts"

/** What else happens at that moment: orders come back, and people leave the leaderboards. */
const meanwhile: fc.Arbitrary<readonly Call[]> = fc.array(
  fc.oneof(
    fc
      .constantFrom("e1", "e2", "e3", "e4")
      .map((order): Call => ({ door: "orderRefunded", input: { order, refund: "r", amount: "80.00 USD" } })),
    fc
      .constantFrom("ann", "bob")
      .map((customer): Call => ({ door: "setListed", input: { customer, listed: false, key: `l-${customer}` } }))
  ),
  { maxLength: 3 }
)

const drawn = fc.record({ order: picks, others: meanwhile })

/** The books are right in themselves, too: the auditor counts leaders and payouts anew. */
const sound = (engine: Shape, when: string): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    yield* balanced(engine, when)
    same((yield* engine.audit()).findings, [], `findings of the auditor ${when}`)
  })

const twice = (one: Call): readonly Call[] => [one, one]

const prizes: Case["run"] = (world) =>
  forAll(world, drawn, ({ order, others }, tenant) =>
    Effect.gen(function* () {
      const two = yield* pair(world, tenant, order, lively)
      two.clock.advance("40 days")
      const award: Call = { door: "awardPrizes", input: { program: "autumn", prize: "top", period: "2026-03" } }
      const outcomes = (yield* atOnce(two, [...twice(award), ...others, ...twice(award)])).flatMap((one) =>
        "ok" in one && "winners" in one.ok ? [one] : []
      )
      same(outcomes.length, 4, "answers to those who asked for one prize")
      same(outcomes.filter(({ ok }) => ok.isReplayed === false).length, 1, "first answers among them")
      for (const one of outcomes) same(told(one), told(outcomes[0] ?? one), "the winners of one prize")
      const log = yield* logOf(two.engines[0])
      same(log.filter(({ type }) => type === "PrizeAwarded").length, 1, "the award in the log")
      yield* sound(two.engines[1], "after a race for a prize")
    }).pipe(Effect.scoped)
  )

const bothDo = <A>({ engines, until }: Pair, ask: (engine: Shape) => Effect.Effect<A, unknown>) =>
  until(Effect.all(engines.map(ask), { concurrency: "unbounded" }))

const payouts: Case["run"] = (world) =>
  forAll(world, drawn, ({ order, others }, tenant) =>
    Effect.gen(function* () {
      const two = yield* pair(world, tenant, order, [...lively, opened])
      yield* atOnce(two, [...twice(selected), ...others, ...twice(selected)])
      yield* make(two.engines[0], selected)
      const log = yield* logOf(two.engines[0])
      const items = log.filter(({ type }) => type === "PayoutSelected")
      holds(items.length <= 2, `${items.length} items of a run for two people`)
      const { list } = yield* two.engines[1].payout({ run: "r1" })
      same(list.length, items.length, "the items of a run, and those in the log")
      yield* sound(two.engines[1], "after two had selected at once")
    }).pipe(Effect.scoped)
  )

const values: Case["run"] = (world) =>
  forAll(world, fc.record({ order: picks, percent: fc.constantFrom(50, 80, 120) }), ({ order, percent }, tenant) =>
    Effect.gen(function* () {
      const friends = ["f1", "f2"].map(
        (customer): Call => ({
          door: "orderPaid",
          input: { order: customer, customer, visitor: "v1", total: "90.00 USD" }
        })
      )
      const two = yield* pair(world, tenant, order, [...beginning, ...friends])
      yield* two.engines[0].publish(edited(percent), { openReferrals: "reprice", key: "edit" })
      const answers = yield* bothDo(two, (engine) => engine.reprice({ program: "spring" }))
      const log = yield* logOf(two.engines[0])
      const repriced = log.filter(({ type }) => type === "RewardRepriced")
      same(repriced.length, 2, "rewards that were valued anew")
      same(
        answers.reduce((sum, { valued }) => sum + valued, 0),
        2,
        "what both say that they have valued anew"
      )
      yield* sound(two.engines[1], "after two had valued anew at once")
    }).pipe(Effect.scoped)
  )

export const enginesOnce = area(
  "engines",
  { isRequired: true, laws: [75] },
  { "award-a-prize-once": prizes, "select-for-a-payout-once": payouts, "value-anew-once": values }
)

/** Two engines on one store, as two processes would be, with whatever comes at once. */
import type { Ids, Shape } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { area, type Case, type Part } from "../Case.ts"
import {
  beginning,
  type Call,
  call,
  isReceiptOf,
  lively,
  make,
  manyAdvocates,
  manyFriends,
  type Outcome,
  onOneBudget,
  receiptOf,
  told
} from "../engine/calls.ts"
import { atOnce, pair } from "../engine/pair.ts"
import { onOnePayday, owed } from "../engine/paydays.ts"
import { personOf } from "../engine/people.ts"
import { balanced, begin, budget, budgetMax, budgets, logOf, openOn } from "../engine/shop.ts"
import { picks } from "../engine/turns.ts"
import { afterwards } from "../engine/wishes.ts"
import { events, order, witnessed } from "../engine/witness.ts"
import { holds, same, show } from "../expectations.ts"
import { forAll } from "../forAll.ts"
import { asked, type World } from "../World.ts"

const counterAt = (world: World, tenant: Ids.Tenant, key: string): Effect.Effect<bigint, unknown> =>
  asked(() => world.peek.counter(tenant, key))

const withinBudget = (world: World, tenant: Ids.Tenant): Effect.Effect<void, unknown> =>
  Effect.forEach(budgets, ([key, max]) =>
    Effect.map(counterAt(world, tenant, key), (taken) =>
      holds(taken <= max, `${taken} cents were granted of ${key}, which has ${max}`)
    )
  )

interface Answer {
  readonly referral: { readonly advocate: string } | null
  readonly rewards: readonly { readonly rule: string }[]
  readonly refused: readonly { readonly reason: string }[]
  readonly isReplayed: boolean
}

const answersOf = (outcomes: readonly Outcome[]): readonly Answer[] =>
  outcomes.flatMap((outcome) => ("ok" in outcome ? [outcome.ok as unknown as Answer] : []))

const paid = (name: string, customer: string, total = "100.00 USD"): Call => ({
  door: "orderPaid",
  input: { order: name, customer, visitor: "v1", total }
})

const both = fc.record({ drawn: picks, n: fc.integer({ min: 3, max: 8 }) })

/** One delivery counts, and all of it get its answer; a delivery that says something else is told so. */
const oneOrder: Case["run"] = (world) =>
  forAll(world, both, ({ drawn, n }, tenant) =>
    Effect.gen(function* () {
      const two = yield* pair(world, tenant, drawn, beginning)
      const totals = Array.from({ length: n }, (_, i) => (i % 3 === 2 ? "90.00 USD" : "100.00 USD"))
      const outcomes = yield* atOnce(
        two,
        totals.map((total) => paid("o1", "joe", total))
      )
      const winner = totals[outcomes.findIndex((outcome) => "ok" in outcome && outcome.ok.isReplayed === false)]
      const answers = answersOf(outcomes)
      same(
        answers.filter(({ isReplayed }) => !isReplayed).length,
        1,
        `first answers among ${n} deliveries of one order`
      )
      for (const [i, outcome] of outcomes.entries()) {
        if (totals[i] === winner) same(told(outcome), { ok: { ...answers[0], isReplayed: undefined } }, "its answer")
        else
          same(show(outcome).includes('"field": "total"'), true, `a delivery with another total got ${show(outcome)}`)
      }
      const recorded = (yield* logOf(two.engines[1])).filter(({ type }) => type === "OrderRecorded")
      same(recorded.length, 1, "the order in the log")
      yield* balanced(two.engines[0], "after many deliveries")
    }).pipe(Effect.scoped)
  )

/** One friend of two advocates, at the doors of two processes at once. */
const oneFriend: Case["run"] = (world) =>
  forAll(world, picks, (drawn, tenant) =>
    Effect.gen(function* () {
      const two = yield* pair(world, tenant, drawn, beginning)
      const outcomes = yield* atOnce(two, [
        { door: "signedUp", input: { customer: "joe", visitor: "v1" } },
        { door: "orderPaid", input: { order: "o1", customer: "joe", visitor: "v2", total: "80.00 USD" } },
        { door: "quote", input: { customer: "joe", visitor: "v1", cart: { total: "80.00 USD" }, key: "q1" } },
        { door: "signedUp", input: { customer: "joe", visitor: "v2" } }
      ])
      const log = yield* logOf(two.engines[0])
      const mine = `/${personOf("customer", "joe")}`
      const began = log.filter(({ body, type }) => type === "ReferralAttributed" && show(body).includes(mine.slice(1)))
      same(began.length, 1, "referrals that began for one friend")
      const advocates = answersOf(outcomes).flatMap(({ referral }) => (referral === null ? [] : [referral.advocate]))
      same(new Set(advocates).size, 1, `advocates of one friend in the answers ${show(advocates)}`)
      yield* balanced(two.engines[1], "after one friend was claimed by two")
    }).pipe(Effect.scoped)
  )

/** Friends of seven advocates, who share nothing but a budget that is enough for four of them. */
const oneBudget: Case["run"] = (world) =>
  forAll(world, picks, (drawn, tenant) =>
    Effect.gen(function* () {
      const two = yield* pair(world, tenant, drawn, manyAdvocates)
      const outcomes = yield* atOnce(two, manyFriends)
      same(yield* counterAt(world, tenant, budget), budgetMax, "what seven orders of 15.00 USD each took of a budget")
      const granted = answersOf(outcomes).flatMap(({ rewards }) => rewards.filter(({ rule }) => rule === "credit"))
      same(granted.length, 4, "credits on a budget for four")
      yield* balanced(two.engines[0], "after a race for a budget")
    }).pipe(Effect.scoped)
  )

/** Friends of one advocate, for whom there is a cap of two. */
const cap: Case["run"] = (world) =>
  forAll(world, both, ({ drawn, n }, tenant) =>
    Effect.gen(function* () {
      const two = yield* pair(world, tenant, drawn, beginning)
      const outcomes = yield* atOnce(
        two,
        Array.from({ length: n }, (_, i) => paid(`x${i}`, `friend${i}`))
      )
      const answers = answersOf(outcomes)
      const credits = answers.flatMap(({ rewards }) => rewards.filter(({ rule }) => rule === "credit"))
      same(credits.length, 2, `credits under a cap of two, for ${n} friends at once`)
      const refused = answers.flatMap((answer) => answer.refused.filter(({ reason }) => /^(cap|budget)$/.test(reason)))
      holds(refused.length >= n - 2, `only ${refused.length} of ${n - 2} rewards or more were refused for a limit`)
      const counter = `cap/spring/credit/${personOf("customer", "ann")}/2026`
      same(yield* counterAt(world, tenant, counter), 2n, "the counter of the cap")
      yield* withinBudget(world, tenant)
      yield* balanced(two.engines[0], "after a race for a cap")
    }).pipe(Effect.scoped)
  )

/** Receipts do not tell which use of a reward was whose, where it came back in between: all ask in the same words. */
const inSameWords = (calls: readonly Call[]): readonly Call[] =>
  calls.map((one) => calls.find((other) => other.door === "redeem" && receiptOf(other) === receiptOf(one)) ?? one)

/** Runs calls at once on two engines, then in the order of their commits on one: answers and logs must be the same. */
const serial = (calls: fc.Arbitrary<readonly Call[]>, before: readonly Call[]): Part => ({
  laws: [75],
  run: (world) =>
    forAll(world, fc.record({ drawn: picks, calls }), ({ calls: given, drawn }, tenant) =>
      Effect.gen(function* () {
        const wanted = inSameWords(given)
        const two = yield* pair(world, tenant, drawn, before, witnessed)
        const outcomes = yield* atOnce(two, wanted)
        const alone = `${tenant}/alone` as Ids.Tenant
        yield* begin(world.store, { clock: two.clock, tenant: alone }, before)
        const engine = yield* openOn(world.store, { clock: two.clock, tenant: alone })
        for (const key of yield* order(world, tenant)) {
          const mine = wanted.flatMap((one, n) => {
            const outcome = outcomes[n] as Outcome
            return isReceiptOf(one, key) && "ok" in outcome ? [{ one, outcome }] : []
          })
          const [first] = mine
          holds(first !== undefined, `${key} was committed, but nobody was told so`)
          if (first === undefined) continue
          const again = told(yield* make(engine, first.one))
          // What is redeemed again after a roll back was asked for in the same words.
          const { outcome } = mine.find((one) => show(told(one.outcome)) === show(again)) ?? first
          same(again, told(outcome), `the answer to ${key}, alone and among others`)
        }
        const log = yield* events(world, tenant)
        same(log, yield* events(world, alone), "the log of racers, and of the same calls one after another")
        yield* withinBudget(world, tenant)
        yield* balanced(two.engines[1], "after a race")
      }).pipe(Effect.scoped)
    )
})

/** As many in one commit as there is room for. */
const manyCallers: Case["run"] = (world) =>
  Effect.gen(function* () {
    const tenant = "w" as Ids.Tenant
    const two = yield* pair(world, tenant, [0], beginning)
    const calls = Array.from({ length: 160 }, (_, i) => paid(`x${i}`, `friend${i}`, "1.00 USD"))
    const outcomes = yield* Effect.all(
      calls.map((one, i) => make(two.engines[i % 2] as Shape, one)),
      { concurrency: "unbounded" }
    )
    same(answersOf(outcomes).length, calls.length, "answers to 160 callers at once")
    const recorded = (yield* logOf(two.engines[0])).filter(({ type }) => type === "OrderRecorded")
    same(recorded.length, calls.length, "their orders in the log")
    yield* balanced(two.engines[1], "after 160 callers")
  }).pipe(Effect.scoped)

export const enginesAtOnce = area(
  "engines",
  { isRequired: true },
  {
    "count-one-order-once": { laws: [19], run: oneOrder },
    "claim-a-friend-once": { laws: [46], run: oneFriend },
    "keep-a-cap": { laws: [34], run: cap },
    "keep-a-budget": { laws: [36], run: oneBudget },
    "have-a-serial-order": serial(fc.array(call, { minLength: 2, maxLength: 10 }), lively),
    "have-a-serial-order-on-one-budget": serial(fc.array(onOneBudget, { minLength: 4, maxLength: 12 }), manyAdvocates),
    "have-a-serial-order-of-what-is-used": serial(
      fc.array(afterwards, { minLength: 3, maxLength: 12, size: "max" }),
      lively
    ),
    "have-a-serial-order-on-one-payday": serial(
      fc.array(onOnePayday, { minLength: 3, maxLength: 9, size: "max" }),
      owed
    ),
    "answer-many-callers": manyCallers
  }
)

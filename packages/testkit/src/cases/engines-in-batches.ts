/** One engine with several batches under way at once, beside another engine, on a line that takes its time. */
import type { Ids, Shape, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area } from "../Case.ts"
import { type Call, make } from "../engine/calls.ts"
import { balanced, begin, budget, budgetMax, clockOf, idsOf, openOn } from "../engine/shop.ts"
import { holds, same } from "../expectations.ts"
import { over } from "../over.ts"
import { asked, pause, type World } from "../World.ts"

const tenant = "batches" as Ids.Tenant
const advocates = Array.from({ length: 12 }, (_, n) => n)
const friends = Array.from({ length: 100 }, (_, n) => n)
const programOf = { program: "spring" }

const enrolled: readonly Call[] = advocates.map((n) => ({
  door: "enroll",
  input: { ...programOf, customer: `adv${n}`, code: `ADV${n}`, key: `e-${n}` }
}))

/** What one friend does, one after the other; some of it twice, as tills and webhooks do. */
const storyOf = (n: number): readonly Call[] => {
  const customer = `friend${n}`
  const order: Call = { door: "orderPaid", input: { order: `x${n}`, customer, total: "100.00 USD" } }
  return [
    { door: "touch", input: { customer, code: `ADV${n % advocates.length}`, key: `t-${n}` } },
    order,
    ...(n % 4 === 0 ? [order] : []),
    ...(n % 5 === 0
      ? [{ door: "orderRefunded" as const, input: { order: `x${n}`, refund: "r", amount: "40.00 USD" } }]
      : [])
  ]
}

/** Several batches, and every trip takes a few turns, so that they meet. A batch makes one trip at a time. */
const unhurried = (store: Store.StoreShape): Store.StoreShape & { readonly mostAtOnce: () => number } => {
  let [underWay, most] = [0, 0]
  const trip = <A, E>(work: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      most = Math.max(most, ++underWay)
      return Effect.andThen(pause(4), work)
    }).pipe(Effect.ensuring(Effect.sync(() => void underWay--)))
  const slow = over(store, {
    limits: { ...store.limits, batches: 3 },
    load: (...given) => trip(store.load(...given)),
    commit: (...given) => trip(store.commit(...given))
  })
  return { ...slow, mostAtOnce: () => most }
}

const tellStories = (engines: readonly Shape[]): Effect.Effect<readonly (readonly unknown[])[], unknown> =>
  Effect.forEach(
    friends,
    (n) =>
      Effect.gen(function* () {
        const answers: unknown[] = []
        for (const [i, one] of storyOf(n).entries()) {
          answers.push(yield* make(engines[(n + i) % engines.length] as Shape, one))
        }
        return answers
      }),
    { concurrency: "unbounded" }
  )

const severalBatches = (world: World): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    const clock = clockOf()
    yield* begin(world.store, { clock, tenant }, enrolled)
    const first = unhurried(world.store)
    const engines = [
      yield* openOn(first, { clock, tenant, ids: idsOf("a") }),
      yield* openOn(unhurried(yield* world.another), { clock, tenant, ids: idsOf("b") })
    ]
    const told = yield* tellStories(engines)
    const refused = told.flat().filter((answer) => typeof answer === "object" && answer !== null && "refused" in answer)
    same(refused, [], "calls that were refused")
    for (const n of friends.filter((n) => n % 4 === 0)) {
      const [, paid, again] = told[n] as readonly { readonly ok: { readonly rewards: unknown } }[]
      same(again?.ok.rewards, paid?.ok.rewards, `the rewards of x${n}, which was reported twice`)
    }
    yield* balanced(engines[0] as Shape, "after several batches at once")
    const spent = yield* asked(() => world.peek.counter(tenant, budget))
    holds(spent <= budgetMax, `the budget stands at ${spent}, above its ${budgetMax}`)
    holds(first.mostAtOnce() > 1, "no two batches were ever under way at once: the case proves nothing")
  }).pipe(Effect.scoped)

export const enginesInBatches = area(
  "engines",
  { isRequired: true },
  { "keep-several-batches-apart": { needs: "another", run: severalBatches } }
)

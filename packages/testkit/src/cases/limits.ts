/** What is too large is refused whole, never cut. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { area } from "../Case.ts"
import { holds, same } from "../expectations.ts"
import { asked, commit, counter, event, ids, log, message, nothing, receipt, t } from "../World.ts"

/** So many items of all kinds together. */
const batchOf = (items: number): Store.Batch => ({
  receipts: items > 0 ? [receipt("r")] : [],
  facts: items > 1 ? [{ key: "a", expect: 0, put: 1 }] : [],
  counters: items > 2 ? [counter("c", 1n)] : [],
  messages: items > 3 ? [message("m")] : [],
  events: Array.from({ length: Math.max(0, items - 4) }, (_, i) => event(`e${i}`))
})

export const limits = area(
  "limits",
  { isRequired: false },
  {
    "are-whole-numbers-that-leave-room": (world) =>
      Effect.sync(() => {
        const { items } = world.store.limits
        holds(Number.isSafeInteger(items), `limits.items is ${items}: name a whole number`)
        holds(items >= 100, `limits.items is ${items}: one decision can need 100`)
      }),
    "take-a-full-batch": (world) =>
      Effect.gen(function* () {
        const { items } = world.store.limits
        same(yield* commit(world, batchOf(items)), "committed", `a batch of ${items} items, the limit`)
        same((yield* log(world, t, 1_000)).length, items - 4, "its events")
      }),
    "refuse-one-item-more": (world) =>
      Effect.gen(function* () {
        const { items } = world.store.limits
        const outcome = yield* Effect.result(world.store.commit(t, batchOf(items + 1)))
        holds(Result.isFailure(outcome), `a batch of ${items + 1} items was taken, though limits.items is ${items}`)
        const error = Result.isFailure(outcome) ? outcome.failure : undefined
        const told = error?._tag === "StoreError" ? [error.reason, error.isRetryable] : [error?._tag]
        same(told, ["TooLarge", false], "the failure of a batch over the limit")
        same(ids(yield* log(world)), [], "the log after that")
        same(yield* asked(() => world.peek.fact(t, "a")), undefined, "the row of its fact")
      }),
    "take-an-empty-batch": (world) =>
      Effect.gen(function* () {
        same(yield* commit(world, nothing), "committed", "a batch of nothing")
        same(ids(yield* log(world)), [], "the log after that")
      }),
    "answer-a-page-of-the-asked-size": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { events: ["a", "b", "c"].map((id) => event(id)) })
        same(ids((yield* world.store.events(t, 0, 2)).events), ["a", "b"], "a page of two of three")
      }),
    "load-500-keys-at-once": (world) =>
      Effect.gen(function* () {
        const keys = Array.from({ length: 500 }, (_, i) => `k/${String(i).padStart(3, "0")}`)
        for (let i = 0; i < keys.length; i += 100)
          yield* commit(world, { facts: keys.slice(i, i + 100).map((key) => ({ key, expect: 0, put: key })) })
        const { facts } = yield* world.store.load(t, { receipts: [], facts: keys, counters: [] })
        same(facts.map(({ key }) => key).sort(), keys, "500 facts")
      })
  }
)

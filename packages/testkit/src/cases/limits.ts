/** What is too large is refused whole, never cut. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { area } from "../Case.ts"
import { holds, same } from "../expectations.ts"
import { asked, at, commit, counter, event, ids, load, log, message, nothing, receipt, t } from "../World.ts"

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
    // A statement has its own limits, of parameters or of bytes, and each kind of row its own statement.
    "take-a-full-batch-of-each-kind": (world) =>
      Effect.gen(function* () {
        const names = Array.from({ length: world.store.limits.items }, (_, i) => `k/${String(i).padStart(6, "0")}`)
        const batches: Partial<Store.Batch> = {
          receipts: names.map((name) => receipt(name)),
          facts: names.map((key) => ({ key, expect: 0, put: key })),
          counters: names.map((key) => counter(key, 1n)),
          events: names.map((id) => event(id)),
          messages: names.map((id) => message(id))
        }
        for (const [kind, rows] of Object.entries(batches))
          same(yield* commit(world, { [kind]: rows }), "committed", `${names.length} ${kind} in one commit`)
        const last = names.at(-1) ?? ""
        const { counters, facts, receipts } = yield* load(world, { receipts: [last], facts: [last], counters: [last] })
        same([receipts.length, facts.length, counters.length], [1, 1, 1], "the last row of each kind")
      }),
    "answer-nothing-for-nothing": (world) =>
      Effect.gen(function* () {
        const { claim, ready, revive, settle } = world.store.outbox
        same(yield* load(world, {}), { receipts: [], facts: [], counters: [] }, "a load of no keys")
        same(yield* settle(t, "x", []), 0, "settled of no messages")
        same(yield* revive(t, [], at(0)), 0, "revived of no messages")
        same(yield* ready([], at(10), 10), [], "what is ready in no lanes")
        const none = yield* claim(t, { lane: "engine", now: at(10), limit: 10, until: at(20), token: "x" })
        same(none, [], "a claim in an empty outbox")
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

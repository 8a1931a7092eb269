/** Several processes on the same rows: what one wrote is there for the others at once, and for whoever comes after it. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area, type Case } from "../Case.ts"
import { same } from "../expectations.ts"
import {
  claim,
  commit,
  counter,
  event,
  fact,
  ids,
  load,
  log,
  message,
  processes,
  receipt,
  t,
  value,
  type World
} from "../World.ts"

const between =
  (run: (one: World, other: World) => Effect.Effect<void, unknown>): Case["run"] =>
  (world) =>
    Effect.andThen(processes(world), ([one, other]) => run(one, other))

const whole: Store.Batch = {
  receipts: [receipt("r")],
  facts: [{ key: "a", expect: 0, put: 1 }],
  counters: [counter("c", 5n)],
  events: [event("e")],
  messages: [message("m")]
}

export const betweenProcesses = area(
  "processes",
  { isRequired: true },
  {
    "see-what-another-wrote": {
      needs: "another",
      run: between((one, other) =>
        Effect.gen(function* () {
          // Both have looked before: whoever remembers an absence goes wrong here.
          same((yield* load(other, { receipts: ["r"], facts: ["a"] })).facts, [], "a fact before it was written")
          yield* commit(one, whole)
          const { counters, facts, receipts } = yield* load(other, { receipts: ["r"], facts: ["a"], counters: ["c"] })
          same(facts, [{ key: "a", version: 1, value: 1 }], "a fact that another process wrote")
          same(counters, [{ key: "c", value: 5n }], "a counter that another process added to")
          same(receipts, [receipt("r")], "a receipt that another process wrote")
          same(ids(yield* log(other)), ["e"], "the log that another process began")
          same(yield* claim(other, { now: 10, token: "x" }), ["m:1"], "a message that another process committed")
        })
      )
    },
    "write-over-each-other-in-turn": {
      needs: "another",
      run: between((one, other) =>
        Effect.gen(function* () {
          const both = [one, other]
          for (let i = 0; i < 6; i++) {
            const world = both[i % 2] as World
            const add = { facts: [{ key: "a", expect: i, put: i }], counters: [counter("c", 1n, { max: 6n })] }
            same(yield* commit(world, add), "committed", `write ${i + 1}, by turns`)
            for (const who of both) {
              same(yield* fact(who, "a"), { key: "a", version: i + 1, value: i }, `the fact after write ${i + 1}`)
              same(yield* value(who, "c"), BigInt(i + 1), `the counter after write ${i + 1}`)
            }
          }
          const seventh = { counters: [counter("c", 1n, { max: 6n })] }
          same(yield* commit(one, seventh), ["Bound", ["c"]], "an add past what both have added")
        })
      )
    },
    "have-one-log": {
      needs: "another",
      run: between((one, other) =>
        Effect.gen(function* () {
          const names = Array.from({ length: 8 }, (_, i) => `e${i}`)
          let after = 0
          for (const [i, id] of names.entries()) {
            yield* commit(i % 2 === 0 ? one : other, { events: [event(id)] })
            const page = yield* (i % 2 === 0 ? other : one).store.events(t, after, 10)
            same(ids(page.events), [id], `what is behind the place that another process reads`)
            after = page.next
          }
          same(yield* log(other, t, 3), yield* log(one, t, 5), "the log as two processes read it")
          same(ids(yield* log(one)), names, "the log of two processes that wrote by turns")
        })
      )
    },
    "hold-messages-against-each-other": {
      needs: "another",
      run: between((one, other) =>
        Effect.gen(function* () {
          yield* commit(one, { messages: [message("m"), message("n")] })
          same(yield* claim(one, { now: 10, token: "x", limit: 1 }), ["m:1"], "a claim of one process")
          same(yield* claim(other, { now: 10, token: "y" }), ["n:1"], "a claim of another")
          same(yield* other.store.outbox.settle(t, "y", ["m", "n"]), 1, "settled by the other")
          same(yield* one.store.outbox.settle(t, "x", ["m", "n"]), 1, "settled by the first")
        })
      )
    },
    "find-what-was-taken": {
      needs: "another",
      run: between((one, other) =>
        Effect.gen(function* () {
          yield* commit(one, whole)
          const again: readonly Partial<Store.Batch>[] = [
            { receipts: whole.receipts },
            { events: whole.events },
            { messages: whole.messages }
          ]
          for (const batch of again) {
            const outcome = yield* commit(other, batch)
            same(outcome[0], "Duplicate", "what another process has committed already")
          }
          const stale = yield* commit(other, { facts: [{ key: "a", expect: 0, put: 2 }] })
          same(stale, ["Conflict", ["a"]], "a first write of what another process wrote")
        })
      )
    }
  }
)

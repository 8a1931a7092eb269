/** A commit is seen whole or not at all, wherever in it the fault is. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area, type Case } from "../Case.ts"
import { holds, same, show } from "../expectations.ts"
import {
  asked,
  claim,
  commit,
  counter,
  event,
  ids,
  load,
  log,
  message,
  processes,
  receipt,
  t,
  type World
} from "../World.ts"

const taken = { receipts: [receipt("r")], events: [event("e")], messages: [message("m")] }

const good: Store.Batch = {
  receipts: [receipt("r2")],
  facts: [{ key: "b", expect: 0, put: 1 }],
  counters: [counter("d", 1n)],
  events: [event("e2")],
  messages: [message("m2", 5)]
}

/** Nothing of the good half is there: not in an answer, not in a row. */
const untouched = (world: World): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    const loaded = yield* load(world, { receipts: ["r2"], facts: ["b"], counters: ["d"] })
    same(loaded.receipts, [], "receipts of a refused batch")
    same(loaded.facts, [], "facts of a refused batch")
    same(loaded.counters[0]?.value ?? 0n, 0n, "a counter of a refused batch")
    same(ids(yield* log(world)), ["e"], "the log after a refused batch")
    same(yield* asked(() => world.peek.events(t)), ["e"], "rows of events after a refused batch")
    same(yield* asked(() => world.peek.fact(t, "b")), undefined, "the row of a fact of a refused batch")
    same(yield* asked(() => world.peek.counter(t, "d")), 0n, "the row of a counter of a refused batch")
    same(yield* claim(world, { now: 9, token: "x" }), [], "messages of a refused batch")
  })

const stopped =
  (batch: Store.Batch, outcome: readonly [string, readonly string[]]): Case["run"] =>
  (world) =>
    Effect.gen(function* () {
      yield* commit(world, taken)
      same(yield* commit(world, batch), outcome, "a batch with one fault")
      yield* untouched(world)
      same(yield* commit(world, good), "committed", "the same batch without the fault")
    })

export const atomicity = area(
  "atomicity",
  { isRequired: true },
  {
    "of-a-taken-receipt": stopped({ ...good, receipts: [...good.receipts, receipt("r")] }, ["Duplicate", ["r"]]),
    "of-a-taken-event": stopped({ ...good, events: [...good.events, event("e")] }, ["Duplicate", ["e"]]),
    "of-a-taken-message": stopped({ ...good, messages: [...good.messages, message("m")] }, ["Duplicate", ["m"]]),
    "of-a-stale-fact": stopped({ ...good, facts: [...good.facts, { key: "c", expect: 7, put: 1 }] }, [
      "Conflict",
      ["c"]
    ]),
    "of-a-broken-bound": stopped({ ...good, counters: [...good.counters, counter("e", 1n, { max: 0n })] }, [
      "Bound",
      ["e"]
    ]),
    "of-a-moved-fence": stopped({ ...good, counters: [...good.counters, counter("e", 0n, { expect: 1n })] }, [
      "Conflict",
      ["e"]
    ]),
    "keeps-nothing-that-its-caller-holds": (world) =>
      Effect.gen(function* () {
        const put = { list: [1] }
        yield* commit(world, { facts: [{ key: "a", expect: 0, put }] })
        put.list.push(2)
        const first = yield* load(world, { facts: ["a"] })
        const answered = first.facts[0]?.value as { list?: number[] } | undefined
        // A frozen answer keeps its promise too.
        if (Array.isArray(answered?.list) && !Object.isFrozen(answered.list)) answered.list.push(3)
        const again = (yield* load(world, { facts: ["a"] })).facts[0]?.value
        same(again, { list: [1] }, "a value whose caller went on writing in its own copy")
      }),
    // The three kinds of rows of one answer are of one moment, not each of its own.
    "is-loaded-whole": (world) =>
      Effect.gen(function* () {
        const [one, other] = yield* processes(world)
        let isDone = false
        const names = Array.from({ length: 20 }, (_, i) => `r${i}`)
        const steps = Effect.gen(function* () {
          for (const [i, name] of names.entries()) {
            const facts = [{ key: "n", expect: i, put: i + 1 }]
            yield* commit(one, { facts, counters: [counter("n", 1n)], receipts: [receipt(name)] })
            yield* Effect.yieldNow
          }
          isDone = true
        })
        const looks = Effect.gen(function* () {
          while (!isDone) {
            const { counters, facts, receipts } = yield* load(other, { receipts: names, facts: ["n"], counters: ["n"] })
            const seen = [facts[0]?.value ?? 0, Number(counters[0]?.value ?? 0n), receipts.length]
            holds(new Set(seen).size === 1, `a fact, a counter and receipts of one answer are of ${show(seen)} commits`)
            yield* Effect.yieldNow
          }
        })
        yield* Effect.all([steps, looks, looks], { concurrency: "unbounded" })
      }),
    // A peer that reads while commits are under way sees each whole: both counters move in one commit.
    "is-seen-whole": (world) =>
      Effect.gen(function* () {
        let isDone = false
        const moves = Effect.gen(function* () {
          for (let i = 0; i < 20; i++) {
            yield* commit(world, { counters: [counter("from", -1n), counter("to", 1n)] })
            yield* Effect.yieldNow
          }
          isDone = true
        })
        const looks = Effect.gen(function* () {
          while (!isDone) {
            const { counters } = yield* load(world, { counters: ["from", "to"] })
            const sum = counters.reduce((total, { value }) => total + value, 0n)
            holds(sum === 0n, `two counters that move together were read apart: their sum is ${sum}, not 0`)
            yield* Effect.yieldNow
          }
        })
        yield* Effect.all([moves, looks, looks], { concurrency: "unbounded" })
      })
  }
)

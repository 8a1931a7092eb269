/** A counter keeps its bounds: for the sum, for the highest and lowest point on the way, and for what it was. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { area } from "../Case.ts"
import { same } from "../expectations.ts"
import { asked, commit, counter, load, nothing, type Outcome, refusedFor, t, value, type World } from "../World.ts"

type Row = readonly [what: string, write: Store.CounterWrite, outcome: Outcome, after: bigint]

/** One add after another on the counter `c`, with its value after each, as it is answered and in its row. */
const table = (rows: readonly Row[]) => (world: World) =>
  Effect.gen(function* () {
    for (const [what, write, outcome, after] of rows) {
      same(yield* commit(world, { counters: [write] }), outcome, what)
      same(yield* value(world, "c"), after, `the value after ${what}`)
      same(yield* asked(() => world.peek.counter(t, "c")), after, `the row after ${what}`)
    }
  })

const bound: Outcome = ["Bound", ["c"]]
const conflict: Outcome = ["Conflict", ["c"]]
const highest = 2n ** 63n - 1n
const lowest = -(2n ** 63n)

export const counters = area(
  "counters",
  { isRequired: true },
  {
    "add-up": table([
      ["a first add", counter("c", 5n), "committed", 5n],
      ["a second", counter("c", 7n), "committed", 12n],
      ["one below zero, without a bound", counter("c", -20n), "committed", -8n],
      ["an add of nothing", counter("c", 0n), "committed", -8n]
    ]),
    "keep-a-maximum": table([
      ["up to the bound", counter("c", 10n, { max: 10n }), "committed", 10n],
      ["one past it", counter("c", 1n, { max: 10n }), bound, 10n],
      ["another bound", counter("c", 1n, { max: 11n }), "committed", 11n]
    ]),
    "keep-a-minimum": table([
      ["a start", counter("c", 3n), "committed", 3n],
      ["down to the bound", counter("c", -3n, { min: 0n }), "committed", 0n],
      ["one below", counter("c", -1n, { min: 0n }), bound, 0n]
    ]),
    "keep-a-bound-on-a-first-add": table([
      ["a first add past the maximum", counter("c", 11n, { max: 10n }), bound, 0n],
      ["a first add below the minimum", counter("c", -1n, { min: 0n }), bound, 0n]
    ]),
    "mind-the-peak": table([
      ["a peak past the maximum", { key: "c", net: 0n, peak: 11n, trough: 0n, max: 10n }, bound, 0n],
      ["a peak at the maximum", { key: "c", net: 4n, peak: 10n, trough: 0n, max: 10n }, "committed", 4n],
      ["a peak past what is left", { key: "c", net: -4n, peak: 7n, trough: -4n, max: 10n }, bound, 4n]
    ]),
    "mind-the-trough": table([
      ["a trough below the minimum", { key: "c", net: 5n, peak: 5n, trough: -1n, min: 0n }, bound, 0n],
      ["a trough at the minimum", { key: "c", net: 5n, peak: 5n, trough: 0n, min: 0n }, "committed", 5n],
      ["a trough below what is there", { key: "c", net: 0n, peak: 0n, trough: -6n, min: 0n }, bound, 5n]
    ]),
    // A cap that was lowered after it was used: giving back must still be possible.
    "give-back-above-a-lowered-maximum": table([
      ["a start", counter("c", 10n), "committed", 10n],
      ["a return without a bound", counter("c", -3n), "committed", 7n],
      ["an add under the lower bound", counter("c", 1n, { max: 5n }), bound, 7n]
    ]),
    "keep-a-fence": table([
      ["a fence of zero on what is not there", counter("c", 5n, { expect: 0n }), "committed", 5n],
      ["a fence at another value", counter("c", 5n, { expect: 0n }), conflict, 5n],
      ["a fence at its value", counter("c", 1n, { expect: 5n }), "committed", 6n],
      ["a fence that adds nothing", counter("c", 0n, { expect: 5n }), conflict, 6n]
    ]),
    "count-64-bits": table([
      ["the highest value", counter("c", highest), "committed", highest],
      ["and one less, exactly", counter("c", -1n), "committed", highest - 1n],
      ["across zero", counter("c", -(highest - 1n)), "committed", 0n],
      ["the lowest value", counter("c", -highest), "committed", -highest]
    ]),
    "refuse-what-leaves-64-bits": (world) =>
      Effect.gen(function* () {
        for (const [from, by] of [[highest, 1n] as const, [lowest, -1n] as const]) {
          const key = `from ${from}`
          same(yield* commit(world, { counters: [counter(key, from)] }), "committed", key)
          const batch = { ...nothing, counters: [counter(key, by), counter(`to ${from}`, 1n)] }
          const outcome = yield* Effect.result(world.store.commit(t, batch))
          const error = Result.isFailure(outcome) ? outcome.failure : undefined
          const told = error?._tag === "StoreError" ? [error.reason, error.isRetryable] : [error?._tag]
          same(told, ["Refused", false], `the failure of an add of ${by} to ${from}`)
          same(yield* value(world, key), from, "the value after that")
          same(yield* value(world, `to ${from}`), 0n, "another counter of that commit")
        }
      }),
    "name-only-their-keys": (world) =>
      Effect.gen(function* () {
        const counters = [counter("a", 1n, { max: 5n }), counter("b", 6n, { max: 5n }), counter("c", -1n, { min: 0n })]
        const outcome = yield* commit(world, { counters })
        refusedFor(outcome, "Bound", ["b", "c"], "two broken bounds and one that holds")
        const found = (yield* load(world, { counters: ["a", "b", "c"] })).counters
        same(
          found.filter((row) => row.value !== 0n),
          [],
          "counters after a refused batch"
        )
      })
  }
)

/** Many at once, in two processes: each promise of a commit also holds between the check and the write. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area, type Case } from "../Case.ts"
import { holds, same } from "../expectations.ts"
import {
  asked,
  claim,
  commit,
  counter,
  event,
  fact,
  ids,
  log,
  message,
  type Outcome,
  processes,
  race,
  receipt,
  t,
  type World
} from "../World.ts"

const racers = 20

const won = (outcomes: readonly Outcome[]): number => outcomes.filter((outcome) => outcome === "committed").length

/** Racers who want the same thing: as many as there is room for get it, and exactly they are in the log. */
const contest =
  (
    before: Partial<Store.Batch>,
    wanted: (i: number) => Partial<Store.Batch>,
    winners: number,
    what: string
  ): Case["run"] =>
  (world) =>
    Effect.gen(function* () {
      const both = yield* processes(world)
      yield* commit(world, before)
      const runs = Array.from({ length: racers }, (_, i) =>
        commit(both[i % 2] as World, { ...wanted(i), events: [event(`e${i}`)] })
      )
      const outcomes = yield* race(runs)
      same(won(outcomes), winners, `winners among ${racers} ${what}`)
      const committed = outcomes.flatMap((outcome, i) => (outcome === "committed" ? [`e${i}`] : []))
      const logged = ids(yield* log(world))
      same([...logged].sort(), [...committed].sort(), "events of those that were told they had won")
      same([...(yield* asked(() => world.peek.events(t)))].sort(), [...committed].sort(), "their rows")
    })

const put = (key: string, expect: number, value: number): Store.FactWrite => ({ key, expect, put: value })

export const racing = area(
  "racers",
  { isRequired: true },
  {
    "one-writes-a-version": contest(
      { facts: [put("a", 0, 0)] },
      (i) => ({ facts: [put("a", 1, i)] }),
      1,
      "writes over one version"
    ),
    "one-writes-an-absence": contest({}, (i) => ({ facts: [put("a", 0, i)] }), 1, "first writes of one fact"),
    "one-gets-a-receipt": contest({}, (i) => ({ receipts: [receipt("r", i)] }), 1, "receipts under one key"),
    "one-passes-a-fence": contest(
      {},
      () => ({ counters: [counter("c", 1n, { expect: 0n })] }),
      1,
      "fences at one value"
    ),
    "seven-fit-under-a-maximum": (world) =>
      Effect.gen(function* () {
        yield* contest({}, () => ({ counters: [counter("c", 3n, { max: 21n })] }), 7, "adds under one bound")(world)
        same(yield* asked(() => world.peek.counter(t, "c")), 21n, "the row of the counter")
      }),
    "five-fit-above-a-minimum": (world) =>
      Effect.gen(function* () {
        const take = { counters: [counter("c", -2n, { min: 0n })] }
        yield* contest({ counters: [counter("c", 11n)] }, () => take, 5, "withdrawals from one balance")(world)
        same(yield* asked(() => world.peek.counter(t, "c")), 1n, "the row of the counter")
      }),
    "every-free-add-counts": (world) =>
      Effect.gen(function* () {
        yield* contest({}, () => ({ counters: [counter("c", 1n)] }), racers, "adds without a bound")(world)
        same(yield* asked(() => world.peek.counter(t, "c")), BigInt(racers), "the row of the counter")
      }),
    // Each checks what the other writes. A store that holds only what it writes lets both pass.
    "a-check-holds-to-the-end": (world) =>
      Effect.gen(function* () {
        const [one, other] = yield* processes(world)
        for (let i = 0; i < 8; i++) {
          const [a, b] = [`a${i}`, `b${i}`]
          yield* commit(world, { facts: [put(a, 0, 0), put(b, 0, 0)] })
          const outcomes = yield* race([
            commit(one, { facts: [put(a, 1, 1), { key: b, expect: 1 }] }),
            commit(other, { facts: [{ key: a, expect: 1 }, put(b, 1, 1)] })
          ])
          same(won(outcomes), 1, "winners among two that each checked what the other wrote")
        }
      }),
    // Each fences what the other adds, and adds nothing there itself.
    "a-fence-holds-to-the-end": (world) =>
      Effect.gen(function* () {
        const [one, other] = yield* processes(world)
        for (let i = 0; i < 8; i++) {
          const [a, b] = [`a${i}`, `b${i}`]
          const outcomes = yield* race([
            commit(one, { counters: [counter(a, 1n), counter(b, 0n, { expect: 0n })] }),
            commit(other, { counters: [counter(a, 0n, { expect: 0n }), counter(b, 1n)] })
          ])
          same(won(outcomes), 1, "winners among two that each fenced what the other added")
        }
      }),
    "lose-no-update": (world) =>
      Effect.gen(function* () {
        const both = yield* processes(world)
        const increment = (who: World, tries = 0): Effect.Effect<void, unknown> =>
          Effect.gen(function* () {
            holds(tries < 10 * racers, `a fact is refused after ${tries} tries, though it was read anew for each`)
            const { value = 0, version } = (yield* fact(who, "n")) as { version: number; value?: number }
            const outcome = yield* commit(who, { facts: [put("n", version, value + 1)] })
            if (outcome !== "committed") yield* Effect.andThen(Effect.yieldNow, increment(who, tries + 1))
          })
        yield* race(Array.from({ length: racers }, (_, i) => increment(both[i % 2] as World)))
        same(yield* fact(world, "n"), { key: "n", version: racers, value: racers }, `a fact after ${racers} increments`)
      }),
    "one-claims-a-message": (world) =>
      Effect.gen(function* () {
        const names = Array.from({ length: 12 }, (_, i) => `m${i}`)
        yield* commit(world, { messages: names.map((id) => message(id)) })
        const both = yield* processes(world)
        const claims = yield* race(
          Array.from({ length: 8 }, (_, i) => claim(both[i % 2] as World, { now: 10, token: `worker ${i}`, limit: 3 }))
        )
        const all = claims.flat()
        same(new Set(all).size, all.length, "messages that were claimed at once, each by one worker")
        const rest = yield* claim(world, { now: 10, token: "the last", limit: 12 })
        same([...all, ...rest].sort(), names.map((id) => `${id}:1`).sort(), "all messages, each claimed once")
      })
  }
)

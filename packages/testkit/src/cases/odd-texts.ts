/**
 * NUL and halves of surrogate pairs. A value may have them; no key that the engine makes does. Several databases cannot
 * hold one or the other: then a store refuses, and never keeps something else instead.
 */
import { type Store, StoreError } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { area } from "../Case.ts"
import { same, Unmet } from "../expectations.ts"
import {
  at,
  commit,
  counter,
  event,
  fact,
  ids,
  load,
  log,
  message,
  type Outcome,
  receipt,
  t,
  type World
} from "../World.ts"

const odd: readonly string[] = ["a\u0000b", "a\u0000", "\u0000", "a\ud83c", "a\udf81b", "\udf81\ud83c"]
/** What they would become in stores that cut, strip or replace. */
const neighbors: readonly string[] = ["a", "ab", "a\ufffd", "a\ufffdb", "\ufffd\ufffd", "\ufffd"]

/** Whether it was taken; a refusal is one that trying again would not help. */
const isTaken = (world: World, batch: Partial<Store.Batch>, what: string): Effect.Effect<boolean, unknown> =>
  Effect.gen(function* () {
    const outcome: Result.Result<Outcome, unknown> = yield* Effect.result(commit(world, batch))
    if (Result.isSuccess(outcome)) {
      same(outcome.success, "committed", what)
      return true
    }
    const error = outcome.failure
    if (error instanceof StoreError && !error.isRetryable) return false
    throw new Unmet(`${what}: expected it to be taken, or refused with a StoreError for good, got ${String(error)}`)
  })

const sorted = (keys: readonly string[]): readonly string[] => [...keys].sort()
const keysOf = (rows: readonly { readonly key: string }[]): readonly string[] => sorted(rows.map(({ key }) => key))

/** One row of a kind under a name, and all names that the store tells of that kind. */
interface Kind {
  readonly of: (name: string) => Partial<Store.Batch>
  readonly told: (world: World, taken: readonly string[]) => Effect.Effect<readonly string[], unknown>
}

const kinds: Readonly<Record<string, Kind>> = {
  facts: {
    of: (key) => ({ facts: [{ key, expect: 0, put: key }] }),
    told: ({ store }) => Effect.map(store.facts(t, undefined, 100), keysOf)
  },
  counters: {
    of: (key) => ({ counters: [counter(key, 1n)] }),
    told: ({ store }) => Effect.map(store.counters(t, undefined, 100), keysOf)
  },
  receipts: {
    of: (key) => ({ receipts: [receipt(key)] }),
    told: (world, taken) => Effect.map(load(world, { receipts: taken }), ({ receipts }) => keysOf(receipts))
  },
  events: {
    of: (id) => ({ events: [event(id)] }),
    told: (world) => Effect.map(log(world), (events) => sorted(ids(events)))
  },
  messages: {
    of: (id) => ({ messages: [message(id)] }),
    told: ({ store }) =>
      store.outbox
        .claim(t, { lane: "engine", now: at(10), limit: 100, until: at(20), token: "x" })
        .pipe(Effect.map((messages) => sorted(ids(messages))))
  }
}

export const oddTexts = area(
  "round trips",
  { isRequired: true },
  {
    "odd-values-unchanged-or-refused": (world) =>
      Effect.gen(function* () {
        const bodies: unknown[] = []
        for (const [i, text] of odd.entries()) {
          const [key, value] = [`v${i}`, { text, [text]: [text] }]
          const batch = {
            receipts: [receipt(key, value)],
            facts: [{ key, expect: 0, put: value }],
            events: [event(key, { body: value })]
          }
          if (!(yield* isTaken(world, batch, `a value with the text ${JSON.stringify(text)}`))) continue
          bodies.push(value)
          same(yield* fact(world, key), { key, version: 1, value }, "a fact")
          same((yield* load(world, { receipts: [key] })).receipts, [receipt(key, value)], "a receipt")
        }
        const logged = (yield* log(world)).map(({ body }) => body)
        same(logged, bodies, "the bodies in the log")
      }),
    "odd-keys-unchanged-or-refused": (world) =>
      Effect.gen(function* () {
        for (const [kind, { of, told }] of Object.entries(kinds)) {
          const taken: string[] = []
          for (const name of [...neighbors, ...odd])
            if (yield* isTaken(world, of(name), `${kind} with the name ${JSON.stringify(name)}`)) taken.push(name)
          same(yield* told(world, taken), sorted(taken), `${kind} with odd names`)
          for (const name of neighbors) same(taken.includes(name), true, `${kind} took ${JSON.stringify(name)}`)
        }
        // Two names must not lead to one row either.
        for (const name of neighbors) same(yield* fact(world, name), { key: name, version: 1, value: name }, "a fact")
      })
  }
)

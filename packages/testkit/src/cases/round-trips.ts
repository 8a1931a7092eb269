/** What goes in comes out: JSON, whole numbers of 64 bits, instants to the millisecond, and keys of any spelling. */
import type { Wire } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { area } from "../Case.ts"
import { same } from "../expectations.ts"
import {
  asked,
  at,
  claim,
  commit,
  counter,
  event,
  fact,
  ids,
  load,
  log,
  message,
  receipt,
  t,
  type World
} from "../World.ts"

const values: readonly Wire.Json[] = [
  null,
  false,
  0,
  -1.5,
  9_007_199_254_740_991,
  "",
  "9223372036854775807",
  "1e3",
  "null",
  'it\'s "quoted" \\ and %_?$1 :name',
  "line\nand\ttab",
  "e\u0301 is not \u00e9",
  "\u{1F381} gift, \u6c49\u5b57, \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
  [],
  {},
  [null, [1, [2]], { a: { b: null } }],
  { b: 1, a: null, "": "empty", "a.b": [], 10: "ten", __proto: 1 }
]

/** The same key but for one thing that a collation, a trim or a normal form would lose. */
const keys: readonly string[] = [
  "order/o1",
  "order/O1",
  "order/o1 ",
  " order/o1",
  "order/o%31",
  "order/o_1",
  "order/\u00e9",
  "order/e\u0301",
  "order/\u{1F381}",
  "order/'; drop table facts; --",
  `order/${"x".repeat(1_200)}`,
  `order/${"x".repeat(1_200)}y`
]

/** Without NUL and halves of pairs, which several databases cannot hold, and -0, which JSON does not have. */
const isStorable = (value: unknown): boolean => {
  const text = JSON.stringify(value)
  return !/\\u0000|\\ud[89a-f]/i.test(text) && JSON.stringify(JSON.parse(text)) === text
}
const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter(isStorable)
  .map((value) => JSON.parse(JSON.stringify(value)) as Wire.Json)

const through = (world: World, id: string, value: Wire.Json): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    yield* commit(world, {
      receipts: [receipt(id, value)],
      facts: [{ key: id, expect: 0, put: value }],
      events: [event(id, { body: value })],
      messages: [{ ...message(id, 10, id), body: value }]
    })
    same(yield* fact(world, id), { key: id, version: 1, value }, "a fact")
    same((yield* load(world, { receipts: [id] })).receipts, [receipt(id, value)], "a receipt")
    const claim = { lane: id, now: at(10), limit: 1, until: at(20), token: "x" }
    const claimed = yield* world.store.outbox.claim(t, claim)
    same(claimed, [{ ...message(id, 10, id), body: value, attempts: 1 }], "a message")
    same(yield* asked(() => world.peek.fact(t, id)), value, "the row of a fact")
  })

const byKey = <Row extends { readonly key: string }>(rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((a, b) => (a.key < b.key ? -1 : 1))

const inTheLog = (world: World, bodies: readonly Wire.Json[]): Effect.Effect<void, unknown> =>
  Effect.map(log(world), (events) =>
    same(
      events.map(({ body }) => body),
      bodies,
      "the bodies in the log"
    )
  )

export const roundTrips = area(
  "round trips",
  { isRequired: false },
  {
    "json-of-every-kind": (world) =>
      Effect.gen(function* () {
        for (const [i, value] of values.entries()) yield* through(world, `v${i}`, value)
        yield* inTheLog(world, values)
      }),
    "json-at-random": (world) =>
      Effect.gen(function* () {
        const drawn = fc.sample(json, { seed: world.seed, numRuns: 60 })
        for (const [i, value] of drawn.entries()) yield* through(world, `v${i}`, value)
        yield* inTheLog(world, drawn)
      }),
    "keys-as-they-are-spelled": (world) =>
      Effect.gen(function* () {
        const sorted = [...keys].sort()
        yield* commit(world, { facts: sorted.map((key) => ({ key, expect: 0, put: key })) })
        const { facts } = yield* load(world, { facts: sorted })
        same(
          byKey(facts),
          sorted.map((key) => ({ key, version: 1, value: key })),
          "facts under keys that look alike"
        )
      }),
    "ids-as-they-are-spelled": (world) =>
      Effect.gen(function* () {
        const sorted = [...keys].sort()
        const whole = {
          receipts: sorted.map((key) => receipt(key)),
          counters: sorted.map((key, i) => counter(key, BigInt(i + 1))),
          events: sorted.map((id) => event(id)),
          messages: sorted.map((id) => message(id))
        }
        same(yield* commit(world, whole), "committed", "receipts, counters, events and messages whose ids look alike")
        const loaded = yield* load(world, { receipts: sorted, counters: sorted })
        same(byKey(loaded.receipts), whole.receipts, "receipts")
        same(
          byKey(loaded.counters),
          sorted.map((key, i) => ({ key, value: BigInt(i + 1) })),
          "counters"
        )
        same(ids(yield* log(world)), sorted, "events")
        const claimed = yield* claim(world, { now: 10, token: "x", limit: 100 })
        same([...claimed].sort(), sorted.map((id) => `${id}:1`).sort(), "messages")
        same(yield* world.store.outbox.settle(t, "x", sorted), sorted.length, "settled")
      }),
    // A program with all its rules, a receipt with all its evidence: a column of 64 KB or an index over it is too small.
    "documents-of-100-kb": (world) =>
      Effect.gen(function* () {
        const text = Array.from({ length: 2_500 }, (_, i) => `line ${i}: \u{1F381} it's a gift, by word of mouth`).join(
          "\n"
        )
        yield* through(world, "large", { text })
        yield* inTheLog(world, [{ text }])
        const long = { ...receipt("long"), fingerprint: text }
        same(yield* commit(world, { receipts: [long] }), "committed", "a receipt with a long question")
        same((yield* load(world, { receipts: ["long"] })).receipts, [long], "a receipt with a long question")
      }),
    "reasons-of-1000-letters": (world) =>
      Effect.gen(function* () {
        const reason = "\u00e9'\n".repeat(333)
        yield* commit(world, { messages: [message("m")] })
        yield* claim(world, { now: 10, token: "x" })
        yield* world.store.outbox.bury(t, "x", "m", reason)
        same((yield* world.store.outbox.dead(t, 1))[0]?.reason, reason, "why a message was set aside")
      }),
    "events-with-all-their-fields": (world) =>
      Effect.gen(function* () {
        const first = event("e1", { type: "OrderRecorded", version: 3, at: at(0), recorded: at(4_102_444_799_999) })
        const second = event("e2", { at: at(1), recorded: at(1_772_366_400_001) })
        yield* commit(world, { events: [first, second] })
        const found = (yield* log(world)).map(({ cursor, ...rest }) => rest)
        same(found, [first, second], "two events")
      }),
    "amounts-of-transfers": {
      isRequired: true,
      run: (world) =>
        Effect.gen(function* () {
          const amounts = [0n, 1n, -5n, 2n ** 53n + 1n, 2n ** 63n - 1n]
          const transfers = amounts.map((minor, i) => ({
            id: `e/${i}`,
            phase: i === 1 ? ("post" as const) : ("direct" as const),
            debit: "expense/spring",
            credit: "owed/psn_1",
            amount: { minor, unit: "USD" },
            ...(i === 1 ? { of: "earlier" } : {})
          }))
          yield* commit(world, { events: [event("e", { transfers } as never)] })
          same((yield* log(world))[0]?.transfers, transfers, "transfers, amounts as integers")
        })
    },
    "a-log-of-2000-events": (world) =>
      Effect.gen(function* () {
        const per = Math.max(1, Math.min(250, world.store.limits.items))
        const names = Array.from({ length: 2_000 }, (_, i) => `e${i}`)
        for (let i = 0; i < names.length; i += per) {
          const events = names.slice(i, i + per).map((id) => event(id))
          same(yield* commit(world, { events }), "committed", `${events.length} events at once`)
        }
        same(ids(yield* log(world, t, 300)), names, "the whole log")
      })
  }
)

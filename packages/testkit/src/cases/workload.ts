/**
 * Batches at random, several committers at once, against the model. The log says in which order they took place: in
 * that order each must have been free to commit, and each that was refused must have had a reason at some moment.
 */
import type { Ids, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { area, type Case } from "../Case.ts"
import { holds, same, show } from "../expectations.ts"
import { forAll } from "../forAll.ts"
import * as Model from "../Model.ts"
import {
  asked,
  claim,
  commit,
  counter,
  event,
  load,
  message,
  type Outcome,
  race,
  receipt,
  type World
} from "../World.ts"

const factKeys = ["a", "b", "c"]
const counterKeys = ["x", "y"]
const receiptKeys = Array.from({ length: 12 }, (_, i) => `r${i}`)

/** A batch relative to what is there when it is made: which facts, and whether they are as they were read. */
const drawnBatch = fc.record({
  facts: fc.subarray(factKeys),
  how: fc.constantFrom("put", "put", "check", "stale"),
  counters: fc.subarray(counterKeys),
  net: fc.bigInt({ min: -4n, max: 6n }),
  swing: fc.bigInt({ min: 0n, max: 3n }),
  max: fc.option(fc.bigInt({ min: 0n, max: 12n })),
  min: fc.option(fc.constant(0n)),
  isFenced: fc.boolean(),
  receipt: fc.option(fc.constantFrom(...receiptKeys)),
  hasMessage: fc.boolean(),
  turns: fc.nat({ max: 4 })
})
type Drawn = typeof drawnBatch extends fc.Arbitrary<infer A> ? A : never

const batchOf = (model: Model.Model, drawn: Drawn, id: string): Store.Batch => ({
  receipts: drawn.receipt === null ? [] : [receipt(drawn.receipt)],
  facts: drawn.facts.map((key) => {
    const version = Model.versionOf(model, key)
    const expect = drawn.how === "stale" ? Math.max(0, version - 1) : version
    return drawn.how === "check" && expect > 0 ? { key, expect } : { key, expect, put: id }
  }),
  counters: drawn.counters.map((key) => {
    const { peak, trough, ...rest } = counter(key, drawn.net, {
      ...(drawn.max === null ? {} : { max: drawn.max }),
      ...(drawn.min === null ? {} : { min: drawn.min }),
      ...(drawn.isFenced && drawn.swing === 0n ? { expect: Model.amountOf(model, key) } : {})
    })
    return { ...rest, peak: peak + drawn.swing, trough: trough - drawn.swing }
  }),
  events: [event(id)],
  messages: drawn.hasMessage ? [message(id)] : []
})

/** Goes through a round in the order of the log; answers the model after each commit, the state before it first. */
const explained = (model: Model.Model, order: readonly string[], batches: readonly Store.Batch[]) => {
  const states = [model]
  for (const id of order) {
    const now = states.at(-1) ?? model
    const batch = batches.find(({ events }) => events[0]?.id === id)
    if (batch === undefined) throw new Error(`event ${id} is in the log, but nobody committed it in this round`)
    const against = Model.obstacles(now, batch)
    holds(Model.isFree(against), `${show(batch)} was committed, though it must be refused: ${show(against)}`)
    states.push(Model.after(now, batch))
  }
  return states
}

const justified = (states: readonly Model.Model[], batch: Store.Batch, outcome: Outcome): void => {
  if (outcome === "committed") return
  const [refusal, keys] = outcome
  const isRight = states.some((state) => {
    const against = Model.obstacles(state, batch)[refusal]
    return keys.length > 0 && keys.every((key) => against.includes(key))
  })
  holds(isRight, `${show(batch)} was refused with ${show(outcome)}, but nothing stood against it`)
}

const compared = (world: World, tenant: Ids.Tenant, model: Model.Model): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    const keys = { facts: factKeys, counters: counterKeys, receipts: receiptKeys }
    const { counters, facts, receipts } = yield* load(world, keys, tenant)
    const rows = facts.map(({ key, value, version }) => [key, version, show(value)].join(" "))
    const wanted = [...model.facts].map(([key, { text, version }]) => [key, version, text].join(" "))
    same(rows.sort(), wanted.sort(), "facts after a round")
    for (const key of counterKeys) {
      const value = counters.find((row) => row.key === key)?.value ?? 0n
      same(value, Model.amountOf(model, key), `counter ${key} after a round`)
      same(yield* asked(() => world.peek.counter(tenant, key)), value, `the row of counter ${key} after a round`)
    }
    same(receipts.map(({ key }) => key).sort(), [...model.receipts].sort(), "receipts after a round")
    const events = yield* asked(() => world.peek.events(tenant))
    same([...events].sort(), [...model.events].sort(), "rows of events after a round")
  })

const round = (
  world: World,
  tenant: Ids.Tenant,
  model: Model.Model,
  drawn: readonly Drawn[],
  name: string,
  after: number
) =>
  Effect.gen(function* () {
    const batches = drawn.map((one, i) => batchOf(model, one, `${name}.${i}`))
    const outcomes = yield* race(
      batches.map((batch) => commit(world, batch, tenant)),
      (i) => drawn[i]?.turns ?? 0
    )
    const page = yield* world.store.events(tenant, after, 1_000)
    const order = page.events.map(({ id }) => id)
    const told = outcomes.flatMap((outcome, i) => (outcome === "committed" ? [`${name}.${i}`] : []))
    same([...order].sort(), told.sort(), "events of a round, and who was told that it had committed")
    const states = explained(model, order, batches)
    for (const [i, batch] of batches.entries()) justified(states, batch, outcomes[i] ?? "committed")
    const end = states.at(-1) ?? model
    yield* compared(world, tenant, end)
    return { model: end, after: page.next }
  })

const history = (world: World, tenant: Ids.Tenant, rounds: readonly (readonly Drawn[])[]) =>
  Effect.gen(function* () {
    let now = { model: Model.empty, after: 0 }
    for (const [i, drawn] of rounds.entries())
      now = yield* round(world, tenant, now.model, drawn, `${tenant}.${i}`, now.after)
    const claimed = yield* claim(world, { now: 10, token: "x", limit: 1_000, tenant })
    const wanted = [...now.model.messages].map((id) => `${id}:1`)
    same([...claimed].sort(), wanted.sort(), "messages of the whole history")
  })

const histories =
  (committers: number): Case["run"] =>
  (world) =>
    forAll(
      world,
      fc.array(fc.array(drawnBatch, { minLength: 1, maxLength: committers }), { maxLength: 12 }),
      (rounds, tenant) => history(world, tenant, rounds)
    )

export const workload = area(
  "workload",
  { isRequired: true },
  {
    "one-committer-does-as-the-model": histories(1),
    "six-committers-can-be-put-in-an-order": histories(6)
  }
)

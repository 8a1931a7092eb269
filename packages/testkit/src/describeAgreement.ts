/** Law 74: two stores under the same histories: whatever is asked of an engine, it is answered the same on both. */
import type { Ids, Shape, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import type { Runner } from "./describeStore.ts"
import { lively, make, told } from "./engine/calls.ts"
import { outside } from "./engine/outside.ts"
import { type Payee, paid, payday } from "./engine/payday.ts"
import { balanced, begin, clockOf, idsOf, logOf, openOn } from "./engine/shop.ts"
import { isCall, nameOf, play, type Step, step } from "./engine/steps.ts"
import { same, show } from "./expectations.ts"
import { forAll } from "./forAll.ts"
import { runsOf, type Subject, seedOf } from "./Subject.ts"
import { asked, at } from "./World.ts"

/** As much of a subject as is needed to open a store. */
type Party = Pick<Subject, "name"> & {
  readonly open: () => ReturnType<Subject["open"]>
  /** How many engines are asked in turn, each of which remembers what it saw last; one unless given. */
  readonly engines?: number
}

export interface Agreement {
  readonly one: Party
  readonly other: Party
  /** Repeats the histories of an earlier run; drawn unless given. */
  readonly seed?: number
  /** How many histories; 20 unless given, or as many as there is time for. Fewer than are asked for are a failure. */
  readonly runs?: number
  /** How long it may take; 60 seconds unless given. */
  readonly timeoutMs?: number
}

const farOff = at(4_102_444_799_999)

/** All rows of a tenant; a counter that is zero need not be there. */
const rowsOf = (store: Store.StoreShape, tenant: Ids.Tenant): Effect.Effect<readonly string[], unknown> =>
  Effect.gen(function* () {
    const rows: string[] = []
    for (let after: string | undefined; ; ) {
      const page = yield* store.facts(tenant, after, 200)
      rows.push(...page.map(({ key, value }) => `fact ${key}: ${show(value)}`))
      after = page.at(-1)?.key
      if (after === undefined) break
    }
    for (let after: string | undefined; ; ) {
      const page = yield* store.counters(tenant, after, 200)
      rows.push(...page.flatMap(({ key, value }) => (value === 0n ? [] : [`counter ${key}: ${value}`])))
      after = page.at(-1)?.key
      if (after === undefined) return rows.sort()
    }
  })

/** All messages that are still to come, whenever. */
const messagesOf = (store: Store.StoreShape, tenant: Ids.Tenant): Effect.Effect<readonly string[], unknown> =>
  Effect.forEach(["engine", "credits"], (lane) =>
    store.outbox.claim(tenant, { lane, now: farOff, limit: 1_000, until: farOff, token: "the end" })
  ).pipe(Effect.map((lanes) => lanes.flat().map(show).sort()))

interface Line {
  readonly what: string
  readonly text: string
}

const linesOf = (what: string, values: readonly unknown[]): readonly Line[] =>
  values.map((value) => ({ what, text: show(value) }))

/** What happened at a step, as text. What falls due at one moment has no order among itself. */
const eventsOf = (engine: Shape, seen: number, one: Step): Effect.Effect<readonly string[], unknown> =>
  Effect.map(logOf(engine, 7), (log) => {
    const events = log.slice(seen).map(({ cursor: _, ...event }) => show(event))
    return isCall(one) ? events : events.sort()
  })

interface History {
  readonly steps: readonly Step[]
  /** Who is paid in the end. */
  readonly payees: readonly Payee[]
}

/** In the end there is a month to win a prize of. */
const ending: readonly Step[] = [
  { wait: "40 days" },
  { door: "awardPrizes", input: { program: "autumn", prize: "top" } }
]

export const history: fc.Arbitrary<History> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 20 }).map((steps) => [...steps, ...ending]),
  payees: payday
})

/** Plays a history, and tells all that can be seen of it. */
const lived = (
  store: Store.StoreShape,
  tenant: Ids.Tenant,
  { payees, steps }: History,
  count = 1
): Effect.Effect<readonly Line[], unknown, Scope.Scope> =>
  Effect.gen(function* () {
    const lines: Line[] = []
    const clock = clockOf()
    const { done, plugin } = outside()
    // The same ids in the same order, whoever is asked.
    const options = { clock, tenant, plugins: [plugin], ids: idsOf("one") }
    yield* begin(store, options, lively)
    const engine = yield* openOn(store, options)
    const others = yield* Effect.replicateEffect(openOn(store, options), count - 1)
    const turn = (n: number): Shape => [engine, ...others][n % count] ?? engine
    let seen = (yield* logOf(engine)).length
    for (const [i, one] of steps.entries()) {
      const name = `step ${i + 1}, ${nameOf(one)}`
      const outcome = yield* play(turn(i), clock, one)
      if (outcome !== undefined) lines.push(...linesOf(`the answer of ${name}`, [told(outcome)]))
      const events = yield* eventsOf(engine, seen, one)
      seen += events.length
      lines.push(...linesOf(`an event of ${name}`, events))
    }
    for (const [i, one] of steps.entries()) {
      if (isCall(one)) lines.push(...linesOf(`${one.door} asked again`, [told(yield* make(turn(i + 1), one))]))
    }
    const before = seen
    const year = new Date(clock.now()).getUTCFullYear()
    for (const [what, answer] of yield* paid(engine, payees, year)) {
      lines.push(...linesOf(`the answer of ${what} of the payday`, [answer]))
    }
    const events = (yield* logOf(engine, 7)).slice(before).map(({ cursor: _, ...event }) => show(event))
    lines.push(...linesOf("an event of the payday", events.sort()))
    lines.push(...linesOf("a row", yield* rowsOf(store, tenant)))
    lines.push(...linesOf("a message", yield* messagesOf(store, tenant)))
    lines.push(...linesOf("a delivery", [...done].map(String).sort()))
    for (const customer of ["ann", "bob", "eve", "joe"]) {
      const read = [yield* engine.statement({ customer, limit: 100 }), ...(yield* engine.balances({ customer }))]
      lines.push(...linesOf(`what ${customer} reads`, read))
    }
    for (const period of ["all-time", "this month", "previous month"] as const) {
      for (const by of ["friends", "USD"]) {
        lines.push(
          ...linesOf(`the leaders of ${period}`, [yield* engine.leaderboard({ program: "spring", period, by })])
        )
      }
    }
    yield* balanced(engine, `on ${store.name}`)
    return lines
  })

const compared = ({ one, other }: Agreement, left: readonly Line[], right: readonly Line[]): void => {
  const i = left.findIndex(({ text }, n) => text !== right[n]?.text)
  const place = i === -1 ? left.length : i
  const what = (left[place] ?? right[place])?.what ?? "the end"
  same(right[place]?.text, left[place]?.text, `${what} on ${other.name}, compared with ${one.name}`)
}

/**
 * Describes to a test runner that two stores agree: the same answers, refusals, events, facts, counters and deliveries
 * for the same generated histories.
 */
export const describeAgreement = (agreement: Agreement, { describe, it }: Pick<Runner, "describe" | "it">): void => {
  const { one, other } = agreement
  const world = { seed: seedOf(agreement), ...runsOf(agreement) }
  describe(`${one.name} and ${other.name}, seed ${world.seed}`, () => {
    it("agree on every history", () =>
      Effect.gen(function* () {
        const [first, second] = [yield* asked(one.open), yield* asked(other.open)]
        yield* forAll(world, history, (story, tenant) =>
          Effect.gen(function* () {
            const left = yield* lived(first, tenant, story, one.engines)
            compared(agreement, left, yield* lived(second, tenant, story, other.engines))
          }).pipe(Effect.scoped)
        )
      }).pipe(Effect.scoped, Effect.runPromise))
  })
}

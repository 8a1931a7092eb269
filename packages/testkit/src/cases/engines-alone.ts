/** One engine and its store: after a restart, on a broken line, beside another tenant, and against its own log. */
import type { Ids, MovableClock, Shape } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { area, type Case, type Part } from "../Case.ts"
import { beginning, type Call, call, lively, make, type Outcome, told } from "../engine/calls.ts"
import { balanced, begin, clockOf, idsOf, logOf, openOn } from "../engine/shop.ts"
import { isCall, play, type Step, step } from "../engine/steps.ts"
import { same, Unmet } from "../expectations.ts"
import { forAll } from "../forAll.ts"
import { asked, type Faults, type World } from "../World.ts"

const playAll = (
  engine: Shape,
  clock: MovableClock,
  steps: readonly Step[]
): Effect.Effect<readonly (Outcome | undefined)[], unknown> => Effect.forEach(steps, (one) => play(engine, clock, one))

/** The log without places. */
const bare = (engine: Shape): Effect.Effect<readonly unknown[], unknown> =>
  Effect.map(logOf(engine), (events) => events.map(({ cursor: _, ...rest }) => rest))

const toldOf = (outcomes: readonly (Outcome | undefined)[]): readonly unknown[] =>
  outcomes.map((outcome) => (outcome === undefined ? undefined : told(outcome)))

/** Facts and counters are the fold of the log, at every prefix that is looked at. */
const ofPrefixes: Case["run"] = (world) =>
  forAll(world, fc.array(step, { minLength: 1, maxLength: 14 }), (steps, tenant) =>
    Effect.gen(function* () {
      const clock = clockOf()
      yield* begin(world.store, { clock, tenant }, lively)
      const engine = yield* openOn(world.store, { clock, tenant })
      for (const [i, one] of steps.entries()) {
        yield* play(engine, clock, one)
        if (i % 4 === 0) yield* balanced(engine, `after ${i + 1} steps`)
      }
      yield* balanced(engine, "at the end")
    }).pipe(Effect.scoped)
  )

/** The same history straight, and with another process from some step on. */
const restart: Case["run"] = (world) =>
  forAll(
    world,
    fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 12 }), at: fc.nat() }),
    ({ at, steps }, tenant) =>
      Effect.gen(function* () {
        const cut = at % (steps.length + 1)
        const one = clockOf()
        yield* begin(world.store, { clock: one, tenant }, lively)
        const straight = yield* openOn(world.store, { clock: one, tenant })
        const outcomes = yield* playAll(straight, one, steps)
        const whole = yield* bare(straight)

        const halved = `${tenant}/halved` as Ids.Tenant
        const clock = clockOf()
        yield* begin(world.store, { clock, tenant: halved }, lively)
        const before = openOn(world.store, { clock, tenant: halved })
        const first = yield* Effect.scoped(
          Effect.andThen(before, (engine) => playAll(engine, clock, steps.slice(0, cut)))
        )
        const engine = yield* openOn(yield* world.another, { clock, tenant: halved, ids: idsOf("next") })
        const rest = yield* playAll(engine, clock, steps.slice(cut))
        same(toldOf([...first, ...rest]), toldOf(outcomes), `answers with a restart after ${cut} steps, and without`)
        same(yield* bare(engine), whole, "the log with a restart, and without")
        // A refusal leaves no receipt: it is decided anew, and may be accepted by now.
        for (const [i, again] of steps.entries()) {
          const outcome = outcomes[i]
          if (!isCall(again) || outcome === undefined || "refused" in outcome) continue
          same(told(yield* make(engine, again)), told(outcome), `${again.door} asked again after the restart`)
        }
        same(yield* bare(engine), whole, "the log after everything was asked again")
        yield* balanced(engine, "after a restart")
      }).pipe(Effect.scoped)
  )

/** Two tenants of one engine with the same ids, each compared with one that has the store for itself. */
const tenants: Case["run"] = (world) =>
  forAll(world, fc.array(fc.tuple(fc.boolean(), call), { maxLength: 14 }), (steps, tenant) =>
    Effect.gen(function* () {
      const clock = clockOf()
      const names = ["a", "b"].map((name) => `${tenant}/${name}` as Ids.Tenant)
      const [a, b] = names as [Ids.Tenant, Ids.Tenant]
      for (const name of names) yield* begin(world.store, { clock, tenant: name }, beginning)
      const engine = yield* openOn(world.store, { clock, tenant: a })
      const shapes = { [a]: engine, [b]: yield* engine.forTenant(b) }
      const outcomes: (readonly [tenant: Ids.Tenant, outcome: Outcome])[] = []
      for (const [isA, one] of steps) {
        const name = isA ? a : b
        outcomes.push([name, yield* make(shapes[name] as Shape, one)])
      }
      for (const name of names) {
        const alone = `${name}/alone` as Ids.Tenant
        yield* begin(world.store, { clock, tenant: alone }, beginning)
        const single = yield* openOn(world.store, { clock, tenant: alone })
        const mine = steps.filter(([isA]) => isA === (name === a)).map(([, one]) => one)
        const answers = yield* playAll(single, clock, mine)
        const shared = outcomes.flatMap(([of, outcome]) => (of === name ? [outcome] : []))
        same(toldOf(shared), toldOf(answers), "answers of a tenant beside another, and alone")
        same(yield* bare(shapes[name] as Shape), yield* bare(single), "the log of a tenant beside another, and alone")
        yield* balanced(shapes[name] as Shape, "of a tenant beside another")
      }
    }).pipe(Effect.scoped)
  )

const paid: Call = {
  door: "orderPaid",
  input: { order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" }
}

/** The line breaks under an engine: it asks again by itself, and the caller gets the one answer. */
const broken = (hook: keyof Faults): Part => ({
  needs: hook,
  run: (world: World) =>
    Effect.gen(function* () {
      const { faults } = world
      if (faults === undefined) throw new Unmet(`the hook ${hook} is missing`)
      const tenant = "w" as Ids.Tenant
      const clock = clockOf()
      yield* begin(world.store, { clock, tenant }, beginning)
      const engine = yield* openOn(world.store, { clock, tenant })
      yield* asked(() => faults[hook]())
      // Once: the engine asks the store again, not the caller the engine.
      const outcome = yield* make(engine, paid, 1)
      const rewards = "ok" in outcome ? (outcome.ok.rewards as readonly unknown[]) : []
      same(rewards.length, 3, "rewards of an order whose line broke")
      same(told(yield* make(engine, paid)), told(outcome), "the same order asked again")
      const log = yield* logOf(engine)
      same(log.filter(({ type }) => type === "OrderRecorded").length, 1, "the order in the log")
      yield* balanced(engine, "after a broken line")
    }).pipe(Effect.scoped)
})

export const enginesAlone = area(
  "engines",
  { isRequired: true },
  {
    "have-the-books-of-their-log": { laws: [73], run: ofPrefixes },
    "go-on-after-a-restart": { laws: [17, 20], needs: "another", run: restart },
    "keep-tenants-apart": { laws: [77], run: tenants },
    "outlive-a-lost-connection": broken("loseConnectionDuringCommit"),
    "outlive-a-lost-answer": broken("loseAnswerAfterCommit")
  }
)

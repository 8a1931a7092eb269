/** What is due gets done, whoever crashes: at least once, under one key, and once where the outside looks at the key. */
import { DeliveryError, type Ids, type MovableClock, type Plugin, type Shape, StoreError } from "@goodword/core"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import { area, type Case } from "../Case.ts"
import { beginning, make } from "../engine/calls.ts"
import { outside } from "../engine/outside.ts"
import { personOf } from "../engine/people.ts"
import { balanced, begin, clockOf, idsOf, logOf, openOn } from "../engine/shop.ts"
import { picks, turns } from "../engine/turns.ts"
import { holds, same, show } from "../expectations.ts"
import { forAll } from "../forAll.ts"
import { over } from "../over.ts"
import { asked, type World } from "../World.ts"

const t = "w" as Ids.Tenant
const advocate = personOf("customer", "ann")
const key = `reward/spring/credit/advocate/${advocate}/o:o1/g1/issue`
const nothing = { settled: 0, retried: 0, buried: 0 }

/** An order was paid, for which the advocate is owed a credit after 14 days. */
const earned = (world: World, tenant: Ids.Tenant, plugin: Plugin): Effect.Effect<MovableClock, unknown> =>
  Effect.gen(function* () {
    const clock = clockOf()
    yield* begin(world.store, { clock, plugins: [plugin], tenant }, [
      ...beginning,
      { door: "orderPaid", input: { order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" } }
    ])
    return clock
  })

const engineOf = (
  store: World["store"],
  clock: MovableClock,
  plugin: Plugin,
  name: string,
  tenant = t
): Effect.Effect<Shape, unknown, Scope.Scope> => openOn(store, { clock, tenant, plugins: [plugin], ids: idsOf(name) })

const released = (engine: Shape): Effect.Effect<number, unknown> =>
  Effect.map(logOf(engine), (events) => events.filter(({ type }) => type === "RewardReleased").length)

const inTime: Case["run"] = (world) =>
  Effect.gen(function* () {
    const { done, plugin } = outside()
    const clock = yield* earned(world, t, plugin)
    const engine = yield* engineOf(world.store, clock, plugin, "a")
    clock.set("2026-03-15T11:59:59.999Z")
    same(yield* engine.runDue, nothing, "what was due a millisecond before the end of a hold")
    clock.set("2026-03-15T12:00:00Z")
    same(yield* engine.runDue, { ...nothing, settled: 2 }, "what was due at the end of a hold: a wake, and a delivery")
    same([...done], [[key, "AddCredit"]], "what was done outside")
    same(yield* engine.runDue, nothing, "what was due after that")
    yield* balanced(engine, "after a hold has ended")
  }).pipe(Effect.scoped)

const deadLetters: Case["run"] = (world) =>
  Effect.gen(function* () {
    let isDown = true
    const down = new DeliveryError({ reason: "Unavailable", message: "no answer" })
    const { calls, done, plugin } = outside((deliver) => (isDown ? Effect.fail(down) : deliver))
    const clock = yield* earned(world, t, plugin)
    const engine = yield* engineOf(world.store, clock, plugin, "a")
    clock.advance("15 days")
    for (let i = 0; i < 13; i++) {
      yield* engine.runDue
      clock.advance("2 hours")
    }
    same(calls.length, 10, "deliveries before a message is set aside")
    const { dead, revive } = world.store.outbox
    const found = (yield* dead(t, 10)).map(({ attempts, id, reason }) => [id, attempts, reason])
    same(found, [[key, 10, "DeliveryError: no answer"]], "what was set aside")
    isDown = false
    same(yield* revive(t, [key], clock.now() as never), 1, "revived")
    same(yield* engine.runDue, { ...nothing, settled: 1 }, "what was due after that")
    same([...done.keys()], [key], "what was done outside")
  }).pipe(Effect.scoped)

const hopeless: Case["run"] = (world) =>
  Effect.gen(function* () {
    const refused = new DeliveryError({ reason: "Refused", message: "account closed" })
    const { calls, plugin } = outside(() => Effect.fail(refused))
    const clock = yield* earned(world, t, plugin)
    const engine = yield* engineOf(world.store, clock, plugin, "a")
    clock.advance("15 days")
    same(yield* engine.runDue, { settled: 1, retried: 0, buried: 1 }, "what was done of a wake and a refused delivery")
    clock.advance("15 days")
    yield* engine.runDue
    same(calls.length, 1, "deliveries of what will never work")
  }).pipe(Effect.scoped)

/** A plugin that takes its time: it tells when it has begun, and goes on when it is let. */
const slow = Effect.gen(function* () {
  const taken = yield* Latch.make(false)
  const goOn = yield* Latch.make(false)
  const { calls, plugin } = outside((deliver) => taken.open.pipe(Effect.andThen(goOn.await), Effect.andThen(deliver)))
  return { calls, plugin, taken: taken.await, goOn: goOn.open }
})

/** One relay holds a message until its claim runs out; another takes it; the first comes back while the second has it. */
const lateSettle: Case["run"] = (world) =>
  Effect.gen(function* () {
    const [one, other] = [yield* slow, yield* slow]
    const clock = yield* earned(world, t, one.plugin)
    const first = yield* engineOf(world.store, clock, one.plugin, "a")
    const second = yield* engineOf(yield* world.another, clock, other.plugin, "b")
    clock.advance("15 days")
    const late = yield* Effect.forkChild(first.runDue)
    yield* Effect.raceFirst(one.taken, Fiber.await(late))
    same(yield* second.runDue, nothing, "what another relay found while the first held it")
    clock.advance("2 hours")
    const inTime = yield* Effect.forkChild(second.runDue)
    // Where it gets nothing, it ends at once.
    yield* Effect.raceFirst(other.taken, Fiber.await(inTime))
    yield* one.goOn
    // Its wake was settled in time, its delivery was not.
    same(yield* Fiber.join(late), { ...nothing, settled: 1 }, "what the first relay could still settle")
    yield* other.goOn
    same(yield* Fiber.join(inTime), { ...nothing, settled: 1 }, "what another relay settled when the claim had run out")
    same([one.calls, other.calls], [[key], [key]], "deliveries, both under one key")
    same(yield* second.runDue, nothing, "what was due after that")
  }).pipe(Effect.scoped)

const steps = ["claim", "deliver", "after", "settle", "settled"] as const
type Step = (typeof steps)[number]

/** A process that crashes at the next step of the plan, as its store and its plugin see it. */
const crashing = (store: World["store"], deliver: Plugin, crash: (step: Step) => boolean) => {
  const down = Effect.fail(new StoreError({ reason: "Unavailable", message: "crashed" }))
  const bug = Effect.die(new Error("crashed"))
  const { claim, settle } = store.outbox
  const seen = over(store, {
    outbox: {
      claim: (...given) => Effect.tap(claim(...given), () => (crash("claim") ? down : Effect.void)),
      settle: (...given) =>
        Effect.suspend(() => (crash("settle") ? down : settle(...given))).pipe(
          Effect.tap(() => (crash("settled") ? down : Effect.void))
        )
    }
  })
  const plugin: Plugin = {
    ...deliver,
    deliver: (tenant, message) =>
      Effect.suspend(() => (crash("deliver") ? bug : deliver.deliver(tenant, message))).pipe(
        Effect.tap(() => (crash("after") ? bug : Effect.void))
      )
  }
  return { seen, plugin }
}

/** Each round is another process; the first ones crash, each at its step. */
const crashes: Case["run"] = (world) =>
  forAll(world, fc.array(fc.constantFrom(...steps), { maxLength: 8 }), (drawn, tenant) =>
    Effect.gen(function* () {
      const plan = [...drawn]
      const { calls, done, plugin } = outside()
      const clock = yield* earned(world, tenant, plugin)
      const other = yield* world.another
      clock.advance("15 days")
      for (let round = 0; round < drawn.length + 2; round++) {
        const crash = (step: Step): boolean => plan[0] === step && plan.shift() !== undefined
        const process = crashing(round % 2 === 0 ? world.store : other, plugin, crash)
        yield* engineOf(process.seen, clock, process.plugin, `p${round}`, tenant).pipe(
          Effect.andThen((engine) => engine.runDue),
          Effect.scoped,
          Effect.exit,
          Effect.map(expected)
        )
        clock.advance("2 hours")
      }
      same([...done.keys()], [key], "what was done outside")
      same([...new Set(calls)], [key], "the keys of all deliveries")
      const engine = yield* engineOf(other, clock, plugin, "last", tenant)
      const left = yield* world.store.outbox.ready(["engine", "credits"], clock.now() as never, 1_000)
      same(
        left.filter((place) => place.tenant === tenant),
        [],
        "lanes in which something is left"
      )
      same(yield* released(engine), 1, "ends of the hold in the log")
      yield* balanced(engine, "after crashes of the relay")
    }).pipe(Effect.scoped)
  )

const expected = (exit: Exit.Exit<unknown, unknown>): void => {
  const text = show(exit._tag === "Failure" ? `${exit.cause}` : "crashed")
  holds(text.includes("crashed"), `a relay failed otherwise than it was made to: ${text}`)
}

/** Two relays and a refund at the very end of a hold. */
const oneEnd: Case["run"] = (world) =>
  forAll(world, picks, (drawn, tenant) =>
    Effect.gen(function* () {
      const { plugin } = outside()
      const clock = yield* earned(world, tenant, plugin)
      const { through, until } = turns(drawn)
      const first = yield* engineOf(through(world.store), clock, plugin, "a", tenant)
      const second = yield* engineOf(through(yield* world.another), clock, plugin, "b", tenant)
      clock.advance("14 days")
      const refund = { order: "o1", refund: "r1", amount: "100.00 USD" }
      yield* until(
        Effect.all([first.runDue, second.runDue, make(second, { door: "orderRefunded", input: refund })], {
          concurrency: "unbounded"
        })
      )
      const events = (yield* logOf(first)).filter(({ id }) => id.includes("/credit/"))
      const ends = events.filter(({ transfers }) => transfers.some(({ phase }) => phase === "post" || phase === "void"))
      same(ends.length, 1, "ends of one hold in the log")
      for (const phase of ["pending", "posted"]) {
        const owed = yield* asked(() => world.peek.counter(tenant, `balance/owed/${advocate}/USD/${phase}`))
        same(owed, 0n, `what is owed after the whole order was given back, ${phase}`)
      }
      yield* balanced(first, "after a race for the end of a hold")
    }).pipe(Effect.scoped)
  )

export const enginesRelay = area(
  "engines",
  { isRequired: true },
  {
    "deliver-when-it-is-due": inTime,
    "set-aside-and-deliver-once-revived": deadLetters,
    "set-aside-at-once-what-is-hopeless": hopeless,
    "settle-nothing-late": lateSettle,
    "deliver-under-one-key-whatever-crashes": { laws: [86], run: crashes },
    "end-a-hold-once": { laws: [23], run: oneEnd }
  }
)

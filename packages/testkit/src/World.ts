/** What a case gets to work on: one fresh store, its raw rows, and the few moves that all cases make. */
import type { EventLog, Ids, Instant, Store, Wire } from "@goodword/core"
import * as Effect from "effect/Effect"
import { show, Unmet } from "./expectations.ts"

/** An answer in whichever way its author likes to give it. */
export type Reply<A, R = never> = A | Promise<A> | Effect.Effect<A, unknown, R>

/** Raw reads past the port: the suite looks at the rows, not only at what the store says of them. */
export interface Peek {
  /** The value of a fact; `undefined` where there is no row. */
  readonly fact: (tenant: string, key: string) => Reply<Wire.Json | undefined>
  /** The value of a counter; 0 where there is no row. */
  readonly counter: (tenant: string, key: string) => Reply<bigint>
  /** Ids of all events of a tenant, in any order. */
  readonly events: (tenant: string) => Reply<readonly string[]>
  /** Does this text stand anywhere in the rows of a tenant, in whatever table and column? Needles are plain letters. */
  readonly holds: (tenant: string, text: string) => Reply<boolean>
}

/** Each breaks the next commit, once. Break the real line, not the store's own code. */
export interface Faults {
  /** The connection is lost before the commit took place, best in the middle of it. */
  readonly loseConnectionDuringCommit: () => Reply<void>
  /** The commit takes place, and its answer never comes. */
  readonly loseAnswerAfterCommit: () => Reply<void>
}

export interface World {
  readonly store: Store.StoreShape
  readonly peek: Peek
  readonly faults: Faults | undefined
  /** The same rows as another process has them; the very same store where the subject opens no other. */
  readonly another: Effect.Effect<Store.StoreShape, unknown>
  readonly migrate: (() => Reply<void>) | undefined
  readonly seed: number
  /** How often a random case is run. */
  readonly runs: number
  /** Did somebody ask for that number? Then fewer are a failure. */
  readonly isAsked: boolean
  /** For so long; what is being shrunk then is told as it is. */
  readonly runsMs: number
}

export const asked = <A, R>(ask: () => Reply<A, R>): Effect.Effect<A, unknown, R> =>
  Effect.suspend(() => {
    const reply = ask()
    if (Effect.isEffect(reply)) return reply as Effect.Effect<A, unknown, R>
    return Effect.tryPromise({ try: () => Promise.resolve(reply as A | Promise<A>), catch: (error) => error })
  })

export const t = "t" as Ids.Tenant
export const at = (ms: number): Instant.Instant => ms as Instant.Instant
export const nothing: Store.Batch = { receipts: [], facts: [], counters: [], events: [], messages: [] }

export const receipt = (key: string, answer: Wire.Json = { of: key }): Store.Receipt => ({
  key,
  fingerprint: `print of ${key}`,
  answer
})

export const event = (id: string, more: Partial<EventLog.StoredEvent> = {}): EventLog.StoredEvent => ({
  id,
  type: "TouchRecorded",
  version: 1,
  at: at(1_772_366_400_123),
  recorded: at(1_772_366_400_124),
  body: { touch: id },
  transfers: [],
  ...more
})

export const message = (id: string, due = 10, lane = "engine"): Store.StoredMessage => ({
  id,
  lane,
  due: at(due),
  body: { id }
})

/** A counter whose peak and trough are those of a single add. */
export const counter = (key: string, net: bigint, more: Partial<Store.CounterWrite> = {}): Store.CounterWrite => ({
  key,
  net,
  peak: net > 0n ? net : 0n,
  trough: net < 0n ? net : 0n,
  ...more
})

/** `committed`, or the refusal with the keys that it names. */
export type Outcome = "committed" | readonly [refusal: "Conflict" | "Bound" | "Duplicate", keys: readonly string[]]

/** A refusal names some of the keys that stand against the batch, and no others. */
export const refusedFor = (
  outcome: Outcome,
  refusal: "Conflict" | "Bound" | "Duplicate",
  keys: readonly string[],
  what: string
): void => {
  const named = outcome !== "committed" && outcome[0] === refusal ? outcome[1] : []
  const isRight = named.length > 0 && named.every((key) => keys.includes(key))
  if (!isRight) throw new Unmet(`${what}: expected ${refusal} with keys among ${show(keys)}, got ${show(outcome)}`)
}

/** The world as this process has it, and as another one has it. */
export const processes = (world: World): Effect.Effect<readonly [World, World], unknown> =>
  Effect.map(world.another, (store) => [world, { ...world, store }])

const triesMax = 20

/** Commits, and asks again where the store was too busy: a refused serialization is no fault. */
export const commit = (
  { store }: World,
  batch: Partial<Store.Batch>,
  tenant: Ids.Tenant = t,
  tries = triesMax
): Effect.Effect<Outcome, unknown> =>
  store.commit(tenant, { ...nothing, ...batch }).pipe(
    Effect.as("committed" as Outcome),
    Effect.catch((error) => {
      if (error._tag !== "StoreError") return Effect.succeed([error._tag, [...error.keys].sort()] as const)
      return error.isRetryable && tries > 1
        ? Effect.andThen(Effect.yieldNow, commit({ store } as World, batch, tenant, tries - 1))
        : Effect.fail(error)
    })
  )

export const load = (
  { store }: World,
  keys: Partial<Store.Keys>,
  tenant: Ids.Tenant = t
): Effect.Effect<Store.Loaded, unknown> => store.load(tenant, { receipts: [], facts: [], counters: [], ...keys })

/** A fact as `load` answers it; version 0 where it is not there. */
export const fact = (world: World, key: string, tenant: Ids.Tenant = t): Effect.Effect<unknown, unknown> =>
  load(world, { facts: [key] }, tenant).pipe(Effect.map(({ facts }) => facts[0] ?? { key, version: 0 }))

export const value = (world: World, key: string, tenant: Ids.Tenant = t): Effect.Effect<bigint, unknown> =>
  load(world, { counters: [key] }, tenant).pipe(Effect.map(({ counters }) => counters[0]?.value ?? 0n))

/** Reads the log to its end, page by page. */
export const log = (
  { store }: World,
  tenant: Ids.Tenant = t,
  limit = 100
): Effect.Effect<readonly Store.PlacedEvent[], unknown> =>
  Effect.gen(function* () {
    const found: Store.PlacedEvent[] = []
    for (let after = 0; ; ) {
      const page = yield* store.events(tenant, after, limit)
      if (page.events.length === 0) return found
      found.push(...page.events)
      after = page.next
    }
  })

export const ids = (events: readonly { readonly id: string }[]): readonly string[] => events.map(({ id }) => id)

export interface Taking {
  readonly now: number
  readonly token: string
  readonly until?: number
  readonly limit?: number
  readonly lane?: string
  readonly tenant?: Ids.Tenant
}

/** Claims; each message is answered as `id:attempts`. */
export const claim = (
  { store }: World,
  { lane = "engine", limit = 10, now, tenant = t, token, until = now + 100 }: Taking
): Effect.Effect<readonly string[], unknown> =>
  store.outbox
    .claim(tenant, { lane, now: at(now), limit, until: at(until), token })
    .pipe(Effect.map((messages) => messages.map(({ attempts, id }) => `${id}:${attempts}`)))

/** All at once, each after a few turns of its own, so that whoever begins first is not always first. */
export const race = <A>(
  runs: readonly Effect.Effect<A, unknown>[],
  turns: (i: number) => number = (i) => i % 3
): Effect.Effect<readonly A[], unknown> =>
  Effect.all(
    runs.map((run, i) => Effect.andThen(pause(turns(i)), run)),
    { concurrency: "unbounded" }
  )

export const pause = (turns: number): Effect.Effect<void> =>
  Effect.gen(function* () {
    for (let i = 0; i < turns; i++) yield* Effect.yieldNow
  })

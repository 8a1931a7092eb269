/**
 * Keeps the read models of a tenant: reads the log from where they stand and folds it, page by page. Each page is one
 * commit that also moves the cursor, so whatever breaks off, every event is in them once; of two processes that fold at
 * the same time one finds the cursor moved and goes on from there.
 *
 * Whoever never asks pays nothing: the first question begins it, and from then on `runDue` and the poller keep it up.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Semaphore from "effect/Semaphore"
import * as EventLog from "../domain/EventLog.ts"
import type { FactKey, Tenant } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import * as Pages from "../domain/reading/Pages.ts"
import * as ReadModels from "../domain/reading/ReadModels.ts"
import * as Wire from "../domain/Wire.ts"
import { StoreError } from "../ports/PortError.ts"
import type { Batch, FactWrite, PlacedEvent, StoreShape } from "../ports/Store.ts"

const eventsMax = 200
/** How many commits a question waits for: the log may be long when it is read for the first time. */
const stepsMax = 100
const clearedMax = 500

export interface Config {
  readonly store: StoreShape
  readonly tenant: Tenant
  readonly now: () => Instant
  /** How many events are folded into one commit: 200 unless given, and fewer where they touch more facts than it may carry. */
  readonly page?: number
}

export interface Reader {
  /** Folds what is new. Answers whether all is in that was committed before; where not, ask again. */
  readonly catchUp: Effect.Effect<boolean, StoreError>
  /** The same where somebody has asked for a read model before, here or elsewhere. */
  readonly keepUp: Effect.Effect<void, StoreError>
  /** Takes all read models away and makes them anew from the log. */
  readonly rebuild: Effect.Effect<boolean, StoreError>
  readonly facts: (keys: readonly string[]) => Effect.Effect<ReadonlyMap<string, unknown>, StoreError>
  /** Looks into pages that are only known while they are read; what is asked for is loaded, and asked again. */
  readonly look: <A>(at: (pages: Pages.Pages) => A) => Effect.Effect<A, StoreError>
}

export const make = (config: Config): Reader => {
  const alone = Semaphore.makeUnsafe(1)
  let isAsked: boolean | undefined
  const catchUp = Effect.suspend(() => {
    isAsked = true
    return steps(config)
  }).pipe(alone.withPermits(1))
  const keepUp = Effect.gen(function* () {
    if (isAsked === undefined) {
      const { facts } = yield* load(config, [ReadModels.cursorKey])
      isAsked = facts.get(ReadModels.cursorKey) !== null
    }
    if (isAsked) yield* catchUp
  })
  return {
    catchUp,
    keepUp,
    rebuild: Effect.andThen(alone.withPermits(1)(restart(config)), catchUp),
    facts: (keys) => Effect.map(load(config, keys), ({ facts }) => facts),
    look: (at) => look(config, at)
  }
}

/** What fails for one tenant stops no other. */
export const keepAllUp = (readers: readonly Reader[]): Effect.Effect<void, StoreError> =>
  Effect.forEach(readers, ({ keepUp }) => Effect.exit(keepUp)).pipe(
    Effect.flatMap((exits) => Effect.all(exits, { discard: true }))
  )

/** Facts as they were read; `null` and version 0 where there is none. */
interface Hand {
  readonly facts: Map<string, unknown>
  readonly versions: Map<string, number>
}

const load = Effect.fnUntraced(function* ({ store, tenant }: Config, keys: readonly string[]) {
  const hand: Hand = { facts: new Map(), versions: new Map() }
  const loaded = yield* store.load(tenant, { receipts: [], facts: keys, counters: [] })
  for (const key of keys) {
    hand.facts.set(key, null)
    hand.versions.set(key, 0)
  }
  for (const { key, value, version } of loaded.facts) {
    hand.facts.set(key, Wire.decode(value))
    hand.versions.set(key, version)
  }
  return hand
})

const look = Effect.fnUntraced(function* <A>(
  config: Config,
  at: (pages: Pages.Pages) => A
): Effect.fn.Return<A, StoreError> {
  const facts = new Map<string, unknown>()
  for (;;) {
    const pages = new Pages.Pages(facts)
    const found = at(pages)
    if (pages.wanted.size === 0) return found
    const more = yield* load(config, [...pages.wanted])
    for (const [key, fact] of more.facts) facts.set(key, fact)
  }
})

const cursorIn = ({ facts }: Hand): ReadModels.Cursor | null =>
  facts.get(ReadModels.cursorKey) as ReadModels.Cursor | null

const steps = Effect.fnUntraced(function* (config: Config): Effect.fn.Return<boolean, StoreError> {
  let most = config.page ?? eventsMax
  for (let step = 0; step < stepsMax; step++) {
    const hand = yield* load(config, [ReadModels.cursorKey])
    const cursor = cursorIn(hand)
    if (cursor !== null && cursor.clearing !== null) {
      yield* clear(config, hand, cursor, cursor.clearing)
      continue
    }
    const page = yield* config.store.events(config.tenant, cursor?.place ?? 0, most)
    const last = page.events.at(-1)
    if (last === undefined && cursor !== null) return true
    const writes = yield* folded(config, hand, page.events)
    if (writes.size >= config.store.limits.items && most > 1) {
      most = Math.ceil(most / 4)
      step--
      continue
    }
    const moved = movedOn(cursor, page.events, config.now())
    const isMine = yield* commit(config, hand, writes.set(ReadModels.cursorKey, moved))
    if (isMine && page.events.length < most) return true
  }
  return false
})

const movedOn = (
  cursor: ReadModels.Cursor | null,
  events: readonly PlacedEvent[],
  recorded: Instant
): ReadModels.Cursor => {
  const place = events.at(-1)?.cursor ?? 0
  const before = cursor === null || cursor.place === 0 ? 0 : cursor.events
  const counted = before === undefined ? {} : { events: before + events.length }
  return { place, ...counted, clearing: null, recorded }
}

/** What the events change, by key. What they ask for is loaded until nothing is missing. */
const folded = Effect.fnUntraced(function* (
  config: Config,
  hand: Hand,
  stored: readonly PlacedEvent[]
): Effect.fn.Return<Map<string, unknown>, StoreError> {
  const events = stored.map(EventLog.fromStored)
  for (;;) {
    const pages = new Pages.Pages(hand.facts)
    for (const event of events) {
      if (Result.isFailure(event)) {
        return yield* new StoreError({ reason: "Unreadable", message: event.failure.message })
      }
      ReadModels.fold(pages, event.success)
    }
    if (pages.wanted.size === 0) return pages.changed
    const more = yield* load(config, [...pages.wanted])
    for (const [key, fact] of more.facts) hand.facts.set(key, fact)
    for (const [key, version] of more.versions) hand.versions.set(key, version)
  }
})

/** Answers whether it was written; where the cursor has moved, somebody else was here. */
const commit = (
  config: Config,
  hand: Hand,
  writes: ReadonlyMap<string, unknown>
): Effect.Effect<boolean, StoreError> => {
  const facts = [...writes].map(
    ([key, fact]): FactWrite => ({ key, expect: hand.versions.get(key) ?? 0, put: Wire.encode(fact) })
  )
  const batch: Batch = {
    receipts: [],
    facts: facts.sort((a, b) => (a.key < b.key ? -1 : 1)),
    counters: [],
    events: [],
    messages: []
  }
  return config.store.commit(config.tenant, batch).pipe(
    Effect.as(true),
    Effect.catchTag(["Conflict", "Bound", "Duplicate"], () => Effect.succeed(false))
  )
}

/** From here on everybody who folds takes away first. */
const restart = Effect.fnUntraced(function* (config: Config): Effect.fn.Return<void, StoreError> {
  for (;;) {
    const hand = yield* load(config, [ReadModels.cursorKey])
    const cursor: ReadModels.Cursor = { place: 0, clearing: "", recorded: config.now() }
    if (yield* commit(config, hand, new Map([[ReadModels.cursorKey, cursor]]))) return
  }
})

/** Takes away what stands on one page of all facts; a store may keep them in any order. */
const clear = Effect.fnUntraced(function* (
  config: Config,
  hand: Hand,
  cursor: ReadModels.Cursor,
  after: string
): Effect.fn.Return<void, StoreError> {
  const most = Math.min(clearedMax, config.store.limits.items - 1)
  const rows = yield* config.store.facts(config.tenant, after === "" ? undefined : after, most)
  const writes = new Map<string, unknown>()
  for (const { key, value, version } of rows) {
    if (!isCleared(key) || value === null) continue
    writes.set(key, null)
    hand.versions.set(key, version)
  }
  writes.set(ReadModels.cursorKey, { ...cursor, clearing: rows.at(-1)?.key ?? null, recorded: config.now() })
  yield* commit(config, hand, writes)
})

const isCleared = (key: FactKey<unknown>): boolean => key.startsWith(Pages.prefix) && key !== ReadModels.cursorKey

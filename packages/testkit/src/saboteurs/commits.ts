/** Commits that check or write something else than they were asked to. */
import { Conflict, type Ids, type Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { over } from "../over.ts"
import { nothing, pause } from "../World.ts"
import type { Saboteur } from "./Saboteur.ts"

type Change = (
  store: Store.StoreShape,
  tenant: Ids.Tenant,
  batch: Store.Batch
) => ReturnType<Store.StoreShape["commit"]>

const commits = (id: string, bug: string, change: Change): Saboteur => ({
  id,
  bug,
  through: (store) => over(store, { commit: (tenant, batch) => change(store, tenant, batch) })
})

/** The batch with versions as they are now, wherever the rule says so. */
const withVersions = (
  store: Store.StoreShape,
  tenant: Ids.Tenant,
  batch: Store.Batch,
  isForgiven: (write: Store.FactWrite) => boolean
) =>
  store.load(tenant, { receipts: [], counters: [], facts: batch.facts.map(({ key }) => key) }).pipe(
    Effect.map(({ facts }) => {
      const versionOf = (key: string): number => facts.find((row) => row.key === key)?.version ?? 0
      const writes = batch.facts.map((write) =>
        isForgiven(write) ? { ...write, expect: versionOf(write.key) } : write
      )
      return { ...batch, facts: writes }
    })
  )

const forgiving = (id: string, bug: string, isForgiven: (write: Store.FactWrite) => boolean): Saboteur =>
  commits(id, bug, (store, tenant, batch) =>
    Effect.andThen(withVersions(store, tenant, batch, isForgiven), (changed) => store.commit(tenant, changed))
  )

const withCounters = (batch: Store.Batch, change: (write: Store.CounterWrite) => Store.CounterWrite): Store.Batch => ({
  ...batch,
  counters: batch.counters.map(change)
})

const highest = 2n ** 63n - 1n
const keysOf = (rows: readonly { readonly key: string }[]): readonly string[] => rows.map(({ key }) => key)

const unbounded = ({ max, min, ...write }: Store.CounterWrite): Store.CounterWrite => write

/** Drops what was refused and commits the rest, until nothing is refused. */
const dropping =
  (refusal: "Conflict" | "Bound" | "Duplicate"): Change =>
  (store, tenant, batch) =>
    store.commit(tenant, batch).pipe(
      Effect.catchTag(refusal, ({ keys }) => {
        const isKept = ({ key }: { readonly key: string }): boolean => !keys.includes(key)
        const isNew = ({ id }: { readonly id: string }): boolean => !keys.includes(id)
        return dropping(refusal)(store, tenant, {
          facts: batch.facts.filter(isKept),
          receipts: batch.receipts.filter(isKept),
          counters: batch.counters.filter(isKept),
          events: batch.events.filter(isNew),
          messages: batch.messages.filter(isNew)
        })
      })
    )

/** Checks on one trip and writes on the next: right for one caller, wrong for two. */
const checkThenWrite: Change = (store, tenant, batch) =>
  Effect.gen(function* () {
    const keys = { receipts: [], facts: [], counters: batch.counters.map(({ key }) => key) }
    const { counters } = yield* store.load(tenant, keys)
    const broken = batch.counters.some(({ key, max, min, peak, trough }) => {
      const value = counters.find((row) => row.key === key)?.value ?? 0n
      return (max !== undefined && value + peak > max) || (min !== undefined && value + trough < min)
    })
    if (broken) return yield* store.commit(tenant, batch)
    yield* pause(2)
    return yield* store.commit(tenant, withCounters(batch, unbounded))
  })

/** The same for versions: what was read is compared on one trip, and written over on the next. */
const versionThenWrite: Change = (store, tenant, batch) =>
  Effect.gen(function* () {
    const now = yield* withVersions(store, tenant, batch, () => true)
    const isStale = batch.facts.some(({ expect }, i) => now.facts[i]?.expect !== expect)
    if (isStale) return yield* store.commit(tenant, batch)
    yield* pause(2)
    return yield* store.commit(tenant, yield* withVersions(store, tenant, batch, () => true))
  })

/** The log is another table, so it gets another transaction. */
const twoTransactions: Change = (store, tenant, { events, ...rest }) =>
  store
    .commit(tenant, { ...rest, events: [] })
    .pipe(
      Effect.andThen(pause(3)),
      Effect.andThen(events.length === 0 ? Effect.void : store.commit(tenant, { ...nothing, events }))
    )

export const committing: readonly Saboteur[] = [
  forgiving("no-version-check", "writes over whatever version is there", ({ put }) => put !== undefined),
  forgiving("unguarded-absence", "takes a first write for an upsert", ({ expect }) => expect === 0),
  commits("unheld-check", "does not look at versions that are only checked", (store, tenant, batch) =>
    store.commit(tenant, { ...batch, facts: batch.facts.filter(({ put }) => put !== undefined) })
  ),
  commits("ignored-bound", "adds without looking at the bounds", (store, tenant, batch) =>
    store.commit(tenant, withCounters(batch, unbounded))
  ),
  commits("full-counter", "stops a counter at its highest value, without a word", (store, tenant, batch) =>
    Effect.gen(function* () {
      const { counters } = yield* store.load(tenant, { receipts: [], facts: [], counters: keysOf(batch.counters) })
      const roomOf = (key: string): bigint => highest - (counters.find((row) => row.key === key)?.value ?? 0n)
      const filled = withCounters(batch, (write) =>
        write.net > roomOf(write.key) ? { ...write, net: roomOf(write.key) } : write
      )
      return yield* store.commit(tenant, filled)
    })
  ),
  commits("ignored-peak", "checks the bounds against the sum only, not against the way there", (store, tenant, batch) =>
    store.commit(
      tenant,
      withCounters(batch, (write) => ({ ...write, peak: write.net, trough: write.net }))
    )
  ),
  commits("check-then-write", "checks a bound, and writes on another trip", checkThenWrite),
  commits("version-then-write", "compares versions, and writes on another trip", versionThenWrite),
  commits("ignored-fence", "does not compare a counter with what it was", (store, tenant, batch) =>
    store.commit(
      tenant,
      withCounters(batch, ({ expect, ...write }) => write)
    )
  ),
  commits("silent-bound", "an update that matches no row, taken for done", dropping("Bound")),
  commits(
    "silent-conflict",
    "an update over another version that matches no row, taken for done",
    dropping("Conflict")
  ),
  commits(
    "swallowed-error",
    "a commit that fails on the line, and answers as if it were done",
    (store, tenant, batch) => store.commit(tenant, batch).pipe(Effect.catchTag("StoreError", () => Effect.void))
  ),
  commits("accepted-duplicate", "an insert that does nothing on a conflict, taken for done", dropping("Duplicate")),
  commits("partial-commit", "writes events before the rest is checked, in no transaction", (store, tenant, batch) =>
    store
      .commit(tenant, batch)
      .pipe(Effect.tapError(() => store.commit(tenant, { ...nothing, events: batch.events }).pipe(Effect.ignore)))
  ),
  commits("two-transactions", "writes the log after the rest, in a transaction of its own", twoTransactions),
  commits(
    "unheld-fence",
    "compares a counter that it does not add to on another trip, and does not hold it",
    (store, tenant, batch) => {
      const isFence = ({ expect, net }: Store.CounterWrite): boolean => expect !== undefined && net === 0n
      const fences = batch.counters.filter(isFence)
      return Effect.gen(function* () {
        const { counters } = yield* store.load(tenant, {
          receipts: [],
          facts: [],
          counters: fences.map(({ key }) => key)
        })
        const amountOf = (key: string): bigint => counters.find((row) => row.key === key)?.value ?? 0n
        const moved = fences.filter(({ expect, key }) => amountOf(key) !== expect).map(({ key }) => key)
        if (moved.length > 0) return yield* new Conflict({ keys: moved })
        yield* pause(2)
        return yield* store.commit(tenant, { ...batch, counters: batch.counters.filter((one) => !isFence(one)) })
      })
    }
  ),
  commits("lost-message", "loses the last of several messages", (store, tenant, batch) =>
    store.commit(tenant, {
      ...batch,
      messages: batch.messages.length > 1 ? batch.messages.slice(0, -1) : batch.messages
    })
  ),
  commits("cut-batch", "cuts what is over the limit, and says nothing", (store, tenant, batch) => {
    const others = batch.receipts.length + batch.facts.length + batch.counters.length + batch.messages.length
    return store.commit(tenant, { ...batch, events: batch.events.slice(0, store.limits.items - others) })
  })
]

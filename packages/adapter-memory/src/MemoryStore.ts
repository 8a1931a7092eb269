/**
 * A store in memory: exact under concurrent callers, and empty after a restart unless its snapshot was kept.
 *
 * Everything is held as JSON text, so that nothing a caller still has in hand can change what is stored, and so that
 * it stands here as it would in a database. A commit checks everything first and then writes without a pause: nobody
 * ever sees half of it.
 */
import type { Directory, Ids, Wire } from "@goodword/core"
import { type Bound, type Conflict, type Duplicate, Store, StoreError } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type DirectoryOptions, memoryDirectory } from "./MemoryDirectory.ts"
import * as MemoryOutbox from "./MemoryOutbox.ts"
import * as Rows from "./Rows.ts"
import * as Snapshot from "./Snapshot.ts"

export interface MemoryStore extends Store.StoreShape {
  /** The people, kept beside the rows and in the same snapshot. */
  readonly directory: Directory.DirectoryShape
  /** All that is stored, as JSON: what `restore` takes. */
  readonly snapshot: () => Wire.Json
  /** Rows as they are, for whoever wants to look past the port. */
  readonly peek: {
    readonly counter: (tenant: string, key: string) => bigint
    readonly fact: (tenant: string, key: string) => Wire.Json | undefined
    readonly factKeys: (tenant: string) => readonly string[]
    readonly counterKeys: (tenant: string) => readonly string[]
  }
}

export interface Options extends DirectoryOptions {
  /** A snapshot to begin with. */
  readonly restore?: Wire.Json
  /** How many items one commit may carry; 20,000 unless said otherwise. */
  readonly items?: number
}

/**
 * Makes a store in memory.
 *
 * @example
 * import { memoryStore } from "@goodword/adapter-memory"
 * memoryStore().name // => "memory"
 */
export const memoryStore = (options: Options = {}): MemoryStore => {
  const { people, tenants } = options.restore === undefined ? Snapshot.empty() : Snapshot.restore(options.restore)
  const rowsOf = (tenant: string): Rows.Rows => {
    const known = tenants.get(tenant)
    if (known !== undefined) return known
    const rows = Rows.empty()
    tenants.set(tenant, rows)
    return rows
  }
  const read = (tenant: string): Rows.Rows => tenants.get(tenant) ?? Rows.empty()
  const limits = { items: options.items ?? 20_000 }

  return {
    name: "memory",
    limits,
    load: (tenant, keys) => Effect.sync(() => Rows.load(read(tenant), keys)),
    commit: (tenant, batch) =>
      Effect.suspend((): Effect.Effect<void, StoreError | Conflict | Bound | Duplicate> => {
        const items =
          batch.receipts.length +
          batch.facts.length +
          batch.counters.length +
          batch.events.length +
          batch.messages.length
        if (items > limits.items) {
          const message = `a commit of ${items} items is more than the ${limits.items} that this store takes at once`
          return Effect.fail(new StoreError({ reason: "TooLarge", message }))
        }
        const rows = rowsOf(tenant)
        const refusal = Rows.check(rows, batch)
        if (refusal !== undefined) return Effect.fail(refusal)
        const [beyond] = Rows.beyond(rows, batch)
        if (beyond !== undefined) return Effect.fail(tooMuch(beyond))
        Rows.write(rows, batch)
        return Effect.void
      }),
    events: (tenant, after, limit) => Effect.sync(() => Rows.eventsAfter(read(tenant), after, limit)),
    facts: (tenant, after, limit) =>
      Effect.sync(() =>
        Rows.page(read(tenant).facts, after, limit).map(([key, { text, version }]) => ({
          key,
          version,
          value: JSON.parse(text) as Wire.Json
        }))
      ),
    counters: (tenant, after, limit) =>
      Effect.sync(() => Rows.page(read(tenant).counters, after, limit).map(([key, value]) => ({ key, value }))),
    tenants: (after, limit) =>
      Effect.sync(() =>
        [...tenants.keys()]
          .filter((tenant) => after === undefined || tenant > after)
          .sort()
          .slice(0, limit)
          .map((tenant) => tenant as Ids.Tenant)
      ),
    directory: memoryDirectory(options, people),
    outbox: MemoryOutbox.make(tenants, rowsOf),
    snapshot: () => Snapshot.take({ people, tenants }),
    peek: {
      counter: (tenant, key) => read(tenant).counters.get(key) ?? 0n,
      fact: (tenant, key) => {
        const row = read(tenant).facts.get(key)
        return row === undefined ? undefined : (JSON.parse(row.text) as Wire.Json)
      },
      factKeys: (tenant) => [...read(tenant).facts.keys()],
      counterKeys: (tenant) => [...read(tenant).counters.keys()]
    }
  }
}

const tooMuch = (key: string): StoreError =>
  new StoreError({
    reason: "Refused",
    message: `counter ${key} would leave 64 bits, which is all that a counter has; use smaller amounts`
  })

/** The store as a layer, for those who compose with Effect. */
export const layer = (options: Options = {}): Layer.Layer<Store.Store> =>
  Layer.sync(Store.Store, () => memoryStore(options))

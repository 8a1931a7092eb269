/** The store: every promise of the port is kept by a function of the schema, and this is the way to them. */
import type { Bound, Conflict, Directory, Duplicate } from "@goodword/core"
import { type Store, StoreError } from "@goodword/core"
import * as Effect from "effect/Effect"
import type { Kysely } from "kysely"
import * as Commit from "./Commit.ts"
import * as Failure from "./Failure.ts"
import * as Line from "./Line.ts"
import * as Literal from "./Literal.ts"
import { postgresDirectory } from "./PostgresDirectory.ts"
import * as PostgresOutbox from "./PostgresOutbox.ts"
import * as Rows from "./Rows.ts"
import * as Reading from "./reading/Reading.ts"

export interface PostgresStore extends Store.StoreShape {
  /** The people, in tables of the same schema. */
  readonly directory: Directory.DirectoryShape
  /** Statements for people, and numbers for owners. */
  readonly reading: Omit<Reading.Reading, "close">
  /** Gives back what was opened for the store; a pool that was handed in stays open. */
  readonly close: () => Promise<void>
}

/** Beyond this a commit holds its locks for too long, and the log waits. */
const itemsMax = 20_000

export interface Parts<DB> {
  readonly name: string
  readonly db: Kysely<DB>
  readonly schema: string
  readonly printKeys: readonly string[]
  /** How many batches it works on at once. */
  readonly batches: number
  readonly close: () => Promise<void>
}

export const make = <DB>({ batches, close, db, name, printKeys, schema }: Parts<DB>): PostgresStore => {
  const line = Line.make(db, schema)
  const call: PostgresOutbox.Call = <A>(name: string, args: () => Line.Arguments) =>
    Effect.tryPromise({ try: async () => (await line(name, args())) as A, catch: Failure.storeError })
  return {
    name,
    limits: { items: itemsMax, batches },
    load: (tenant, { counters, facts, receipts }) =>
      call<Rows.Loaded>("load", () => ({
        tenant,
        receipt_keys: Literal.texts(receipts),
        fact_keys: Literal.texts(facts),
        counter_keys: Literal.texts(counters)
      })).pipe(Effect.map(Rows.loaded)),
    commit: (tenant, batch) => commit(line, tenant, batch),
    events: (tenant, after, limit) =>
      call<readonly Rows.Event[] | null>("events_after", () => ({ tenant, after, most: limit })).pipe(
        Effect.map((rows) => {
          const events = (rows ?? []).map(Rows.event)
          return { events, next: events.at(-1)?.cursor ?? after }
        })
      ),
    facts: (tenant, after, limit) =>
      call<readonly Rows.Fact[] | null>("facts_after", () => ({ tenant, after: after ?? "", most: limit })).pipe(
        Effect.map(Rows.facts)
      ),
    counters: (tenant, after, limit) =>
      call<readonly Rows.Counter[] | null>("counters_after", () => ({ tenant, after: after ?? "", most: limit })).pipe(
        Effect.map(Rows.counters)
      ),
    tenants: (after, limit) =>
      call<Rows.Tenants | null>("tenants_after", () => ({ after: after ?? "", most: limit })).pipe(
        Effect.map((names) => names ?? [])
      ),
    outbox: PostgresOutbox.make(call),
    directory: postgresDirectory(line, printKeys),
    reading: Reading.make(line, async () => {}),
    close
  }
}

/** Whoever interrupts it waits for its end: afterwards it has taken place, or never will. */
const commit = (
  line: Line.Line,
  tenant: string,
  batch: Store.Batch
): Effect.Effect<void, StoreError | Conflict | Bound | Duplicate> =>
  Effect.suspend(() => {
    const items = Commit.itemsIn(batch)
    if (items === 0) return Effect.void
    if (items > itemsMax) {
      const message = `a commit of ${items} items is more than the ${itemsMax} that this store takes at once`
      return Effect.fail(new StoreError({ reason: "TooLarge", message }))
    }
    return Effect.tryPromise({
      try: async () => {
        await line("commit_batch", Commit.argumentsOf(tenant, batch))
      },
      catch: Commit.failureOf
    })
  }).pipe(Effect.uninterruptible)

/** Opens the store: over a connection string, a pool that the shop has already, or a Kysely of its own. */
import { type Directory, type Store, StoreError } from "@goodword/core"
import * as Layer from "effect/Layer"
import { Kysely, PostgresDialect, type PostgresPool } from "kysely"
import pg from "pg"
import * as Failure from "./Failure.ts"
import { careful } from "./Pool.ts"
import { checkKeys } from "./PostgresDirectory.ts"
import { make, type PostgresStore } from "./PostgresStore.ts"
import * as Schema from "./Schema.ts"
import { scoped } from "./scoped.ts"

/** Where the database is. */
export type Connection<DB = unknown> =
  /** A pool of our own, which `close` ends. */
  | { readonly connectionString: string }
  /** The shop's own pool of `pg`. Nothing of it is changed, and it is not closed. */
  | { readonly pool: PostgresPool }
  /** The shop's own Kysely over PostgreSQL. Its plugins are left out, and it is not closed. */
  | { readonly kysely: Kysely<DB> }

export interface Settings {
  /**
   * Key the hashes of e-mail addresses: 32 characters at least, secret, and kept apart from the database. The first is
   * used, the others are earlier ones that still count. To replace a key, first append the new one everywhere, then
   * move it to the front.
   */
  readonly printKeys: readonly string[]
  /** The schema with the tables; `goodword` unless said otherwise. */
  readonly schema?: string
  /** Runs pending migrations at opening. For a first afternoon: later, migrate when you deploy. */
  readonly migrate?: boolean
}

export type Options<DB = unknown> = Connection<DB> & Settings

/** After which a line counts as dead. No call of the store takes that long. */
const patience = { connectionTimeoutMillis: 10_000, query_timeout: 60_000 }

interface Opened<DB> {
  readonly db: Kysely<DB>
  readonly close: () => Promise<void>
}

export const connect = <DB>(connection: Connection<DB>): Opened<DB> => {
  if ("kysely" in connection) return { db: connection.kysely, close: async () => {} }
  if ("pool" in connection) return { db: over<DB>(connection.pool), close: async () => {} }
  const pool = new pg.Pool({ connectionString: connection.connectionString, keepAlive: true, ...patience })
  // The pool has let the broken connection go already; without a listener the process would end here.
  pool.on("error", () => {})
  const db = over<DB>(pool)
  return { db, close: () => db.destroy() }
}

const over = <DB>(pool: PostgresPool): Kysely<DB> =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool: careful(pool) }) })

/** Opens the store; refuses where the schema is not the one of this release. */
export const postgresStore = async <DB = unknown>(options: Options<DB>): Promise<PostgresStore> => {
  checkKeys(options.printKeys)
  const { printKeys, schema = Schema.defaultSchema } = options
  const { close, db } = connect(options)
  try {
    if (db.isTransaction) {
      const message =
        "kysely is a transaction: give the Kysely that it was begun on, since every call commits by itself"
      throw new StoreError({ reason: "Refused", message })
    }
    if (options.migrate === true) await Schema.migrate(db, schema)
    await Schema.check(db, schema)
  } catch (error) {
    await close()
    throw Failure.storeError(error)
  }
  // While the server works on one or two, the next is decided: with two batches both sides waited for each other.
  return make({ name: "PostgreSQL", db, schema, printKeys, batches: 3, close })
}

/** The store and its directory as a layer, for those who compose with Effect. */
export const layer = <DB = unknown>(options: Options<DB>): Layer.Layer<Store.Store | Directory.Directory, StoreError> =>
  Layer.effectContext(scoped(() => postgresStore(options)))

/** Where a run keeps what it decides: `--store`. */
import { memoryStore } from "@goodword/adapter-memory"
import { migrate, postgresStore } from "@goodword/adapter-postgres"
import { embeddedStore } from "@goodword/adapter-postgres/embedded"
import type { Store } from "@goodword/core"
import { CompiledQuery, Kysely, PostgresDialect } from "kysely"
import pg from "pg"
import { Complaint } from "./Complaint.ts"

export type Choice = "memory" | "embedded" | { readonly server: string }

export interface Opened {
  readonly store: Store.StoreShape
  readonly close: () => Promise<void>
}

/** A schema of the example's own on a server: made anew by each run, and left there to be looked at. */
const schema = "goodword_quickstart"

/** The directory of a run is its own, so nothing is hashed with this. */
const printKeys = ["an example keeps no secrets, and needs none"]

export const choice = (text: string): Choice => {
  if (text === "memory" || text === "embedded") return text
  if (/^postgres(ql)?:\/\//u.test(text)) return { server: text }
  throw new Complaint(`--store ${JSON.stringify(text)}: write embedded, memory, or postgres://user@host/database`)
}

export const open = async (where: Choice): Promise<Opened> => {
  if (where === "memory") return { store: memoryStore(), close: async () => {} }
  if (where === "embedded") {
    const store = await embeddedStore({ printKeys })
    return { store, close: store.close }
  }
  const pool = new pg.Pool({ connectionString: where.server })
  try {
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
    await db.executeQuery(CompiledQuery.raw(`drop schema if exists ${schema} cascade`))
    await migrate(db, schema)
    const store = await postgresStore({ pool, schema, printKeys })
    // One batch at a time: calls are decided in their order, and the same seed gives the same log.
    return { store: { ...store, limits: { ...store.limits, batches: 1 } }, close: () => pool.end() }
  } catch (error) {
    await pool.end()
    throw new Complaint(`--store: ${(error as Error).message}`)
  }
}

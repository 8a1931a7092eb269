/** A store of a test on a database of its own, with a raw connection beside it. */
import { database } from "@goodword/test-postgres"
import * as Effect from "effect/Effect"
import pg from "pg"
import { afterAll } from "vitest"
import { type PostgresStore, postgresStore, type Settings } from "../src/index.ts"
import { printKeys } from "./rows.ts"

export interface Bench {
  readonly connectionString: string
  /** The pool that the store was given, as a shop's own would be. */
  readonly pool: pg.Pool
  /** Connections of somebody else. */
  readonly raw: pg.Pool
  readonly store: PostgresStore
}

/** Everything is ended after the tests of the file. */
export const openBench = async (settings: Partial<Settings & pg.PoolConfig> = {}): Promise<Bench> => {
  const { connectionString, drop } = await database()
  const pool = new pg.Pool({ connectionString, ...settings })
  const raw = new pg.Pool({ connectionString })
  for (const one of [pool, raw]) one.on("error", () => {})
  const store = await postgresStore({ pool, printKeys, migrate: true, ...settings })
  afterAll(async () => {
    await store.close()
    await pool.end()
    await raw.end()
    await drop()
  })
  return { connectionString, pool, raw, store }
}

export const run = Effect.runPromise
/** The failure of an effect that is to fail. */
export const failureOf = <E>(effect: Effect.Effect<unknown, E>): Promise<E> => run(Effect.flip(effect))

/**
 * The whole suite on Citus, with the tables distributed by tenant. It needs what cannot be installed from a registry: set
 * CITUS_URL to a database of its own with the extension and its workers. The schema `goodword` in it is dropped.
 */
import { proveStore } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import pg from "pg"
import { expect, it } from "vitest"
import { type PostgresStore, postgresStore } from "../src/index.ts"
import { breakableLine } from "./breakable-line.ts"
import { emptied, peekInto, printKeys, type Query } from "./rows.ts"

const url = process.env.CITUS_URL

const ofTenants = `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'goodword'::regnamespace and c.relkind = 'r' and a.attname = 'tenant_id' order by c.relname`

const distribute = async (query: Query): Promise<void> => {
  const { rows } = await query(ofTenants, [])
  for (const { name } of rows as readonly { readonly name: string }[])
    await query(`select create_distributed_table($1::regclass, 'tenant_id')`, [`goodword.${name}`])
}

it.runIf(url !== undefined)(
  "keeps every promise with its tables distributed by tenant",
  async () => {
    const connectionString = url ?? ""
    const raw = new pg.Pool({ connectionString, max: 2 })
    const query: Query = (text, values) => raw.query(text, [...values])
    const line = await breakableLine(connectionString)
    const migrated = async (): Promise<void> => {
      await (await postgresStore({ connectionString, printKeys, migrate: true })).close()
    }
    const opened = Effect.acquireRelease(
      Effect.promise(() => postgresStore({ connectionString: line.connectionString, printKeys })),
      (store) => Effect.promise(store.close)
    )
    await query("drop schema if exists goodword cascade", [])
    await migrated()
    await distribute(query)
    const verdict = await proveStore<PostgresStore>({
      name: "Citus",
      open: () =>
        Effect.andThen(
          Effect.promise(() => emptied(query)),
          opened
        ),
      another: () => opened,
      migrate: migrated,
      peek: () => peekInto(query),
      faults: () => ({
        loseConnectionDuringCommit: () => line.cutNext("in-the-middle"),
        loseAnswerAfterCommit: () => line.cutNext("before-the-answer")
      }),
      runs: 5
    })
    await line.close()
    await raw.end()
    expect(verdict.failed).toEqual([])
    expect(verdict.state).toBe("passed")
  },
  3_600_000
)

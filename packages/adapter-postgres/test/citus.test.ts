/**
 * The whole suite on Citus, with the tables distributed by tenant and the least rights. It needs what cannot be installed
 * from a registry: set CITUS_URL to a database of its own with the extension and its workers, as a role that may create
 * roles. The schema `goodword` in it is dropped.
 */
import { proveStore } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import pg from "pg"
import { expect, it } from "vitest"
import { distribute, type PostgresStore, postgresStore } from "../src/index.ts"
import { connect } from "../src/Open.ts"
import { breakableLine } from "./breakable-line.ts"
import { rightsOf } from "./rights.ts"
import { emptied, peekInto, printKeys, type Query } from "./rows.ts"

const url = process.env.CITUS_URL

it.runIf(url !== undefined)(
  "keeps every promise with its tables distributed by tenant",
  async () => {
    const connectionString = url ?? ""
    const raw = new pg.Pool({ connectionString, max: 2 })
    const query: Query = (text, values) => raw.query(text, [...values])
    const role = `app_${Math.random().toString(36).slice(2)}`
    const asRole = new URL(connectionString)
    asRole.username = role
    asRole.password = role
    const line = await breakableLine(asRole.href)
    const migrated = async (): Promise<void> => {
      await (await postgresStore({ connectionString, printKeys, migrate: true })).close()
    }
    const opened = Effect.acquireRelease(
      Effect.promise(() => postgresStore({ connectionString: line.connectionString, printKeys })),
      (store) => Effect.promise(store.close)
    )
    await query("drop schema if exists goodword cascade", [])
    await migrated()
    const { close, db } = connect({ connectionString })
    expect((await distribute(db)).tables).toContain("goodword.facts")
    expect(await distribute(db)).toEqual({ tables: [], functions: [] })
    await close()
    await query(`create role ${role} login password '${role}'`, [])
    await query(await rightsOf(role), [])
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
    await query(`drop owned by ${role}`, [])
    await query(`drop role ${role}`, [])
    await raw.end()
    expect(verdict.failed).toEqual([])
    expect(verdict.state).toBe("passed")
  },
  3_600_000
)

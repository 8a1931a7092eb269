/** The whole suite on a real server, over a line that is really cut, as a role with the least rights. */
import { database } from "@goodword/test-postgres"
import { describeStore, type Verdict } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { Kysely, PostgresDialect } from "kysely"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { migrate, type PostgresStore, postgresStore } from "../src/index.ts"
import { type BreakableLine, breakableLine } from "./breakable-line.ts"
import { rightsOf } from "./rights.ts"
import { emptied, peekInto, printKeys, type Query } from "./rows.ts"

let verdict: Verdict | undefined
let line: BreakableLine
let raw: pg.Pool
let connectionString: string
let end: () => Promise<void>

const query: Query = (text, values) => raw.query(text, [...values])

/** A pool of its own, as a process has it. */
const opened = (): Effect.Effect<PostgresStore, unknown, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.promise(() => postgresStore({ connectionString: line.connectionString, printKeys })),
    (store) => Effect.promise(store.close)
  )

const migrated = async (): Promise<void> => {
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString }) }) })
  await migrate(kysely)
  await kysely.destroy()
}

beforeAll(async () => {
  const db = await database()
  connectionString = db.connectionString
  const role = `app_${Math.random().toString(36).slice(2)}`
  const asRole = new URL(connectionString)
  asRole.username = role
  line = await breakableLine(asRole.href)
  raw = new pg.Pool({ connectionString, max: 2 })
  await migrated()
  await raw.query(`create role ${role} login`)
  await raw.query(await rightsOf(role))
  end = async () => {
    await line.close()
    await raw.query(`drop owned by ${role}; drop role ${role}`)
    await raw.end()
    await db.drop()
  }
})

describeStore<PostgresStore>(
  {
    name: "PostgreSQL",
    open: () =>
      Effect.andThen(
        Effect.promise(() => emptied(query)),
        opened()
      ),
    another: opened,
    migrate: migrated,
    peek: () => peekInto(query),
    faults: () => ({
      loseConnectionDuringCommit: () => line.cutNext("in-the-middle"),
      loseAnswerAfterCommit: () => line.cutNext("before-the-answer")
    })
  },
  {
    describe,
    it,
    report: (found) => {
      verdict = found
    }
  }
)

// Not a test: `-t` may leave out what it looks at.
afterAll(async () => {
  await end()
  if (verdict === undefined || verdict.unproved.length > 0) return
  expect(verdict.line).toMatch(/^conformance: core \d+\.\d+\.\d+, (\d+)\/\1, seed \d+$/)
})

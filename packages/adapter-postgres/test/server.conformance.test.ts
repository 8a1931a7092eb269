/** The whole suite on a real server, over a line that is really cut. */
import { database } from "@goodword/test-postgres"
import { describeStore, type Verdict } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { Kysely, PostgresDialect } from "kysely"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { migrate, type PostgresStore, postgresStore } from "../src/index.ts"
import { type BreakableLine, breakableLine } from "./breakable-line.ts"
import { emptied, peekInto, printKeys, type Query } from "./rows.ts"

let verdict: Verdict | undefined
let line: BreakableLine
let raw: pg.Pool
let end: () => Promise<void>

const query: Query = (text, values) => raw.query(text, [...values])

/** A pool of its own, as a process has it. */
const opened = (): Effect.Effect<PostgresStore, unknown, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.promise(() => postgresStore({ connectionString: line.connectionString, printKeys })),
    (store) => Effect.promise(store.close)
  )

const migrated = async (): Promise<void> => {
  const { connectionString } = line
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString }) }) })
  await migrate(kysely)
  await kysely.destroy()
}

beforeAll(async () => {
  const db = await database()
  line = await breakableLine(db.connectionString)
  raw = new pg.Pool({ connectionString: db.connectionString, max: 2 })
  end = async () => {
    await raw.end()
    await line.close()
    await db.drop()
  }
  await migrated()
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

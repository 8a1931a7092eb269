/** The whole suite on the embedded PostgreSQL, by the same code. */
import { PGlite } from "@electric-sql/pglite"
import { describeStore, type Verdict } from "@goodword/testkit"
import { Kysely, PGliteDialect } from "kysely"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { migrate, type PostgresStore, postgresStore } from "../src/index.ts"
import { emptied, peekInto, printKeys, type Query } from "./rows.ts"

/** There is no line to an embedded database, so what breaks is the call into it. */
let breaks: "before" | "after" | undefined

class Breakable extends PGlite {
  override async query<T>(...call: Parameters<PGlite["query"]>): ReturnType<typeof PGlite.prototype.query<T>> {
    if (breaks === undefined || !call[0].includes("commit_batch")) return super.query<T>(...call)
    const moment = breaks
    breaks = undefined
    if (moment === "after") await super.query(...call)
    throw new Error("Connection terminated unexpectedly")
  }
}

let verdict: Verdict | undefined
let pglite: PGlite
let kysely: Kysely<unknown>

const query: Query = (text, values) => pglite.query(text, [...values])
const opened = (): Promise<PostgresStore> => postgresStore({ kysely, printKeys })

beforeAll(async () => {
  pglite = new Breakable()
  await pglite.waitReady
  kysely = new Kysely({ dialect: new PGliteDialect({ pglite }) })
  await migrate(kysely)
}, 60_000)

describeStore<PostgresStore>(
  {
    name: "embedded PostgreSQL",
    open: async () => {
      await emptied(query)
      return opened()
    },
    // An embedded database has one process; what a second handle may not do is remember.
    another: opened,
    migrate: async () => {
      await migrate(kysely)
    },
    peek: () => peekInto(query),
    faults: () => ({
      loseConnectionDuringCommit: () => {
        breaks = "before"
      },
      loseAnswerAfterCommit: () => {
        breaks = "after"
      }
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
  await pglite.close()
  if (verdict === undefined || verdict.unproved.length > 0) return
  expect(verdict.line).toMatch(/^conformance: core \d+\.\d+\.\d+, (\d+)\/\1, seed \d+$/)
})

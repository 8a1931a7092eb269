/** Law 74: whatever is asked of an engine, it is answered the same on PostgreSQL and on the store in memory. */
import { database } from "@goodword/test-postgres"
import { describeAgreement } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, it } from "vitest"
import { memoryStore } from "../../adapter-memory/src/index.ts"
import { embeddedStore } from "../src/embedded.ts"
import { type PostgresStore, postgresStore } from "../src/index.ts"
import { printKeys } from "./rows.ts"

const { numRuns = 100, seed = 1 } = fc.readConfigureGlobal() ?? {}
const timeoutMs = Math.max(60_000, 600 * numRuns)
const memory = { name: "memory", open: () => memoryStore() }

/** As long as the histories are played. */
const opened = (open: () => Promise<PostgresStore>) => () =>
  Effect.acquireRelease(Effect.promise(open), (store) => Effect.promise(store.close))

const onServer = Effect.gen(function* () {
  const { connectionString } = yield* Effect.acquireRelease(Effect.promise(database), ({ drop }) =>
    Effect.promise(drop)
  )
  return yield* opened(() => postgresStore({ connectionString, printKeys, migrate: true }))()
})

// A history asks a database about 200 questions, so fewer of them are played than elsewhere.
describe("law 74", () => {
  describeAgreement(
    {
      one: memory,
      other: { name: "embedded PostgreSQL", open: opened(() => embeddedStore()) },
      seed,
      runs: Math.ceil(numRuns / 5),
      timeoutMs
    },
    { describe, it }
  )
  describeAgreement(
    {
      one: memory,
      other: { name: "PostgreSQL", open: () => onServer },
      seed,
      runs: Math.ceil(numRuns / 2),
      timeoutMs
    },
    { describe, it }
  )
})

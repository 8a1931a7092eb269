/** Law 74: whatever is asked of an engine, it is answered the same on this store and on the one in memory. */
import { describeAgreement } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, it } from "vitest"
import { memoryStore } from "../../../packages/adapter-memory/src/index.ts"
import { sqliteStore } from "../src/SqliteStore.ts"

const { numRuns: runs = 100, seed = 1 } = fc.readConfigureGlobal() ?? {}

const sqlite = Effect.acquireRelease(
  Effect.sync(() => sqliteStore({ file: ":memory:" })),
  ({ close }) => Effect.sync(close)
)

describe("law 74", () => {
  describeAgreement(
    {
      one: { name: "memory", open: () => memoryStore() },
      other: { name: "sqlite", open: () => sqlite },
      seed,
      runs,
      timeoutMs: Math.max(60_000, 600 * runs)
    },
    { describe, it }
  )
})

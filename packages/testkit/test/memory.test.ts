/** The memory store keeps every promise of the port. Under vitest here, under node:test in `on-node-test.ts`. */
import { describeStore, type Verdict } from "@goodword/testkit"
import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { memory } from "./faulty-memory.ts"

let verdict: Verdict | undefined

// As often as the properties of this repository run, and with their seed: `GOODWORD_RUNS`, `GOODWORD_SEED`.
const { numRuns: runs = 100, seed = 1 } = fc.readConfigureGlobal() ?? {}

describeStore(
  { ...memory, runs, seed },
  {
    describe,
    it,
    report: (found) => {
      verdict = found
    }
  }
)

// Not a test: it would be last only by chance of its place, and `-t` may leave out what it looks at.
afterAll(() => {
  if (verdict === undefined || verdict.unproved.length > 0) return
  expect(verdict.line).toMatch(/^conformance: core \d+\.\d+\.\d+, (\d+)\/\1, seed \d+$/)
})

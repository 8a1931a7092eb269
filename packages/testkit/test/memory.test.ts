/** The memory store keeps every promise of the port. Under vitest here, under node:test in `on-node-test.ts`. */
import { describeStore, type Verdict } from "@goodword/testkit"
import { afterAll, describe, expect, it } from "vitest"
import { memory } from "./faulty-memory.ts"

let verdict: Verdict | undefined

describeStore(memory, {
  describe,
  it,
  report: (found) => {
    verdict = found
  }
})

// Not a test: it would be last only by chance of its place, and `-t` may leave out what it looks at.
afterAll(() => {
  if (verdict === undefined || verdict.unproved.length > 0) return
  expect(verdict.line).toMatch(/^conformance: core \d+\.\d+\.\d+, (\d+)\/\1, seed \d+$/)
})

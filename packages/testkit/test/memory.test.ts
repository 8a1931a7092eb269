/** The memory store keeps every promise of the port. Under vitest here, under node:test in `on-node-test.ts`. */
import { cases, describeStore, type Verdict } from "@goodword/testkit"
import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { law } from "../../core/test/arbitraries/money.ts"
import { memory } from "./faulty-memory.ts"

let verdict: Verdict | undefined

/** Cases that try a law have its number in their names, as all tests of laws do. */
const nameOf = (id: string): string => {
  const { laws = [] } = cases.find((one) => one.id === id) ?? {}
  return laws.length === 0 ? id : `${laws.length === 1 ? "law" : "laws"} ${laws.join(", ")}: ${id}`
}

// As often as laws are tried, and with the seed of this repository's properties: `GOODWORD_RUNS`, `GOODWORD_SEED`.
const { numRuns: runs } = law
const { seed = 1 } = fc.readConfigureGlobal() ?? {}

describeStore(
  { ...memory, runs, seed, timeoutMs: Math.max(60_000, 300 * runs) },
  {
    describe,
    it: (id, body) => it(nameOf(id), body),
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

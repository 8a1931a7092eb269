/** The suite as tests of whatever runner is given: one test for each case, and at the end one for the verdict. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { cases } from "./cases/index.ts"
import { casesFor, lateFor, missingFor, runCase, type Subject, seedOf, skipsOf } from "./Subject.ts"
import * as Verdict from "./Verdict.ts"
import { asked, type Reply } from "./World.ts"

/** As much of vitest, node:test, jest or mocha as is needed; tests run in the order in which they are named. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, body: () => Promise<void>) => unknown
  /** Gets the verdict at the end: print its line, write it to a file. */
  readonly report?: (verdict: Verdict.Verdict) => Reply<void>
}

/**
 * Describes a store to a test runner.
 *
 * @example
 * import { describeStore, type Runner } from "@goodword/testkit"
 * import { memoryStore } from "@goodword/adapter-memory"
 * const names: string[] = []
 * const runner: Runner = { describe: (_, body) => body(), it: (name) => names.push(name) }
 * const peek = ({ peek }: ReturnType<typeof memoryStore>) => ({ ...peek, events: () => [], holds: () => false })
 * describeStore({ name: "memory", open: memoryStore, peek }, runner)
 * names[0] // => "facts/versions-count-from-1"
 */
export const describeStore = <S extends Store.StoreShape>(subject: Subject<S>, runner: Runner): void => {
  const skip = skipsOf(subject, cases)
  const seed = seedOf(subject)
  const owed = casesFor(subject, cases)
  const outcomes = new Map<string, string | undefined>()
  const unproved = new Map<string, string>()
  runner.describe(`${subject.name}, seed ${seed}`, () => {
    for (const one of owed) {
      const missing = missingFor(subject, one)
      if (missing !== undefined) unproved.set(one.id, missing)
      if (missing !== undefined || skip[one.id] !== undefined) continue
      runner.it(one.id, async () => {
        const late = lateFor(one, outcomes)
        if (late !== undefined) {
          unproved.set(one.id, late)
          throw new Error(`${one.id}: ${late}`)
        }
        outcomes.set(one.id, "did not finish")
        await runCase(subject, one, seed).then(
          () => outcomes.set(one.id, undefined),
          (error: Error) => {
            outcomes.set(one.id, error.message)
            throw error
          }
        )
      })
    }
    runner.it("verdict", async () => {
      const verdict = Verdict.of({ store: subject.name, seed, cases: owed, outcomes, skip, unproved })
      const { report } = runner
      if (report !== undefined) await Effect.runPromise(asked(() => report(verdict)))
    })
  })
}

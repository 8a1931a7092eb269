/** Runs the whole suite without a test runner. */
import type { Store } from "@goodword/core"
import manifest from "@goodword/core/package.json" with { type: "json" }
import { cases } from "./cases/index.ts"
import { missingFor, runCase, type Subject, seedOf, skipsOf, type Through } from "./Subject.ts"
import * as Verdict from "./Verdict.ts"

export const coreVersion: string = manifest.version

/**
 * Proves a store, one case after another.
 *
 * @param through changes the store before the cases see it: a saboteur, to prove the suite
 */
export const proveStore = async <S extends Store.StoreShape>(
  subject: Subject<S>,
  through?: Through
): Promise<Verdict.Verdict> => {
  const skip = skipsOf(subject, cases)
  const seed = seedOf(subject)
  const outcomes = new Map<string, string | undefined>()
  const unproved = new Map<string, string>()
  for (const one of cases) {
    const missing = missingFor(subject, one)
    if (missing !== undefined) unproved.set(one.id, missing)
    else if (skip[one.id] === undefined) {
      const failure = await runCase(subject, one, seed, through).then(
        () => undefined,
        (error: Error) => error.message
      )
      outcomes.set(one.id, failure)
    }
  }
  return Verdict.of({ store: subject.name, core: coreVersion, seed, cases, outcomes, skip, unproved })
}

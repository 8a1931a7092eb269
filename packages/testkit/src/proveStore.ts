/** Runs the whole suite without a test runner. */
import type { Store } from "@goodword/core"
import { cases } from "./cases/index.ts"
import { casesFor, lateFor, missingFor, runCase, type Subject, seedOf, skipsOf, type Through } from "./Subject.ts"
import * as Verdict from "./Verdict.ts"

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
  const owed = casesFor(subject, cases)
  const outcomes = new Map<string, string | undefined>()
  const unproved = new Map<string, string>()
  for (const one of owed) {
    const missing = missingFor(subject, one) ?? lateFor(one, outcomes)
    if (missing !== undefined) unproved.set(one.id, missing)
    else if (skip[one.id] === undefined) {
      const failure = await runCase(subject, one, seed, through).then(
        () => undefined,
        (error: Error) => error.message
      )
      outcomes.set(one.id, failure)
    }
  }
  return Verdict.of({ store: subject.name, seed, cases: owed, outcomes, skip, unproved })
}

/** Histories at random on one store: each has a tenant of its own, so that one store serves them all. */
import type { Ids } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { messageOf, Unmet } from "./expectations.ts"
import type { World } from "./World.ts"

/** Runs a property as often as the world says; a failure tells the smallest case that was found. */
export const forAll = <A>(
  { runs, seed }: Pick<World, "runs" | "seed">,
  drawn: fc.Arbitrary<A>,
  property: (value: A, tenant: Ids.Tenant) => Effect.Effect<void, unknown>
): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    let n = 0
    const one = fc.asyncProperty(drawn, (value) => Effect.runPromise(property(value, `w${++n}` as Ids.Tenant)))
    // The time limit is for shrinking on a slow database.
    const check = fc.check(one, { seed, numRuns: runs, interruptAfterTimeLimit: 20_000 })
    const found = yield* Effect.promise(() => Promise.resolve(check))
    if (!found.failed) return
    const place = `{ seed: ${found.seed}, path: "${found.counterexamplePath}" }`
    const counterexample = fc.stringify(found.counterexample?.[0])
    throw new Unmet(`${messageOf(found.errorInstance)}; the smallest case found: ${counterexample}, ${place}`)
  })

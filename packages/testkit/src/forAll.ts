/** Histories at random on one store: each has a tenant of its own, so that one store serves them all. */
import type { Ids } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { messageOf, Unmet } from "./expectations.ts"
import type { World } from "./World.ts"

/**
 * Runs a property as often as the world says; a failure tells the smallest case that was found. When the time is over
 * before, that is a failure too, but where nobody asked for a number.
 */
export const forAll = <A>(
  { isAsked, runs, runsMs, seed }: Pick<World, "isAsked" | "runs" | "runsMs" | "seed">,
  drawn: fc.Arbitrary<A>,
  property: (value: A, tenant: Ids.Tenant) => Effect.Effect<void, unknown>
): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    let n = 0
    const one = fc.asyncProperty(drawn, (value) => Effect.runPromise(property(value, `w${++n}` as Ids.Tenant)))
    const check = fc.check(one, { seed, numRuns: runs, interruptAfterTimeLimit: runsMs })
    const found = yield* Effect.promise(() => Promise.resolve(check))
    if (!found.failed) {
      if (!isAsked || found.numRuns >= runs) return
      const made = `made only ${found.numRuns} of ${runs} runs in ${runsMs} ms`
      throw new Unmet(`${made}: give more time (timeoutMs), or ask for fewer runs`)
    }
    const place = `{ seed: ${found.seed}, path: "${found.counterexamplePath}" }`
    const counterexample = fc.stringify(found.counterexample?.[0])
    throw new Unmet(`${messageOf(found.errorInstance)}; the smallest case found: ${counterexample}, ${place}`)
  })

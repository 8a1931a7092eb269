/** The steps of a history: calls, and time that passes. */
import type { MovableClock, Shape } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { type Call, call, make, type Outcome } from "./calls.ts"

export type Step = Call | { readonly wait: string }

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: call },
  { weight: 1, arbitrary: fc.constantFrom("1 day", "8 days", "14 days", "40 days").map((wait) => ({ wait })) }
)

/** Makes one step; time that passes has no answer, but what is due then is done. */
export const play = (engine: Shape, clock: MovableClock, one: Step): Effect.Effect<Outcome | undefined, unknown> => {
  if (!("wait" in one)) return make(engine, one)
  clock.advance(one.wait)
  return Effect.as(engine.runDue, undefined)
}

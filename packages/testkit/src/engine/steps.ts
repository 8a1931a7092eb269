/** The steps of a history: calls, prizes, edits of the program, and time that passes. */
import type { MovableClock, Shape } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { type Call, call, make, type Outcome } from "./calls.ts"
import { edited } from "./shop.ts"
import { awards } from "./wishes.ts"

/** What is edited counts for all that is held, too. */
export type Step = Call | { readonly wait: string } | { readonly edit: number }

export const isCall = (one: Step): one is Call => "door" in one

export const nameOf = (one: Step): string => (isCall(one) ? one.door : "wait" in one ? one.wait : `an edit`)

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: call },
  { weight: 1, arbitrary: awards },
  { weight: 1, arbitrary: fc.constantFrom(50, 80, 120).map((edit) => ({ edit })) },
  { weight: 4, arbitrary: fc.constantFrom("1 day", "8 days", "14 days", "40 days").map((wait) => ({ wait })) }
)

/** Makes one step; time that passes and edits have no answer, but what is due then is done. */
export const play = (engine: Shape, clock: MovableClock, one: Step): Effect.Effect<Outcome | undefined, unknown> => {
  if (isCall(one)) return make(engine, one)
  if ("edit" in one) {
    const published = engine.publish(edited(one.edit), { openReferrals: "reprice", key: `edit-${one.edit}` })
    return Effect.as(Effect.andThen(published, engine.reprice({ program: "spring" })), undefined)
  }
  clock.advance(one.wait)
  return Effect.as(engine.runDue, undefined)
}

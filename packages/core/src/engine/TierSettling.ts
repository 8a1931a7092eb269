/**
 * The door that tells advocates what an edit of a program changes in tiers. The log says who ever had a friend; what each is
 * told is decided by facts, as a wake does it. So a call that breaks off is asked again, and nobody is told anything twice.
 */
import * as Effect from "effect/Effect"
import type { PersonId, ProgramId } from "../domain/Ids.ts"
import * as Key from "../domain/Key.ts"
import { type DoorError, type EngineError, Refusal } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { fact } from "./LoadFact.ts"
import { type Config, walk } from "./LogWalk.ts"

/** What one call of `settleTiers` has done. */
export interface TiersSettled {
  readonly program: ProgramId
  /** How many advocates were looked at, and how many of them were told something. */
  readonly looked: number
  readonly told: number
  /** Where to go on: give it as `after`. `null` once all have been looked at. */
  readonly next: number | null
}

export const settleTiers = (config: Config): ((input: Input.ByLog) => Effect.Effect<TiersSettled, DoorError>) => {
  const decode = Input.decoder(Input.ByLog)
  return Effect.fn("Goodword.settleTiers")(function* (input) {
    const { after = 0, ...fields } = yield* decode(input)
    const program = yield* config.programOf(fields.program)
    if ((yield* fact(config, Key.program(program))) === null) {
      return yield* Effect.fail<EngineError>(new Refusal({ _tag: "ProgramUnknown", program }))
    }
    const asked = new Set<PersonId>()
    const { done, looked, next } = yield* walk(config, {
      after,
      // Whatever counts for a tier, a friend stands behind it.
      tag: "ReferralAttributed",
      find: (attributed) => {
        const advocates = attributed.filter((event) => event.program === program).map(({ advocate }) => advocate)
        const people = [...new Set(advocates)].filter((person) => !asked.has(person))
        for (const person of people) asked.add(person)
        return people
      },
      settle: (person) => one(config, program, person)
    })
    return { program, looked, told: done, next }
  })
}

const one = ({ combiner, now }: Config, program: ProgramId, person: PersonId) =>
  Effect.map(
    combiner.ask({ command: { _tag: "SettleTiers", program, person, at: now() } }),
    ({ answer }) => answer.subject.isTold === true
  )

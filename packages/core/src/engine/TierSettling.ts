/**
 * The door that tells advocates what an edit of a program changes in tiers. The log says who ever had a friend; what each is
 * told is decided by facts, as a wake does it. So a call that breaks off is asked again, and nobody is told anything twice.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { fromStored } from "../domain/EventLog.ts"
import type { PersonId, ProgramId } from "../domain/Ids.ts"
import * as Key from "../domain/Key.ts"
import { StoreError } from "../ports/PortError.ts"
import type { PlacedEvent } from "../ports/Store.ts"
import { type DoorError, type EngineError, Refusal } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { fact } from "./LoadFact.ts"
import type { Config } from "./Repricings.ts"

/** How many events one call looks through, and how many of them it loads at once. */
const lookedMax = 10_000
const pageMax = 500
/** How many advocates meet in one batch. */
const together = 64

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
    let [told, cursor, seen] = [0, after, 0]
    let isMore = true
    while (isMore && seen < lookedMax) {
      const page = yield* config.store.events(config.tenant, cursor, pageMax)
      const found = yield* advocatesIn(page.events, program)
      const people = [...new Set(found)].filter((person) => !asked.has(person))
      const outcomes = yield* Effect.forEach(people, (person) => one(config, program, person), {
        concurrency: together
      })
      for (const person of people) asked.add(person)
      told += outcomes.filter((isTold) => isTold).length
      seen += page.events.length
      cursor = page.next
      isMore = page.events.length > 0
    }
    return { program, looked: asked.size, told, next: isMore ? cursor : null }
  })
}

/** Whatever counts for a tier, a friend stands behind it. */
const advocatesIn = Effect.fnUntraced(function* (events: readonly PlacedEvent[], program: ProgramId) {
  const found: PersonId[] = []
  for (const stored of events) {
    if (stored.type !== "ReferralAttributed") continue
    const read = fromStored(stored)
    if (Result.isFailure(read)) return yield* new StoreError({ reason: "Unreadable", message: read.failure.message })
    const event = read.success
    if (event._tag === "ReferralAttributed" && event.program === program) found.push(event.advocate)
  }
  return found
})

const one = ({ combiner, now }: Config, program: ProgramId, person: PersonId) =>
  Effect.map(
    combiner.ask({ command: { _tag: "SettleTiers", program, person, at: now() } }),
    ({ answer }) => answer.subject.isTold === true
  )

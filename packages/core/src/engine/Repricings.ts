/**
 * The door that has what is held valued anew. The log says what was ever granted, each reward is decided by its facts;
 * so a call that breaks off is asked again, and no reward is valued twice under one version.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { RewardGranted } from "../domain/Event.ts"
import { fromStored } from "../domain/EventLog.ts"
import type { ProgramId, RewardId, Tenant } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import * as Key from "../domain/Key.ts"
import * as Pin from "../domain/Pin.ts"
import { StoreError } from "../ports/PortError.ts"
import type { PlacedEvent, StoreShape } from "../ports/Store.ts"
import type { Combiner } from "./Combiner.ts"
import { type DoorError, type EngineError, type InvalidInput, Refusal } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { fact } from "./LoadFact.ts"
import type * as Output from "./Output.ts"

export interface Config {
  readonly tenant: Tenant
  readonly store: StoreShape
  readonly combiner: Combiner
  readonly now: () => Instant
  readonly programOf: (given: ProgramId | undefined) => Effect.Effect<ProgramId, InvalidInput>
}

/** How many events one call looks through, and how many of them it loads at once. */
const lookedMax = 10_000
const pageMax = 500
/** How many rewards meet in one batch. */
const together = 64

export const reprice = (config: Config): ((input: Input.ByLog) => Effect.Effect<Output.Repriced, DoorError>) => {
  const decode = Input.decoder(Input.ByLog)
  return Effect.fn("Goodword.reprice")(function* (input) {
    const { after = 0, ...fields } = yield* decode(input)
    const program = yield* config.programOf(fields.program)
    const version = yield* versionOf(config, program)
    let [looked, valued, cursor, seen] = [0, 0, after, 0]
    let isMore = version > 0
    while (isMore && seen < lookedMax) {
      const page = yield* config.store.events(config.tenant, cursor, pageMax)
      const held = yield* heldIn(page.events, { program, version, now: config.now() })
      const outcomes = yield* Effect.forEach(held, (reward) => one(config, reward), { concurrency: together })
      looked += held.length
      valued += outcomes.filter((isValued) => isValued).length
      seen += page.events.length
      cursor = page.next
      isMore = page.events.length > 0
    }
    return { program, version: version === 0 ? null : version, looked, valued, next: isMore ? cursor : null }
  })
}

const versionOf = Effect.fnUntraced(function* (config: Config, program: ProgramId) {
  const head = yield* fact(config, Key.program(program))
  if (head === null) return yield* Effect.fail<EngineError>(new Refusal({ _tag: "ProgramUnknown", program }))
  return Pin.repricedBy(head, config.now())
})

interface Asked {
  readonly program: ProgramId
  readonly version: number
  readonly now: Instant
}

/** The rewards of older versions that may be held still; the facts know whether they are. */
const heldIn = Effect.fnUntraced(function* (events: readonly PlacedEvent[], asked: Asked) {
  const held: RewardId[] = []
  for (const stored of events) {
    if (stored.type !== "RewardGranted") continue
    const read = fromStored(stored)
    if (Result.isFailure(read)) return yield* new StoreError({ reason: "Unreadable", message: read.failure.message })
    const event = read.success
    if (event._tag === "RewardGranted" && mayBeHeld(event, asked)) held.push(event.reward)
  }
  return held
})

const mayBeHeld = ({ availableAt, program, state, version }: RewardGranted, asked: Asked): boolean =>
  program === asked.program && state === "pending" && version < asked.version && availableAt > asked.now

const one = ({ combiner, now }: Config, reward: RewardId) =>
  Effect.map(
    combiner.ask({ command: { _tag: "RepriceReward", reward, at: now() } }),
    ({ answer }) => answer.subject.isValued === true
  )

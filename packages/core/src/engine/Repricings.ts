/**
 * The door that has what is held valued anew. The log says what was ever granted, each reward is decided by its facts;
 * so a call that breaks off is asked again, and no reward is valued twice under one version.
 */
import * as Effect from "effect/Effect"
import type { RewardGranted } from "../domain/Event.ts"
import type { ProgramId, RewardId } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import * as Key from "../domain/Key.ts"
import * as Pin from "../domain/Pin.ts"
import { type DoorError, type EngineError, Refusal } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { fact } from "./LoadFact.ts"
import { type Config, walk } from "./LogWalk.ts"
import type * as Output from "./Output.ts"

export const reprice = (config: Config): ((input: Input.ByLog) => Effect.Effect<Output.Repriced, DoorError>) => {
  const decode = Input.decoder(Input.ByLog)
  return Effect.fn("Goodword.reprice")(function* (input) {
    const { after = 0, ...fields } = yield* decode(input)
    const program = yield* config.programOf(fields.program)
    const version = yield* versionOf(config, program)
    if (version === 0) return { program, version: null, looked: 0, valued: 0, next: null }
    const { done, looked, next } = yield* walk(config, {
      after,
      tag: "RewardGranted",
      find: (granted) => {
        const asked = { program, version, now: config.now() }
        return granted.filter((event) => mayBeHeld(event, asked)).map(({ reward }) => reward)
      },
      settle: (reward) => one(config, reward)
    })
    return { program, version, looked, valued: done, next }
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

/** Rewards of older versions may be held still; the facts know whether they are. */
const mayBeHeld = ({ availableAt, program, state, version }: RewardGranted, asked: Asked): boolean =>
  program === asked.program && state === "pending" && version < asked.version && availableAt > asked.now

const one = ({ combiner, now }: Config, reward: RewardId) =>
  Effect.map(
    combiner.ask({ command: { _tag: "RepriceReward", reward, at: now() } }),
    ({ answer }) => answer.subject.isValued === true
  )

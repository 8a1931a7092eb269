/**
 * Many callers, one commit. What has queued while the batches before were under way is decided together, one command
 * after another, and committed as one; each caller gets its own answer, and none before its batch has committed. Where
 * the store can carry it, several batches are under way at once, as long as they have no fact in common.
 *
 * There is no timer: an idle engine decides a lone command at once.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import type * as Scope from "effect/Scope"
import type { Config, Question, Reply } from "./Attempt.ts"
import * as Attempt from "./Attempt.ts"
import { Closed, Contended, type EngineError } from "./EngineError.ts"
import type { Hold } from "./Holds.ts"
import * as Holds from "./Holds.ts"
import * as ProgramCache from "./ProgramCache.ts"

export interface Combiner {
  readonly ask: (question: Question) => Effect.Effect<Reply, EngineError>
  readonly programs: ProgramCache.ProgramCache
  /** Refuses what still waits, and all that comes. */
  readonly close: () => void
}

interface Waiting extends Question {
  readonly reply: Deferred.Deferred<Reply, EngineError>
}

/** How many commands one batch takes at the most: beyond this, waiting grows and throughput does not. */
const commandsMax = 256
const attemptsMax = 5
/** As many must wait before a second batch goes out beside the first: small ones together are dearer than one. */
const companyMin = 8

/** Who waits, and how much is under way. */
interface State {
  readonly config: Config
  readonly programs: ProgramCache.ProgramCache
  readonly queue: Waiting[]
  readonly holdOf: () => Hold
  readonly flightsMax: number
  /** Batches that go out one after another; of these, `flying` have one under way now. */
  flights: number
  flying: number
  isClosed: boolean
}

export const make = (config: Config, scope: Scope.Scope): Combiner => {
  const programs = ProgramCache.make(config.store, config.tenant, config.catalogs)
  const flightsMax = config.store.limits.batches ?? 1
  const state: State = {
    config,
    programs,
    queue: [],
    holdOf: Holds.make(),
    flightsMax,
    flights: 0,
    flying: 0,
    isClosed: false
  }
  /** A caller who goes away in this very moment leaves it running all the same. */
  const start = Effect.uninterruptible(
    Effect.suspend(() => {
      if (state.flights >= (state.queue.length < companyMin ? 1 : flightsMax)) return Effect.void
      state.flights += 1
      return Effect.asVoid(Effect.forkIn(Effect.interruptible(fly(state)), scope))
    })
  )
  const ask = Effect.fnUntraced(function* (question: Question) {
    if (state.isClosed) return yield* new Closed()
    const reply = Deferred.makeUnsafe<Reply, EngineError>()
    state.queue.push({ ...question, reply })
    yield* start
    return yield* Deferred.await(reply)
  })
  return { ask, programs, close: () => close(state) }
}

/** Batch after batch, until nobody waits. */
const fly = (state: State): Effect.Effect<void> =>
  Effect.suspend(() => {
    let batch: readonly Waiting[] = []
    const flight = Effect.gen(function* () {
      for (;;) {
        batch = board(state)
        // Said in the same breath as the queue was seen empty: whoever comes next starts anew.
        if (batch.length === 0) {
          state.flights -= 1
          return
        }
        state.flying += 1
        const hold = state.holdOf()
        const left = yield* settleBatch(state.config, state.programs, batch, hold)
        hold.release()
        state.flying -= 1
        state.queue.unshift(...left)
        // All of it waits for another batch, which takes it along when it has landed.
        if (left.length === batch.length && state.flying > 0) {
          state.flights -= 1
          return
        }
      }
    })
    // Interrupted by the end of the engine, or stopped by a bug. Another batch that is under way lands by itself.
    return Effect.onExit(flight, (exit) =>
      Effect.sync(() => {
        if (Exit.isSuccess(exit)) return
        close(state)
        dismiss(batch)
      })
    )
  })

/** An equal share of the queue for each batch that may go out now. */
const board = ({ flightsMax, flying, queue }: State): readonly Waiting[] => {
  const share = Math.ceil(queue.length / (flightsMax - flying))
  return queue.splice(0, Math.min(commandsMax, Math.max(companyMin, share)))
}

/** Refuses all who wait; a batch that is under way is answered when it has landed. */
const close = (state: State): void => {
  state.isClosed = true
  dismiss(state.queue.splice(0))
}

/** Nobody is left waiting for an answer that will not come; who has one already keeps it. */
const dismiss = (waiting: readonly Waiting[]): void => {
  for (const { reply } of waiting) Deferred.doneUnsafe(reply, Effect.fail(new Closed()))
}

/** Decides and commits a batch; answers the commands that must wait for a later one. */
const settleBatch = Effect.fnUntraced(function* (
  config: Config,
  programs: ProgramCache.ProgramCache,
  batch: readonly Waiting[],
  hold: Hold
) {
  const first = yield* Effect.exit(Attempt.run(config, programs, batch, hold))
  if (Exit.isSuccess(first) && first.value._tag === "Committed") return answer(batch, first.value.replies)
  if (batch.length === 1) return yield* insist(config, programs, batch)
  // Something in the batch collided: the second time each command stands for itself.
  const left: Waiting[] = []
  for (const one of batch) left.push(...(yield* insist(config, programs, [one])))
  return left
}, Effect.uninterruptible)

/** Tries one command until it commits, at most five times, with growing and jittered pauses. */
const insist = Effect.fnUntraced(function* (
  config: Config,
  programs: ProgramCache.ProgramCache,
  batch: readonly Waiting[]
) {
  let keys: readonly string[] = []
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const outcome = yield* Effect.exit(Attempt.run(config, programs, batch))
    if (Exit.isFailure(outcome)) {
      const isLast = attempt === attemptsMax
      if (isLast || !Attempt.isWorthRepeating(outcome.cause)) return fail(batch, Effect.failCause(outcome.cause))
    } else {
      if (outcome.value._tag === "Committed") return answer(batch, outcome.value.replies)
      keys = outcome.value.keys
    }
    if (attempt < attemptsMax) yield* Effect.sleep((yield* Random.next) * 2 ** attempt)
  }
  return fail(batch, Effect.fail(new Contended({ keys })))
})

const answer = (batch: readonly Waiting[], replies: Attempt.Replies): readonly Waiting[] =>
  batch.filter((waiting) => {
    const reply = replies.get(waiting)
    if (reply !== undefined) Deferred.doneUnsafe(waiting.reply, reply)
    return reply === undefined
  })

const fail = (batch: readonly Waiting[], failure: Effect.Effect<never, EngineError>): readonly Waiting[] => {
  for (const { reply } of batch) Deferred.doneUnsafe(reply, failure)
  return []
}

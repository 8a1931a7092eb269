/**
 * Many callers, one commit. What has queued while the batch before was under way is decided together, one command after
 * another, and committed as one; each caller gets its own answer, and none before its batch has committed.
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

export const make = (config: Config, scope: Scope.Scope): Combiner => {
  const queue: Waiting[] = []
  const programs = ProgramCache.make(config.store, config.tenant, config.catalogs)
  let batch: readonly Waiting[] = []
  let isRunning = false
  let isClosed = false

  const drain = Effect.gen(function* () {
    for (;;) {
      batch = queue.splice(0, commandsMax)
      // Said in the same breath as the queue was seen empty: whoever comes next starts anew.
      if (batch.length === 0) {
        isRunning = false
        return
      }
      const left = yield* settleBatch(config, programs, batch)
      queue.unshift(...left)
    }
  }).pipe(
    // Interrupted by the end of the engine, or stopped by a bug.
    Effect.onExit((exit) => (Exit.isFailure(exit) ? Effect.sync(close) : Effect.void))
  )

  /** One drain at a time; a caller who goes away in this very moment leaves it running all the same. */
  const start = Effect.uninterruptible(
    Effect.suspend(() => {
      if (isRunning) return Effect.void
      isRunning = true
      return Effect.asVoid(Effect.forkIn(Effect.interruptible(drain), scope))
    })
  )

  /** Nobody is left waiting for an answer that will not come; who has one already keeps it. */
  const close = (): void => {
    isClosed = true
    for (const { reply } of [...batch, ...queue.splice(0)]) Deferred.doneUnsafe(reply, Effect.fail(new Closed()))
  }

  const ask = Effect.fnUntraced(function* (question: Question) {
    if (isClosed) return yield* new Closed()
    const reply = Deferred.makeUnsafe<Reply, EngineError>()
    queue.push({ ...question, reply })
    yield* start
    return yield* Deferred.await(reply)
  })

  return { ask, programs, close }
}

/** Decides and commits a batch; answers the commands that must wait for the next one. */
const settleBatch = Effect.fnUntraced(function* (
  config: Config,
  programs: ProgramCache.ProgramCache,
  batch: readonly Waiting[]
) {
  const first = yield* Effect.exit(Attempt.run(config, programs, batch))
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

const answer = (batch: readonly Waiting[], replies: readonly Exit.Exit<Reply, EngineError>[]): readonly Waiting[] => {
  replies.forEach((reply, i) => {
    const waiting = batch[i]
    if (waiting !== undefined) Deferred.doneUnsafe(waiting.reply, reply)
  })
  return batch.slice(replies.length)
}

const fail = (batch: readonly Waiting[], failure: Effect.Effect<never, EngineError>): readonly Waiting[] => {
  for (const { reply } of batch) Deferred.doneUnsafe(reply, failure)
  return []
}

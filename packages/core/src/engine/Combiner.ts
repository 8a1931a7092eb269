/**
 * Many callers, one commit. What has queued while the batches before were under way is decided together, one command
 * after another, and committed as one; each caller gets its own answer, and none before its batch has committed. Where
 * the store can carry it, several batches are under way at once, as long as they have no fact in common.
 *
 * There is no timer: an idle engine decides a lone command at once.
 */
import * as Cause from "effect/Cause"
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
import type { LastSeen } from "./LastSeen.ts"
import * as ProgramCache from "./ProgramCache.ts"
import * as Trust from "./Trust.ts"

export interface Combiner {
  readonly ask: (question: Question) => Effect.Effect<Reply, EngineError>
  readonly programs: ProgramCache.ProgramCache
  /** Refuses what still waits, and all that comes. */
  readonly close: () => void
}

interface Waiting extends Question {
  readonly reply: Deferred.Deferred<Reply, EngineError>
  /** It wanted a fact that another batch had in hand. */
  isHeldUp: boolean
}

/** How many commands one batch takes at the most: beyond this, waiting grows and throughput does not. */
const commandsMax = 256
const attemptsMax = 5
/** As many must wait before a second batch goes out beside the first: small ones together are dearer than one. */
const pairMin = 4
/** And before a third does. */
const companyMin = 16

/** Who waits, and how much is under way. */
interface State {
  readonly config: Config
  readonly memory: Attempt.Memory
  readonly queue: Waiting[]
  readonly holdOf: () => Hold
  readonly flightsMax: number
  /** Batches that go out one after another; of these, `flying` have one under way now. */
  flights: number
  flying: number
  isClosed: boolean
}

/** @param seen what this tenant has of the room that all tenants share */
export const make = (config: Config, seen: LastSeen, scope: Scope.Scope): Combiner => {
  const programs = ProgramCache.make(config.store, config.tenant, config.catalogs)
  const flightsMax = config.store.limits.batches ?? 1
  const state: State = {
    config,
    memory: { cache: programs, seen, trust: Trust.make(), doubted: new WeakSet() },
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
      if (state.flights >= mostFor(state)) return Effect.void
      state.flights += 1
      return Effect.asVoid(Effect.forkIn(Effect.interruptible(fly(state)), scope))
    })
  )
  const ask = Effect.fnUntraced(function* (question: Question) {
    if (state.isClosed) return yield* new Closed()
    const reply = Deferred.makeUnsafe<Reply, EngineError>()
    state.queue.push({ ...question, reply, isHeldUp: false })
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
        // Of those who were answered just now, most ask again at once.
        yield* Effect.yieldNow
        batch = board(state)
        // Said in the same breath as the queue was looked at: whoever comes next starts anew.
        if (batch.length === 0) {
          state.flights -= 1
          return
        }
        state.flying += 1
        const hold = state.holdOf()
        const left = yield* settleBatch(state, batch, hold)
        hold.release()
        state.flying -= 1
        state.queue.unshift(...left)
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

/** How many batches may be under way, by how many wait. Who is held up goes with the batch that holds it up. */
const mostFor = ({ flightsMax, queue }: State): number => {
  if (queue.length < pairMin || queue[0]?.isHeldUp === true) return 1
  return Math.min(queue.length < companyMin ? 2 : flightsMax, flightsMax)
}

/** An equal share of the queue for each batch that may go out now; nobody, while the first is held up by another batch. */
const board = (state: State): readonly Waiting[] => {
  const { flying, queue } = state
  // Nobody overtakes.
  if (flying > 0 && queue[0]?.isHeldUp === true) return []
  const share = Math.ceil(queue.length / Math.max(1, mostFor(state) - flying))
  const batch = queue.splice(0, Math.min(commandsMax, share))
  for (const waiting of batch) waiting.isHeldUp = false
  return batch
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
const settleBatch = Effect.fnUntraced(function* (state: State, batch: readonly Waiting[], hold: Hold) {
  const aboard = new Set(batch)
  // What another batch holds goes back at once, so that the holder takes it along when it has landed.
  const refuse = (questions: readonly Question[]): void => {
    for (const waiting of questions as readonly Waiting[]) {
      waiting.isHeldUp = true
      aboard.delete(waiting)
    }
    state.queue.unshift(...(questions as readonly Waiting[]))
  }
  const outcome = yield* insist(state, () => [...aboard], { hold, refuse })
  const left: Waiting[] = []
  if (outcome._tag === "Committed") left.push(...answer([...aboard], outcome.replies))
  else if (outcome._tag === "Failed" && !outcome.isOfOne) fail([...aboard], outcome.cause)
  else {
    // Something in the batch collided, or cannot be decided: the second time each command stands for itself.
    for (const one of aboard) {
      if (state.isClosed) dismiss([one])
      else left.push(...(yield* settleOne(state, one)))
    }
  }
  return left
}, Effect.uninterruptible)

const settleOne = Effect.fnUntraced(function* (state: State, one: Waiting) {
  for (let attempt = 1; ; attempt++) {
    const outcome = yield* insist(state, () => [one])
    if (outcome._tag === "Committed") return answer([one], outcome.replies)
    if (outcome._tag === "Failed") return fail([one], outcome.cause)
    if (attempt === attemptsMax) return fail([one], Cause.fail(new Contended({ keys: outcome.keys })))
    yield* pause(attempt)
  }
})

type Insisted =
  | Attempt.Outcome
  /** `isOfOne`: one of the commands may be to blame, and the others need not suffer for it. */
  | { readonly _tag: "Failed"; readonly cause: Cause.Cause<EngineError>; readonly isOfOne: boolean }

/**
 * Asks again while the store is away, at most five times in all. What was committed without an answer is known by its
 * receipts; where it never becomes known, that is what is said.
 */
const insist = Effect.fnUntraced(function* (
  state: State,
  aboard: () => readonly Waiting[],
  company?: Attempt.Company
): Effect.fn.Return<Insisted> {
  let unsure: Cause.Cause<EngineError> | undefined
  for (let attempt = 1; ; attempt++) {
    const batch = aboard()
    const exit = yield* Effect.exit(Attempt.run(state.config, state.memory, batch, company))
    if (Exit.isSuccess(exit)) return exit.value
    const isAway = Attempt.isWorthRepeating(exit.cause)
    if (isAway) unsure = exit.cause
    if (!isAway || attempt === attemptsMax || state.isClosed) {
      return { _tag: "Failed", cause: unsure ?? exit.cause, isOfOne: unsure === undefined && batch.length > 1 }
    }
    yield* pause(attempt)
  }
})

/** Growing and jittered. */
const pause = Effect.fnUntraced(function* (attempt: number) {
  yield* Effect.sleep((yield* Random.next) * 2 ** attempt)
})

const answer = (batch: readonly Waiting[], replies: Attempt.Replies): readonly Waiting[] =>
  batch.filter((waiting) => {
    const reply = replies.get(waiting)
    if (reply !== undefined) Deferred.doneUnsafe(waiting.reply, reply)
    return reply === undefined
  })

const fail = (batch: readonly Waiting[], cause: Cause.Cause<EngineError>): readonly Waiting[] => {
  for (const { reply } of batch) Deferred.doneUnsafe(reply, Effect.failCause(cause))
  return []
}

/**
 * One attempt at a batch: load in rounds of plan and load, decide one command after another, commit all or nothing.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Answer from "../domain/Answer.ts"
import type { Catalogs } from "../domain/Catalogs.ts"
import type { Command } from "../domain/Command.ts"
import * as DecideAll from "../domain/DecideAll.ts"
import type { Decision } from "../domain/Draft.ts"
import { type StoredEvent, toStored } from "../domain/EventLog.ts"
import * as Facts from "../domain/Facts.ts"
import type { Tenant } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import * as Wire from "../domain/Wire.ts"
import type { Plugin } from "../ports/Plugin.ts"
import type { Batch, FactWrite, Receipt, StoredMessage, StoreShape } from "../ports/Store.ts"
import { type EngineError, Refusal, type Refused } from "./EngineError.ts"
import { type Gathered, gather, type Hand, type How } from "./Gather.ts"
import type { Hold } from "./Holds.ts"
import * as Lane from "./Lane.ts"
import type { LastSeen } from "./LastSeen.ts"
import type { ProgramCache } from "./ProgramCache.ts"
import * as Receipts from "./Receipts.ts"
import type { Trust } from "./Trust.ts"

export interface Config {
  readonly store: StoreShape
  readonly tenant: Tenant
  readonly catalogs: Catalogs
  readonly plugins: readonly Plugin[]
  readonly now: () => Instant
}

export interface Question {
  readonly command: Command
  /** Absent for the engine's own wakes, which are harmless to repeat. */
  readonly receipt?: { readonly key: string; readonly fingerprint: string }
}

export interface Reply {
  readonly answer: Answer.Answer
  /** The answer was given before, to the same question. */
  readonly isReplayed: boolean
}

export type Outcome =
  /** Replies by question. Those without one need facts that these have revealed, or that another batch holds. */
  | { readonly _tag: "Committed"; readonly replies: Replies }
  /** Somebody else came first. */
  | { readonly _tag: "Collided"; readonly keys: readonly string[] }

/** Other batches are under way beside this one. */
export interface Company {
  readonly hold: Hold
  /** Told of questions that want what another batch holds; they get no reply here. */
  readonly refuse: (questions: readonly Question[]) => void
}

export type Replies = ReadonlyMap<Question, Exit.Exit<Reply, EngineError>>

/** What one attempt leaves to the next: all of it may be forgotten. */
export interface Memory {
  readonly cache: ProgramCache
  readonly seen: LastSeen
  readonly trust: Trust
  /** Refused on what was seen last, which is not said before a look at what is there. */
  readonly doubted: WeakSet<Question>
}

/** A batch is decided on what was seen last, where that may be done, and once more on what is there if it was not so. */
export const run = Effect.fnUntraced(function* (
  config: Config,
  memory: Memory,
  asked: readonly Question[],
  company?: Company
): Effect.fn.Return<Outcome, EngineError> {
  if (asked.some((question) => memory.doubted.has(question)) || !memory.trust.isGiven()) {
    return (yield* attempt(config, memory, asked, { isTrusting: false, company })).outcome
  }
  const aboard = new Set(asked)
  const refuse = (questions: readonly Question[]): void => {
    for (const question of questions) aboard.delete(question)
    company?.refuse(questions)
  }
  const watched = company && { hold: company.hold, refuse }
  const exit = yield* Effect.exit(attempt(config, memory, asked, { isTrusting: true, company: watched }))
  if (Exit.isSuccess(exit)) {
    const { isOnTrust, outcome } = exit.value
    if (!isOnTrust) return outcome
    if (outcome._tag === "Committed") {
      memory.trust.wasKept()
      return outcome
    }
  } else if (Cause.hasFails(exit.cause) || Cause.hasInterrupts(exit.cause)) {
    return yield* Effect.failCause(exit.cause)
  }
  // Facts of different ages may contradict each other, which ends a decision as a bug does; if it is one, it comes back.
  memory.trust.wasBroken()
  return (yield* attempt(config, memory, [...aboard], { isTrusting: false, company })).outcome
})

const attempt = Effect.fnUntraced(
  function* (
    config: Config,
    memory: Memory,
    asked: readonly Question[],
    how: How
  ): Effect.fn.Return<{ readonly outcome: Outcome; readonly isOnTrust: boolean }, EngineError> {
    const gathered = yield* gather(config, memory, asked, how)
    const { isOnTrust } = gathered.hand
    const { batch, keep, replies } = decideOver(config, memory, gathered)
    if (batch === undefined) return { outcome: { _tag: "Committed", replies }, isOnTrust }
    const outcome = yield* config.store.commit(config.tenant, batch).pipe(
      Effect.map((): Outcome => {
        keep()
        return { _tag: "Committed", replies }
      }),
      Effect.catchTag(["Conflict", "Bound", "Duplicate"], ({ keys }) =>
        Effect.sync((): Outcome => {
          for (const { key } of batch.facts) memory.seen.forget(key)
          return { _tag: "Collided", keys }
        })
      )
    )
    return { outcome, isOnTrust }
  },
  // After a failure nobody knows what is there: another server may have taken over, without the last commits.
  (effect, _config, { seen }) => Effect.tapCause(effect, () => Effect.sync(seen.forgetAll))
)

/** After these the same batch may go through: a commit whose answer was lost left its receipts. */
export const isWorthRepeating = (cause: Cause.Cause<EngineError>): boolean => {
  const error = Cause.findErrorOption(cause)
  return Option.isSome(error) && error.value._tag === "StoreError" && error.value.isRetryable
}

/** The facts that decisions were drawn from; those that were loaded for nothing need no check. */
interface Reads {
  readonly accepted: Set<string>
  readonly rejected: Set<string>
}

interface Made {
  readonly batch: Batch | undefined
  readonly replies: Replies
  /** To be called when the batch is committed. */
  readonly keep: () => void
}

const decideOver = (config: Config, { cache, doubted, seen }: Memory, { hand, planned, questions }: Gathered): Made => {
  const base = Facts.make(hand.facts, hand.counters)
  const reads: Reads = { accepted: new Set(), rejected: new Set() }
  let read: string[] = []
  const context = { now: hand.recorded, programs: cache.programs }
  const deciding = DecideAll.deciding(base, context, (key) => read.push(key))
  const overlay = Facts.over(base, deciding.facts, new Map())
  const receipts: Receipt[] = []
  const fresh = new Map<string, Receipt>()
  const decisions: Decision[] = []
  const replies = new Map<Question, Exit.Exit<Reply, EngineError>>()
  let items = 0
  for (const question of questions) {
    const { command, receipt } = question
    if (replies.size > 0 && items > config.store.limits.items) break
    const given = receipt === undefined ? undefined : (hand.receipts.get(receipt.key) ?? fresh.get(receipt.key))
    if (given !== undefined && receipt !== undefined) {
      replies.set(question, repeat(given, receipt.fingerprint))
      continue
    }
    read = []
    const outcome = deciding.next(command, planned.get(question))
    if (outcome === undefined) break
    if (Result.isFailure(outcome) && hand.isOnTrust) {
      doubted.add(question)
      continue
    }
    items += read.length + 1
    for (const key of read) reads[Result.isSuccess(outcome) ? "accepted" : "rejected"].add(key)
    if (Result.isFailure(outcome)) {
      replies.set(question, refuse(outcome.failure))
      continue
    }
    const decision = outcome.success
    const answer = Answer.of(command, decision, overlay)
    decisions.push(decision)
    items += decision.events.length + decision.facts.size + decision.counters.length + decision.messages.length
    replies.set(question, Exit.succeed({ answer, isReplayed: false }))
    if (receipt === undefined) continue
    const made = { ...receipt, answer: Wire.encode(answer) }
    receipts.push(made)
    fresh.set(receipt.key, made)
  }
  const batch = assemble(config, hand, reads, deciding, decisions, receipts)
  return { batch, replies, keep: () => keep(seen, config.now(), hand, reads, deciding) }
}

/** What is there once the batch is committed. */
const keep = (seen: LastSeen, at: Instant, { versions }: Hand, reads: Reads, made: DecideAll.Deciding): void => {
  for (const key of reads.accepted) if (versions.get(key) === 0) seen.note(key, { fact: null, version: 1, at })
  for (const [key, fact] of made.facts) seen.note(key, { fact, version: (versions.get(key) ?? 0) + 1, at })
}

const repeat = (given: Receipt, asked: string): Exit.Exit<Reply, EngineError> => {
  const rejection = Receipts.mismatch(given, asked)
  if (rejection !== undefined) return refuse(rejection)
  return Exit.succeed({ answer: Wire.decode(given.answer) as Answer.Answer, isReplayed: true })
}

const refuse = (rejection: Refusal["rejection"]): Exit.Exit<never, EngineError> =>
  Exit.fail(new Refusal(rejection) as Refused)

/** `undefined` where there is nothing to write and nothing to check. */
const assemble = (
  config: Config,
  hand: Hand,
  reads: Reads,
  { counters, facts }: DecideAll.Deciding,
  decisions: readonly Decision[],
  receipts: readonly Receipt[]
): Batch | undefined => {
  const writes = new Map<string, FactWrite>()
  // A rejection writes nothing: it only asks that what it found is still there. What it missed, it missed in one look.
  for (const key of reads.rejected) {
    const expect = hand.versions.get(key) ?? 0
    if (expect > 0) writes.set(key, { key, expect })
  }
  for (const key of reads.accepted) {
    const expect = hand.versions.get(key)
    // An absence cannot be locked, so it is written down.
    if (expect !== undefined) writes.set(key, expect === 0 ? { key, expect, put: null } : { key, expect })
  }
  for (const [key, fact] of facts) {
    writes.set(key, { key, expect: hand.versions.get(key) ?? 0, put: Wire.encode(fact) })
  }
  if (writes.size === 0 && receipts.length === 0) return undefined
  const events: StoredEvent[] = []
  const messages: StoredMessage[] = []
  for (const decision of decisions) {
    for (const event of decision.events) events.push(toStored(event))
    for (const message of decision.messages) messages.push(...Lane.route(message, config.plugins))
  }
  return {
    receipts,
    facts: [...writes.values()].sort(byKey),
    counters: [...counters].flatMap(([key, change]) => (isNothing(change) ? [] : [{ key, ...change }])).sort(byKey),
    events,
    messages
  }
}

/** What came in and went out again at once, and was bound by nothing. */
const isNothing = ({ expect, max, min, net }: DecideAll.CounterChange): boolean =>
  net === 0n && max === undefined && min === undefined && expect === undefined

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number => (a.key < b.key ? -1 : 1)

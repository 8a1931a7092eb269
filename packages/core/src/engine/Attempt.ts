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
import { foresee } from "../domain/Foresight.ts"
import type { Tenant } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import { assertInvariant } from "../domain/internal/assert.ts"
import * as Key from "../domain/Key.ts"
import { looksMax, plan } from "../domain/Plan.ts"
import * as Wire from "../domain/Wire.ts"
import type { Plugin } from "../ports/Plugin.ts"
import type { Batch, FactWrite, Receipt, StoredMessage, StoreShape } from "../ports/Store.ts"
import { type EngineError, Refusal, type Refused } from "./EngineError.ts"
import type { Hold } from "./Holds.ts"
import * as Lane from "./Lane.ts"
import type { LastSeen } from "./LastSeen.ts"
import type { ProgramCache } from "./ProgramCache.ts"
import * as Receipts from "./Receipts.ts"

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
}

/** The facts at hand, with the versions that they were read at. */
interface Hand {
  readonly facts: Map<string, unknown>
  readonly versions: Map<string, number>
  readonly counters: Map<string, bigint>
  readonly receipts: Map<string, Receipt>
  recorded: Instant
}

export const run = Effect.fnUntraced(function* (
  config: Config,
  memory: Memory,
  asked: readonly Question[],
  company?: Company
) {
  const { hand, questions } = yield* gather(config, memory, asked, company)
  const { batch, replies } = decideOver(config, memory, hand, questions)
  if (batch === undefined) return { _tag: "Committed", replies } satisfies Outcome
  return yield* config.store.commit(config.tenant, batch).pipe(
    Effect.as<Outcome>({ _tag: "Committed", replies }),
    Effect.catchTag(["Conflict", "Bound", "Duplicate"], ({ keys }) =>
      Effect.succeed<Outcome>({ _tag: "Collided", keys })
    )
  )
})

/** After these the same batch may go through: a commit whose answer was lost left its receipts. */
export const isWorthRepeating = (cause: Cause.Cause<EngineError>): boolean => {
  const error = Cause.findErrorOption(cause)
  return Option.isSome(error) && error.value._tag === "StoreError" && error.value.isRetryable
}

const gather = Effect.fnUntraced(function* (
  config: Config,
  { cache, seen }: Memory,
  asked: readonly Question[],
  company: Company | undefined
) {
  let questions = asked
  const hand: Hand = {
    facts: new Map(),
    versions: new Map(),
    counters: new Map(),
    receipts: new Map(),
    recorded: config.now()
  }
  const base = Facts.make(hand.facts, hand.counters)
  const receipts = new Set(questions.flatMap(({ receipt }) => (receipt === undefined ? [] : [receipt.key])))
  for (let round = 0; ; ) {
    const facts = new Set<string>()
    const counters = new Set<string>()
    const refused: Question[] = []
    questions = questions.filter((question) => {
      const { command, receipt } = question
      if (receipt !== undefined && hand.receipts.has(receipt.key)) return true
      const missing =
        round === 0 ? foresee(command, base, seen.get, cache.programs) : plan(command, base, cache.programs)
      if (company !== undefined && !missing.facts.every((key) => facts.has(key) || company.hold.take(key))) {
        refused.push(question)
        return false
      }
      for (const key of missing.facts) facts.add(key)
      for (const key of missing.counters) counters.add(key)
      return true
    })
    if (refused.length > 0) company?.refuse(refused)
    const versions = [...facts].filter(Key.isImmutable)
    if (versions.length > 0) {
      yield* cache.fetch(versions)
      continue
    }
    if (questions.length === 0 || (facts.size === 0 && counters.size === 0 && round > 0)) return { hand, questions }
    assertInvariant(
      // One more than a plan needs: what was foreseen may have been in vain.
      round <= looksMax,
      `a plan still asks for ${[...facts, ...counters].join(", ")} after ${round} loads`
    )
    yield* load(config, seen, hand, {
      receipts: round === 0 ? [...receipts] : [],
      facts: [...facts],
      counters: [...counters]
    })
    round++
  }
})

const load = Effect.fnUntraced(function* (
  config: Config,
  seen: LastSeen,
  hand: Hand,
  keys: {
    readonly receipts: readonly string[]
    readonly facts: readonly string[]
    readonly counters: readonly string[]
  }
) {
  const loaded = yield* config.store.load(config.tenant, keys)
  for (const key of keys.facts) {
    hand.facts.set(key, null)
    hand.versions.set(key, 0)
  }
  for (const key of keys.counters) hand.counters.set(key, 0n)
  for (const receipt of loaded.receipts) hand.receipts.set(receipt.key, receipt)
  for (const { key, value } of loaded.counters) hand.counters.set(key, value)
  for (const { key, value, version } of loaded.facts) {
    const fact = Wire.decode(value) as { readonly recorded: Instant } | null
    hand.facts.set(key, fact)
    hand.versions.set(key, version)
    if (fact === null) continue
    seen.note(key, fact)
    // Time never runs backwards, even where another process has a faster clock.
    if (fact.recorded > hand.recorded) hand.recorded = fact.recorded
  }
})

/** The facts that decisions were drawn from; those that were loaded for nothing need no check. */
interface Reads {
  readonly accepted: Set<string>
  readonly rejected: Set<string>
}

interface Made {
  readonly batch: Batch | undefined
  readonly replies: Replies
}

const decideOver = (config: Config, { cache, seen }: Memory, hand: Hand, questions: readonly Question[]): Made => {
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
    const outcome = deciding.next(command)
    if (outcome === undefined) break
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
  // Even if the batch is refused, these are near to what will be there.
  for (const [key, fact] of deciding.facts) seen.note(key, fact)
  return { batch: assemble(config, hand, reads, deciding, decisions, receipts), replies }
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

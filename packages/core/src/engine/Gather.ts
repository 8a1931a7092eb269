/**
 * The facts that a batch is decided on, in rounds of plan and load. What was seen last may stand for what is there: the
 * commit checks the version of everything that a decision read, so that what is not so any more is found out.
 */
import * as Effect from "effect/Effect"
import * as Facts from "../domain/Facts.ts"
import { foresee, madeBy } from "../domain/Foresight.ts"
import type { Instant } from "../domain/Instant.ts"
import { assertInvariant } from "../domain/internal/assert.ts"
import * as Key from "../domain/Key.ts"
import { looksMax, plan } from "../domain/Plan.ts"
import * as Wire from "../domain/Wire.ts"
import type { Receipt } from "../ports/Store.ts"
import type { Company, Config, Memory, Question } from "./Attempt.ts"
import type { LastSeen, Seen } from "./LastSeen.ts"

/** The facts at hand, with the versions that they were read at. */
export interface Hand {
  readonly facts: Map<string, unknown>
  readonly versions: Map<string, number>
  readonly counters: Map<string, bigint>
  readonly receipts: Map<string, Receipt>
  /** When it was begun. */
  readonly begun: Instant
  recorded: Instant
  /** Some of it was seen before, or taken for absent, and not looked up. */
  isOnTrust: boolean
}

export interface Gathered {
  readonly hand: Hand
  /** Without those that want what another batch holds. */
  readonly questions: readonly Question[]
  /** What the plan of a question has read, where it missed nothing. */
  readonly planned: ReadonlyMap<Question, readonly string[]>
}

export interface How {
  /** What was seen last may stand for what is there. */
  readonly isTrusting: boolean
  readonly company: Company | undefined
}

/** What is still to be loaded. */
interface Missing {
  readonly receipts: ReadonlySet<string>
  readonly facts: Set<string>
  readonly counters: Set<string>
}

const none: ReadonlySet<string> = new Set()

export const gather = Effect.fnUntraced(function* (
  config: Config,
  { cache, seen }: Memory,
  asked: readonly Question[],
  { company, isTrusting }: How
) {
  let questions = asked
  const planned = new Map<Question, readonly string[]>()
  const begun = config.now()
  const hand: Hand = {
    facts: new Map(),
    versions: new Map(),
    counters: new Map(),
    receipts: new Map(),
    begun,
    recorded: begun,
    isOnTrust: false
  }
  const making = isTrusting ? unheardOf(asked, seen) : new Map<Question, string>()
  const receipts = new Set(
    asked.flatMap((one) => (one.receipt === undefined || making.has(one) ? [] : one.receipt.key))
  )
  for (let round = 0; ; ) {
    const missing: Missing = { receipts: round === 0 ? receipts : none, facts: new Set(), counters: new Set() }
    const refused: Question[] = []
    questions = questions.filter((question) => {
      const { command } = question
      if (planned.has(question) || isAnswered(hand, question)) return true
      const made = making.get(question)
      const look = made === undefined ? looking(hand) : trusting(hand, seen, made, company)
      const keys =
        round === 0
          ? foresee(command, look.facts, (key) => seen.get(key)?.fact, cache.programs)
          : plan(command, look.facts, cache.programs)
      const isElsewhere = (key: string): boolean => !missing.facts.has(key) && company?.hold.take(key) === false
      if (look.isBlocked() || keys.facts.some(isElsewhere)) {
        refused.push(question)
        return false
      }
      const isReady = keys.facts.length === 0 && keys.counters.length === 0
      if (isReady && (round > 0 || made !== undefined)) planned.set(question, look.read)
      for (const key of keys.facts) missing.facts.add(key)
      for (const key of keys.counters) missing.counters.add(key)
      return true
    })
    if (refused.length > 0) company?.refuse(refused)
    const versions = [...missing.facts].filter(Key.isImmutable)
    if (versions.length > 0) {
      yield* cache.fetch(versions)
      continue
    }
    if (questions.every((question) => planned.has(question) || isAnswered(hand, question))) {
      return { hand, questions, planned } satisfies Gathered
    }
    assertInvariant(
      // One more than a plan needs: what was foreseen may have been in vain.
      round <= looksMax,
      `a plan still asks for ${[...missing.facts, ...missing.counters].join(", ")} after ${round} loads`
    )
    yield* load(config, seen, hand, missing)
    round++
  }
})

const isAnswered = (hand: Hand, { receipt }: Question): boolean =>
  receipt !== undefined && hand.receipts.has(receipt.key)

/**
 * Questions that make something of which nobody has heard, with its key: neither that nor their receipts are looked up.
 * Where one is there after all, the commit is refused.
 */
const unheardOf = (asked: readonly Question[], seen: LastSeen): ReadonlyMap<Question, string> => {
  const making = new Map<Question, string>()
  for (const question of asked) {
    const key = question.receipt === undefined ? undefined : madeBy(question.command)
    if (key !== undefined && seen.get(key) === undefined) making.set(question, key)
  }
  return making
}

/** Facts for one plan, and what it has read of them. */
interface Look {
  readonly facts: Facts.Facts
  readonly read: readonly string[]
  /** It read what another batch holds. */
  readonly isBlocked: () => boolean
}

const looking = (hand: Hand): Look => {
  const read: string[] = []
  const facts = Facts.watched(Facts.make(hand.facts, hand.counters), (key) => read.push(key))
  return { facts, read, isBlocked: () => false }
}

/** A fact, as much as a decision needs of it. */
type Found = Pick<Seen, "fact" | "version">

const absent: Found = { fact: null, version: 0 }

/**
 * For how long what was seen is decided on, in milliseconds. A version stands for what is in it only as long as no commit
 * is lost, such as those that a standby had not received when it took over.
 */
const trustedFor = 60_000

/** What was seen last comes to hand as if it had been loaded. */
const trusting = (hand: Hand, seen: LastSeen, made: string, company: Company | undefined): Look => {
  const read: string[] = []
  let isBlocked = false
  const since = hand.begun - trustedFor
  const facts: Facts.Facts = {
    get: (key) => {
      read.push(key)
      const known = hand.facts.get(key)
      if (known !== undefined) return known
      const before = key === made ? absent : recent(seen.get(key), since)
      if (before === undefined) return undefined
      if (company?.hold.take(key) === false) {
        isBlocked = true
        return undefined
      }
      hand.isOnTrust = true
      take(hand, key, before)
      return before.fact
    },
    // Counters have no versions, and what is concluded from one, such as that nobody owes anything, would not be found out.
    counter: (key) => hand.counters.get(key)
  }
  return { facts, read, isBlocked: () => isBlocked }
}

const recent = (seen: Seen | undefined, since: number): Seen | undefined =>
  seen !== undefined && seen.at >= since ? seen : undefined

const take = (hand: Hand, key: string, { fact, version }: Found): void => {
  hand.facts.set(key, fact)
  hand.versions.set(key, version)
  const recorded = (fact as { readonly recorded: Instant } | null)?.recorded
  // Time never runs backwards, even where another process has a faster clock.
  if (recorded !== undefined && recorded > hand.recorded) hand.recorded = recorded
}

const load = Effect.fnUntraced(function* (config: Config, seen: LastSeen, hand: Hand, missing: Missing) {
  const { counters, facts, receipts } = missing
  const loaded = yield* config.store.load(config.tenant, {
    receipts: [...receipts],
    facts: [...facts],
    counters: [...counters]
  })
  for (const receipt of loaded.receipts) hand.receipts.set(receipt.key, receipt)
  for (const key of counters) hand.counters.set(key, 0n)
  for (const { key, value } of loaded.counters) hand.counters.set(key, value)
  for (const { key, value, version } of loaded.facts) {
    take(hand, key, { fact: Wire.decode(value), version })
  }
  for (const key of facts) {
    if (!hand.facts.has(key)) take(hand, key, absent)
    seen.note(key, { fact: hand.facts.get(key), version: hand.versions.get(key) ?? 0, at: hand.begun })
  }
})

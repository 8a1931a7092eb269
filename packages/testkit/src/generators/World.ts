/**
 * A store of everything in memory, as plain maps: it loads what a plan asks for, decides, and commits by the rules that
 * every real store must keep. Nothing of it is shared with the engine, so that the two can be compared.
 */
import {
  Catalogs,
  type Command,
  Compile,
  type Decision,
  decide,
  decideAll,
  Event,
  evolve,
  type Fact,
  Facts,
  type Instant,
  Key,
  Ledger,
  type Message,
  Program,
  plan,
  type Rejection
} from "@goodword/core"
import * as Result from "effect/Result"
import { unwrap } from "./unwrap.ts"

type Decided = ReturnType<typeof decideAll>
type CounterChange = Decided["counters"] extends ReadonlyMap<string, infer Change> ? Change : never

export type Outcome =
  | { readonly _tag: "Decided"; readonly decision: Decision }
  | { readonly _tag: "Rejected"; readonly rejection: Rejection.Rejection }
  /** The same business fact once more: answered from its receipt, without a decision. */
  | { readonly _tag: "Repeated" }

export class BrokenPromise extends Error {}

const promise = (kept: boolean, message: string): void => {
  if (!kept) throw new BrokenPromise(message)
}

export const deepFreeze = <A>(value: A): A => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}

/**
 * Rounds of loading that a command may need, besides those that only fetch immutable versions. A verdict finds the purse
 * of a reward once it has seen the reward, where that was granted under a version between two moves; an edit that makes
 * an order count anew finds the friend with the order, and then who else has given the friend's addresses.
 */
const roundsOf = ({ _tag }: Command): number =>
  _tag === "CloseReview" || _tag === "SettleReferral" || _tag === "SettleOrders" || _tag === "ChangeOrder" ? 4 : 3

/** What tells one business fact from another, where nothing in the facts does. */
const receiptKey = (command: Command): string | undefined => {
  switch (command._tag) {
    case "RecordTouch":
      return `touch/${command.touch}`
    case "RecordSignup":
      return `signup/${command.person}`
    case "RequestQuote":
      return `quote/${command.quote}`
    case "RecordOrder":
      return `order/${command.order}`
    case "ChangeOrder":
      return `change/${command.order}/${command.revision}`
    case "SpendLots":
      return `spend/${command.spend}`
    case "ExchangePoints":
      return `exchange/${command.spend}`
    case "RefundOrder":
      return `refund/${command.order}/${command.refund}`
    case "CancelOrder":
      return `cancel/${command.order}`
    case "OpenDispute":
      return `dispute/${command.order}/${command.dispute}`
    case "CloseDispute":
      return `ruling/${command.order}/${command.dispute}`
    default:
      return undefined
  }
}

export class World {
  now: Instant.Instant
  readonly catalogs: Catalogs.Catalogs
  readonly facts = new Map<string, unknown>()
  readonly counters = new Map<string, bigint>()
  readonly events: Event.Event[] = []
  readonly messages = new Map<string, Message.Message>()
  readonly programs = new Map<string, Compile.Compiled>()
  readonly receipts = new Set<string>()
  /** Every decision with the number of rounds that it took to load. */
  readonly decisions: Array<{ readonly command: Command; readonly decision: Decision; readonly rounds: number }> = []
  readonly #eventIds = new Set<string>()
  readonly #delivered = new Set<string>()

  constructor(now: number, catalogs: Catalogs.Catalogs = Catalogs.builtIn) {
    this.now = now as Instant.Instant
    this.catalogs = catalogs
  }

  run(command: Command): Outcome {
    deepFreeze(command)
    const receipt = receiptKey(command)
    if (receipt !== undefined && this.receipts.has(receipt)) return { _tag: "Repeated" }
    const { facts, rounds } = this.load(command)
    const outcome = decide(command, watched(facts), { now: this.now, programs: this.programs })
    if (Result.isFailure(outcome)) return { _tag: "Rejected", rejection: outcome.failure }
    const { counters, events, facts: put, fences, messages } = outcome.success
    this.commit(facts, { facts: put, counters: netOf(counters, fences, facts), events, messages })
    this.decisions.push({ command, decision: outcome.success, rounds })
    if (receipt !== undefined) this.receipts.add(receipt)
    return { _tag: "Decided", decision: outcome.success }
  }

  /** As the engine does it: one load for all, one commit; what could not be decided yet comes in the next batch. */
  runAll(commands: readonly Command[]): ReadonlyArray<Result.Result<Decision, Rejection.Rejection>> {
    const outcomes: Array<Result.Result<Decision, Rejection.Rejection>> = []
    let left = commands
    while (left.length > 0) {
      const base = this.loadAll(left)
      const decided: Decided = decideAll(left, base, { now: this.now, programs: this.programs })
      promise(decided.outcomes.length > 0, "a batch decided nothing at all")
      const successes = decided.outcomes.flatMap((one) => (Result.isSuccess(one) ? [one.success] : []))
      this.commit(base, {
        facts: decided.facts,
        counters: decided.counters,
        events: successes.flatMap((one) => one.events),
        messages: successes.flatMap((one) => one.messages)
      })
      outcomes.push(...decided.outcomes)
      left = left.slice(decided.outcomes.length)
    }
    return outcomes
  }

  /** Moves the time on and delivers what falls due on the way, each at its own time. */
  advance(to: number): void {
    for (let wake = this.#nextWake(to); wake !== undefined; wake = this.#nextWake(to)) {
      this.now = Math.max(this.now, wake.due) as Instant.Instant
      this.deliver(wake)
    }
    this.now = Math.max(this.now, to) as Instant.Instant
  }

  /** Moves the time on while the engine sleeps: what falls due waits. */
  sleep(to: number): void {
    this.now = Math.max(this.now, to) as Instant.Instant
  }

  deliver(wake: Message.Wake): Outcome {
    this.#delivered.add(wake.id)
    return this.run(wake.command)
  }

  get wakes(): readonly Message.Wake[] {
    return [...this.messages.values()].filter((message) => message._tag === "Wake")
  }

  #nextWake(until: number): Message.Wake | undefined {
    const due = this.wakes.filter((wake) => wake.due <= until && !this.#delivered.has(wake.id))
    return due.sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1))[0]
  }

  fact<A>(key: string & { readonly __holds?: A }): A | null {
    return (this.facts.get(key) ?? null) as A | null
  }

  reward(key: string): Fact.Reward | null {
    return this.fact<Fact.Reward>(key)
  }

  load(command: Command): { readonly facts: Facts.Facts; readonly rounds: number } {
    const loaded = new Map<string, unknown>()
    const counters = new Map<string, bigint>()
    const facts = Facts.make(loaded, counters)
    let rounds = 0
    for (;;) {
      const missing = plan(command, facts, this.programs)
      if (missing.facts.length === 0 && missing.counters.length === 0) break
      // Versions never change, so that a running engine has them at hand.
      const versions = missing.facts.filter(Key.isImmutable)
      if (versions.length > 0) {
        this.#fetch(versions, [], loaded, counters)
        continue
      }
      rounds += 1
      const most = roundsOf(command)
      promise(rounds <= most, `${command._tag} needs more than ${most} rounds: ${missing.facts}`)
      this.#fetch(missing.facts, missing.counters, loaded, counters)
    }
    return { facts, rounds }
  }

  loadAll(commands: readonly Command[]): Facts.Facts {
    const loaded = new Map<string, unknown>()
    const counters = new Map<string, bigint>()
    const facts = Facts.make(loaded, counters)
    for (const command of commands) {
      for (;;) {
        const missing = plan(command, facts, this.programs)
        if (missing.facts.length === 0 && missing.counters.length === 0) break
        this.#fetch(missing.facts, missing.counters, loaded, counters)
      }
    }
    return facts
  }

  #fetch(
    keys: readonly string[],
    counterKeys: readonly string[],
    loaded: Map<string, unknown>,
    counters: Map<string, bigint>
  ): void {
    for (const key of keys) {
      promise(!loaded.has(key) || Key.isImmutable(key), `${key} is asked for twice`)
      const fact = this.facts.get(key) ?? null
      loaded.set(key, fact)
      if (!Key.isImmutable(key)) continue
      promise(fact !== null, `${key} is asked for, and nobody has published it`)
      this.#compile(key, fact as Fact.ProgramVersion)
    }
    for (const key of counterKeys) counters.set(key, this.counters.get(key) ?? 0n)
  }

  #compile(key: string, { document }: Fact.ProgramVersion): void {
    if (this.programs.has(key)) return
    const version = Number(key.slice(key.lastIndexOf("/") + 1))
    this.programs.set(
      key,
      Compile.compile(unwrap(Program.decode(document, this.catalogs)), { version, document }, this.catalogs)
    )
  }

  commit(base: Facts.Facts, batch: Batch): void {
    for (const event of batch.events) {
      promise(!this.#eventIds.has(event.id), `event ${event.id} exists already`)
      this.#eventIds.add(event.id)
    }
    for (const [key, change] of batch.counters) checkBounds(key, this.counters.get(key) ?? 0n, change)
    for (const key of batch.facts.keys()) {
      promise(base.get(key) !== undefined || !this.facts.has(key), `${key} is overwritten without having been read`)
    }
    for (const { id } of batch.messages) promise(!this.messages.has(id), `message ${id} exists already`)
    for (const [key, fact] of batch.facts) this.facts.set(key, deepFreeze(fact))
    for (const [key, { net }] of batch.counters) {
      const value = (this.counters.get(key) ?? 0n) + net
      if (value === 0n) this.counters.delete(key)
      else this.counters.set(key, value)
    }
    this.events.push(...batch.events.map(deepFreeze))
    for (const message of batch.messages) this.messages.set(message.id, deepFreeze(message))
  }
}

interface Batch {
  readonly facts: ReadonlyMap<string, unknown>
  readonly counters: ReadonlyMap<string, CounterChange>
  readonly events: readonly Event.Event[]
  readonly messages: readonly Message.Message[]
}

const checkBounds = (key: string, before: bigint, { expect, max, min, peak, trough }: CounterChange): void => {
  promise(expect === undefined || expect === before, `${key} is ${before}, not ${expect} as was concluded from`)
  promise(max === undefined || before + peak <= max, `${key} would be ${before + peak}, above ${max}`)
  promise(min === undefined || before + trough >= min, `${key} would be ${before + trough}, below ${min}`)
}

/** The adds of one decision, in the plainest way: what `decideAll` does for a batch of one, written anew. */
const netOf = (
  adds: Decision["counters"],
  fences: readonly string[],
  facts: Facts.Facts
): ReadonlyMap<string, CounterChange> => {
  const changes = new Map<string, CounterChange>()
  for (const key of new Set([...adds.map((one) => one.key), ...fences])) {
    const own = adds.filter((one) => one.key === key)
    let net = 0n
    const sums = own.map((one) => {
      net += one.add
      return { ...one, sum: net }
    })
    const bounded = sums.filter((one) => one.max !== undefined)
    const max = bounded[0]?.max
    const peak = bounded.reduce<bigint | undefined>(
      (high, { sum }) => (high === undefined || sum > high ? sum : high),
      undefined
    )
    const value = fences.includes(key) ? facts.counter(key) : undefined
    changes.set(key, {
      net,
      peak: peak ?? 0n,
      trough: 0n,
      ...(max === undefined ? {} : { max }),
      ...(value === undefined ? {} : { expect: value })
    })
  }
  return changes
}

/** Facts of which every read while deciding must have been planned; only rewards that cannot exist yet are not. */
const watched = (facts: Facts.Facts): Facts.Facts => ({
  get: (key) => {
    const fact = facts.get(key)
    promise(fact !== undefined || key.startsWith("reward/"), `${key} was read but not planned`)
    return fact
  },
  counter: (key) => {
    const value = facts.counter(key)
    promise(value !== undefined, `counter ${key} was read but not planned`)
    return value
  }
})

export interface Replayed {
  readonly facts: ReadonlyMap<string, unknown>
  readonly counters: ReadonlyMap<string, bigint>
}

const nothing = Facts.make(new Map(), new Map())

/** Folds a log from nothing. */
export const replay = (events: readonly Event.Event[]): Replayed => {
  const facts = new Map<string, unknown>()
  const counters = new Map<string, bigint>()
  for (const event of events) {
    evolve({ base: nothing, facts }, event)
    const add = (key: string, by: bigint): void => {
      counters.set(key, (counters.get(key) ?? 0n) + by)
    }
    for (const charge of Event.charges(event)) add(charge.counter, charge.add)
    for (const transfer of Event.transfers(event)) {
      Ledger.movements(transfer, (account, unit, phase, by) => add(Ledger.balance(account, unit, phase), by))
    }
  }
  for (const [key, value] of counters) if (value === 0n) counters.delete(key)
  return { facts, counters }
}

/** What the world holds and Replay must find again: everything but side facts. */
export const kept = (world: World): Replayed => ({
  facts: new Map([...world.facts].filter(([key]) => !Key.isSideFact(key))),
  counters: world.counters
})

/** A world as one text, to compare two of them to the byte. */
export const bytes = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return `${part}n`
    if (part instanceof Map) return [...part.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
    return part
  })

export const stateOf = ({ counters, events, facts, messages }: World): unknown => ({
  facts,
  counters,
  events,
  messages: new Map([...messages])
})

/**
 * A decision in the making: events are emitted one after another, and each is folded at once, so that the next rule
 * sees what the one before it did. It lives and dies inside one `decide`.
 */

import type { Programs } from "./Compile.ts"
import type { Event } from "./Event.ts"
import * as Event_ from "./Event.ts"
import { evolve } from "./Evolve.ts"
import type { Facts } from "./Facts.ts"
import type { FactKey, PersonId, ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Ledger from "./Ledger.ts"
import type { Message } from "./Message.ts"
import * as RewardMessages from "./RewardMessages.ts"
import type { Unit } from "./Unit.ts"

/** What a decision may know besides the facts. */
export interface Context {
  readonly now: Instant
  readonly programs: Programs
}

/** An amount that a counter takes, and the bounds that the store enforces when it does. */
export interface CounterAdd {
  readonly key: string
  readonly add: bigint
  readonly min?: bigint
  readonly max?: bigint
}

/** What was decided. The events say all of it; the rest follows from them, and is worked out when somebody asks. */
export interface Decision {
  readonly events: readonly Event[]
  /** Counters from whose value something else was concluded than that there was room: the value itself is checked. */
  readonly fences: readonly string[]
  /** Facts to put, by key. */
  readonly facts: ReadonlyMap<string, unknown>
  readonly counters: readonly CounterAdd[]
  readonly messages: readonly Message[]
}

/** An advocate of a program. */
export interface Scored {
  readonly program: ProgramId
  readonly person: PersonId
}

/** What a person owes is more or less after these. */
type MovesDebt = Extract<Event, { readonly _tag: "RewardTakenBack" | "DebtSettled" }>

/** Messages, put into words when they are asked for. */
export type Sending = (programs: Programs, now: Instant) => readonly Message[]

export class Draft implements Decision {
  readonly events: Event[] = []
  readonly fences: string[] = []
  /** What is taken from budgets and caps, and given back. */
  readonly charged: CounterAdd[] = []
  /** Those of the events that move what somebody owes: few decisions have any, and most ask (see `Debt.owedBy`). */
  readonly debts: MovesDebt[] = []
  /** What somebody owed before, whoever was asked for last. */
  owing: { readonly person: PersonId; readonly unit: Unit; readonly owed: bigint } | undefined
  /** What is to be sent besides what follows from the events. */
  readonly sending: Sending[] = []
  /** Advocates whose score for tiers has changed; who has none stays absent, for most programs have no tiers. */
  scored: Map<string, Scored> | undefined
  readonly now: Instant
  readonly programs: Programs
  readonly base: Facts
  private fold: Map<string, unknown> | undefined
  private folded = 0

  constructor(base: Facts, context: Context) {
    this.now = context.now
    this.programs = context.programs
    this.base = base
  }

  /** The facts that the events up to now have changed. */
  get facts(): Map<string, unknown> {
    this.fold ??= new Map()
    while (this.folded < this.events.length) {
      const event = this.events[this.folded++]
      if (event !== undefined) evolve({ base: this.base, facts: this.fold }, event)
    }
    return this.fold
  }

  get counters(): readonly CounterAdd[] {
    const counters = [...this.charged]
    const move = (account: Ledger.Account, unit: Unit, phase: "pending" | "posted", add: bigint): void => {
      counters.push({ key: Ledger.balance(account, unit, phase), add })
    }
    for (const event of this.events) {
      for (const transfer of Event_.transfers(event)) Ledger.movements(transfer, move)
    }
    return counters
  }

  get messages(): readonly Message[] {
    const { now, programs } = this
    return [
      ...this.events.flatMap((e) => (e._tag === "RewardGranted" ? RewardMessages.ofGrant(e, programs, now) : [])),
      ...this.sending.flatMap((messages) => messages(programs, now))
    ]
  }
}

export const make = (base: Facts, context: Context): Draft => new Draft(base, context)

/** A fact as it stands now; reading what was not planned is a bug. */
export const read = <A>(draft: Draft, key: FactKey<A>): A | null => {
  const own = draft.events.length === 0 ? undefined : draft.facts.get(key)
  return own === undefined ? loaded(draft, key) : (own as A | null)
}

/** A fact as it was loaded, where nothing in this decision can have changed it. */
export const loaded = <A>(draft: Draft, key: FactKey<A>): A | null => {
  const fact = draft.base.get(key)
  if (fact === undefined) return broken(`fact ${key} was read but not planned`)
  return fact as A | null
}

/** A counter as it stands now. */
export const counter = (draft: Draft, key: string): bigint => {
  const before = draft.base.counter(key)
  if (before === undefined) return broken(`counter ${key} was read but not planned`)
  // The adds of this draft count too, so that its own rules see them.
  let value = before
  for (const one of draft.charged) if (one.key === key) value += one.add
  return value
}

/** Takes from a bounded counter; the event that is emitted next carries the charge. */
export const charge = (draft: Draft, key: string, add: bigint, max: bigint): void => {
  draft.charged.push({ key, add, max })
}

/** Gives back to a counter, however its bound may have changed since. */
export const giveBack = (draft: Draft, key: string, minor: bigint): void => {
  draft.charged.push({ key, add: -minor })
}

export const emit = (draft: Draft, event: Exclude<Event, MovesDebt>): void => {
  draft.events.push(event)
}

/** The same for what moves a debt. */
export const emitDebt = (draft: Draft, event: MovesDebt): void => {
  draft.events.push(event)
  draft.debts.push(event)
}

/** Notes that an advocate's score for tiers has changed: what follows is told when all else is decided. */
export const score = (draft: Draft, program: ProgramId, person: PersonId): void => {
  draft.scored ??= new Map()
  draft.scored.set(`${program}/${person}`, { program, person })
}

/** Notes a message; it is put into words when the decision is committed. */
export const send = (draft: Draft, message: Sending): void => {
  draft.sending.push(message)
}

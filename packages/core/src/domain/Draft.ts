/**
 * A decision in the making: events are emitted one after another, and each is folded at once, so that the next rule
 * sees what the one before it did. It lives and dies inside one `decide`.
 */

import type { Programs } from "./Compile.ts"
import type { Event } from "./Event.ts"
import * as Event_ from "./Event.ts"
import { evolve } from "./Evolve.ts"
import type { Facts } from "./Facts.ts"
import type { FactKey } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Ledger from "./Ledger.ts"
import type { Message } from "./Message.ts"
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

export interface Decision {
  readonly events: readonly Event[]
  /** Facts to put, by key. */
  readonly facts: ReadonlyMap<string, unknown>
  readonly counters: readonly CounterAdd[]
  /** Counters from whose value something else was concluded than that there was room: the value itself is checked. */
  readonly fences: readonly string[]
  readonly messages: readonly Message[]
}

export interface Draft {
  readonly now: Instant
  readonly programs: Programs
  readonly base: Facts
  readonly events: Event[]
  readonly facts: Map<string, unknown>
  readonly counters: CounterAdd[]
  readonly fences: string[]
  readonly messages: Message[]
}

export const make = (base: Facts, context: Context): Draft => ({
  now: context.now,
  programs: context.programs,
  base,
  events: [],
  facts: new Map(),
  counters: [],
  fences: [],
  messages: []
})

/** A fact as it stands now; reading what was not planned is a bug. */
export const read = <A>(draft: Draft, key: FactKey<A>): A | null => {
  const own = draft.facts.get(key)
  if (own !== undefined) return own as A | null
  const loaded = draft.base.get(key)
  if (loaded === undefined) return broken(`fact ${key} was read but not planned`)
  return loaded as A | null
}

/** A counter as it stands now. */
export const counter = (draft: Draft, key: string): bigint => {
  const loaded = draft.base.counter(key)
  if (loaded === undefined) return broken(`counter ${key} was read but not planned`)
  // The adds of this draft count too, so that its own rules see them.
  let value = loaded
  for (const one of draft.counters) if (one.key === key) value += one.add
  return value
}

/** Takes from a bounded counter; the event that is emitted next carries the charge. */
export const charge = (draft: Draft, key: string, add: bigint, max: bigint): void => {
  draft.counters.push({ key, add, max })
}

/** Gives back to a counter, however its bound may have changed since. */
export const giveBack = (draft: Draft, key: string, minor: bigint): void => {
  draft.counters.push({ key, add: -minor })
}

export const emit = (draft: Draft, event: Event): void => {
  draft.events.push(event)
  evolve(draft, event)
  const transfers = Event_.transfers(event)
  if (transfers.length === 0) return
  const move = (account: Ledger.Account, unit: Unit, phase: "pending" | "posted", add: bigint): void => {
    draft.counters.push({ key: Ledger.balance(account, unit, phase), add })
  }
  for (const transfer of transfers) Ledger.movements(transfer, move)
}

export const send = (draft: Draft, message: Message): void => {
  draft.messages.push(message)
}

/**
 * The one port that holds everything: facts, counters, receipts, events and messages, in one atomic commit.
 *
 * A store knows nothing of referrals. It has to be exact about five things: all or nothing; a fact's version; a
 * counter's bounds; an id only once; and a log in which nothing is ever missed. Implementing it is described in
 * `docs/write-a-store.md`.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { StoredEvent } from "../domain/EventLog.ts"
import type { Tenant } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import type { Json } from "../domain/Wire.ts"
import type { Bound, Conflict, Duplicate, StoreError } from "./PortError.ts"

/** What to read; keys that are not there are left out of the answer. */
export interface Keys {
  readonly receipts: readonly string[]
  readonly facts: readonly string[]
  readonly counters: readonly string[]
}

export interface Receipt {
  readonly key: string
  /** What was asked, without personal data and without when it was received. */
  readonly fingerprint: string
  readonly answer: Json
}

export interface StoredFact {
  readonly key: string
  /** From 1; a fact that was never written has version 0. */
  readonly version: number
  /** `null` is a versioned tombstone: absent, and known to be. */
  readonly value: Json
}

export interface StoredCounter {
  readonly key: string
  readonly value: bigint
}

/** All of it from one moment. */
export interface Loaded {
  readonly receipts: readonly Receipt[]
  readonly facts: readonly StoredFact[]
  /** A counter that was never added to is 0 and may be left out. */
  readonly counters: readonly StoredCounter[]
}

export interface FactWrite {
  readonly key: string
  /** The version that was read. 0: the fact must not exist. */
  readonly expect: number
  /** Absent: only check. Present: write as version `expect + 1`. A write that expects 0 always has one. */
  readonly put?: Json
}

/** A counter is a signed integer of 64 bits. */
export const counterMax = 9_223_372_036_854_775_807n
export const counterMin = -counterMax - 1n

/**
 * A bounded add. With the value `v` before the batch: `v + peak <= max`, `v + trough >= min`, `v = expect`, each only
 * where its bound is given; then the value is `v + net`. A value that would leave 64 bits is refused with `StoreError`, reason
 * `Refused`. One amount has a thousandth of that at the most (`Money.minorMax`), so no sum of real ones comes near.
 */
export interface CounterWrite {
  readonly key: string
  readonly net: bigint
  readonly peak: bigint
  readonly trough: bigint
  readonly min?: bigint
  readonly max?: bigint
  readonly expect?: bigint
}

export interface StoredMessage {
  readonly id: string
  /** Who takes it: a plugin's id, or `engine`. Each lane is claimed apart, so that a slow plugin delays nobody else. */
  readonly lane: string
  readonly due: Instant
  readonly body: Json
}

/** One commit: all of it, or nothing. Facts and counters come in the order of their keys, each at most once. */
export interface Batch {
  readonly receipts: readonly Receipt[]
  readonly facts: readonly FactWrite[]
  readonly counters: readonly CounterWrite[]
  readonly events: readonly StoredEvent[]
  readonly messages: readonly StoredMessage[]
}

/** A place in a tenant's log; numbers may have holes, but nothing is ever inserted before a place that was read. */
export type Cursor = number

export interface PlacedEvent extends StoredEvent {
  readonly cursor: Cursor
}

export interface Claim {
  readonly lane: string
  readonly now: Instant
  readonly limit: number
  /** Until when nobody else gets these messages. */
  readonly until: Instant
  /** Proves later that the claim is still held. */
  readonly token: string
}

export interface ClaimedMessage extends StoredMessage {
  /** How often it was claimed, this time included. */
  readonly attempts: number
}

export interface DeadMessage extends StoredMessage {
  readonly attempts: number
  readonly reason: string
}

/** Messages that were committed, until they are settled. Times come from the caller; a store has no clock. */
export interface Outbox {
  /** Where something is due in one of these lanes: a hint, not locked. */
  readonly ready: (
    lanes: readonly string[],
    now: Instant,
    limit: number
  ) => Effect.Effect<readonly { readonly tenant: Tenant; readonly lane: string }[], StoreError>
  /** Takes due messages, the longest due first, that nobody holds. Two claims never hold one message. */
  readonly claim: (tenant: Tenant, claim: Claim) => Effect.Effect<readonly ClaimedMessage[], StoreError>
  /** Done: gone for good. Ids that this token does not hold any more are left alone; answers how many were settled. */
  readonly settle: (tenant: Tenant, token: string, ids: readonly string[]) => Effect.Effect<number, StoreError>
  /** Not done: due again later. */
  readonly retry: (tenant: Tenant, token: string, id: string, due: Instant) => Effect.Effect<void, StoreError>
  /** Given up: kept with the reason, claimed by nobody. */
  readonly bury: (tenant: Tenant, token: string, id: string, reason: string) => Effect.Effect<void, StoreError>
  readonly dead: (tenant: Tenant, limit: number) => Effect.Effect<readonly DeadMessage[], StoreError>
  /** Dead messages are due again, with no attempts counted; answers how many. */
  readonly revive: (tenant: Tenant, ids: readonly string[], due: Instant) => Effect.Effect<number, StoreError>
}

export interface StoreShape {
  /** Named in messages to people. */
  readonly name: string
  readonly limits: {
    /** How many items one commit may carry: receipts, facts, counters, events and messages. The combiner packs by it. */
    readonly items: number
    /**
     * How many batches of one tenant the engine may have under way at once: several where the store works on one while
     * the next is prepared, 1 unless said otherwise.
     */
    readonly batches?: number
  }
  readonly load: (tenant: Tenant, keys: Keys) => Effect.Effect<Loaded, StoreError>
  /** All or nothing; each refusal names its keys. */
  readonly commit: (tenant: Tenant, batch: Batch) => Effect.Effect<void, StoreError | Conflict | Bound | Duplicate>
  /** The log after a place, in an order in which nothing is ever missed. */
  readonly events: (
    tenant: Tenant,
    after: Cursor,
    limit: number
  ) => Effect.Effect<{ readonly events: readonly PlacedEvent[]; readonly next: Cursor }, StoreError>
  /** All facts, tombstones too, in one order of keys that never changes; for audits, exports and moves, not for decisions. */
  readonly facts: (
    tenant: Tenant,
    after: string | undefined,
    limit: number
  ) => Effect.Effect<readonly StoredFact[], StoreError>
  /** All counters, in the same way. */
  readonly counters: (
    tenant: Tenant,
    after: string | undefined,
    limit: number
  ) => Effect.Effect<readonly StoredCounter[], StoreError>
  /** Tenants in the order of their names. */
  readonly tenants: (after: Tenant | undefined, limit: number) => Effect.Effect<readonly Tenant[], StoreError>
  readonly outbox: Outbox
}

export class Store extends Context.Service<Store, StoreShape>()("@goodword/core/ports/Store") {}

/** Books to audit: snapshots of a memory store as plain values, from the engine or from the kernel's own histories. */
import { memoryStore } from "@goodword/adapter-memory"
import { Audit, type AuditReport, Event, EventLog, evolve, Facts, type Ids, Key, Ledger, Wire } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { World } from "../../../core/test/arbitraries/world.ts"

/** A JSON object to be changed at will. */
export type Tree = Record<string, unknown>

export interface StoredTransfer {
  id: string
  phase: string
  debit: string
  credit: string
  amount: { minor: string; unit: string }
  of?: string
}

export interface StoredEvent {
  id: string
  type: string
  version: number
  at: number
  recorded: number
  body: Tree
  transfers: StoredTransfer[]
}

/** One tenant's rows, to be changed at will. */
export interface Rows {
  readonly facts: Map<string, Tree | null>
  readonly counters: Map<string, bigint>
  events: StoredEvent[]
  messages: Tree[]
}

interface Document {
  readonly version: 1
  readonly people: unknown
  readonly tenants: Record<string, TenantDocument>
}

interface TenantDocument {
  readonly facts: readonly (readonly [string, number, string])[]
  readonly counters: readonly (readonly [string, string])[]
  readonly receipts: unknown
  readonly events: readonly (readonly [string, string])[]
  readonly messages: readonly Tree[]
}

export const tenant = "default" as Ids.Tenant

/** The rows of a snapshot. */
export const rowsOf = (snapshot: Wire.Json): Rows => {
  const document = (snapshot as unknown as Document).tenants[tenant]
  return {
    facts: new Map((document?.facts ?? []).map(([key, , text]) => [key, JSON.parse(text)])),
    counters: new Map((document?.counters ?? []).map(([key, value]) => [key, BigInt(value)])),
    events: (document?.events ?? []).map(([, text]) => JSON.parse(text)),
    messages: [...(document?.messages ?? [])]
  }
}

/** A store that holds these rows. */
export const storeOf = ({ counters, events, facts, messages }: Rows): ReturnType<typeof memoryStore> =>
  memoryStore({
    restore: {
      version: 1,
      people: [],
      tenants: {
        [tenant]: {
          facts: [...facts].map(([key, value]) => [key, 1, JSON.stringify(value)]),
          counters: [...counters].map(([key, value]) => [key, `${value}`]),
          receipts: [],
          events: events.map((event) => [event.id, JSON.stringify(event)]),
          messages
        }
      }
    } as unknown as Wire.Json
  })

/** What a kernel's world would have stored. */
export const rowsOfWorld = (world: World): Rows => ({
  facts: new Map([...world.facts].map(([key, fact]) => [key, Wire.encode(fact) as Tree])),
  counters: new Map(world.counters),
  events: world.events.map((event) => {
    const { transfers, ...rest } = EventLog.toStored(event)
    const written = transfers.map(({ amount, ...others }) => ({
      ...others,
      amount: { minor: `${amount.minor}`, unit: amount.unit }
    }))
    return { ...rest, transfers: written } as unknown as StoredEvent
  }),
  messages: []
})

export const auditOf = (rows: Rows, options: Audit.Options = {}): Promise<AuditReport> =>
  Effect.runPromise(Audit.audit(storeOf(rows), tenant, options))

/**
 * Facts and counters as the kernel's own fold makes them of these events: a log that is wrong, and rows that agree with
 * it, as a faulty kernel would leave them.
 */
export const refold = (rows: Rows): void => {
  const facts = new Map<string, unknown>()
  const base = Facts.make(new Map(), new Map())
  const add = (key: string, by: bigint): void => {
    rows.counters.set(key, (rows.counters.get(key) ?? 0n) + by)
  }
  rows.counters.clear()
  for (const stored of rows.events) {
    const event = Result.getOrThrow(EventLog.fromStored(readable(stored)))
    evolve({ base, facts }, event)
    for (const charge of Event.charges(event)) add(charge.counter, charge.add)
    for (const transfer of Event.transfers(event)) {
      Ledger.movements(transfer, (account, unit, phase, by) => add(Ledger.balance(account, unit, phase), by))
    }
  }
  for (const key of rows.facts.keys()) if (!Key.isSideFact(key)) rows.facts.delete(key)
  for (const [key, fact] of facts) rows.facts.set(key, Wire.encode(fact) as Tree)
}

const readable = (stored: StoredEvent): EventLog.StoredEvent =>
  ({
    ...stored,
    transfers: stored.transfers.map((one) => ({ ...one, amount: { ...one.amount, minor: BigInt(one.amount.minor) } }))
  }) as unknown as EventLog.StoredEvent

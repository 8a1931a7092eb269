/** Rows as the functions of the schema answer them, and what the port makes of them. */
import type { Ids, Ledger, Store, Wire } from "@goodword/core"

export type Fact = readonly [key: string, version: number, value: Wire.Json]
export type Counter = readonly [key: string, value: string]
export type Receipt = readonly [key: string, fingerprint: string, answer: Wire.Json]

export interface Loaded {
  readonly receipts: readonly Receipt[] | null
  readonly facts: readonly Fact[] | null
  readonly counters: readonly Counter[] | null
}

export type Transfer = readonly [
  id: string,
  phase: Ledger.Phase,
  debit: string,
  credit: string,
  amount: string,
  unit: string,
  resolves: string | null
]

export type Event = readonly [
  place: number,
  id: string,
  type: string,
  version: number,
  at: Store.PlacedEvent["at"],
  recorded: Store.PlacedEvent["recorded"],
  body: Wire.Json,
  transfers: readonly Transfer[] | null
]

export type Tenants = readonly Ids.Tenant[]

export const facts = (rows: readonly Fact[] | null): readonly Store.StoredFact[] =>
  (rows ?? []).map(([key, version, value]) => ({ key, version, value }))

export const counters = (rows: readonly Counter[] | null): readonly Store.StoredCounter[] =>
  (rows ?? []).map(([key, value]) => ({ key, value: BigInt(value) }))

export const loaded = (rows: Loaded): Store.Loaded => ({
  receipts: (rows.receipts ?? []).map(([key, fingerprint, answer]) => ({ key, fingerprint, answer })),
  facts: facts(rows.facts),
  counters: counters(rows.counters)
})

const transfer = ([id, phase, debit, credit, minor, unit, resolves]: Transfer): Ledger.Transfer => {
  const moved = { id, phase, debit, credit, amount: { minor: BigInt(minor), unit: unit as never } }
  return resolves === null ? moved : { ...moved, of: resolves }
}

export const event = ([cursor, id, type, version, at, recorded, body, transfers]: Event): Store.PlacedEvent => ({
  id,
  type,
  version,
  at,
  recorded,
  body,
  transfers: (transfers ?? []).map(transfer),
  cursor
})

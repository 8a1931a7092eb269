/** What a store must do, in a few lines: the workload compares a real one with it. */
import type { Store } from "@goodword/core"
import { show } from "./expectations.ts"

export interface Model {
  readonly facts: ReadonlyMap<string, { readonly version: number; readonly text: string }>
  readonly counters: ReadonlyMap<string, bigint>
  readonly receipts: ReadonlySet<string>
  readonly messages: ReadonlySet<string>
  readonly events: readonly string[]
}

export const empty: Model = {
  facts: new Map(),
  counters: new Map(),
  receipts: new Set(),
  messages: new Set(),
  events: []
}

export interface Obstacles {
  readonly Duplicate: readonly string[]
  readonly Conflict: readonly string[]
  readonly Bound: readonly string[]
}

export const versionOf = (model: Model, key: string): number => model.facts.get(key)?.version ?? 0
export const amountOf = (model: Model, key: string): bigint => model.counters.get(key) ?? 0n

const keysOf = (rows: readonly { readonly key: string }[]): readonly string[] => rows.map(({ key }) => key)

/** All that stands against a batch; any of the three is a right refusal. */
export const obstacles = (model: Model, { counters, events, facts, messages, receipts }: Store.Batch): Obstacles => ({
  Duplicate: [
    ...keysOf(receipts).filter((key) => model.receipts.has(key)),
    ...events.map(({ id }) => id).filter((id) => model.events.includes(id)),
    ...messages.map(({ id }) => id).filter((id) => model.messages.has(id))
  ],
  Conflict: [
    ...keysOf(facts.filter(({ expect, key }) => versionOf(model, key) !== expect)),
    ...keysOf(counters.filter(({ expect, key }) => expect !== undefined && amountOf(model, key) !== expect))
  ],
  Bound: keysOf(
    counters.filter(({ key, max, min, peak, trough }) => {
      const value = amountOf(model, key)
      return (max !== undefined && value + peak > max) || (min !== undefined && value + trough < min)
    })
  )
})

export const isFree = (against: Obstacles): boolean => Object.values(against).every((keys) => keys.length === 0)

export const after = (model: Model, batch: Store.Batch): Model => {
  const facts = new Map(model.facts)
  for (const { expect, key, put } of batch.facts)
    if (put !== undefined) facts.set(key, { version: expect + 1, text: show(put) })
  const counters = new Map(model.counters)
  for (const { key, net } of batch.counters) counters.set(key, (counters.get(key) ?? 0n) + net)
  return {
    facts,
    counters,
    receipts: new Set([...model.receipts, ...keysOf(batch.receipts)]),
    messages: new Set([...model.messages, ...batch.messages.map(({ id }) => id)]),
    events: [...model.events, ...batch.events.map(({ id }) => id)]
  }
}

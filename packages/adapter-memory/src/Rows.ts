/** What is stored for one tenant, and the two halves of a commit: check everything, then write everything. */
import { Bound, Conflict, Duplicate, type EventLog, Store, type Wire } from "@goodword/core"

export interface FactRow {
  readonly version: number
  readonly text: string
}

export interface ReceiptRow {
  readonly fingerprint: string
  readonly text: string
}

export interface EventRow {
  readonly id: string
  readonly text: string
}

export interface MessageRow {
  readonly id: string
  readonly lane: string
  readonly text: string
  due: number
  attempts: number
  token: string | null
  until: number
  /** Why it was given up; such messages are claimed by nobody. */
  dead: string | null
}

export interface Rows {
  readonly facts: Map<string, FactRow>
  readonly counters: Map<string, bigint>
  readonly receipts: Map<string, ReceiptRow>
  /** In the order of commits: the cursor is the place in this list, from 1. */
  readonly events: EventRow[]
  readonly eventIds: Set<string>
  /** By lane, each in no order: `due` of the lane's messages is kept in a heap beside it. */
  readonly messages: Map<string, MessageRow>
  readonly lanes: Map<string, Heap>
}

/** Ids of messages by when they can be claimed next; entries that no longer hold are dropped when they come up. */
export interface Heap {
  readonly entries: { readonly at: number; readonly id: string }[]
}

export const empty = (): Rows => ({
  facts: new Map(),
  counters: new Map(),
  receipts: new Map(),
  events: [],
  eventIds: new Set(),
  messages: new Map(),
  lanes: new Map()
})

export const load = (rows: Rows, keys: Store.Keys): Store.Loaded => ({
  receipts: keys.receipts.flatMap((key) => {
    const row = rows.receipts.get(key)
    return row === undefined ? [] : [{ key, fingerprint: row.fingerprint, answer: parse(row.text) }]
  }),
  facts: keys.facts.flatMap((key) => {
    const row = rows.facts.get(key)
    return row === undefined ? [] : [{ key, version: row.version, value: parse(row.text) }]
  }),
  counters: keys.counters.flatMap((key) => {
    const value = rows.counters.get(key)
    return value === undefined ? [] : [{ key, value }]
  })
})

/** Keys of a table in order; keys are never taken out, so the list holds for as long as there are as many. */
const orders = new WeakMap<ReadonlyMap<string, unknown>, readonly string[]>()

const inOrder = (table: ReadonlyMap<string, unknown>): readonly string[] => {
  const known = orders.get(table)
  if (known?.length === table.size) return known
  const sorted = [...table.keys()].sort()
  orders.set(table, sorted)
  return sorted
}

/** How many of the sorted keys do not come after this one. */
const placeOf = (keys: readonly string[], after: string): number => {
  let from = 0
  let to = keys.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((keys[middle] ?? "") <= after) from = middle + 1
    else to = middle
  }
  return from
}

/** One page of a table, in the order of keys. */
export const page = <Row>(
  table: ReadonlyMap<string, Row>,
  after: string | undefined,
  limit: number
): readonly (readonly [key: string, row: Row])[] => {
  const keys = inOrder(table)
  const from = after === undefined ? 0 : placeOf(keys, after)
  return keys.slice(from, from + limit).map((key) => [key, table.get(key) as Row])
}

const parse = (text: string): Wire.Json => JSON.parse(text) as Wire.Json

/** What stands against a batch: duplicates first, then versions and fences, then bounds. */
export const check = (rows: Rows, batch: Store.Batch): Duplicate | Conflict | Bound | undefined => {
  const duplicates = [
    ...repeated(
      batch.receipts.map(({ key }) => key),
      rows.receipts
    ),
    ...repeated(
      batch.events.map(({ id }) => id),
      rows.eventIds
    ),
    ...repeated(
      batch.messages.map(({ id }) => id),
      rows.messages
    )
  ]
  if (duplicates.length > 0) return new Duplicate({ keys: duplicates })
  const stale = batch.facts.filter(({ expect, key }) => (rows.facts.get(key)?.version ?? 0) !== expect)
  const moved = batch.counters.filter(({ expect, key }) => expect !== undefined && counterOf(rows, key) !== expect)
  if (stale.length + moved.length > 0) return new Conflict({ keys: [...stale, ...moved].map(({ key }) => key) })
  const broken = batch.counters.filter((counter) => {
    const value = counterOf(rows, counter.key)
    const isAbove = counter.max !== undefined && value + counter.peak > counter.max
    return isAbove || (counter.min !== undefined && value + counter.trough < counter.min)
  })
  return broken.length > 0 ? new Bound({ keys: broken.map(({ key }) => key) }) : undefined
}

/** The counters that would leave 64 bits. Here they could; nowhere else, and what one store takes, every store takes. */
export const beyond = (rows: Rows, { counters }: Store.Batch): readonly string[] =>
  counters.filter(({ key, net }) => !isWithin(counterOf(rows, key) + net)).map(({ key }) => key)

const isWithin = (value: bigint): boolean => value <= Store.counterMax && value >= Store.counterMin

const counterOf = (rows: Rows, key: string): bigint => rows.counters.get(key) ?? 0n

/** Keys that are there already, or twice in the batch itself. */
const repeated = (keys: readonly string[], known: { has(key: string): boolean }): readonly string[] => {
  const seen = new Set<string>()
  return keys.filter((key) => known.has(key) || seen.size === seen.add(key).size)
}

export const write = (rows: Rows, batch: Store.Batch): void => {
  for (const { answer, fingerprint, key } of batch.receipts) {
    rows.receipts.set(key, { fingerprint, text: JSON.stringify(answer) })
  }
  for (const { expect, key, put } of batch.facts) {
    if (put !== undefined) rows.facts.set(key, { version: expect + 1, text: JSON.stringify(put) })
  }
  for (const { key, net } of batch.counters) rows.counters.set(key, counterOf(rows, key) + net)
  for (const event of batch.events) {
    rows.eventIds.add(event.id)
    rows.events.push({ id: event.id, text: eventText(event) })
  }
  for (const { body, due, id, lane } of batch.messages) {
    rows.messages.set(id, { id, lane, text: JSON.stringify(body), due, attempts: 0, token: null, until: 0, dead: null })
    push(laneOf(rows, lane), { at: due, id })
  }
}

/** Amounts of transfers are written as text, the rest of an event is JSON already. */
const eventText = (event: EventLog.StoredEvent): string => {
  if (event.transfers.length === 0) return JSON.stringify(event)
  const transfers = event.transfers.map((transfer) => ({
    ...transfer,
    amount: { minor: `${transfer.amount.minor}`, unit: transfer.amount.unit }
  }))
  return JSON.stringify({ ...event, transfers })
}

const eventOf = ({ text }: EventRow, cursor: number): Store.PlacedEvent => {
  const event = JSON.parse(text) as Store.PlacedEvent
  const transfers = event.transfers.map((transfer) => ({
    ...transfer,
    amount: { ...transfer.amount, minor: BigInt(transfer.amount.minor) }
  }))
  return { ...event, transfers, cursor }
}

export const eventsAfter = (
  rows: Rows,
  after: number,
  limit: number
): { readonly events: readonly Store.PlacedEvent[]; readonly next: number } => {
  const events = rows.events.slice(after, after + limit).map((row, i) => eventOf(row, after + i + 1))
  return { events, next: after + events.length }
}

export const laneOf = (rows: Rows, lane: string): Heap => {
  const known = rows.lanes.get(lane)
  if (known !== undefined) return known
  const heap: Heap = { entries: [] }
  rows.lanes.set(lane, heap)
  return heap
}

/** A binary heap: the earliest on top; equal times in the order of ids. */
export const push = ({ entries }: Heap, entry: { readonly at: number; readonly id: string }): void => {
  let i = entries.length
  entries.push(entry)
  while (i > 0) {
    const up = (i - 1) >> 1
    const parent = entries[up]
    if (parent === undefined || isBefore(parent, entry)) break
    entries[i] = parent
    i = up
  }
  entries[i] = entry
}

export const pop = ({ entries }: Heap): { readonly at: number; readonly id: string } | undefined => {
  const top = entries[0]
  const last = entries.pop()
  if (top === undefined || last === undefined || entries.length === 0) return top
  let i = 0
  for (;;) {
    const left = 2 * i + 1
    const a = entries[left]
    if (a === undefined) break
    const b = entries[left + 1]
    const isRight = b !== undefined && isBefore(b, a)
    const child = isRight ? b : a
    if (isBefore(last, child)) break
    entries[i] = child
    i = isRight ? left + 1 : left
  }
  entries[i] = last
  return top
}

const isBefore = (a: { at: number; id: string }, b: { at: number; id: string }): boolean =>
  a.at !== b.at ? a.at < b.at : a.id <= b.id

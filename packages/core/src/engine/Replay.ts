/**
 * Proves a store: folds its log from the first event, and finds the very facts, counters and balances that are stored,
 * and no others.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Event from "../domain/Event.ts"
import { fromStored } from "../domain/EventLog.ts"
import { evolve } from "../domain/Evolve.ts"
import * as Facts from "../domain/Facts.ts"
import type { Tenant } from "../domain/Ids.ts"
import { differences } from "../domain/internal/differences.ts"
import { isSideFact } from "../domain/Key.ts"
import * as Ledger from "../domain/Ledger.ts"
import * as Wire from "../domain/Wire.ts"
import { StoreError } from "../ports/PortError.ts"
import type { StoreShape } from "../ports/Store.ts"

export interface Verdict {
  readonly events: number
  readonly transfers: number
  readonly facts: number
  readonly counters: number
  /** One sentence each; none where the books balance. At most a hundred. */
  readonly differences: readonly string[]
  /** All of it in one line: `books balance: 12 transfers, 0 differences`. */
  readonly line: string
}

const page = 1_000
const differencesMax = 100

/** Folds a tenant's log and compares. It reads the store as it stands: best while nobody writes. */
export const replay = Effect.fn("Replay.replay")(function* (store: StoreShape, tenant: Tenant) {
  const facts = new Map<string, unknown>()
  const counters = new Map<string, bigint>()
  const sums = new Map<string, bigint>()
  const base = Facts.make(new Map(), new Map())
  let events = 0
  let transfers = 0
  for (let after = 0; ; ) {
    const read = yield* store.events(tenant, after, page)
    for (const stored of read.events) {
      const event = fromStored(stored)
      if (Result.isFailure(event)) {
        return yield* new StoreError({ reason: "Unreadable", message: event.failure.message })
      }
      evolve({ base, facts }, event.success)
      transfers += count(event.success, counters, sums)
      events++
    }
    if (read.events.length === 0) break
    after = read.next
  }
  const [factsCount, countersCount] = [facts.size, counters.size]
  const found: string[] = []
  for (const [unit, sum] of sums) if (sum !== 0n) found.push(`${unit}: all balances sum to ${sum}, not to 0`)
  found.push(...(yield* compareFacts(store, tenant, facts)))
  found.push(...(yield* compareCounters(store, tenant, counters)))
  return {
    events,
    transfers,
    facts: factsCount,
    counters: countersCount,
    differences: found.slice(0, differencesMax),
    line: `books ${found.length === 0 ? "balance" : "differ"}: ${transfers} transfers, ${found.length} differences`
  } satisfies Verdict
})

const count = (event: Event.Event, counters: Map<string, bigint>, sums: Map<string, bigint>): number => {
  for (const { add, counter } of Event.charges(event)) counters.set(counter, (counters.get(counter) ?? 0n) + add)
  const moved = Event.transfers(event)
  for (const transfer of moved) {
    Ledger.movements(transfer, (account, unit, phase, add) => {
      const key = Ledger.balance(account, unit, phase)
      counters.set(key, (counters.get(key) ?? 0n) + add)
      sums.set(`${unit} ${phase}`, (sums.get(`${unit} ${phase}`) ?? 0n) + add)
    })
  }
  return moved.length
}

/** Walks all stored facts; what is left of the fold afterwards is missing. Takes what it finds out of the fold. */
const compareFacts = Effect.fnUntraced(function* (store: StoreShape, tenant: Tenant, folded: Map<string, unknown>) {
  const found: string[] = []
  for (let after: string | undefined; found.length <= differencesMax; ) {
    const rows = yield* store.facts(tenant, after, page)
    for (const { key, value } of rows) {
      // A fact outside the log, or an absence that a decision wrote down.
      const isApart = isSideFact(key) || (value === null && !folded.has(key))
      if (!isApart) {
        found.push(...differences(Wire.encode(folded.get(key)), value).map((text) => `fact ${key} ${text}`))
      }
      folded.delete(key)
    }
    after = rows.at(-1)?.key
    if (after === undefined) break
  }
  for (const [key, fact] of folded) {
    if (found.length > differencesMax) break
    if (!isSideFact(key)) found.push(...differences(Wire.encode(fact), undefined).map((text) => `fact ${key} ${text}`))
  }
  return found
})

const compareCounters = Effect.fnUntraced(function* (store: StoreShape, tenant: Tenant, folded: Map<string, bigint>) {
  const found: string[] = []
  const compare = (key: string, stored: bigint): void => {
    const expected = folded.get(key) ?? 0n
    if (expected !== stored) found.push(`counter ${key}: the log says ${expected}, the store has ${stored}`)
    folded.delete(key)
  }
  for (let after: string | undefined; found.length <= differencesMax; ) {
    const rows = yield* store.counters(tenant, after, page)
    for (const { key, value } of rows) compare(key, value)
    after = rows.at(-1)?.key
    if (after === undefined) break
  }
  for (const key of [...folded.keys()]) compare(key, 0n)
  return found
})

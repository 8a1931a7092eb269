/** Reads that answer something else than what is there. */
import type { Ids, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { over } from "../over.ts"
import { pause } from "../World.ts"
import type { Saboteur } from "./Saboteur.ts"

/** Draws a place in the log before the commit and shows it after: a later commit may be seen first. */
const gap: Saboteur = {
  id: "sequence-gap",
  bug: "events get their places before their commit ends, and readers pass over those that are not there yet",
  through: (store) => {
    const hidden = new Set<string>()
    let commits = 0
    return over(store, {
      commit: (tenant, batch) =>
        Effect.suspend(() => {
          commits += 1
          const turns = commits % 3
          for (const { id } of batch.events) hidden.add(id)
          const show = Effect.sync(() => {
            for (const { id } of batch.events) hidden.delete(id)
          })
          return store.commit(tenant, batch).pipe(
            Effect.tap(() => pause(turns * 4)),
            Effect.ensuring(show)
          )
        }),
      events: (tenant, after, limit) =>
        Effect.map(store.events(tenant, after, limit), ({ events, next }) => ({
          events: events.filter(({ id }) => !hidden.has(id)),
          next
        }))
    })
  }
}

const skipping: Saboteur = {
  id: "skipped-event",
  bug: "goes on one place too far after a full page",
  through: (store) =>
    over(store, {
      events: (tenant, after, limit) =>
        Effect.map(store.events(tenant, after, limit), ({ events, next }) => ({
          events,
          next: events.length === limit ? next + 1 : next
        }))
    })
}

const lapping: Saboteur = {
  id: "lapped-row",
  bug: "pages by offsets of a full page, and loses the row behind each page",
  through: (store) =>
    over(store, {
      facts: (tenant, after, limit) =>
        Effect.map(store.facts(tenant, after, after === undefined ? limit : limit + 1), (rows) =>
          after === undefined ? rows : rows.slice(1)
        )
    })
}

/** Which tenants were seen is all that it needs to look where it should not. */
const leak: Saboteur = {
  id: "tenant-leak",
  bug: "looks for facts without their tenant",
  through: (store) => {
    const seen = new Set<Ids.Tenant>()
    return over(store, {
      commit: (tenant, batch) => {
        seen.add(tenant)
        return store.commit(tenant, batch)
      },
      load: (tenant, keys) =>
        Effect.gen(function* () {
          const own = yield* store.load(tenant, keys)
          const facts: Store.StoredFact[] = [...own.facts]
          for (const other of seen) {
            const found = yield* store.load(other, { receipts: [], counters: [], facts: keys.facts })
            facts.push(...found.facts.filter(({ key }) => !facts.some((row) => row.key === key)))
          }
          return { ...own, facts }
        })
    })
  }
}

const torn: Saboteur = {
  id: "torn-read",
  bug: "reads each counter on a trip of its own, not all from one moment",
  through: (store) =>
    over(store, {
      load: (tenant, keys) =>
        Effect.gen(function* () {
          const rest = yield* store.load(tenant, { ...keys, counters: [] })
          const counters: Store.StoredCounter[] = []
          for (const key of keys.counters) {
            const found = yield* store.load(tenant, { receipts: [], facts: [], counters: [key] })
            counters.push(...found.counters)
            yield* Effect.yieldNow
          }
          return { ...rest, counters }
        })
    })
}

const rounded: Saboteur = {
  id: "rounded-amount",
  bug: "reads amounts as doubles",
  through: (store) =>
    over(store, {
      events: (tenant, after, limit) =>
        Effect.map(store.events(tenant, after, limit), ({ events, next }) => ({
          events: events.map((event) => ({
            ...event,
            transfers: event.transfers.map((transfer) => ({
              ...transfer,
              amount: { ...transfer.amount, minor: BigInt(Number(transfer.amount.minor)) }
            }))
          })),
          next
        }))
    })
}

const forgotten: Saboteur = {
  id: "forgotten-tombstone",
  bug: "answers a fact whose value is null as if it had never been written",
  through: (store) =>
    over(store, {
      load: (tenant, keys) =>
        Effect.map(store.load(tenant, keys), (loaded) => ({
          ...loaded,
          facts: loaded.facts.filter(({ value }) => value !== null)
        }))
    })
}

const apart: Saboteur = {
  id: "read-by-table",
  bug: "reads each table in a statement of its own, without one snapshot for all",
  through: (store) =>
    over(store, {
      load: (tenant, keys) =>
        Effect.gen(function* () {
          const { facts } = yield* store.load(tenant, { ...keys, receipts: [], counters: [] })
          yield* pause(2)
          return { ...(yield* store.load(tenant, { ...keys, facts: [] })), facts }
        })
    })
}

const inexact: Saboteur = {
  id: "rounded-counter",
  bug: "reads counters as doubles",
  through: (store) =>
    over(store, {
      load: (tenant, keys) =>
        Effect.map(store.load(tenant, keys), (loaded) => ({
          ...loaded,
          counters: loaded.counters.map(({ key, value }) => ({ key, value: BigInt(Number(value)) }))
        }))
    })
}

const whole = Number.MAX_SAFE_INTEGER

const byTime: Saboteur = {
  id: "log-by-time",
  bug: "reads the log in the order of when things happened, not of when they were committed",
  through: (store) =>
    over(store, {
      events: (tenant, after, limit) =>
        Effect.map(store.events(tenant, 0, whole), ({ events }) => {
          const sorted = [...events].sort((a, b) => a.at - b.at).map((event, i) => ({ ...event, cursor: i + 1 }))
          const page = sorted.slice(after, after + limit)
          return { events: page, next: after + page.length }
        })
    })
}

const byWrite: Saboteur = {
  id: "pages-by-write",
  bug: "pages through facts in the order in which they were written last",
  through: (store) => {
    const writes: string[] = []
    return over(store, {
      commit: (tenant, batch) =>
        Effect.tap(store.commit(tenant, batch), () =>
          Effect.sync(() => {
            for (const { key, put } of batch.facts) if (put !== undefined) writes.push(key)
          })
        ),
      facts: (tenant, after, limit) =>
        Effect.map(store.facts(tenant, undefined, whole), (rows) => {
          const placeOf = (key: string): number => writes.lastIndexOf(key)
          const sorted = [...rows].sort((a, b) => placeOf(a.key) - placeOf(b.key))
          return sorted.filter(({ key }) => after === undefined || placeOf(key) > placeOf(after)).slice(0, limit)
        })
    })
  }
}

const folding: Saboteur = {
  id: "folded-key",
  bug: "has a collation that takes small letters for capital ones",
  through: (store) => {
    const fold = <Row extends { readonly key: string }>(rows: readonly Row[]): readonly Row[] =>
      rows.map((row) => ({ ...row, key: row.key.toLowerCase() }))
    return over(store, {
      commit: (tenant, batch) => store.commit(tenant, { ...batch, receipts: fold(batch.receipts) }),
      load: (tenant, keys) =>
        Effect.map(
          store.load(tenant, { ...keys, receipts: keys.receipts.map((key) => key.toLowerCase()) }),
          (loaded) => ({
            ...loaded,
            receipts: keys.receipts.flatMap((key) => {
              const found = loaded.receipts.find((row) => row.key === key.toLowerCase())
              return found === undefined ? [] : [{ ...found, key }]
            })
          })
        )
    })
  }
}

export const reading: readonly Saboteur[] = [
  gap,
  skipping,
  byTime,
  lapping,
  byWrite,
  leak,
  torn,
  apart,
  rounded,
  inexact,
  forgotten,
  folding
]

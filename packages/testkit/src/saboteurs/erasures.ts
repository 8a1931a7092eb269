/** Stores that keep what should be gone, in tables that no method of the port shows. */
import type { Ids, Store, Wire } from "@goodword/core"
import * as Effect from "effect/Effect"
import { over } from "../over.ts"
import { nothing } from "../World.ts"
import type { Saboteur } from "./Saboteur.ts"

const prefix = "hidden/"

/** A store with a table beside those of the port: rows that are never read, among the facts of the tenant. */
const withTable = (store: Store.StoreShape) => {
  let rows = 0
  const keep = (tenant: Ids.Tenant, values: readonly Wire.Json[]) =>
    store.commit(tenant, {
      ...nothing,
      facts: values.map((put) => ({ key: `${prefix}${String(++rows).padStart(9, "0")}`, expect: 0, put }))
    })
  const facts: Store.StoreShape["facts"] = (tenant, after, limit) =>
    Effect.gen(function* () {
      const found: Store.StoredFact[] = []
      for (let from = after; ; ) {
        const page = yield* store.facts(tenant, from, limit)
        found.push(...page.filter(({ key }) => !key.startsWith(prefix)))
        from = page.at(-1)?.key
        if (from === undefined || found.length >= limit) return found.slice(0, limit)
      }
    })
  return { keep, facts }
}

const history: Saboteur = {
  id: "kept-history",
  bug: "a trigger that copies the old value of every fact into a table of changes",
  through: (store) => {
    const { facts, keep } = withTable(store)
    return over(store, {
      facts,
      commit: (tenant, batch) =>
        Effect.gen(function* () {
          const changed = batch.facts.flatMap(({ key, put }) => (put === undefined ? [] : [key]))
          const before = yield* store.load(tenant, { receipts: [], counters: [], facts: changed })
          yield* store.commit(tenant, batch)
          if (before.facts.length > 0)
            yield* keep(
              tenant,
              before.facts.map(({ value }) => value)
            )
        })
    })
  }
}

const archive: Saboteur = {
  id: "archived-message",
  bug: "moves settled messages into a table of what was done",
  through: (store) => {
    const { facts, keep } = withTable(store)
    const bodies = new Map<string, Wire.Json>()
    return over(store, {
      facts,
      outbox: {
        claim: (tenant, claim) =>
          Effect.tap(store.outbox.claim(tenant, claim), (messages) =>
            Effect.sync(() => {
              for (const { body, id } of messages) bodies.set(`${tenant}/${id}`, body)
            })
          ),
        settle: (tenant, token, ids) =>
          Effect.gen(function* () {
            const count = yield* store.outbox.settle(tenant, token, ids)
            const done = count === 0 ? [] : ids.flatMap((id) => bodies.get(`${tenant}/${id}`) ?? [])
            if (done.length > 0) yield* keep(tenant, done).pipe(Effect.orDie)
            return count
          })
      }
    })
  }
}

export const keeping: readonly Saboteur[] = [history, archive]

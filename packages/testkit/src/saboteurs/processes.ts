/** Stores that are right in one process, and wrong in two or after a restart. */
import { Duplicate, type Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { over } from "../over.ts"
import { pause } from "../World.ts"
import type { Saboteur } from "./Saboteur.ts"

const none: Saboteur = {
  id: "no-idempotency",
  bug: "keeps no receipts: a call that comes again is decided again",
  through: (store) =>
    over(store, {
      commit: (tenant, batch) => store.commit(tenant, { ...batch, receipts: [] }),
      load: (tenant, keys) => store.load(tenant, { ...keys, receipts: [] })
    })
}

const forgetting: Saboteur = {
  id: "forgotten-receipt",
  bug: "keeps receipts in the memory of the process",
  through: (store) => {
    const kept = new Map<string, Store.Receipt>()
    return over(store, {
      commit: (tenant, batch) =>
        Effect.suspend((): ReturnType<Store.StoreShape["commit"]> => {
          const keys = batch.receipts.map(({ key }) => key)
          const taken = keys.filter((key, i) => kept.has(`${tenant}/${key}`) || keys.indexOf(key) !== i)
          if (taken.length > 0) return Effect.fail(new Duplicate({ keys: taken }))
          const remember = Effect.sync(() => {
            for (const one of batch.receipts) kept.set(`${tenant}/${one.key}`, structuredClone(one))
          })
          return Effect.andThen(store.commit(tenant, { ...batch, receipts: [] }), remember)
        }),
      load: (tenant, keys) =>
        Effect.map(store.load(tenant, { ...keys, receipts: [] }), (loaded) => ({
          ...loaded,
          receipts: keys.receipts.flatMap((key) => kept.get(`${tenant}/${key}`) ?? [])
        }))
    })
  }
}

/** Checks and writes on two trips, but nobody of this process comes in between. */
const locking: Saboteur = {
  id: "local-lock",
  bug: "holds a lock of its own process between the check of a bound and the write",
  through: (store) => {
    const lock = Semaphore.makeUnsafe(1)
    return over(store, {
      commit: (tenant, batch) =>
        Effect.gen(function* () {
          const keys = { receipts: [], facts: [], counters: batch.counters.map(({ key }) => key) }
          const { counters } = yield* store.load(tenant, keys)
          const isBroken = batch.counters.some(({ key, max, min, peak, trough }) => {
            const value = counters.find((row) => row.key === key)?.value ?? 0n
            return (max !== undefined && value + peak > max) || (min !== undefined && value + trough < min)
          })
          if (isBroken) return yield* store.commit(tenant, batch)
          yield* pause(2)
          const unbounded = batch.counters.map(({ max, min, ...write }) => write)
          return yield* store.commit(tenant, { ...batch, counters: unbounded })
        }).pipe(lock.withPermits(1))
    })
  }
}

const caching: Saboteur = {
  id: "stale-cache",
  bug: "answers facts from the memory of the process, which others do not write to",
  through: (store) => {
    const known = new Map<string, Store.StoredFact>()
    return over(store, {
      commit: (tenant, batch) =>
        Effect.tap(store.commit(tenant, batch), () =>
          Effect.sync(() => {
            for (const { expect, key, put } of batch.facts)
              if (put !== undefined)
                known.set(`${tenant}/${key}`, { key, version: expect + 1, value: structuredClone(put) })
          })
        ),
      load: (tenant, keys) =>
        Effect.map(store.load(tenant, keys), (loaded) => {
          const facts = loaded.facts.map((row) => known.get(`${tenant}/${row.key}`) ?? row)
          for (const row of facts) known.set(`${tenant}/${row.key}`, row)
          return { ...loaded, facts: structuredClone(facts) }
        })
    })
  }
}

export const alone: readonly Saboteur[] = [none, forgetting, locking, caching]

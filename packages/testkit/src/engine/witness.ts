/**
 * Says in which order commits took place, also those that leave no event: each is given one more event, which is hidden
 * from the engine. Answers come back in any order; the log has one.
 */
import type { Ids, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { over } from "../over.ts"
import { at, event, log, type World } from "../World.ts"

const type = "CommitWitnessed"

/** A store that keeps the order; `process` tells the marks of two apart. */
export const witnessed = (store: Store.StoreShape, process: string): Store.StoreShape => {
  let commits = 0
  return over(store, {
    limits: { ...store.limits, items: store.limits.items - 1 },
    commit: (tenant, batch) =>
      Effect.suspend(() => {
        const receipts = batch.receipts.map(({ key }) => key)
        const mark = event(`${type}/${process}/${++commits}`, { type, at: at(0), recorded: at(0), body: { receipts } })
        return store.commit(tenant, { ...batch, events: [...batch.events, mark] })
      }),
    events: (tenant, after, limit) =>
      Effect.gen(function* () {
        // A page of nothing but marks is not the end.
        for (let from = after; ; ) {
          const { events, next } = yield* store.events(tenant, from, limit)
          const seen = events.filter((one) => one.type !== type)
          if (seen.length > 0 || events.length === 0) return { events: seen, next }
          from = next
        }
      })
  })
}

/** The keys of all receipts, in the order in which they were committed. */
export const order = (world: World, tenant: Ids.Tenant): Effect.Effect<readonly string[], unknown> =>
  Effect.map(log(world, tenant, 500), (events) =>
    events.filter((one) => one.type === type).flatMap(({ body }) => (body as { receipts: readonly string[] }).receipts)
  )

/** The log without the marks, and without the places, which may have holes. */
export const events = (world: World, tenant: Ids.Tenant): Effect.Effect<readonly unknown[], unknown> =>
  Effect.map(log(world, tenant, 500), (found) =>
    found.filter((one) => one.type !== type).map(({ cursor: _, ...rest }) => rest)
  )

/** Two engines on one store, as two processes would be, which meet between a load and a commit. */
import type { Ids, MovableClock, Shape, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { World } from "../World.ts"
import { type Call, make, type Outcome } from "./calls.ts"
import { begin, clockOf, idsOf, openOn } from "./shop.ts"
import { turns } from "./turns.ts"

export interface Pair {
  readonly engines: readonly [Shape, Shape]
  readonly clock: MovableClock
  readonly until: <A>(work: Effect.Effect<A, unknown>) => Effect.Effect<A, unknown>
}

/** Two engines after a beginning, each on a handle of its own. */
export const pair = (
  world: World,
  tenant: Ids.Tenant,
  drawn: readonly number[],
  calls: readonly Call[],
  seen: (store: Store.StoreShape, process: string) => Store.StoreShape = (store) => store
): Effect.Effect<Pair, unknown, Scope.Scope> =>
  Effect.gen(function* () {
    const clock = clockOf()
    yield* begin(world.store, { clock, tenant }, calls)
    const { through, until } = turns(drawn)
    const on = (store: Store.StoreShape, process: string) =>
      openOn(through(seen(store, process)), { clock, tenant, ids: idsOf(process) })
    const engines = [yield* on(world.store, "a"), yield* on(yield* world.another, "b")] as const
    return { engines, clock, until }
  })

/** All calls at once, each engine every other one. */
export const atOnce = ({ engines, until }: Pair, calls: readonly Call[]): Effect.Effect<readonly Outcome[], unknown> =>
  until(
    Effect.all(
      calls.map((one, i) => make(engines[i % 2] as Shape, one)),
      { concurrency: "unbounded" }
    )
  )

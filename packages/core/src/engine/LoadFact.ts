/** Facts as they are stored now, for doors that only tell. */
import * as Effect from "effect/Effect"
import type { FactKey, Tenant } from "../domain/Ids.ts"
import * as Wire from "../domain/Wire.ts"
import type { StoreError } from "../ports/PortError.ts"
import type { StoreShape } from "../ports/Store.ts"

interface Config {
  readonly tenant: Tenant
  readonly store: StoreShape
}

export const fact = <A>({ store, tenant }: Config, key: FactKey<A>): Effect.Effect<A | null, StoreError> =>
  store
    .load(tenant, { receipts: [], facts: [key], counters: [] })
    .pipe(Effect.map(({ facts }) => (facts[0] === undefined ? null : (Wire.decode(facts[0].value) as A | null))))

/** Several, in the order of their keys. */
export const facts = <A>(
  { store, tenant }: Config,
  keys: readonly FactKey<A>[]
): Effect.Effect<readonly (A | null)[], StoreError> =>
  store.load(tenant, { receipts: [], facts: keys, counters: [] }).pipe(
    Effect.map((loaded) => {
      const byKey = new Map(loaded.facts.map(({ key, value }) => [key, Wire.decode(value) as A | null]))
      return keys.map((key) => byKey.get(key) ?? null)
    })
  )

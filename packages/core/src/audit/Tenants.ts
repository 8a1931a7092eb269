/** Whose books there are. */
import * as Effect from "effect/Effect"
import type { Tenant } from "../domain/Ids.ts"
import type { StoreShape } from "../ports/Store.ts"

const page = 1_000

/** All tenants of a store, as a Promise for scripts, which have no Effect of their own. */
export const list = (store: StoreShape): Promise<readonly Tenant[]> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const found: Tenant[] = []
      for (;;) {
        const more = yield* store.tenants(found.at(-1), page)
        if (more.length === 0) return found
        found.push(...more)
      }
    })
  )

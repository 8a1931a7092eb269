/** A store as what a scope holds: opened with it, closed with it. */
import { Directory, Store, type StoreError } from "@goodword/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Failure from "./Failure.ts"
import type { PostgresStore } from "./PostgresStore.ts"

/** The store and its directory as long as a scope lives. */
export const scoped = (
  open: () => Promise<PostgresStore>
): Effect.Effect<Context.Context<Store.Store | Directory.Directory>, StoreError, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(Effect.tryPromise({ try: open, catch: Failure.storeError }), (store) =>
      Effect.promise(store.close)
    ),
    (store) => Context.make(Store.Store, store).pipe(Context.add(Directory.Directory, store.directory))
  )

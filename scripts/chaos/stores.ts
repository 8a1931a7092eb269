// Where a tormented shop keeps its things, as text that a child process can be told.
import { embeddedStore } from "../../packages/adapter-postgres/src/embedded.ts"
import { postgresStore } from "../../packages/adapter-postgres/src/index.ts"
import type { OpenOptions } from "../../packages/core/src/promise.ts"

export type Place =
  | { readonly kind: "postgres"; readonly connectionString: string }
  | { readonly kind: "embedded"; readonly folder: string }

export interface Stores {
  /** One for each engine: where a server allows it, two, as two processes would be. */
  readonly stores: readonly OpenOptions["store"][]
  readonly close: () => Promise<void>
}

const printKeys = ["a key of a shop that is tormented, not secret"]

/** What is done once, before anything is opened. */
export const prepare = async (place: Place): Promise<void> => {
  if (place.kind === "embedded") return
  const store = await postgresStore({ connectionString: place.connectionString, printKeys, migrate: true })
  await store.close()
}

export const openStores = async (place: Place): Promise<Stores> => {
  const stores =
    place.kind === "embedded"
      ? [await embeddedStore({ folder: place.folder })]
      : [await postgresStore({ ...place, printKeys }), await postgresStore({ ...place, printKeys })]
  return {
    stores,
    close: async () => {
      for (const store of stores) await store.close()
    }
  }
}

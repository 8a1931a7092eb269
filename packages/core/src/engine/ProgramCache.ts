/** Compiled programs, kept for good: a published version never changes. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Catalogs } from "../domain/Catalogs.ts"
import { type Compiled, compile } from "../domain/Compile.ts"
import type { ProgramVersion } from "../domain/Fact.ts"
import type { Tenant } from "../domain/Ids.ts"
import * as Program from "../domain/Program.ts"
import * as Wire from "../domain/Wire.ts"
import { StoreError } from "../ports/PortError.ts"
import type { StoreShape } from "../ports/Store.ts"

export interface ProgramCache {
  readonly programs: ReadonlyMap<string, Compiled>
  /** Loads and compiles versions that are not at hand yet. */
  readonly fetch: (keys: readonly string[]) => Effect.Effect<void, StoreError>
}

export const make = (store: StoreShape, tenant: Tenant, catalogs: Catalogs): ProgramCache => {
  const programs = new Map<string, Compiled>()
  const fetch = Effect.fnUntraced(function* (keys: readonly string[]) {
    const loaded = yield* store.load(tenant, { receipts: [], facts: keys, counters: [] })
    for (const { key, value } of loaded.facts) {
      const { document } = Wire.decode(value) as ProgramVersion
      const program = Program.decode(document, catalogs)
      if (Result.isFailure(program)) {
        const message = `${key} cannot be read: ${program.failure.message}; register its kinds and conditions at open`
        return yield* new StoreError({ reason: "Unreadable", message })
      }
      programs.set(key, compile(program.success, { version: versionIn(key), document }, catalogs))
    }
    const absent = keys.find((key) => !programs.has(key))
    if (absent !== undefined) {
      return yield* new StoreError({ reason: "Unreadable", message: `${absent} is named by a fact but is not stored` })
    }
  })
  return { programs, fetch }
}

const versionIn = (key: string): number => Number(key.slice(key.lastIndexOf("/") + 1))

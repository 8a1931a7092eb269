/** Stores that keep another text than they were given, where their database cannot hold it. */
import type { Wire } from "@goodword/core"
import * as Effect from "effect/Effect"
import { over } from "../over.ts"
import type { Saboteur } from "./Saboteur.ts"

const stripped: Saboteur = {
  id: "stripped-nul",
  bug: "takes NUL out of documents, since their column refuses it",
  through: (store) => {
    const strip = (value: Wire.Json): Wire.Json => JSON.parse(JSON.stringify(value).replaceAll("\\u0000", ""))
    return over(store, {
      commit: (tenant, batch) =>
        store.commit(tenant, {
          ...batch,
          facts: batch.facts.map((write) => (write.put === undefined ? write : { ...write, put: strip(write.put) }))
        })
    })
  }
}

const replaced: Saboteur = {
  id: "replaced-half",
  bug: "writes keys as UTF-8, in which half of a surrogate pair becomes another character",
  through: (store) => {
    const mend = <Row extends { readonly key: string }>(rows: readonly Row[]): readonly Row[] =>
      rows.map((row) => ({ ...row, key: row.key.toWellFormed() }))
    return over(store, {
      commit: (tenant, batch) =>
        store.commit(tenant, { ...batch, facts: mend(batch.facts), counters: mend(batch.counters) }),
      load: (tenant, keys) =>
        Effect.map(
          store.load(tenant, {
            ...keys,
            facts: keys.facts.map((key) => key.toWellFormed()),
            counters: keys.counters.map((key) => key.toWellFormed())
          }),
          (loaded) => {
            const asked = (all: readonly string[], key: string): string =>
              all.find((one) => one.toWellFormed() === key) ?? key
            return {
              ...loaded,
              facts: loaded.facts.map((row) => ({ ...row, key: asked(keys.facts, row.key) })),
              counters: loaded.counters.map((row) => ({ ...row, key: asked(keys.counters, row.key) }))
            }
          }
        )
    })
  }
}

export const mending: readonly Saboteur[] = [stripped, replaced]

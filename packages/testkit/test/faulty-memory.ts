/** The memory store behind a line that can be broken. The line is outside the store: what it proves are the hooks. */
import { type MemoryStore, memoryStore } from "@goodword/adapter-memory"
import { StoreError } from "@goodword/core"
import type { Subject } from "@goodword/testkit"
import * as Effect from "effect/Effect"

interface Line {
  breaks: "before" | "after" | undefined
}

export interface FaultyMemory extends MemoryStore {
  readonly line: Line
}

const lost = Effect.fail(new StoreError({ reason: "Unavailable", message: "the line is down" }))

export const faultyMemory = (): FaultyMemory => {
  const store = memoryStore({ items: 400 })
  const line: Line = { breaks: undefined }
  return {
    ...store,
    line,
    commit: (tenant, batch) =>
      Effect.suspend(() => {
        const { breaks } = line
        line.breaks = undefined
        if (breaks === "before") return lost
        const committed = store.commit(tenant, batch)
        return breaks === "after" ? Effect.andThen(committed, lost) : committed
      })
  }
}

interface Rows {
  readonly tenants: Readonly<Record<string, { readonly events: readonly (readonly [string, string])[] } | undefined>>
}

const rowsOf = ({ snapshot }: MemoryStore, tenant: string): Rows["tenants"][string] =>
  (snapshot() as unknown as Rows).tenants[tenant]

export const memory: Subject<FaultyMemory> = {
  name: "memory",
  open: faultyMemory,
  peek: (store) => ({
    fact: store.peek.fact,
    counter: store.peek.counter,
    events: (tenant) => (rowsOf(store, tenant)?.events ?? []).map(([id]) => id),
    holds: (tenant, text) => JSON.stringify(rowsOf(store, tenant) ?? {}).includes(text)
  }),
  // All that a process has of its own here is the line; the rows are the same.
  another: (store) => store,
  faults: ({ line }) => ({
    loseConnectionDuringCommit: () => {
      line.breaks = "before"
    },
    loseAnswerAfterCommit: () => {
      line.breaks = "after"
    }
  })
}

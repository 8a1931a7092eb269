/**
 * A process of its own on a file that others write too. It fills a counter up to its bound, with an event for each step
 * and a version for every other, and says how often it was let in. Arguments: the file, its name, the bound.
 */
import type { Ids, Instant, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { sqliteStore } from "../src/SqliteStore.ts"

const [file = "", name = "", bound = "0"] = process.argv.slice(2)
const tenant = "t" as Ids.Tenant
const store = sqliteStore({ file })

const batch = (step: number, last: Store.StoredFact): Store.Batch => ({
  receipts: [],
  facts: step % 2 === 0 ? [] : [{ key: "last", expect: last.version, put: Number(last.value) + 1 }],
  counters: [{ key: "budget", net: 1n, peak: 1n, trough: 0n, max: BigInt(bound) }],
  events: [
    {
      id: `${name}/${step}`,
      type: "TouchRecorded",
      version: 1,
      at: step as Instant.Instant,
      recorded: step as Instant.Instant,
      body: null,
      transfers: []
    }
  ],
  messages: []
})

const seen: string[] = []
let after = 0
const follow = async (): Promise<void> => {
  const { events, next } = await Effect.runPromise(store.events(tenant, after, 1_000))
  seen.push(...events.map(({ id }) => id))
  after = next
}

const none: Store.StoredFact = { key: "last", version: 0, value: 0 }
let committed = 0
for (let isFull = false; !isFull; ) {
  const { facts } = await Effect.runPromise(store.load(tenant, { receipts: [], facts: ["last"], counters: [] }))
  isFull = await Effect.runPromise(
    store.commit(tenant, batch(committed, facts[0] ?? none)).pipe(
      Effect.map(() => {
        committed += 1
        return false
      }),
      Effect.catchTag("Bound", () => Effect.succeed(true)),
      // Another was first, or the file is busy: again.
      Effect.catchTag("Conflict", () => Effect.succeed(false)),
      Effect.catchIf(
        (error) => error._tag === "StoreError" && error.isRetryable,
        () => Effect.succeed(false)
      )
    )
  )
  await follow()
}
await follow()
store.close()
process.stdout.write(JSON.stringify({ committed, seen }))

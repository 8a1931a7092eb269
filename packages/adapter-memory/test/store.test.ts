/** What is particular to the memory store; what every store owes is proved by the suite of `@goodword/testkit`. */
import { memoryStore } from "@goodword/adapter-memory"
import type { Ids, Instant, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"

const tenant = "t" as Ids.Tenant
const at = (ms: number): Instant.Instant => ms as Instant.Instant

const batch: Store.Batch = {
  receipts: [{ key: "r", fingerprint: "f", answer: { a: 1 } }],
  facts: [{ key: "a", expect: 0, put: [1] }],
  counters: [{ key: "c", net: 5n, peak: 5n, trough: 0n }],
  events: [
    { id: "e", type: "TouchRecorded", version: 1, at: at(1), recorded: at(1), body: { touch: "e" }, transfers: [] }
  ],
  messages: ["m", "n"].map((id) => ({ id, lane: "engine", due: at(10), body: { id } }))
}

const claim = { lane: "engine", now: at(10), limit: 1, until: at(60), token: "x" }

const filled = async (): Promise<ReturnType<typeof memoryStore>> => {
  const store = memoryStore()
  await Effect.runPromise(store.commit(tenant, batch))
  return store
}

describe("a snapshot", () => {
  it("holds everything, claims included, and is refused where its version is unknown", async () => {
    const store = await filled()
    await Effect.runPromise(store.outbox.claim(tenant, claim))
    const kept = JSON.parse(JSON.stringify(store.snapshot()))
    const again = memoryStore({ restore: kept })
    expect(again.snapshot()).toEqual(kept)
    const claimed = await Effect.runPromise(
      again.outbox.claim(tenant, { ...claim, now: at(20), limit: 10, token: "y" })
    )
    expect(claimed.map(({ id }) => id)).toEqual(["n"])
    expect(() => memoryStore({ restore: { ...kept, version: 2 } })).toThrow("version 2")
  })

  it("restored, is a store of its own", async () => {
    const store = await filled()
    const again = memoryStore({ restore: store.snapshot() })
    await Effect.runPromise(
      again.commit(tenant, {
        ...batch,
        receipts: [],
        facts: [{ key: "a", expect: 1, put: [2] }],
        events: [],
        messages: []
      })
    )
    expect([store.peek.fact("t", "a"), again.peek.fact("t", "a")]).toEqual([[1], [2]])
    expect([store.peek.counter("t", "c"), again.peek.counter("t", "c")]).toEqual([5n, 10n])
  })
})

describe("peek", () => {
  it("reads the rows of a tenant as they are, and nothing of another", async () => {
    const { peek } = await filled()
    const all = (of: string): readonly unknown[] => [
      peek.fact(of, "a"),
      peek.counter(of, "c"),
      peek.factKeys(of),
      peek.counterKeys(of)
    ]
    expect(all("t")).toEqual([[1], 5n, ["a"], ["c"]])
    expect(all("other")).toEqual([undefined, 0n, [], []])
  })
})

it("takes as many items at once as it was told, and says how many there were", async () => {
  const store = memoryStore({ items: 5 })
  const outcome = await Effect.runPromise(Effect.result(store.commit(tenant, batch)))
  expect(outcome).toMatchObject({ failure: { reason: "TooLarge", message: expect.stringContaining("6 items") } })
})

/** The memory store by itself: the contract of the port, one rule at a time. */
import { memoryStore } from "@goodword/adapter-memory"
import type { EventLog, Ids, Instant, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"

const tenant = "t" as Ids.Tenant
const at = (ms: number): Instant.Instant => ms as Instant.Instant
const nothing: Store.Batch = { receipts: [], facts: [], counters: [], events: [], messages: [] }
const event = (id: string): EventLog.StoredEvent => ({
  id,
  type: "TouchRecorded",
  version: 1,
  at: at(1),
  recorded: at(1),
  body: { touch: id },
  transfers: []
})
const message = (id: string, due = 10, lane = "engine"): Store.StoredMessage => ({
  id,
  lane,
  due: at(due),
  body: { id }
})
const counter = (key: string, net: bigint, more: Partial<Store.CounterWrite> = {}): Store.CounterWrite => ({
  key,
  net,
  peak: net > 0n ? net : 0n,
  trough: net < 0n ? net : 0n,
  ...more
})

const open = () => {
  const store = memoryStore()
  const commit = (batch: Partial<Store.Batch>, of = tenant): Promise<unknown> =>
    Effect.runPromise(
      store.commit(of, { ...nothing, ...batch }).pipe(
        Effect.as("committed"),
        Effect.catch((error) => Effect.succeed("keys" in error ? [error._tag, error.keys] : [error._tag, error.reason]))
      )
    )
  const load = (keys: Partial<Store.Keys>): Promise<Store.Loaded> =>
    Effect.runPromise(store.load(tenant, { receipts: [], facts: [], counters: [], ...keys }))
  const claim = (now: number, token: string, until = now + 100, limit = 10): Promise<readonly string[]> =>
    Effect.runPromise(
      store.outbox.claim(tenant, { lane: "engine", now: at(now), limit, until: at(until), token })
    ).then((messages) => messages.map(({ attempts, id }) => `${id}:${attempts}`))
  return { store, commit, load, claim }
}

describe("facts", () => {
  const rows: readonly (readonly [string, Partial<Store.Batch>, unknown])[] = [
    ["a first write", { facts: [{ key: "a", expect: 0, put: 1 }] }, "committed"],
    ["a check of the right version", { facts: [{ key: "a", expect: 1 }] }, "committed"],
    ["a second first write", { facts: [{ key: "a", expect: 0, put: 2 }] }, ["Conflict", ["a"]]],
    ["a write over the right version", { facts: [{ key: "a", expect: 1, put: 2 }] }, "committed"],
    ["a check of an old version", { facts: [{ key: "a", expect: 1 }] }, ["Conflict", ["a"]]],
    ["a version of what is not there", { facts: [{ key: "b", expect: 1, put: 1 }] }, ["Conflict", ["b"]]],
    ["a tombstone", { facts: [{ key: "b", expect: 0, put: null }] }, "committed"],
    ["an absence that is no more", { facts: [{ key: "b", expect: 0, put: null }] }, ["Conflict", ["b"]]]
  ]
  it("are written only over the version that was read", async () => {
    const { commit, load } = open()
    for (const [what, batch, outcome] of rows) expect(await commit(batch), what).toEqual(outcome)
    expect((await load({ facts: ["a", "b", "c"] })).facts).toEqual([
      { key: "a", version: 2, value: 2 },
      { key: "b", version: 1, value: null }
    ])
  })
})

describe("counters", () => {
  const rows: readonly (readonly [string, Store.CounterWrite, unknown])[] = [
    ["up to the bound", counter("c", 10n, { max: 10n }), "committed"],
    ["one past it", counter("c", 1n, { max: 10n }), ["Bound", ["c"]]],
    ["past it on the way", { key: "c", net: 0n, peak: 1n, trough: 0n, max: 10n }, ["Bound", ["c"]]],
    ["back, though the bound is lower now", counter("c", -3n), "committed"],
    ["down to the bound", counter("c", -7n, { min: 0n }), "committed"],
    ["one below", counter("c", -1n, { min: 0n }), ["Bound", ["c"]]],
    ["below on the way", { key: "c", net: 0n, peak: 0n, trough: -1n, min: 0n }, ["Bound", ["c"]]],
    ["fenced at its value", counter("c", 5n, { expect: 0n }), "committed"],
    ["fenced at another", counter("c", 5n, { expect: 0n }), ["Conflict", ["c"]]],
    ["beyond what a double can count", counter("big", 2n ** 62n), "committed"]
  ]
  it("keep their bounds and fences", async () => {
    const { commit, load } = open()
    for (const [what, add, outcome] of rows) expect(await commit({ counters: [add] }), what).toEqual(outcome)
    expect((await load({ counters: ["c", "big", "none"] })).counters).toEqual([
      { key: "c", value: 5n },
      { key: "big", value: 2n ** 62n }
    ])
  })
})

describe("ids", () => {
  it("are taken once: of receipts, events and messages", async () => {
    const { commit } = open()
    const receipt = { key: "r", fingerprint: "f", answer: 1 }
    expect(await commit({ receipts: [receipt], events: [event("e")], messages: [message("m")] })).toBe("committed")
    expect(await commit({ receipts: [receipt] })).toEqual(["Duplicate", ["r"]])
    expect(await commit({ events: [event("e2"), event("e")] })).toEqual(["Duplicate", ["e"]])
    expect(await commit({ messages: [message("m")] })).toEqual(["Duplicate", ["m"]])
    expect(await commit({ events: [event("e3"), event("e3")] })).toEqual(["Duplicate", ["e3"]])
    expect(await commit({ events: [event("e")] }, "other" as Ids.Tenant)).toBe("committed")
  })
})

describe("a commit", () => {
  it("law 24: is all or nothing, wherever in it the fault is", async () => {
    const faults: readonly Partial<Store.Batch>[] = [
      { receipts: [{ key: "r", fingerprint: "f", answer: 1 }] },
      { facts: [{ key: "a", expect: 7 }] },
      { counters: [counter("c", 1n, { max: 0n })] },
      { events: [event("e")] },
      { messages: [message("m")] }
    ]
    const { commit, store } = open()
    await commit({
      receipts: [{ key: "r", fingerprint: "f", answer: 1 }],
      events: [event("e")],
      messages: [message("m")]
    })
    const before = JSON.stringify(store.snapshot())
    const good: Store.Batch = {
      receipts: [{ key: "r2", fingerprint: "f", answer: 1 }],
      facts: [{ key: "b", expect: 0, put: 1 }],
      counters: [counter("d", 1n)],
      events: [event("e2")],
      messages: [message("m2")]
    }
    for (const fault of faults) {
      const [[name, entries] = ["facts", []]] = Object.entries(fault)
      const bad = { ...good, [name]: [...good[name as "facts"], ...(entries as Store.Batch["facts"])] }
      expect(await commit(bad)).not.toBe("committed")
      expect(JSON.stringify(store.snapshot())).toBe(before)
    }
    expect(await commit(good)).toBe("committed")
  })

  it("of more items than the limit is refused whole", async () => {
    const store = memoryStore({ items: 2 })
    const events = ["1", "2", "3"].map(event)
    const outcome = await Effect.runPromise(Effect.result(store.commit(tenant, { ...nothing, events })))
    expect(outcome).toMatchObject({ failure: { _tag: "StoreError", reason: "TooLarge", isRetryable: false } })
    expect((await Effect.runPromise(store.events(tenant, 0, 10))).events).toEqual([])
  })

  it("keeps nothing that its caller still holds", async () => {
    const { commit, load } = open()
    const put = { list: [1] }
    await commit({ facts: [{ key: "a", expect: 0, put }] })
    put.list.push(2)
    for (const { value } of (await load({ facts: ["a"] })).facts) (value as { list: number[] }).list.push(3)
    expect((await load({ facts: ["a"] })).facts[0]?.value).toEqual({ list: [1] })
  })
})

describe("the log", () => {
  it("is read from any place, in the order of commits, and paged", async () => {
    const { commit, store } = open()
    for (const id of ["a", "b", "c", "d", "e"]) await commit({ events: [event(id)] })
    const page = async (after: number, limit: number): Promise<unknown> => {
      const { events, next } = await Effect.runPromise(store.events(tenant, after, limit))
      return [events.map(({ cursor, id }) => `${id}${cursor}`).join(" "), next]
    }
    expect(await page(0, 2)).toEqual(["a1 b2", 2])
    expect(await page(2, 2)).toEqual(["c3 d4", 4])
    expect(await page(4, 2)).toEqual(["e5", 5])
    expect(await page(5, 2)).toEqual(["", 5])
  })
})

describe("the outbox", () => {
  it("gives a message to one claim at a time, the longest due first", async () => {
    const { claim, commit, store } = open()
    await commit({ messages: [message("late", 30), message("b", 20), message("a", 20), message("early", 10)] })
    expect(await Effect.runPromise(store.outbox.ready(["engine"], at(9), 10))).toEqual([])
    expect(await Effect.runPromise(store.outbox.ready(["engine"], at(10), 10))).toEqual([{ tenant, lane: "engine" }])
    expect(await claim(9, "x")).toEqual([])
    expect(await claim(20, "x", 120, 2)).toEqual(["early:1", "a:1"])
    expect(await claim(20, "y")).toEqual(["b:1"])
    expect(await claim(20, "z")).toEqual([])
  })

  it("gives it again when the claim has run out, and then takes no late word from the first", async () => {
    const { claim, commit, store } = open()
    await commit({ messages: [message("m")] })
    expect(await claim(10, "x", 60)).toEqual(["m:1"])
    expect(await claim(59, "y")).toEqual([])
    expect(await claim(60, "y", 200)).toEqual(["m:2"])
    expect(await Effect.runPromise(store.outbox.settle(tenant, "x", ["m"]))).toBe(0)
    await Effect.runPromise(store.outbox.retry(tenant, "x", "m", at(0)))
    await Effect.runPromise(store.outbox.bury(tenant, "x", "m", "late"))
    expect(await claim(199, "z")).toEqual([])
    expect(await Effect.runPromise(store.outbox.settle(tenant, "y", ["m"]))).toBe(1)
    expect(await Effect.runPromise(store.outbox.settle(tenant, "y", ["m"]))).toBe(0)
    expect(await claim(1_000, "z")).toEqual([])
  })

  it("puts off, buries and revives", async () => {
    const { claim, commit, store } = open()
    await commit({ messages: [message("m")] })
    await claim(10, "x")
    await Effect.runPromise(store.outbox.retry(tenant, "x", "m", at(50)))
    expect(await claim(49, "y")).toEqual([])
    expect(await claim(50, "y")).toEqual(["m:2"])
    await Effect.runPromise(store.outbox.bury(tenant, "y", "m", "no such account"))
    expect(await claim(10_000, "z")).toEqual([])
    const dead = await Effect.runPromise(store.outbox.dead(tenant, 10))
    expect(dead).toMatchObject([{ id: "m", attempts: 2, reason: "no such account" }])
    expect(await Effect.runPromise(store.outbox.revive(tenant, ["m", "other"], at(20)))).toBe(1)
    expect(await claim(20, "w")).toEqual(["m:1"])
  })

  it("keeps lanes and tenants apart", async () => {
    const { claim, commit } = open()
    await commit({ messages: [message("m", 10, "credits")] })
    await commit({ messages: [message("n")] }, "other" as Ids.Tenant)
    expect(await claim(100, "x")).toEqual([])
  })
})

describe("a snapshot", () => {
  it("holds everything, claims included, and is refused where its version is unknown", async () => {
    const { claim, commit, store } = open()
    await commit({
      receipts: [{ key: "r", fingerprint: "f", answer: { a: 1 } }],
      facts: [{ key: "a", expect: 0, put: [1] }],
      counters: [counter("c", 5n)],
      events: [event("e")],
      messages: [message("m"), message("n")]
    })
    await claim(10, "x", 60, 1)
    const kept = JSON.parse(JSON.stringify(store.snapshot()))
    const again = memoryStore({ restore: kept })
    expect(again.snapshot()).toEqual(kept)
    const take = { lane: "engine", now: at(20), limit: 10, until: at(90), token: "y" }
    const claimed = await Effect.runPromise(again.outbox.claim(tenant, take))
    expect(claimed.map(({ id }) => id)).toEqual(["n"])
    expect(() => memoryStore({ restore: { ...kept, version: 2 } })).toThrow("version 2")
  })
})

/** What the server and the line say, as the reasons of the port; each is really provoked. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import pg from "pg"
import { describe, expect, it } from "vitest"
import { postgresStore } from "../src/index.ts"
import { breakableLine } from "./breakable-line.ts"
import { type Bench, failureOf, openBench, run } from "./open.ts"
import { printKeys } from "./rows.ts"

const t = "t" as never
const nothing: Store.Batch = { receipts: [], facts: [], counters: [], events: [], messages: [] }
const put = (key: string, expect: number): Store.Batch => ({ ...nothing, facts: [{ key, expect, put: { key } }] })
const event = (id: string) => ({ id, type: "x", version: 1, at: 1, recorded: 1, body: {}, transfers: [] }) as never

const bench = await openBench()
const broken = await openBench()
const small = await openBench({ max: 3 })

/** Somebody holds the row of a fact while the body runs. */
const whileHeld = async ({ raw }: Bench, key: string, body: () => Promise<void>): Promise<void> => {
  const holder = await raw.connect()
  try {
    await holder.query("begin")
    await holder.query("select from goodword.facts where tenant_id = 't' and key = $1 for update", [key])
    await body()
  } finally {
    await holder.query("rollback")
    holder.release()
  }
}

const backendOf = async ({ raw }: Bench): Promise<number> => {
  for (;;) {
    const waiting = "select pid from pg_stat_activity where query like '%commit_batch%' and wait_event_type = 'Lock'"
    const { rows } = await raw.query<{ pid: number }>(`${waiting} and datname = current_database()`)
    if (rows[0] !== undefined) return rows[0].pid
  }
}

describe("a statement that is stopped from outside", () => {
  const stopped = (stop: string) => async () => {
    const key = `stopped by ${stop}`
    await run(bench.store.commit(t, put(key, 0)))
    await whileHeld(bench, key, async () => {
      const failing = failureOf(bench.store.commit(t, put(key, 1)))
      await bench.raw.query(`select ${stop}($1)`, [await backendOf(bench)])
      expect(await failing).toMatchObject({ _tag: "StoreError", reason: "Unavailable", isRetryable: true })
    })
    await run(bench.store.commit(t, put(key, 1)))
  }
  it("is unavailable when it is cancelled", stopped("pg_cancel_backend"))
  it("is unavailable when its session is ended, and the pool goes on", stopped("pg_terminate_backend"))

  it.each(["statement_timeout", "lock_timeout"])("is unavailable after %s", async (timeout) => {
    const key = `after ${timeout}`
    await run(bench.store.commit(t, put(key, 0)))
    const hasty = await openHasty(timeout)
    await whileHeld(bench, key, async () => {
      expect(await failureOf(hasty.commit(t, put(key, 1)))).toMatchObject({ reason: "Unavailable" })
    })
    await run(hasty.commit(t, put(key, 1)))
    await hasty.close()
  })
})

const openHasty = (timeout: string) => {
  const url = new URL(bench.connectionString)
  url.searchParams.set("options", `-c ${timeout}=150`)
  return postgresStore({ connectionString: url.href, printKeys })
}

describe("an error of the server", () => {
  const table: readonly (readonly [code: string, reason: string])[] = [
    ["08006", "Unavailable"],
    ["40001", "Unavailable"],
    ["40P01", "Unavailable"],
    ["53100", "Unavailable"],
    ["53200", "Unavailable"],
    ["53300", "Unavailable"],
    ["55P03", "Unavailable"],
    ["57014", "Unavailable"],
    ["57P01", "Unavailable"],
    ["57P02", "Unavailable"],
    ["57P03", "Unavailable"],
    ["25006", "Unavailable"],
    ["54000", "TooLarge"],
    ["XX001", "Unreadable"],
    ["22003", "Refused"],
    ["42501", "Refused"],
    ["P0001", "Refused"],
    ["ZZ999", "Refused"]
  ]
  it.each(table)("%s is %s", async (code, reason) => {
    await broken.raw.query(`create or replace function goodword.refuse(code text, keys text[]) returns void
      language plpgsql as $$ begin raise exception 'as the test wants it' using errcode = '${code}'; end $$`)
    const failure = await failureOf(broken.store.commit(t, { ...nothing, events: [event("e"), event("e")] }))
    expect(failure).toMatchObject({ _tag: "StoreError", reason, cause: { code } })
  })

  it("names a sum that leaves 64 bits, and changes nothing", async () => {
    const add = (net: bigint): Store.Batch => ({
      ...nothing,
      counters: [{ key: "c", net, peak: net, trough: 0n }]
    })
    await run(bench.store.commit(t, add(2n ** 63n - 1n)))
    const failure = await failureOf(bench.store.commit(t, add(1n)))
    expect(failure).toMatchObject({ _tag: "StoreError", reason: "Refused", message: expect.stringMatching(/64 bits/) })
  })

  it("refuses what PostgreSQL cannot store, instead of storing something else", async () => {
    expect(await failureOf(bench.store.commit(t, put("a\u0000b", 0)))).toMatchObject({ reason: "Refused" })
    expect(await failureOf(bench.store.commit(t, put("a\ud800", 0)))).toMatchObject({ reason: "Refused" })
    expect(await failureOf(bench.store.commit(t, put("", 0)))).toMatchObject({ reason: "Refused" })
  })

  it("keeps in documents what it cannot keep in keys", async () => {
    const value = { nul: "a\u0000b", half: "\ud800", large: 1e308, small: 5e-324, text: '"\\ \u0007' }
    await run(bench.store.commit(t, { ...nothing, facts: [{ key: "odd", expect: 0, put: value }] }))
    const { facts } = await run(bench.store.load(t, { receipts: [], counters: [], facts: ["odd"] }))
    expect(facts[0]?.value).toEqual(value)
  })

  it("is too large where a key is longer than an index takes", async () => {
    let key = ""
    for (let i = 0; key.length < 4_000; i++) key += String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))
    expect(await failureOf(bench.store.commit(t, put(key, 0)))).toMatchObject({ reason: "TooLarge" })
  })
})

describe("nobody there", () => {
  it("is unavailable where nothing listens", async () => {
    const url = new URL(bench.connectionString)
    url.port = "1"
    await expect(postgresStore({ connectionString: url.href, printKeys })).rejects.toMatchObject({
      _tag: "StoreError",
      reason: "Unavailable"
    })
  })
  it("is refused where the database does not exist", async () => {
    const url = new URL(bench.connectionString)
    url.pathname = "/nowhere"
    await expect(postgresStore({ connectionString: url.href, printKeys })).rejects.toMatchObject({ reason: "Refused" })
  })
})

describe("a line that falls silent", () => {
  it("is given up after the pool's patience, and its client is not used again", async () => {
    const line = await breakableLine(bench.connectionString)
    const pool = new pg.Pool({ connectionString: line.connectionString, max: 1, query_timeout: 300 })
    const store = await postgresStore({ pool, printKeys })
    line.cutNext("never-heard-again")
    expect(await failureOf(store.commit(t, put("silent", 0)))).toMatchObject({ reason: "Unavailable" })
    await run(store.commit(t, put("silent", 0)))
    await pool.end()
    await line.close()
  })
})

describe("an interrupted fiber", () => {
  it("leaves no transaction open and no client away from the pool", async () => {
    const { pool, raw, store } = small
    await run(store.commit(t, put("held", 0)))
    const fibers: Fiber.Fiber<unknown, unknown>[] = []
    await whileHeld(small, "held", async () => {
      for (let i = 0; i < 6; i++) {
        fibers.push(Effect.runFork(store.commit(t, put("held", 1))))
        fibers.push(Effect.runFork(store.load(t, { receipts: [], facts: ["held"], counters: [] })))
      }
      await backendOf(small)
      for (const fiber of fibers) fiber.interruptUnsafe()
    })
    for (const fiber of fibers) await run(Fiber.await(fiber))
    // All that the pool may have come back, or this would wait for ever.
    const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()])
    for (const client of clients) client.release()
    expect([pool.idleCount, pool.totalCount, pool.waitingCount]).toEqual([3, 3, 0])
    const open = "select count(*)::int as n from pg_stat_activity where datname = current_database()"
    const { rows } = await raw.query(`${open} and state like 'idle in transaction%'`)
    expect(rows).toEqual([{ n: 0 }])
  })
})

/** Calls are prepared by name on each connection, and go on without where a pooler does not keep what was prepared. */
import type { Store } from "@goodword/core"
import pg from "pg"
import { describe, expect, it } from "vitest"
import { postgresStore } from "../src/index.ts"
import { type Bench, openBench, run } from "./open.ts"
import { printKeys } from "./rows.ts"

const t = "t" as never
const nothing: Store.Batch = { receipts: [], facts: [], counters: [], events: [], messages: [] }
const put = (key: string, expect: number): Store.Batch => ({ ...nothing, facts: [{ key, expect, put: { key } }] })
const keys = (key: string): Store.Keys => ({ receipts: [], facts: [key], counters: [] })

/** A pool of one connection, so that what is done to it is done to the next call. */
const single = () => openBench({ max: 1 })

const prepared = async ({ pool }: Bench): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ name: string }>("select name from pg_prepared_statements order by name")
  return rows.map(({ name }) => name)
}

const versionOf = async ({ store }: Bench, key: string): Promise<number | undefined> =>
  (await run(store.load(t, keys(key)))).facts[0]?.version

describe("a call", () => {
  it("is prepared once on a connection, however often it is made", async () => {
    const bench = await single()
    for (const expect of [0, 1, 2]) await run(bench.store.commit(t, put("k", expect)))
    expect(await versionOf(bench, "k")).toBe(3)
    expect(await prepared(bench)).toEqual([
      expect.stringMatching(/^commit_batch_[0-9a-f]{16}$/),
      expect.stringMatching(/^load_[0-9a-f]{16}$/)
    ])
  })

  it("has the name of another adapter's only where it is the same", async () => {
    const bench = await single()
    await run(bench.store.commit(t, put("k", 0)))
    const beside = await postgresStore({ pool: bench.pool, printKeys })
    await run(beside.commit(t, put("k", 1)))
    expect(await prepared(bench)).toHaveLength(1)
  })
})

describe("a pooler that hands out another connection to the server each time", () => {
  it("has forgotten what was prepared: the call is carried out once, and no other is prepared", async () => {
    const bench = await single()
    await run(bench.store.commit(t, put("k", 0)))
    await bench.pool.query("deallocate all")
    await run(bench.store.commit(t, put("k", 1)))
    expect(await versionOf(bench, "k")).toBe(2)
    expect(await prepared(bench)).toEqual([])
  })

  it("has what somebody else prepared under the name: the call is carried out once all the same", async () => {
    const bench = await single()
    await run(bench.store.commit(t, put("k", 0)))
    const [name] = await prepared(bench)
    const other = new pg.Pool({ connectionString: bench.connectionString, max: 1 })
    other.on("error", () => {})
    await other.query(`prepare ${name} as select 1`)
    const store = await postgresStore({ pool: other, printKeys })
    await run(store.commit(t, put("k", 1)))
    await run(store.commit(t, put("k", 2)))
    expect(await versionOf(bench, "k")).toBe(3)
    await other.end()
  })
})

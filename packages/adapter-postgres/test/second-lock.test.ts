/** Row-level security as the second lock, least rights, and the views, as a role sees them that is nobody special. */

import { percentOff, storeCredit } from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type PostgresStore, postgresStore } from "../src/index.ts"
import { type Bench, openBench, run } from "./open.ts"
import { rightsOf } from "./rights.ts"
import { printKeys } from "./rows.ts"

const bench: Bench = await openBench()
const role = `app_${Math.random().toString(36).slice(2)}`
let store: PostgresStore
let own: pg.Pool

beforeAll(async () => {
  await bench.raw.query(`create role ${role} login`)
  await bench.raw.query(await rightsOf(role))
  const url = new URL(bench.connectionString)
  url.username = role
  own = new pg.Pool({ connectionString: url.href, max: 4 })
  store = await postgresStore({ pool: own, printKeys })
  const goodword = await Goodword.open({
    store,
    clock: movableClock("2026-03-01T12:00:00Z"),
    pollMs: 0,
    programs: [
      {
        id: "spring",
        timeZone: "UTC",
        friend: { id: "off", give: percentOff({ percent: 20 }) },
        advocate: { id: "credit", give: storeCredit({ amount: "10.00 USD" }), hold: "14 days" },
        onSilence: "hold"
      }
    ]
  })
  for (const shop of [goodword, await goodword.forTenant("other")]) {
    const { code } = await shop.enroll({ customer: "ann", email: "ann@example.com", program: "spring" })
    await shop.touch({ visitor: "v1", code })
    await shop.signedUp({ customer: "joe", visitor: "v1" })
    await shop.orderPaid({ order: "o1", customer: "joe", total: "80.00 USD" })
  }
  await goodword.runDue()
  expect((await goodword.replay()).differences).toEqual([])
  await goodword.close()
})

afterAll(async () => {
  await own.end()
  await bench.raw.query(`drop owned by ${role}; drop role ${role}`)
})

const tables = ["facts", "counters", "receipts", "events", "transfers", "messages", "people", "prints"]
const views = ["advocates", "referrals", "rewards", "balances"]

const read = async (text: string, tenant?: string): Promise<readonly Record<string, unknown>[]> => {
  const client = await own.connect()
  try {
    await client.query("begin")
    if (tenant !== undefined) await client.query("select set_config('goodword.tenant', $1, true)", [tenant])
    return (await client.query(text)).rows
  } finally {
    await client.query("rollback")
    client.release()
  }
}

describe("a role with the listed rights", () => {
  it.each([...tables, ...views])("sees nothing of %s before it has said whose", async (table) => {
    expect(await read(`select * from goodword.${table}`)).toEqual([])
  })

  it.each([...tables.filter((table) => table !== "messages"), ...views])("sees one tenant's %s", async (table) => {
    const all = await bench.raw.query(`select distinct tenant_id from goodword.${table}`)
    expect(all.rows.length).toBe(2)
    const seen = await read(`select tenant_id from goodword.${table}`, "other")
    expect(new Set(seen.map(({ tenant_id }) => tenant_id))).toEqual(new Set(["other"]))
  })

  it("cannot write for another tenant", async () => {
    const writes = [
      "insert into goodword.counters values ('other', 'c', 1)",
      "insert into goodword.tenants values ('third', 1)",
      "insert into goodword.receipts values ('other', 'r', '', 'null')"
    ]
    for (const write of writes) await expect(read(write, "default")).rejects.toMatchObject({ code: "42501" })
    expect(
      await read("update goodword.counters set value = 0 where tenant_id = 'other' returning key", "default")
    ).toEqual([])
  })

  it("cannot rewrite history", async () => {
    for (const write of [
      "update goodword.events set id = ''",
      "delete from goodword.transfers",
      "delete from goodword.receipts"
    ])
      await expect(read(write, "default")).rejects.toMatchObject({ code: "42501" })
  })

  it("sees messages of all tenants only where it asks what is due", async () => {
    const far = 4_000_000_000_000 as never
    const ready = await run(store.outbox.ready(["engine"], far, 10))
    expect(ready.map(({ tenant }) => tenant).sort()).toEqual(["default", "other"])
    expect(await read("select * from goodword.messages")).toEqual([])
    expect(await run(store.tenants(undefined, 10))).toEqual(["default", "other"])
  })

  it("leaves no tenant behind in the connections of the pool", async () => {
    const { rows } = await own.query("select current_setting('goodword.tenant', true) as tenant")
    expect(["", null]).toContain(rows[0].tenant)
  })
})

describe("the owner of the tables", () => {
  it("is held back too, and can run the store", async () => {
    const owner = `owner_${role}`
    const { rows } = await bench.raw.query("select current_database() as name")
    await bench.raw.query(`create role ${owner} login; grant create on database ${rows[0].name} to ${owner}`)
    const url = new URL(bench.connectionString)
    url.username = owner
    const pool = new pg.Pool({ connectionString: url.href })
    pool.on("error", () => {})
    const owned = await postgresStore({ pool, printKeys, schema: "owned", migrate: true })
    const facts = [{ key: "a", expect: 0, put: 1 }]
    await run(owned.commit("t" as never, { receipts: [], facts, counters: [], events: [], messages: [] }))
    const looked = await run(owned.load("t" as never, { receipts: [], facts: ["a"], counters: [] }))
    expect(looked.facts.length).toBe(1)
    expect((await pool.query("select * from owned.facts")).rows).toEqual([])
    await owned.close()
    await pool.end()
    await bench.raw.query(`drop owned by ${owner} cascade; drop role ${owner}`)
  })
})

describe("the views", () => {
  it("show advocates, referrals, rewards and balances in plain columns", async () => {
    const [advocate] = await read("select * from goodword.advocates", "default")
    expect(advocate).toMatchObject({ program: "spring", referred: "1", qualified: "1" })
    const [referral] = await read("select * from goodword.referrals", "default")
    expect(referral).toMatchObject({ program: "spring", state: "qualified", order: "o1" })
    expect(referral?.attributed_at).toEqual(new Date("2026-03-01T12:00:00Z"))
    const rewards = await read("select rule, state, amount, unit, available_at from goodword.rewards", "default")
    expect(rewards).toEqual([
      { rule: "credit", state: "pending", amount: "1000", unit: "USD", available_at: new Date("2026-03-15T12:00:00Z") }
    ])
    const person = advocate?.person
    const balances = await read("select * from goodword.balances where account like 'owed/%'", "default")
    expect(balances).toEqual([
      { tenant_id: "default", account: `owed/${person}`, unit: "USD", pending: "1000", posted: "0" }
    ])
  })

  it("hold no address and no id of the shop's own but in people", async () => {
    for (const table of [...tables, ...views].filter((name) => name !== "people")) {
      const { rows } = await bench.raw.query(`select t::text as row from goodword.${table} t`)
      for (const { row } of rows) expect(row).not.toMatch(/ann@example|\bjoe\b/)
    }
  })
})

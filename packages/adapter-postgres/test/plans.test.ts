/**
 * Every statement of every function finds its rows by an index, and only those that it was asked for: with plans that a
 * connection made while the tables were empty or small, and with plans made on full, analyzed tables.
 */
import type { Store } from "@goodword/core"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type PostgresStore, postgresStore } from "../src/index.ts"
import { openBench, run } from "./open.ts"
import { rightsOf } from "./rights.ts"
import { printKeys } from "./rows.ts"

const bench = await openBench()
const rows = 20_000
const t = "t07" as never

interface Watched {
  readonly store: PostgresStore
  readonly plans: string[]
  readonly pool: pg.Pool
}

/** Row-level security adds conditions to every plan, so the plans are those of a role that it holds. */
const role = `app_${Math.random().toString(36).slice(2)}`

/** A store of one connection that tells its plans, with what each step has really found. */
const watched = async (): Promise<Watched> => {
  const plans: string[] = []
  const pool = new pg.Pool({ connectionString: bench.connectionString, max: 1 })
  pool.on("connect", (client) => client.on("notice", ({ message }) => plans.push(message ?? "")))
  await pool.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on; set client_min_messages = log;
    set role ${role}`)
  return { store: await postgresStore({ pool, printKeys }), plans, pool }
}

const numbered = (prefix: string, from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}/${String(from + i).padStart(6, "0")}`)

/** Every call of the store, with a batch that has some of everything. */
const everything = async (
  { directory, outbox, ...store }: PostgresStore,
  from: number,
  fresh: string
): Promise<void> => {
  const facts = numbered("k", from, 30)
  const { facts: known } = await run(store.load(t, { receipts: facts, facts, counters: facts }))
  const version = new Map(known.map((fact) => [fact.key, fact.version]))
  const batch: Store.Batch = {
    receipts: numbered(fresh, 0, 10).map((key) => ({ key, fingerprint: "", answer: null })),
    facts: [
      ...numbered(fresh, 0, 10).map((key) => ({ key, expect: 0, put: 1 })),
      ...facts.map((key, i) => ({
        key,
        expect: version.get(key) ?? 0,
        ...(i % 3 === 0 && version.has(key) ? {} : { put: i })
      }))
    ].sort((a, b) => (a.key < b.key ? -1 : 1)),
    counters: facts.map((key, i) => ({
      key,
      net: 1n,
      peak: 1n,
      trough: 0n,
      ...(i % 2 === 0 ? { max: 1_000_000n } : {})
    })),
    events: numbered(fresh, 0, 10).map((id) => ({
      id,
      type: "x",
      version: 1,
      at: 1 as never,
      recorded: 1 as never,
      body: {},
      transfers: [{ id, phase: "direct", debit: "a", credit: "b", amount: { minor: 1n, unit: "USD" as never } }]
    })),
    messages: numbered(fresh, 0, 10).map((id) => ({ id, lane: "engine", due: 1 as never, body: null }))
  }
  await run(store.commit(t, batch))
  await run(store.events(t, 5, 20))
  await run(store.facts(t, "k/000100", 20))
  await run(store.counters(t, "k/000100", 20))
  await run(store.tenants("t01" as never, 5))
  await run(outbox.ready(["engine", "nothing"], 1 as never, 10))
  const claim = { lane: "engine", now: 1 as never, limit: 10, until: 100 as never, token: fresh }
  const [first, second, ...others] = await run(outbox.claim(t, claim))
  if (first === undefined || second === undefined) throw new Error("nothing could be claimed")
  await run(outbox.retry(t, fresh, first.id, 1 as never))
  await run(outbox.bury(t, fresh, second.id, "no"))
  await run(outbox.dead(t, 10))
  await run(outbox.revive(t, [second.id], 1 as never))
  await run(
    outbox.settle(
      t,
      fresh,
      others.map(({ id }) => id)
    )
  )
  await Promise.all(numbered(fresh, 0, 10).map((name) => run(directory.personFor(t, "customer", name))))
  await Promise.all(numbered(fresh, 0, 10).map((name) => run(directory.print(t, "email", name))))
}

/** Many rows in each of 20 tenants: whoever reads a whole tenant, or all of them, shows at once. */
const fill = `
  insert into goodword.facts select 't' || lpad((i % 20)::text, 2, '0'), 'k/' || lpad((i / 20)::text, 6, '0'), 1, '{}' from generate_series(0, ${rows}) i on conflict do nothing;
  insert into goodword.counters select tenant_id, key, 0 from goodword.facts on conflict do nothing;
  insert into goodword.receipts select tenant_id, 'r' || key, '', 'null' from goodword.facts on conflict do nothing;
  insert into goodword.messages (tenant_id, id, lane, due, body) select tenant_id, 'm' || key, 'engine', 1000, 'null' from goodword.facts on conflict do nothing;
  insert into goodword.events select tenant_id, 1000 + row_number() over (partition by tenant_id), 'e' || key, 'x', 1, 1, 1, '{}' from goodword.facts on conflict do nothing;
  insert into goodword.transfers select tenant_id, place, 1, id, 'direct', 'a', 'b', 1, 'USD' from goodword.events on conflict do nothing;
  insert into goodword.people select tenant_id, 'customer', key, key from goodword.facts on conflict do nothing;
  insert into goodword.prints select tenant_id, 'email', 'k', key, key from goodword.facts on conflict do nothing;
  insert into goodword.tenants select distinct tenant_id, 5000 from goodword.facts on conflict (tenant_id) do update set head = 5000;`

const found =
  /(Seq Scan|Index(?: Only)? Scan|Bitmap \w+ Scan) (?:Backward )?(?:using \S+ )?on (\w+).*actual time=\S+ rows=([\d.]+)/

/** Steps that read a table in any way but a few rows by an index. */
const wasteful = (plans: readonly string[]): readonly string[] =>
  plans.flatMap((plan) =>
    plan.split("\n").filter((line) => {
      const step = found.exec(line)
      if (step !== null && (step[1] === "Seq Scan" || Number(step[3]) > 60)) return true
      // What a step threw away stands some lines below it, after its conditions.
      return Number(/Rows Removed by (?:Join )?Filter: (\d+)/.exec(line)?.[1] ?? 0) > 60
    })
  )

describe("plans", () => {
  let early: Watched
  let small: Watched
  let late: Watched | undefined
  beforeAll(async () => {
    await bench.raw.query(`create role ${role}; ${await rightsOf(role)}`)
    early = await watched()
    await everything(early.store, 0, "first")
    await bench.raw.query("analyze")
    small = await watched()
    await everything(small.store, 100, "small")
    await bench.raw.query(fill)
  }, 60_000)
  afterAll(async () => {
    await early.pool.end()
    await small.pool.end()
    await late?.pool.end()
    await bench.raw.query(`drop owned by ${role}; drop role ${role}`)
  })

  it.each([
    ["empty", () => early, 300],
    ["small, analyzed", () => small, 500]
  ] as const)("that were made on %s tables still read by index when those are full", async (name, made, from) => {
    const { plans, store } = made()
    plans.length = 0
    await everything(store, from, `second ${name}`)
    expect(plans.length).toBeGreaterThan(30)
    expect(wasteful(plans)).toEqual([])
  })

  it("that are made on full and analyzed tables read by index", async () => {
    await bench.raw.query("analyze")
    late = await watched()
    const { plans, store } = late
    plans.length = 0
    await everything(store, 400, "third")
    expect(plans.length).toBeGreaterThan(30)
    expect(wasteful(plans)).toEqual([])
    expect(plans.some((plan) => found.test(plan))).toBe(true)
  })
})

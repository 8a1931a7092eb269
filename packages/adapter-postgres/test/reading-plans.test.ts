/**
 * Every statement of reading finds its rows by an index, and only those that it was asked for: with plans that a connection
 * made while the tables were empty, and with plans made on full, analyzed tables. As the role of `docs/reading.md`.
 */
import { readFile } from "node:fs/promises"
import { type Event, EventLog, type Store } from "@goodword/core"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { postgresReading, type Reading } from "../src/index.ts"
import { openBench, run } from "./open.ts"

const bench = await openBench()
const role = `reader_${Math.random().toString(36).slice(2)}`
const [tenant, program] = ["t07", "spring"]
const nothing: Store.Batch = { receipts: [], facts: [], counters: [], events: [], messages: [] }

const rights = async (): Promise<string> => {
  const page = await readFile(new URL("../../../docs/reading.md", import.meta.url), "utf8")
  const script = /```sql\n(grant [\s\S]*?)```/.exec(page)?.[1]
  if (script === undefined) throw new Error("docs/reading.md lists no rights: a block of sql that begins with grant")
  return script.replaceAll("shop_reader", role)
}

interface Watched {
  readonly reading: Reading
  readonly pool: pg.Pool
  readonly plans: string[]
}

/** Reading over one connection that tells its plans, with what each step has really found. */
const watched = async (): Promise<Watched> => {
  const plans: string[] = []
  const pool = new pg.Pool({ connectionString: bench.connectionString, max: 1 })
  pool.on("connect", (client) => client.on("notice", ({ message }) => plans.push(message ?? "")))
  await pool.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on; set client_min_messages = log;
    set role ${role}`)
  return { reading: await postgresReading({ pool }), pool, plans }
}

const at = Date.UTC(2026, 2, 5)
const day = "2026-03-05"
const usd = (minor: bigint) => ({ minor, unit: "USD" })

/** A page of events in which everything is looked up that an event can refer to. */
const page = (n: number): readonly Event.Event[] => {
  const event = (id: string, _tag: Event.Tag, fields: object) =>
    ({ id, _tag, at, recorded: at, program, ...fields }) as unknown as Event.Event
  const [friend, other, order] = [`f${n}`, `g${n}`, `o${n}`]
  const [key, reward] = [`reward/spring/r/advocate/p/${n}`, `reward/spring/r/advocate/p/${n}/g1`]
  const referral = { friend, advocate: "p/000100", generation: 1 }
  return [
    event(`program/spring/v/${n}/published`, "ProgramPublished", { version: n, document: { timeZone: "UTC" } }),
    event(`touch/${n}`, "TouchRecorded", {}),
    event(`signup/${friend}`, "SignupRecorded", { person: friend }),
    event(`referral/spring/${friend}/g1/attributed`, "ReferralAttributed", referral),
    event(`order/${order}/recorded`, "OrderRecorded", { order, total: usd(10n) }),
    event(`referral/spring/${friend}/g1/qualified/1`, "ReferralQualified", { ...referral, order }),
    event(`referral/spring/${other}/g1/qualified/1`, "ReferralQualified", { ...referral, friend: other, order }),
    event(`${reward}/granted`, "RewardGranted", {
      ...{ reward, key, order, person: "p", kind: "k", state: "pending", amount: usd(5n) }
    }),
    event(`order/${order}/revision/1`, "OrderChanged", { order, total: usd(9n), stale: false }),
    event(`order/${order}/refund/1`, "OrderRefunded", { order, amount: usd(9n), waiting: false }),
    event(`${reward}/taken/1`, "RewardTakenBack", { reward, key, amount: usd(5n), transfers: [] }),
    event(`referral/spring/${friend}/g1/unqualified/1`, "ReferralUnqualified", { ...referral, order }),
    event(`referral/spring/${other}/review/1/opened`, "ReviewOpened", {
      ...referral,
      friend: other,
      from: "qualified"
    }),
    event(`referral/spring/${other}/review/1/closed`, "ReviewClosed", { ...referral, friend: other, to: "rejected" })
  ]
}

const commit = (into: string, events: readonly Event.Event[]): Promise<void> =>
  run(bench.store.commit(into as never, { ...nothing, events: events.map(EventLog.toStored) }) as never)

const everything = async ({ reading }: Watched, n: number): Promise<void> => {
  await commit(tenant, page(n))
  await commit(`small ${n}`, page(1))
  await reading.rollUp({ tenant, page: 6 })
  await reading.rebuild({ tenant: `small ${n}` })
  await reading.statement({ tenant, person: "p/000100" })
  await reading.statement({ tenant, person: "p/000100", after: { place: 1200, number: 1 }, limit: 20 })
  await reading.balances({ tenant, person: "p/000100" })
  const after = { advocate: "p/000100", qualified: 3, reached: 0 as never }
  await reading.leaderboard({ tenant, program, limit: 20 })
  await reading.leaderboard({ tenant, program, limit: 20, after })
  await reading.leaderboard({ tenant, program, from: day, to: day, limit: 20, after })
  await reading.funnel({ tenant, program, from: "2025-01-01", to: "2025-01-10", by: "week" })
  await reading.funnel({ tenant, program, from: day, to: day, by: "day" })
}

/** Many rows in each of 20 tenants: whoever reads a whole tenant, or all of them, shows at once. */
const fill = `
  create temporary table rows as select 't' || lpad((i % 20)::text, 2, '0') as t, i / 20 as n, 'p%2F' || lpad((i / 20 % 100)::text, 6, '0') as p from generate_series(0, 39999) i;
  insert into goodword.events select t, 1000 + n, 'touch/x' || n, 'TouchRecorded', 1, ${at}, ${at}, '{"program":"spring"}' from rows;
  insert into goodword.transfers select t, 1000 + n, 1, 'x' || n, 'direct', 'expense/spring', 'owed/' || p, 1, 'USD' from rows;
  insert into goodword.counters select t, 'balance/owed/' || p || '/' || lower(to_char(n, 'FM000000')) || '/posted', 1 from rows where n < 100;
  insert into goodword.counters select t, 'x/' || n, 1 from rows;
  insert into goodword.day_figures select t, 'spring', date '2025-01-01' + n, 'touches', '', '', 1 from rows where n < 400;
  insert into goodword.day_figures select t, 'other', date '2025-01-01' + n, 'touches', '', '', 1 from rows;
  insert into goodword.qualified_friends (tenant_id, program, friend, advocate, day, at) select t, 'spring', 'x' || n, 'p/' || lpad((n / 3)::text, 6, '0'), date '2020-01-01' + n, n from rows;
  insert into goodword.leaders select t, 'spring', 'p/' || lpad(n::text, 6, '0'), n % 7, n from rows on conflict do nothing;
  insert into goodword.tenants select distinct t, 5000 from rows on conflict (tenant_id) do update set head = 5000;
  insert into goodword.rolled_up select distinct t, 5000 from rows on conflict (tenant_id) do update set place = 5000;`

const found =
  /(Seq Scan|Index(?: Only)? Scan|Bitmap \w+ Scan) (?:Backward )?(?:using \S+ )?on (\w+).*actual time=\S+ rows=([\d.]+)/

/** Steps that read a table in any way but a few rows by an index. */
const wasteful = (plans: readonly string[]): readonly string[] =>
  plans.flatMap((plan) =>
    plan.split("\n").filter((line, i, lines) => {
      const step = found.exec(line)
      const next = lines.slice(i + 1, i + 4).join("\n")
      const filtered = /Rows Removed by (?:Join )?Filter: (\d+)/.exec(next)
      return (step !== null && (step[1] === "Seq Scan" || Number(step[3]) > 60)) || Number(filtered?.[1] ?? 0) > 60
    })
  )

describe("the role of the docs", () => {
  let early: Watched
  let analyzed: Watched
  let late: Watched | undefined
  beforeAll(async () => {
    await bench.raw.query(`create role ${role}; ${await rights()}`)
    early = await watched()
    // As autovacuum may find them: it has looked, and seen next to nothing.
    await bench.raw.query("analyze")
    analyzed = await watched()
    await everything(analyzed, 4)
    await everything(early, 1)
    const client = await bench.raw.connect()
    await client.query(fill)
    client.release()
  }, 60_000)
  afterAll(async () => {
    await early.pool.end()
    await analyzed.pool.end()
    await late?.pool.end()
    await bench.raw.query(`drop owned by ${role}; drop role ${role}`)
  })

  it("reads by index where its plans were made on empty tables and those are full now", async () => {
    for (const [i, watch] of [early, analyzed].entries()) {
      watch.plans.length = 0
      await everything(watch, 5 + i)
      expect(watch.plans.length).toBeGreaterThan(30)
      expect(wasteful(watch.plans)).toEqual([])
    }
  })

  it("reads by index where its plans are made on full and analyzed tables", async () => {
    await bench.raw.query("analyze")
    late = await watched()
    late.plans.length = 0
    await everything(late, 3)
    expect(late.plans.length).toBeGreaterThan(30)
    expect(wasteful(late.plans)).toEqual([])
    expect(late.plans.some((plan) => found.test(plan))).toBe(true)
  })

  it("sees no row before it has said whose, and writes for nobody else", async () => {
    for (const table of ["rolled_up", "day_figures", "qualified_friends", "leaders"]) {
      expect(await readAs(`select * from goodword.${table}`, undefined)).toEqual([])
      const own = await readAs(`select distinct tenant_id from goodword.${table}`, tenant)
      expect(own).toEqual([{ tenant_id: tenant }])
    }
    const write = "insert into goodword.leaders values ('t08', 'spring', 'intruder', 1, 1)"
    await expect(readAs(write, tenant)).rejects.toMatchObject({ code: "42501" })
  })
})

const readAs = async (text: string, whose: string | undefined): Promise<readonly unknown[]> => {
  const client = await bench.raw.connect()
  try {
    await client.query(`begin; set local role ${role}`)
    if (whose !== undefined) await client.query("select set_config('goodword.tenant', $1, true)", [whose])
    return (await client.query(text)).rows
  } finally {
    await client.query("rollback")
    client.release()
  }
}

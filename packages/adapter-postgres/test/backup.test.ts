/** A backup that was never restored is none: dumps and copied folders are opened, asked again, and their books proved. */
import { execFile, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { cp, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { percentOff, storeCredit } from "@goodword/core"
import { Goodword, type OpenOptions } from "@goodword/core/promise"
import { server } from "@goodword/test-postgres"
import pg from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { embeddedStore } from "../src/embedded.ts"
import { type PostgresStore, postgresStore } from "../src/index.ts"
import { run } from "./open.ts"
import { printKeys } from "./rows.ts"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "goodword-"))
})
afterEach(() => rm(folder, { recursive: true }))

const program: NonNullable<OpenOptions["programs"]>[number] = {
  id: "spring",
  timeZone: "UTC",
  friend: { give: percentOff({ percent: 20, maximum: "20.00 USD" }) },
  advocate: { give: storeCredit({ amount: "10.00 USD" }), hold: "14 days" },
  onSilence: "hold"
}

const open = (store: PostgresStore): Promise<Goodword> => Goodword.open({ store, programs: [program], pollMs: 0 })

const order = (n: number) => ({ order: `ord_${n}`, customer: `friend_${n}`, total: "80.00 USD" })

/** An advocate, and friends who order; one gives a part of it back. */
const begin = async (store: PostgresStore): Promise<Goodword> => {
  const goodword = await open(store)
  const { code } = await goodword.enroll({ customer: "ann", email: "ann@example.com", code: "ANN" })
  const friends = Array.from({ length: 300 }, (_, n) => n)
  await Promise.all(friends.map((n) => goodword.touch({ code, customer: `friend_${n}`, key: `click-${n}` })))
  await Promise.all(friends.slice(0, 20).map((n) => goodword.orderPaid(order(n))))
  await goodword.orderRefunded({ order: "ord_1", refund: "re_1", amount: "30.00 USD" })
  return goodword
}

/** What a shop would ask on the day after. */
const answersOf = async (store: PostgresStore, goodword: Goodword) => ({
  first: await goodword.orderPaid(order(0)),
  refund: await goodword.orderRefunded({ order: "ord_1", refund: "re_1", amount: "30.00 USD" }),
  ann: await run(store.directory.personFor("default" as never, "customer", "ann")),
  print: await run(store.directory.print("default" as never, "email", "ann@example.com"))
})

const proved = async (goodword: Goodword): Promise<number> => {
  const { differences } = await goodword.replay()
  const { findings } = await goodword.audit()
  expect([...differences, ...findings]).toEqual([])
  const { events } = await goodword.events(0, 10_000)
  return events.length
}

const bindir = (program: string): string => {
  const { status, stdout } = spawnSync(program, ["--bindir"], { encoding: "utf8" })
  return status === 0 ? stdout.trim() : ""
}

/** The folder of an installed PostgreSQL, with the programs that make backups and a server that they fit. */
const bin = process.env.POSTGRES_BIN ?? bindir("pg_config")
const isInstalled = ["initdb", "pg_dump", "pg_restore"].every((name) => existsSync(join(bin, name)))

const tool = (name: string, args: readonly string[]) => promisify(execFile)(join(bin, name), args)

describe.runIf(isInstalled)("a dump of the schema", () => {
  it("that was made while orders came in is restored with the same answers and books that balance", async () => {
    const host = await server({ bin, fsync: false })
    try {
      const [from, to] = [await host.database(), await host.database()]
      const file = join(folder, "goodword.dump")
      const before = await postgresStore({ connectionString: from.connectionString, printKeys, migrate: true })
      const goodword = await begin(before)
      const answers = await answersOf(before, goodword)
      const dumping = tool("pg_dump", ["--schema=goodword", "--format=custom", `--file=${file}`, from.connectionString])
      let isDumping = true
      const dumped = dumping.finally(() => {
        isDumping = false
      })
      for (let n = 20; isDumping && n < 300; n++) await goodword.orderPaid(order(n))
      await dumped
      const all = await proved(goodword)
      await goodword.close()
      await before.close()

      await tool("pg_restore", ["--exit-on-error", `--dbname=${to.connectionString}`, file])
      const after = await postgresStore({ connectionString: to.connectionString, printKeys })
      const again = await open(after)
      expect(await answersOf(after, again)).toEqual(answers)
      const kept = await proved(again)
      expect(kept).toBeGreaterThan(0)
      expect(kept).toBeLessThanOrEqual(all)
      // It goes on: what came after the dump can come again.
      for (let n = 20; n < 30; n++) await again.orderPaid(order(n))
      await proved(again)
      await again.close()
      await after.close()
    } finally {
      await host.drop()
    }
  })

  it("fails for a role that row-level security holds back, instead of being empty", async () => {
    const host = await server({ bin, fsync: false })
    try {
      const { connectionString } = await host.database()
      await (await postgresStore({ connectionString, printKeys, migrate: true })).close()
      const client = new pg.Client({ connectionString })
      await client.connect()
      await client.query("create role reader login; grant usage on schema goodword to reader")
      await client.query("grant select on all tables in schema goodword to reader")
      await client.end()
      const url = new URL(connectionString)
      url.username = "reader"
      const file = join(folder, "reader.dump")
      await expect(tool("pg_dump", ["--schema=goodword", `--file=${file}`, url.href])).rejects.toThrow(
        /row-level security/
      )
    } finally {
      await host.drop()
    }
  })
})

it("a copy of the embedded folder gives the same answers, people and prints, and books that balance", async () => {
  const [from, to] = [join(folder, "shop"), join(folder, "copy")]
  const before = await embeddedStore({ folder: from })
  const goodword = await begin(before)
  const answers = await answersOf(before, goodword)
  const events = await proved(goodword)
  await goodword.close()
  await before.close()
  await cp(from, to, { recursive: true })
  await rm(from, { recursive: true })

  const after = await embeddedStore({ folder: to })
  const again = await open(after)
  expect(await answersOf(after, again)).toEqual(answers)
  expect(await proved(again)).toBe(events)
  await again.close()
  await after.close()
})

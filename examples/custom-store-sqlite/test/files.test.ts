/** What only a file can show: restarts, other processes, locks and damage. */
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { promisify } from "node:util"
import { type Ids, type Store, StoreError } from "@goodword/core"
import { Goodword } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { sqliteDirectory, sqliteStore } from "../src/SqliteStore.ts"

const run = promisify(execFile)
const example = join(import.meta.dirname, "..")
const tenant = "t" as Ids.Tenant
const nothing: Store.Batch = { receipts: [], facts: [], counters: [], events: [], messages: [] }
const everything: Store.Keys = { receipts: ["r"], facts: ["f"], counters: ["c"] }
const most = 9_223_372_036_854_775_807n
const some: Store.Batch = {
  ...nothing,
  receipts: [{ key: "r", fingerprint: "asked", answer: { is: [1, null] } }],
  facts: [{ key: "f", expect: 0, put: null }],
  counters: [{ key: "c", net: most, peak: most, trough: 0n }]
}

let folder = ""
let file = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "goodword-sqlite-"))
  file = join(folder, "shop.db")
})
afterEach(() => rmSync(folder, { recursive: true }))

const reasonOf = (effect: Effect.Effect<unknown, unknown>): Promise<unknown> =>
  Effect.runPromise(
    effect.pipe(
      Effect.as("done"),
      Effect.catch((error) => Effect.succeed(error instanceof StoreError ? error.reason : error))
    )
  )

describe("a restart", () => {
  it("finds every row", async () => {
    const first = sqliteStore({ file })
    await Effect.runPromise(first.commit(tenant, some))
    first.close()

    const second = sqliteStore({ file })
    expect(await Effect.runPromise(second.load(tenant, everything))).toEqual({
      receipts: some.receipts,
      facts: [{ key: "f", version: 1, value: null }],
      counters: [{ key: "c", value: most }]
    })
    second.close()
  })

  it("gives the same answers, the same people and books that balance", async () => {
    const shop = async () => {
      const store = sqliteStore({ file })
      const directory = sqliteDirectory({ file: `${file}.people`, key: "a key" })
      const goodword = await Goodword.open({
        store,
        directory,
        programs: [{ id: "spring", timeZone: "UTC", onSilence: "hold" }],
        pollMs: 0
      })
      const { code, person } = await goodword.enroll({ customer: "cus_1", email: "cus_1@example.com" })
      await goodword.touch({ code, customer: "cus_2", key: "click" })
      const paid = await goodword.orderPaid({ order: "ord_1", customer: "cus_2", total: "10.00 USD" })
      const { differences } = await goodword.replay()
      const print = await Effect.runPromise(directory.print(tenant, "email", "cus_1@example.com"))
      await goodword.close()
      directory.close()
      store.close()
      return { code, person, print, friend: paid.referral?.friend, isReplayed: paid.isReplayed, differences }
    }
    const before = await shop()
    expect(before).toMatchObject({ isReplayed: false, differences: [] })
    expect(await shop()).toEqual({ ...before, isReplayed: true })
  })
})

describe("the shop of the README", () => {
  it("prints what stands there when it is started again", async () => {
    const start = () => run(process.execPath, ["--conditions=goodword-source", join(example, "src/main.ts"), file])
    const first = await start()
    const again = await start()
    expect(first.stdout).toBe(again.stdout.replace(", asked again", ""))
    expect(readFileSync(join(example, "README.md"), "utf8")).toContain(`\n\`\`\`\n${again.stdout}\`\`\`\n`)
  })
})

describe("several processes on one file", () => {
  it("keep the bound and the versions, and miss nothing in the log", async () => {
    const racer = join(example, "test/racer.ts")
    const bound = 150
    sqliteStore({ file }).close()
    const racing = ["one", "two", "three"].map((name) =>
      run(process.execPath, ["--conditions=goodword-source", racer, file, name, `${bound}`])
    )
    const racers = (await Promise.all(racing)).map(
      ({ stdout }) => JSON.parse(stdout) as { readonly committed: number; readonly seen: readonly string[] }
    )

    const store = sqliteStore({ file })
    const { events } = await Effect.runPromise(store.events(tenant, 0, 1_000))
    const loaded = await Effect.runPromise(store.load(tenant, { receipts: [], facts: ["last"], counters: ["budget"] }))
    store.close()
    expect(racers.reduce((sum, { committed }) => sum + committed, 0)).toBe(bound)
    expect(loaded.counters[0]?.value).toBe(BigInt(bound))
    // Every other step of each process, from its second.
    const written = racers.reduce((sum, { committed }) => sum + Math.floor(committed / 2), 0)
    expect(loaded.facts).toEqual([{ key: "last", version: written, value: written }])
    for (const { seen } of racers) expect(seen).toEqual(events.map(({ id }) => id))
  })

  it("are told that the file is busy, and nothing was written", async () => {
    const store = sqliteStore({ file })
    const other = new DatabaseSync(file)
    other.exec("BEGIN IMMEDIATE")
    expect(await reasonOf(store.commit(tenant, some))).toBe("Unavailable")
    other.exec("ROLLBACK")
    expect(await reasonOf(store.commit(tenant, some))).toBe("done")
    other.close()
    store.close()
  })

  it("are let in while another writes", () => {
    sqliteStore({ file }).close()
    const other = new DatabaseSync(file)
    other.exec("BEGIN IMMEDIATE")
    sqliteStore({ file }).close()
    other.exec("ROLLBACK")
    other.close()
  })

  it("read one moment while another writes", async () => {
    const store = sqliteStore({ file })
    const other = new DatabaseSync(file)
    other.exec("BEGIN IMMEDIATE; INSERT INTO facts VALUES ('t', 'f', 1, '1')")
    expect(await Effect.runPromise(store.load(tenant, everything))).toEqual({ receipts: [], facts: [], counters: [] })
    other.exec("COMMIT")
    other.close()
    store.close()
  })
})

describe("a failure names its reason", () => {
  it("where the file is no database, or a row is damaged", async () => {
    const store = sqliteStore({ file })
    const other = new DatabaseSync(file)
    other.exec("INSERT INTO facts VALUES ('t', 'f', 1, '{\"cut')")
    expect(await reasonOf(store.load(tenant, everything))).toBe("Unreadable")
    other.close()
    store.close()
    writeFileSync(join(folder, "letter.txt"), "Dear customer, ".repeat(100))
    expect(() => sqliteStore({ file: join(folder, "letter.txt") })).toThrow(
      expect.objectContaining({ reason: "Unreadable" })
    )
  })

  it("where a counter would leave 64 bits, or the store was closed", async () => {
    const store = sqliteStore({ file })
    await Effect.runPromise(store.commit(tenant, some))
    const again = { ...nothing, counters: [{ key: "c", net: 1n, peak: 1n, trough: 0n }] }
    expect(await reasonOf(store.commit(tenant, again))).toBe("Refused")
    store.close()
    expect(await reasonOf(store.commit(tenant, again))).toBe("Refused")
  })
})

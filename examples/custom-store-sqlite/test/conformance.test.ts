/** The whole suite on files, with the rows read by a second connection. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { Wire } from "@goodword/core"
import { describeStore, type Faults, type Peek } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { openDatabase } from "../src/Database.ts"
import { storeOn } from "../src/SqliteStore.ts"

/** The handle of the store, which fails at the next COMMIT of a writer: before it took place, or after. */
const breakable = (db: DatabaseSync) => {
  let breaks: "before" | "after" | undefined
  let isWriting = false
  const exec = (sql: string): void => {
    if (sql.startsWith("BEGIN")) isWriting = sql === "BEGIN IMMEDIATE"
    if (sql !== "COMMIT" || !isWriting || breaks === undefined) return db.exec(sql)
    const now = breaks
    breaks = undefined
    // SQLite rolls back by itself where a write fails.
    db.exec(now === "before" ? "ROLLBACK" : "COMMIT")
    throw Object.assign(new Error("disk I/O error"), { code: "ERR_SQLITE_ERROR", errcode: 10 })
  }
  const handle = new Proxy(db, {
    get: (target, name) => {
      if (name === "exec") return exec
      const value = Reflect.get(target, name, target)
      return typeof value === "function" ? value.bind(target) : value
    }
  })
  const faults: Faults = {
    loseConnectionDuringCommit: () => {
      breaks = "before"
    },
    loseAnswerAfterCommit: () => {
      breaks = "after"
    }
  }
  return { handle, faults }
}

const peekAt = (db: DatabaseSync): Peek => {
  const fact = db.prepare("SELECT value FROM facts WHERE tenant = ? AND key = ?")
  const counter = db.prepare("SELECT value FROM counters WHERE tenant = ? AND key = ?")
  counter.setReadBigInts(true)
  const events = db.prepare("SELECT id FROM events WHERE tenant = ?")
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  const rows = tables.map(({ name }) => db.prepare(`SELECT * FROM ${name} WHERE tenant = ?`))
  for (const statement of rows) statement.setReadBigInts(true)
  return {
    fact: (tenant, key) => {
      const row = fact.get(tenant, key)
      return row === undefined ? undefined : (JSON.parse(String(row.value)) as Wire.Json)
    },
    counter: (tenant, key) => BigInt(counter.get(tenant, key)?.value?.toString() ?? 0),
    events: (tenant) => events.all(tenant).map(({ id }) => String(id)),
    holds: (tenant, text) =>
      rows.some((statement) =>
        statement.all(tenant).some((row) => Object.values(row).some((value) => `${value}`.includes(text)))
      )
  }
}

/** Nobody pulls the plug here, so nothing needs to wait for the disk. */
const quickly = (file: string): DatabaseSync => {
  const db = openDatabase(file)
  db.exec("PRAGMA synchronous = OFF")
  return db
}

const opened = Effect.acquireRelease(
  Effect.sync(() => {
    const folder = mkdtempSync(join(tmpdir(), "goodword-sqlite-"))
    const file = join(folder, "store.db")
    const { faults, handle } = breakable(quickly(file))
    const beside = new DatabaseSync(file)
    return { ...storeOn(handle), faults, peek: peekAt(beside), beside, folder, file }
  }),
  ({ beside, close, folder }) =>
    Effect.sync(() => {
      beside.close()
      close()
      rmSync(folder, { recursive: true })
    })
)

const another = (file: string) =>
  Effect.acquireRelease(
    Effect.sync(() => storeOn(quickly(file))),
    ({ close }) => Effect.sync(close)
  )

describeStore(
  {
    name: "sqlite",
    open: () => opened,
    peek: ({ peek }) => peek,
    faults: ({ faults }) => faults,
    another: ({ file }) => another(file)
  },
  {
    describe,
    it,
    report: (verdict) => {
      const { line, state } = verdict
      console.log(line)
      // What a store's own CI would keep, and link to.
      const out = join(import.meta.dirname, "../out")
      mkdirSync(out, { recursive: true })
      writeFileSync(join(out, "conformance.json"), `${JSON.stringify(verdict, null, 2)}\n`)
      expect(state).toBe("passed")
      const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8")
      expect(readme, "the README tells the verdict").toContain(`\n${line.replace(/, seed \d+$/, "")}\n`)
    }
  }
)

/** One SQLite file: its tables, its transactions, and what its errors mean to those who ask a store. */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite"
import { Bound, Conflict, Duplicate, StoreError } from "@goodword/core"
import * as Effect from "effect/Effect"

/** How long to wait for another process that writes. Node stands still meanwhile, so it is short. */
const busyMs = 1_000

// Strict tables raise where a value is of the wrong type; what is text elsewhere is JSON here.
const schema = `
  CREATE TABLE IF NOT EXISTS receipts (
    tenant TEXT, key TEXT, fingerprint TEXT NOT NULL, answer TEXT NOT NULL,
    PRIMARY KEY (tenant, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS facts (
    tenant TEXT, key TEXT, version INTEGER NOT NULL CHECK (version > 0), value TEXT NOT NULL,
    PRIMARY KEY (tenant, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counters (
    tenant TEXT, key TEXT, value INTEGER NOT NULL,
    PRIMARY KEY (tenant, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (
    tenant TEXT, place INTEGER, id TEXT NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL,
    at INTEGER NOT NULL, recorded INTEGER NOT NULL, body TEXT NOT NULL, transfers TEXT NOT NULL,
    PRIMARY KEY (tenant, place), UNIQUE (tenant, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS messages (
    tenant TEXT, id TEXT, lane TEXT NOT NULL, due INTEGER NOT NULL, body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, token TEXT, held INTEGER NOT NULL DEFAULT 0, reason TEXT,
    PRIMARY KEY (tenant, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS due ON messages (tenant, lane, due) WHERE reason IS NULL;
  CREATE INDEX IF NOT EXISTS due_anywhere ON messages (lane, due, held, tenant) WHERE reason IS NULL`

/** Opens a file, with the tables in it. */
export const openDatabase = (file: string, tables: string = schema): DatabaseSync => {
  try {
    const db = new DatabaseSync(file, { timeout: busyMs })
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    // A file that has its tables is opened without waiting for those who write it.
    if (db.prepare("PRAGMA user_version").get()?.user_version === 0)
      writing(db, () => db.exec(`${tables}; PRAGMA user_version = 1`))
    return db
  } catch (error) {
    throw storeErrorOf(error)
  }
}

const within =
  (begin: string) =>
  <A>(db: DatabaseSync, body: () => A): A => {
    db.exec(begin)
    try {
      const answer = body()
      db.exec("COMMIT")
      return answer
    } catch (error) {
      // SQLite has rolled back by itself where its disk failed.
      if (db.isTransaction) db.exec("ROLLBACK")
      throw error
    }
  }

/** One snapshot for several reads. */
export const reading = within("BEGIN")
/** The only writer of the file from the first line on: what is read here still stands at the commit. */
export const writing = within("BEGIN IMMEDIATE")

const codeOf = (error: unknown): number => (error instanceof Error && "errcode" in error ? Number(error.errcode) : 0)

// Result codes of SQLite, extended for the two constraints: https://www.sqlite.org/rescode.html
const taken = { primaryKey: 1555, unique: 2067 }
const reasons: Readonly<Record<number, StoreError["reason"]>> = {
  5: "Unavailable", // busy
  6: "Unavailable", // locked
  10: "Unavailable", // the disk failed
  11: "Unreadable", // damaged
  13: "Unavailable", // the disk is full
  15: "Unavailable", // another process holds the log's locks
  18: "TooLarge",
  26: "Unreadable" // not a database
}

export const storeErrorOf = (cause: unknown): StoreError => {
  if (cause instanceof StoreError) return cause
  const reason = cause instanceof SyntaxError ? "Unreadable" : (reasons[codeOf(cause) & 0xff] ?? "Refused")
  return new StoreError({ reason, message: `sqlite: ${cause instanceof Error ? cause.message : cause}`, cause })
}

/** UTF-8 has no halves of surrogate pairs: they would be written as another character, and two keys could become one. */
export const checkText = (keys: readonly string[]): void => {
  if (keys.join("\n").isWellFormed()) return
  throw new StoreError({ reason: "Refused", message: "a key or an id has half of a surrogate pair" })
}

/** Inserts a row that must not be there yet. */
export const insertNew = <E>(statement: StatementSync, values: readonly SQLInputValue[], refusal: () => E): void => {
  try {
    statement.run(...values)
  } catch (error) {
    const code = codeOf(error)
    throw code === taken.primaryKey || code === taken.unique ? refusal() : error
  }
}

export const asking = <A>(body: () => A): Effect.Effect<A, StoreError> => Effect.try({ try: body, catch: storeErrorOf })

export const committing = (body: () => void): Effect.Effect<void, StoreError | Conflict | Bound | Duplicate> =>
  Effect.try({
    try: body,
    catch: (error) =>
      error instanceof Conflict || error instanceof Bound || error instanceof Duplicate ? error : storeErrorOf(error)
  })

/** Reads a row as what the port calls it; the columns are named as its fields are. */
export const rowAs =
  <A>(...json: readonly string[]) =>
  (row: Readonly<Record<string, SQLOutputValue>>): A => {
    const read = json.map((column) => [column, JSON.parse(row[column] as string)])
    return { ...row, ...Object.fromEntries(read) } as A
  }

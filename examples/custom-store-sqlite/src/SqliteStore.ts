/** A store in one SQLite file. What it owes is described in `docs/write-a-store.md`; the suite is in `test/`. */
import type { DatabaseSync } from "node:sqlite"
import { Bound, Conflict, Duplicate, type EventLog, type Ids, type Store, StoreError, Wire } from "@goodword/core"
import { asking, checkText, committing, insertNew, openDatabase, reading, rowAs, writing } from "./Database.ts"
import { outboxOn } from "./Outbox.ts"

export { sqliteDirectory } from "./SqliteDirectory.ts"

export interface SqliteStore extends Store.StoreShape {
  readonly close: () => void
}

const limits = { items: 1_000 }

/** Any number of these, in any number of processes, may share one file. */
export const sqliteStore = ({ file }: { readonly file: string }): SqliteStore => storeOn(openDatabase(file))

export const storeOn = (db: DatabaseSync): SqliteStore => ({
  name: "sqlite",
  limits,
  ...readsOn(db),
  commit: commitOn(db),
  outbox: outboxOn(db),
  close: () => db.close()
})

const receiptOf = rowAs<Store.Receipt>("answer")
const factOf = rowAs<Store.StoredFact>("value")
const counterOf = rowAs<Store.StoredCounter>()
const tenantOf = rowAs<{ readonly tenant: Ids.Tenant }>()
const eventOf = rowAs<Store.PlacedEvent>("body", "transfers")
/** Amounts are `bigint` in transfers, which JSON has not got. */
const withAmounts = (event: Store.PlacedEvent) => ({
  ...event,
  transfers: Wire.decode(event.transfers as unknown as Wire.Json) as EventLog.StoredEvent["transfers"]
})

const readsOn = (db: DatabaseSync) => {
  const within = "tenant = ? AND key IN (SELECT value FROM json_each(?))"
  const after = "tenant = ? AND key > ? ORDER BY key LIMIT ?"
  const receipts = db.prepare(`SELECT key, fingerprint, answer FROM receipts WHERE ${within}`)
  const facts = db.prepare(`SELECT key, version, value FROM facts WHERE ${within}`)
  const counters = db.prepare(`SELECT key, value FROM counters WHERE ${within}`)
  const factPage = db.prepare(`SELECT key, version, value FROM facts WHERE ${after}`)
  const counterPage = db.prepare(`SELECT key, value FROM counters WHERE ${after}`)
  for (const statement of [counters, counterPage]) statement.setReadBigInts(true)
  const events = db.prepare(`
    SELECT place AS cursor, id, type, version, at, recorded, body, transfers FROM events
    WHERE tenant = ? AND place > ? ORDER BY place LIMIT ?`)
  const tenants = db.prepare(`
    SELECT tenant FROM (SELECT tenant FROM receipts UNION SELECT tenant FROM facts UNION SELECT tenant FROM counters
      UNION SELECT tenant FROM events UNION SELECT tenant FROM messages)
    WHERE tenant > ? ORDER BY tenant LIMIT ?`)

  return {
    load: (tenant, keys) =>
      asking(() =>
        reading(db, () => ({
          receipts: receipts.all(tenant, JSON.stringify(keys.receipts)).map(receiptOf),
          facts: facts.all(tenant, JSON.stringify(keys.facts)).map(factOf),
          counters: counters.all(tenant, JSON.stringify(keys.counters)).map(counterOf)
        }))
      ),
    events: (tenant, after, limit) =>
      asking(() => {
        const found = events.all(tenant, after, limit).map(eventOf).map(withAmounts)
        return { events: found, next: found.at(-1)?.cursor ?? after }
      }),
    facts: (tenant, after = "", limit) => asking(() => factPage.all(tenant, after, limit).map(factOf)),
    counters: (tenant, after = "", limit) => asking(() => counterPage.all(tenant, after, limit).map(counterOf)),
    tenants: (after, limit) => asking(() => tenants.all(after ?? "", limit).map((row) => tenantOf(row).tenant))
  } satisfies Partial<Store.StoreShape>
}

const commitOn = (db: DatabaseSync): Store.StoreShape["commit"] => {
  const addReceipt = db.prepare("INSERT INTO receipts VALUES (?, ?, ?, ?)")
  const addFact = db.prepare("INSERT INTO facts VALUES (?, ?, 1, ?)")
  const setFact = db.prepare(
    "UPDATE facts SET version = version + 1, value = ? WHERE tenant = ? AND key = ? AND version = ?"
  )
  const version = db.prepare("SELECT version FROM facts WHERE tenant = ? AND key = ?")
  const counter = db.prepare("SELECT value FROM counters WHERE tenant = ? AND key = ?")
  counter.setReadBigInts(true)
  const setCounter = db.prepare(
    "INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
  )
  // Writers come one after the other, and events are never deleted: nobody can have read past this place.
  const addEvent = db.prepare(`
    INSERT INTO events SELECT ?1, coalesce(max(place), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM events WHERE tenant = ?1`)
  const addMessage = db.prepare("INSERT INTO messages (tenant, id, lane, due, body) VALUES (?, ?, ?, ?, ?)")

  const writeFact = (tenant: string, { expect, key, put }: Store.FactWrite): void => {
    const conflict = () => new Conflict({ keys: [key] })
    if (put === undefined) {
      if ((version.get(tenant, key)?.version ?? 0) !== expect) throw conflict()
    } else if (expect === 0) insertNew(addFact, [tenant, key, JSON.stringify(put)], conflict)
    else if (setFact.run(JSON.stringify(put), tenant, key, expect).changes === 0) throw conflict()
  }
  const writeCounter = (tenant: string, { expect, key, max, min, net, peak, trough }: Store.CounterWrite): void => {
    // In 64 bits SQLite would go over to floating point; a BigInt that is too large is refused when it is bound.
    const before = (counter.get(tenant, key)?.value ?? 0n) as bigint
    if (expect !== undefined && before !== expect) throw new Conflict({ keys: [key] })
    if (max !== undefined && before + peak > max) throw new Bound({ keys: [key] })
    if (min !== undefined && before + trough < min) throw new Bound({ keys: [key] })
    setCounter.run(tenant, key, before + net)
  }

  return (tenant, { counters, events, facts, messages, receipts }) =>
    committing(() => {
      const items = receipts.length + facts.length + counters.length + events.length + messages.length
      if (items > limits.items) {
        const message = `a batch has ${items} items, and a commit takes ${limits.items}`
        throw new StoreError({ reason: "TooLarge", message })
      }
      const keys = [receipts, facts, counters].flatMap((rows) => rows.map(({ key }) => key))
      checkText([...keys, ...[events, messages].flatMap((rows) => rows.map(({ id }) => id))])
      const duplicate = (key: string) => () => new Duplicate({ keys: [key] })
      writing(db, () => {
        for (const { answer, fingerprint, key } of receipts)
          insertNew(addReceipt, [tenant, key, fingerprint, JSON.stringify(answer)], duplicate(key))
        for (const fact of facts) writeFact(tenant, fact)
        for (const counter of counters) writeCounter(tenant, counter)
        for (const { at, body, id, recorded, transfers, type, version } of events) {
          const json = [JSON.stringify(body), JSON.stringify(Wire.encode(transfers))]
          insertNew(addEvent, [tenant, id, type, version, at, recorded, ...json], duplicate(id))
        }
        for (const { body, due, id, lane } of messages)
          insertNew(addMessage, [tenant, id, lane, due, JSON.stringify(body)], duplicate(id))
      })
    })
}

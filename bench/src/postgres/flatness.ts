// Whether a long history makes a conversion dearer: a database with ten thousand events and one with millions, both with
// all that belongs to the events, filled in bulk by the function of peer.sql.
import type pg from "pg"
import { progress, type Recorder } from "../measure/figures.ts"
import { median } from "../measure/timing.ts"
import type { Documents } from "./documents.ts"
import { preparePeer } from "./peer.ts"
import { openShop, pour, type Shop } from "./shop.ts"
import { connect, type Scale, storeOn, type World } from "./world.ts"

const callers = 256
const fewEvents = 10_000
const eventsEach = 4
const atOnce = 10_000

interface Filled {
  readonly shop: Shop
  readonly close: () => Promise<void>
}

export const flatnessFigures = async (record: Recorder, world: World, scale: Scale): Promise<void> => {
  const few = await filled(world, fewEvents)
  const lots = await filled(world, scale.events)
  let speed = (await pour(few.shop, callers, callers * 20)).perSecond
  await pour(lots.shop, callers, callers * 20)
  const ratios: number[] = []
  for (let pair = 1; pair <= scale.pairs; pair++) {
    const count = Math.ceil(speed * scale.seconds)
    const short = await pour(few.shop, callers, count)
    const long = await pour(lots.shop, callers, count)
    speed = short.perSecond
    ratios.push(short.perSecond / long.perSecond)
    progress(
      `flatness, ${pair} of ${scale.pairs}: ${short.perSecond.toFixed(0)} conversions/s after ${fewEvents} events, ${long.perSecond.toFixed(0)} after ${scale.events}`
    )
  }
  record.add({ name: "postgres.flatness", value: median(ratios), unit: "x" })
  for (const { close } of [few, lots]) await close()
}

const filled = async (world: World, events: number): Promise<Filled> => {
  const database = await world.database()
  const store = await storeOn(database)
  const shop = await openShop("flat", [store])
  const { documents } = await preparePeer(database, shop)
  const client = await connect(database)
  const conversions = Math.ceil(events / eventsEach)
  await client.query("set synchronous_commit = off; set maintenance_work_mem = '512MB'")
  const indexes = await withoutIndexes(client)
  for (let first = 0; first < conversions; first += atOnce) {
    const count = Math.min(atOnce, conversions - first)
    await client.query(fill, ["default", first, count, ...named(documents)])
    if (first % (atOnce * 5) === 0) progress(`  filled ${first * eventsEach} of ${events} events`)
  }
  for (const make of indexes) {
    progress(`  ${make}`)
    await client.query(make)
  }
  progress("  vacuum and analyze ...")
  await client.query("vacuum analyze")
  await client.end()
  const close = async (): Promise<void> => {
    await shop.close()
    await store.close()
    await database.drop()
  }
  return { shop, close }
}

/** Drops what has to be kept up with each row, and answers the statements that make it again: a fill is twice as fast. */
const withoutIndexes = async (client: pg.Client): Promise<readonly string[]> => {
  const { rows } = await client.query<{ readonly drop: string; readonly make: string }>(`
    select
      case when c.oid is null then 'drop index ' || i.indexrelid::regclass
        else 'alter table ' || i.indrelid::regclass || ' drop constraint ' || c.conname end as drop,
      case when c.oid is null then pg_get_indexdef(i.indexrelid)
        else 'alter table ' || i.indrelid::regclass || ' add constraint ' || c.conname || ' '
          || pg_get_constraintdef(c.oid) end as make
    from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
    where i.indrelid = any(array['receipts', 'events', 'transfers', 'messages']::regclass[])`)
  for (const { drop } of rows) await client.query(drop)
  return rows.map(({ make }) => make)
}

const names = [
  ["now", "due", "fingerprint", "answer", "order_fact", "credit_fact", "off_fact", "customer_fact", "quote_fact"],
  ["referral_fact", "advocate_fact", "message", "recorded_event", "qualified_event", "off_event", "credit_event"]
].flat()

const fill = `select peer.convert($1, $2, $3, ${names.map((_, i) => `$${i + 4}`).join(", ")})`

const named = (documents: Documents): readonly (string | undefined)[] => names.map((name) => documents.get(name))

// The other side of each ratio: the same rows, written by pgbench into the same tables for tenants of its own.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Database } from "@goodword/test-postgres"
import type pg from "pg"
import { progress } from "../measure/figures.ts"
import { documentsOf } from "./documents.ts"
import { batch, clientsMax, oneFunction, type Peer, runOnce, type Script, statements } from "./pgbench.ts"
import { assertAlike, lastRowsOf, type Rows, show, total } from "./rows.ts"
import { pour, type Shop } from "./shop.ts"
import { connect } from "./world.ts"

const tenantOf = (client: number): string => `peer-${client}`

/** Lets the engine convert once, and makes the peer do likewise; throws where it would not write the same rows. */
export const preparePeer = async (database: Database, shop: Shop): Promise<Peer> => {
  const client = await connect(database)
  try {
    await pour(shop, 1, 1)
    const rows = await lastRowsOf(client, "default")
    const documents = await documentsOf(client, "default")
    progress(`one conversion writes ${total(rows).rows} rows, ${total(rows).bytes} B: ${show(rows)}`)
    await client.query(readFileSync(join(import.meta.dirname, "peer.sql"), "utf8"))
    const about = ["customer_fact", "quote_fact", "referral_fact", "advocate_fact"].map((name) => documents.get(name))
    for (let n = 0; n < clientsMax; n++)
      await client.query("select peer.settle($1, $2, $3, $4, $5)", [tenantOf(n), ...about])
    await client.query("analyze")
    const peer = { connectionString: database.connectionString, documents }
    for (const script of [statements, oneFunction]) await compare(client, peer, script, rows)
    await runOnce(peer, batch)
    progress(`a hundred conversions of batch.sql: ${show(await lastRowsOf(client, tenantOf(0)))}`)
    return peer
  } finally {
    await client.end()
  }
}

const compare = async (client: pg.Client, peer: Peer, script: Script, engine: Rows): Promise<void> => {
  await runOnce(peer, script)
  const rows = await lastRowsOf(client, tenantOf(0))
  progress(`${script.file} writes ${total(rows).rows} rows, ${total(rows).bytes} B: ${show(rows)}`)
  assertAlike(engine, rows, script.file)
}

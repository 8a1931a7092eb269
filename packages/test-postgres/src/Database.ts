/** One database of a server. */
import { randomBytes } from "node:crypto"
import { setTimeout } from "node:timers/promises"
import pg from "pg"

export interface Database {
  readonly connectionString: string
  /** Also throws out who is still connected. */
  readonly drop: () => Promise<void>
}

/** A database with nothing in it, on the server of this connection. */
export const createDatabase = async (administration: string): Promise<Database> => {
  const name = `goodword_test_${randomBytes(8).toString("hex")}`
  // Nobody can be connected to template0, so any number may copy it at once.
  await execute(administration, `CREATE DATABASE ${name} TEMPLATE template0`)
  const url = new URL(administration)
  url.pathname = `/${name}`
  return {
    connectionString: url.href,
    drop: () => drop(administration, name)
  }
}

const patienceMs = 2_000

/**
 * A pool that has ended may still be saying goodbye. Whoever is thrown out meanwhile hears an error that nobody listens
 * to any more, which ends the process; so they are given a moment to go.
 */
const drop = async (administration: string, name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: administration })
  await client.connect()
  try {
    const until = Date.now() + patienceMs
    const asked = "select from pg_stat_activity where datname = $1 and backend_type = 'client backend'"
    while ((await client.query(asked, [name])).rowCount !== 0 && Date.now() < until) await setTimeout(20)
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  } finally {
    await client.end()
  }
}

const execute = async (connectionString: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

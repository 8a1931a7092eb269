/** One database of a server. */
import { randomBytes } from "node:crypto"
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
    drop: () => execute(administration, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
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

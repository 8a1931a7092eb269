/** A pool of `pg` as Kysely takes it, for the hours in which a line breaks. */
import { EventEmitter } from "node:events"
import type { PostgresPool, PostgresPoolClient } from "kysely"
import * as Failure from "./Failure.ts"

/** Clients of any pool, each listened to once. */
const heard = new WeakSet<object>()

/**
 * A client whose connection breaks while it is lent out says so twice: the query fails, and there is an event, which
 * ends the process if nobody listens.
 */
const listenTo = (client: PostgresPoolClient): void => {
  if (heard.has(client)) return
  heard.add(client)
  if (client instanceof EventEmitter) client.on("error", () => {})
}

/** A client whose line has failed is not lent out again: the answer that it still waits for would come to the next. */
const lent = (client: PostgresPoolClient): PostgresPoolClient => {
  let isBroken = false
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(text, values as never)
    } catch (error) {
      isBroken ||= Failure.endsTheLine(error)
      throw error
    }
  }
  return { query: query as PostgresPoolClient["query"], release: () => client.release(isBroken) }
}

export const careful = (pool: PostgresPool): PostgresPool => ({
  options: pool.options,
  connect: async () => {
    const client = await pool.connect()
    listenTo(client)
    return lent(client)
  },
  end: () => pool.end()
})

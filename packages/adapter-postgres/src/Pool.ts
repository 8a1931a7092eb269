/**
 * A pool of `pg` as Kysely takes it, for the hours in which a line breaks. What is called again and again is prepared on
 * each connection by its name, which a fifth of a lone conversion's time is saved by.
 */
import { createHash } from "node:crypto"
import { EventEmitter } from "node:events"
import type { PostgresPool, PostgresPoolClient } from "kysely"
import * as Failure from "./Failure.ts"
import * as Line from "./Line.ts"

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

/** The function with a hash of the text: two adapters may share a pool, and the same name is always the same text. */
const nameOf = (text: string): string =>
  `${Line.functionIn(text)}_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`

/** What a pool knows of its connections. */
interface Known {
  readonly names: Map<string, string>
  /** Whether a connection of ours stays the same connection to the server. Not so behind an older PgBouncer. */
  keepsStatements: boolean
}

/** What a client of `pg` can do besides. */
interface Preparing {
  readonly query: (statement: {
    readonly name: string
    readonly text: string
    readonly values: readonly unknown[]
  }) => Promise<unknown>
}

type Query = (client: PostgresPoolClient, text: string, values: readonly unknown[]) => Promise<unknown>

const plainly: Query = async (client, text, values) => client.query(text, values as never)

const preparedBy =
  (known: Known): Query =>
  async (client, text, values) => {
    if (!known.keepsStatements || !Line.isCall(text)) return plainly(client, text, values)
    let name = known.names.get(text)
    if (name === undefined) {
      name = nameOf(text)
      known.names.set(text, name)
    }
    try {
      return await (client as unknown as Preparing).query({ name, text, values })
    } catch (error) {
      if (!Failure.losesStatements(error)) throw error
      // Nothing was carried out: the server did not know what to carry out.
      known.keepsStatements = false
      return plainly(client, text, values)
    }
  }

/** A client whose line has failed is not lent out again: the answer that it still waits for would come to the next. */
const lent = (client: PostgresPoolClient, ask: Query): PostgresPoolClient => {
  let isBroken = false
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    try {
      return await ask(client, text, values)
    } catch (error) {
      isBroken ||= Failure.endsTheLine(error)
      throw error
    }
  }
  return { query: query as PostgresPoolClient["query"], release: () => client.release(isBroken) }
}

export const careful = (pool: PostgresPool): PostgresPool => {
  const ask = preparedBy({ names: new Map(), keepsStatements: true })
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect()
      listenTo(client)
      return lent(client, ask)
    },
    end: () => pool.end()
  }
}

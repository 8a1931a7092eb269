// The server that all figures share, and how to reach it.
import { postgresStore } from "@goodword/adapter-postgres"
import { type Database, type Server, server } from "@goodword/test-postgres"
import pg from "pg"

export interface World {
  readonly server: Server
  /** An empty database with the adapter's tables. */
  readonly database: () => Promise<Database>
}

/** How long and how much is measured. */
export interface Scale {
  /** Of one slice, in seconds. */
  readonly seconds: number
  /** Pairs of slices for each figure. */
  readonly pairs: number
  /** Stored events in the large one of two databases. */
  readonly events: number
}

/** No checkpoint in the middle of a slice; what is committed is on the disk all the same. */
const settings = { max_wal_size: "8GB", checkpoint_timeout: "30min", shared_buffers: "1GB" }

const printKeys = ["a key for benchmarks, which keeps nothing secret"]

export const openWorld = async (): Promise<World> => {
  const bin = process.env.POSTGRES_BIN
  const own = await server({ settings, ...(bin === undefined ? {} : { bin }) })
  return {
    server: own,
    database: async () => {
      const made = await own.database()
      const store = await postgresStore({ connectionString: made.connectionString, printKeys, migrate: true })
      await store.close()
      return made
    }
  }
}

/** A store with connections of its own. */
export const storeOn = ({ connectionString }: Database): ReturnType<typeof postgresStore> =>
  postgresStore({ connectionString, printKeys })

/** A connection that finds the adapter's tables without their schema's name. */
export const connect = async ({ connectionString }: Database): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString, options: "-c search_path=goodword" })
  await client.connect()
  return client
}

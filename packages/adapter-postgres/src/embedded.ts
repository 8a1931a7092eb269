/**
 * Goodword on an embedded PostgreSQL: no server, one process. In memory, or in a folder.
 *
 * @module
 */
import { randomBytes } from "node:crypto"
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { PGlite } from "@electric-sql/pglite"
import type { Directory, Store, StoreError } from "@goodword/core"
import * as Layer from "effect/Layer"
import { Kysely, PGliteDialect } from "kysely"
import * as Failure from "./Failure.ts"
import * as FolderLock from "./FolderLock.ts"
import { checkKeys } from "./PostgresDirectory.ts"
import { make, type PostgresStore } from "./PostgresStore.ts"
import * as Schema from "./Schema.ts"
import { scoped } from "./scoped.ts"

export interface Options {
  /** Where the data is kept; in memory unless given. One process at a time may have it open. */
  readonly folder?: string
  /** As with a server. Unless given, one is made and kept as `print.key` in the folder. */
  readonly printKeys?: readonly string[]
}

/**
 * Opens the embedded store; its schema is made and kept up by itself.
 *
 * @example
 * import { embeddedStore } from "@goodword/adapter-postgres/embedded"
 * const store = await embeddedStore()
 * store.name // => "embedded PostgreSQL"
 * await store.close()
 */
export const embeddedStore = async (options: Options = {}): Promise<PostgresStore> => {
  if (options.printKeys !== undefined) checkKeys(options.printKeys)
  const folder = options.folder === undefined ? undefined : resolve(options.folder)
  if (folder !== undefined) await mkdir(folder, { recursive: true })
  const unlock = folder === undefined ? async () => {} : await FolderLock.take(join(folder, "lock.json"))
  try {
    const printKeys = options.printKeys ?? [folder === undefined ? newKey() : await keyIn(folder)]
    const pglite = await PGlite.create(folder === undefined ? {} : { dataDir: join(folder, "data") })
    const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite }) })
    const close = async () => {
      await db.destroy()
      await unlock()
    }
    try {
      const schema = Schema.defaultSchema
      await Schema.migrate(db)
      return make({ name: "embedded PostgreSQL", db, schema, printKeys, batches: 1, close })
    } catch (error) {
      await db.destroy()
      throw error
    }
  } catch (error) {
    await unlock()
    throw Failure.storeError(error)
  }
}

const newKey = (): string => randomBytes(32).toString("hex")

/** The key that stands beside the data, which whoever can read the data can read too: good enough for one machine. */
const keyIn = async (folder: string): Promise<string> => {
  const path = join(folder, "print.key")
  try {
    const kept = await readFile(path, "utf8")
    checkKeys([kept])
    return kept
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
  }
  const key = newKey()
  // Whole or not at all: a crash in the middle may not leave an empty key.
  await writeFile(`${path}.next`, key, { mode: 0o600 })
  await rename(`${path}.next`, path)
  return key
}

/** The store and its directory as a layer, for those who compose with Effect. */
export const layer = (options: Options = {}): Layer.Layer<Store.Store | Directory.Directory, StoreError> =>
  Layer.effectContext(scoped(() => embeddedStore(options)))

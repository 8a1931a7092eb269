/** Who people are, in a file of its own: erasing it leaves the books as they are, with nobody behind the ids. */
import { createHmac, randomUUID } from "node:crypto"
import { type Directory, DirectoryError, type Ids } from "@goodword/core"
import * as Effect from "effect/Effect"
import { openDatabase } from "./Database.ts"

const schema = `
  CREATE TABLE IF NOT EXISTS people (
    tenant TEXT, kind TEXT, external TEXT, person TEXT NOT NULL UNIQUE,
    PRIMARY KEY (tenant, kind, external)
  ) STRICT, WITHOUT ROWID`

export interface SqliteDirectory extends Directory.DirectoryShape {
  readonly close: () => void
}

/** `key` makes the prints of addresses: keep it out of the file, and keep it the same. */
export const sqliteDirectory = ({ file, key }: { readonly file: string; readonly key: string }): SqliteDirectory => {
  const db = openDatabase(file, schema)
  const add = db.prepare("INSERT INTO people VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
  const find = db.prepare("SELECT person FROM people WHERE tenant = ? AND kind = ? AND external = ?")
  const known = (...who: readonly string[]) => find.get(...who)?.person as Ids.PersonId | undefined

  return {
    personFor: (tenant, kind, external) =>
      Effect.try({
        try: () => {
          const person = known(tenant, kind, external)
          if (person !== undefined) return person
          add.run(tenant, kind, external, randomUUID())
          // Another process may have been first.
          return known(tenant, kind, external) as Ids.PersonId
        },
        catch: (cause) => new DirectoryError({ message: `sqlite: ${cause}`, cause })
      }),
    print: (tenant, kind, folded) =>
      Effect.sync(() =>
        createHmac("sha256", key)
          .update(JSON.stringify([tenant, kind, folded]))
          .digest("base64url")
      ),
    close: () => db.close()
  }
}

#!/usr/bin/env node
/** `goodword-postgres migrate|status|sql|distribute`: the schema, for deployments and for whoever looks after the database. */
import { parseArgs } from "node:util"
import { distribute } from "./Distribute.ts"
import * as Failure from "./Failure.ts"
import { connect } from "./Open.ts"
import { defaultSchema, migrate, script, status } from "./Schema.ts"

const usage = `goodword-postgres migrate     runs pending migrations
goodword-postgres status      says which were run; exits with 1 where some are pending
goodword-postgres sql         prints everything as one script
goodword-postgres distribute  on Citus, after migrate: distributes tables and functions by tenant

--url     the connection string, DATABASE_URL unless given; a direct one, not through a pooler
--schema  ${defaultSchema} unless given
`

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "))

const main = async (): Promise<number> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { url: { type: "string" }, schema: { type: "string" } }
  })
  const [command] = positionals
  const { schema = defaultSchema, url = process.env.DATABASE_URL } = values
  if (command === "sql") {
    process.stdout.write(script(schema))
    return 0
  }
  if (command !== "migrate" && command !== "status" && command !== "distribute") {
    print(usage)
    return 2
  }
  if (url === undefined) {
    print("no database is named: give --url or set DATABASE_URL")
    return 2
  }
  const { close, db } = connect({ connectionString: url })
  try {
    if (command === "migrate") {
      print(`run: ${list(await migrate(db, schema))}`)
      return 0
    }
    if (command === "distribute") {
      const { functions, tables } = await distribute(db, schema)
      print(`tables: ${list(tables)}\nfunctions: ${list(functions)}`)
      return 0
    }
    const { done, pending, unknown } = await status(db, schema)
    print(`schema ${schema}\nrun: ${list(done)}\npending: ${list(pending)}`)
    if (unknown.length > 0) print(`of a newer release: ${list(unknown)}`)
    return pending.length + unknown.length > 0 ? 1 : 0
  } finally {
    await close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${Failure.storeError(error).message}\n`)
  process.exitCode = 1
}

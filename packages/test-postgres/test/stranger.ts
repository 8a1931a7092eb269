// Started by a test: asks for a database, tells which, and lives until it is killed.
import { database } from "../src/index.ts"

const { connectionString } = await database()
process.stdout.write(`${connectionString}\n`)
setInterval(() => undefined, 1_000)

/** The schema in the database: makes it, says whether it is the one that this release works with, and prints it. */
import { StoreError } from "@goodword/core"
import { CompiledQuery, type Kysely, sql } from "kysely"
import { Migrator } from "kysely/migration"
import * as Failure from "./Failure.ts"
import { migrations } from "./migrations/all.ts"

export const defaultSchema = "goodword"
const table = "migrations"

/** For each migration, whether it was run here. */
export interface Status {
  readonly schema: string
  readonly done: readonly string[]
  readonly pending: readonly string[]
  /** Run here by a release that is newer than this one. */
  readonly unknown: readonly string[]
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Runs what is pending; two at once wait for each other. Answers the names of what was run. */
export const migrate = async <DB>(db: Kysely<DB>, schema = defaultSchema): Promise<readonly string[]> => {
  const migrator = new Migrator({
    db: db.withoutPlugins(),
    migrationTableSchema: schema,
    migrationTableName: table,
    migrationLockTableName: `${table}_lock`,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          migrations.map(({ name, statements }) => [
            name,
            {
              up: async (connection: Kysely<unknown>) => {
                await sql.raw(`set local search_path = ${quoted(schema)}, pg_temp`).execute(connection)
                for (const statement of statements) await sql.raw(statement).execute(connection)
              }
            }
          ])
        )
    }
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw Failure.storeError(error)
  return (results ?? []).map(({ migrationName }) => migrationName)
}

export const status = async <DB>(db: Kysely<DB>, schema = defaultSchema): Promise<Status> => {
  const done = await namesDone(db, schema)
  const known = migrations.map(({ name }) => name)
  return {
    schema,
    done: known.filter((name) => done.includes(name)),
    pending: known.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !known.includes(name))
  }
}

const namesDone = async <DB>(db: Kysely<DB>, schema: string): Promise<readonly string[]> => {
  try {
    const asked = CompiledQuery.raw(`select name from ${quoted(schema)}.${table} order by name`)
    const { rows } = await db.withoutPlugins().executeQuery<{ readonly name: string }>(asked as never)
    return rows.map(({ name }) => name)
  } catch (error) {
    if (Failure.codeOf(error) === Failure.undefinedTable) return []
    throw Failure.storeError(error)
  }
}

/** Refuses a schema that is not the one of this release, with the sentence that mends it. */
export const check = async <DB>(db: Kysely<DB>, schema: string): Promise<void> => {
  const { done, pending, unknown } = await status(db, schema)
  const command = `npx goodword-postgres migrate${schema === defaultSchema ? "" : ` --schema ${schema}`}`
  if (unknown.length > 0) {
    const message = `schema "${schema}" was made by a newer release (it has ${unknown.join(", ")}): upgrade @goodword/adapter-postgres`
    throw new StoreError({ reason: "Refused", message })
  }
  if (pending.length === 0) return
  const what = done.length === 0 ? "does not exist" : `lacks ${pending.join(", ")}`
  throw new StoreError({ reason: "Refused", message: `schema "${schema}" ${what}: run \`${command}\`` })
}

/** All migrations as one script, for those who let nothing but a person change a schema. */
export const script = (schema = defaultSchema): string => {
  const name = quoted(schema)
  const lines = [
    "begin",
    `create schema ${name}`,
    `set local search_path = ${name}, pg_temp`,
    `create table ${table} (name varchar(255) not null primary key, "timestamp" varchar(255) not null)`,
    `create table ${table}_lock (id varchar(255) not null primary key, is_locked integer default 0 not null)`,
    `insert into ${table}_lock (id) values ('migration_lock')`,
    ...migrations.flatMap((migration) => [
      ...migration.statements,
      `insert into ${table} values ('${migration.name}', to_char(current_timestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`
    ]),
    "commit"
  ]
  return lines.map((line) => `${line};\n`).join("\n")
}

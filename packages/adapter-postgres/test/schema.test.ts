/** The schema: made once however many make it, told apart from older and newer ones, and the same as the script. */
import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { database } from "@goodword/test-postgres"
import { Kysely, PostgresDialect } from "kysely"
import pg from "pg"
import { afterEach, describe, expect, it } from "vitest"
import { migrate, postgresStore, script, status } from "../src/index.ts"
import { printKeys } from "./rows.ts"

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const empty = async () => {
  const { connectionString, drop } = await database()
  ends.push(drop)
  return connectionString
}

const over = (connectionString: string): Kysely<unknown> => {
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString }) }) })
  ends.push(() => kysely.destroy())
  return kysely
}

const query = async (connectionString: string, text: string): Promise<readonly unknown[]> => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const result = await client.query(text)
    return Array.isArray(result) ? [] : result.rows
  } finally {
    await client.end()
  }
}

/** Everything that a catalog says of a schema. */
const catalog = `
  select 'column' as what, format('%s.%s', table_name, column_name) as name,
    concat_ws(' ', data_type, is_nullable, column_default, collation_name) as told
  from information_schema.columns where table_schema = 'goodword'
  union all select 'constraint', format('%s.%s', conrelid::regclass, conname), pg_get_constraintdef(oid)
  from pg_constraint where connamespace = 'goodword'::regnamespace
  union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'goodword'
  union all select 'function', p.oid::regprocedure::text, pg_get_functiondef(p.oid)
  from pg_proc p where pronamespace = 'goodword'::regnamespace
  union all select 'view', viewname, definition from pg_views where schemaname = 'goodword'
  union all select 'policy', format('%s.%s', tablename, policyname), concat_ws(' ', cmd, roles, qual, with_check)
  from pg_policies where schemaname = 'goodword'
  union all select 'table', relname, concat_ws(' ', relkind, relrowsecurity, relforcerowsecurity, reloptions,
    obj_description(oid))
  from pg_class where relnamespace = 'goodword'::regnamespace
  order by 1, 2`

describe("migrating", () => {
  it("makes everything once", async () => {
    const kysely = over(await empty())
    expect(await status(kysely)).toEqual({
      schema: "goodword",
      done: [],
      pending: ["0001-begin", "0002-reading"],
      unknown: []
    })
    expect(await migrate(kysely)).toEqual(["0001-begin", "0002-reading"])
    expect(await migrate(kysely)).toEqual([])
    expect(await status(kysely)).toEqual({
      schema: "goodword",
      done: ["0001-begin", "0002-reading"],
      pending: [],
      unknown: []
    })
  })

  it("is done by one of many who begin at once", async () => {
    const connectionString = await empty()
    const done = await Promise.all(Array.from({ length: 4 }, () => migrate(over(connectionString))))
    expect(done.flat()).toEqual(["0001-begin", "0002-reading"])
  })

  it("makes what the script makes", async () => {
    const [byCode, byScript] = [await empty(), await empty()]
    await migrate(over(byCode))
    await query(byScript, script())
    const made = await query(byCode, catalog)
    expect(made.length).toBeGreaterThan(100)
    expect(await query(byScript, catalog)).toEqual(made)
    const store = await postgresStore({ connectionString: byScript, printKeys })
    await store.close()
  })

  it("has its script in schema.sql", async () => {
    expect(await readFile(new URL("../schema.sql", import.meta.url), "utf8")).toBe(script())
  })

  it("takes a schema of any name", async () => {
    const connectionString = await empty()
    const options = { connectionString, printKeys, schema: 'Gutes "Wort"' }
    const store = await postgresStore({ ...options, migrate: true })
    await store.close()
    await expect(postgresStore({ connectionString, printKeys })).rejects.toMatchObject({ reason: "Refused" })
    await (await postgresStore(options)).close()
  })
})

describe("opening", () => {
  it("refuses a database without the schema, and names the command", async () => {
    const opening = postgresStore({ connectionString: await empty(), printKeys })
    await expect(opening).rejects.toMatchObject({
      _tag: "StoreError",
      reason: "Refused",
      message: 'schema "goodword" does not exist: run `npx goodword-postgres migrate`'
    })
  })

  it("refuses a schema that is behind", async () => {
    const connectionString = await empty()
    await migrate(over(connectionString))
    await query(connectionString, "delete from goodword.migrations")
    await expect(postgresStore({ connectionString, printKeys })).rejects.toMatchObject({
      message: expect.stringMatching(/npx goodword-postgres/)
    })
  })

  it("refuses a schema of a newer release", async () => {
    const connectionString = await empty()
    await migrate(over(connectionString))
    await query(connectionString, "insert into goodword.migrations values ('9999-later', '')")
    await expect(postgresStore({ connectionString, printKeys })).rejects.toMatchObject({
      reason: "Refused",
      message: expect.stringMatching(/9999-later.*upgrade @goodword\/adapter-postgres/)
    })
  })

  it.each([undefined, [], ["short"]])("refuses print keys such as %j", async (keys) => {
    const options = { connectionString: "postgres://nowhere", printKeys: keys as readonly string[] }
    await expect(postgresStore(options)).rejects.toMatchObject({
      reason: "Refused",
      message: expect.stringMatching(/openssl rand -hex 32/)
    })
  })

  it("refuses a transaction of somebody", async () => {
    const kysely = over(await empty())
    await kysely.transaction().execute(async (transaction) => {
      await expect(postgresStore({ kysely: transaction, printKeys })).rejects.toMatchObject({ reason: "Refused" })
    })
  })
})

describe("the command", () => {
  const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url))
  const command = (...words: string[]) =>
    promisify(execFile)(process.execPath, ["--conditions=goodword-source", cli, ...words], {
      env: { ...process.env, DATABASE_URL: undefined }
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout })
    )

  it("says what is pending, runs it, and prints it", async () => {
    const url = await empty()
    expect(await command("status", "--url", url)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/pending: 0001-begin/)
    })
    expect(await command("migrate", "--url", url)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/run: 0001-begin/)
    })
    expect(await command("status", "--url", url)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/pending: none/)
    })
    expect(await command("sql")).toEqual({ code: 0, stdout: script() })
    expect(await command("migrate")).toMatchObject({ code: 2, stdout: expect.stringMatching(/--url/) })
    expect(await command("drop")).toMatchObject({ code: 2 })
  })
})

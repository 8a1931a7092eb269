/**
 * Citus: the tables distributed by tenant, and the functions with them. A call then goes whole to the worker that has the
 * tenant's rows and runs there, so the transaction, its locks and row-level security are those of one server.
 */
import { type Kysely, sql } from "kysely"
import * as Failure from "./Failure.ts"
import { defaultSchema, quoted } from "./Schema.ts"

/** What was done now; what had been done before is left as it is. */
export interface Distributed {
  readonly tables: readonly string[]
  readonly functions: readonly string[]
}

interface Named {
  readonly name: string
}

/** Tables of the schema that are not distributed yet. */
const tablesOf = (schema: string) => sql<Named>`
  select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  where n.nspname = ${schema} and c.relkind = 'r' and a.attname = 'tenant_id'
    and not exists (select from pg_dist_partition d where d.logicalrelid = c.oid)
  order by c.relname`

/** Functions of the schema that are not placed yet; those without a tenant ask over all of them, from the coordinator. */
const functionsOf = (schema: string) => sql<Named & { readonly isOfTenant: boolean }>`
  select p.oid::regprocedure::text as name, 'tenant' = any(p.proargnames) as "isOfTenant"
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = ${schema} and not 'plan_cache_mode=force_custom_plan' = any(p.proconfig)
  order by p.proname`

/**
 * Distributes the tables of a schema by tenant, and the functions that are called for one. Run it after each `migrate`:
 * what is distributed already stays as it is.
 */
export const distribute = async <DB>(db: Kysely<DB>, schema = defaultSchema): Promise<Distributed> => {
  const plain = db.withoutPlugins()
  try {
    const tables = await tablesOf(schema).execute(plain)
    for (const { name } of tables.rows) {
      await sql`select create_distributed_table(${name}::regclass, 'tenant_id')`.execute(plain)
    }
    const functions = await functionsOf(schema).execute(plain)
    const facts = `${quoted(schema)}.facts`
    for (const { isOfTenant, name } of functions.rows) {
      // A plan for any tenant knows no shard: Citus has to see whose rows are wanted.
      await sql.raw(`alter function ${name} set plan_cache_mode = force_custom_plan`).execute(plain)
      if (!isOfTenant) continue
      await sql`select create_distributed_function(${name}::regprocedure, 'tenant', colocate_with := ${facts})`.execute(
        plain
      )
    }
    return { tables: tables.rows.map(({ name }) => name), functions: functions.rows.map(({ name }) => name) }
  } catch (error) {
    throw Failure.storeError(error)
  }
}

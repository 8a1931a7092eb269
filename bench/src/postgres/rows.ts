// What one transaction wrote, table by table: the rows that carry its id.
import type pg from "pg"

export const tables = ["receipts", "facts", "counters", "events", "transfers", "messages", "tenants"] as const

export interface Written {
  readonly rows: number
  readonly bytes: number
}

export type Rows = { readonly [Table in (typeof tables)[number]]: Written }

/** Of the transaction that last moved on a tenant's head. */
export const lastRowsOf = async (client: pg.Client, tenant: string): Promise<Rows> => {
  const parts = tables.map(
    (table) => `select '${table}' as name, count(*)::int as rows, coalesce(sum(pg_column_size(t.*)), 0)::int as bytes
      from ${table} t where t.tenant_id = $1 and t.xmin = (select xmin from tenants where tenant_id = $1)`
  )
  const { rows } = await client.query<Written & { readonly name: string }>(parts.join(" union all "), [tenant])
  return Object.fromEntries(rows.map(({ bytes, name, rows: count }) => [name, { rows: count, bytes }])) as Rows
}

export const show = (rows: Rows): string =>
  tables.map((table) => `${table} ${rows[table].rows} (${rows[table].bytes} B)`).join(", ")

export const total = (rows: Rows): Written => ({
  rows: tables.reduce((sum, table) => sum + rows[table].rows, 0),
  bytes: tables.reduce((sum, table) => sum + rows[table].bytes, 0)
})

/** Whoever is compared must write as many rows into each table, and about as many bytes. */
export const assertAlike = (engine: Rows, peer: Rows, script: string): void => {
  for (const table of tables) {
    if (engine[table].rows !== peer[table].rows) {
      const counts = `the engine writes ${engine[table].rows} rows into ${table}, ${script} ${peer[table].rows}`
      throw new Error(`${counts}: bring ${script} and peer.sql up to date, or the ratio means nothing.`)
    }
  }
  const ratio = total(peer).bytes / total(engine).bytes
  if (ratio < 0.85 || ratio > 1.15) {
    throw new Error(`${script} writes ${ratio.toFixed(2)} times the bytes of the engine: bring it up to date.`)
  }
}

/** Rows as they stand in the tables, read past the store. */
import type { Peek } from "@goodword/testkit"

export type Query = (text: string, values: readonly unknown[]) => Promise<{ readonly rows: readonly unknown[] }>

export const printKeys = ["0123456789abcdef0123456789abcdef"]

const tables = [
  "tenants",
  "facts",
  "counters",
  "receipts",
  "events",
  "transfers",
  "messages",
  "people",
  "prints",
  "rolled_up",
  "day_figures",
  "qualified_friends",
  "leaders"
] as const

/** A store of before is a fresh one after this. */
export const emptied = async (query: Query): Promise<void> => {
  await query(`truncate ${tables.map((table) => `goodword.${table}`).join(", ")}`, [])
}

export const peekInto = (query: Query): Peek => {
  const read = async <Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]> =>
    (await query(text, values)).rows as readonly Row[]
  return {
    fact: async (tenant, key) => {
      const text = `select value::text from goodword.facts where tenant_id = $1 and key = $2`
      const [row] = await read<{ value: string }>(text, [tenant, key])
      return row === undefined ? undefined : JSON.parse(row.value)
    },
    counter: async (tenant, key) => {
      const text = `select value::text from goodword.counters where tenant_id = $1 and key = $2`
      const [row] = await read<{ value: string }>(text, [tenant, key])
      return BigInt(row?.value ?? 0)
    },
    events: async (tenant) => {
      const rows = await read<{ id: string }>(`select id from goodword.events where tenant_id = $1`, [tenant])
      return rows.map(({ id }) => id)
    },
    holds: async (tenant, text) => {
      for (const table of tables) {
        const found = `select 1 from goodword.${table} as t where tenant_id = $1 and strpos(t::text, $2) > 0 limit 1`
        if ((await read(found, [tenant, text])).length > 0) return true
      }
      return false
    }
  }
}

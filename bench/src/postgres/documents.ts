// The documents that the engine wrote for one conversion: the pgbench scripts write the very same.
import type pg from "pg"

/** By the names that the scripts use. */
export type Documents = ReadonlyMap<string, string>

/** Each is one document, wherever its key begins so. */
const sources: Readonly<Record<string, string>> = {
  fingerprint: "select fingerprint from receipts where key like 'order/%' and",
  answer: "select answer::text from receipts where key like 'order/%' and",
  order_fact: "select value::text from facts where key like 'order/%' and",
  credit_fact: "select value::text from facts where key like 'reward/bench/credit/%' and",
  off_fact: "select value::text from facts where key like 'reward/bench/off/%' and",
  customer_fact: "select value::text from facts where key like 'customer/%' and",
  quote_fact: "select value::text from facts where key like 'quote/%' and",
  referral_fact: "select value::text from facts where key like 'referral/%' and",
  advocate_fact: "select value::text from facts where key like 'advocate/%' and",
  message: "select body::text from messages where true and",
  recorded_event: "select body::text from events where type = 'OrderRecorded' and",
  qualified_event: "select body::text from events where type = 'ReferralQualified' and",
  off_event: "select body::text from events where type = 'RewardGranted' and id like 'reward/bench/off/%' and",
  credit_event: "select body::text from events where type = 'RewardGranted' and id like 'reward/bench/credit/%' and",
  due: "select due::text from messages where true and",
  now: "select recorded::text from events where type = 'OrderRecorded' and"
}

/** Of the transaction that last moved on a tenant's head, which must have been one conversion. */
export const documentsOf = async (client: pg.Client, tenant: string): Promise<Documents> => {
  const found = new Map<string, string>()
  for (const [name, source] of Object.entries(sources)) {
    const sql = `${source} tenant_id = $1 and xmin = (select xmin from tenants where tenant_id = $1)`
    const { rows } = await client.query<Readonly<Record<string, string>>>(sql, [tenant])
    const [value] = Object.values(rows[0] ?? {})
    if (rows.length !== 1 || value === undefined) {
      throw new Error(
        `The engine wrote ${rows.length} rows where the scripts expect one ${name}: bring them up to date.`
      )
    }
    found.set(name, value)
  }
  return found
}

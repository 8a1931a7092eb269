/** How the rows of the story are changed, and the names of what is in them. */
import type { AuditCheck, AuditFinding, Store } from "@goodword/core"
import type { Rows, StoredEvent, StoredTransfer, Tree } from "./books.ts"

export interface Tamper {
  readonly what: string
  readonly change: (rows: Rows) => void
  /** A store that lies about good rows. */
  readonly through?: (store: Store.StoreShape) => Store.StoreShape
  /** One of the findings. */
  readonly finds: Pick<AuditFinding, "check" | "where" | "expected" | "actual"> & Partial<Pick<AuditFinding, "what">>
}

export const finding = (
  check: AuditCheck,
  where: string,
  expected: AuditFinding["expected"],
  actual: AuditFinding["actual"]
): Tamper["finds"] => ({ check, where, expected, actual })

export const event = (rows: Rows, id: string): StoredEvent => {
  const found = rows.events.find((one) => one.id === id)
  if (found === undefined) throw new Error(`the story has no event ${id}`)
  return found
}

export const transfer = (rows: Rows, id: string): StoredTransfer => {
  const found = rows.events.flatMap((one) => one.transfers).find((one) => one.id === id)
  if (found === undefined) throw new Error(`the story has no transfer ${id}`)
  return found
}

export const body = (rows: Rows, id: string): Tree => event(rows, id).body

export const drop = (rows: Rows, ...ids: readonly string[]): void => {
  for (const id of ids) event(rows, id)
  rows.events = rows.events.filter((one) => !ids.includes(one.id))
}

/** The same event again, under names that end differently. */
export const again = (rows: Rows, id: string, change: Tree = {}): void => {
  const known = event(rows, id)
  const transfers = known.transfers.map((one) => ({ ...one, id: `${one.id}-again` }))
  const copy = structuredClone({ ...known, id: `${id}-again`, transfers })
  Object.assign(copy.body, change)
  rows.events.push(copy)
}

/** Another word everywhere in an event. */
export const rename = (rows: Rows, id: string, from: string, to: string): void => {
  const at = rows.events.indexOf(event(rows, id))
  rows.events[at] = JSON.parse(JSON.stringify(rows.events[at]).replaceAll(from, to))
}

export const fact = (rows: Rows, key: string): Tree => {
  const found = rows.facts.get(key)
  if (found === undefined || found === null) throw new Error(`the story has no fact ${key}`)
  return found
}

export const adds = (rows: Rows, counter: string, by: bigint): void => {
  rows.counters.set(counter, (rows.counters.get(counter) ?? 0n) + by)
}

export const [joe, kim, lee, eve, zed, may, gil] = ["psn_4", "psn_5", "psn_6", "psn_7", "psn_9", "psn_10", "psn_12"]
export const credit = (order: string): string =>
  `reward/spring/credit/advocate/${order < "o3" ? "psn_1" : "psn_2"}/o:${order}/g1`
export const patient = (order: string): string => `reward/holding/advocate/advocate/psn_18/o:${order}/g1`
export const pointsOf = (person: string, order: string): string =>
  `reward/spring/friend-points/friend/${person}/o:${order}/g1`
export const discount = `reward/spring/friend/friend/${joe}/o:o1/g1`
export const lapsed = "reward/spring/off/advocate/psn_2/o:o3/g1"
export const second = "reward/spring/milestone/advocate/psn_2/n:1/g1"
export const attributed = (person: string): string => `referral/spring/${person}/g1/attributed`
export const qualified = `referral/spring/${eve}/g1/qualified/referral/spring/${eve}/review/1`

/** Somebody becomes a friend after all of the story. */
export const attribute = (rows: Rows, friend: string, advocate: string, generation = 1): void => {
  const id = `referral/spring/${friend}/g${generation}/attributed`
  const copy = structuredClone(event(rows, attributed(`${may}`)))
  rows.events.push({ ...copy, id, body: { ...copy.body, friend, advocate, generation } })
}

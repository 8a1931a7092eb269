/** All rows as one JSON document, and back. */
import type { Wire } from "@goodword/core"
import * as Rows from "./Rows.ts"

interface TenantDocument {
  readonly facts: readonly (readonly [string, number, string])[]
  readonly counters: readonly (readonly [string, string])[]
  readonly receipts: readonly (readonly [string, string, string])[]
  readonly events: readonly (readonly [string, string])[]
  readonly messages: readonly Rows.MessageRow[]
}

/** All that is held. */
export interface Holding {
  readonly people: Map<string, string>
  readonly tenants: Map<string, Rows.Rows>
}

export const empty = (): Holding => ({ people: new Map(), tenants: new Map() })

interface Document {
  readonly version: 1
  readonly people: readonly (readonly [string, string])[]
  readonly tenants: Readonly<Record<string, TenantDocument>>
}

export const take = ({ people, tenants }: Holding): Wire.Json => {
  const document: Document = {
    version: 1,
    people: [...people],
    tenants: Object.fromEntries(
      [...tenants].map(([tenant, rows]) => [
        tenant,
        {
          facts: [...rows.facts].map(([key, { text, version }]) => [key, version, text] as const),
          counters: [...rows.counters].map(([key, value]) => [key, `${value}`] as const),
          receipts: [...rows.receipts].map(([key, { fingerprint, text }]) => [key, fingerprint, text] as const),
          events: rows.events.map(({ id, text }) => [id, text] as const),
          messages: [...rows.messages.values()].map((message) => ({ ...message }))
        }
      ])
    )
  }
  return document as unknown as Wire.Json
}

export const restore = (json: Wire.Json): Holding => {
  const { people, tenants, version } = json as unknown as Document
  if (version !== 1)
    throw new Error(`a snapshot of version ${version} cannot be restored: this release writes version 1`)
  return {
    people: new Map(people),
    tenants: new Map(Object.entries(tenants).map(([tenant, document]) => [tenant, rowsOf(document)]))
  }
}

const rowsOf = (document: TenantDocument): Rows.Rows => {
  const rows = Rows.empty()
  for (const [key, version, text] of document.facts) rows.facts.set(key, { version, text })
  for (const [key, value] of document.counters) rows.counters.set(key, BigInt(value))
  for (const [key, fingerprint, text] of document.receipts) rows.receipts.set(key, { fingerprint, text })
  for (const [id, text] of document.events) {
    rows.events.push({ id, text })
    rows.eventIds.add(id)
  }
  for (const message of document.messages) {
    rows.messages.set(message.id, { ...message })
    const at = message.token === null ? message.due : Math.max(message.due, message.until)
    if (message.dead === null) Rows.push(Rows.laneOf(rows, message.lane), { at, id: message.id })
  }
  return rows
}

/** The outbox in memory: messages with a lease that is proved by a token. */
import type { Ids, Instant, Store, Wire } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Rows from "./Rows.ts"

export const make = (tenants: ReadonlyMap<string, Rows.Rows>, rowsOf: (tenant: string) => Rows.Rows): Store.Outbox => ({
  ready: (lanes, now, limit) =>
    Effect.sync(() =>
      [...tenants]
        .flatMap(([tenant, rows]) =>
          [...rows.lanes]
            .filter(([lane]) => lanes.includes(lane))
            .map(([lane, heap]) => ({
              tenant: tenant as Ids.Tenant,
              lane,
              due: earliest(rows, heap) ?? Number.POSITIVE_INFINITY
            }))
        )
        .filter(({ due }) => due <= now)
        .sort((a, b) => a.due - b.due)
        .slice(0, limit)
        .map(({ lane, tenant }) => ({ tenant, lane }))
    ),
  claim: (tenant, claim) => Effect.sync(() => take(rowsOf(tenant), claim)),
  settle: (tenant, token, ids) =>
    Effect.sync(() => {
      const rows = rowsOf(tenant)
      const held = ids.filter((id) => rows.messages.get(id)?.token === token)
      for (const id of held) rows.messages.delete(id)
      return held.length
    }),
  retry: (tenant, token, id, due) =>
    Effect.sync(() => {
      const rows = rowsOf(tenant)
      const message = rows.messages.get(id)
      if (message?.token !== token) return
      message.token = null
      message.until = 0
      message.due = due
      Rows.push(Rows.laneOf(rows, message.lane), { at: due, id })
    }),
  bury: (tenant, token, id, reason) =>
    Effect.sync(() => {
      const message = rowsOf(tenant).messages.get(id)
      if (message?.token !== token) return
      message.token = null
      message.dead = reason
    }),
  dead: (tenant, limit) =>
    Effect.sync(() =>
      [...rowsOf(tenant).messages.values()]
        .filter((message) => message.dead !== null)
        .slice(0, limit)
        .map((message) => ({ ...stored(message), attempts: message.attempts, reason: message.dead ?? "" }))
    ),
  revive: (tenant, ids, due) =>
    Effect.sync(() => {
      const rows = rowsOf(tenant)
      const messages = ids.flatMap((id) => rows.messages.get(id) ?? []).filter(({ dead }) => dead !== null)
      for (const message of messages) {
        message.dead = null
        message.attempts = 0
        message.due = due
        Rows.push(Rows.laneOf(rows, message.lane), { at: due, id: message.id })
      }
      return messages.length
    })
})

/** When a message can be claimed next; `undefined` where it cannot. */
const claimableAt = (message: Rows.MessageRow | undefined): number | undefined =>
  message === undefined || message.dead !== null
    ? undefined
    : message.token === null
      ? message.due
      : Math.max(message.due, message.until)

/** The first entry of the heap that still holds. */
const earliest = (rows: Rows.Rows, heap: Rows.Heap): number | undefined => {
  for (;;) {
    const top = heap.entries[0]
    if (top === undefined || claimableAt(rows.messages.get(top.id)) === top.at) return top?.at
    Rows.pop(heap)
  }
}

const take = (rows: Rows.Rows, { lane, limit, now, token, until }: Store.Claim): readonly Store.ClaimedMessage[] => {
  const heap = Rows.laneOf(rows, lane)
  const taken: Store.ClaimedMessage[] = []
  while (taken.length < limit && (earliest(rows, heap) ?? Number.POSITIVE_INFINITY) <= now) {
    const entry = Rows.pop(heap)
    const message = entry === undefined ? undefined : rows.messages.get(entry.id)
    if (message === undefined) break
    message.token = token
    message.until = until
    message.attempts += 1
    taken.push({ ...stored(message), attempts: message.attempts })
  }
  // A claim that is never settled runs out: then the message comes up again.
  for (const { id } of taken) Rows.push(heap, { at: Math.max(until, rows.messages.get(id)?.due ?? 0), id })
  return taken
}

const stored = ({ due, id, lane, text }: Rows.MessageRow): Store.StoredMessage => ({
  id,
  lane,
  due: due as Instant.Instant,
  body: JSON.parse(text) as Wire.Json
})

/** Messages until they are settled. A message is free where nobody holds it, or its time is over. */
import type { DatabaseSync } from "node:sqlite"
import type { Ids, Store } from "@goodword/core"
import { asking, rowAs, writing } from "./Database.ts"

const placeOf = rowAs<{ readonly tenant: Ids.Tenant; readonly lane: string }>()
const claimedOf = rowAs<Store.ClaimedMessage>("body")
const deadOf = rowAs<Store.DeadMessage>("body")

export const outboxOn = (db: DatabaseSync): Store.Outbox => {
  const among = "IN (SELECT value FROM json_each(?))"
  const free = "due <= ? AND held <= ? AND reason IS NULL"
  const ready = db.prepare(`
    SELECT tenant, lane FROM messages WHERE lane ${among} AND ${free} GROUP BY tenant, lane ORDER BY min(due) LIMIT ?`)
  const due = db.prepare(`
    SELECT id FROM messages WHERE tenant = ? AND lane = ? AND ${free} ORDER BY due, id LIMIT ?`)
  const hold = db.prepare(`
    UPDATE messages SET token = ?, held = ?, attempts = attempts + 1 WHERE tenant = ? AND id = ?
    RETURNING id, lane, due, body, attempts`)
  const settle = db.prepare(`DELETE FROM messages WHERE tenant = ? AND token = ? AND id ${among}`)
  const retry = db.prepare(`
    UPDATE messages SET due = ?, token = NULL, held = 0 WHERE tenant = ? AND token = ? AND id = ?`)
  const bury = db.prepare("UPDATE messages SET reason = ?, token = NULL WHERE tenant = ? AND token = ? AND id = ?")
  const dead = db.prepare(`
    SELECT id, lane, due, body, attempts, reason FROM messages
    WHERE tenant = ? AND reason IS NOT NULL ORDER BY due, id LIMIT ?`)
  const revive = db.prepare(`
    UPDATE messages SET reason = NULL, due = ?, attempts = 0, held = 0
    WHERE tenant = ? AND reason IS NOT NULL AND id ${among}`)

  return {
    ready: (lanes, now, limit) => asking(() => ready.all(JSON.stringify(lanes), now, now, limit).map(placeOf)),
    claim: (tenant, { lane, limit, now, token, until }) =>
      asking(() =>
        writing(db, () =>
          due
            .all(tenant, lane, now, now, limit)
            .flatMap(({ id }) => hold.all(token, until, tenant, id as string))
            .map(claimedOf)
        )
      ),
    settle: (tenant, token, ids) => asking(() => Number(settle.run(tenant, token, JSON.stringify(ids)).changes)),
    retry: (tenant, token, id, due) => asking(() => void retry.run(due, tenant, token, id)),
    bury: (tenant, token, id, reason) => asking(() => void bury.run(reason, tenant, token, id)),
    dead: (tenant, limit) => asking(() => dead.all(tenant, limit).map(deadOf)),
    revive: (tenant, ids, due) => asking(() => Number(revive.run(due, tenant, JSON.stringify(ids)).changes))
  }
}

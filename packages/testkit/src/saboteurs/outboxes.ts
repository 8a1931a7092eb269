/** Outboxes that give a message to two, or believe who does not hold it. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { over } from "../over.ts"
import { pause } from "../World.ts"
import type { Saboteur } from "./Saboteur.ts"

/** Looks for what is due on one trip and takes it on the next: whoever looked meanwhile gets it too. */
const double: Saboteur = {
  id: "double-claim",
  bug: "selects what is due, and marks it on another trip",
  through: (store) => {
    let looking = 0
    const shared = new Map<string, readonly Store.ClaimedMessage[]>()
    return over(store, {
      outbox: {
        claim: (tenant, claim) =>
          Effect.gen(function* () {
            const place = `${tenant}/${claim.lane}`
            const isAlone = looking === 0
            looking += 1
            const taken = isAlone ? yield* store.outbox.claim(tenant, claim) : (shared.get(place) ?? [])
            if (isAlone) shared.set(place, taken)
            yield* pause(4)
            looking -= 1
            if (looking === 0) shared.clear()
            return taken
          })
      }
    })
  }
}

const late: Saboteur = {
  id: "late-settle",
  bug: "settles by the id alone, whoever holds the message now",
  through: (store) => {
    const holders = new Map<string, string>()
    return over(store, {
      outbox: {
        claim: (tenant, claim) =>
          Effect.tap(store.outbox.claim(tenant, claim), (messages) =>
            Effect.sync(() => {
              for (const { id } of messages) holders.set(`${tenant}/${id}`, claim.token)
            })
          ),
        settle: (tenant, token, ids) =>
          Effect.map(
            Effect.forEach(ids, (id) => store.outbox.settle(tenant, holders.get(`${tenant}/${id}`) ?? token, [id])),
            (counts) => counts.reduce((sum, count) => sum + count, 0)
          )
      }
    })
  }
}

const endless: Saboteur = {
  id: "endless-claim",
  bug: "never gives a message again whose worker died",
  through: (store) =>
    over(store, {
      outbox: {
        claim: (tenant, claim) => store.outbox.claim(tenant, { ...claim, until: Number.MAX_SAFE_INTEGER as never })
      }
    })
}

const remembering: Saboteur = {
  id: "remembered-attempts",
  bug: "counts on from the attempts before a message was set aside",
  through: (store) => {
    const before = new Map<string, number>()
    return over(store, {
      outbox: {
        revive: (tenant, ids, due) =>
          Effect.gen(function* () {
            for (const { attempts, id } of yield* store.outbox.dead(tenant, 1_000)) before.set(id, attempts)
            return yield* store.outbox.revive(tenant, ids, due)
          }),
        claim: (tenant, claim) =>
          Effect.map(store.outbox.claim(tenant, claim), (messages) =>
            messages.map((message) => ({ ...message, attempts: message.attempts + (before.get(message.id) ?? 0) }))
          )
      }
    })
  }
}

const clockwise: Saboteur = {
  id: "own-clock",
  bug: "takes what is due by the clock of the database, not by the time it is given",
  through: (store) =>
    over(store, {
      outbox: {
        claim: (tenant, claim) => {
          const now = Date.now()
          return store.outbox.claim(tenant, { ...claim, now: now as never, until: (now + 60_000) as never })
        }
      }
    })
}

const seconds: Saboteur = {
  id: "whole-seconds",
  bug: "keeps times of messages in whole seconds",
  through: (store) => {
    const cut = (at: number): never => (at - (at % 1_000)) as never
    return over(store, {
      commit: (tenant, batch) =>
        store.commit(tenant, {
          ...batch,
          messages: batch.messages.map((message) => ({ ...message, due: cut(message.due) }))
        }),
      outbox: {
        claim: (tenant, claim) => store.outbox.claim(tenant, { ...claim, until: cut(claim.until) }),
        retry: (tenant, token, id, due) => store.outbox.retry(tenant, token, id, cut(due))
      }
    })
  }
}

const atMostOnce: Saboteur = {
  id: "at-most-once",
  bug: "deletes a message when it is claimed: whoever crashes then loses it",
  through: (store) =>
    over(store, {
      outbox: {
        claim: (tenant, claim) =>
          Effect.tap(store.outbox.claim(tenant, claim), (messages) =>
            store.outbox.settle(
              tenant,
              claim.token,
              messages.map(({ id }) => id)
            )
          )
      }
    })
}

export const claiming: readonly Saboteur[] = [double, late, endless, remembering, clockwise, seconds, atMostOnce]

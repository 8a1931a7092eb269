/** Outboxes that name the wrong places, or take one lane, token or tenant for another. */
import type { Ids, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { over } from "../over.ts"
import type { Saboteur } from "./Saboteur.ts"

const perMessage: Saboteur = {
  id: "place-per-message",
  bug: "names a place as often as messages are due in it",
  through: (store) =>
    over(store, {
      outbox: {
        ready: (...asked) => Effect.map(store.outbox.ready(...asked), (places) => [...places, ...places])
      }
    })
}

const limitless: Saboteur = {
  id: "limitless-places",
  bug: "names all places, however few are asked for",
  through: (store) =>
    over(store, {
      outbox: { ready: (lanes, now) => store.outbox.ready(lanes, now, Number.MAX_SAFE_INTEGER) }
    })
}

const newest: Saboteur = {
  id: "newest-place-first",
  bug: "names the places with the newest messages, and leaves the others for later",
  through: (store) =>
    over(store, {
      outbox: {
        ready: (lanes, now, limit) =>
          Effect.map(store.outbox.ready(lanes, now, Number.MAX_SAFE_INTEGER), (places) =>
            [...places].reverse().slice(0, limit)
          )
      }
    })
}

/** A page of the places that are known, before anybody looks what is due there. */
const fixed: Saboteur = {
  id: "first-places-only",
  bug: "takes as many places as are asked for, and then looks which of them have something due",
  through: (store) => {
    const known: string[] = []
    return over(store, {
      commit: (tenant, batch) => {
        for (const { lane } of batch.messages) if (!known.includes(`${tenant}/${lane}`)) known.push(`${tenant}/${lane}`)
        return store.commit(tenant, batch)
      },
      outbox: {
        ready: (lanes, now, limit) =>
          Effect.map(store.outbox.ready(lanes, now, Number.MAX_SAFE_INTEGER), (places) =>
            places.filter(({ lane, tenant }) => known.indexOf(`${tenant}/${lane}`) < limit)
          )
      }
    })
  }
}

const undead: Saboteur = {
  id: "undead-place",
  bug: "names places in which messages are only set aside",
  through: (store) => {
    const seen = new Set<Ids.Tenant>()
    return over(store, {
      commit: (tenant, batch) => {
        seen.add(tenant)
        return store.commit(tenant, batch)
      },
      outbox: {
        ready: (lanes, now, limit) =>
          Effect.gen(function* () {
            const places = [...(yield* store.outbox.ready(lanes, now, limit))]
            for (const tenant of seen) {
              for (const { lane } of yield* store.outbox.dead(tenant, limit))
                if (lanes.includes(lane)) places.push({ tenant, lane })
            }
            return places.slice(0, limit)
          })
      }
    })
  }
}

const foldedLane: Saboteur = {
  id: "folded-lane",
  bug: "has a collation that takes small letters for capital ones in the names of lanes",
  through: (store) => {
    const fold = (lane: string): string => lane.toLowerCase()
    return over(store, {
      commit: (tenant, batch) => {
        const messages = batch.messages.map((message) => ({ ...message, lane: fold(message.lane) }))
        return store.commit(tenant, { ...batch, messages })
      },
      outbox: {
        ready: (lanes, now, limit) =>
          Effect.map(store.outbox.ready(lanes.map(fold), now, limit), (places) =>
            places.map(({ lane, tenant }) => ({ tenant, lane: lanes.find((one) => fold(one) === lane) ?? lane }))
          ),
        claim: (tenant, claim) =>
          Effect.map(store.outbox.claim(tenant, { ...claim, lane: fold(claim.lane) }), (messages) =>
            messages.map((message) => ({ ...message, lane: claim.lane }))
          )
      }
    })
  }
}

const paddedToken: Saboteur = {
  id: "padded-token",
  bug: "keeps tokens in a column that pays no heed to blanks at the end",
  through: (store) =>
    over(store, {
      outbox: {
        claim: (tenant, claim) => store.outbox.claim(tenant, { ...claim, token: claim.token.trimEnd() }),
        settle: (tenant, token, ids) => store.outbox.settle(tenant, token.trimEnd(), ids),
        retry: (tenant, token, id, due) => store.outbox.retry(tenant, token.trimEnd(), id, due),
        bury: (tenant, token, id, reason) => store.outbox.bury(tenant, token.trimEnd(), id, reason)
      }
    })
}

/** A statement for each method, and in one of them the tenant was forgotten. */
const leakyRetry: Saboteur = {
  id: "leaky-retry",
  bug: "puts messages off by id and token, without their tenant",
  through: (store) => {
    const seen = new Set<Ids.Tenant>()
    const claim: Store.Outbox["claim"] = (tenant, one) => {
      seen.add(tenant)
      return store.outbox.claim(tenant, one)
    }
    return over(store, {
      outbox: {
        claim,
        retry: (_tenant, token, id, due) =>
          Effect.forEach([...seen], (tenant) => store.outbox.retry(tenant, token, id, due), { discard: true })
      }
    })
  }
}

export const naming: readonly Saboteur[] = [
  newest,
  perMessage,
  limitless,
  fixed,
  undead,
  foldedLane,
  paddedToken,
  leakyRetry
]

/** The outbox: each call is one function of the schema. */
import type { Ids, Store, StoreError } from "@goodword/core"
import * as Effect from "effect/Effect"
import type { Arguments } from "./Line.ts"
import * as Literal from "./Literal.ts"

/** Calls a function with arguments that are made inside, so that what is wrong with them fails as a value. */
export type Call = <A>(name: string, args: () => Arguments) => Effect.Effect<A, StoreError>

type Place = readonly [tenant: Ids.Tenant, lane: string]
type Claimed = readonly [
  id: string,
  due: Store.StoredMessage["due"],
  body: Store.StoredMessage["body"],
  attempts: number
]
type Dead = readonly [
  id: string,
  lane: string,
  due: Store.StoredMessage["due"],
  body: Store.StoredMessage["body"],
  attempts: number,
  reason: string
]

export const make = (call: Call): Store.Outbox => ({
  ready: (lanes, now, limit) =>
    call<readonly Place[] | null>("ready", () => ({ lanes: Literal.texts(lanes), now, most: limit })).pipe(
      Effect.map((places) => (places ?? []).map(([tenant, lane]) => ({ tenant, lane })))
    ),
  claim: (tenant, { lane, limit, now, token, until }) =>
    call<readonly Claimed[] | null>("claim", () => ({
      tenant,
      in_lane: lane,
      now,
      most: limit,
      until,
      by_token: token
    })).pipe(
      Effect.map((rows) => (rows ?? []).map(([id, due, body, attempts]) => ({ id, lane, due, body, attempts })))
    ),
  settle: (tenant, token, ids) => call<number>("settle", () => ({ tenant, by_token: token, ids: Literal.texts(ids) })),
  retry: (tenant, token, id, due) => call<void>("retry", () => ({ tenant, by_token: token, message: id, again: due })),
  bury: (tenant, token, id, reason) =>
    call<void>("bury", () => ({ tenant, by_token: token, message: id, why: reason })),
  dead: (tenant, limit) =>
    call<readonly Dead[] | null>("dead", () => ({ tenant, most: limit })).pipe(
      Effect.map((rows) =>
        (rows ?? []).map(([id, lane, due, body, attempts, reason]) => ({ id, lane, due, body, attempts, reason }))
      )
    ),
  revive: (tenant, ids, due) => call<number>("revive", () => ({ tenant, ids: Literal.texts(ids), again: due }))
})

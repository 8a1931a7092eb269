/** A store with a referral program: the engine, the people around it, and what is still to come. */
import { createHmac } from "node:crypto"
import { memoryDirectory } from "@goodword/adapter-memory"
import { type Directory, type Program, Refusal, type Store } from "@goodword/core"
import { Goodword, type MovableClock, movableClock } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import * as Agenda from "./Agenda.ts"
import * as People from "./People.ts"
import * as Random from "./Random.ts"

const dayMs = 86_400_000

/** What people do some time after an order. */
export type ToCome =
  | { readonly _tag: "Visit"; readonly code: string; readonly visitor: string }
  | { readonly _tag: "Refund"; readonly order: string; readonly amount: string }
  | { readonly _tag: "Change"; readonly order: string; readonly total: string }
  | { readonly _tag: "Verdict"; readonly customer: string; readonly order: string; readonly verdict: Answered }
export type Answered = "approved" | "rejected"

export interface Shop {
  readonly goodword: Goodword
  readonly store: Store.StoreShape
  readonly people: People.People
  readonly clock: MovableClock
  readonly agenda: Agenda.Agenda<ToCome>
  readonly customerOf: Map<string, string>
  /** What people hold and can use from a time on. */
  readonly wallets: Map<string, { readonly reward: string; readonly fromMs: number }[]>
  readonly calls: Calls
  /** The order to explain at the end. */
  readonly best: Best
  /** Where orders come from, for messages. */
  readonly path: string
}

export interface Best {
  order: string
  customer: string
  advocate: string
  rewards: number
  checks: number
}

/** What was asked, and what was not to be had. */
export interface Calls {
  asked: number
  replayed: number
  readonly refused: Map<string, number>
}

export const open = async (options: {
  readonly program: Program.Program
  readonly seed: number
  readonly start: string
  readonly path: string
  readonly store: Store.StoreShape
}): Promise<Shop> => {
  const { path, program, seed, start, store } = options
  const clock = movableClock(new Date(Math.max(0, Date.parse(start) - dayMs)).toISOString())
  let people = 0
  let ids = 0
  let codes = 0
  const goodword = await Goodword.open({
    store,
    directory: atOnce(memoryDirectory({ newId: () => `p${++people}` })),
    programs: [program],
    clock,
    pollMs: 0,
    ids: { newId: () => `id${++ids}`, newCode: () => codeOf(seed, ++codes) }
  })
  return {
    goodword,
    store,
    clock,
    path,
    people: People.make(seed),
    agenda: Agenda.make(),
    customerOf: new Map(),
    wallets: new Map(),
    calls: { asked: 0, replayed: 0, refused: new Map() },
    best: { order: "", customer: "", advocate: "", rewards: 1, checks: 0 }
  }
}

/** A real shop keeps this secret; here the same run has to give the same hashes. */
const printKey = "an example keeps no secrets"

/**
 * A directory that answers at once and counts its people. So calls that are made together reach Goodword in the order in
 * which they were made, whatever the store, and the same seed gives the same log.
 */
const atOnce = (directory: Directory.DirectoryShape): Directory.DirectoryShape => ({
  ...directory,
  print: (...what) => Effect.sync(() => createHmac("sha256", printKey).update(JSON.stringify(what)).digest("hex"))
})

const codeOf = (seed: number, n: number): string => {
  const chance = Random.about(seed, "code", `${n}`)
  return Array.from({ length: 8 }, () => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[chance.between(0, 31)]).join("")
}

/** Counts a call, and a refusal as the answer that it is. */
export const ask = async <A extends object>(shop: Shop, call: Promise<A>): Promise<A | undefined> => {
  shop.calls.asked++
  try {
    const answer = await call
    if ("isReplayed" in answer && answer.isReplayed === true) shop.calls.replayed++
    return answer
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    shop.calls.refused.set(error._tag, (shop.calls.refused.get(error._tag) ?? 0) + 1)
    return undefined
  }
}

/**
 * Keyed hashes of what identifies a person, kept beside the log: erasure deletes them, Replay does not look at them. Each
 * is kept with the person, and the person with it, so that two who gave the same address find each other.
 */
import * as Draft from "./Draft.ts"
import type { Read } from "./Facts.ts"
import type { PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Scout from "./Scout.ts"

/** Somebody, with what a call says of them. */
export interface Printed {
  readonly person: PersonId
  readonly prints?: readonly string[]
}

/** How many addresses of one person are compared. */
const printsMax = 64

/** How many people are told apart who give the same address; the orders of whoever comes later are counted together. */
const sharersMax = 16

/** Up to here, or all orders under one placeholder would wait for each other for ever. */
const othersMax = 1_000

const none: readonly never[] = []

/** The addresses that a person gives now, and has given before. */
export const of = (read: Read, { person, prints = none }: Printed): readonly string[] => {
  const kept = read(Key.prints(person))?.email ?? none
  return prints.length === 0 ? kept : [...kept, ...prints]
}

export const plan = (scout: Scout.Scout, who: Printed): void => {
  for (const print of of((key) => Scout.read(scout, key), who)) Scout.want(scout, Key.sharers(print))
}

/** @param orderAt when the order was placed that the addresses come with; `null` where they come without one */
export const remember = (draft: Draft.Draft, { person, prints = none }: Printed, orderAt: Instant | null): void => {
  if (prints.length === 0) return
  const key = Key.prints(person)
  const known = Draft.loaded(draft, key)?.email ?? none
  const fresh = prints.filter((print) => !known.includes(print))
  // The oldest stay: nobody gets rid of an address by giving others.
  const kept = fresh.length === 0 ? known : [...known, ...fresh].slice(0, printsMax)
  if (fresh.length > 0) draft.facts.set(key, { email: kept, recorded: draft.now })
  for (const print of prints) if (kept.includes(print)) share(draft, print, person, orderAt)
}

const share = (draft: Draft.Draft, print: string, person: PersonId, orderAt: Instant | null): void => {
  const key = Key.sharers(print)
  const known = Draft.loaded(draft, key)
  const people = known?.people ?? none
  if (people.includes(person)) return
  if (people.length < sharersMax) {
    draft.facts.set(key, { ...known, people: [...people, person], recorded: draft.now })
    return
  }
  const { firstAt = orderAt, orders = 0 } = known?.others ?? {}
  if (orderAt === null || firstAt === null || orders >= othersMax) return
  const others = { orders: orders + 1, firstAt: orderAt < firstAt ? orderAt : firstAt }
  draft.facts.set(key, { people, others, recorded: draft.now })
}

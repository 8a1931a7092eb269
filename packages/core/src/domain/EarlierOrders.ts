/**
 * What somebody has ordered before: under their own id, and as somebody else who gave one of the same e-mail addresses,
 * such as the guest that they were. Only keyed hashes of addresses are compared.
 */
import type * as Fact from "./Fact.ts"
import type { Read } from "./Facts.ts"
import type { PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Prints from "./Prints.ts"
import * as Scout from "./Scout.ts"

export interface EarlierOrders {
  readonly own: number
  readonly byEmail: number
  /** When the first of those was placed that are known by an address alone. */
  readonly firstByEmail: Instant | null
}

/** Whether a friend is new; somebody may be known by an address alone. */
export type Known = "new" | "known" | "known by e-mail"

export const count = ({ byEmail, own }: EarlierOrders): number => own + byEmail

/** @param claim what the store says: somebody counts as new only if neither it nor an earlier order says otherwise */
export const knownBy = ({ byEmail, own }: EarlierOrders, claim: boolean | undefined): Known => {
  if (own > 0 || claim === false) return "known"
  return byEmail > 0 ? "known by e-mail" : "new"
}

/** @param prints all addresses that the person has given, as `Prints.of` knows them */
export const of = (read: Read, person: PersonId, prints: readonly string[]): EarlierOrders => {
  const own = read(Key.customer(person))?.orders ?? 0
  if (prints.length === 0) return own === 0 ? nothing : { own, byEmail: 0, firstByEmail: null }
  const told = othersOf(read, person, prints).map((other) => read(Key.customer(other)))
  const all = [...told, beyond(read, person, own, prints)].filter((one) => one !== null)
  return {
    own,
    byEmail: all.reduce((sum, { orders }) => sum + orders, 0),
    firstByEmail: all.reduce<Instant | null>(
      (first, { firstAt }) => (first === null || firstAt < first ? firstAt : first),
      null
    )
  }
}

/** What is known of most people who order for the first time. */
const nothing: EarlierOrders = { own: 0, byEmail: 0, firstByEmail: null }

type Ordered = Pick<Fact.Customer, "orders" | "firstAt">

/**
 * What others ordered who are not told apart any more. Whoever is one of them has their own orders among these; and the
 * same orders may have come with several addresses, so that of these the one with the most says how many there are.
 */
const beyond = (read: Read, person: PersonId, own: number, prints: readonly string[]): Ordered | null => {
  let most: Ordered | null = null
  for (const print of prints) {
    const sharers = read(Key.sharers(print))
    if (sharers?.others === undefined) continue
    const orders = sharers.others.orders - (sharers.people.includes(person) ? 0 : own)
    if (orders > (most?.orders ?? 0)) most = { orders, firstAt: sharers.others.firstAt }
  }
  return most
}

/** The keys from which it is seen who else has given the same addresses. */
export const plan = (scout: Scout.Scout, who: Prints.Printed): void => {
  Scout.want(scout, Key.customer(who.person))
  Prints.plan(scout, who)
}

/** Those of the others' orders: to be asked for beside what else a plan wants by then, or they cost a look of their own. */
export const planOthers = (scout: Scout.Scout, who: Prints.Printed): void => {
  const read: Read = (key) => Scout.read(scout, key)
  for (const other of othersOf(read, who.person, Prints.of(read, who))) Scout.want(scout, Key.customer(other))
}

const othersOf = (read: Read, person: PersonId, prints: readonly string[]): readonly PersonId[] => {
  const others = new Set(prints.flatMap((print) => read(Key.sharers(print))?.people ?? []))
  others.delete(person)
  return [...others]
}

/**
 * What somebody has ordered before: under their own id, and as somebody else who gave one of the same e-mail addresses,
 * such as the guest that they were. Only keyed hashes of addresses are compared.
 */
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

const before = 0 as Instant

export const of = (read: Read, who: Prints.Printed): EarlierOrders => {
  const own = read(Key.customer(who.person))?.orders ?? 0
  const prints = Prints.of(read, who)
  if (prints.length === 0) return { own, byEmail: 0, firstByEmail: null }
  let byEmail = 0
  let firstByEmail: Instant | null = null
  for (const other of othersOf(read, who.person, prints)) {
    const customer = read(Key.customer(other))
    if (customer === null) continue
    byEmail += customer.orders
    if (firstByEmail === null || customer.firstAt < firstByEmail) firstByEmail = customer.firstAt
  }
  // An address that so many have given tells nobody apart: whoever comes with it is not known to be new.
  const isCrowded = prints.some((print) => Prints.isCrowded(read(Key.sharers(print)), who.person))
  return isCrowded ? { own, byEmail: byEmail + 1, firstByEmail: before } : { own, byEmail, firstByEmail }
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

const nobody: ReadonlySet<PersonId> = new Set()

const othersOf = (read: Read, person: PersonId, prints: readonly string[]): ReadonlySet<PersonId> => {
  if (prints.length === 0) return nobody
  const others = new Set(prints.flatMap((print) => read(Key.sharers(print))?.people ?? []))
  others.delete(person)
  return others
}

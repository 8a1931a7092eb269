/**
 * Double entry. Every movement of value is a transfer between two accounts; nothing is updated or deleted.
 *
 * A grant is a `pending` transfer from the program's expense to what the person is owed. It is `post`ed when its hold
 * ends, `void`ed (in part or whole) before that, and reversed by a new `direct` transfer afterwards.
 * A balance is credits less debits, kept apart for pending and posted; each unit sums to zero over all accounts.
 */

import type { PersonId, ProgramId } from "./Ids.ts"
import { recentOne, recentTwo } from "./internal/recent.ts"
import { part } from "./Key.ts"
import type { Money } from "./Money.ts"
import type { Unit } from "./Unit.ts"

export type Account = string

/** What the program has cost. */
export const expense: (program: ProgramId) => Account = recentOne((program) => `expense/${program}`)
/** What a person has been promised and not used yet. */
export const owed: (person: PersonId) => Account = recentOne((person) => `owed/${part(person)}`)
/** What a person has used and should not have: the store's claim. */
export const debt: (person: PersonId) => Account = recentOne((person) => `debt/${part(person)}`)
/** What people have used. */
export const redeemed = (program: ProgramId): Account => `redeemed/${program}`
/** What people let lapse. */
export const breakage = (program: ProgramId): Account => `breakage/${program}`

export type Phase = "pending" | "post" | "void" | "direct"

export interface Transfer {
  readonly id: string
  readonly phase: Phase
  readonly debit: Account
  readonly credit: Account
  readonly amount: Money
  /** The pending transfer that a `post` or a `void` resolves. */
  readonly of?: string
}

export const make = (
  id: string,
  phase: Phase,
  debit: Account,
  credit: Account,
  amount: Money,
  of?: string
): Transfer => (of === undefined ? { id, phase, debit, credit, amount } : { id, phase, debit, credit, amount, of })

/** The counter that holds an account's balance. */
export const balance = (account: Account, unit: Unit, phase: "pending" | "posted"): string =>
  phase === "pending" ? pendingOf(account, unit) : postedOf(account, unit)

const pendingOf = recentTwo((account: Account, unit: Unit) => `balance/${account}/${unit}/pending`)
const postedOf = recentTwo((account: Account, unit: Unit) => `balance/${account}/${unit}/posted`)

/** What a transfer adds to each balance; the sum is zero in each phase and unit. */
export const movements = (
  transfer: Transfer,
  move: (account: Account, unit: Unit, phase: "pending" | "posted", add: bigint) => void
): void => {
  const { amount, credit, debit, phase } = transfer
  const { minor, unit } = amount
  if (phase === "pending") {
    move(debit, unit, "pending", -minor)
    move(credit, unit, "pending", minor)
    return
  }
  if (phase !== "direct") {
    move(debit, unit, "pending", minor)
    move(credit, unit, "pending", -minor)
  }
  if (phase !== "void") {
    move(debit, unit, "posted", -minor)
    move(credit, unit, "posted", minor)
  }
}

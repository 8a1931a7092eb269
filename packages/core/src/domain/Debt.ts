/**
 * What a person has used and should not have. It is paid from the next lots of the same unit that become available;
 * units never net against each other.
 */
import * as Draft from "./Draft.ts"
import { passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Ledger from "./Ledger.ts"
import * as Lot from "./Lot.ts"
import type { Unit } from "./Unit.ts"

/** The counter that holds a person's debt, below zero. */
export const counterOf = (person: PersonId, unit: Unit): string => {
  const named = Key.ofPerson(person)
  if (named.debt?.unit !== unit) named.debt = { unit, counter: Ledger.balance(Ledger.debt(person), unit, "posted") }
  return named.debt.counter
}

/** What a person owes now, with what this very decision has done to it. */
export const owedBy = (draft: Draft.Draft, person: PersonId, unit: Unit): bigint => {
  let { owing } = draft
  // Most decisions ask of one person again and again.
  if (owing === undefined || owing.person !== person || owing.unit !== unit) {
    owing = { person, unit, owed: -Draft.counter(draft, counterOf(person, unit)) }
    draft.owing = owing
  }
  return draft.debts.length === 0 ? owing.owed : owing.owed + movedBy(draft, Ledger.debt(person), unit)
}

const movedBy = ({ debts }: Draft.Draft, account: Ledger.Account, unit: Unit): bigint => {
  let sum = 0n
  for (const { amount, credit, debit } of debts.flatMap((event) => event.transfers)) {
    if (amount.unit !== unit) continue
    if (debit === account) sum += amount.minor
    if (credit === account) sum -= amount.minor
  }
  return sum
}

/** Pays what a person owes, as far as a lot goes that has just become available. */
export const settle = (draft: Draft.Draft, key: FactKey<Fact.Reward>, cause: string, at: Instant): void => {
  const lot = Draft.read(draft, key)
  if (lot === null || !Lot.isWaiting(lot)) return
  const { amount, person, reward } = lot
  const owed = owedBy(draft, person, amount.unit)
  if (owed <= 0n) return
  const rest = Lot.left(lot)
  const paid = { minor: owed < rest ? owed : rest, unit: amount.unit }
  // Another lot may pay the same debt at the same time: the debt must be what it was.
  draft.fences.push(counterOf(person, amount.unit))
  Draft.emitDebt(draft, {
    _tag: "DebtSettled",
    id: `${reward}/settled/${cause}`,
    at,
    recorded: draft.now,
    reward,
    key,
    person,
    amount: paid,
    transfers: [Ledger.make(`${reward}/settle/${cause}`, "direct", Ledger.owed(person), Ledger.debt(person), paid)],
    because: [passed("debt", paid, { minor: owed, unit: amount.unit })]
  })
}

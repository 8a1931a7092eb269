/**
 * What a person has used and should not have. It is paid from the next lots of the same unit that become available;
 * units never net against each other.
 */
import * as Draft from "./Draft.ts"
import * as Event from "./Event.ts"
import { passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { rememberedBy } from "./internal/recent.ts"
import * as Ledger from "./Ledger.ts"
import * as Lot from "./Lot.ts"
import type { Unit } from "./Unit.ts"

const counterIn = rememberedBy((unit: Unit, person: PersonId) => Ledger.balance(Ledger.debt(person), unit, "posted"))

/** The counter that holds a person's debt, below zero. */
export const counterOf = (person: PersonId, unit: Unit): string => counterIn(unit, person)

/**
 * What a person owes now, with what this very decision has done to it. Most decisions ask of one person again and again:
 * the draft remembers who was asked for last, and only events that are newer than the answer are looked at.
 */
export const owedBy = (draft: Draft.Draft, person: PersonId, unit: Unit): bigint => {
  let { owing } = draft
  if (owing === undefined || owing.person !== person || owing.unit !== unit) {
    owing = { person, unit, owed: -Draft.counter(draft, counterOf(person, unit)), events: 0 }
    draft.owing = owing
  }
  while (owing.events < draft.events.length) {
    const event = draft.events[owing.events++]
    if (event?._tag === "RewardTakenBack" || event?._tag === "DebtSettled") owing.owed += added(event, person, unit)
  }
  return owing.owed
}

/** What an event adds to a person's debt. */
const added = (event: Event.Event, person: PersonId, unit: Unit): bigint => {
  const account = Ledger.debt(person)
  let sum = 0n
  for (const { amount, credit, debit } of Event.transfers(event)) {
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
  Draft.emit(draft, {
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

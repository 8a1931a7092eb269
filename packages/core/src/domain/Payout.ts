/**
 * A payout run: who is paid how much of what waits for a payout. It is opened, people are selected into it one by one,
 * it is approved, and each item ends as paid or failed.
 *
 * Selecting uses the lots at once, so none can be in two runs. What a refund takes meanwhile is the person's debt, as
 * with any value that was used; what was not paid comes back to its lots, and pays such debts first.
 */

import * as Calendar from "./Calendar.ts"
import type {
  ApprovePayout,
  ClosePayout,
  FailPayout,
  OpenPayout,
  PaidPayout,
  PayoutCommand,
  SelectPayout,
  SendPayout
} from "./Command.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { Instant } from "./Instant.ts"
import { assertInvariant, broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import * as Lots from "./Lots.ts"
import type { PayoutHeld } from "./PayoutEvent.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"
import * as Spend from "./Spend.ts"
import * as TaxThreshold from "./TaxThreshold.ts"

/** How many items are handed on in one decision. */
export const sentMax = 16

export const plan = (scout: Scout.Scout, command: PayoutCommand): void => {
  const { run } = command
  Scout.want(scout, Key.payout(run))
  switch (command._tag) {
    case "SelectPayout":
      Scout.want(scout, Key.payoutItem(run, command.person))
      Scout.want(scout, Key.payoutSpend(run, command.person))
      TaxThreshold.plan(scout, run, command.person, yearOf(command.at), command.unit)
      return Lots.plan(scout, "payout", command.person, command.unit)
    case "SendPayout":
      for (let n = command.from; n < command.from + sentMax; n++) {
        const place = Scout.read(scout, Key.payoutPlace(run, n))
        if (place === null) continue
        Scout.want(scout, Key.payoutItem(run, place.person))
        Scout.want(scout, Key.payoutSpend(run, place.person))
      }
      return
    case "PaidPayout": {
      const item = Scout.read(scout, Key.payoutItem(run, command.person))
      if (item === null) return
      Scout.want(scout, Key.paidYear(item.person, yearOf(command.at), item.amount.unit))
      return Scout.want(scout, Key.paying(item.person, item.amount.unit))
    }
    case "FailPayout": {
      const item = Scout.read(scout, Key.payoutItem(run, command.person))
      if (item !== null) Scout.want(scout, Key.paying(item.person, item.amount.unit))
      return Spend.planReturn(scout, { spend: Key.payoutSpend(run, command.person) })
    }
  }
}

export const decide = (draft: Draft.Draft, command: PayoutCommand): Rejection | undefined => {
  const known = Draft.read(draft, Key.payout(command.run))
  if (command._tag === "OpenPayout") return open(draft, command, known)
  if (known === null) return { _tag: "PayoutUnknown", run: command.run }
  switch (command._tag) {
    case "SelectPayout":
      return select(draft, command, known)
    case "ApprovePayout":
      return approve(draft, command, known)
    case "SendPayout":
      send(draft, command, known)
      return undefined
    case "PaidPayout":
      return paid(draft, command, known)
    case "FailPayout":
      return fail(draft, command)
    case "ClosePayout":
      return close(draft, command, known)
  }
}

const open = (draft: Draft.Draft, command: OpenPayout, known: Fact.Payout | null): Rejection | undefined => {
  const { at, by = null, cutoff = at, holdMs, minimum, run } = command
  if (known !== null) return { _tag: "PayoutExists", run }
  if (cutoff > draft.now) return { _tag: "InTheFuture", at: cutoff, now: draft.now }
  const id = `${Key.payout(run)}/opened`
  Draft.emit(draft, { _tag: "PayoutOpened", id, at, recorded: draft.now, run, cutoff, holdMs, minimum, by })
  return undefined
}

/** A lot is due where it had been available for the hold by the cut-off. */
export const isDue = ({ cutoff, holdMs }: Fact.Payout, { availableAt }: Fact.Reward): boolean =>
  availableAt + holdMs <= cutoff

/** Who is in the run already, or has too little, is passed over. */
const select = (
  draft: Draft.Draft,
  { at, person, run, unit }: SelectPayout,
  known: Fact.Payout
): Rejection | undefined => {
  if (known.state !== "open") return { _tag: "PayoutNotPossible", run, state: known.state, wanted: "open" }
  assertInvariant(known.minimum.unit === unit, `run ${run} pays ${known.minimum.unit}, not ${unit}`)
  if (Draft.read(draft, Key.payoutItem(run, person)) !== null) return undefined
  const lots = Lots.usable(draft, "payout", person, unit, null).filter((lot) => isDue(known, lot))
  const parts = Lots.takeAll(lots)
  const amount = { minor: Lots.sumOf(parts), unit }
  // Small lots without end would never reach the minimum by what one decision can use.
  const isEnough = amount.minor >= known.minimum.minor || parts.length === Lots.lotsMax
  if (parts.length === 0 || !isEnough) return undefined
  const { because, isCounted, missing } = TaxThreshold.standing(draft, person, yearOf(at), amount)
  if (missing.length > 0) return hold(draft, { at, run, person, amount, missing, because })
  const id = `${Key.payoutItem(run, person)}/selected`
  const n = known.items + 1
  Draft.emit(draft, {
    _tag: "PayoutSelected",
    id,
    at,
    recorded: draft.now,
    run,
    n,
    person,
    amount,
    ...(isCounted ? { counted: true } : {}),
    ...(because.length === 0 ? {} : { because })
  })
  const key = Key.payoutSpend(run, person)
  Spend.use(draft, { at, spend: run, key, person, purse: "payout", order: null, total: null, amount, parts })
  return undefined
}

/** Said once for a run; whoever is asked for again is selected as soon as nothing is missing. */
const hold = (draft: Draft.Draft, held: Omit<PayoutHeld, "_tag" | "id" | "recorded">): undefined => {
  if (Draft.read(draft, Key.payoutHeld(held.run, held.person)) !== null) return
  const id = `${Key.payoutHeld(held.run, held.person)}/held`
  Draft.emit(draft, { _tag: "PayoutHeld", id, recorded: draft.now, ...held })
}

/** Two pairs of eyes: who opened it does not approve it. */
const approve = (draft: Draft.Draft, command: ApprovePayout, known: Fact.Payout): Rejection | undefined => {
  const { at, by = null, run } = command
  if (known.state !== "open") return { _tag: "PayoutNotPossible", run, state: known.state, wanted: "open" }
  if (by !== null && by === known.openedBy) return { _tag: "PayoutOwnApproval", run, by }
  const { failed, items, selected, settled } = known
  const amount = { minor: selected.minor - failed.minor, unit: selected.unit }
  const id = `${Key.payout(run)}/approved`
  const count = items - settled
  Draft.emit(draft, { _tag: "PayoutApproved", id, at, recorded: draft.now, run, by, items: count, amount })
  if (items > 0) wakeFor(draft, run, 1)
  return undefined
}

const wakeFor = (draft: Draft.Draft, run: string, from: number): void =>
  Draft.send(draft, (_, now) => [
    {
      _tag: "Wake",
      id: `wake/${Key.payout(run)}/send/${from}`,
      due: now,
      command: { _tag: "SendPayout", run, from, at: now }
    }
  ])

/** Hands a page of items to whoever pays; each is summed again from the lots that it uses. */
const send = (draft: Draft.Draft, { at, from, run }: SendPayout, known: Fact.Payout): void => {
  if (known.state !== "approved" || known.sent !== from - 1) return
  const to = Math.min(from + sentMax - 1, known.items)
  const items: Fact.PayoutSum[] = []
  for (let n = from; n <= to; n++) {
    const person = Draft.read(draft, Key.payoutPlace(run, n))?.person ?? broken(`item ${n} of run ${run} is gone`)
    const item = Draft.read(draft, Key.payoutItem(run, person)) ?? broken(`the item of ${person} is gone`)
    if (item.state !== "selected") continue
    const spend = Draft.read(draft, Key.payoutSpend(run, person)) ?? broken(`the lots of ${person} are gone`)
    const sum = Lots.sumOf(spend.parts) - spend.returned.minor
    assertInvariant(sum === item.amount.minor, `run ${run} pays ${person} ${item.amount.minor}, of lots of ${sum}`)
    items.push({ person, amount: item.amount })
  }
  const id = `${Key.payout(run)}/sent/${from}`
  Draft.emit(draft, { _tag: "PayoutSent", id, at, recorded: draft.now, run, from, to, items })
  Draft.send(draft, (_, now) =>
    items.map(({ amount, person }) => ({
      _tag: "Payment",
      id: `${Key.payoutItem(run, person)}/pay`,
      due: now,
      run,
      person,
      amount
    }))
  )
  if (to < known.items) wakeFor(draft, run, to + 1)
}

/** The item, where it waits to be settled. */
const waiting = (draft: Draft.Draft, run: string, person: Fact.PayoutItem["person"]): Fact.PayoutItem | Rejection => {
  const item = Draft.read(draft, Key.payoutItem(run, person))
  if (item === null) return { _tag: "PayoutItemUnknown", run, person }
  return item.state === "selected" || item.state === "approved"
    ? item
    : { _tag: "PayoutItemSettled", run, person, state: item.state }
}

const paid = (draft: Draft.Draft, command: PaidPayout, known: Fact.Payout): Rejection | undefined => {
  const { at, person, reference, run } = command
  const item = waiting(draft, run, person)
  if ("_tag" in item) return item
  if (known.state !== "approved") return { _tag: "PayoutNotPossible", run, state: known.state, wanted: "approved" }
  const { amount } = item
  const id = `${Key.payoutItem(run, person)}/paid`
  const year = yearOf(at)
  Draft.emit(draft, { _tag: "PayoutPaid", id, at, recorded: draft.now, run, person, amount, reference, year })
  return undefined
}

const years = Calendar.periodOf("calendar year", Calendar.utc)

const yearOf = (at: Instant): string => years(at).key

/** The lots come back where they stood, and a later run may take them. */
const fail = (draft: Draft.Draft, { at, person, reason, run }: FailPayout): Rejection | undefined => {
  const item = waiting(draft, run, person)
  if ("_tag" in item) return item
  const { amount } = item
  const id = `${Key.payoutItem(run, person)}/failed`
  Draft.emit(draft, { _tag: "PayoutFailed", id, at, recorded: draft.now, run, person, amount, reason })
  return Spend.giveBack(draft, { _tag: "ReturnSpend", at, spend: Key.payoutSpend(run, person) })
}

const close = (draft: Draft.Draft, { at, run }: ClosePayout, known: Fact.Payout): Rejection | undefined => {
  if (known.state === "closed") return { _tag: "PayoutNotPossible", run, state: "closed", wanted: "open or approved" }
  const left = known.items - known.settled
  if (left > 0) return { _tag: "PayoutUnsettled", run, left }
  Draft.emit(draft, { _tag: "PayoutClosed", id: `${Key.payout(run)}/closed`, at, recorded: draft.now, run })
  return undefined
}

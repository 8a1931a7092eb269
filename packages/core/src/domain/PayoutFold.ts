/** How payout runs and their items follow from events. */
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, must, put, read } from "./Fold.ts"
import * as Key from "./Key.ts"
import type { Money } from "./Money.ts"

type OfItem = Event.PayoutSelected | Event.PayoutPaid | Event.PayoutFailed
type OfPayouts = Extract<Event.Event, { readonly _tag: `Payout${string}` }>

export const payout = (fold: Fold, event: OfPayouts): void => {
  switch (event._tag) {
    case "PayoutOpened":
      return opened(fold, event)
    case "PayoutHeld":
      return held(fold, event)
    case "PayoutSelected":
      return selected(fold, event)
    case "PayoutApproved":
      return patch(fold, event, () => ({ state: "approved", approvedBy: event.by }))
    case "PayoutSent":
      for (const { person } of event.items) patchItem(fold, event, person, { state: "approved" })
      return patch(fold, event, () => ({ sent: event.to }))
    case "PayoutPaid":
      return paid(fold, event)
    case "PayoutFailed":
      settled(fold, event)
      patchItem(fold, event, event.person, { state: "failed", reason: event.reason })
      return patch(fold, event, (run) => ({ failed: plus(run.failed, event.amount), settled: run.settled + 1 }))
    case "PayoutClosed":
      return patch(fold, event, () => ({ state: "closed" }))
  }
}

const opened = (fold: Fold, { by, cutoff, holdMs, minimum, recorded, run }: Event.PayoutOpened): void => {
  const nothing = { minor: 0n, unit: minimum.unit }
  put(fold, Key.payout(run), {
    run,
    cutoff,
    holdMs,
    minimum,
    state: "open",
    openedBy: by,
    approvedBy: null,
    items: 0,
    sent: 0,
    settled: 0,
    selected: nothing,
    paid: nothing,
    failed: nothing,
    recorded
  })
}

const held = (fold: Fold, { amount, missing, person, recorded, run }: Event.PayoutHeld): void =>
  put(fold, Key.payoutHeld(run, person), { run, person, amount, missing, recorded })

/** What is under way counts towards tax thresholds from its selection until it is settled. */
const underWay = (fold: Fold, { amount, person, recorded }: OfItem, add: bigint): void => {
  const key = Key.paying(person, amount.unit)
  const before = read(fold, key)?.underWay ?? { minor: 0n, unit: amount.unit }
  put(fold, key, { underWay: { minor: before.minor + add, unit: amount.unit }, recorded })
}

const settled = (fold: Fold, event: Event.PayoutPaid | Event.PayoutFailed): void => {
  const item = must(fold, Key.payoutItem(event.run, event.person), event)
  if (item.counted === true) underWay(fold, event, -event.amount.minor)
}

const selected = (fold: Fold, event: Event.PayoutSelected): void => {
  const { amount, counted, n, person, recorded, run } = event
  const item = { run, n, person, amount, reference: null, year: null, reason: null, recorded }
  const mark = counted === undefined ? {} : { counted }
  if (counted !== undefined) underWay(fold, event, amount.minor)
  const heldKey = Key.payoutHeld(run, person)
  if (read(fold, heldKey) !== null) put<Fact.PayoutHeld | null>(fold, heldKey, null)
  put(fold, Key.payoutItem(run, person), { ...item, ...mark, state: "selected" })
  put(fold, Key.payoutPlace(run, n), { person, recorded })
  patch(fold, event, (known) => ({ items: n, selected: plus(known.selected, amount) }))
}

const paid = (fold: Fold, event: Event.PayoutPaid): void => {
  settled(fold, event)
  const { amount, person, recorded, reference, year } = event
  patchItem(fold, event, person, { state: "paid", reference, year })
  patch(fold, event, (known) => ({ paid: plus(known.paid, amount), settled: known.settled + 1 }))
  const key = Key.paidYear(person, year, amount.unit)
  const before = read(fold, key)?.paid ?? { minor: 0n, unit: amount.unit }
  put(fold, key, { paid: plus(before, amount), recorded })
}

const plus = (sum: Money, { minor }: Money): Money => ({ minor: sum.minor + minor, unit: sum.unit })

const patch = (fold: Fold, event: OfPayouts, change: (run: Fact.Payout) => Partial<Fact.Payout>): void => {
  const key = Key.payout(event.run)
  const before = must(fold, key, event)
  put(fold, key, { ...before, ...change(before), recorded: event.recorded })
}

const patchItem = (
  fold: Fold,
  event: OfPayouts,
  person: Fact.PayoutItem["person"],
  change: Partial<Fact.PayoutItem>
): void => {
  const key = Key.payoutItem(event.run, person)
  put(fold, key, { ...must(fold, key, event), ...change, recorded: event.recorded })
}

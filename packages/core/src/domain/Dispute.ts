/**
 * Disputes: a buyer asks the bank for the money back. Until the bank has decided, nothing that waits on the order is
 * released. A dispute that is lost is a refund for the reason `chargeback`. One that comes before its order waits for it.
 */
import * as Awaited from "./Awaited.ts"
import type { CloseDispute, OpenDispute } from "./Command.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { DisputeId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Kept from "./Kept.ts"
import * as Key from "./Key.ts"
import * as Refund from "./Refund.ts"
import type { Rejection } from "./Rejection.ts"
import type * as Scout from "./Scout.ts"

/** How many disputes one order may have. */
export const disputesMax = 8

export const plan = (scout: Scout.Scout, command: OpenDispute | CloseDispute): void =>
  Refund.planOrder(scout, command, false)

const causeOf = (order: Fact.Order["order"], dispute: DisputeId): string =>
  `${Key.order(order)}/dispute/${Key.part(dispute)}`

/** The ninth dispute of an order is refused, whether that has come or not. */
const oneTooMany = (fact: Fact.Order | null, { dispute, order }: OpenDispute | CloseDispute): Rejection | undefined => {
  const others = fact?.disputes?.filter((one) => one.dispute !== dispute).length ?? 0
  return others >= disputesMax ? { _tag: "TooManyDisputes", order, limit: disputesMax } : undefined
}

const waitingFor = (fact: Fact.Order | null): { readonly waiting?: true } => (Awaited.is(fact) ? { waiting: true } : {})

export const open = (draft: Draft.Draft, command: OpenDispute): Rejection | undefined => {
  const { amount, at, dispute, order } = command
  const fact = Draft.read(draft, Key.order(order))
  const refusal = oneTooMany(fact, command)
  if (refusal !== undefined) return refusal
  const unit = Awaited.unitOf(fact)
  if (amount !== undefined && unit !== undefined && amount.unit !== unit) {
    return { _tag: "CurrencyMismatch", path: "amount", expected: unit, actual: amount.unit }
  }
  // What was due before is not held by what came after.
  Refund.takeBackLost(draft, order, `${causeOf(order, dispute)}/opened`, at)
  Draft.emit(draft, {
    _tag: "DisputeOpened",
    id: `${causeOf(order, dispute)}/opened`,
    at,
    recorded: draft.now,
    order,
    dispute,
    amount: amount ?? null,
    ...waitingFor(fact)
  })
  return undefined
}

/** Won, it lets go what is due by now. Lost, what was disputed is refunded, at once or when its order has come. */
export const close = (draft: Draft.Draft, command: CloseDispute): Rejection | undefined => {
  const { at, dispute, order, outcome } = command
  const fact = Draft.read(draft, Key.order(order))
  const refusal = oneTooMany(fact, command)
  if (refusal !== undefined) return refusal
  const cause = causeOf(order, dispute)
  Draft.emit(draft, {
    _tag: "DisputeClosed",
    id: `${cause}/closed`,
    at,
    recorded: draft.now,
    order,
    dispute,
    outcome,
    ...waitingFor(fact)
  })
  if (outcome === "lost" && !Awaited.is(fact)) chargeBack(draft, order, dispute, at)
  Refund.takeBackLost(draft, order, `${cause}/closed`, at)
  return undefined
}

/** Refunds what a bank took back: all that is kept, where no amount was told. */
const chargeBack = (draft: Draft.Draft, order: Fact.Order["order"], dispute: DisputeId, at: Instant): void => {
  const fact = Draft.read(draft, Key.order(order)) ?? broken(`order ${order} has a dispute and is gone`)
  const amount = fact.disputes?.find((one) => one.dispute === dispute)?.amount ?? Kept.keptOf(fact)
  if (amount.minor === 0n) return
  Draft.emit(draft, {
    _tag: "OrderRefunded",
    id: `${causeOf(order, dispute)}/refunded`,
    at,
    recorded: draft.now,
    order,
    refund: dispute,
    amount,
    reason: "chargeback",
    waiting: false
  })
}

/** What was lost before the order came is refunded now; one that is open goes on holding what waits on the order. */
export const applyWaiting = (draft: Draft.Draft, order: Fact.Order["order"], at: Instant): void => {
  for (const { dispute, state } of Draft.read(draft, Key.order(order))?.disputes ?? [])
    if (state === "lost") chargeBack(draft, order, dispute, at)
}

/**
 * Disputes: a buyer asks the bank for the money back. Until the bank has decided, nothing that waits on the order is
 * released. A dispute that is lost is a refund for the reason `chargeback`.
 */
import type { CloseDispute, OpenDispute } from "./Command.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { DisputeId } from "./Ids.ts"
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

const known = (draft: Draft.Draft, { dispute, order }: OpenDispute | CloseDispute): Fact.Order | Rejection => {
  const fact = Draft.read(draft, Key.order(order))
  if (fact === null || fact.person === null) return { _tag: "OrderUnknown", order }
  const others = fact.disputes?.filter((one) => one.dispute !== dispute).length ?? 0
  return others >= disputesMax ? { _tag: "TooManyDisputes", order, limit: disputesMax } : fact
}

export const open = (draft: Draft.Draft, command: OpenDispute): Rejection | undefined => {
  const { amount, at, dispute, order } = command
  const fact = known(draft, command)
  if ("_tag" in fact) return fact
  const { unit } = fact.total
  if (amount !== undefined && amount.unit !== unit) {
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
    amount: amount ?? null
  })
  return undefined
}

/** Won, it lets go what is due by now. Lost, what was disputed is refunded; all that is kept, where no amount was told. */
export const close = (draft: Draft.Draft, command: CloseDispute): Rejection | undefined => {
  const { at, dispute, order, outcome } = command
  const fact = known(draft, command)
  if ("_tag" in fact) return fact
  const cause = causeOf(order, dispute)
  Draft.emit(draft, {
    _tag: "DisputeClosed",
    id: `${cause}/closed`,
    at,
    recorded: draft.now,
    order,
    dispute,
    outcome
  })
  const amount = fact.disputes?.find((one) => one.dispute === dispute)?.amount ?? Kept.keptOf(fact)
  if (outcome === "lost" && amount.minor > 0n) {
    Draft.emit(draft, {
      _tag: "OrderRefunded",
      id: `${cause}/refunded`,
      at,
      recorded: draft.now,
      order,
      refund: dispute,
      amount,
      reason: "chargeback",
      waiting: false
    })
  }
  Refund.takeBackLost(draft, order, `${cause}/closed`, at)
  return undefined
}

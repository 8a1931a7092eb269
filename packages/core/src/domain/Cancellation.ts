/** An order that comes to nothing: all that hung on it is given back. One that comes before its order waits for it. */
import * as Awaited from "./Awaited.ts"
import type { CancelOrder } from "./Command.ts"
import * as Draft from "./Draft.ts"
import * as Key from "./Key.ts"
import * as Refund from "./Refund.ts"
import type { Rejection } from "./Rejection.ts"
import type * as Scout from "./Scout.ts"

export const plan = (scout: Scout.Scout, command: CancelOrder): void => Refund.planOrder(scout, command, false)

/** Whatever edits and refunds come afterwards, a canceled order stays canceled. */
export const decide = (draft: Draft.Draft, { at, order }: CancelOrder): Rejection | undefined => {
  const key = Key.order(order)
  const known = Draft.read(draft, key)
  if (known?.canceled !== undefined) return undefined
  const waiting = Awaited.is(known)
  const cause = `${key}/canceled`
  Draft.emit(draft, { _tag: "OrderCanceled", id: cause, at, recorded: draft.now, order, waiting })
  Refund.takeBackLost(draft, order, cause, at)
  return undefined
}

/** How spends follow from events, and what they do to their lots and orders. */
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, must, put, read } from "./Fold.ts"
import type { OrderId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Lot from "./Lot.ts"
import type { Money } from "./Money.ts"
import { putReward } from "./PurseFold.ts"

export const lotsSpent = (fold: Fold, event: Event.LotsSpent): void => {
  const { amount, key, order, parts, person, purse, recorded, spend } = event
  for (const part of parts) use(fold, event, part, part.amount.minor)
  const returned = { minor: 0n, unit: amount.unit }
  put(fold, key, { spend, person, purse, order, amount, returned, returns: 0, parts, recorded })
  onOrder(fold, order, amount, amount.minor, recorded)
}

export const lotsReturned = (fold: Fold, event: Event.LotsReturned): void => {
  const { amount, key, order, parts, recorded } = event
  for (const part of parts) use(fold, event, part, -part.amount.minor)
  const known = must(fold, key, event)
  const returned = { minor: known.returned.minor + amount.minor, unit: amount.unit }
  put(fold, key, { ...known, returned, returns: known.returns + 1, recorded })
  onOrder(fold, order, amount, -amount.minor, recorded)
}

const use = (fold: Fold, event: Event.LotsSpent | Event.LotsReturned, part: Fact.SpendPart, minor: bigint): void => {
  const before = must(fold, part.key, event)
  const used = { minor: before.used.minor + minor, unit: before.used.unit }
  const after = { ...before, used, recorded: event.recorded }
  putReward(fold, before, { ...after, state: Lot.stateAfter(after) })
}

/** What is spent on an order adds up, so that it is never paid twice. */
export const onOrder = (fold: Fold, order: OrderId | null, { unit }: Money, minor: bigint, recorded: Instant): void => {
  if (order === null) return
  const key = Key.orderSpends(order)
  const spent = read(fold, key)?.spent ?? []
  const at = spent.findIndex((one) => one.unit === unit)
  const sum = { minor: (spent[at]?.minor ?? 0n) + minor, unit }
  put(fold, key, { spent: at < 0 ? [...spent, sum] : spent.with(at, sum), recorded })
}

/** What events are folded into, and how a fold reads and writes it. */
import type * as Event from "./Event.ts"
import type { Facts } from "./Facts.ts"
import type { FactKey } from "./Ids.ts"
import { broken } from "./internal/assert.ts"

/** Facts that events are folded into: what was there, and what has been put since. */
export interface Fold {
  readonly base: Facts
  readonly facts: Map<string, unknown>
}

export const read = <A>(fold: Fold, key: FactKey<A>): A | null => {
  const own = fold.facts.get(key)
  return (own === undefined ? (fold.base.get(key) ?? null) : own) as A | null
}

export const must = <A>(fold: Fold, key: FactKey<A>, event: Event.Event): A => {
  const fact = read(fold, key)
  return fact === null ? broken(`${event.id} needs ${key}, which no earlier event made`) : fact
}

export const put = <A>(fold: Fold, key: FactKey<A>, fact: A): void => {
  fold.facts.set(key, fact)
}

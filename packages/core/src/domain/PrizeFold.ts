/** How awards follow from events. */
import type * as Event from "./Event.ts"
import { type Fold, put } from "./Fold.ts"
import * as Key from "./Key.ts"

export const awarded = (fold: Fold, event: Event.PrizeAwarded): void => {
  const { asOf, period, places, prize, program, recorded } = event
  put(fold, Key.prize(program, prize, period), { program, prize, period, asOf, places, recorded })
}

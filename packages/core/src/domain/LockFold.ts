/** How locks of quotes follow from events. */
import type * as Event from "./Event.ts"
import { type Fold, must, put } from "./Fold.ts"
import * as Key from "./Key.ts"
import * as RollingWindow from "./RollingWindow.ts"

export const locked = (fold: Fold, event: Event.QuoteLocked | Event.LockRefused | Event.LockEnded): void => {
  const key = Key.quote(event.quote)
  const { at, n, recorded } = event
  const { lock: _, ...unlocked } = must(fold, key, event)
  if (event._tag === "LockRefused") return put(fold, key, { ...unlocked, locks: n, recorded })
  RollingWindow.charged(fold, event)
  if (event._tag === "LockEnded") return put(fold, key, { ...unlocked, recorded })
  const { charges, until } = event
  put(fold, key, { ...unlocked, locks: n, lock: { at, until, charges }, recorded })
}

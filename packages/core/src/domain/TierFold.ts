/** How the tiers that an advocate was told of follow from events. */
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, must, put } from "./Fold.ts"
import * as Key from "./Key.ts"

const none: readonly never[] = []

export const told = (fold: Fold, event: Event.TierReached | Event.TierKept | Event.TierLost): void => {
  const key = Key.advocate(event.program, event.person)
  const known = must(fold, key, event)
  const held = after(known.tiers?.held ?? none, event)
  put(fold, key, { ...known, tiers: { told: event.n, held }, recorded: event.recorded })
}

const after = (
  held: readonly Fact.HeldTier[],
  event: Event.TierReached | Event.TierKept | Event.TierLost
): readonly Fact.HeldTier[] => {
  const { at, tier } = event
  switch (event._tag) {
    case "TierReached":
      return [...held, { tier, since: at, until: event.until, perks: event.perks ?? none }]
    case "TierKept":
      return held.map((one) => (one.tier === tier ? { ...one, until: event.until } : one))
    case "TierLost":
      return held.filter((one) => one.tier !== tier)
  }
}

/** How advocates and touches follow from events. */
import * as AttributionModel from "./AttributionModel.ts"
import type * as Event from "./Event.ts"
import { type Fold, put, read } from "./Fold.ts"
import * as Key from "./Key.ts"

/** How many touches of a person are remembered; older ones are in the log. */
const touchesMax = 16

export const advocateEnrolled = (fold: Fold, { code, person, program, recorded }: Event.AdvocateEnrolled): void => {
  put(fold, Key.advocate(program, person), { program, person, code, referred: 0, qualified: 0, recorded })
  put(fold, Key.code(code), { program, advocate: person, recorded })
}

export const listingChanged = (fold: Fold, { isListed, person, recorded }: Event.ListingChanged): void => {
  const key = Key.listing(person)
  put(fold, key, { isListed, changes: (read(fold, key)?.changes ?? 0) + 1, recorded })
}

export const optionChosen = (fold: Fold, event: Event.OptionChosen): void => {
  const { n, offer, option, person, program, recorded } = event
  put(fold, Key.wish(program, offer, person), { option, changes: n, recorded })
}

export const touchRecorded = (fold: Fold, event: Event.TouchRecorded): void => {
  const { advocate, at, program, recorded, source, subject, touch } = event
  const key = Key.trail(subject)
  const trail = read(fold, key)
  const touches = [...(trail?.touches ?? []), { touch, program, advocate, source, at }]
  touches.sort(AttributionModel.before)
  put(fold, key, { touches: touches.slice(-touchesMax), friendOf: trail?.friendOf ?? [], recorded })
}

/** How tax thresholds, and what is on file of people, follow from events. */
import type * as Event from "./Event.ts"
import { type Fold, put } from "./Fold.ts"
import * as Key from "./Key.ts"

export const thresholdsSet = (fold: Fold, { n, recorded, thresholds }: Event.TaxThresholdsSet): void =>
  put(fold, Key.taxThresholds, { thresholds, changes: n, recorded })

export const detailsFiled = (fold: Fold, { country, n, onFile, person, recorded }: Event.TaxDetailsFiled): void =>
  put(fold, Key.taxDetails(person), { person, country, onFile, changes: n, recorded })

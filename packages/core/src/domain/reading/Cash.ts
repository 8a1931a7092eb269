/** Who was ever granted what waits for a payout, by unit: those among whom a payout run looks for people to pay. */
import type * as Event from "../Event.ts"
import type { PersonId } from "../Ids.ts"
import type { Instant } from "../Instant.ts"
import type { Unit } from "../Unit.ts"
import { type Pages, prefix } from "./Pages.ts"
import * as Ranking from "./Ranking.ts"

const listKey = (unit: Unit): Ranking.List => `${prefix}cash/${unit}`

export const fold = (pages: Pages, event: Event.Event): void => {
  if (event._tag !== "RewardGranted" || event.purse !== "payout") return
  const place = { minor: 0n, at: 0 as Instant, id: event.person }
  Ranking.enter(pages, listKey(event.amount.unit), place, event.recorded)
}

/** The people after a number of them. The list only grows, so whoever goes through it in pages misses nobody. */
export const people = (pages: Pages, unit: Unit, skip: number, limit: number): readonly PersonId[] =>
  Ranking.slice(pages, listKey(unit), skip, limit).map(({ id }) => id as PersonId)

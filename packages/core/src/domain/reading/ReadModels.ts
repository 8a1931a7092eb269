/** The read models, folded together: one look at an event is enough for all of them. */
import type * as Event from "../Event.ts"
import type { FactKey } from "../Ids.ts"
import type { Instant } from "../Instant.ts"
import * as Board from "./Board.ts"
import * as Cash from "./Cash.ts"
import { type Pages, prefix } from "./Pages.ts"
import * as Statement from "./Statement.ts"

/** How far the log has been folded. It is written with every page, so that nobody folds an event twice. */
export interface Cursor {
  /** The place of the last event that is in the read models. */
  readonly place: number
  /** How many events that were; absent where an older release has counted none. */
  readonly events?: number
  /** Everything is being made anew: the last key that was looked at to be taken away. */
  readonly clearing: string | null
  readonly recorded: Instant
}

export const cursorKey: FactKey<Cursor> = `${prefix}cursor`

export const fold = (pages: Pages, event: Event.Event): void => {
  Statement.fold(pages, event)
  Board.fold(pages, event)
  Cash.fold(pages, event)
}

/** Folds as the reader does: a page at a time, and whatever is asked for is loaded. */
import type * as Event from "../../../src/domain/Event.ts"
import { Pages } from "../../../src/domain/reading/Pages.ts"
import * as ReadModels from "../../../src/domain/reading/ReadModels.ts"

/** Runs until nothing more is asked for; answers what came of it. */
export const look = <A>(stored: ReadonlyMap<string, unknown>, at: (pages: Pages) => A): readonly [A, Pages] => {
  const hand = new Map<string, unknown>()
  for (;;) {
    const pages = new Pages(hand)
    const found = at(pages)
    if (pages.wanted.size === 0) return [found, pages]
    for (const key of pages.wanted) hand.set(key, stored.get(key) ?? null)
  }
}

export const write = (stored: Map<string, unknown>, at: (pages: Pages) => void): void => {
  for (const [key, fact] of look(stored, at)[1].changed) stored.set(key, fact)
}

/** @param cuts how many events there are in each page, over and over */
export const folded = (events: readonly Event.Event[], cuts: readonly number[]): ReadonlyMap<string, unknown> => {
  const stored = new Map<string, unknown>()
  for (let from = 0, i = 0; from < events.length; i++) {
    const page = events.slice(from, from + (cuts[i % cuts.length] ?? 1))
    from += page.length
    write(stored, (pages) => {
      for (const event of page) ReadModels.fold(pages, event)
    })
  }
  return new Map([...stored].filter(([, fact]) => fact !== null).sort(([a], [b]) => (a < b ? -1 : 1)))
}

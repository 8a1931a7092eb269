/** When things happened and were recorded: never recorded before, and of one thing always in order. */
import type { Entry } from "./Entry.ts"
import * as Names from "./Names.ts"
import type { Notes } from "./Report.ts"

export interface Times {
  readonly read: (entry: Entry) => void
}

export const make = (notes: Notes): Times => {
  const last = new Map<string, number>()
  return {
    read: (entry) => {
      const { at, id, recorded } = entry
      notes.holds(
        at <= recorded,
        "event-time",
        id,
        "recorded",
        () => `${at} or later`,
        () => recorded
      )
      for (const thing of thingsIn(entry)) {
        const before = last.get(thing) ?? 0
        notes.holds(
          recorded >= before,
          "event-time",
          id,
          `recorded, of ${thing},`,
          () => `${before} or later`,
          () => recorded
        )
        last.set(thing, recorded)
      }
    }
  }
}

const ofOrders: ReadonlySet<Entry["type"]> = new Set([
  "OrderRecorded",
  "OrderChanged",
  "OrderRefunded",
  "OrderCanceled",
  "DisputeOpened",
  "DisputeClosed"
] as const)

/**
 * What an event changes: a decision reads it first, and is never older than what it read. An order that does not count
 * leaves the referral as it was, and whoever decides about that next, by a clock a little behind, need not know of it.
 */
const thingsIn = (entry: Entry): readonly string[] => {
  const things: string[] = []
  if ("key" in entry) things.push(entry.key)
  if ("friend" in entry && entry.friend !== null && entry.type !== "OrderNotCounted") {
    things.push(Names.referral(entry.program, entry.friend))
  }
  if (ofOrders.has(entry.type) && "order" in entry) things.push(Names.order(`${entry.order}`))
  if (entry.type === "ProgramPublished") things.push(`program/${entry.program}`)
  return things
}

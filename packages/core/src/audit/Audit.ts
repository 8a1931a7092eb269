/**
 * An auditor: a second, simpler model of what the books must be. It reads a store's log once, from the stored JSON, and
 * then its rows, and shares neither the ledger nor the rules nor the fold with the kernel. So it sees what `replay`
 * cannot: a log that is wrong and folds well.
 */
import * as Effect from "effect/Effect"
import type { Tenant } from "../domain/Ids.ts"
import type { StoreError } from "../ports/PortError.ts"
import type { PlacedEvent, StoreShape } from "../ports/Store.ts"
import * as Books from "./Books.ts"
import * as Entry from "./Entry.ts"
import * as Fingerprints from "./Fingerprints.ts"
import * as Messages from "./Messages.ts"
import type { Progress, Report } from "./Report.ts"
import * as StoredRows from "./StoredRows.ts"
import * as Times from "./Times.ts"

export interface Options {
  /** Told after each page. */
  readonly onProgress?: (progress: Progress) => void
  /** How many findings are kept, a hundred unless said otherwise; all are counted. */
  readonly findingsMax?: number
}

const page = 1_000
const findingsMax = 100

/** Audits one tenant. It reads the store as it stands: best while nobody writes. */
export const audit = Effect.fn("Audit.audit")(function* (
  store: StoreShape,
  tenant: Tenant,
  options: Options = {}
): Effect.fn.Return<Report, StoreError> {
  const books = Books.make(options.findingsMax ?? findingsMax)
  const read = reader(books)
  let events = 0
  for (let after = 0; ; ) {
    const found = yield* store.events(tenant, after, page)
    for (const event of found.events) read(event)
    events += found.events.length
    if (found.events.length === 0) break
    options.onProgress?.({ reading: "events", done: events })
    after = found.next
  }
  books.orders.end()
  books.referrals.end()
  books.rewards.end()
  books.scores.end()
  books.ladders.end()
  books.choices.end()
  books.draws.end()
  books.payouts.end()
  books.exchanges.end()
  yield* StoredRows.audit(store, tenant, books, page, options.onProgress)
  yield* books.draws.again
  yield* Messages.audit(store, tenant, books)
  return books.notes.report({ events, ...books.transfers.counts() })
})

/** Reads one event after another: the log itself first, then what the event says. */
const reader = (books: Books.Books): ((event: PlacedEvent) => void) => {
  const {
    chain,
    charges,
    choices,
    draws,
    drafts,
    exchanges,
    ladders,
    listings,
    notes,
    orders,
    payouts,
    prizes,
    programs,
    referrals,
    rewards,
    scores,
    transfers,
    windows
  } = books
  const ids = Fingerprints.make()
  const times = Times.make(notes)
  let cursor = 0
  return (event) => {
    const { id } = event
    notes.holds(
      ids.add(id),
      "event-id",
      id,
      "the id",
      () => "new",
      () => "there before"
    )
    notes.holds(
      event.cursor > cursor,
      "event-order",
      id,
      "the cursor",
      () => `above ${cursor}`,
      () => event.cursor
    )
    cursor = event.cursor
    const entry = Entry.read(event)
    if (Entry.isUnread(entry)) {
      notes.same("event-shape", id, entry.what, entry.expected, entry.actual)
      return
    }
    notes.same("event-shape", id, "the type", entry.type, event.type)
    times.read(entry)
    // Before the version itself: a draft knows those before it.
    drafts.read(entry)
    programs.read(entry)
    orders.read(entry)
    listings.read(entry)
    prizes.read(entry)
    choices.read(entry)
    draws.read(entry)
    referrals.read(entry)
    chain.read(entry)
    payouts.read(entry)
    exchanges.read(entry)
    const steps = rewards.read(entry)
    scores.read(entry, steps)
    ladders.read(entry)
    transfers.read(entry, steps)
    windows.read(entry)
    charges.read(entry, steps[0])
  }
}

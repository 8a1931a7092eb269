/** Locks of quotes: each is taken while none is there, ends once, and gives back all that it took. */
import type { EntryOf } from "./Entry.ts"
import type { Notes } from "./Report.ts"
import { canonical } from "./Rows.ts"

/** What a quote keeps. */
export interface Locked {
  locks: number
  lock: EntryOf<"QuoteLocked"> | null
  last: number
}

type Charges = EntryOf<"QuoteLocked">["charges"]

const negated = (charges: Charges): Charges => charges.map((charge) => ({ ...charge, add: -charge.add }))

export const read = (
  notes: Notes,
  quote: Locked & { readonly usedBy: string | null },
  entry: EntryOf<"QuoteLocked" | "LockRefused" | "LockEnded">
): void => {
  const { id, n, recorded } = entry
  quote.last = recorded
  if (entry.type === "LockEnded") {
    notes.same("checkout", id, "its lock", quote.lock?.n ?? "none", n)
    notes.same(
      "checkout",
      id,
      "what it gives back",
      canonical(negated(quote.lock?.charges ?? [])),
      canonical(entry.charges)
    )
    const isOver = quote.lock !== null && quote.lock.until <= recorded
    notes.same("checkout", id, "its time is over", isOver, entry.by === "time")
    quote.lock = null
    return
  }
  notes.same("checkout", id, "the lock before it", "none", quote.lock === null ? "none" : "there")
  notes.same("checkout", id, "its number", quote.locks + 1, n)
  notes.same("checkout", id, "the order that used its quote", "none", quote.usedBy ?? "none")
  quote.locks = n
  if (entry.type === "QuoteLocked") quote.lock = entry
}

/** As it is stored. */
export const factOf = ({ lock, locks }: Locked): Readonly<Record<string, unknown>> => ({
  locks: locks === 0 ? undefined : locks,
  lock:
    lock === null
      ? undefined
      : {
          at: lock.at,
          until: lock.until,
          charges: lock.charges.map(({ window, ...rest }) => (window === null ? rest : { ...rest, window }))
        }
})

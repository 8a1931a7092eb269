/** The stored rows against the books: facts, then counters, page by page. */
import * as Effect from "effect/Effect"
import type { Tenant } from "../domain/Ids.ts"
import type { StoreError } from "../ports/PortError.ts"
import type { Loaded, StoreShape } from "../ports/Store.ts"
import type { Books } from "./Books.ts"
import * as Names from "./Names.ts"
import type { Progress } from "./Report.ts"
import { canonical } from "./Rows.ts"

type OnProgress = ((progress: Progress) => void) | undefined

export const audit = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: Tenant,
  books: Books,
  page: number,
  onProgress: OnProgress
): Effect.fn.Return<void, StoreError> {
  const owed = yield* facts(store, tenant, books, page, onProgress)
  yield* counters(store, tenant, books, page, owed, onProgress)
})

/** Answers what is owed to everybody by the rewards that are stored. */
const facts = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: Tenant,
  books: Books,
  page: number,
  onProgress: OnProgress
) {
  const { notes } = books
  const owed = new Map<string, bigint>()
  let done = 0
  for (let after: string | undefined; ; ) {
    const rows = yield* store.facts(tenant, after, page)
    if (rows.length === 0) break
    const keys = rows.map(({ key }) => key)
    const loaded = yield* store.load(tenant, { receipts: [], facts: keys, counters: [] })
    const byKey = new Map(loaded.facts.map((row) => [row.key, row]))
    for (const { key, value, version } of rows) {
      const other = byKey.get(key)
      notes.same("load", key, "the version", version, other?.version ?? 0)
      const isSame = JSON.stringify(value) === JSON.stringify(other?.value)
      // Only the order of an object's keys may differ.
      if (isSame) notes.same("load", key, "the fact", true, true)
      else notes.same("load", key, "the fact", canonical(value), canonical(other?.value ?? null))
      fact(books, key, value, owed)
    }
    done += rows.length
    onProgress?.({ reading: "facts", done })
    after = keys.at(-1)
  }
  for (const book of factsOf(books)) {
    for (const [key, { isStored }] of book.rows()) {
      notes.same("missing-row", key, "the fact", "stored", isStored ? "stored" : "missing")
    }
  }
  return owed
})

const fact = (books: Books, key: string, value: unknown, owed: Map<string, bigint>): void => {
  // Prints, who shares them, and pages of read models stand beside the log.
  if (key.startsWith("prints/") || key.startsWith("sharers/") || key.startsWith("reading/")) return
  if (key.startsWith("reward/")) add(owed, value)
  const isKnown = factsOf(books).some((book) => book.row(key, value))
  // Null alone is the note of a decision that there was nothing.
  if (!isKnown && value !== null) books.notes.same("extra-row", key, "the fact", "explained by an event", "unexplained")
  else books.notes.same("extra-row", key, "the fact", "explained", "explained")
}

/** Those who know what facts there must be. */
const factsOf = ({
  choices,
  draws,
  drafts,
  listings,
  orders,
  payouts,
  prizes,
  programs,
  referrals,
  rewards,
  windows
}: Books) => [
  rewards,
  rewards.purses,
  payouts,
  referrals,
  orders,
  drafts,
  programs,
  windows,
  listings,
  prizes,
  choices,
  draws
]

interface StoredReward {
  readonly person?: unknown
  readonly state?: unknown
  readonly amount?: { readonly minor?: unknown; readonly unit?: unknown }
  readonly taken?: { readonly minor?: unknown }
  readonly used?: { readonly minor?: unknown }
  readonly lapsed?: { readonly minor?: unknown }
  readonly claimed?: { readonly minor?: unknown }
}

/** A stored reward that is pending or available is owed, less what was used, lapsed or taken back. */
const add = (owed: Map<string, bigint>, value: unknown): void => {
  const { amount, claimed, lapsed, person, state, taken, used } = (value ?? {}) as StoredReward
  const column = state === "pending" ? "pending" : state === "available" ? "posted" : undefined
  if (column === undefined) return
  const key = Names.balance(Names.owed(`${person}`), `${amount?.unit}`, column)
  const gone = whole(taken?.minor) - whole(claimed?.minor) + whole(used?.minor) + whole(lapsed?.minor)
  owed.set(key, (owed.get(key) ?? 0n) + whole(amount?.minor) - gone)
}

const whole = (text: unknown): bigint => (typeof text === "string" && /^-?\d+$/u.test(text) ? BigInt(text) : 0n)

const counters = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: Tenant,
  books: Books,
  page: number,
  owed: Map<string, bigint>,
  onProgress: OnProgress
) {
  const { notes } = books
  const missing = new Map([...books.transfers.balances, ...books.charges.counters])
  const sums = new Map<string, bigint>()
  let done = 0
  for (let after: string | undefined; ; ) {
    const rows = yield* store.counters(tenant, after, page)
    if (rows.length === 0) break
    const keys = rows.map(({ key }) => key)
    const loaded: Loaded = yield* store.load(tenant, { receipts: [], facts: [], counters: keys })
    const byKey = new Map(loaded.counters.map(({ key, value }) => [key, value]))
    for (const { key, value } of rows) {
      notes.same("load", key, "the counter", value, byKey.get(key) ?? 0n)
      counter(books, key, value)
      missing.delete(key)
      if (key.startsWith("balance/")) {
        const column = key.split("/").slice(-2).join("/")
        sums.set(column, (sums.get(column) ?? 0n) + value)
      }
      if (key.startsWith("balance/owed/")) {
        notes.same("owed", key, "the balance", owed.get(key) ?? 0n, value)
        owed.delete(key)
      }
    }
    done += rows.length
    onProgress?.({ reading: "counters", done })
    after = keys.at(-1)
  }
  for (const key of missing.keys()) counter(books, key, 0n)
  for (const [key, minor] of owed) notes.same("owed", key, "the balance", minor, 0n)
  for (const [column, sum] of sums) notes.same("double-entry", `balance/*/${column}`, "the sum", 0n, sum)
})

const counter = ({ charges, notes, transfers }: Books, key: string, stored: bigint): void => {
  const balance = transfers.balances.get(key)
  const charged = charges.counters.get(key)
  const isKnown = balance !== undefined || charged !== undefined || stored === 0n
  notes.same(
    "extra-row",
    key,
    "the counter",
    "explained by an event",
    isKnown ? "explained by an event" : `unexplained, ${stored}`
  )
  if (balance !== undefined) notes.same("balance", key, "the balance", balance, stored)
  if (charged !== undefined) notes.same("counter", key, "the counter", charged, stored)
}

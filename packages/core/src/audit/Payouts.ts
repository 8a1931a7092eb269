/** Payout runs: whom each pays, of which lots, and that its sums are those of its items. */
import type { Entry, EntryOf } from "./Entry.ts"
import { isExchange } from "./Exchanges.ts"
import * as Names from "./Names.ts"
import type { Purses } from "./Purses.ts"
import type { Notes } from "./Report.ts"
import { compare, type Row } from "./Rows.ts"
import * as Taxes from "./Taxes.ts"

export interface Payouts {
  /** To be told before the lots are. */
  readonly read: (entry: Entry) => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
  /** Something that is selected has used its lots, and what has failed has given them back. */
  readonly end: () => void
  readonly isKnown: (run: string) => boolean
}

type Of<Type extends Entry["type"]> = EntryOf<Type>

interface Stored {
  last: number
  isStored: boolean
}

interface Run extends Stored {
  readonly opened: Of<"PayoutOpened">
  readonly items: Item[]
  state: "open" | "approved" | "closed"
  approvedBy: string | null
  sent: number
}

interface Item extends Stored {
  readonly run: Run
  readonly selected: Of<"PayoutSelected">
  state: "selected" | "approved" | "paid" | "failed"
  reference: string | null
  year: string | null
  reason: string | null
  /** What its lots come to, once they are used. */
  used: bigint
}

interface Sum extends Stored {
  minor: bigint
  readonly unit: string
}

interface Books {
  readonly notes: Notes
  readonly purses: Purses
  readonly runs: Map<string, Run>
  readonly items: Map<string, Item>
  readonly places: Map<string, Stored & { readonly person: string }>
  readonly years: Map<string, Sum>
}

const lotsMax = 32

export const make = (notes: Notes, purses: Purses): Payouts => {
  const books: Books = { notes, purses, runs: new Map(), items: new Map(), places: new Map(), years: new Map() }
  const taxes = Taxes.make(
    notes,
    (person, year, unit) => books.years.get(`paid/${Names.part(person)}/${year}/${unit}`)?.minor ?? 0n
  )
  return {
    read: (entry) => {
      // What was paid before counts, and not what this event pays.
      taxes.read(entry)
      read(books, entry)
    },
    row: (key, value) => row(books, key, value) || taxes.row(key, value),
    *rows() {
      yield* [...books.runs, ...books.items, ...books.places, ...books.years]
      yield* taxes.rows()
    },
    end: () => {
      for (const [key, { selected, state, used }] of books.items) {
        notes.same("payout", key, "what its lots come to", state === "failed" ? 0n : selected.amount.minor, used)
      }
    },
    isKnown: (run) => books.runs.has(runKey(run))
  }
}

const runKey = (run: string): string => `run/${Names.part(run)}`
const itemKey = (run: string, person: string): string => `${runKey(run)}/item/${Names.part(person)}`
const spendKey = (run: string, person: string): string => `spend/${itemKey(run, person).replace("/item/", "/")}`

const read = (books: Books, entry: Entry): void => {
  switch (entry.type) {
    case "PayoutOpened":
      return opened(books, entry)
    case "LotsSpent":
    case "LotsReturned":
      return moved(books, entry)
    case "PayoutSelected":
    case "PayoutApproved":
    case "PayoutSent":
    case "PayoutPaid":
    case "PayoutFailed":
    case "PayoutClosed":
      return goesOn(books, entry)
  }
}

const opened = ({ notes, runs }: Books, entry: Of<"PayoutOpened">): void => {
  const key = runKey(entry.run)
  notes.same("payout", entry.id, "the run", "new", runs.has(key) ? "there before" : "new")
  const { recorded: last } = entry
  runs.set(key, { opened: entry, items: [], state: "open", approvedBy: null, sent: 0, last, isStored: false })
}

type OfRun = Of<"PayoutSelected" | "PayoutApproved" | "PayoutSent" | "PayoutPaid" | "PayoutFailed" | "PayoutClosed">

const goesOn = (books: Books, entry: OfRun): void => {
  const { notes, runs } = books
  const run = runs.get(runKey(entry.run))
  notes.same("payout", entry.id, "the run", "known", run === undefined ? "unknown" : "known")
  if (run === undefined) return
  run.last = entry.recorded
  switch (entry.type) {
    case "PayoutSelected":
      return selected(books, run, entry)
    case "PayoutApproved":
      return approved(books, run, entry)
    case "PayoutSent":
      return sent(books, run, entry)
    case "PayoutPaid":
    case "PayoutFailed":
      return settled(books, run, entry)
    case "PayoutClosed":
      notes.same("payout", entry.id, "the items that are open", 0, openOf(run).length)
      run.state = "closed"
  }
}

const openOf = ({ items }: Run): readonly Item[] =>
  items.filter(({ state }) => state === "selected" || state === "approved")

const selected = ({ items, notes, places, purses }: Books, run: Run, entry: Of<"PayoutSelected">): void => {
  const { amount, id, n, person, recorded: last } = entry
  const { cutoff, holdMs, minimum } = run.opened
  const key = itemKey(entry.run, person)
  notes.same("payout", id, "the run", "open", run.state)
  notes.same("payout", id, "the person", "new", items.has(key) ? "there before" : "new")
  notes.same("payout", id, "the item", run.items.length + 1, n)
  notes.same("payout", id, "the unit", minimum.unit, amount.unit)
  const rest = { reference: null, year: null, reason: null, used: 0n, last, isStored: false }
  const item: Item = { run, selected: entry, state: "selected", ...rest }
  run.items.push(item)
  items.set(key, item)
  places.set(`${runKey(entry.run)}/place/${n}`, { person, last, isStored: false })
  purses.payingOut(spendKey(entry.run, person), cutoff - holdMs)
}

/** Lots that are used for no order are those of a run, where they were not exchanged. */
const moved = ({ items, notes }: Books, entry: Of<"LotsSpent" | "LotsReturned">): void => {
  const { amount, id, key } = entry
  if (entry.order !== null || isExchange(entry)) return
  const item = items.get(key.replace(/^spend\//u, "").replace(/\/([^/]*)$/u, "/item/$1"))
  notes.same("payout", id, "the item", "known", item === undefined ? "unknown" : "known")
  if (item === undefined) return
  item.used += entry.type === "LotsSpent" ? amount.minor : -amount.minor
  if (entry.type === "LotsReturned") {
    notes.same("payout", id, "the item", "failed", item.state)
    return
  }
  notes.same("payout", id, "the purse", "payout", entry.purse)
  const { minimum } = item.run.opened
  notes.holds(
    amount.minor >= minimum.minor || entry.parts.length === lotsMax,
    "payout",
    id,
    "the amount",
    () => `${minimum.minor} or above`,
    () => amount.minor
  )
}

const approved = ({ notes }: Books, run: Run, { amount, by, id, items }: Of<"PayoutApproved">): void => {
  notes.same("payout", id, "the run", "open", run.state)
  const own = by !== null && by === run.opened.by
  notes.same("payout", id, "who approves", "somebody else", own ? "who opened it" : "somebody else")
  const open = openOf(run)
  notes.same("payout", id, "the items", open.length, items)
  notes.same(
    "payout",
    id,
    "the amount",
    open.reduce((sum, one) => sum + one.selected.amount.minor, 0n),
    amount.minor
  )
  run.state = "approved"
  run.approvedBy = by
}

const sent = ({ notes }: Books, run: Run, { from, id, items, recorded, to }: Of<"PayoutSent">): void => {
  notes.same("payout", id, "the run", "approved", run.state)
  notes.same("payout", id, "the first item", run.sent + 1, from)
  const due = run.items.slice(from - 1, to).filter(({ state }) => state === "selected")
  const said = items.map(({ amount, person }) => `${person} ${amount.minor} ${amount.unit}`)
  const wanted = due.map(({ selected: { amount, person } }) => `${person} ${amount.minor} ${amount.unit}`)
  notes.same("payout", id, "what is paid", wanted.join(", "), said.join(", "))
  for (const item of due) {
    item.state = "approved"
    item.last = recorded
  }
  run.sent = to
}

const settled = ({ items, notes, years }: Books, run: Run, entry: Of<"PayoutPaid" | "PayoutFailed">): void => {
  const { amount, id, person, recorded } = entry
  const item = items.get(itemKey(entry.run, person))
  const isOpen = item?.state === "selected" || item?.state === "approved"
  notes.same("payout", id, "the item", "open", isOpen ? "open" : `${item?.state}`)
  if (item === undefined) return
  notes.same("payout", id, "the amount", item.selected.amount.minor, amount.minor)
  item.last = recorded
  if (entry.type === "PayoutFailed") {
    item.state = "failed"
    item.reason = entry.reason
    return
  }
  notes.same("payout", id, "the run", "approved", run.state)
  notes.same("payout", id, "the year", `${new Date(entry.at).getUTCFullYear()}`, entry.year)
  item.state = "paid"
  item.reference = entry.reference
  item.year = entry.year
  const key = `paid/${Names.part(person)}/${entry.year}/${amount.unit}`
  const before = years.get(key)?.minor ?? 0n
  years.set(key, { minor: before + amount.minor, unit: amount.unit, last: recorded, isStored: false })
}

const row = (books: Books, key: string, value: unknown): boolean => {
  const { items, notes, places, runs, years } = books
  const known = runs.get(key) ?? items.get(key) ?? places.get(key) ?? years.get(key)
  if (known === undefined) return false
  known.isStored = true
  compare(notes, "payout-fact", key, { ...factOf(known), recorded: known.last }, value)
  return true
}

const factOf = (known: Run | Item | Sum | { readonly person: string }): Readonly<Record<string, unknown>> => {
  if ("person" in known) return { person: known.person }
  if ("minor" in known) return { paid: { minor: known.minor, unit: known.unit } }
  if ("selected" in known) {
    const { reason, reference, selected, state, year } = known
    const { amount, counted, n, person, run } = selected
    return { run, n, person, amount, state, reference, year, reason, counted: counted ?? undefined }
  }
  const { approvedBy, items, opened, sent, state } = known
  const { by: openedBy, cutoff, holdMs, minimum, run } = opened
  const sum = (of: readonly Item[]) => ({
    minor: of.reduce((total, one) => total + one.selected.amount.minor, 0n),
    unit: minimum.unit
  })
  return {
    run,
    cutoff,
    holdMs,
    minimum,
    state,
    openedBy,
    approvedBy,
    items: items.length,
    sent,
    settled: items.length - openOf(known).length,
    selected: sum(items),
    paid: sum(items.filter((one) => one.state === "paid")),
    failed: sum(items.filter((one) => one.state === "failed"))
  }
}

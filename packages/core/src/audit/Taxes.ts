/** Tax thresholds: nobody is selected to be paid beyond one while something is missing that it asks for. */
import type { Amount, Entry, EntryOf } from "./Entry.ts"
import * as Names from "./Names.ts"
import type { Notes } from "./Report.ts"
import { compare, type Row } from "./Rows.ts"

interface Stored {
  fact: Readonly<Record<string, unknown>> | null
  last: number
  isStored: boolean
}

type Threshold = EntryOf<"TaxThresholdsSet">["thresholds"][number]
type Details = Pick<EntryOf<"TaxDetailsFiled">, "country" | "onFile">

export interface Taxes {
  readonly read: (entry: Entry) => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
}

interface Books {
  readonly notes: Notes
  readonly paidIn: (person: string, year: number, unit: string) => bigint
  thresholds: readonly Threshold[]
  changes: number
  readonly details: Map<string, Details & { readonly n: number }>
  /** What is selected for somebody and not settled, by the key of the fact. */
  readonly paying: Map<string, bigint>
  readonly counted: Set<string>
  readonly facts: Map<string, Stored>
}

/** @param paidIn what a person was paid in a year before the event that is read */
export const make = (notes: Notes, paidIn: Books["paidIn"]): Taxes => {
  const books: Books = {
    notes,
    paidIn,
    thresholds: [],
    changes: 0,
    details: new Map(),
    paying: new Map(),
    counted: new Set(),
    facts: new Map()
  }
  return {
    read: (entry) => read(books, entry),
    row: (key, value) => {
      const known = books.facts.get(key)
      if (known === undefined) return false
      known.isStored = true
      if (known.fact === null) notes.same("tax", key, "what is no more", true, value === null)
      else compare(notes, "tax", key, { ...known.fact, recorded: known.last }, value)
      return true
    },
    rows: () => books.facts
  }
}

const keep = ({ facts }: Books, key: string, { recorded }: Entry, fact: Stored["fact"]): void => {
  facts.set(key, { fact, last: recorded, isStored: false })
}

const read = (books: Books, entry: Entry): void => {
  const { notes } = books
  switch (entry.type) {
    case "TaxThresholdsSet": {
      const { id, n, thresholds } = entry
      notes.same("tax", id, "how often they were set", books.changes + 1, n)
      Object.assign(books, { thresholds, changes: n })
      return keep(books, "tax/thresholds", entry, { thresholds, changes: n })
    }
    case "TaxDetailsFiled": {
      const { country, id, n, onFile, person } = entry
      notes.same("tax", id, "how often they were filed", (books.details.get(person)?.n ?? 0) + 1, n)
      books.details.set(person, { country, onFile, n })
      return keep(books, `tax/of/${Names.part(person)}`, entry, { person, country, onFile, changes: n })
    }
    case "PayoutHeld":
      return held(books, entry)
    case "PayoutSelected":
      return selected(books, entry)
    case "PayoutPaid":
    case "PayoutFailed":
      if (books.counted.has(`${entry.run} ${entry.person}`)) moves(books, entry, -entry.amount.minor)
  }
}

const heldKey = (run: string, person: string): string => `run/${Names.part(run)}/held/${Names.part(person)}`

const moves = (books: Books, entry: EntryOf<"PayoutSelected" | "PayoutPaid" | "PayoutFailed">, add: bigint): void => {
  const { unit } = entry.amount
  const key = `paying/${Names.part(entry.person)}/${unit}`
  const minor = (books.paying.get(key) ?? 0n) + add
  books.paying.set(key, minor)
  keep(books, key, entry, { underWay: { minor, unit } })
}

/** What is missing for an amount more, as `id: field, field`. */
const missingFor = (
  books: Books,
  { amount, at, person }: { readonly amount: Amount; readonly at: number; readonly person: string }
): string => {
  const year = new Date(at).getUTCFullYear()
  const { minor, unit } = amount
  const underWay = books.paying.get(`paying/${Names.part(person)}/${unit}`) ?? 0n
  const sum = books.paidIn(person, year, unit) + underWay + minor
  const details = books.details.get(person)
  const newest = new Map<string, Threshold>()
  for (const one of books.thresholds) {
    if (one.from <= year && one.amount.unit === unit && one.from >= (newest.get(one.id)?.from ?? 0))
      newest.set(one.id, one)
  }
  const country = details?.country ?? null
  return books.thresholds
    .filter((one) => newest.get(one.id) === one && sum >= one.amount.minor)
    .filter((one) => one.country === null || country === null || one.country === country)
    .map(
      ({ fields, id }) => [id, fields.filter((field) => !details?.onFile.some((one) => one.field === field))] as const
    )
    .filter(([, fields]) => fields.length > 0)
    .map(([id, fields]) => `${id}: ${fields.join(", ")}`)
    .join("; ")
}

const held = (books: Books, entry: EntryOf<"PayoutHeld">): void => {
  const { amount, id, missing, person, run } = entry
  const said = missing.map(({ fields, threshold }) => `${threshold}: ${fields.join(", ")}`).join("; ")
  books.notes.same("tax", id, "what is missing", missingFor(books, entry) || "nothing", said || "nobody knows what")
  keep(books, heldKey(run, person), entry, { run, person, amount, missing })
}

const selected = (books: Books, entry: EntryOf<"PayoutSelected">): void => {
  const { amount, counted, id, person, run } = entry
  books.notes.same("tax", id, "what is missing", "", missingFor(books, entry))
  books.notes.same("tax", id, "that it counts", books.thresholds.length > 0, counted === true)
  if (books.facts.get(heldKey(run, person))?.fact != null) keep(books, heldKey(run, person), entry, null)
  if (counted !== true) return
  books.counted.add(`${run} ${person}`)
  moves(books, entry, amount.minor)
}

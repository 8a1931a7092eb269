/** Drafts of programs: saved one revision after another, and gone once they are published or discarded. */
import type { Entry, EntryOf } from "./Entry.ts"
import type { Notes } from "./Report.ts"
import { compare, type Row } from "./Rows.ts"

interface Known {
  revision: number
  state: "open" | "published" | "discarded"
  base: number
  document: unknown
  by: string | null
  last: number
  isStored: boolean
}

export interface Drafts {
  readonly read: (entry: Entry) => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
}

/** @param versionsOf how many versions of a program there are by now */
export const make = (notes: Notes, versionsOf: (program: string) => number): Drafts => {
  const drafts = new Map<string, Known>()
  const keyOf = (program: string): string => `draft/${program}`
  const saved = (entry: EntryOf<"DraftSaved">): void => {
    const { base, by, document, id, program, recorded, revision, seen } = entry
    const before = drafts.get(keyOf(program))
    notes.same("draft", id, "the revision that was seen", before?.state === "open" ? before.revision : null, seen)
    notes.same("draft", id, "the revision", (before?.revision ?? 0) + 1, revision)
    notes.same("draft", id, "how many versions there were", versionsOf(program), base)
    drafts.set(keyOf(program), { revision, state: "open", base, document, by, last: recorded, isStored: false })
  }
  const gone = (entry: Entry, program: string, revision: number, state: Known["state"]): void => {
    const known = drafts.get(keyOf(program))
    notes.same("draft", entry.id, "the draft before it", "open", known?.state ?? "none")
    notes.same("draft", entry.id, "its revision", known?.revision ?? 0, revision)
    if (known !== undefined) Object.assign(known, { state, document: null, last: entry.recorded })
  }
  return {
    read: (entry) => {
      if (entry.type === "DraftSaved") saved(entry)
      if (entry.type === "DraftDiscarded") gone(entry, entry.program, entry.revision, "discarded")
      if (entry.type !== "ProgramPublished" || entry.draft === null) return
      const base = drafts.get(keyOf(entry.program))?.base
      notes.same("draft", entry.id, "how many versions its draft knew", entry.version - 1, base ?? "none")
      gone(entry, entry.program, entry.draft, "published")
    },
    row: (key, value) => {
      const known = drafts.get(key)
      if (known === undefined) return false
      known.isStored = true
      const { base, by, document, last: recorded, revision, state } = known
      const program = key.slice("draft/".length)
      compare(notes, "draft", key, { program, revision, state, base, document, by, recorded }, value)
      return true
    },
    rows: () => drafts
  }
}

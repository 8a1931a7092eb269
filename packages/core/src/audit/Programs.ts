/** What published documents promise, read from their own words: rules, holds, lives, caps and budgets. */
import type { Entry } from "./Entry.ts"
import * as Multipliers from "./Multipliers.ts"
import { amountOf, isObject, isSome, type Offer, offersOf, oneOrMore, spanOf } from "./Offers.ts"
import type { Notes } from "./Report.ts"
import { canonical, compare, type Row } from "./Rows.ts"
import * as Tiers from "./Tiers.ts"

export interface Budget {
  readonly max: bigint
  readonly unit: string
  readonly per: string
}

export interface Terms {
  readonly timeZone: string
  readonly offers: ReadonlyMap<string, Offer>
  readonly budgets: readonly Budget[]
  readonly events: readonly Multipliers.SpecialEvent[]
  readonly tiers: readonly Tiers.Tier[]
}

interface Published {
  readonly document: unknown
  readonly recorded: number
  readonly terms: Terms | undefined
  isStored: boolean
}

interface Known {
  readonly versions: Published[]
  isStored: boolean
}

export interface Programs {
  readonly read: (entry: Entry) => void
  /** Compares a stored row; answers whether the log knows of it. */
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
  readonly terms: (program: string, version: number) => Terms | undefined
  /** What is in force after the events up to now. */
  readonly live: (program: string) => Terms | undefined
}

export const make = (notes: Notes): Programs => {
  const programs = new Map<string, Known>()
  return {
    read: (entry) => {
      if (entry.type !== "ProgramPublished") return
      const { document, program, recorded, version } = entry
      const known = programs.get(program) ?? { versions: [], isStored: false }
      programs.set(program, known)
      notes.same("program", entry.id, "the version", known.versions.length + 1, version)
      const terms = termsOf(document)
      notes.holds(
        terms !== undefined,
        "program",
        entry.id,
        "the document",
        () => "readable",
        () => canonical(document)
      )
      known.versions.push({ document, recorded, terms, isStored: false })
    },
    row: (key, value) => {
      const [, program = "", v, number = ""] = key.split("/")
      const known = programs.get(program)
      if (known === undefined) return false
      if (v === undefined) {
        known.isStored = true
        const last = known.versions.at(-1)
        compare(notes, "program", key, { program, version: known.versions.length, recorded: last?.recorded }, value)
        return true
      }
      const published = known.versions[Number(number) - 1]
      if (published === undefined) return false
      published.isStored = true
      compare(notes, "program", key, { document: published.document, recorded: published.recorded }, value)
      return true
    },
    *rows() {
      for (const [program, known] of programs) {
        yield [`program/${program}`, known]
        for (const [i, published] of known.versions.entries()) yield [`program/${program}/v/${i + 1}`, published]
      }
    },
    terms: (program, version) => programs.get(program)?.versions[version - 1]?.terms,
    live: (program) => programs.get(program)?.versions.at(-1)?.terms
  }
}

const termsOf = (document: unknown): Terms | undefined => {
  if (!isObject(document) || typeof document.timeZone !== "string") return undefined
  const offers = new Map<string, Offer>()
  for (const [place, side] of [
    ["friend", "friend"],
    ["advocate", "advocate"],
    ["milestones", "advocate"]
  ] as const) {
    const list = document[place] ?? []
    if (!Array.isArray(list)) return undefined
    for (const written of list) {
      const laidOut = isObject(written) ? offersOf(written, side) : undefined
      if (laidOut === undefined) return undefined
      for (const offer of laidOut) offers.set(offer.id, offer)
    }
  }
  const budgets = oneOrMore(document.budget).map(budgetOf)
  return budgets.every(isSome)
    ? {
        timeZone: document.timeZone,
        offers,
        budgets,
        events: Multipliers.read(document.events),
        tiers: Tiers.read(document.tiers, spanOf)
      }
    : undefined
}

const budgetOf = (written: unknown): Budget | undefined => {
  const whole = isObject(written) ? amountOf(written.amount) : null
  return isObject(written) && whole !== null ? { max: whole.minor, unit: whole.unit, per: `${written.per}` } : undefined
}

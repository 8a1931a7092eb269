/** What published documents promise, read from their own words: rules, holds, lives, caps and budgets. */

import type { Entry, EntryOf } from "./Entry.ts"
import * as Multipliers from "./Multipliers.ts"
import { amountOf, isObject, isSome, type Offer, oddsIn, offersOf, oneOrMore, spanOf } from "./Offers.ts"
import * as Period from "./Period.ts"
import type { Prize } from "./Prizes.ts"
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
  /** The first and the last day, as they are written. */
  readonly starts: string | null
  readonly ends: string | null
  /** The names of the conditions that say who may refer. */
  readonly refer: readonly string[]
  readonly offers: ReadonlyMap<string, Offer>
  /** The odds of offers that are drawn by lot, by the offers' own names. */
  readonly lotteries: ReadonlyMap<string, readonly number[]>
  /** The options of offers that leave a choice, by the offers' own names. */
  readonly options: ReadonlyMap<string, readonly string[]>
  readonly budgets: readonly Budget[]
  readonly events: readonly Multipliers.SpecialEvent[]
  readonly tiers: readonly Tiers.Tier[]
  readonly prizes: ReadonlyMap<string, Prize>
}

interface Published {
  readonly document: unknown
  readonly recorded: number
  readonly terms: Terms | undefined
  isStored: boolean
}

/** A version that was to become live at a time. */
interface Next {
  readonly version: number
  readonly from: number
  readonly openReferrals: string
}

interface Known {
  readonly versions: Published[]
  live: number
  next: Next | null
  /** Open referrals of older versions are under this one. */
  moved: number
  /** What older versions granted and still hold is valued anew under this one. */
  repriced: number | undefined
  status: string
  turns: number
  last: number
  isStored: boolean
}

export interface Programs {
  readonly read: (entry: Entry) => void
  /** Compares a stored row; answers whether the log knows of it. */
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
  readonly terms: (program: string, version: number) => Terms | undefined
  readonly versions: (program: string) => number
  /** What is in force at a time, after the events up to now. */
  readonly live: (program: string, at: number) => Terms | undefined
  readonly liveVersion: (program: string, at: number) => number
  /** Whether it is neither stopped by staff, nor outside its days. */
  readonly isOpen: (program: string, at: number) => boolean
  /** What is live or on its way. */
  readonly coming: (program: string) => readonly Terms[]
  /** The names of the conditions for whoever enrolls at a time; those of the first version before it is live. */
  readonly refer: (program: string, at: number) => readonly string[]
  /** The version that a referral of some version is decided under at a time. */
  readonly decides: (program: string, version: number, at: number) => number
  /** The version under which what is held at a time is valued anew; 0 where there is none. */
  readonly reprices: (program: string, at: number) => number
}

export const make = (notes: Notes): Programs => {
  const programs = new Map<string, Known>()
  /** Published, or saved as a draft and not discarded before that. */
  const index = { isStored: false, programs: new Set<string>() }
  return {
    read: (entry) => {
      if (entry.type === "DraftSaved" || entry.type === "ProgramPublished") index.programs.add(entry.program)
      if (entry.type === "DraftDiscarded" && !programs.has(entry.program)) index.programs.delete(entry.program)
      if (entry.type === "ProgramPublished") return published(notes, programs, entry)
      turned(notes, programs, entry)
    },
    row: (key, value) => {
      if (key === "programs") {
        index.isStored = true
        compare(notes, "program", key, { programs: [...index.programs] }, value)
        return true
      }
      const [, program = "", v, number = ""] = key.split("/")
      const known = programs.get(program)
      if (known === undefined) return false
      if (v === undefined) {
        known.isStored = true
        const { last: recorded, live: version, moved, next, repriced, status, turns } = known
        const fact = { program, version, versions: known.versions.length, next, moved, repriced, status, turns }
        compare(notes, "program", key, { ...fact, recorded }, value)
        return true
      }
      const published = v === "v" ? known.versions[Number(number) - 1] : undefined
      if (published === undefined) return false
      published.isStored = true
      compare(notes, "program", key, { document: published.document, recorded: published.recorded }, value)
      return true
    },
    *rows() {
      if (index.programs.size > 0) yield ["programs", index]
      for (const [program, known] of programs) {
        yield [`program/${program}`, known]
        for (const [i, published] of known.versions.entries()) yield [`program/${program}/v/${i + 1}`, published]
      }
    },
    versions: (program) => programs.get(program)?.versions.length ?? 0,
    terms: (program, version) => programs.get(program)?.versions[version - 1]?.terms,
    live: (program, at) => liveIn(programs.get(program), at).terms,
    liveVersion: (program, at) => liveIn(programs.get(program), at).version,
    isOpen: (program, at) => isOpenAt(programs.get(program), at),
    coming: (program) => {
      const known = programs.get(program)
      return [known?.live ?? 0, known?.next?.version ?? 0].flatMap((n) => known?.versions[n - 1]?.terms ?? [])
    },
    refer: (program, at) => {
      const known = programs.get(program)
      const isNext = known !== undefined && known.next !== null && (known.live === 0 || at >= known.next.from)
      return known?.versions[(isNext ? (known.next?.version ?? 0) : known.live) - 1]?.terms?.refer ?? []
    },
    decides: (program, version, at) => {
      const known = programs.get(program)
      const next = known?.next ?? null
      const isMoving = next !== null && at >= next.from && next.openReferrals !== "keep"
      return Math.max(version, isMoving ? next.version : (known?.moved ?? 0))
    },
    reprices: (program, at) => {
      const known = programs.get(program)
      const next = known?.next ?? null
      const isDue = next !== null && at >= next.from && next.openReferrals === "reprice"
      return isDue ? next.version : (known?.repriced ?? 0)
    }
  }
}

const isOpenAt = (known: Known | undefined, at: number): boolean => {
  const { terms } = liveIn(known, at)
  if (known?.status !== "open" || terms === undefined) return false
  const day = Period.keyOf("calendar day", terms.timeZone, at)
  return (terms.starts === null || terms.starts <= day) && (terms.ends === null || day <= terms.ends)
}

/** The version that is live at a time; 0 where none is. */
const liveIn = (
  known: Known | undefined,
  at: number
): { readonly version: number; readonly terms: Terms | undefined } => {
  const next = known?.next ?? null
  const version = next !== null && at >= next.from ? next.version : (known?.live ?? 0)
  return { version, terms: known?.versions[version - 1]?.terms }
}

const published = (notes: Notes, programs: Map<string, Known>, entry: EntryOf<"ProgramPublished">): void => {
  const { document, from, id, openReferrals, program, recorded, version } = entry
  const known = programs.get(program) ?? unpublished()
  programs.set(program, known)
  const { status } = known
  notes.holds(
    status !== "archived",
    "program",
    id,
    "what was said of it before",
    () => "not archived",
    () => status
  )
  notes.same("program", id, "the version", known.versions.length + 1, version)
  const terms = termsOf(document)
  notes.holds(
    terms !== undefined,
    "program",
    id,
    "the document",
    () => "readable",
    () => canonical(document)
  )
  known.versions.push({ document, recorded, terms, isStored: false })
  arrive(known, recorded)
  known.next = { version, from: from ?? recorded, openReferrals }
  arrive(known, recorded)
  known.last = recorded
}

const unpublished = (): Known => ({
  versions: [],
  live: 0,
  next: null,
  moved: 0,
  repriced: undefined,
  status: "open",
  turns: 0,
  last: 0,
  isStored: false
})

/** What was to come by a time has come. */
const arrive = (known: Known, time: number): void => {
  const { next } = known
  if (next === null || next.from > time) return
  known.live = next.version
  if (next.openReferrals !== "keep") known.moved = next.version
  if (next.openReferrals === "reprice") known.repriced = next.version
  known.next = null
}

const statuses = {
  ProgramPaused: "paused",
  ProgramResumed: "open",
  ProgramArchived: "archived"
}

const turned = (notes: Notes, programs: ReadonlyMap<string, Known>, entry: Entry): void => {
  if (entry.type !== "ProgramPaused" && entry.type !== "ProgramResumed" && entry.type !== "ProgramArchived") return
  const status = statuses[entry.type]
  const known = programs.get(entry.program)
  const before = known?.status ?? "unknown"
  const isLegal = known !== undefined && before !== "archived" && before !== status
  notes.holds(
    isLegal,
    "program",
    entry.id,
    "what was said of it before",
    () => `neither archived nor ${status}`,
    () => before
  )
  if (known === undefined) return
  notes.same("program", entry.id, "the number of the word", known.turns + 1, entry.n)
  arrive(known, entry.recorded)
  Object.assign(known, { status, turns: entry.n, last: entry.recorded })
}

const termsOf = (document: unknown): Terms | undefined => {
  if (!isObject(document) || typeof document.timeZone !== "string") return undefined
  const offers = new Map<string, Offer>()
  const options = new Map<string, readonly string[]>()
  const lotteries = new Map<string, readonly number[]>()
  for (const [place, side] of [
    ["friend", "friend"],
    ["advocate", "advocate"],
    ["milestones", "advocate"],
    ["exchanges", "holder"]
  ] as const) {
    const list = document[place] ?? []
    if (!Array.isArray(list)) return undefined
    for (const written of list) {
      const laidOut = isObject(written) ? offersOf(written, side) : undefined
      if (laidOut === undefined) return undefined
      for (const offer of laidOut) offers.set(offer.id, offer)
      const odds = oddsIn(written.give)
      if (odds !== undefined) lotteries.set(`${written.id}`, odds)
      const named = laidOut.map((offer) => offer.option).filter((option) => option !== null)
      if (named.length > 0) options.set(`${written.id}`, named)
    }
  }
  for (const one of [...perksOf(document.tiers), ...placesOf(document.prizes)]) offers.set(one.id, one)
  const budgets = oneOrMore(document.budget).map(budgetOf)
  return budgets.every(isSome)
    ? {
        timeZone: document.timeZone,
        starts: typeof document.starts === "string" ? document.starts : null,
        ends: typeof document.ends === "string" ? document.ends : null,
        refer: referOf(document.refer),
        offers,
        options,
        lotteries,
        budgets,
        events: Multipliers.read(document.events),
        tiers: Tiers.read(document.tiers, spanOf),
        prizes: prizesOf(document.prizes)
      }
    : undefined
}

/** Each perk is an offer of its own. */
const perksOf = (tiers: unknown): readonly Offer[] =>
  (Array.isArray(tiers) ? tiers.filter(isObject) : []).flatMap(({ id, perks }) =>
    (Array.isArray(perks) ? perks : []).flatMap(
      (give, i) => offersOf({ id: `${id}.perk.${i + 1}`, give }, "advocate") ?? []
    )
  )

const objectsIn = (written: unknown) => (Array.isArray(written) ? written.filter(isObject) : [])

/** What each place wins is an offer of its own. */
const placesOf = (prizes: unknown): readonly Offer[] =>
  objectsIn(prizes).flatMap(({ id, places }) =>
    objectsIn(places).flatMap((place, i) => offersOf({ ...place, id: `${id}.prize.${i + 1}` }, "advocate") ?? [])
  )

const prizesOf = (prizes: unknown): ReadonlyMap<string, Prize> =>
  new Map(
    objectsIn(prizes).map(({ id, minimum, places }) => {
      const { friends, revenue } = isObject(minimum) ? minimum : {}
      const amount = amountOf(revenue)
      const last = Math.max(...objectsIn(places).map(({ from, to }) => Number(to ?? from)))
      return [`${id}`, { unit: amount?.unit ?? "", least: amount?.minor ?? BigInt(Number(friends)), last }]
    })
  )

const referOf = (written: unknown): readonly string[] => {
  const when = isObject(written) && Array.isArray(written.when) ? written.when : []
  return when.map((one) => (isObject(one) ? `${one.condition}` : ""))
}

const budgetOf = (written: unknown): Budget | undefined => {
  const whole = isObject(written) ? amountOf(written.amount) : null
  return isObject(written) && whole !== null ? { max: whole.minor, unit: whole.unit, per: `${written.per}` } : undefined
}

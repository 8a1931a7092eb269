/** What published documents promise, read from their own words: rules, holds, lives, caps and budgets. */
import type { Amount, Entry } from "./Entry.ts"
import type { Products } from "./Lines.ts"
import type { Notes } from "./Report.ts"
import { canonical, compare, type Row } from "./Rows.ts"

export interface Budget {
  readonly max: bigint
  readonly unit: string
  readonly per: string
}

export interface Cap {
  readonly max: bigint
  /** The unit of an amount; `null` where rewards are counted. */
  readonly unit: string | null
  /** As evidence writes the bound. */
  readonly text: string
  readonly per: string
  readonly of: string
  readonly isFilling: boolean
}

export interface Offer {
  readonly id: string
  readonly side: "friend" | "advocate"
  readonly kind: string
  readonly on: string
  /** For every order: how many orders of a friend pay, and for how many months. */
  readonly orders: number | null
  readonly months: number | null
  readonly holdMs: number
  readonly expiresMs: number | null
  readonly caps: readonly Cap[]
  /** 0, or for a milestone the number of friends. */
  readonly every: number
  /** The amount in what is given, where it names one. */
  readonly amount: Amount | null
  readonly maximum: Amount | null
  /** The products that the reward goes by, where it names some. */
  readonly products: Products | null
  readonly onPartialRefund: string | null
}

export interface Terms {
  readonly timeZone: string
  readonly offers: ReadonlyMap<string, Offer>
  readonly budgets: readonly Budget[]
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

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

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
      const offer = isObject(written) ? offerOf(written, side) : undefined
      if (offer === undefined) return undefined
      offers.set(offer.id, offer)
    }
  }
  const budgets = oneOrMore(document.budget).map(budgetOf)
  return budgets.every(isSome) ? { timeZone: document.timeZone, offers, budgets } : undefined
}

/** What stands alone is a list of one. */
const oneOrMore = (written: unknown): readonly unknown[] =>
  written === undefined ? [] : Array.isArray(written) ? written : [written]

const isSome = <A>(value: A | undefined): value is A => value !== undefined

const budgetOf = (written: unknown): Budget | undefined => {
  const whole = isObject(written) ? amountOf(written.amount) : null
  return isObject(written) && whole !== null ? { max: whole.minor, unit: whole.unit, per: `${written.per}` } : undefined
}

const capOf = (written: unknown): Cap | undefined => {
  if (!isObject(written)) return undefined
  const { amount, count, of = "person", onFull, per } = written
  const whole = amountOf(amount)
  if (whole === null && !Number.isSafeInteger(count)) return undefined
  return {
    max: whole === null ? BigInt(count as number) : whole.minor,
    unit: whole === null ? null : whole.unit,
    text: whole === null ? `${count}` : `${amount}`,
    per: `${per}`,
    of: `${of}`,
    isFilling: onFull === "fill"
  }
}

const offerOf = (written: Json, side: Offer["side"]): Offer | undefined => {
  const { give } = written
  const caps = oneOrMore(written.cap).map(capOf)
  if (!caps.every(isSome)) return undefined
  if (typeof written.id !== "string" || !isObject(give)) return undefined
  return {
    id: written.id,
    side,
    kind: `${give.kind}`,
    on: typeof written.on === "string" ? written.on : "first order",
    orders: typeof written.orders === "number" ? written.orders : null,
    months: typeof written.months === "number" ? written.months : null,
    holdMs: spanOf(written.hold) ?? 0,
    expiresMs: spanOf(written.expires) ?? null,
    caps,
    every: typeof written.every === "number" ? written.every : 0,
    amount: amountOf(give.amount),
    maximum: amountOf(give.maximum),
    products: isObject(give.products) ? productsOf(give.products) : null,
    onPartialRefund: typeof written.onPartialRefund === "string" ? written.onPartialRefund : null
  }
}

const productsOf = ({ collections, except, only }: Json): Products => ({
  only: namesOf(only),
  collections: namesOf(collections),
  except: namesOf(except)
})

const namesOf = (written: unknown): readonly string[] | null =>
  Array.isArray(written) ? written.map((name) => `${name}`) : null

/** Amounts are written with all of their decimals, so the digits alone are the minor units. */
const amountOf = (written: unknown): Amount | null => {
  const match = typeof written === "string" ? /^(\d+)(?:\.(\d+))? (\S+)$/u.exec(written) : null
  return match === null ? null : { minor: BigInt(`${match[1]}${match[2] ?? ""}`), unit: `${match[3]}` }
}

const seconds: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800 }

const spanOf = (written: unknown): number | undefined => {
  const match = typeof written === "string" ? /^(\d+) ([a-z]+?)s?$/u.exec(written) : null
  const length = seconds[match?.[2] ?? ""]
  return match === null || length === undefined ? undefined : Number(match[1]) * length * 1_000
}

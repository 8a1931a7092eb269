/**
 * Lotteries: a seed is committed before anything is drawn under it, each draw happens once, and what is granted is what was
 * drawn. Once a seed is revealed its draws are drawn again, by the platform's own SHA-256.
 */
import * as Effect from "effect/Effect"
import type { Entry, EntryOf } from "./Entry.ts"
import type { Programs } from "./Programs.ts"
import type { Notes } from "./Report.ts"
import { compare, type Row } from "./Rows.ts"

interface Period {
  readonly commitment: string
  seed: string | null
  last: number
  readonly draws: EntryOf<"LotteryDrawn">[]
  isStored: boolean
}

interface Known {
  readonly periods: Period[]
  last: number
  isStored: boolean
  /** The seed that stands beside the log. */
  secret: string | null
}

interface Drawn {
  readonly entry: EntryOf<"LotteryDrawn">
  isStored: boolean
}

export interface Draws {
  readonly read: (entry: Entry) => void
  /** Notes a grant: of a lottery, it must be what was drawn. */
  readonly granted: (entry: EntryOf<"RewardGranted">) => void
  readonly end: () => void
  /** Draws again whatever has been revealed. */
  readonly again: Effect.Effect<void>
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
}

interface Books {
  readonly notes: Notes
  readonly programs: Programs
  readonly lotteries: Map<string, Known>
  readonly draws: Map<string, Drawn>
  /** What was granted by lot. */
  readonly prizes: { readonly id: string; readonly draw: string; readonly place: number }[]
}

export const make = (given: Pick<Books, "notes" | "programs">): Draws => {
  const books: Books = { ...given, lotteries: new Map(), draws: new Map(), prizes: [] }
  const { draws, notes } = books
  return {
    read: (entry) => {
      if (entry.type === "SeedCommitted") committed(books, entry)
      if (entry.type === "SeedRevealed") revealed(books, entry)
      if (entry.type === "LotteryDrawn") drawn(books, entry)
    },
    granted: (entry) => granted(books, entry),
    end: () => {
      for (const { draw, id, place } of books.prizes) {
        notes.same("lottery", id, "the place that was drawn for it", place, draws.get(draw)?.entry.given ?? "none")
      }
    },
    again: Effect.promise(() => again(books)),
    row: (key, value) => row(books, key, value),
    rows: () => rows(books)
  }
}

const committed = ({ lotteries, notes }: Books, entry: EntryOf<"SeedCommitted">): void => {
  const { commitment, id, period, program, recorded } = entry
  const known = lotteries.get(program) ?? { periods: [], last: 0, isStored: false, secret: null }
  lotteries.set(program, known)
  notes.same("lottery", id, "the period", known.periods.length + 1, period)
  const before = known.periods.at(-1)
  notes.same("lottery", id, "the seed before it", "revealed", before?.seed === null ? "kept" : "revealed")
  known.periods.push({ commitment, seed: null, last: recorded, draws: [], isStored: false })
  known.last = recorded
}

const revealed = (
  { lotteries, notes }: Books,
  { id, period, program, recorded, seed }: EntryOf<"SeedRevealed">
): void => {
  const periods = lotteries.get(program)?.periods ?? []
  notes.same("lottery", id, "the period", periods.length, period)
  const known = periods[period - 1]
  if (known === undefined) return
  notes.same("lottery", id, "the seed", "kept until now", known.seed === null ? "kept until now" : "revealed before")
  known.seed = seed
  known.last = recorded
}

const drawn = ({ draws, lotteries, notes, programs }: Books, entry: EntryOf<"LotteryDrawn">): void => {
  const { asked, draw, given, id, odds, offer, period, program, version } = entry
  const periods = lotteries.get(program)?.periods ?? []
  notes.same("lottery", id, "the period", periods.length, period)
  periods[period - 1]?.draws.push(entry)
  notes.same("lottery", id, "its draw", "drawn once", draws.has(draw) ? "drawn before" : "drawn once")
  draws.set(draw, { entry, isStored: false })
  const terms = programs.terms(program, version)?.lotteries.get(offer)
  notes.same("lottery", id, "the odds", `${terms}`, `${odds}`)
  const isOnce = new Set(asked).size === asked.length && asked.every((place) => odds[place] !== undefined)
  notes.same("lottery", id, "the places that were asked", true, isOnce)
  const last = asked.length === odds.length && given === null ? null : (asked.at(-1) ?? null)
  notes.same("lottery", id, "the place that was given", last, given)
}

/** What was drawn is told after what is granted for it. */
const granted = ({ prizes, programs }: Books, entry: EntryOf<"RewardGranted">): void => {
  const { id, key, program, rule, version } = entry
  const drawn = programs.terms(program, version)?.offers.get(rule)?.drawn ?? null
  if (drawn === null) return
  const draw = key.replace(`reward/${program}/${rule}/`, `draw/${program}/${drawn.offer}/`)
  prizes.push({ id, draw, place: drawn.place })
}

const row = ({ draws, lotteries, notes }: Books, key: string, value: unknown): boolean => {
  const known = draws.get(key)
  if (known !== undefined) {
    known.isStored = true
    const { given, period, recorded } = known.entry
    compare(notes, "lottery", key, { period, given, recorded }, value)
    return true
  }
  const [, program = "", what, number] = key.split("/")
  const lottery = key.startsWith("program/") ? lotteries.get(program) : undefined
  if (lottery === undefined) return false
  if (what === "seed") {
    lottery.secret = `${(value as { readonly seed?: unknown } | null)?.seed}`
    return true
  }
  if (what !== "lottery") return false
  if (number === undefined) {
    lottery.isStored = true
    const { last, periods } = lottery
    const current = { period: periods.length, commitment: periods.at(-1)?.commitment, recorded: last }
    compare(notes, "lottery", key, current, value)
    return true
  }
  const period = lottery.periods[Number(number) - 1]
  if (period === undefined) return false
  period.isStored = true
  compare(notes, "lottery", key, { commitment: period.commitment, seed: period.seed, recorded: period.last }, value)
  return true
}

function* rows({ draws, lotteries }: Books): Generator<readonly [key: string, row: Row]> {
  yield* draws
  for (const [program, known] of lotteries) {
    yield [`program/${program}/lottery`, known]
    for (const [i, period] of known.periods.entries()) yield [`program/${program}/lottery/${i + 1}`, period]
  }
}

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16))
const hexOf = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("")

const again = async ({ lotteries, notes }: Books): Promise<void> => {
  for (const [program, { periods, secret }] of lotteries) {
    for (const [i, { commitment, draws, seed: told }] of periods.entries()) {
      const seed = told ?? secret
      const place = `program/${program}/lottery/${i + 1}`
      notes.same("lottery", place, "the seed", "there", seed === null ? "lost" : "there")
      if (seed === null) continue
      const digest = hexOf(await crypto.subtle.digest("SHA-256", bytesOf(seed)))
      notes.same("lottery", place, "the SHA-256 of the seed", commitment, digest)
      const key = await crypto.subtle.importKey("raw", bytesOf(seed), { name: "HMAC", hash: "SHA-256" }, false, [
        "sign"
      ])
      for (const { asked, draw, id, odds } of draws) {
        const places = await placesOf(key, draw, odds, asked.length)
        notes.same("lottery", id, "what is drawn again", `${places}`, `${asked}`)
      }
    }
  }
}

/** The first places of a draw: each is taken out, and the next falls on the odds that are left. */
const placesOf = async (
  key: CryptoKey,
  draw: string,
  odds: readonly number[],
  count: number
): Promise<readonly number[]> => {
  const left = new Map(odds.entries())
  const places: number[] = []
  for (let k = 0; k < count && left.size > 0; k++) {
    const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${draw}/${k}`))
    let rest = BigInt(`0x${hexOf(mac)}`) % [...left.values()].reduce((sum, one) => sum + BigInt(one), 0n)
    for (const [place, one] of left) {
      if (rest < BigInt(one)) {
        places.push(place)
        left.delete(place)
        break
      }
      rest -= BigInt(one)
    }
  }
  return places
}

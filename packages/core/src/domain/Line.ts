/**
 * The lines of a cart or an order, and what a reward that goes by some of them sees of it. Amounts of lines are minor
 * units in the unit of the whole.
 */
import { allocate } from "./Allocation.ts"
import { unwrap } from "./internal/assert.ts"
import type { Money } from "./Money.ts"
import { halfExpand } from "./Rounding.ts"

export interface Line {
  readonly id: string
  readonly product?: string
  readonly collections?: readonly string[]
  readonly quantity?: number
  /** In a cart what it costs before discounts, in an order what was paid for it. */
  readonly minor: bigint
  /** How much of it rewards go by, where that is less: an edit takes away from that, and never adds. */
  readonly counts?: bigint
  /** What came back of it. */
  readonly back?: bigint
}

/** A part of an amount that is a line's: of a discount or of a refund. */
export interface Part {
  readonly id: string
  readonly minor: bigint
}

/** A cart or an order as rewards see it. */
export interface Whole {
  readonly total: Money
  readonly lines?: readonly Line[]
}

/** The lines that a reward goes by, as part of their whole. */
export interface Portion {
  /** What these lines come to. */
  readonly total: Money
  readonly lines: readonly Line[]
  /** What the whole comes to. */
  readonly order: Money
}

const less = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n)
const sum = (lines: readonly Line[], of: (line: Line) => bigint): bigint =>
  lines.reduce((total, line) => total + of(line), 0n)

/** What of a line did not come back. */
const kept = ({ back = 0n, minor }: Line): bigint => less(minor, back)
/** As much of that as rewards go by. */
const counted = ({ back = 0n, counts, minor }: Line): bigint => less(counts ?? minor, back)

/**
 * Some lines of a whole. What came back of the whole without naming a line came back of each in its proportion, rounded
 * once for all of them together: so whatever comes back, these lines come to no more than before.
 */
export const portion = ({ lines = [], total }: Whole, isIn: (line: Line) => boolean): Portion => {
  const mine = lines.filter(isIn)
  const all = sum(lines, kept)
  const own = sum(mine, counted)
  const minor = total.minor >= all ? own : halfExpand(own * total.minor, all)
  return { total: { minor, unit: total.unit }, lines: mine, order: total }
}

/** A refund's parts are noted with the lines that they name. */
export const returned = (lines: readonly Line[], parts: readonly Part[]): readonly Line[] =>
  lines.map((line) => {
    const back = parts.reduce((all, { id, minor }) => (id === line.id ? all + minor : all), line.back ?? 0n)
    return back === 0n ? line : { ...line, back }
  })

/**
 * The lines after an edit: a new one counts for nothing, and one that stayed for no more than it did. An order that had
 * come without lines, or of which nothing was kept, begins anew.
 */
export const edited = (before: Whole & { readonly refunded: Money }, after: readonly Line[]): readonly Line[] => {
  if (before.lines === undefined || before.total.minor <= before.refunded.minor) return after
  const known = new Map(before.lines.map((line) => [line.id, line]))
  return after.map((line) => {
    const old = known.get(line.id)
    const most = old === undefined ? 0n : (old.counts ?? old.minor)
    const counts = most < line.minor ? { counts: most } : {}
    return { ...line, ...counts, ...(old?.back === undefined ? {} : { back: old.back }) }
  })
}

/** Takes an amount off a whole: which lines it is taken off, by largest remainder, and what is left. */
export const takeOff = (
  { lines, total }: Whole,
  minor: bigint,
  isIn: ((line: Line) => boolean) | null
): { readonly left: Whole; readonly parts: readonly Part[] | undefined } => {
  const rest = { minor: total.minor - minor, unit: total.unit }
  if (lines === undefined) return { left: { total: rest }, parts: undefined }
  const weights = lines.map((line) => (isIn === null || isIn(line) ? line.minor : 0n))
  const ids = lines.map(({ id }) => id)
  const shares = unwrap(allocate(minor, weights, ids))
  const left = lines.map((line, i) => ({ ...line, minor: line.minor - (shares[i] ?? 0n) }))
  const parts = ids.flatMap((id, i) => ((shares[i] ?? 0n) > 0n ? [{ id, minor: shares[i] ?? 0n }] : []))
  return { left: { total: rest, lines: left }, parts }
}

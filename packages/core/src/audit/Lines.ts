/** Lines of orders and carts: what came back of each, what an edit left of it, and what products there are. */
import type { Discount, EntryOf } from "./Entry.ts"
import type { Notes } from "./Report.ts"

type Told = NonNullable<EntryOf<"OrderRecorded">["lines"]>[number]
export type Part = NonNullable<EntryOf<"OrderRefunded">["lines"]>[number]

export interface Line extends Told {
  /** The least that was ever ordered of it. */
  readonly counts: bigint
  readonly back: bigint
}

export interface Products {
  readonly only: readonly string[] | null
  readonly collections: readonly string[] | null
  readonly except: readonly string[] | null
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)
const orNone = (amount: bigint): bigint => (amount > 0n ? amount : 0n)

export const begun = (told: readonly Told[] | null): readonly Line[] | null =>
  told === null ? null : told.map((line) => ({ ...line, counts: line.minor, back: 0n }))

/** After an edit: what is new counts for nothing, unless nothing was kept of the order before. */
export const edited = (
  before: readonly Line[] | null,
  told: readonly Told[] | null,
  wasKept: boolean
): readonly Line[] | null => {
  if (told === null) return before
  if (before === null || !wasKept) return begun(told)
  return told.map((line) => {
    const old = before.find(({ id }) => id === line.id)
    const most = old?.counts ?? 0n
    return { ...line, counts: line.minor - orNone(line.minor - most), back: old?.back ?? 0n }
  })
}

export const refunded = (lines: readonly Line[] | null, parts: readonly Part[] | null): readonly Line[] | null =>
  lines === null || parts === null
    ? lines
    : lines.map((line) => {
        const back = parts.filter(({ id }) => id === line.id).map(({ minor }) => minor)
        return { ...line, back: line.back + sum(back) }
      })

const isOf = ({ collections, except, only }: Products, { collections: own, product }: Told): boolean => {
  if (except !== null && (product === null || except.includes(product))) return false
  const isNamed = product !== null && only?.includes(product) === true
  const isGrouped = collections !== null && (own ?? []).some((one) => collections.includes(one))
  return isNamed || isGrouped || (product !== null && only === null && collections === null)
}

/** What is kept of the lines of some products, where `kept` is kept of all. */
export const portion = (lines: readonly Line[], kept: bigint, products: Products): bigint => {
  const all = sum(lines.map(({ back, minor }) => orNone(minor - back)))
  const mine = lines.filter((line) => isOf(products, line))
  const own = sum(mine.map(({ back, counts }) => orNone(counts - back)))
  // Rounded once, half up: both sides doubled, so that no half is lost.
  return kept >= all ? own : (2n * own * kept + all) / (2n * all)
}

/** As they are stored: what is not said of a line is left out. */
export const factOf = (lines: readonly Line[] | null): readonly object[] | undefined =>
  lines?.map(({ back, collections, counts, product, quantity, ...rest }) => ({
    ...rest,
    ...(product === null ? {} : { product }),
    ...(collections === null ? {} : { collections }),
    ...(quantity === null ? {} : { quantity }),
    ...(counts === rest.minor ? {} : { counts }),
    ...(back === 0n ? {} : { back })
  }))

/** Discounts as they are stored. */
export const discountsOf = (discounts: readonly Discount[]): readonly object[] =>
  discounts.map(({ lines, ...rest }) => (lines === null ? rest : { ...rest, lines }))

export const sumsTo = (notes: Notes, id: string, whole: bigint, lines: readonly Part[] | null): void => {
  if (lines !== null) notes.same("order", id, "the sum of its lines", whole, sum(lines.map(({ minor }) => minor)))
}

/** Discounts are taken off lines to the last unit, and of no line more than it costs. */
export const checkout = (notes: Notes, { asked, cart, discounts, id, lines }: EntryOf<"QuoteMade">): void => {
  const parts = discounts.flatMap((discount) => {
    const own = discount.lines ?? []
    const whole = lines === null ? 0n : discount.amount.minor
    notes.same("checkout", id, `what ${discount.rule} takes off its lines`, whole, sum(own.map(({ minor }) => minor)))
    return own
  })
  for (const part of parts) {
    const costs = lines?.find((line) => line.id === part.id)?.minor ?? 0n
    const off = sum(parts.filter((one) => one.id === part.id).map(({ minor }) => minor))
    notes.holds(
      part.minor > 0n && off <= costs,
      "checkout",
      id,
      `what is taken off line ${part.id}`,
      () => `above 0, up to ${costs}`,
      () => off
    )
  }
  if (asked?.value?.unit !== cart.unit) return
  const { minor } = asked.value
  const left = cart.minor - sum(discounts.map(({ amount }) => amount.minor))
  notes.holds(
    minor > 0n && minor <= left,
    "checkout",
    id,
    `what ${asked.reward} would take off`,
    () => `above 0, up to ${left}`,
    () => minor
  )
  sumsTo(notes, id, minor, asked.lines)
}

/** Orders with lines: what was paid for each, after what discount, with which tax, and how much of it came back. */
import { Allocation, type Line as CoreLine, type Input, Money } from "@goodword/core"
import fc from "fast-check"
import { type Currency, minorAmount } from "./amounts.ts"
import { unwrap } from "./unwrap.ts"

export interface Line {
  readonly sku: string
  readonly quantity: number
  /** Minor units of one piece. */
  readonly price: bigint
  /** Minor units taken off the whole line; never more than it costs. */
  readonly discount: bigint
  readonly isTaxed: boolean
}

export interface Basket {
  readonly unit: Currency
  readonly lines: readonly Line[]
  /** Minor units after discounts, without tax and shipping: what a program counts. */
  readonly total: bigint
}

const line = (nth: number): fc.Arbitrary<Line> =>
  fc
    .record({
      quantity: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 12 })),
      // Free gifts are lines as well.
      price: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 6, arbitrary: minorAmount(9_000) }),
      off: fc.oneof(fc.constantFrom(0, 0, 0, 1000), fc.nat({ max: 1000 })),
      isTaxed: fc.boolean()
    })
    .map(({ isTaxed, off, price, quantity }) => ({
      sku: `sku_${nth}`,
      quantity,
      price: BigInt(price),
      discount: (BigInt(price * quantity) * BigInt(off)) / 1000n,
      isTaxed
    }))

export const paidFor = ({ discount, price, quantity }: Line): bigint => price * BigInt(quantity) - discount

/** A basket of 1 to 12 lines in one currency. */
export const basket = (unit: Currency): fc.Arbitrary<Basket> =>
  fc
    .integer({ min: 1, max: 12 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => line(i + 1))))
    .map((lines) => ({ unit, lines, total: lines.reduce((sum, one) => sum + paidFor(one), 0n) }))

/** How a total is cut into lines: few products, so that programs, carts, edits and refunds name the same ones. */
export interface Cut {
  /** Lines are numbers: `l1`, `l2`. */
  readonly line: number
  readonly product: string | null
  readonly collection: string | null
  readonly weight: number
}

export const products = ["shoe", "sock", "hat"] as const
export const collections = ["spring", "sale"] as const

const cut: fc.Arbitrary<Cut> = fc.record({
  line: fc.integer({ min: 1, max: 4 }),
  product: fc.constantFrom(...products, ...products, null),
  collection: fc.constantFrom(...collections, null, null),
  weight: fc.oneof(fc.constantFrom(0, 1, 1, 1), fc.nat({ max: 9 }))
})

/** Up to four lines; none for a total that comes without. */
export const cuts: fc.Arbitrary<readonly Cut[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.uniqueArray(cut, { minLength: 1, maxLength: 4, selector: ({ line }) => line }) }
)

/** The lines that a total is cut into; nothing where there are no cuts. */
export const cutInto = (total: bigint, all: readonly Cut[] = []): { readonly lines?: readonly CoreLine.Line[] } => {
  if (all.length === 0) return {}
  const lines = sharesOf(total, all).map(({ collection, line, minor, product }) => ({
    id: `l${line}`,
    ...(product === null ? {} : { product }),
    ...(collection === null ? {} : { collections: [collection] }),
    minor
  }))
  return { lines }
}

/** The parts of a refund: of the lines that it names, those above zero. */
export const partsOf = (amount: bigint, all: readonly Cut[] = []): { readonly lines?: readonly CoreLine.Part[] } => {
  const parts = sharesOf(amount, all).flatMap(({ line, minor }) => (minor > 0n ? [{ id: `l${line}`, minor }] : []))
  return parts.length === 0 ? {} : { lines: parts }
}

const sharesOf = (total: bigint, all: readonly Cut[]): readonly (Cut & { readonly minor: bigint })[] => {
  if (all.length === 0) return []
  const weights = all.map(({ weight }) => BigInt(weight))
  const none = weights.every((weight) => weight === 0n)
  const shares = unwrap(Allocation.allocate(total, none ? weights.map(() => 1n) : weights))
  return all.map((one, i) => ({ ...one, minor: shares[i] ?? 0n }))
}

/** The same as doors take them. */
export const linesAtDoor = (
  total: string,
  all: readonly Cut[] | undefined
): { readonly lines?: NonNullable<Input.OrderPaid["lines"]> } => {
  const { minor: whole, unit } = unwrap(Money.parse(total))
  const { lines } = cutInto(whole, all)
  if (lines === undefined) return {}
  return { lines: lines.map(({ minor, ...rest }) => ({ ...rest, total: Money.format({ minor, unit }) })) }
}

export const partsAtDoor = (
  amount: string,
  all: readonly Cut[] | undefined
): { readonly lines?: NonNullable<Input.OrderRefunded["lines"]> } => {
  const { minor: whole, unit } = unwrap(Money.parse(amount))
  const { lines } = partsOf(whole, all)
  return lines === undefined
    ? {}
    : { lines: lines.map(({ id, minor }) => ({ id, amount: Money.format({ minor, unit }) })) }
}

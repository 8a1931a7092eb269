/** Orders with lines: what was paid for each, after what discount, with which tax, and how much of it came back. */
import fc from "fast-check"
import { type Currency, minorAmount } from "./amounts.ts"

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

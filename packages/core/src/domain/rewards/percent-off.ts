import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { failed } from "../Evidence.ts"
import { cents, rate } from "../internal/example.ts"
import { minimumOrderMet } from "../internal/minimum-order.ts"
import * as Money from "../Money.ts"
import * as Products from "../Products.ts"
import * as Rate from "../Rate.ts"
import * as RewardKind from "../RewardKind.ts"

/** A percentage off an order, from a minimum on and up to a maximum. */
export const percentOff = RewardKind.define({
  kind: "percent-off",
  terms: Schema.Struct({
    percent: Rate.Percent,
    minimumOrder: Schema.optionalKey(Money.Positive),
    maximum: Schema.optionalKey(Money.Positive),
    products: Schema.optionalKey(Products.Products)
  }),
  form: "discount",
  onPartialRefund: "recompute",
  worth: (terms, { order, total }) => {
    const refusal = minimumOrderMet("percent-off", terms.minimumOrder, order ?? total)
    if (refusal !== undefined) return Result.fail(refusal)
    const share = Rate.apply(terms.percent, total.minor)
    const { maximum } = terms
    if (maximum === undefined) return Result.succeed(Money.make(share, total.unit))
    if (maximum.unit !== total.unit) return Result.fail(failed("percent-off", total, maximum))
    return Result.succeed(share > maximum.minor ? maximum : Money.make(share, total.unit))
  },
  products: (terms) => terms.products,
  most: (terms) => terms.maximum,
  issue: "IssueDiscount",
  withdraw: "WithdrawDiscount",
  describe: ({ maximum, minimumOrder, percent, products }) =>
    `${Rate.formatPercent(percent)}% off${Products.describe(products)}${minimumOrder === undefined ? "" : ` an order from ${Money.format(minimumOrder)}`}${
      maximum === undefined ? "" : `, ${Money.format(maximum)} at most`
    }`,
  examples: [
    { terms: { percent: rate(20n, 100n) }, total: cents(100_00n), worth: cents(20_00n) },
    // A fraction of a cent is rounded once, half away from zero.
    { terms: { percent: rate(25n, 100n) }, total: cents(2n), worth: cents(1n) },
    { terms: { percent: rate(20n, 100n) }, total: cents(2n), worth: cents(0n) },
    { terms: { percent: rate(20n, 100n), maximum: cents(15_00n) }, total: cents(100_00n), worth: cents(15_00n) },
    { terms: { percent: rate(20n, 100n), minimumOrder: cents(40_00n) }, total: cents(39_99n), worth: null }
  ]
})

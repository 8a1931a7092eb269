import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { failed } from "../Evidence.ts"
import { cents } from "../internal/example.ts"
import { minimumOrderMet } from "../internal/minimum-order.ts"
import * as Money from "../Money.ts"
import * as Products from "../Products.ts"
import * as RewardKind from "../RewardKind.ts"

/** A fixed amount off an order, never more than the order. */
export const fixedOff = RewardKind.define({
  kind: "fixed-off",
  terms: Schema.Struct({
    amount: Money.Positive,
    minimumOrder: Schema.optionalKey(Money.Positive),
    products: Schema.optionalKey(Products.Products)
  }),
  form: "discount",
  onPartialRefund: "proportional",
  worth: (terms, { order, total }) => {
    const refusal = minimumOrderMet("fixed-off", terms.minimumOrder, order ?? total)
    if (refusal !== undefined) return Result.fail(refusal)
    if (terms.amount.unit !== total.unit) return Result.fail(failed("fixed-off", total, terms.amount))
    return Result.succeed(terms.amount.minor > total.minor ? total : terms.amount)
  },
  products: (terms) => terms.products,
  most: (terms) => terms.amount,
  issue: "IssueDiscount",
  withdraw: "WithdrawDiscount",
  describe: ({ amount, minimumOrder, products }) =>
    `${Money.format(amount)} off${Products.describe(products)}${minimumOrder === undefined ? "" : ` an order from ${Money.format(minimumOrder)}`}`,
  examples: [
    { terms: { amount: cents(10_00n) }, total: cents(50_00n), worth: cents(10_00n) },
    { terms: { amount: cents(10_00n) }, total: cents(9_99n), worth: cents(9_99n) },
    { terms: { amount: cents(10_00n), minimumOrder: cents(40_00n) }, total: cents(39_99n), worth: null }
  ]
})

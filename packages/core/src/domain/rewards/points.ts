import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { failed } from "../Evidence.ts"
import * as example from "../internal/example.ts"
import * as Money from "../Money.ts"
import * as Products from "../Products.ts"
import * as RewardKind from "../RewardKind.ts"
import * as Unit from "../Unit.ts"

const Terms = Schema.Struct({
  amount: Money.PositivePoints,
  /** With it the amount is a rate: so many points for every full `per` that was paid. */
  per: Schema.optionalKey(Money.PositiveCurrency),
  maximum: Schema.optionalKey(Money.PositivePoints),
  products: Schema.optionalKey(Products.Products)
}).check(
  Schema.makeFilter(
    ({ maximum, per }) =>
      maximum === undefined ||
      per !== undefined ||
      'has a maximum, but no rate that it could bound: add per, as in per: "1.00 USD", or leave maximum out'
  )
)
type Terms = typeof Terms.Type

/** No budget carries points, so nothing has to bound a rate but the largest amount that there is. */
const unbounded = Money.make(Money.minorMax, Unit.points)

const most = ({ amount, maximum, per }: Terms): Money.Money => maximum ?? (per === undefined ? amount : unbounded)

/**
 * A number of points, or so many for every full step of what was paid. Points cost no money until they are exchanged, so
 * no budget in money is charged for them.
 */
export const points = RewardKind.define({
  kind: "points",
  terms: Terms,
  form: "value",
  // Points for steps are those of the steps that are kept; what was promised whole is shared.
  onPartialRefund: ({ per }) => (per === undefined ? "proportional" : "recompute"),
  worth: (terms, { total }) => {
    const { amount, per } = terms
    if (per === undefined) return Result.succeed(amount)
    if (per.unit !== total.unit) return Result.fail(failed("points", total, per))
    const earned = (total.minor / per.minor) * amount.minor
    const upTo = most(terms)
    return Result.succeed(earned > upTo.minor ? upTo : Money.make(earned, Unit.points))
  },
  needsOrder: ({ per }) => per !== undefined,
  products: (terms) => terms.products,
  most,
  issue: "AddPoints",
  withdraw: "WithdrawPoints",
  describe: ({ amount, maximum, per, products }) =>
    `${Money.format(amount)}${per === undefined ? "" : ` for every ${Money.format(per)}`}${Products.describe(products)}${
      maximum === undefined ? "" : `, ${Money.format(maximum)} at most`
    }`,
  examples: [
    { terms: { amount: example.points(500n) }, total: example.cents(50_00n), worth: example.points(500n) },
    // Steps that are full, on both sides of one.
    {
      terms: { amount: example.points(2n), per: example.cents(1_00n) },
      total: example.cents(49_99n),
      worth: example.points(98n)
    },
    {
      terms: { amount: example.points(2n), per: example.cents(1_00n) },
      total: example.cents(50_00n),
      worth: example.points(100n)
    },
    {
      terms: { amount: example.points(2n), per: example.cents(1_00n) },
      total: example.cents(99n),
      worth: example.points(0n)
    },
    {
      terms: { amount: example.points(2n), per: example.cents(1_00n), maximum: example.points(99n) },
      total: example.cents(50_00n),
      worth: example.points(99n)
    },
    {
      terms: { amount: example.points(1n), per: Money.make(100n, "JPY" as Unit.Unit) },
      total: example.cents(50_00n),
      worth: null
    }
  ]
})

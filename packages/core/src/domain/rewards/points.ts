import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as example from "../internal/example.ts"
import * as Money from "../Money.ts"
import * as RewardKind from "../RewardKind.ts"

/** A number of points. Points cost no money until they are redeemed, so no budget in money is charged for them. */
export const points = RewardKind.define({
  kind: "points",
  terms: Schema.Struct({ amount: Money.PositivePoints }),
  form: "value",
  onPartialRefund: "proportional",
  worth: (terms) => Result.succeed(terms.amount),
  most: (terms) => terms.amount,
  issue: "AddPoints",
  withdraw: "WithdrawPoints",
  describe: ({ amount }) => Money.format(amount),
  examples: [{ terms: { amount: example.points(500n) }, total: example.cents(50_00n), worth: example.points(500n) }]
})

import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { cents } from "../internal/example.ts"
import * as Money from "../Money.ts"
import * as RewardKind from "../RewardKind.ts"

/** Money that is owed until a payout pays it; it cannot be used on orders. */
export const cash = RewardKind.define({
  kind: "cash",
  terms: Schema.Struct({ amount: Money.PositiveCurrency }),
  form: "value",
  purse: "payout",
  onPartialRefund: "proportional",
  worth: (terms) => Result.succeed(terms.amount),
  most: (terms) => terms.amount,
  describe: ({ amount }) => `${Money.format(amount)} in cash`,
  examples: [{ terms: { amount: cents(10_00n) }, total: cents(50_00n), worth: cents(10_00n) }]
})

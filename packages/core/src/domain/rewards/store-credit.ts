import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { cents } from "../internal/example.ts"
import * as Money from "../Money.ts"
import * as RewardKind from "../RewardKind.ts"

/** Credit to spend in the store. */
export const storeCredit = RewardKind.define({
  kind: "store-credit",
  terms: Schema.Struct({ amount: Money.PositiveCurrency }),
  form: "value",
  onPartialRefund: "proportional",
  worth: (terms) => Result.succeed(terms.amount),
  most: (terms) => terms.amount,
  issue: "AddCredit",
  withdraw: "WithdrawCredit",
  describe: ({ amount }) => `${Money.format(amount)} of store credit`,
  examples: [{ terms: { amount: cents(10_00n) }, total: cents(50_00n), worth: cents(10_00n) }]
})

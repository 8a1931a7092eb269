import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { cents } from "../internal/example.ts"
import * as Money from "../Money.ts"
import * as RewardKind from "../RewardKind.ts"

/** A gift card of a fixed amount. */
export const giftCard = RewardKind.define({
  kind: "gift-card",
  terms: Schema.Struct({ amount: Money.PositiveCurrency }),
  form: "value",
  onPartialRefund: "proportional",
  worth: (terms) => Result.succeed(terms.amount),
  most: (terms) => terms.amount,
  issue: "IssueGiftCard",
  withdraw: "WithdrawGiftCard",
  describe: ({ amount }) => `a gift card of ${Money.format(amount)}`,
  examples: [{ terms: { amount: cents(10_00n) }, total: cents(50_00n), worth: cents(10_00n) }]
})

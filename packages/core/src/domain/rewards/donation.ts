import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { cents } from "../internal/example.ts"
import { Phrase } from "../internal/perk.ts"
import * as Money from "../Money.ts"
import * as RewardKind from "../RewardKind.ts"

/** Money that the store gives to a good cause in the person's name. */
export const donation = RewardKind.define({
  kind: "donation",
  terms: Schema.Struct({ amount: Money.PositiveCurrency, to: Phrase }),
  form: "value",
  onPartialRefund: "proportional",
  worth: (terms) => Result.succeed(terms.amount),
  most: (terms) => terms.amount,
  issue: "Donate",
  withdraw: "WithdrawDonation",
  describe: ({ amount, to }) => `${Money.format(amount)} given to ${to} in your name`,
  examples: [{ terms: { amount: cents(5_00n), to: "the city's food bank" }, total: cents(50_00n), worth: cents(5_00n) }]
})

import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { cents } from "../internal/example.ts"
import { Phrase } from "../internal/perk.ts"
import * as Money from "../Money.ts"
import * as RewardKind from "../RewardKind.ts"

/** Money that the store gives to a cause in the person's name. It is gone once it is given. */
export const donation = RewardKind.define({
  kind: "donation",
  terms: Schema.Struct({ to: Phrase, amount: Money.PositiveCurrency }),
  form: "value",
  isGivenAway: true,
  onPartialRefund: "proportional",
  worth: (terms) => Result.succeed(terms.amount),
  most: (terms) => terms.amount,
  issue: "Donate",
  describe: ({ amount, to }) => `${Money.format(amount)} donated to ${to}`,
  examples: [{ terms: { to: "the sea rescue", amount: cents(10_00n) }, total: cents(50_00n), worth: cents(10_00n) }]
})

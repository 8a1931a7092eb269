import * as Schema from "effect/Schema"
import * as Condition from "../Condition.ts"
import { make } from "../Evidence.ts"
import { cents } from "../internal/example.ts"
import * as Money from "../Money.ts"

/** The order's total is at least an amount, in that currency. */
export const minimumTotal = Condition.define({
  condition: "minimum-total",
  terms: Schema.Struct({ amount: Money.Positive }),
  check:
    ({ amount }) =>
    ({ total }) =>
      make("minimum-total", total.unit === amount.unit && total.minor >= amount.minor, total, amount),
  describe: ({ amount }) => `the order is ${Money.format(amount)} or more`,
  examples: [
    {
      terms: { amount: cents(40_00n) },
      sight: { total: cents(40_00n), isNew: true, earlier: 0, country: null },
      passes: true
    },
    {
      terms: { amount: cents(40_00n) },
      sight: { total: cents(39_99n), isNew: true, earlier: 0, country: null },
      passes: false
    }
  ]
})

import * as Schema from "effect/Schema"
import { cents, one } from "../internal/example.ts"
import { Phrase, perk } from "../internal/perk.ts"
import * as Money from "../Money.ts"
import * as RewardKind from "../RewardKind.ts"

/** A product for nothing, such as a free pair. It is gone once it is sent. */
export const freeProduct = RewardKind.define({
  ...perk("free-product"),
  terms: Schema.Struct({
    product: Phrase,
    /** What one costs the store: that is what a budget carries. */
    cost: Schema.optionalKey(Money.PositiveCurrency)
  }),
  isGivenAway: true,
  most: ({ cost }) => cost,
  issue: "SendProduct",
  describe: ({ product }) => `${product} for free`,
  examples: [
    { terms: { product: "a pair of socks" }, total: cents(50_00n), worth: one("free-product") },
    { terms: { product: "a mug", cost: cents(4_00n) }, total: cents(50_00n), worth: one("free-product") }
  ]
})

import * as Schema from "effect/Schema"
import { cents, one } from "../internal/example.ts"
import { Phrase, perk } from "../internal/perk.ts"
import * as Money from "../Money.ts"
import * as RewardKind from "../RewardKind.ts"

/** One piece of a product for nothing. Its cost to the store is what a budget is charged. */
export const freeProduct = RewardKind.define({
  ...perk("free-product"),
  terms: Schema.Struct({
    /** The store's own id of it. */
    product: Phrase,
    /** What people call it; the id unless given. */
    name: Schema.optionalKey(Phrase),
    cost: Money.PositiveCurrency
  }),
  most: (terms) => terms.cost,
  issue: "SendProduct",
  withdraw: "CancelProduct",
  describe: ({ name, product }) => `${name ?? product} for free`,
  examples: [
    {
      terms: { product: "sku_41", name: "a pair of socks", cost: cents(4_00n) },
      total: cents(50_00n),
      worth: one("free-product")
    }
  ]
})

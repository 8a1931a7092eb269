import * as Schema from "effect/Schema"
import * as Policy from "../Policy.ts"

const Odds = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000_000 })))

/**
 * One of its parts, drawn by its odds: whole numbers, of which a part with 9 is drawn nine times as often as one with 1. Where
 * the part that is drawn is refused, because its stock is out, say, another is drawn among the rest.
 */
export const lottery = Policy.define(
  {
    policy: "lottery",
    terms: Schema.Struct({ odds: Odds }),
    fields: [],
    parts: { least: 2, most: 12 },
    gives: "first",
    odds: ({ odds }) => odds,
    describe: (_, parts) => `one of ${parts.join(", ")}, drawn by lot`,
    // Who is given what, a seed decides: with one part that is worth something it is that one.
    examples: [{ terms: { odds: [1, 99] }, worths: [0n, 5_00n], given: [1] }]
  },
  (terms: { readonly odds: readonly number[] }, of: readonly Policy.Written[]) => ({ ...terms, of })
)

import * as Schema from "effect/Schema"
import * as Policy from "../Policy.ts"

/**
 * The part that is worth the most to the person, or that costs the store the least, at the moment of the grant. Where
 * that one is refused, the next best is asked; of equals the one that is written first, since sorting is stable.
 */
export const bestOf = Policy.define(
  {
    policy: "best-of",
    terms: Schema.Struct({ for: Schema.Literals(["person", "store"]) }),
    fields: [],
    parts: { least: 1, most: 12 },
    gives: "first",
    rank: (terms, worths) =>
      worths
        .map((worth, place) => ({ worth, place }))
        .sort((a, b) => order(a.worth, b.worth) * (terms.for === "person" ? -1 : 1))
        .map(({ place }) => place),
    describe: (terms, parts) => `the ${terms.for === "person" ? "best" : "least"} of ${parts.join(", ")}`,
    examples: [
      { terms: { for: "person" }, worths: [5_00n, 10_00n, 10_00n], given: [1] },
      { terms: { for: "store" }, worths: [0n, 10_00n, 5_00n], given: [2] }
    ]
  },
  (terms: { readonly for: "person" | "store" }, of: readonly Policy.Written[]) => ({ ...terms, of })
)

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

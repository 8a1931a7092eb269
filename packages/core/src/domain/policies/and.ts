import { noTerms } from "../internal/no-terms.ts"
import * as Policy from "../Policy.ts"

/** Each of its parts, whatever becomes of the others. */
export const and = Policy.define(
  {
    policy: "and",
    terms: noTerms("and"),
    fields: [],
    parts: { least: 1, most: 12 },
    gives: "each",
    describe: (_, parts) => parts.join(" and "),
    examples: [
      { terms: {}, worths: [10_00n, 5_00n], given: [0, 1] },
      { terms: {}, worths: [0n, 5_00n], given: [1] }
    ]
  },
  (...of: readonly Policy.Written[]) => ({ of })
)

import { noTerms } from "../internal/no-terms.ts"
import * as Policy from "../Policy.ts"

/** The first of its parts that gives something: the next one is asked where conditions, worth, cap or budget refuse. */
export const orElse = Policy.define(
  {
    policy: "or-else",
    terms: noTerms("or-else"),
    fields: [],
    parts: { least: 1, most: 12 },
    gives: "first",
    describe: (_, parts) => parts.join(", or else "),
    examples: [
      { terms: {}, worths: [5_00n, 10_00n], given: [0] },
      { terms: {}, worths: [0n, 10_00n, 20_00n], given: [1] }
    ]
  },
  (...of: readonly Policy.Written[]) => ({ of })
)

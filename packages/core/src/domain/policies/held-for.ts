import { noTerms } from "../internal/no-terms.ts"
import * as Policy from "../Policy.ts"

/** Its part, available after a time; of several holds the longest counts. */
export const heldFor = Policy.define(
  {
    policy: "held-for",
    terms: noTerms("held-for"),
    fields: ["hold"],
    parts: { least: 1, most: 1 },
    gives: "each",
    describe: (_, [part = ""]) => part,
    examples: [{ terms: {}, worths: [5_00n], given: [0] }]
  },
  (hold: string, of: Policy.Written) => ({ hold, of })
)

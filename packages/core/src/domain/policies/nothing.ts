import { noTerms } from "../internal/no-terms.ts"
import * as Policy from "../Policy.ts"

/** No reward at all: what is left of a policy where there is no part. */
export const nothing = Policy.define(
  {
    policy: "nothing",
    terms: noTerms("nothing"),
    fields: [],
    parts: { least: 0, most: 0 },
    gives: "each",
    describe: () => "nothing",
    examples: [{ terms: {}, worths: [], given: [] }]
  },
  () => ({})
)

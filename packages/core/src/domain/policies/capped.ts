import type { CapInput } from "../CapTerms.ts"
import { noTerms } from "../internal/no-terms.ts"
import * as Policy from "../Policy.ts"

/** Its part, as far as a cap has room: every reward of the part counts. */
export const capped = Policy.define(
  {
    policy: "capped",
    terms: noTerms("capped"),
    fields: ["cap"],
    parts: { least: 1, most: 1 },
    gives: "each",
    describe: (_, [part = ""]) => part,
    examples: [{ terms: {}, worths: [5_00n], given: [0] }]
  },
  (cap: CapInput | readonly CapInput[], of: Policy.Written) => ({ cap, of })
)

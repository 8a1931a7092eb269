import { noTerms } from "../internal/no-terms.ts"
import * as Policy from "../Policy.ts"

/** Its part, where one condition or all of several are met. */
export const when = Policy.define(
  {
    policy: "when",
    terms: noTerms("when"),
    fields: ["when"],
    parts: { least: 1, most: 1 },
    gives: "each",
    describe: (_, [part = ""]) => part,
    examples: [{ terms: {}, worths: [5_00n], given: [0] }]
  },
  (conditions: Policy.WrittenCondition | readonly Policy.WrittenCondition[], of: Policy.Written) => ({
    when: "condition" in conditions ? [conditions] : conditions,
    of
  })
)

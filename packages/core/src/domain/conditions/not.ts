import * as Schema from "effect/Schema"
import * as Condition from "../Condition.ts"
import * as Combined from "../internal/combined.ts"
import * as Truth from "../Truth.ts"

const { seen } = Combined
const terms = { of: Combined.toUs }

/** Its part is known not to be met. */
export const not = Condition.define({
  condition: "not",
  terms: Schema.Struct({ of: Combined.One }),
  parts: ({ of }) => [of],
  check: (_, parts) => (sight) => {
    const evidence = parts.map((part) => part(sight))
    return Truth.evidence("not", Truth.not(Truth.all(evidence.map(Truth.of))), evidence)
  },
  describe: (_, _locale, parts) => `it is not so that ${parts.join(" and ")}`,
  examples: [
    { terms, sight: seen("DE", 1n), passes: true },
    { terms, sight: seen("US", 1n), passes: false },
    { terms, sight: seen(null, 1n), passes: false }
  ]
})

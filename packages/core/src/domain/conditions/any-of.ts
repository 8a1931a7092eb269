import * as Schema from "effect/Schema"
import * as Condition from "../Condition.ts"
import * as Combined from "../internal/combined.ts"
import * as Truth from "../Truth.ts"

const { seen, terms } = Combined

/** At least one of its parts is met. */
export const anyOf = Condition.define({
  condition: "any-of",
  terms: Schema.Struct({ of: Combined.Several }),
  parts: ({ of }) => of,
  check: (_, parts) => (sight) => {
    const evidence = parts.map((part) => part(sight))
    return Truth.evidence("any-of", Truth.any(evidence.map(Truth.of)), evidence)
  },
  describe: (_, _locale, parts) => `(${parts.join(" or ")})`,
  examples: [
    { terms, sight: seen("US", 99n), passes: true },
    { terms, sight: seen("DE", 100n), passes: true },
    { terms, sight: seen("DE", 99n), passes: false },
    { terms, sight: seen(null, 100n), passes: true },
    { terms, sight: seen(null, 99n), passes: false }
  ]
})

import * as Schema from "effect/Schema"
import * as Condition from "../Condition.ts"
import { failed, passed } from "../Evidence.ts"
import { cents } from "../internal/example.ts"
import * as Segments from "../Segments.ts"

const sight = { total: cents(1n), isNew: true, earlier: 0, country: null }
const terms = { segments: ["vip", "staff"] } as const

/** The store says that the person is in one of some segments. */
export const segmentIn = Condition.define({
  condition: "segment-in",
  about: "person",
  terms: Schema.Struct({ segments: Segments.Listed }),
  check: (terms) => {
    const wanted = terms.segments.join(", ")
    return ({ segments }) => {
      if (segments === undefined) return failed("segment-in", null, wanted)
      const found = segments.find((one) => terms.segments.includes(one))
      return found === undefined ? failed("segment-in", "none", wanted) : passed("segment-in", found, wanted)
    }
  },
  describe: ({ segments }) => `the person is in ${segments.map((one) => `"${one}"`).join(" or ")}`,
  examples: [
    { terms, sight: { ...sight, segments: ["new", "staff"] }, passes: true },
    { terms, sight: { ...sight, segments: ["new"] }, passes: false },
    { terms, sight: { ...sight, segments: [] }, passes: false },
    { terms, sight, passes: false }
  ]
})

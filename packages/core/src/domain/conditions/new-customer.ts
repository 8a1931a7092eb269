import * as Schema from "effect/Schema"
import * as Condition from "../Condition.ts"
import { yesOrNo } from "../Evidence.ts"
import { cents } from "../internal/example.ts"

// A struct without fields takes any object, so that a term which means nothing here would be taken in silence.
const NoTerms = Schema.Struct({}).check(
  Schema.makeFilter((terms: object) => Object.keys(terms).length === 0 || "has no terms: the condition stands alone")
)

const evidence = yesOrNo("new-customer")

/** The friend had never ordered before. */
export const newCustomer = Condition.define({
  condition: "new-customer",
  terms: NoTerms,
  check:
    () =>
    ({ isNew }) =>
      evidence(isNew),
  describe: () => "the friend is a new customer",
  examples: [
    { terms: {}, sight: { total: cents(1n), isNew: true, earlier: 0, country: null }, passes: true },
    { terms: {}, sight: { total: cents(1n), isNew: false, earlier: 1, country: null }, passes: false }
  ]
})

import * as Schema from "effect/Schema"
import * as Condition from "../Condition.ts"
import { make } from "../Evidence.ts"
import { cents } from "../internal/example.ts"

const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))
const Terms = Schema.Struct({ atLeast: Schema.optionalKey(Count), atMost: Schema.optionalKey(Count) }).check(
  Schema.makeFilter(({ atLeast, atMost }) => {
    if (atLeast === undefined && atMost === undefined) return "says no number: give atLeast, atMost or both"
    const isEmpty = atLeast !== undefined && atMost !== undefined && atMost < atLeast
    return isEmpty ? { path: ["atMost"], issue: `is less than atLeast, ${atLeast}: nobody has so many orders` } : true
  })
)

const range = ({ atLeast, atMost }: typeof Terms.Type): string =>
  atMost === undefined ? `${atLeast} or more` : atLeast === undefined ? `${atMost} or fewer` : `${atLeast} to ${atMost}`

const sight = { total: cents(1n), isNew: true, country: null }

/** How many orders of the person were known here before the one at hand. */
export const pastOrders = Condition.define({
  condition: "past-orders",
  about: "person",
  terms: Terms,
  check: (terms) => {
    const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = terms
    const wanted = range(terms)
    return ({ earlier }) => make("past-orders", earlier >= atLeast && earlier <= atMost, earlier, wanted)
  },
  describe: (terms) => `the person has ordered ${range(terms)} times before`,
  examples: [
    { terms: { atLeast: 2 }, sight: { ...sight, earlier: 1 }, passes: false },
    { terms: { atLeast: 2 }, sight: { ...sight, earlier: 2 }, passes: true },
    { terms: { atMost: 2 }, sight: { ...sight, earlier: 2 }, passes: true },
    { terms: { atMost: 2 }, sight: { ...sight, earlier: 3 }, passes: false },
    { terms: { atLeast: 1, atMost: 1 }, sight: { ...sight, earlier: 0 }, passes: false },
    { terms: { atLeast: 1, atMost: 1 }, sight: { ...sight, earlier: 1 }, passes: true },
    { terms: { atMost: 0 }, sight: { ...sight, earlier: 0 }, passes: true }
  ]
})

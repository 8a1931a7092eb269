import * as Schema from "effect/Schema"
import * as Condition from "../Condition.ts"
import { type Evidence, failed, passed } from "../Evidence.ts"
import { Country } from "../internal/country.ts"
import { cents } from "../internal/example.ts"
import { recentOne } from "../internal/recent.ts"

/** The order goes to one of some countries. */
export const countryIn = Condition.define({
  condition: "country-in",
  terms: Schema.Struct({ countries: Schema.NonEmptyArray(Country) }),
  check: ({ countries }) => {
    const list = countries.join(" ")
    const passes = new Map(
      countries.map((country): [string, Evidence] => [country, passed("country-in", country, list)])
    )
    const found = recentOne(
      (country: string | null) => passes.get(country ?? "") ?? failed("country-in", country, list)
    )
    return ({ country }) => found(country)
  },
  describe: ({ countries }) => `the order goes to ${countries.join(", ")}`,
  examples: [
    {
      terms: { countries: ["US", "CA"] },
      sight: { total: cents(1n), isNew: true, earlier: 0, country: "CA" },
      passes: true
    },
    {
      terms: { countries: ["US", "CA"] },
      sight: { total: cents(1n), isNew: true, earlier: 0, country: null },
      passes: false
    }
  ]
})

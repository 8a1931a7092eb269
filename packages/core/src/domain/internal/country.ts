/** A country as orders and terms name it. */
import * as Schema from "effect/Schema"

/** ISO 3166-1 alpha-2: `"US"`. */
export const Country = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      /^[A-Z]{2}$/u.test(text) || `must be a country's two capital letters, such as "US"; got ${JSON.stringify(text)}`
  )
)

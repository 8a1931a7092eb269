import * as Schema from "effect/Schema"

/** An entry without terms. A struct without fields takes any object, so that what means nothing here would be taken in silence. */
export const noTerms = (what: string): Schema.Codec<object, object> =>
  Schema.Struct({}).check(
    Schema.makeFilter((terms: object) => {
      const [field] = Object.keys(terms)
      return field === undefined || `${field} is no field of ${what}: look for a typing mistake, or leave it out`
    })
  )

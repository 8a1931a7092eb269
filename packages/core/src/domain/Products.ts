/** Which lines of an order a reward goes by. A line that does not say what it is belongs to no product. */
import * as Schema from "effect/Schema"
import type { Line } from "./Line.ts"

const Name = Schema.NonEmptyString.check(Schema.isMaxLength(64))
const Names = Schema.NonEmptyArray(Name).check(Schema.isMaxLength(50))

/**
 * Products by the store's own ids: those of `only` and of `collections` together, and none of `except`. With `except`
 * alone all others.
 */
export const Products = Schema.Struct({
  only: Schema.optionalKey(Names),
  collections: Schema.optionalKey(Names),
  except: Schema.optionalKey(Names)
}).check(
  Schema.makeFilter(
    ({ collections, except, only }) =>
      only !== undefined ||
      collections !== undefined ||
      except !== undefined ||
      'names nothing: say which, as in { only: ["shoe-1"] }, { collections: ["spring"] } or { except: ["gift-card"] }'
  )
)
export type Products = typeof Products.Type

/** Compiles the names into a check of one line. */
export const includes = ({ collections, except, only }: Products): ((line: Line) => boolean) => {
  const [products, groups, not] = [new Set(only), new Set(collections), new Set(except)]
  const isAny = only === undefined && collections === undefined
  return ({ collections: own = [], product }) => {
    if (except !== undefined && (product === undefined || not.has(product))) return false
    if (product !== undefined && (isAny || products.has(product))) return true
    return own.some((collection) => groups.has(collection))
  }
}

/** As the end of a sentence: ` on shoe-1, shoe-2 and the collections spring`. */
export const describe = (products: Products | undefined): string => {
  if (products === undefined) return ""
  const { collections, except, only } = products
  const named = [
    ...(only === undefined ? [] : [only.join(", ")]),
    ...(collections === undefined ? [] : [`the collections ${collections.join(", ")}`])
  ]
  const all = named.length === 0 ? "all products" : named.join(" and ")
  return ` on ${all}${except === undefined ? "" : ` except ${except.join(", ")}`}`
}

/** The lines of carts, orders and refunds as a door takes them: few, short, each once, and summing to the whole. */
import * as Schema from "effect/Schema"
import * as Ids from "../domain/Ids.ts"
import type { Line, Part } from "../domain/Line.ts"
import * as Money from "../domain/Money.ts"

const linesMax = 50
const collectionsMax = 8
/** Lines are kept with their order, and are loaded with it. */
const charactersMax = 16_000

const Name = Ids.ExternalId.check(Schema.isMaxLength(64))

const LineOfOrder = Schema.Struct({
  id: Name,
  product: Schema.optionalKey(Name),
  collections: Schema.optionalKey(Schema.Array(Name).check(Schema.isMaxLength(collectionsMax))),
  quantity: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
  total: Money.NonNegative
})
const LineOfRefund = Schema.Struct({ id: Name, amount: Money.Positive })

const few = Schema.makeFilter(
  (lines: readonly object[]) =>
    (lines.length >= 1 && lines.length <= linesMax) || `has ${lines.length} lines; give 1 to ${linesMax}`
)

export const Lines = Schema.Array(LineOfOrder).check(few)
export const Parts = Schema.Array(LineOfRefund).check(few)

interface Found {
  readonly path: readonly (string | number)[]
  readonly issue: string
}

/** What is wrong between lines and the amount that they should sum to. */
const issuesOf = (
  lines: readonly { readonly id: string; readonly amount: Money.Money; readonly characters: number }[],
  whole: Money.Money,
  [field, of]: readonly ["lines", "total" | "amount"]
): readonly Found[] => {
  const found: Found[] = []
  const seen = new Set<string>()
  for (const [i, { amount, id }] of lines.entries()) {
    if (seen.has(id)) found.push({ path: [field, i, "id"], issue: `"${id}" names another line already` })
    seen.add(id)
    if (amount.unit !== whole.unit) {
      found.push({ path: [field, i, of], issue: `is in ${amount.unit}, but the ${of} is in ${whole.unit}` })
    }
  }
  if (found.length > 0) return found
  const minor = lines.reduce((sum, one) => sum + one.amount.minor, 0n)
  if (minor !== whole.minor) {
    const sum = Money.format({ minor, unit: whole.unit })
    found.push({ path: [field], issue: `sum to ${sum}, but the ${of} is ${Money.format(whole)}` })
  }
  const characters = lines.reduce((sum, one) => sum + one.characters, 0)
  if (characters > charactersMax) {
    found.push({ path: [field], issue: `name ${characters} characters in all; ${charactersMax} at most` })
  }
  return found
}

interface WithLines {
  readonly total: Money.Money
  readonly lines?: typeof Lines.Type
}

/** The lines of a cart or an order sum to its total. */
export const areWhole = Schema.makeFilter(({ lines, total }: WithLines) => {
  if (lines === undefined) return true
  const named = lines.map(({ collections = [], id, product = "", total: amount }) => ({
    id,
    amount,
    characters: collections.reduce((sum, one) => sum + one.length, id.length + product.length)
  }))
  return issuesOf(named, total, ["lines", "total"])
})

/** The lines of a refund sum to its amount. */
export const areWholeRefund = Schema.makeFilter(
  ({ amount, lines }: { readonly amount: Money.Money; readonly lines?: typeof Parts.Type }) =>
    lines === undefined ||
    issuesOf(
      lines.map((one) => ({ ...one, characters: one.id.length })),
      amount,
      ["lines", "amount"]
    )
)

/** As the domain keeps them. */
export const toLines = (lines: typeof Lines.Type | undefined): { readonly lines?: readonly Line[] } =>
  lines === undefined ? {} : { lines: lines.map(({ total, ...rest }) => ({ ...rest, minor: total.minor })) }

export const toParts = (lines: typeof Parts.Type | undefined): { readonly lines?: readonly Part[] } =>
  lines === undefined ? {} : { lines: lines.map(({ amount, id }) => ({ id, minor: amount.minor })) }

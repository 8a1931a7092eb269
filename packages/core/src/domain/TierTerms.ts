/**
 * Tiers of advocates, from the lowest up: from how many friends, in what time, for how long it is kept, and what it is
 * good for. They belong to the program as it is live, as its budget does.
 */
import * as Schema from "effect/Schema"
import type * as Calendar from "./Calendar.ts"
import { quote } from "./internal/codec.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import * as Multiplier from "./Multiplier.ts"
import { RuleId } from "./Offer.ts"
import * as Span from "./Span.ts"

/** How many a program may have. */
export const tiersMax = 8

const calendar = ["calendar month", "calendar quarter", "calendar year"] as const

/** A calendar period, or so many calendar months up to and including the one that it is. */
export type Within = (typeof calendar)[number] | `rolling ${number} months`

export interface Tier {
  readonly id: string
  readonly from: { readonly friends: number }
  /** The time in which friends count; `null` for ever. */
  readonly within: Within | null
  /** How long it is kept after the time in which it was reached is over. */
  readonly grace: Span.Span | null
  readonly multiply: Multiplier.Multiplier | null
}

const rollingForm = /^rolling ([1-9]\d?) months$/u
const rollingMin = 2
const rollingMax = 24
const graceMaxMs = 366 * 86_400_000

const rollingMonths = (within: string): number | undefined => {
  const months = Number.parseInt(rollingForm.exec(within)?.[1] ?? "", 10)
  return months >= rollingMin && months <= rollingMax ? months : undefined
}

const isWithin = (text: string): text is Within =>
  (calendar as readonly string[]).includes(text) || rollingMonths(text) !== undefined

const WithinText = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      isWithin(text) ||
      `must be ${calendar.map((one) => `"${one}"`).join(", ")} or such as "rolling 12 months", with ${rollingMin} to ${rollingMax} months; got ${quote(text)}`
  )
) as unknown as Schema.Codec<Within, Within>

export const Document = Schema.Struct({
  id: RuleId,
  from: Schema.Struct({ friends: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })) }),
  within: Schema.optionalKey(WithinText),
  grace: Schema.optionalKey(
    Span.Text.check(Schema.makeFilter((span: Span.Span) => span <= graceMaxMs || "must be 366 days at the most"))
  ),
  multiply: Schema.optionalKey(Multiplier.Text)
})

export const read = ({ grace, multiply, within, ...tier }: typeof Document.Type): Tier => ({
  ...tier,
  within: within ?? null,
  grace: grace ?? null,
  multiply: multiply ?? null
})

export const write = ({ from, grace, id, multiply, within }: Tier): Record<string, unknown> => ({
  id,
  from,
  ...(within === null ? {} : { within }),
  ...(grace === null ? {} : { grace: Span.format(grace) }),
  ...(multiply === null ? {} : { multiply: Multiplier.format(multiply) })
})

/** What only shows when the tiers are seen together. */
export const issues = (tiers: readonly Tier[]): readonly Issue[] =>
  tiers.flatMap((tier, i) => {
    const found: Issue[] = []
    if (tiers.findIndex(({ id }) => id === tier.id) < i) {
      found.push({ path: pathText(["tiers", i, "id"]), message: `"${tier.id}" names another tier already` })
    }
    const lower = tiers[i - 1]
    if (lower !== undefined && lower.within === tier.within && lower.from.friends >= tier.from.friends) {
      const message = `${tier.from.friends} is not above the ${lower.from.friends} of "${lower.id}": tiers stand from the lowest up`
      found.push({ path: pathText(["tiers", i, "from", "friends"]), message })
    }
    if (tier.grace !== null && tier.within === null) {
      const message = "says nothing where friends count for ever: name the time in which they count with within"
      found.push({ path: pathText(["tiers", i, "grace"]), message })
    }
    return found
  })

/** The time in which friends count: so many periods of a kind, the last of which is under way. */
export interface Window {
  readonly per: Calendar.Period
  readonly periods: number
}

export const windowOf = ({ within }: Tier): Window | null => {
  if (within === null) return null
  const months = rollingMonths(within)
  return months === undefined
    ? { per: within as Calendar.Period, periods: 1 }
    : { per: "calendar month", periods: months }
}

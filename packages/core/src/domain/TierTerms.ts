/**
 * Tiers of advocates, from the lowest up: from how many friends, what revenue or how many points, in what time, for how long it is kept, and what it is
 * good for. They belong to the program as it is live, as its budget does.
 */
import * as Schema from "effect/Schema"
import type * as Calendar from "./Calendar.ts"
import type { Catalogs } from "./Catalogs.ts"
import { type Path, Terms } from "./Entries.ts"
import * as Give from "./Give.ts"
import { quote } from "./internal/codec.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import * as Money from "./Money.ts"
import * as Multiplier from "./Multiplier.ts"
import { RuleId } from "./Offer.ts"
import type { Written } from "./Policy.ts"
import * as Span from "./Span.ts"
import { points, type Unit } from "./Unit.ts"

/** How many a program may have. */
export const tiersMax = 8
/** How many perks one of them may bring. */
export const perksMax = 4

const calendar = ["calendar month", "calendar quarter", "calendar year"] as const

/** A calendar period, or so many calendar months up to and including the one that it is. */
export type Within = (typeof calendar)[number] | `rolling ${number} months`

/** How many friends stand, what they have paid, or how many points were earned. */
export type From = { readonly friends: number } | { readonly revenue: Money.Money } | { readonly points: Money.Money }

export interface Tier {
  readonly id: string
  readonly from: From
  /** The time in which they count; `null` for ever. */
  readonly within: Within | null
  /** How long it is kept after the time in which it was reached is over. */
  readonly grace: Span.Span | null
  readonly multiply: Multiplier.Multiplier | null
  /** What it brings, and mostly takes along when it is lost. */
  readonly perks: readonly Give.Reward[]
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

const saysOne = Schema.makeFilter(
  (from: Readonly<Record<string, unknown>>) =>
    Object.keys(from).length === 1 ||
    'must say from what on it stands, in one way: { friends: 5 }, or { revenue: "500.00 USD" }, or { points: "1000 points" }'
)

const FromDocument = Schema.Struct({
  friends: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
  revenue: Schema.optionalKey(Money.PositiveCurrency),
  points: Schema.optionalKey(Money.PositivePoints)
}).check(saysOne)

export const Document = Schema.Struct({
  id: RuleId,
  from: FromDocument,
  within: Schema.optionalKey(WithinText),
  grace: Schema.optionalKey(
    Span.Text.check(Schema.makeFilter((span: Span.Span) => span <= graceMaxMs || "must be 366 days at the most"))
  ),
  multiply: Schema.optionalKey(Multiplier.Text),
  perks: Schema.optionalKey(Schema.Array(Terms).check(Schema.isMaxLength(perksMax)))
})

/** A tier as it is written. */
export interface Input extends Omit<typeof Document.Encoded, "perks"> {
  readonly perks?: readonly Written[]
}

export const read = (
  { from, grace, id, multiply, perks = [], within }: typeof Document.Type,
  path: Path,
  catalogs: Catalogs,
  issues: Issue[]
): Tier => ({
  id,
  from: from as From,
  within: within ?? null,
  grace: grace ?? null,
  multiply: multiply ?? null,
  perks: perks.map((one, i) => Give.readOne(one, [...path, "perks", i], catalogs, issues))
})

export const write = (
  { from, grace, id, multiply, perks, within }: Tier,
  catalogs: Catalogs
): Record<string, unknown> => ({
  id,
  from: writeFrom(from),
  ...(within === null ? {} : { within }),
  ...(grace === null ? {} : { grace: Span.format(grace) }),
  ...(multiply === null ? {} : { multiply: Multiplier.format(multiply) }),
  ...(perks.length === 0 ? {} : { perks: perks.map((one) => Give.write(one, catalogs)) })
})

const writeFrom = (from: From): object => {
  if ("friends" in from) return from
  return "revenue" in from ? { revenue: Money.format(from.revenue) } : { points: Money.format(from.points) }
}

/** The unit that it goes by: a currency, or points; `null` where it goes by friends. */
export const unitOf = ({ from }: Pick<Tier, "from">): Unit | null => ("friends" in from ? null : amountOf(from).unit)

const amountOf = (from: Exclude<From, { readonly friends: number }>): Money.Money =>
  "revenue" in from ? from.revenue : from.points

/** From how much on it stands: friends, or minor units. */
export const leastOf = ({ from }: Pick<Tier, "from">): bigint =>
  "friends" in from ? BigInt(from.friends) : amountOf(from).minor

const words = ({ from }: Tier): string => ("friends" in from ? `${from.friends}` : Money.format(amountOf(from)))

/** What only shows when the tiers are seen together. */
export const issues = (tiers: readonly Tier[]): readonly Issue[] =>
  tiers.flatMap((tier, i) => {
    const found: Issue[] = []
    if (tiers.findIndex(({ id }) => id === tier.id) < i) {
      found.push({ path: pathText(["tiers", i, "id"]), message: `"${tier.id}" names another tier already` })
    }
    const lower = tiers[i - 1]
    const [field = ""] = Object.keys(tier.from)
    const path = pathText(["tiers", i, "from", field])
    if (lower !== undefined && unitOf(lower) !== unitOf(tier)) {
      const message = `goes by ${goesBy(tier)}, and "${lower.id}" by ${goesBy(lower)}: they are steps of one ladder, so all tiers of a program go by the same`
      found.push({ path, message })
    } else if (lower !== undefined && lower.within === tier.within && leastOf(lower) >= leastOf(tier)) {
      const message = `${words(tier)} is not above the ${words(lower)} of "${lower.id}": tiers stand from the lowest up`
      found.push({ path, message })
    }
    if (tier.grace !== null && tier.within === null) {
      const message = `says nothing where ${goesBy(tier)} ${"revenue" in tier.from ? "counts" : "count"} for ever: name the time with within`
      found.push({ path: pathText(["tiers", i, "grace"]), message })
    }
    return found
  })

const goesBy = (tier: Tier): string => {
  const unit = unitOf(tier)
  return unit === null ? "friends" : unit === points ? "points" : `revenue in ${unit}`
}

/** The time in which they count: so many periods of a kind, the last of which is under way. */
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

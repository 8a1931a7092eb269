/** Prizes for the leaders of a period that is over: what is given for which places, from which score on. */
import * as Schema from "effect/Schema"
import * as CapTerms from "./CapTerms.ts"
import type { Catalogs } from "./Catalogs.ts"
import { type Path, Terms } from "./Entries.ts"
import * as Give from "./Give.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import * as Money from "./Money.ts"
import { RuleId } from "./Offer.ts"
import type { Written } from "./Policy.ts"
import * as Span from "./Span.ts"
import type { Unit } from "./Unit.ts"

/** How many prizes a program may have, how many lists of places one of them, and how many rewards it may give. */
export const prizesMax = 4
export const listsMax = 8
export const rewardsMax = 32

export interface Places {
  readonly from: number
  readonly to: number
  readonly give: Give.Reward
  readonly hold: Span.Span | null
  readonly expires: Span.Span | null
  readonly caps: readonly CapTerms.Cap[]
}

export interface Prize {
  readonly id: string
  readonly per: "calendar month"
  /** The currency of what friends' orders came to; `null` for the number of friends. */
  readonly unit: Unit | null
  /** The least score that wins anything: friends, or minor units. */
  readonly least: bigint
  readonly places: readonly Places[]
}

const Place = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: rewardsMax }))

const saysOne = Schema.makeFilter(
  (minimum: Readonly<Record<string, unknown>>) =>
    Object.keys(minimum).length === 1 || 'must say in one way who can win: { friends: 1 }, or { revenue: "100.00 USD" }'
)

export const Document = Schema.Struct({
  id: RuleId,
  per: Schema.Literals(["calendar month"]),
  /** What the leaders are told by, and how much of it wins anything at the least. */
  minimum: Schema.Struct({
    friends: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
    revenue: Schema.optionalKey(Money.PositiveCurrency)
  }).check(saysOne),
  places: Schema.Array(
    Schema.Struct({
      from: Place,
      to: Schema.optionalKey(Place),
      give: Terms,
      hold: Schema.optionalKey(Span.Text),
      expires: Schema.optionalKey(Span.Text),
      // One, or a list: `CapTerms.read` tells them apart.
      cap: Schema.optionalKey(Schema.Unknown)
    })
  ).check(Schema.isMinLength(1), Schema.isMaxLength(listsMax))
})

type PlacesEncoded = (typeof Document.Encoded)["places"][number]

/** A prize as it is written. */
export interface Input extends Omit<typeof Document.Encoded, "places"> {
  readonly places: readonly (Omit<PlacesEncoded, "give" | "cap"> & {
    readonly give: Written
    readonly cap?: CapTerms.CapInput | readonly CapTerms.CapInput[]
  })[]
}

export const read = (
  { id, minimum, per, places }: typeof Document.Type,
  path: Path,
  catalogs: Catalogs,
  issues: Issue[]
): Prize => ({
  id,
  per,
  unit: minimum.revenue?.unit ?? null,
  least: minimum.revenue?.minor ?? BigInt(minimum.friends ?? 1),
  places: places.map(({ cap, expires, from, give, hold, to }, i) => ({
    from,
    to: to ?? from,
    give: Give.readOne(give, [...path, "places", i, "give"], catalogs, issues),
    hold: hold ?? null,
    expires: expires ?? null,
    caps: CapTerms.read(cap, [...path, "places", i, "cap"], issues)
  }))
})

export const write = ({ id, least, per, places, unit }: Prize, catalogs: Catalogs): Record<string, unknown> => ({
  id,
  per,
  minimum:
    unit === null ? { friends: Number.parseInt(`${least}`, 10) } : { revenue: Money.format({ minor: least, unit }) },
  places: places.map(({ caps, expires, from, give, hold, to }) => ({
    from,
    ...(to === from ? {} : { to }),
    give: Give.write(give, catalogs),
    ...(hold === null ? {} : { hold: Span.format(hold) }),
    ...(expires === null ? {} : { expires: Span.format(expires) }),
    ...(caps.length === 0 ? {} : { cap: CapTerms.write(caps) })
  }))
})

/** How many rewards a prize gives at the most. */
const rewardsOf = ({ places }: Prize): number => places.reduce((sum, { from, to }) => sum + to - from + 1, 0)

/** What only shows when the prizes are seen together. */
export const issues = (prizes: readonly Prize[]): readonly Issue[] =>
  prizes.flatMap((prize, i) => {
    const found: Issue[] = []
    if (prizes.findIndex(({ id }) => id === prize.id) < i) {
      found.push({ path: pathText(["prizes", i, "id"]), message: `"${prize.id}" names another prize already` })
    }
    prize.places.forEach(({ from, to }, n) => {
      if (to >= from) return
      found.push({ path: pathText(["prizes", i, "places", n, "to"]), message: `${to} is before from, ${from}` })
    })
    const count = rewardsOf(prize)
    if (count > rewardsMax) {
      const message = `gives ${count} rewards, and a prize has ${rewardsMax} at the most`
      found.push({ path: pathText(["prizes", i, "places"]), message })
    }
    return found
  })

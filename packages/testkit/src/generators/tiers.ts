/** What multiplies rewards: special events, and tiers of advocates. */
import fc from "fast-check"
import { type Currency, minorAmount, written } from "./amounts.ts"

/** Histories begin on 2026-03-05: some events are over, some are on, some come, and they overlap. */
export const specialEvents = fc
  .array(
    fc.record({
      from: fc.constantFrom("2026-03-01", "2026-03-05", "2026-03-05T18:00:00.000Z", "2026-03-07"),
      until: fc.constantFrom("2026-03-08", "2026-03-08T07:00:00.000Z", "2026-03-29", "2026-04-05"),
      multiply: fc.constantFrom("1.5", "2", "3", "1.000001", "2.25")
    }),
    { minLength: 1, maxLength: 3 }
  )
  .map((all) => all.map((one, i) => ({ id: `event-${i}`, ...one })))

/** From little on, so that tiers are reached, and lost again when the month is over. */
const goingBy = (unit: Currency) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant((n: number) => ({ friends: n })) },
    {
      weight: 2,
      arbitrary: minorAmount(6000).map((minor) => (n: number) => ({ revenue: written(minor * n, unit) }))
    },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 1, max: 300 }).map((points) => (n: number) => ({ points: `${points * n} points` }))
    }
  )

/** A badge stays, the others go with their tier. */
const perk = fc.constantFrom(
  { kind: "vip-status" as const, status: "gold" },
  { kind: "badge" as const, name: "Golden friend" },
  { kind: "access" as const, to: "the members' shelf" }
)

/** What a tier is good for besides: its perks, for the lowest two. */
const perksOf = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(perk, { minLength: 1, maxLength: 2 }) }
)

const steps = fc.array(
  fc.tuple(
    fc.constantFrom(
      {},
      { within: "calendar month" as const },
      { within: "calendar month" as const, grace: "14 days" },
      { within: "rolling 2 months" as const },
      { within: "calendar year" as const, grace: "1 day" }
    ),
    fc.constantFrom({}, { multiply: "1.5" }, { multiply: "2" }, { multiply: "4" }),
    perksOf
  ),
  { minLength: 1, maxLength: 3 }
)

export const tiers = (unit: Currency) =>
  fc.tuple(goingBy(unit), steps).map(([from, all]) =>
    all.map(([time, worth, perks], i) => ({
      id: `tier-${i}`,
      from: from(i + 1),
      ...time,
      ...worth,
      ...(perks.length === 0 || i > 1 ? {} : { perks })
    }))
  )

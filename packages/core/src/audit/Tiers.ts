/** The tier of an advocate, from the document's words and what counts. */
import { amountOf, isObject } from "./Offers.ts"
import type * as Scores from "./Scores.ts"
import * as Streaks from "./Streaks.ts"

export interface Tier {
  readonly id: string
  readonly by: "friends" | "revenue" | "points"
  /** A currency, or points; empty for friends. */
  readonly unit: string
  readonly least: bigint
  /** `null` where it counts for ever. */
  readonly per: string | null
  readonly periods: number
  readonly graceMs: number
  readonly multiply: string | null
  /** How many perks it brings. */
  readonly perks: number
}

export const read = (written: unknown, spanOf: (text: unknown) => number | undefined): readonly Tier[] =>
  Array.isArray(written) ? written.filter(isObject).map((tier) => readOne(tier, spanOf)) : []

const readOne = (
  { from, grace, id, multiply, perks, within }: Readonly<Record<string, unknown>>,
  spanOf: (text: unknown) => number | undefined
): Tier => {
  const months = /^rolling (\d+) months$/u.exec(`${within}`)?.[1]
  return {
    id: `${id}`,
    ...measureOf(isObject(from) ? from : {}),
    per: within === undefined ? null : months === undefined ? `${within}` : "calendar month",
    periods: Number(months ?? 1),
    graceMs: spanOf(grace) ?? 0,
    multiply: multiply === undefined ? null : `${multiply}`,
    perks: Array.isArray(perks) ? perks.length : 0
  }
}

const measureOf = ({ friends, points, revenue }: Readonly<Record<string, unknown>>) => {
  const amount = amountOf(revenue ?? points)
  return amount === null
    ? { by: "friends" as const, unit: "", least: BigInt(Number(friends)) }
    : { by: revenue === undefined ? ("points" as const) : ("revenue" as const), unit: amount.unit, least: amount.minor }
}

export interface Standing {
  readonly qualified: number
  readonly counts: Streaks.Counts
  readonly sums: Scores.Scores | null
}

/** The highest tier that stands at some time. */
export const at = (tiers: readonly Tier[], timeZone: string, standing: Standing, at: number): Tier | undefined =>
  tiers.findLast((tier) => {
    const { by, graceMs, least, per, periods, unit } = tier
    const score = standing.sums?.get(unit)
    if (per === null) return (by === "friends" ? BigInt(standing.qualified) : (score?.minor ?? 0n)) >= least
    const countIn = (name: string): bigint =>
      by === "friends" ? BigInt(standing.counts.get(name) ?? 0) : (score?.periods.get(name) ?? 0n)
    const first = Streaks.ordinal(per, timeZone, at - graceMs)
    const last = Streaks.ordinal(per, timeZone, at)
    for (let end = first; end <= last; end++) {
      let sum = 0n
      for (let n = end - periods + 1; n <= end; n++) sum += countIn(`${per} ${n}`)
      if (sum >= least) return true
    }
    return false
  })

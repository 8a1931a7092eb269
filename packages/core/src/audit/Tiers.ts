/** The tier of an advocate, from the document's words and the friends who count. */
import { isObject } from "./Offers.ts"
import * as Streaks from "./Streaks.ts"

export interface Tier {
  readonly id: string
  readonly friends: number
  /** `null` where friends count for ever. */
  readonly per: string | null
  readonly periods: number
  readonly graceMs: number
  readonly multiply: string | null
}

export const read = (written: unknown, spanOf: (text: unknown) => number | undefined): readonly Tier[] =>
  Array.isArray(written) ? written.filter(isObject).map((tier) => readOne(tier, spanOf)) : []

const readOne = (
  { from, grace, id, multiply, within }: Readonly<Record<string, unknown>>,
  spanOf: (text: unknown) => number | undefined
): Tier => {
  const months = /^rolling (\d+) months$/u.exec(`${within}`)?.[1]
  return {
    id: `${id}`,
    friends: isObject(from) ? Number(from.friends) : 0,
    per: within === undefined ? null : months === undefined ? `${within}` : "calendar month",
    periods: Number(months ?? 1),
    graceMs: spanOf(grace) ?? 0,
    multiply: multiply === undefined ? null : `${multiply}`
  }
}

export interface Standing {
  readonly qualified: number
  readonly counts: Streaks.Counts
}

/** The highest tier that stands at some time. */
export const at = (
  tiers: readonly Tier[],
  timeZone: string,
  { counts, qualified }: Standing,
  at: number
): Tier | undefined =>
  tiers.findLast(({ friends, graceMs, per, periods }) => {
    if (per === null) return qualified >= friends
    const first = Streaks.ordinal(per, timeZone, at - graceMs)
    const last = Streaks.ordinal(per, timeZone, at)
    for (let end = first; end <= last; end++) {
      let sum = 0
      for (let n = end - periods + 1; n <= end; n++) sum += counts.get(`${per} ${n}`) ?? 0
      if (sum >= friends) return true
    }
    return false
  })

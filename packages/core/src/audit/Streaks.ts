/** In which calendar periods a friend counts, and what an advocate has earned by them: by names of periods, counted anew. */
import type { Due } from "./Offers.ts"
import * as Period from "./Period.ts"
import type { Terms } from "./Programs.ts"

/** Friends by kind of period and number, such as `calendar month 24315`. */
export type Counts = Map<string, number>

/** Which period of its kind a moment is in; neighbors differ by one. */
export const ordinal = (per: string, timeZone: string, at: number): number => {
  const name = Period.keyOf(per, timeZone, at)
  const [year = 0, second = 0] = name.split(/-[WQ]?/u).map(Number)
  switch (per) {
    case "calendar day":
      return Date.parse(`${name}T00:00:00Z`) / dayMs
    case "calendar week": {
      // Weeks are counted by their Mondays; the first of a year has its fourth day.
      const fourth = Date.UTC(year, 0, 4) / dayMs
      return Math.floor((fourth + 3) / 7) + second - 1
    }
    case "calendar month":
      return 12 * year + second
    case "calendar quarter":
      return 4 * year + second
    default:
      return year
  }
}

const dayMs = 86_400_000

/** The periods in which somebody counts who qualifies by an order of some time. */
export const periodsAt = (live: Terms | undefined, pinned: Terms | undefined, at: number): readonly string[] => {
  const zones = new Map<string, string>()
  for (const terms of [pinned, live]) {
    if (terms === undefined) continue
    const dues = [...terms.offers.values()].map(({ due }) => (due !== null && "per" in due ? due.per : null))
    for (const per of [...dues, ...terms.tiers.map(({ by, per }) => (by === "friends" ? per : null))]) {
      if (per !== null && !zones.has(per)) zones.set(per, terms.timeZone)
    }
  }
  return [...zones].map(([per, zone]) => `${per} ${ordinal(per, zone, at)}`).sort()
}

/** How many periods of one kind are kept. */
const keptMax = 40

export const split = (name: string): readonly [per: string, n: number] => {
  const space = name.lastIndexOf(" ")
  return [name.slice(0, space), Number(name.slice(space + 1))]
}

export const add = (counts: Counts, names: readonly string[], by: number): void => {
  for (const name of names) {
    if (by < 0 && !counts.has(name)) continue
    const friends = (counts.get(name) ?? 0) + by
    if (friends === 0) counts.delete(name)
    else counts.set(name, friends)
    const [per] = split(name)
    const all = [...counts.keys()].map(split).filter(([kind]) => kind === per)
    const newest = Math.max(...all.map(([, n]) => n))
    for (const [, n] of all) if (n <= newest - keptMax) counts.delete(`${per} ${n}`)
  }
}

/** As the advocate's fact has them. */
export const rows = (counts: Counts): readonly object[] =>
  [...counts]
    .map(([name, friends]) => ({ per: split(name)[0], n: split(name)[1], friends }))
    .sort((a, b) => (a.per < b.per ? -1 : a.per > b.per ? 1 : a.n - b.n))

/** How many times a milestone is earned. */
export const earned = (due: Due, qualified: number, counts: Counts): number => {
  if ("every" in due) return Math.trunc(qualified / due.every)
  if ("at" in due) return qualified < due.at ? 0 : 1
  const has = (n: number): boolean => (counts.get(`${due.per} ${n}`) ?? 0) >= due.friends
  const ends = [...counts.keys()].map(split).filter(([per]) => per === due.per)
  return ends.some(([, n]) => Array.from({ length: due.periods }, (_, back) => n - back).every(has)) ? 1 : 0
}

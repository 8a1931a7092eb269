/**
 * How many friends stand as qualified in which calendar period: what streaks are told from. Of each kind of period the
 * newest are kept, so that the fact stays small however long somebody refers.
 */
import type * as Calendar from "./Calendar.ts"
import type { Instant } from "./Instant.ts"

/** One calendar period in the program's zone: the n-th of its kind, counted so that neighbors differ by one. */
export interface CountedPeriod {
  readonly per: Calendar.Period
  readonly n: number
}

export interface PeriodCount extends CountedPeriod {
  readonly friends: number
}

/** The longest streak, and how many periods of one kind are kept. */
export const periodsMax = 36
export const keptMax = 40

/** A kind of period that some rule of a program counts in. */
export interface Counting {
  readonly per: Calendar.Period
  readonly periodOf: (at: Instant) => Calendar.Interval
}

const nowhere: readonly never[] = []

/** The periods that an order of some time counts in, by the terms of its referral and by those that are live. */
export const periodsOf = (
  terms: readonly Counting[],
  live: readonly Counting[],
  at: Instant
): readonly CountedPeriod[] => {
  if (terms.length === 0 && live.length === 0) return nowhere
  const all = new Map<Calendar.Period, CountedPeriod>()
  for (const { per, periodOf } of [...terms, ...live]) {
    if (!all.has(per)) all.set(per, { per, n: periodOf(at).n })
  }
  return [...all.values()]
}

/** One friend more, or one less, in some periods. What lies too far back to be kept is let go. */
export const add = (
  counts: readonly PeriodCount[],
  periods: readonly CountedPeriod[],
  by: 1 | -1
): readonly PeriodCount[] => periods.reduce((all, period) => addOne(all, period, by), counts)

const addOne = (counts: readonly PeriodCount[], { n, per }: CountedPeriod, by: 1 | -1): readonly PeriodCount[] => {
  const there = counts.find((one) => one.per === per && one.n === n)
  // Taken from a period that was let go: nobody asks for it any more.
  if (there === undefined && by < 0) return counts
  const others = counts.filter((one) => one !== there)
  const friends = (there?.friends ?? 0) + by
  const all = friends === 0 ? others : [...others, { per, n, friends }]
  const newest = Math.max(...all.filter((one) => one.per === per).map((one) => one.n))
  return all
    .filter((one) => one.per !== per || one.n > newest - keptMax)
    .sort((a, b) => (a.per === b.per ? a.n - b.n : a.per < b.per ? -1 : 1))
}

/** The most periods in a row that have at least so many friends. */
export const longestRun = (counts: readonly PeriodCount[], per: Calendar.Period, friends: number): number => {
  let longest = 0
  let run = 0
  let before = Number.NaN
  for (const one of counts) {
    if (one.per !== per || one.friends < friends) continue
    run = one.n === before + 1 ? run + 1 : 1
    before = one.n
    if (run > longest) longest = run
  }
  return longest
}

/**
 * What an advocate's friends have paid, or the points that an advocate has earned: in all, and by calendar period, as
 * far as the tiers of a program ask for it. Of each kind of period the newest are kept, as of the friends who count.
 */
import type * as Calendar from "./Calendar.ts"
import type { Instant } from "./Instant.ts"
import { type CountedPeriod, type Counting, keptMax } from "./PeriodCounts.ts"
import type { Unit } from "./Unit.ts"

export interface PeriodSum extends CountedPeriod {
  readonly minor: bigint
}

/** The sum of one unit: a currency, or points. */
export interface Sum {
  readonly unit: Unit
  readonly minor: bigint
  readonly periods: readonly PeriodSum[]
}

/** What the tiers of a program sum up, and by which kinds of period. */
export interface Summing {
  readonly of: "revenue" | "points"
  readonly unit: Unit
  readonly counting: readonly Counting[]
}

/** The periods that an amount of some time is summed in; `undefined` where it is not summed at all. */
export const periodsOf = (
  summing: Summing | null,
  of: Summing["of"],
  unit: Unit,
  at: Instant
): readonly CountedPeriod[] | undefined =>
  summing === null || summing.of !== of || summing.unit !== unit
    ? undefined
    : summing.counting.map(({ per, periodOf }) => ({ per, n: periodOf(at).n }))

export const of = (sums: readonly Sum[] | undefined, unit: Unit): Sum | undefined =>
  sums?.find((one) => one.unit === unit)

const nothing: readonly never[] = []

/** An amount more, or less where it is below zero, in all and in some periods. */
export const add = (
  sums: readonly Sum[] = nothing,
  unit: Unit,
  minor: bigint,
  periods: readonly CountedPeriod[]
): readonly Sum[] => {
  const before = of(sums, unit) ?? { unit, minor: 0n, periods: nothing }
  const after: Sum = {
    unit,
    minor: before.minor + minor,
    periods: periods.reduce((all, period) => addOne(all, period, minor), before.periods)
  }
  return [...sums.filter((one) => one.unit !== unit), after].sort((a, b) => (a.unit < b.unit ? -1 : 1))
}

const addOne = (sums: readonly PeriodSum[], { n, per }: CountedPeriod, minor: bigint): readonly PeriodSum[] => {
  const there = sums.find((one) => one.per === per && one.n === n)
  // Taken from a period that was let go: nobody asks for it any more.
  if (there === undefined && minor < 0n) return sums
  const others = sums.filter((one) => one !== there)
  const sum = (there?.minor ?? 0n) + minor
  const all = sum === 0n ? others : [...others, { per, n, minor: sum }]
  const newest = Math.max(...all.filter((one) => one.per === per).map((one) => one.n))
  return all
    .filter((one) => one.per !== per || one.n > newest - keptMax)
    .sort((a, b) => (a.per === b.per ? a.n - b.n : a.per < b.per ? -1 : 1))
}

/** Takes all of other sums away. */
export const without = (sums: readonly Sum[] | undefined, others: readonly Sum[]): readonly Sum[] =>
  others.reduce((all, { minor, periods, unit }) => {
    const left = add(all, unit, -minor, nothing)
    return periods.reduce((rest, period) => inPeriod(rest, unit, period), left)
  }, sums ?? nothing)

const inPeriod = (sums: readonly Sum[], unit: Unit, { minor, n, per }: PeriodSum): readonly Sum[] =>
  sums.map((sum) => (sum.unit === unit ? { ...sum, periods: addOne(sum.periods, { per, n }, -minor) } : sum))

/** What was summed in the periods from one to another, both inclusive. */
export const within = ({ periods }: Sum, per: Calendar.Period, first: number, last: number): bigint => {
  let sum = 0n
  for (const one of periods) if (one.per === per && one.n >= first && one.n <= last) sum += one.minor
  return sum
}

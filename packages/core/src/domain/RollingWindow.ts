/**
 * What a rolling cap has used, day by day. The bound holds in every window of so many days, so that news of an order
 * that comes late can neither pass it nor be passed by what was counted since.
 */
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, put, read } from "./Fold.ts"
import type { FactKey } from "./Ids.ts"

/** Where the window of a charge stands. */
export const keyOf = ({ counter }: Fact.Charge): FactKey<Fact.RollingWindow> => counter

/**
 * The day that a reward of some day counts on: what comes more than a whole window late counts just before it. Where the
 * newest days came back, those that they let go did not: no window may reach these, since what they used is not known.
 */
export const dayFor = (window: Fact.RollingWindow | null, day: number, days: number): number => {
  const newest = window?.days.at(-1)?.day ?? day
  return Math.max(day, newest - days, (window?.gone ?? day - days) + days)
}

/** What is used in the fullest of the windows that a day is in. */
export const usedAround = (window: Fact.RollingWindow | null, day: number, days: number): bigint => {
  if (window === null) return 0n
  let most = 0n
  for (const end of [day, ...window.days.map((one) => one.day)]) {
    if (end < day || end >= day + days) continue
    let used = 0n
    for (const one of window.days) if (one.day > end - days && one.day <= end) used += one.add
    if (used > most) most = used
  }
  return most
}

/** Folds the charges of an event that are of rolling caps. */
export const charged = (fold: Fold, { charges, recorded }: Pick<Event.RewardGranted, "charges" | "recorded">): void => {
  for (const charge of charges) {
    if (charge.window === undefined) continue
    const key = keyOf(charge)
    put(fold, key, { ...withAdd(read(fold, key) ?? { days: [] }, charge.window, charge.add), recorded })
  }
}

/** A window as if charges had not been made. */
export const without = (
  window: Fact.RollingWindow,
  key: string,
  charges: readonly Fact.Charge[]
): Fact.RollingWindow => ({
  ...charges.reduce<Used>(
    (used, one) => (one.window === undefined || one.counter !== key ? used : withAdd(used, one.window, -one.add)),
    window
  ),
  recorded: window.recorded
})

type Used = Pick<Fact.RollingWindow, "days" | "gone">

/** Two windows back is as far as any question can reach. */
const withAdd = (before: Used, { day, days }: NonNullable<Fact.Charge["window"]>, add: bigint): Used => {
  // What a day that was let go gives back, or takes again, is in no window any more.
  if (before.gone !== undefined && day <= before.gone) return before
  const there = before.days.find((one) => one.day === day)
  const all = [...before.days.filter((one) => one.day !== day), { day, add: (there?.add ?? 0n) + add }]
    .filter((one) => one.add !== 0n)
    .sort((a, b) => a.day - b.day)
  const newest = all.at(-1)?.day ?? 0
  const gone = all.findLast((one) => one.day <= newest - 2 * days)?.day ?? before.gone
  const kept = all.filter((one) => one.day > newest - 2 * days)
  return gone === undefined ? { days: kept } : { days: kept, gone }
}

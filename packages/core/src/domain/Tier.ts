/**
 * The tier of an advocate: a function of the friends who stand, by the calendar periods in which they count, and of the
 * time that is asked about. Nothing remembers it, so no wake can be late with it, and no refund can be forgotten.
 *
 * Who reaches a tier has it at once. It is kept to the end of the last period with which the friends were enough, and
 * for its grace after that. A friend who does not stand any more takes it along at once.
 */
import * as Calendar from "./Calendar.ts"
import type * as Fact from "./Fact.ts"
import type { Instant } from "./Instant.ts"
import type { Multiplier } from "./Multiplier.ts"
import type { PeriodCount } from "./PeriodCounts.ts"
import * as TierTerms from "./TierTerms.ts"

/** A tier, ready to be asked. */
export interface Compiled {
  readonly id: string
  readonly friends: number
  readonly by: Multiplier | null
  /** `null` where friends count for ever. */
  readonly window: Window | null
}

interface Window {
  readonly per: Calendar.Period
  readonly periods: number
  readonly graceMs: number
  readonly periodOf: (at: Instant) => Calendar.Interval
}

export const compile = (tier: TierTerms.Tier, zone: Calendar.Zone): Compiled => {
  const window = TierTerms.windowOf(tier)
  return {
    id: tier.id,
    friends: tier.from.friends,
    by: tier.multiply,
    window:
      window === null ? null : { ...window, graceMs: tier.grace ?? 0, periodOf: Calendar.periodOf(window.per, zone) }
  }
}

type Counted = Pick<Fact.Advocate, "periods" | "qualified">

/** The highest tier that stands; `undefined` where none does. */
export const at = (tiers: readonly Compiled[], advocate: Counted, at: Instant): Compiled | undefined =>
  tiers.findLast((tier) => stands(tier, advocate, at))

const stands = ({ friends, window }: Compiled, { periods, qualified }: Counted, at: Instant): boolean => {
  if (window === null) return qualified >= friends
  // Whoever never had so many friends in all did not have them in any window.
  if (periods === undefined || qualified < friends) return false
  for (let period = window.periodOf(at); ; period = window.periodOf((period.start - 1) as Instant)) {
    if (countedIn(periods, window, period.n) >= friends) return true
    // This one is not enough; the one before it may be, while its grace lasts.
    if (period.start + window.graceMs <= at) return false
  }
}

/** The friends who count in the window that ends with a period. */
const countedIn = (counts: readonly PeriodCount[], { per, periods }: Window, last: number): number => {
  let sum = 0
  for (const one of counts) if (one.per === per && one.n <= last && one.n > last - periods) sum += one.friends
  return sum
}

/** How many friends count for a tier now. */
export const friendsFor = ({ window }: Compiled, { periods, qualified }: Counted, at: Instant): number =>
  window === null ? qualified : countedIn(periods ?? [], window, window.periodOf(at).n)

/** Until when a tier that stands is kept if nobody else comes (exclusive); `null` for good. */
export const until = ({ friends, window }: Compiled, { periods }: Counted, at: Instant): Instant | null => {
  if (window === null) return null
  let period = window.periodOf(at)
  if (countedIn(periods ?? [], window, period.n) >= friends) {
    for (;;) {
      const next = window.periodOf(period.end)
      if (countedIn(periods ?? [], window, next.n) < friends) break
      period = next
    }
  } else {
    // What is kept for its grace was reached in one of the periods before.
    do period = window.periodOf((period.start - 1) as Instant)
    while (countedIn(periods ?? [], window, period.n) < friends)
  }
  return (period.end + window.graceMs) as Instant
}

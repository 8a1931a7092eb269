/**
 * The tier of an advocate: a function of the friends who stand, of what they have paid or of the points that were
 * earned, by the calendar periods in which they count, and of the time that is asked about. Nothing remembers it, so no
 * wake can be late with it, and no refund can be forgotten.
 *
 * Who reaches a tier has it at once. It is kept to the end of the last period with which there was enough, and for its
 * grace after that. A friend who does not stand any more takes it along at once.
 */
import * as Calendar from "./Calendar.ts"
import type * as Fact from "./Fact.ts"
import type { Instant } from "./Instant.ts"
import * as Money from "./Money.ts"
import type { Multiplier } from "./Multiplier.ts"
import * as Sums from "./Sums.ts"
import * as TierTerms from "./TierTerms.ts"
import type { Unit } from "./Unit.ts"

/** A tier, ready to be asked. */
export interface Compiled {
  readonly id: string
  /** What it goes by: a currency, or points; `null` for friends. */
  readonly unit: Unit | null
  /** From how much on it stands: friends, or minor units. */
  readonly least: bigint
  readonly by: Multiplier | null
  /** `null` where it counts for ever. */
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
    unit: TierTerms.unitOf(tier),
    least: TierTerms.leastOf(tier),
    by: tier.multiply,
    window:
      window === null ? null : { ...window, graceMs: tier.grace ?? 0, periodOf: Calendar.periodOf(window.per, zone) }
  }
}

/** What tiers go by. */
export type Scored = Pick<Fact.Advocate, "periods" | "qualified" | "sums">

/** The highest tier that stands; `undefined` where none does. */
export const at = (tiers: readonly Compiled[], advocate: Scored, at: Instant): Compiled | undefined =>
  tiers.findLast((tier) => stands(tier, advocate, at))

export const stands = (tier: Compiled, advocate: Scored, at: Instant): boolean => {
  const { least, window } = tier
  const all = inAll(tier, advocate)
  if (window === null) return all >= least
  // Whoever never had so much in all did not have it in any window.
  if (all < least) return false
  for (let period = window.periodOf(at); ; period = window.periodOf((period.start - 1) as Instant)) {
    if (countedIn(tier, advocate, window, period.n) >= least) return true
    // This one is not enough; the one before it may be, while its grace lasts.
    if (period.start + window.graceMs <= at) return false
  }
}

const inAll = ({ unit }: Compiled, { qualified, sums }: Scored): bigint =>
  unit === null ? BigInt(qualified) : (Sums.of(sums, unit)?.minor ?? 0n)

/** What counts in the window that ends with a period. */
const countedIn = ({ unit }: Compiled, advocate: Scored, { per, periods }: Window, last: number): bigint => {
  if (unit !== null) {
    const sum = Sums.of(advocate.sums, unit)
    return sum === undefined ? 0n : Sums.within(sum, per, last - periods + 1, last)
  }
  let friends = 0
  for (const one of advocate.periods ?? []) {
    if (one.per === per && one.n <= last && one.n > last - periods) friends += one.friends
  }
  return BigInt(friends)
}

/** What counts for a tier now: friends, or minor units. */
export const scoreFor = (tier: Compiled, advocate: Scored, at: Instant): bigint =>
  tier.window === null ? inAll(tier, advocate) : countedIn(tier, advocate, tier.window, tier.window.periodOf(at).n)

/** A score as people read it: `5`, `340.00 USD`. */
export const worded = ({ unit }: Compiled, score: bigint): string =>
  unit === null ? `${score}` : Money.format({ minor: score, unit })

/** Until when a tier that stands is kept if nothing more comes (exclusive); `null` for good. */
export const until = (tier: Compiled, advocate: Scored, at: Instant): Instant | null => {
  const { least, window } = tier
  if (window === null) return null
  const isEnough = (n: number): boolean => countedIn(tier, advocate, window, n) >= least
  let period = window.periodOf(at)
  if (isEnough(period.n)) {
    for (;;) {
      const next = window.periodOf(period.end)
      if (!isEnough(next.n)) break
      period = next
    }
  } else {
    // What is kept for its grace was reached in one of the periods before.
    do period = window.periodOf((period.start - 1) as Instant)
    while (!isEnough(period.n))
  }
  return (period.end + window.graceMs) as Instant
}

/**
 * An entitlement holds the most that it can cost of budgets and of caps that sum amounts. Its use spares what it does not
 * cost after all. When it comes back it must hold that again, of the very counters and periods that its grant charged.
 */
import * as Charge from "./Charge.ts"
import type { Compiled, Rule } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Instant } from "./Instant.ts"
import { budget as carries } from "./limits/budget.ts"
import { capAmount } from "./limits/cap-amount.ts"
import type { Money } from "./Money.ts"
import * as RollingWindow from "./RollingWindow.ts"
import * as Scout from "./Scout.ts"

/** Gives back what a use for so much does not need. */
export const spare = (draft: Draft.Draft, charges: readonly Fact.Charge[], value: Money): readonly Fact.Charge[] => {
  const spared: Fact.Charge[] = []
  for (const charge of charges) {
    const add = value.minor - charge.add
    if (!Charge.isOfAmount(charge, value.unit) || add >= 0n) continue
    if (charge.window === undefined) Draft.giveBack(draft, charge.counter, -add)
    spared.push({ ...charge, add })
  }
  return spared
}

/** The counters and windows of which a reward holds an amount. */
export const plan = (scout: Scout.Scout, { amount, charges }: Fact.Reward): void => {
  for (const charge of charges) {
    if (charge.window !== undefined) Scout.want(scout, charge.counter)
    else if (Charge.isOfAmount(charge, amount.unit)) Scout.wantCounter(scout, charge.counter)
  }
}

export interface Held {
  readonly because: readonly Evidence[]
  readonly charges: readonly Fact.Charge[]
}

/** Takes what the use of a reward has spared: what its terms say that it may cost at most. Evidence says whether there is room. */
export const hold = (draft: Draft.Draft, { amount, charges }: Fact.Reward, rule: Rule, live: Compiled): Held => {
  const because: Evidence[] = []
  const held: Fact.Charge[] = []
  const { most } = rule
  for (const charge of charges) {
    if (most === null || !Charge.isOfAmount(charge, amount.unit)) continue
    const add = { minor: most.minor - charge.add, unit: most.unit }
    if (add.minor <= 0n) continue
    const max = maxOf(charge, rule, live, draft.now)
    // Terms that the reward was moved to may have dropped a cap, and nobody knows its bound here.
    if (max === undefined && !Charge.isOfBudget(charge)) continue
    if (max !== undefined) because.push(check(draft, charge, add, { minor: max, unit: most.unit }))
    if (charge.window === undefined) take(draft, charge.counter, add.minor, max)
    held.push({ ...charge, add: add.minor })
  }
  return { because, charges: held }
}

/** A budget that the program has no more bounds nothing. */
const take = (draft: Draft.Draft, counter: string, add: bigint, max: bigint | undefined): void =>
  max === undefined ? Draft.giveBack(draft, counter, -add) : Draft.charge(draft, counter, add, max)

const check = (draft: Draft.Draft, charge: Fact.Charge, add: Money, whole: Money): Evidence => {
  const used = usedOf(draft, charge)
  const left = { minor: whole.minor > used ? whole.minor - used : 0n, unit: whole.unit }
  if (Charge.isOfBudget(charge)) return carries(add, left, whole)
  return capAmount(add, left, whole, charge.window === undefined ? periodIn(charge) : `${charge.window.days} days`)
}

const usedOf = (draft: Draft.Draft, charge: Fact.Charge): bigint => {
  const { counter, window } = charge
  if (window === undefined) return Draft.counter(draft, counter)
  return RollingWindow.usedAround(Draft.read(draft, RollingWindow.keyOf(charge)), window.day, window.days)
}

/** What bounds a counter: the program's budget as it is live, or the cap under which the reward was granted. */
const maxOf = (charge: Fact.Charge, { caps, most }: Rule, { budgets }: Compiled, now: Instant): bigint | undefined =>
  Charge.isOfBudget(charge)
    ? budgets.find((one) => one.unit === most?.unit && isWrittenAs(charge, one.periodOf(now).key))?.max
    : caps.find(
        ({ counters, period, unit: of }) =>
          of === most?.unit &&
          charge.counter.startsWith(`${counters}/`) &&
          (typeof period === "function"
            ? charge.window === undefined && isWrittenAs(charge, period(now).key)
            : charge.window?.days === period.days)
      )?.max

/** The period of a counter of amounts, which ends in it and the unit. */
const periodIn = ({ counter }: Fact.Charge): string => counter.split("/").at(-2) ?? ""

/** Periods of one kind are written alike, whichever they are: `2026-03`, `2026-W10`. */
const isWrittenAs = (charge: Fact.Charge, period: string): boolean => formOf(periodIn(charge)) === formOf(period)

const formOf = (period: string): string => period.replace(/\d/gu, "0")

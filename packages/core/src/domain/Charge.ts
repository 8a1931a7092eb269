/** What a reward has charged to counters and rolling caps, and what it holds of that. */
import type * as Fact from "./Fact.ts"
import type { RewardRepriced } from "./RewardEvent.ts"

/** Whether a charge is of an amount in a unit, as a budget's and some caps' are: its counter ends in it. */
export const isOfAmount = ({ counter }: Fact.Charge, unit: string): boolean => counter.endsWith(`/${unit}`)

export const isOfBudget = ({ counter }: Fact.Charge): boolean => counter.startsWith("budget/")

/** What a reward holds: of amounts no more than is left of it, since the rest was given back or stays used. */
export const heldBy = ({ amount, charges, taken }: Pick<Fact.Reward, "amount" | "charges" | "taken">) =>
  taken.minor === 0n
    ? charges
    : charges.map((one) => (isOfAmount(one, amount.unit) ? { ...one, add: one.add - taken.minor } : one))

/** As if what it holds now had been charged for the whole amount: what refunds took of it was given back. */
export const after = (before: Fact.Reward, { amount, charges, to }: RewardRepriced): readonly Fact.Charge[] => {
  const lost = amount.minor - to.minor
  const held = summed([...heldBy(before), ...charges])
  return lost === 0n ? held : held.map((one) => (isOfAmount(one, to.unit) ? { ...one, add: one.add + lost } : one))
}

export const negated = (charges: readonly Fact.Charge[]): readonly Fact.Charge[] =>
  charges.map((one) => ({ ...one, add: -one.add }))

/** One charge for each counter, and for each day of a rolling cap; those that come to nothing are left out. */
export const summed = (charges: readonly Fact.Charge[]): readonly Fact.Charge[] => {
  const sums = new Map<string, Fact.Charge>()
  for (const one of charges) {
    const of = `${one.window?.day ?? ""} ${one.counter}`
    sums.set(of, { ...one, add: one.add + (sums.get(of)?.add ?? 0n) })
  }
  return [...sums.values()].filter(({ add }) => add !== 0n)
}

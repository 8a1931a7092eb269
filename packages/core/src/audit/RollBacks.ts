/** What was redeemed whole and comes back: of which order, and as what. */
import type { EntryOf } from "./Entry.ts"
import type { Notes } from "./Report.ts"
import type { Reward } from "./Reward.ts"

type Charges = EntryOf<"RewardRedeemed">["charges"]

/** A use gives back what it does not cost. */
export const spare = (reward: Reward, charges: Charges): void => {
  reward.spared.clear()
  for (const { add, counter } of charges) reward.spared.set(counter, -add)
  recharge(reward, charges)
}

const recharge = ({ charged }: Reward, charges: Charges): void => {
  for (const { add, counter } of charges) {
    const before = charged.get(counter)
    if (before !== undefined) charged.set(counter, { ...before, add: before.add + add })
  }
}

/** What had turned into money is what was granted again, as if it had never been used. */
export const read = (notes: Notes, reward: Reward, entry: EntryOf<"RewardReturned">): void => {
  const { amount, charges, id, order, value } = entry
  const { granted, redeemedIn } = reward
  notes.same("roll-back", id, "the order that it was used on", redeemedIn, order)
  notes.holds(
    order !== granted.order,
    "roll-back",
    id,
    "the order",
    () => "another than earned it",
    () => order
  )
  notes.same("roll-back", id, "what it is again", worded(granted.amount), worded(amount))
  notes.same("roll-back", id, "what it was worth", worded(reward.amount), worded(value))
  recharge(reward, charges)
  reward.amount = granted.amount
  reward.taken = 0n
  reward.used = 0n
  reward.redeemedIn = null
  reward.returns++
}

const worded = ({ minor, unit }: Reward["amount"]): string => `${minor} ${unit}`

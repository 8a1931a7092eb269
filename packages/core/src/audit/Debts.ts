/** What people owe, unit by unit, and that the next lot of the unit pays it, as far as it goes. */
import type { EntryOf } from "./Entry.ts"
import type { Notes } from "./Report.ts"
import { left, type Reward } from "./Reward.ts"

export interface Debts {
  /** Something was taken back that was used already. */
  readonly taken: (reward: Reward, minor: bigint) => void
  /** A reward is available from now on; a lot then pays what its person owes. */
  readonly available: (reward: Reward) => void
  readonly settled: (entry: EntryOf<"DebtSettled">, left: bigint) => void
  readonly end: () => void
}

export const make = (notes: Notes): Debts => {
  const owed = new Map<string, bigint>()
  /** Lots that have to pay, and have not yet. */
  const due = new Map<string, bigint>()
  const account = ({ amount, granted }: Reward): string => `${granted.person} ${amount.unit}`
  return {
    taken: (reward, minor) => {
      owed.set(account(reward), (owed.get(account(reward)) ?? 0n) + minor)
    },
    available: (reward) => {
      const debt = owed.get(account(reward)) ?? 0n
      const { expiresAt, purse, reward: id } = reward.granted
      const isOver = expiresAt !== null && expiresAt <= reward.last
      if (purse !== null && debt > 0n && !isOver) due.set(id, debt < left(reward) ? debt : left(reward))
    },
    settled: ({ amount, id, person, reward }, left) => {
      const key = `${person} ${amount.unit}`
      const debt = owed.get(key) ?? 0n
      notes.same("debt", id, "what it pays", debt < left ? debt : left, amount.minor)
      owed.set(key, debt - amount.minor)
      due.delete(reward)
    },
    end: () => {
      for (const [reward, minor] of due) notes.same("debt", reward, "what it pays of a debt", minor, 0n)
    }
  }
}

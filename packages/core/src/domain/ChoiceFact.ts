/** What people wish, and what they could have chosen. */
import type { RewardId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { Money } from "./Money.ts"

/** Which option of an offer a person wishes from now on. */
export interface Wish {
  readonly recorded: Instant
  readonly option: string
  /** How often it was said anew. */
  readonly changes: number
}

/** A reward that could have been chosen when one was earned, and what it was worth then. */
export interface Option {
  readonly option: string
  readonly rule: string
  readonly amount: Money
  readonly multiplied?: string
  readonly basis: Money
  readonly ofLines?: true
}

/** What a reward was chosen from. It is the same for all that are chosen in place of each other. */
export interface Choice {
  readonly offer: string
  /** By when caps and budgets count: when the order was placed, or the friend signed up. */
  readonly at: Instant
  /** When it was earned: holds and lives run from then, whatever is chosen later. */
  readonly since: Instant
  readonly open: readonly Option[]
  /** The reward that it was chosen in place of. */
  readonly instead?: RewardId
}

/**
 * What should be done outside because of what was decided. A message names an intent, never a vendor, and exists if and
 * only if its events do. Its id is the key under which the outside effect may happen once.
 */
import type { Command } from "./Command.ts"
import type { OrderId, PersonId, ProgramId, RewardId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { Money } from "./Money.ts"

/** A command that the engine sends to itself when its time has come. Never cancelled: a stale wake does nothing. */
export interface Wake {
  readonly _tag: "Wake"
  readonly id: string
  readonly due: Instant
  readonly command: Command
}

/** A request to a plugin: give a reward to a person, or take it back. */
export interface Intent {
  readonly _tag: "Intent"
  readonly id: string
  readonly due: Instant
  /** `IssueDiscount`, `WithdrawCredit`, ...: the words of the reward kind. */
  readonly intent: string
  readonly program: ProgramId
  readonly person: PersonId
  readonly reward: RewardId
  readonly kind: string
  readonly amount: Money
  readonly terms: unknown
  readonly expiresAt: Instant | null
  /** The order that earned the reward; `null` where a sign-up did. */
  readonly order: OrderId | null
}

/** A request to the plugin that pays: an item of a payout run that was approved. */
export interface Payment {
  readonly _tag: "Payment"
  readonly id: string
  readonly due: Instant
  readonly run: string
  readonly person: PersonId
  readonly amount: Money
}

/** News for the plugin that tells advocates of tiers: one was reached, is kept until another time, or was lost. */
export interface TierNews {
  readonly _tag: "TierNews"
  readonly id: string
  readonly due: Instant
  /** The event that it is about. */
  readonly news: "TierReached" | "TierKept" | "TierLost"
  readonly program: ProgramId
  readonly person: PersonId
  readonly tier: string
  /** The n-th thing that the advocate is told of tiers in this program, from 1: the newest one counts, whichever comes last. */
  readonly n: number
  readonly at: Instant
  /** Until when it is kept if nothing more comes (exclusive); `null` for good, and for one that was lost. */
  readonly until: Instant | null
}

/** What a plugin is asked to do. */
export type Request = Intent | Payment | TierNews

export type Message = Wake | Request

/** What is known of payouts: runs, their items, what people were paid, and what has to be on file first. */
import type { PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { Money } from "./Money.ts"
import type { Recorded } from "./Recorded.ts"

export type PayoutState = "open" | "approved" | "closed"

/** A payout run, and the sums of its items. */
export interface Payout extends Recorded {
  readonly run: string
  /** Lots that had been available for the hold by then are paid. */
  readonly cutoff: Instant
  readonly holdMs: number
  /** What a person must have to be paid; in the unit that the run pays. */
  readonly minimum: Money
  readonly state: PayoutState
  readonly openedBy: string | null
  readonly approvedBy: string | null
  /** How many people were selected; how many of them were handed to whoever pays, from the first; how many are settled. */
  readonly items: number
  readonly sent: number
  readonly settled: number
  readonly selected: Money
  readonly paid: Money
  readonly failed: Money
}

export type PayoutItemState = "selected" | "approved" | "paid" | "failed"

/** What a run pays one person; the lots stand in the spend of it. */
export interface PayoutItem extends Recorded {
  readonly run: string
  /** The n-th of the run, from 1. */
  readonly n: number
  readonly person: PersonId
  readonly amount: Money
  readonly state: PayoutItemState
  /** The payment's own name, once it is paid. */
  readonly reference: string | null
  /** The calendar year (UTC) that it was paid in. */
  readonly year: string | null
  /** Why it was not paid. */
  readonly reason: string | null
  /** It counts as under way towards tax thresholds. */
  readonly counted?: true
}

export interface PayoutSum {
  readonly person: PersonId
  readonly amount: Money
}

/** Who is the n-th of a run. */
export interface PayoutPlace extends Recorded {
  readonly person: PersonId
}

/** From which yearly sum on the store has to know something of whom it pays. */
export interface TaxThreshold {
  readonly id: string
  /** The first calendar year (UTC) in which it is in force; a later entry of the same id takes its place. */
  readonly from: number
  /** For people of this country, and for those of whom none is known; `null` for everybody. */
  readonly country: string | null
  readonly amount: Money
  /** What has to be on file then, by the store's own words. */
  readonly fields: readonly string[]
}

export interface TaxThresholds extends Recorded {
  readonly thresholds: readonly TaxThreshold[]
  /** How often they were set. */
  readonly changes: number
}

/** That something is on file, and where; never what it says. */
export interface OnFile {
  readonly field: string
  readonly reference: string
}

export interface TaxDetails extends Recorded {
  readonly person: PersonId
  readonly country: string | null
  readonly onFile: readonly OnFile[]
  readonly changes: number
}

/** What a threshold misses of a person. */
export interface TaxMissing {
  readonly threshold: string
  readonly fields: readonly string[]
}

/** A person whom a run would have selected, had it not been for what is missing. */
export interface PayoutHeld extends Recorded {
  readonly run: string
  readonly person: PersonId
  readonly amount: Money
  readonly missing: readonly TaxMissing[]
}

/** What runs have selected for a person and not settled yet, in one unit. */
export interface Paying extends Recorded {
  readonly underWay: Money
}

/** What a person was paid in one calendar year (UTC), in one unit. */
export interface PaidYear extends Recorded {
  readonly paid: Money
}

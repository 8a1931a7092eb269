/** What an advocate is told of the tiers of a program: which were reached, until when they are kept, and which were lost. */
import type { Envelope } from "./Envelope.ts"
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, PersonId, ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"

interface OfTier extends Envelope {
  readonly program: ProgramId
  readonly person: PersonId
  readonly tier: string
  /** The n-th thing that the advocate is told of tiers, from 1. */
  readonly n: number
  readonly because: readonly Evidence[]
}

export interface TierReached extends OfTier {
  readonly _tag: "TierReached"
  /** The version of the program that was live. */
  readonly version: number
  /** Until when it is kept if nothing more comes (exclusive); `null` for good. */
  readonly until: Instant | null
  /** Where its perks stand; absent where it has none. */
  readonly perks?: readonly FactKey<Fact.Reward>[]
}

/** It ends at another time than was told before. */
export interface TierKept extends OfTier {
  readonly _tag: "TierKept"
  readonly until: Instant | null
}

export interface TierLost extends OfTier {
  readonly _tag: "TierLost"
}

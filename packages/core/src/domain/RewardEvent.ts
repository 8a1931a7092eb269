/** The life of a reward. */
import type { Envelope } from "./Envelope.ts"
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, OrderId, PersonId, ProgramId, RewardId, Side } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { Transfer } from "./Ledger.ts"
import type { Part } from "./Line.ts"
import type { Money } from "./Money.ts"
import type { CountedPeriod } from "./PeriodCounts.ts"

export interface RewardGranted extends Envelope {
  readonly _tag: "RewardGranted"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  readonly generation: number
  readonly program: ProgramId
  readonly version: number
  readonly rule: string
  readonly side: Side
  readonly person: PersonId
  /** `null` where it stands behind no friend: a perk of a tier, a prize, what points bought. */
  readonly friend: PersonId | null
  /** `null` where a sign-up earned it, a tier, or nothing. */
  readonly order: OrderId | null
  /** The points that it was exchanged for. */
  readonly exchange?: FactKey<Fact.Spend>
  readonly kind: string
  readonly state: "pending" | "available" | "redeemed"
  /** Earned by a number of friends, or by a tier, rather than by one order: refunds of the order leave it alone. */
  readonly milestone: boolean
  /** The tier whose perk it is. */
  readonly tier?: string
  /** The prize that it is. */
  readonly prize?: { readonly prize: string; readonly period: string; readonly place: number }
  /** The generation of the friend's referral. */
  readonly attribution: number
  /** Where it waits to be used in parts; `null` for what is used whole. */
  readonly purse: Fact.Purse | null
  /** It is used up the moment it is available. */
  readonly isGivenAway?: true
  readonly amount: Money
  /** How many times its worth was given, as a decimal; absent where it is once. */
  readonly multiplied?: string
  /** The calendar periods in which its points count for the advocate's tier; absent where they do not. */
  readonly summedIn?: readonly CountedPeriod[]
  readonly basis: Money
  /** Whether the basis is that of the lines that the terms name. */
  readonly ofLines?: true
  readonly availableAt: Instant
  readonly expiresAt: Instant | null
  readonly charges: readonly Fact.Charge[]
  /** What it was chosen from, by the person's wish. */
  readonly choice?: Fact.Choice
  readonly because: readonly Evidence[]
}

export interface RewardRefused extends Envelope {
  readonly _tag: "RewardRefused"
  readonly program: ProgramId
  readonly rule: string
  readonly side: Side
  readonly person: PersonId
  readonly order: OrderId | null
  readonly kind: string
  readonly reason: string
  readonly because: readonly Evidence[]
}

/** A publication had it valued anew while it was held; what the new terms would not give stays as it was granted. */
export interface RewardRepriced extends Envelope {
  readonly _tag: "RewardRepriced"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  /** The version that asked for it. */
  readonly version: number
  /** Whether it is under the terms of that version from now on. */
  readonly isValued: boolean
  /** What was left of it, and what it is now. */
  readonly from: Money
  readonly to: Money
  /** What would be left of it had nothing been taken back, and what of its order that was computed from. */
  readonly amount: Money
  readonly basis: Money
  readonly ofLines?: true
  readonly charges: readonly Fact.Charge[]
  readonly transfers: readonly Transfer[]
  readonly because: readonly Evidence[]
}

export interface RewardReleased extends Envelope {
  readonly _tag: "RewardReleased"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  readonly transfers: readonly Transfer[]
}

export interface RewardTakenBack extends Envelope {
  readonly _tag: "RewardTakenBack"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  readonly cause: string
  readonly amount: Money
  /** The part of the amount that was used already: it is the person's debt. */
  readonly debt: Money
  readonly from: Fact.RewardState
  readonly to: Fact.RewardState
  readonly charges: readonly Fact.Charge[]
  readonly transfers: readonly Transfer[]
}

export interface RewardRedeemed extends Envelope {
  readonly _tag: "RewardRedeemed"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  /** `null` for what is given away for good. */
  readonly order: OrderId | null
  /** What the reward was worth on that order, or all of it. */
  readonly value: Money
  /** How much of it comes off which line, where it is money and the lines were told. */
  readonly lines?: readonly Part[]
  readonly charges: readonly Fact.Charge[]
  readonly transfers: readonly Transfer[]
}

/** An entitlement that was redeemed is there again: the order came to nothing. */
export interface RewardReturned extends Envelope {
  readonly _tag: "RewardReturned"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  readonly order: OrderId
  /** What it is again: one of its entitlement. */
  readonly amount: Money
  /** What it was worth on that order, and costs no more. */
  readonly value: Money
  /** What it may cost at most is held again. */
  readonly charges: readonly Fact.Charge[]
  readonly transfers: readonly Transfer[]
  readonly because: readonly Evidence[]
}

export interface RewardExpired extends Envelope {
  readonly _tag: "RewardExpired"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  /** What was left of it. */
  readonly amount: Money
  readonly charges: readonly Fact.Charge[]
  readonly transfers: readonly Transfer[]
}

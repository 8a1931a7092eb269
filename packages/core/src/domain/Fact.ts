/**
 * What is known: the fold of the events, one small document under one key, so that a decision loads a few of them and
 * never scans. Only the folds under `Evolve.ts` write these. Every fact says when it was last written (`recorded`).
 */

import type * as ChoiceFact from "./ChoiceFact.ts"
import type {
  Code,
  DisputeId,
  FactKey,
  OrderId,
  PersonId,
  ProgramId,
  QuoteId,
  RefundId,
  RewardId,
  Side
} from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { Line, Part } from "./Line.ts"
import type { Money } from "./Money.ts"
import type { CountedPeriod, PeriodCount } from "./PeriodCounts.ts"
import type { Recorded } from "./Recorded.ts"
import type { Sum } from "./Sums.ts"
import type { Unit } from "./Unit.ts"

export type * from "./ChoiceFact.ts"
export type * from "./LotteryFact.ts"
export type * from "./PayoutFact.ts"
export type * from "./PrizeFact.ts"

/**
 * What a publication does to referrals that are open: they keep their terms, or are decided under the new ones; `reprice`
 * moves them and has what is granted and still held valued anew, too.
 */
export type OpenReferrals = "keep" | "move" | "reprice"

/** A version that becomes live at a time. */
export interface Switch {
  readonly version: number
  readonly from: Instant
  readonly openReferrals: OpenReferrals
}

/** What is live of a program, as opposed to the immutable terms of its versions. */
export interface ProgramHead extends Recorded {
  readonly program: ProgramId
  /** The version that was live when this was written; 0 where the first is yet to come. */
  readonly version: number
  /** How many were published, so that the next is one more. */
  readonly versions: number
  readonly next: Switch | null
  /** Open referrals of older versions are decided under this one; 0 where none was ever moved. */
  readonly moved: number
  /** What older versions granted and still hold is valued anew under this one; absent where none ever was. */
  readonly repriced?: number
  readonly status: ProgramStatus
  /** How often it was paused, resumed or archived. */
  readonly turns: number
}

/** What is being written of a program before it is published. Once it is gone, only its number is kept. */
export interface ProgramDraft extends Recorded {
  readonly program: ProgramId
  /** How often one was ever saved. */
  readonly revision: number
  readonly state: "open" | "published" | "discarded"
  /** How many versions there were when it was saved: one that came since is not in it. */
  readonly base: number
  /** As it was written, finished or not; `null` once it is gone. */
  readonly document: unknown
  readonly by: string | null
}

/** The programs of a tenant, in the order in which they were first published, or saved as a draft. */
export interface ProgramIndex extends Recorded {
  readonly programs: readonly ProgramId[]
}

/** What staff have said of a program; whether it is live depends on its dates besides. */
export type ProgramStatus = "open" | "paused" | "archived"

/** One version's terms, exactly as published; never rewritten. */
export interface ProgramVersion extends Recorded {
  readonly document: unknown
}

export interface CodeOwner extends Recorded {
  readonly program: ProgramId
  readonly advocate: PersonId
}

export interface Advocate extends Recorded {
  readonly program: ProgramId
  readonly person: PersonId
  /** Absent where somebody is only known here for having been credited. */
  readonly code: Code
  /** Friends ever attributed: who has referred can no longer become somebody's friend. */
  readonly referred: number
  /** Friends that stand as qualified now: what milestones count. */
  readonly qualified: number
  /** How many of them count in which calendar period; absent where no program ever asked. */
  readonly periods?: readonly PeriodCount[]
  /** What the friends who stand have paid, or the points that were earned; absent where no tier ever asked. */
  readonly sums?: readonly Sum[]
  /** The tiers that the advocate was told of; absent before the first. */
  readonly tiers?: Told
}

export interface Told {
  /** How many times the advocate was told something of tiers. */
  readonly told: number
  /** Those that were reached and not lost, in that order. */
  readonly held: readonly HeldTier[]
}

export interface HeldTier {
  readonly tier: string
  readonly since: Instant
  /** Until when it is kept if nothing more comes (exclusive); `null` for good. */
  readonly until: Instant | null
  /** Where the perks that it brought stand. */
  readonly perks: readonly FactKey<Reward>[]
}

/** Whether somebody stands on leaderboards; who has never said anything does. */
export interface Listing extends Recorded {
  readonly isListed: boolean
  /** How often it was changed. */
  readonly changes: number
}

export type TouchSource = "click" | "code"

export interface Touch {
  readonly touch: string
  readonly program: ProgramId
  readonly advocate: PersonId
  readonly source: TouchSource
  readonly at: Instant
}

/** A program in which a person is a friend, and of whom. */
export interface Friendship {
  readonly program: ProgramId
  readonly advocate: PersonId
}

/** What led a person here: the newest touches, oldest first, and whose friend the person is already. */
export interface Trail extends Recorded {
  readonly touches: readonly Touch[]
  readonly friendOf: readonly Friendship[]
}

export interface Customer extends Recorded {
  readonly orders: number
  /** When the first of them was placed. */
  readonly firstAt: Instant
}

export type ReferralState = "open" | "in-review" | "qualified" | "rejected" | "expired"

export interface Review {
  /** The n-th review of this referral, from 1. */
  readonly n: number
  /** When silence decides; null where it never does. */
  readonly silentAt: Instant | null
  readonly then: "hold" | "pay" | "void"
  /** The state to go back to when the review approves. */
  readonly from: "open" | "qualified"
}

/** A reward of a sign-up, and whose purse it is a lot of: both are loaded at once, as soon as the referral is known. */
export interface OfSignUp {
  readonly key: FactKey<Reward>
  readonly person: PersonId
  readonly purse: Purse | null
  readonly unit: Unit
}

export interface Referral extends Recorded {
  readonly program: ProgramId
  readonly version: number
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly state: ReferralState
  /** How many times this friend was attributed in this program, from 1. */
  readonly generation: number
  readonly attributedAt: Instant
  /** The end of the time in which the friend has to qualify (exclusive). */
  readonly qualifyBy: Instant
  readonly isNew: boolean
  /** The order that qualified the referral, or waits in review to do so. */
  readonly order: OrderId | null
  /** The calendar periods in which the friend counts for the advocate. */
  readonly countedIn?: readonly CountedPeriod[]
  /** What the friend's orders add to the advocate's sums; absent where no tier ever asked. */
  readonly sums?: readonly Sum[]
  /** What the sign-up earned; no order stands behind these. */
  readonly rewards: readonly OfSignUp[]
  /** The rolling caps that these have charged. */
  readonly windows: readonly FactKey<RollingWindow>[]
  /** How many orders stand that counted for it, the one that qualified it included. */
  readonly orders: number
  /** The newest orders that ever counted for it, oldest first; each of them knows the ones before it. */
  readonly latest: readonly OrderId[]
  /** The newest order that the last verdict has yet to reach. */
  readonly unreached: OrderId | null
  /** A review has rejected it: no later touch begins another. */
  readonly isFinal: boolean
  /** How often an order that had qualified it was given back. */
  readonly reopened: number
  readonly reviews: number
  readonly review: Review | null
}

/** A discount that a quote promised for the order at hand. */
export interface Discount {
  readonly program: ProgramId
  readonly rule: string
  readonly amount: Money
  /** What of it is taken off each line, where the cart came with lines. */
  readonly lines?: readonly Part[]
}

/** Whom an order or a quote credits, and under which terms. */
export interface Credit {
  readonly program: ProgramId
  readonly version: number
  readonly advocate: PersonId
  readonly touch: string
}

export interface Quote extends Recorded {
  readonly quote: QuoteId
  readonly person: PersonId
  readonly cart: Money
  readonly credit: Credit | null
  readonly discounts: readonly Discount[]
  readonly usedBy: OrderId | null
  /** How often a lock was asked for. */
  readonly locks?: number
  readonly lock?: QuoteLock
}

/** What a quote keeps of caps and budgets until a time (exclusive). */
export interface QuoteLock {
  readonly at: Instant
  readonly until: Instant
  readonly charges: readonly Charge[]
}

export interface WaitingRefund {
  readonly refund: RefundId | DisputeId
  readonly amount: Money
  readonly lines?: readonly Part[]
  readonly reason?: "chargeback"
}

export interface Dispute {
  readonly dispute: DisputeId
  readonly state: "open" | "won" | "lost"
  /** Absent where none was told. */
  readonly amount?: Money
}

/** How an order counts for the referral of its person. */
export interface Counts {
  /** The generation of the referral. */
  readonly attribution: number
  /** The n-th order of the friend that stood when it was counted; 0 once it has been given back whole. */
  readonly n: number
  /** The orders that counted before it, the newest eight, oldest first: the way down a list without an end. */
  readonly before: readonly OrderId[]
}

/** An order, or (`person: null`) refunds that came before theirs. */
export interface Order extends Recorded {
  readonly order: OrderId
  readonly person: PersonId | null
  /** What was paid, after edits, before refunds. */
  readonly total: Money
  /** Where the store told them. */
  readonly lines?: readonly Line[]
  readonly at: Instant
  readonly country: string | null
  readonly quote: QuoteId | null
  /** Its quote left nothing to pay. */
  readonly free?: true
  readonly lockedAt?: Instant
  /** How many orders of the person were known here before. */
  readonly earlier: number
  /** What the store said that the person was in; absent where it said nothing. */
  readonly segments?: readonly string[]
  readonly revision: number
  readonly refunded: Money
  /** Nothing is kept of a canceled order, whatever edits it. */
  readonly canceled?: true
  readonly disputes?: readonly Dispute[]
  /** A bank has taken money back: what is taken back now leaves caps used. */
  readonly chargedBack?: true
  readonly waiting: readonly WaitingRefund[]
  /** The program in which the order credits a referral, and that referral's advocate: what a refund has to load. */
  readonly program: ProgramId | null
  readonly advocate: PersonId | null
  readonly discounts: readonly Discount[]
  /** `null` where it has never counted. */
  readonly counts: Counts | null
  /** The calendar periods in which what is kept counts for the advocate's tier; absent where it does not. */
  readonly summedIn?: readonly CountedPeriod[]
  /** The rewards that it earned; milestones are not among them. */
  readonly rewards: readonly FactKey<Reward>[]
  /** The rolling caps that these have charged, and that taking them back has to load. */
  readonly windows: readonly FactKey<RollingWindow>[]
}

export type RewardState = "pending" | "available" | "redeemed" | "expired" | "voided" | "reversed"

/** What a grant took from a budget or a cap, and from which period's counter. */
export interface Charge {
  readonly counter: string
  readonly add: bigint
  /** Where the cap is a rolling one: the day it counts on, of a window of so many; `counter` is then a fact's key. */
  readonly window?: { readonly day: number; readonly days: number }
}

/** What a rolling cap has used on which day, oldest first; days are counted from 1970-01-01. */
export interface RollingWindow extends Recorded {
  readonly days: readonly { readonly day: number; readonly add: bigint }[]
  /** The last day that was let go, where any was: nothing counts in a window with it any more. */
  readonly gone?: number
}

/** Where an amount that is available waits: a wallet is spent on orders, what waits for a payout is not. */
export type Purse = "wallet" | "payout"

export interface Reward extends Recorded {
  readonly reward: RewardId
  readonly key: FactKey<Reward>
  readonly generation: number
  readonly program: ProgramId
  readonly version: number
  readonly rule: string
  readonly side: Side
  readonly person: PersonId
  /** `null` where it stands behind no friend: a perk of a tier, a prize, what points bought. */
  readonly friend: PersonId | null
  /** The order that earned it; `null` where a sign-up did, or none. */
  readonly order: OrderId | null
  /** The points that it was exchanged for. */
  readonly exchange?: FactKey<Spend>
  readonly kind: string
  readonly state: RewardState
  /** Owed for a number of friends, or for a tier, and so for no referral alone. */
  readonly milestone: boolean
  /** The generation of the referral under which it was granted. */
  readonly attribution: number
  /** What was granted, in the unit of the ledger: money, points or one unit of an entitlement. */
  readonly amount: Money
  /** How many times its worth was given, as a decimal; absent where it is once. */
  readonly multiplied?: string
  /** The calendar periods in which its points count for the advocate's tier; absent where they do not. */
  readonly summedIn?: readonly CountedPeriod[]
  /** How much of it has been taken back, in whatever way. */
  readonly taken: Money
  /** How much of it has been used: on orders, or for a debt. */
  readonly used: Money
  /** The part of `taken` that was used already, and so became the person's debt. */
  readonly claimed: Money
  /** How much of it the person let lapse. */
  readonly lapsed: Money
  /** The order's total that the amount was computed from, or that of its lines. */
  readonly basis: Money
  /** Whether the basis is that of the lines that the terms name. */
  readonly ofLines?: true
  readonly availableAt: Instant
  readonly expiresAt: Instant | null
  readonly charges: readonly Charge[]
  /**
   * The order that it was redeemed in; the discount's own order for a discount at checkout; `null` for what was given away.
   */
  readonly redeemedIn: OrderId | null
  /** How often it came back after it had been redeemed whole; absent where it never did. */
  readonly returns?: number
  /** Amounts that are used in parts are lots of a purse; `null` for what is used whole. */
  readonly purse: Purse | null
  /** It is used up the moment it is available. */
  readonly isGivenAway?: true
  /** The newest version under which it was looked at again while it was held. */
  readonly repriced?: number
  /** The pending transfer that holds it, where that is not the grant's. */
  readonly hold?: string
  /** Where the person may choose another in its place. */
  readonly choice?: ChoiceFact.Choice
  /** The page of its purse on which the lot stands; `null` before it is available. */
  readonly page: number | null
}

/**
 * The lots of a person in one unit and purse, in the order in which they became available. A page that is full is put
 * aside and never written again; how many of its lots can still be used is counted here.
 */
export interface Purses extends Recorded {
  readonly person: PersonId
  readonly unit: Unit
  /** The page that is being filled, and its lots. */
  readonly page: number
  readonly open: readonly FactKey<Reward>[]
  /** Pages with lots that can be used, oldest first. */
  readonly live: readonly { readonly page: number; readonly lots: number }[]
}

export interface PursePage extends Recorded {
  readonly lots: readonly FactKey<Reward>[]
}

/** What a spend took from one lot. */
export interface SpendPart {
  readonly key: FactKey<Reward>
  readonly reward: RewardId
  readonly amount: Money
}

/** Lots that were used together, and how much of that has come back. */
export interface Spend extends Recorded {
  readonly spend: string
  readonly person: PersonId
  readonly purse: Purse
  readonly order: OrderId | null
  readonly amount: Money
  readonly returned: Money
  /** How often something came back. */
  readonly returns: number
  readonly parts: readonly SpendPart[]
  /** The rewards that were given for it, where it was an exchange: it comes back with all of these, or not at all. */
  readonly gave?: readonly FactKey<Reward>[]
}

/** What was spent on an order, by unit: never more than its total. */
export interface OrderSpends extends Recorded {
  readonly spent: readonly Money[]
}

/** Keyed hashes only; what they stand for is never stored. */
export interface Prints extends Recorded {
  readonly email: readonly string[]
}

/** Who has given an address, the first of them first. */
export interface Sharers extends Recorded {
  readonly people: readonly PersonId[]
  /** The orders that came with the address from whoever is not among these; absent where there are none. */
  readonly others?: { readonly orders: number; readonly firstAt: Instant }
}

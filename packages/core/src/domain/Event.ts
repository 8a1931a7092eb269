/**
 * What happened: the only truth. Events are appended, never changed; every fact, counter and balance is their fold.
 *
 * `at` is when it happened by the store's word, `recorded` is when it was decided. Ids are derived from the business
 * fact, so that the same thing cannot be recorded twice.
 */
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Code, FactKey, OrderId, PersonId, ProgramId, QuoteId, RefundId, RewardId, Side } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { Transfer } from "./Ledger.ts"
import * as Ledger from "./Ledger.ts"
import type { Money } from "./Money.ts"

interface Envelope {
  readonly id: string
  readonly at: Instant
  readonly recorded: Instant
}

export interface ProgramPublished extends Envelope {
  readonly _tag: "ProgramPublished"
  readonly program: ProgramId
  readonly version: number
  readonly document: unknown
  /** What referrals that are already open get: `keep` leaves them the terms they were attributed under. */
  readonly openReferrals: "keep"
}

export interface AdvocateEnrolled extends Envelope {
  readonly _tag: "AdvocateEnrolled"
  readonly program: ProgramId
  readonly person: PersonId
  readonly code: Code
}

export interface TouchRecorded extends Envelope {
  readonly _tag: "TouchRecorded"
  readonly touch: string
  readonly program: ProgramId
  readonly advocate: PersonId
  readonly subject: PersonId
  readonly source: Fact.TouchSource
}

/** Somebody became known to the store; whom that credits, if anybody, is in the events beside it. */
export interface SignupRecorded extends Envelope {
  readonly _tag: "SignupRecorded"
  readonly person: PersonId
  readonly because: readonly Evidence[]
}

export interface ReferralAttributed extends Envelope {
  readonly _tag: "ReferralAttributed"
  readonly program: ProgramId
  readonly version: number
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly generation: number
  readonly touch: string
  readonly isNew: boolean
  readonly qualifyBy: Instant
  readonly because: readonly Evidence[]
}

export interface ReferralRejected extends Envelope {
  readonly _tag: "ReferralRejected"
  readonly program: ProgramId
  readonly version: number
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly generation: number
  /** The order or sign-up that was looked at. */
  readonly cause: string
  readonly reason: string
  readonly because: readonly Evidence[]
}

export interface ReferralQualified extends Envelope {
  readonly _tag: "ReferralQualified"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly order: OrderId
  readonly because: readonly Evidence[]
}

/** The order behind a qualified referral was given back whole: the friend may qualify again. */
export interface ReferralUnqualified extends Envelope {
  readonly _tag: "ReferralUnqualified"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly order: OrderId
  readonly cause: string
}

export interface ReferralExpired extends Envelope {
  readonly _tag: "ReferralExpired"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
}

export interface ReviewOpened extends Envelope {
  readonly _tag: "ReviewOpened"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly n: number
  readonly from: "open" | "qualified"
  readonly order: OrderId | null
  readonly by: "rule" | "staff"
  readonly silentAt: Instant | null
  readonly then: "hold" | "pay" | "void"
  readonly because: readonly Evidence[]
}

export interface ReviewClosed extends Envelope {
  readonly _tag: "ReviewClosed"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly n: number
  readonly verdict: "approved" | "rejected"
  readonly by: "staff" | "silence"
  /** Where the referral stands now; an approval that came too late to qualify leaves it expired. */
  readonly to: "open" | "qualified" | "rejected"
}

export interface QuoteMade extends Envelope {
  readonly _tag: "QuoteMade"
  readonly quote: QuoteId
  readonly person: PersonId
  readonly cart: Money
  readonly credit: Fact.Credit | null
  readonly discounts: readonly Fact.Discount[]
  readonly because: readonly Evidence[]
}

export interface OrderRecorded extends Envelope {
  readonly _tag: "OrderRecorded"
  readonly order: OrderId
  readonly person: PersonId
  readonly total: Money
  readonly country: string | null
  readonly quote: QuoteId | null
  readonly discounts: readonly Fact.Discount[]
  readonly first: boolean
  /** The program in which the order credits a referral, and that referral's advocate. */
  readonly program: ProgramId | null
  readonly advocate: PersonId | null
  readonly because: readonly Evidence[]
}

/** The order's person has a referral, but this order does not count for it. */
export interface OrderNotCounted extends Envelope {
  readonly _tag: "OrderNotCounted"
  readonly order: OrderId
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly reason: string
  readonly because: readonly Evidence[]
}

/** The referral is in review: the order is kept for the verdict, and counts then. */
export interface OrderAwaitsReview extends Envelope {
  readonly _tag: "OrderAwaitsReview"
  readonly order: OrderId
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly because: readonly Evidence[]
}

export interface OrderChanged extends Envelope {
  readonly _tag: "OrderChanged"
  readonly order: OrderId
  readonly revision: number
  readonly total: Money
  /** A revision that came after a later one: recorded, without effect. */
  readonly stale: boolean
}

export interface OrderRefunded extends Envelope {
  readonly _tag: "OrderRefunded"
  readonly order: OrderId
  readonly refund: RefundId
  readonly amount: Money
  /** The refund came before its order and waits for it. */
  readonly waiting: boolean
}

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
  readonly friend: PersonId
  readonly order: OrderId
  readonly kind: string
  readonly state: "pending" | "available" | "redeemed"
  /** Earned by a number of friends rather than by one order: refunds of the order leave it alone. */
  readonly milestone: boolean
  readonly amount: Money
  readonly basis: Money
  readonly availableAt: Instant
  readonly expiresAt: Instant | null
  readonly charges: readonly Fact.Charge[]
  readonly because: readonly Evidence[]
}

export interface RewardRefused extends Envelope {
  readonly _tag: "RewardRefused"
  readonly program: ProgramId
  readonly rule: string
  readonly side: Side
  readonly person: PersonId
  readonly order: OrderId
  readonly kind: string
  readonly reason: string
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
  readonly from: Fact.RewardState
  readonly to: Fact.RewardState
  readonly charges: readonly Fact.Charge[]
  readonly transfers: readonly Transfer[]
}

export interface RewardRedeemed extends Envelope {
  readonly _tag: "RewardRedeemed"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  readonly order: OrderId
  /** What the reward was worth on that order. */
  readonly value: Money
  readonly charges: readonly Fact.Charge[]
  readonly transfers: readonly Transfer[]
}

export interface RewardExpired extends Envelope {
  readonly _tag: "RewardExpired"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  readonly charges: readonly Fact.Charge[]
  readonly transfers: readonly Transfer[]
}

/** A quoted discount was given by the store, but the program does not carry it. Recorded, never charged to a budget. */
export interface DiscountNotCovered extends Envelope {
  readonly _tag: "DiscountNotCovered"
  readonly order: OrderId
  readonly quote: QuoteId
  readonly rule: string
  readonly amount: Money
  readonly reason: string
  readonly because: readonly Evidence[]
}

export type Event =
  | ProgramPublished
  | AdvocateEnrolled
  | TouchRecorded
  | SignupRecorded
  | ReferralAttributed
  | ReferralRejected
  | ReferralQualified
  | ReferralUnqualified
  | ReferralExpired
  | ReviewOpened
  | ReviewClosed
  | QuoteMade
  | OrderRecorded
  | OrderNotCounted
  | OrderAwaitsReview
  | OrderChanged
  | OrderRefunded
  | RewardGranted
  | RewardRefused
  | RewardReleased
  | RewardTakenBack
  | RewardRedeemed
  | RewardExpired
  | DiscountNotCovered

export type Tag = Event["_tag"]

/** The transfers of an event; most events move nothing. */
export const transfers = (event: Event): readonly Transfer[] => {
  if (event._tag === "RewardGranted") return granting(event)
  return "transfers" in event ? event.transfers : []
}

/** A grant says all that its transfers do: they are worked out, not kept twice. */
const granting = ({ amount, person, program, reward, state }: RewardGranted): readonly Transfer[] => {
  const owed = Ledger.owed(person)
  const phase = state === "pending" ? "pending" : "direct"
  const given = Ledger.make(`${reward}/grant`, phase, Ledger.expense(program), owed, amount)
  return state === "redeemed"
    ? [given, Ledger.make(`${reward}/redeem`, "direct", owed, Ledger.redeemed(program), amount)]
    : [given]
}

/** What an event takes from, or gives back to, budgets and caps. */
export const charges = (event: Event): readonly Fact.Charge[] => ("charges" in event ? event.charges : [])

/** The evidence inside an event. */
export const because = (event: Event): readonly Evidence[] => ("because" in event ? event.because : [])

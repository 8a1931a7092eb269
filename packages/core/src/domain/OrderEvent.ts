/** Quotes and orders. */
import type { Envelope } from "./Envelope.ts"
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { DisputeId, OrderId, PersonId, ProgramId, QuoteId, RefundId, RewardId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { Line, Part } from "./Line.ts"
import type { Money } from "./Money.ts"
import type { CountedPeriod } from "./PeriodCounts.ts"
import type { Rejection } from "./Rejection.ts"

export interface QuoteMade extends Envelope {
  readonly _tag: "QuoteMade"
  readonly quote: QuoteId
  readonly person: PersonId
  readonly cart: Money
  readonly lines?: readonly Line[]
  readonly credit: Fact.Credit | null
  readonly discounts: readonly Fact.Discount[]
  /** Absent where no reward was asked about. */
  readonly asked?: AskedReward
  readonly because: readonly Evidence[]
}

/** What a reward that the person has would take off what the discounts leave, or which rejection its redemption would be. */
export type AskedReward =
  | {
      readonly reward: RewardId
      readonly value: Money
      /** How much of it would come off which line, where it is money and the cart has lines. */
      readonly lines?: readonly Part[]
    }
  | { readonly reward: RewardId; readonly rejected: Rejection["_tag"] }

/** What the discounts of a quote would take is kept for it. */
export interface QuoteLocked extends Envelope {
  readonly _tag: "QuoteLocked"
  readonly quote: QuoteId
  /** The n-th try to lock it. */
  readonly n: number
  readonly until: Instant
  readonly charges: readonly Fact.Charge[]
  readonly because: readonly Evidence[]
}

export interface LockRefused extends Envelope {
  readonly _tag: "LockRefused"
  readonly quote: QuoteId
  readonly n: number
  readonly reason: string
  readonly because: readonly Evidence[]
}

export interface LockEnded extends Envelope {
  readonly _tag: "LockEnded"
  readonly quote: QuoteId
  readonly n: number
  /** An order that uses the quote, somebody, another lock, or its time that is over. */
  readonly by: "order" | "unlock" | "lock" | "time"
  readonly charges: readonly Fact.Charge[]
}

export interface OrderRecorded extends Envelope {
  readonly _tag: "OrderRecorded"
  readonly order: OrderId
  readonly person: PersonId
  readonly total: Money
  readonly lines?: readonly Line[]
  readonly country: string | null
  readonly quote: QuoteId | null
  readonly discounts: readonly Fact.Discount[]
  /** Its quote left nothing to pay: the order counts although nothing was paid. Absent where it is not so. */
  readonly free?: true
  /** When the lock was taken under which its quote was paid: its discounts count in the periods of that time. */
  readonly lockedAt?: Instant
  /** How many orders of the person were known here before, and those of others with the same e-mail address. */
  readonly earlier: number
  /** How many of these are known by an address alone; absent where none is. */
  readonly byEmail?: number
  /** What the store said that the person is in; absent where it said nothing. */
  readonly segments?: readonly string[]
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

/** One more order of a friend who has qualified, or one that had been given back whole and is there again. */
export interface OrderCounted extends Envelope {
  readonly _tag: "OrderCounted"
  readonly order: OrderId
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  /** The n-th order of the friend that stands. */
  readonly n: number
  /** The calendar periods in which what is kept of it counts for the advocate's tier; absent where it does not. */
  readonly summedIn?: readonly CountedPeriod[]
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
  readonly lines?: readonly Line[]
  /** A revision that came after a later one: recorded, without effect. */
  readonly stale: boolean
}

export interface OrderRefunded extends Envelope {
  readonly _tag: "OrderRefunded"
  readonly order: OrderId
  /** A dispute's id, where losing that is the refund. */
  readonly refund: RefundId | DisputeId
  readonly amount: Money
  readonly lines?: readonly Part[]
  readonly reason?: "chargeback"
  /** The refund came before its order and waits for it. */
  readonly waiting: boolean
  /** What it asks for that the order does not have. */
  readonly because?: readonly Evidence[]
}

export interface OrderCanceled extends Envelope {
  readonly _tag: "OrderCanceled"
  readonly order: OrderId
  /** It came before its order and waits for it. */
  readonly waiting: boolean
}

export interface DisputeOpened extends Envelope {
  readonly _tag: "DisputeOpened"
  readonly order: OrderId
  readonly dispute: DisputeId
  readonly amount: Money | null
  /** It came before its order and waits for it. */
  readonly waiting?: true
}

export interface DisputeClosed extends Envelope {
  readonly _tag: "DisputeClosed"
  readonly order: OrderId
  readonly dispute: DisputeId
  readonly outcome: "won" | "lost"
  /** It came before its order; what was lost is refunded when that comes. */
  readonly waiting?: true
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

/**
 * What may be asked of the domain. Commands come decoded, with people as opaque ids, and carry everything that a
 * decision may not make for itself: times, candidate codes, keyed hashes.
 */
import type * as Fact from "./Fact.ts"
import type { Code, DisputeId, FactKey, OrderId, PersonId, ProgramId, QuoteId, RefundId, RewardId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { Line, Part } from "./Line.ts"
import type { Money } from "./Money.ts"
import type { Unit } from "./Unit.ts"

interface Timed {
  /** When it happened, by the store's word; never later than now. */
  readonly at: Instant
}

/** Somebody at the counter: who, where from, and whether the store says that they are new. */
interface Visit extends Timed {
  readonly person: PersonId
  readonly visitor?: PersonId
  readonly country?: string
  /** The segments that the store says the person is in. */
  readonly segments?: readonly string[]
  /** The store's claim. It is ANDed with what is known here. */
  readonly newCustomer?: boolean
  /** Keyed hashes of the folded e-mail addresses given. */
  readonly prints?: readonly string[]
}

export interface PublishProgram extends Timed {
  readonly _tag: "PublishProgram"
  readonly program: ProgramId
  /** The program's normalized document, as `Program.toJson` writes it. */
  readonly document: unknown
  /** `open` publishes an unknown program and refuses a differing one; `publish` makes a new version. */
  readonly mode: "open" | "publish"
  /** When it becomes live; at once where it is left out. */
  readonly from?: Instant
  /** What referrals that are open get; `keep` where it is left out. */
  readonly openReferrals?: Fact.OpenReferrals
  /** Where something is drawn by lot: a seed to commit, if none is yet. */
  readonly seed?: string
  /** The revision of the draft that the document was; it is gone then. */
  readonly draft?: number
}

/** Saves what is being written of a program, finished or not. */
export interface SaveDraft extends Timed {
  readonly _tag: "SaveDraft"
  readonly program: ProgramId
  readonly document: unknown
  /** The revision that whoever saves it has seen; `null` where there was no draft. */
  readonly seen: number | null
  readonly by: string | null
}

export interface DiscardDraft extends Timed {
  readonly _tag: "DiscardDraft"
  readonly program: ProgramId
  readonly seen: number
  readonly by: string | null
}

/** Reveals the seed of a program's lotteries, and commits another. */
export interface RevealSeed extends Timed {
  readonly _tag: "RevealSeed"
  readonly program: ProgramId
  /** The next one: 32 random bytes in hexadecimal. */
  readonly seed: string
}

/** Pauses, resumes or archives a program. */
export interface TurnProgram extends Timed {
  readonly _tag: "TurnProgram"
  readonly program: ProgramId
  readonly to: Fact.ProgramStatus
}

export interface EnrollAdvocate extends Timed {
  readonly _tag: "EnrollAdvocate"
  readonly program: ProgramId
  readonly person: PersonId
  /** The first that is free is taken. */
  readonly codes: readonly Code[]
  readonly prints?: readonly string[]
  /** The segments that the store says the person is in. */
  readonly segments?: readonly string[]
}

export interface RecordTouch extends Timed {
  readonly _tag: "RecordTouch"
  readonly touch: string
  readonly code: Code
  readonly subject: PersonId
  readonly source: Fact.TouchSource
}

export interface SetListing extends Timed {
  readonly _tag: "SetListing"
  readonly person: PersonId
  readonly isListed: boolean
}

/** What a person wishes of an offer that leaves a choice, for what is earned from now on. */
export interface ChooseOption extends Timed {
  readonly _tag: "ChooseOption"
  readonly program: ProgramId
  readonly person: PersonId
  readonly offer: string
  readonly option: string
}

/** Gives another option in place of a reward that is there and untouched. */
export interface SwapReward extends Timed {
  readonly _tag: "SwapReward"
  readonly reward: RewardId
  readonly option: string
}

export interface RecordSignup extends Visit {
  readonly _tag: "RecordSignup"
}

export interface RequestQuote extends Visit {
  readonly _tag: "RequestQuote"
  readonly quote: QuoteId
  readonly cart: Money
  /** They sum to the cart. */
  readonly lines?: readonly Line[]
  /** One that the person has: what would it take off? */
  readonly reward?: RewardId
}

export interface RecordOrder extends Visit {
  readonly _tag: "RecordOrder"
  readonly order: OrderId
  /** What was paid: after discounts, without tax and shipping. */
  readonly total: Money
  /** They sum to the total. */
  readonly lines?: readonly Line[]
  readonly quote?: QuoteId
}

export interface ChangeOrder extends Timed {
  readonly _tag: "ChangeOrder"
  readonly order: OrderId
  readonly revision: number
  readonly total: Money
  /** They sum to the total, and take the place of those before. */
  readonly lines?: readonly Line[]
}

export interface RefundOrder extends Timed {
  readonly _tag: "RefundOrder"
  readonly order: OrderId
  readonly refund: RefundId
  readonly amount: Money
  /** The lines that it is for; they sum to the amount. */
  readonly lines?: readonly Part[]
  /** The buyer's bank took the money back. */
  readonly reason?: "chargeback"
}

export interface LockQuote extends Timed {
  readonly _tag: "LockQuote"
  readonly quote: QuoteId
  readonly forMs: number
}

export interface UnlockQuote extends Timed {
  readonly _tag: "UnlockQuote"
  readonly quote: QuoteId
}

/** The time of a quote's n-th lock may be over. */
export interface ReleaseLock extends Timed {
  readonly _tag: "ReleaseLock"
  readonly quote: QuoteId
  readonly n: number
}

export interface CancelOrder extends Timed {
  readonly _tag: "CancelOrder"
  readonly order: OrderId
}

export interface OpenDispute extends Timed {
  readonly _tag: "OpenDispute"
  readonly order: OrderId
  readonly dispute: DisputeId
  /** All that is kept of the order when it is lost, where none is told. */
  readonly amount?: Money
}

export interface CloseDispute extends Timed {
  readonly _tag: "CloseDispute"
  readonly order: OrderId
  readonly dispute: DisputeId
  readonly outcome: "won" | "lost"
}

export interface OpenReview extends Timed {
  readonly _tag: "OpenReview"
  readonly program: ProgramId
  readonly friend: PersonId
}

export interface CloseReview extends Timed {
  readonly _tag: "CloseReview"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly verdict: "approved" | "rejected"
}

export interface RedeemReward extends Timed {
  readonly _tag: "RedeemReward"
  readonly reward: RewardId
  readonly order: OrderId
  /** The total of that order before the reward. */
  readonly total: Money
  /** They sum to the total. */
  readonly lines?: readonly Line[]
}

/** Uses what waits in a person's wallet, the oldest lots first. */
export interface SpendLots extends Timed {
  readonly _tag: "SpendLots"
  /** The caller's own word for it. */
  readonly spend: string
  readonly person: PersonId
  readonly amount: Money
  readonly order: OrderId
  /** The total of that order before what is spent on it; that of the recorded order without it. */
  readonly total?: Money
}

/** Uses points of a person's wallet, the oldest lots first, for what a program gives for them. */
export interface ExchangePoints extends Timed {
  readonly _tag: "ExchangePoints"
  /** The caller's own word for it. */
  readonly spend: string
  readonly person: PersonId
  readonly program: ProgramId
  /** What is wanted, by its name in the program; and how many times over. */
  readonly exchange: string
  readonly times: number
}

/** Rolls a spend back, in whole or in part; an exchange whole alone. */
export interface ReturnSpend extends Timed {
  readonly _tag: "ReturnSpend"
  readonly spend: FactKey<Fact.Spend>
  /** All that has not come back yet without it, and of an exchange always. */
  readonly amount?: Money
}

/** Rolls back what a reward was redeemed for: of a lot in whole or in part, a discount whole. */
export interface ReturnReward extends Timed {
  readonly _tag: "ReturnReward"
  readonly reward: RewardId
  /** Of a lot; all that has not come back yet without it. */
  readonly amount?: Money
}

interface OfRun extends Timed {
  readonly run: string
}

export interface OpenPayout extends OfRun {
  readonly _tag: "OpenPayout"
  /** In the unit that the run pays. */
  readonly minimum: Money
  /** Now where it is left out. */
  readonly cutoff?: Instant
  readonly holdMs: number
  readonly by?: string
}

/** Selects one person, where there is enough. */
export interface SelectPayout extends OfRun {
  readonly _tag: "SelectPayout"
  readonly person: PersonId
  /** That of the run. */
  readonly unit: Unit
}

export interface ApprovePayout extends OfRun {
  readonly _tag: "ApprovePayout"
  readonly by?: string
}

/** Hands the items from one place on to whoever pays. */
export interface SendPayout extends OfRun {
  readonly _tag: "SendPayout"
  readonly from: number
}

export interface PaidPayout extends OfRun {
  readonly _tag: "PaidPayout"
  readonly person: PersonId
  readonly reference: string
}

export interface FailPayout extends OfRun {
  readonly _tag: "FailPayout"
  readonly person: PersonId
  readonly reason: string
}

export interface ClosePayout extends OfRun {
  readonly _tag: "ClosePayout"
}

export type PayoutCommand =
  | OpenPayout
  | SelectPayout
  | ApprovePayout
  | SendPayout
  | PaidPayout
  | FailPayout
  | ClosePayout

/** The tax thresholds of the store, all of them: they take the place of those before. */
export interface SetTaxThresholds extends Timed {
  readonly _tag: "SetTaxThresholds"
  readonly thresholds: readonly Fact.TaxThreshold[]
}

/** What the store has on file of a person for tax, all of it: where, and not what it says. */
export interface FileTaxDetails extends Timed {
  readonly _tag: "FileTaxDetails"
  readonly person: PersonId
  readonly country: string | null
  readonly onFile: readonly Fact.OnFile[]
}

/** A reward's hold or life may have ended. */
export interface SettleReward extends Timed {
  readonly _tag: "SettleReward"
  readonly reward: RewardId
}

/** Values what a reward still holds anew, where a publication asked for that. */
export interface RepriceReward extends Timed {
  readonly _tag: "RepriceReward"
  readonly reward: RewardId
}

/** A referral's time to qualify, or a review's time to answer, may have ended. */
export interface SettleReferral extends Timed {
  readonly _tag: "SettleReferral"
  readonly program: ProgramId
  readonly friend: PersonId
}

/** A verdict goes on to the orders from one on, towards the older ones. */
export interface SettleOrders extends Timed {
  readonly _tag: "SettleOrders"
  readonly program: ProgramId
  readonly friend: PersonId
  /** The review whose verdict it was. */
  readonly review: number
  readonly order: OrderId
}

/** Gives the prizes of a period that is over to whoever led it then. */
export interface AwardPrize extends Timed {
  readonly _tag: "AwardPrize"
  readonly program: ProgramId
  readonly prize: string
  readonly period: string
  /** The leaders of the period, from the first, and how many events of the log that was counted from. */
  readonly places: readonly Fact.Placed[]
  readonly asOf: number
}

/** A tier of an advocate may have ended. */
export interface SettleTiers extends Timed {
  readonly _tag: "SettleTiers"
  readonly program: ProgramId
  readonly person: PersonId
}

export type Command =
  | PublishProgram
  | SaveDraft
  | DiscardDraft
  | TurnProgram
  | EnrollAdvocate
  | RecordTouch
  | RecordSignup
  | SetListing
  | RevealSeed
  | ChooseOption
  | SwapReward
  | RequestQuote
  | LockQuote
  | UnlockQuote
  | ReleaseLock
  | RecordOrder
  | ChangeOrder
  | RefundOrder
  | CancelOrder
  | OpenDispute
  | CloseDispute
  | OpenReview
  | CloseReview
  | RedeemReward
  | SpendLots
  | ExchangePoints
  | ReturnSpend
  | ReturnReward
  | PayoutCommand
  | SetTaxThresholds
  | FileTaxDetails
  | SettleReward
  | RepriceReward
  | SettleReferral
  | SettleOrders
  | SettleTiers
  | AwardPrize

/**
 * What happened: the only truth. Events are appended, never changed; every fact, counter and balance is their fold.
 *
 * `at` is when it happened by the store's word, `recorded` is when it was decided. Ids are derived from the business
 * fact, so that the same thing cannot be recorded twice.
 */
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Transfer } from "./Ledger.ts"
import * as Ledger from "./Ledger.ts"
import type * as LotteryEvent from "./LotteryEvent.ts"
import type * as OrderEvent from "./OrderEvent.ts"
import type * as PayoutEvent from "./PayoutEvent.ts"
import type * as PersonEvent from "./PersonEvent.ts"
import type * as PrizeEvent from "./PrizeEvent.ts"
import type * as ProgramEvent from "./ProgramEvent.ts"
import type * as ReferralEvent from "./ReferralEvent.ts"
import type * as RewardEvent from "./RewardEvent.ts"
import type * as TaxEvent from "./TaxEvent.ts"
import type * as TierEvent from "./TierEvent.ts"
import type * as WalletEvent from "./WalletEvent.ts"

export type * from "./LotteryEvent.ts"
export type * from "./OrderEvent.ts"
export type * from "./PayoutEvent.ts"
export type * from "./PersonEvent.ts"
export type * from "./PrizeEvent.ts"
export type * from "./ProgramEvent.ts"
export type * from "./ReferralEvent.ts"
export type * from "./RewardEvent.ts"
export type * from "./TaxEvent.ts"
export type * from "./TierEvent.ts"
export type * from "./WalletEvent.ts"

export type Event =
  | ProgramEvent.ProgramPublished
  | ProgramEvent.DraftSaved
  | ProgramEvent.DraftDiscarded
  | ProgramEvent.ProgramPaused
  | ProgramEvent.ProgramResumed
  | ProgramEvent.ProgramArchived
  | PersonEvent.AdvocateEnrolled
  | PersonEvent.TouchRecorded
  | PersonEvent.SignupRecorded
  | PersonEvent.ListingChanged
  | PersonEvent.OptionChosen
  | LotteryEvent.SeedCommitted
  | LotteryEvent.SeedRevealed
  | LotteryEvent.LotteryDrawn
  | ReferralEvent.ReferralAttributed
  | ReferralEvent.ReferralRejected
  | ReferralEvent.ReferralQualified
  | ReferralEvent.ReferralUnqualified
  | ReferralEvent.ReferralExpired
  | ReferralEvent.ReviewOpened
  | ReferralEvent.ReviewClosed
  | ReferralEvent.VerdictContinued
  | OrderEvent.QuoteMade
  | OrderEvent.QuoteLocked
  | OrderEvent.LockRefused
  | OrderEvent.LockEnded
  | OrderEvent.OrderRecorded
  | OrderEvent.OrderNotCounted
  | OrderEvent.OrderCounted
  | OrderEvent.OrderAwaitsReview
  | OrderEvent.OrderChanged
  | OrderEvent.OrderRefunded
  | OrderEvent.OrderCanceled
  | OrderEvent.DisputeOpened
  | OrderEvent.DisputeClosed
  | PrizeEvent.PrizeAwarded
  | TierEvent.TierReached
  | TierEvent.TierKept
  | TierEvent.TierLost
  | RewardEvent.RewardGranted
  | RewardEvent.RewardRefused
  | RewardEvent.RewardRepriced
  | RewardEvent.RewardReleased
  | RewardEvent.RewardTakenBack
  | RewardEvent.RewardRedeemed
  | RewardEvent.RewardReturned
  | RewardEvent.RewardExpired
  | WalletEvent.LotsSpent
  | WalletEvent.LotsReturned
  | WalletEvent.DebtSettled
  | TaxEvent.TaxThresholdsSet
  | TaxEvent.TaxDetailsFiled
  | PayoutEvent.PayoutOpened
  | PayoutEvent.PayoutHeld
  | PayoutEvent.PayoutSelected
  | PayoutEvent.PayoutApproved
  | PayoutEvent.PayoutSent
  | PayoutEvent.PayoutPaid
  | PayoutEvent.PayoutFailed
  | PayoutEvent.PayoutClosed
  | OrderEvent.DiscountNotCovered

export type Tag = Event["_tag"]

/** The transfers of an event; most events move nothing. */
export const transfers = (event: Event): readonly Transfer[] => {
  if (event._tag === "RewardGranted") return granting(event)
  return "transfers" in event ? event.transfers : []
}

/** A grant says all that its transfers do: they are worked out, not kept twice. */
const granting = ({ amount, person, program, reward, state }: RewardEvent.RewardGranted): readonly Transfer[] => {
  const owed = Ledger.owed(person)
  const phase = state === "pending" ? "pending" : "direct"
  const given = Ledger.make(`${reward}/grant`, phase, Ledger.expense(program), owed, amount)
  return state === "redeemed"
    ? [given, Ledger.make(`${reward}/redeem`, "direct", owed, Ledger.redeemed(program), amount)]
    : [given]
}

/** What an event takes from, or gives back to, the counters of budgets and caps. Rolling caps are facts. */
export const charges = (event: Event): readonly Fact.Charge[] => {
  if (!("charges" in event)) return []
  return event.charges.some(isOfWindow) ? event.charges.filter((one) => !isOfWindow(one)) : event.charges
}

const isOfWindow = ({ window }: Fact.Charge): boolean => window !== undefined

/** The evidence inside an event. */
export const because = (event: Event): readonly Evidence[] => ("because" in event ? event.because : [])

/**
 * The fold of the events: the only way that facts change. It knows nothing of programs or clocks, so that replaying the
 * log years later gives the same facts.
 */

import type * as Event from "./Event.ts"
import type { Fold } from "./Fold.ts"
import * as LockFold from "./LockFold.ts"
import * as LotteryFold from "./LotteryFold.ts"
import * as OrderFold from "./OrderFold.ts"
import * as PayoutFold from "./PayoutFold.ts"
import * as PersonFold from "./PersonFold.ts"
import * as PrizeFold from "./PrizeFold.ts"
import * as ProgramFold from "./ProgramFold.ts"
import * as ReferralFold from "./ReferralFold.ts"
import * as RewardFold from "./RewardFold.ts"
import * as SpendFold from "./SpendFold.ts"
import * as TaxFold from "./TaxFold.ts"
import * as TierFold from "./TierFold.ts"

export const evolve = (fold: Fold, event: Event.Event): void => {
  switch (event._tag) {
    case "ProgramPublished":
    case "DraftSaved":
    case "DraftDiscarded":
    case "ProgramPaused":
    case "ProgramResumed":
    case "ProgramArchived":
      return ofPrograms(fold, event)
    case "AdvocateEnrolled":
      return PersonFold.advocateEnrolled(fold, event)
    case "TouchRecorded":
      return PersonFold.touchRecorded(fold, event)
    case "ListingChanged":
      return PersonFold.listingChanged(fold, event)
    case "ReferralAttributed":
      return ReferralFold.referralAttributed(fold, event)
    case "ReferralRejected":
      return ReferralFold.referralRejected(fold, event)
    case "ReferralQualified":
      return ReferralFold.referralQualified(fold, event)
    case "ReferralUnqualified":
      return ReferralFold.referralUnqualified(fold, event)
    case "ReferralExpired":
      return ReferralFold.patchReferral(fold, event, { state: "expired" })
    case "ReviewOpened":
      return ReferralFold.reviewOpened(fold, event)
    case "ReviewClosed":
      return ReferralFold.reviewClosed(fold, event)
    case "VerdictContinued":
      return ReferralFold.patchReferral(fold, event, { unreached: event.next })
    case "QuoteMade":
      return OrderFold.quoteMade(fold, event)
    case "QuoteLocked":
    case "LockRefused":
    case "LockEnded":
      return LockFold.locked(fold, event)
    case "OrderRecorded":
      return OrderFold.orderRecorded(fold, event)
    case "OrderCounted":
      return OrderFold.joinOrders(fold, event)
    case "OrderAwaitsReview":
      return ReferralFold.patchReferral(fold, event, { order: event.order })
    case "OrderChanged":
      return OrderFold.orderChanged(fold, event)
    case "OrderRefunded":
      return OrderFold.orderRefunded(fold, event)
    case "OrderCanceled":
      return OrderFold.orderCanceled(fold, event)
    case "DisputeOpened":
    case "DisputeClosed":
      return OrderFold.disputed(fold, event)
    case "TaxThresholdsSet":
      return TaxFold.thresholdsSet(fold, event)
    case "TaxDetailsFiled":
      return TaxFold.detailsFiled(fold, event)
    case "TierReached":
    case "TierKept":
    case "TierLost":
      return TierFold.told(fold, event)
    case "SignupRecorded":
    case "OrderNotCounted":
    case "DiscountNotCovered":
      return
    default:
      return ofOthers(fold, event)
  }
}

type OfLotteries = Extract<Event.Event, { readonly _tag: `Seed${string}` | "LotteryDrawn" }>
type OfOthers = OfRewards | OfLotteries | Extract<Event.Event, { readonly run: string } | { readonly option: string }>

const ofOthers = (fold: Fold, event: OfOthers): void => {
  if ("run" in event) return PayoutFold.payout(fold, event)
  switch (event._tag) {
    case "OptionChosen":
      return PersonFold.optionChosen(fold, event)
    case "SeedCommitted":
    case "SeedRevealed":
    case "LotteryDrawn":
      return LotteryFold.lottery(fold, event)
    default:
      return ofRewards(fold, event)
  }
}

type OfPrograms = Extract<Event.Event, { readonly _tag: `Program${string}` | `Draft${string}` }>

const ofPrograms = (fold: Fold, event: OfPrograms): void => {
  switch (event._tag) {
    case "ProgramPublished":
      return ProgramFold.programPublished(fold, event)
    case "DraftSaved":
      return ProgramFold.draftSaved(fold, event)
    case "DraftDiscarded":
      return ProgramFold.draftDiscarded(fold, event)
    case "ProgramPaused":
      return ProgramFold.programTurned(fold, event, "paused")
    case "ProgramResumed":
      return ProgramFold.programTurned(fold, event, "open")
    case "ProgramArchived":
      return ProgramFold.programTurned(fold, event, "archived")
  }
}

type OfRewards = Extract<
  Event.Event,
  { readonly _tag: `Reward${string}` | `Lots${string}` | "DebtSettled" | "PrizeAwarded" }
>

const ofRewards = (fold: Fold, event: OfRewards): void => {
  switch (event._tag) {
    case "RewardGranted":
      return RewardFold.rewardGranted(fold, event)
    case "RewardRepriced":
      return RewardFold.rewardRepriced(fold, event)
    case "RewardReleased":
      return RewardFold.patchReward(fold, event, { state: "available" })
    case "LotsSpent":
      return SpendFold.lotsSpent(fold, event)
    case "LotsReturned":
      return SpendFold.lotsReturned(fold, event)
    case "DebtSettled":
      return RewardFold.debtSettled(fold, event)
    case "RewardTakenBack":
      return RewardFold.rewardTakenBack(fold, event)
    case "RewardRedeemed":
      return RewardFold.rewardRedeemed(fold, event)
    case "RewardReturned":
      return RewardFold.rewardReturned(fold, event)
    case "RewardExpired":
      return RewardFold.rewardExpired(fold, event)
    case "PrizeAwarded":
      return PrizeFold.awarded(fold, event)
    case "RewardRefused":
      return
    default:
      return event satisfies never
  }
}

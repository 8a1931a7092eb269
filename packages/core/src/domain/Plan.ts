/**
 * Which facts a command needs: keys only, never by a scan. Three looks at the store find them; a verdict has a fourth, for
 * a reward that was granted under a version which its referral was moved to and away from: what the first and the last
 * version say tells nothing of its purse, so that it is known once the reward itself is there. So has an edit by which an
 * order counts anew: the order names the friend, whose addresses name others, who may have ordered.
 */
import * as Cancellation from "./Cancellation.ts"
import * as Choice from "./Choice.ts"
import type { Command, PayoutCommand } from "./Command.ts"
import type { Programs } from "./Compile.ts"
import * as Dispute from "./Dispute.ts"
import * as Enrollment from "./Enrollment.ts"
import * as Exchange from "./Exchange.ts"
import type { Facts } from "./Facts.ts"
import * as Key from "./Key.ts"
import * as Ladder from "./Ladder.ts"
import * as Listing from "./Listing.ts"
import * as Lock from "./Lock.ts"
import * as Order from "./Order.ts"
import * as Payout from "./Payout.ts"
import * as Prize from "./Prize.ts"
import * as ProgramDraft from "./ProgramDraft.ts"
import * as Publication from "./Publication.ts"
import * as Quote from "./Quote.ts"
import * as Redemption from "./Redemption.ts"
import * as Refund from "./Refund.ts"
import * as Repricing from "./Repricing.ts"
import * as Reveal from "./Reveal.ts"
import * as Scout from "./Scout.ts"
import * as Signup from "./Signup.ts"
import * as Spend from "./Spend.ts"
import * as Swap from "./Swap.ts"
import * as TaxThreshold from "./TaxThreshold.ts"
import * as Touch from "./Touch.ts"
import * as Verdict from "./Verdict.ts"
import * as VerdictWalk from "./VerdictWalk.ts"

/** The most looks that any command needs, besides those that only fetch immutable versions. */
export const looksMax = 4

/**
 * The keys that are still missing; none means that the command can be decided.
 *
 * @param facts what has been loaded so far
 * @param programs the versions that are at hand; a missing one is asked for by its key
 */
export const plan = (command: Command, facts: Facts, programs: Programs): Scout.Keys => {
  const scout = Scout.make(facts, programs)
  look(scout, command)
  return { facts: [...scout.wanted], counters: [...scout.wantedCounters] }
}

const look = (scout: Scout.Scout, command: Command): void => {
  switch (command._tag) {
    case "PublishProgram":
      return Publication.plan(scout, command)
    case "SaveDraft":
    case "DiscardDraft":
      return ProgramDraft.plan(scout, command)
    case "TurnProgram":
      return Scout.want(scout, Key.program(command.program))
    case "EnrollAdvocate":
      return Enrollment.plan(scout, command)
    case "RecordTouch":
      return Touch.plan(scout, command)
    case "RecordSignup":
      return Signup.plan(scout, command)
    case "SetListing":
      return Listing.plan(scout, command)
    case "RevealSeed":
      return Reveal.plan(scout, command)
    case "ChooseOption":
      return Choice.plan(scout, command)
    case "SwapReward":
      return Swap.plan(scout, command)
    case "RequestQuote":
      return Quote.plan(scout, command)
    case "LockQuote":
      return Lock.plan(scout, command)
    case "UnlockQuote":
    case "ReleaseLock":
      return Lock.planUse(scout, command.quote)
    case "RecordOrder":
      return Order.plan(scout, command)
    case "ChangeOrder":
      return Order.planChange(scout, command)
    case "RefundOrder":
      return Refund.plan(scout, command)
    case "CancelOrder":
      return Cancellation.plan(scout, command)
    case "OpenDispute":
    case "CloseDispute":
      return Dispute.plan(scout, command)
    case "OpenReview":
      return Verdict.planOpen(scout, command)
    case "CloseReview":
    case "SettleReferral":
      return Verdict.plan(scout, command)
    default:
      return lookAtRewards(scout, command)
  }
}

type OfRewards = Extract<
  Command,
  {
    readonly _tag:
      | `${string}Payout`
      | `${"Redeem" | "Reprice" | "Return" | "Settle"}Reward`
      | `Settle${"Orders" | "Tiers"}`
      | `${"Set" | "File"}Tax${string}`
      | "SpendLots"
      | "ExchangePoints"
      | "ReturnSpend"
      | "AwardPrize"
  }
>

/** What is done with rewards once they are there. */
const lookAtRewards = (scout: Scout.Scout, command: OfRewards): void => {
  switch (command._tag) {
    case "SpendLots":
      return Spend.plan(scout, command)
    case "ExchangePoints":
      return Exchange.plan(scout, command)
    case "ReturnSpend":
      return Spend.planReturn(scout, command)
    case "ReturnReward":
      return Redemption.planReturn(scout, command)
    case "AwardPrize":
      return Prize.plan(scout, command)
    case "SetTaxThresholds":
      return TaxThreshold.planSetting(scout)
    case "FileTaxDetails":
      return TaxThreshold.planFiling(scout, command)
    case "RedeemReward":
    case "SettleReward":
      return Redemption.plan(scout, command)
    case "RepriceReward":
      return Repricing.plan(scout, command)
    case "SettleOrders":
      return VerdictWalk.plan(scout, command)
    case "SettleTiers":
      return Ladder.planWake(scout, command)
    default:
      return Payout.plan(scout, command satisfies PayoutCommand)
  }
}

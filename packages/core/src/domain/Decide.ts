/**
 * What follows from a command. Pure: times and candidate ids come in, refusals come out as values, and nothing has
 * happened until the decision is committed.
 */
import * as Result from "effect/Result"
import * as Cancellation from "./Cancellation.ts"
import * as Choice from "./Choice.ts"
import type { Command } from "./Command.ts"
import * as Dispute from "./Dispute.ts"
import * as Draft from "./Draft.ts"
import * as Enrollment from "./Enrollment.ts"
import * as Exchange from "./Exchange.ts"
import type { Facts } from "./Facts.ts"
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
import type { Rejection } from "./Rejection.ts"
import * as Repricing from "./Repricing.ts"
import * as Reveal from "./Reveal.ts"
import * as Settlement from "./Settlement.ts"
import * as Signup from "./Signup.ts"
import * as Spend from "./Spend.ts"
import * as Swap from "./Swap.ts"
import * as TaxThreshold from "./TaxThreshold.ts"
import * as Touch from "./Touch.ts"
import * as Verdict from "./Verdict.ts"
import * as VerdictWalk from "./VerdictWalk.ts"

/**
 * Decides one command over facts that `plan` found sufficient.
 *
 * @param facts never written to
 * @param context `now`, never earlier than any time in the facts, and the programs at hand
 */
export const decide = (
  command: Command,
  facts: Facts,
  context: Draft.Context
): Result.Result<Draft.Decision, Rejection> => {
  if (command.at > context.now) {
    return Result.fail({ _tag: "InTheFuture", at: command.at, now: context.now })
  }
  const draft = Draft.make(facts, context)
  const rejection = dispatch(draft, command)
  if (rejection !== undefined) return Result.fail(rejection)
  if (draft.scored !== undefined) Ladder.settle(draft, command.at)
  return Result.succeed(draft)
}

const dispatch = (draft: Draft.Draft, command: Command): Rejection | undefined => {
  switch (command._tag) {
    case "PublishProgram":
      return Publication.decide(draft, command)
    case "SaveDraft":
      return ProgramDraft.save(draft, command)
    case "DiscardDraft":
      return ProgramDraft.discard(draft, command)
    case "TurnProgram":
      return Publication.turn(draft, command)
    case "EnrollAdvocate":
      return Enrollment.decide(draft, command)
    case "RecordTouch":
      return Touch.decide(draft, command)
    case "RecordSignup":
      return Signup.decide(draft, command)
    case "SetListing":
      return Listing.decide(draft, command)
    case "RevealSeed":
      return Reveal.decide(draft, command)
    case "ChooseOption":
      return Choice.decide(draft, command)
    case "SwapReward":
      return Swap.decide(draft, command)
    case "RequestQuote":
      return Quote.decide(draft, command)
    case "LockQuote":
      return Lock.decide(draft, command)
    case "UnlockQuote":
      return Lock.unlock(draft, command)
    case "RecordOrder":
      return Order.decide(draft, command)
    case "ChangeOrder":
      return Order.change(draft, command)
    case "RefundOrder":
      return Refund.decide(draft, command)
    case "CancelOrder":
      return Cancellation.decide(draft, command)
    case "OpenDispute":
      return Dispute.open(draft, command)
    case "CloseDispute":
      return Dispute.close(draft, command)
    case "OpenReview":
      return Verdict.open(draft, command)
    case "CloseReview":
      return Verdict.close(draft, command)
    case "RedeemReward":
      return Redemption.decide(draft, command)
    case "SpendLots":
      return Spend.decide(draft, command)
    case "ExchangePoints":
      return Exchange.decide(draft, command)
    case "ReturnSpend":
      return Spend.giveBack(draft, command)
    case "ReturnReward":
      return Redemption.giveBack(draft, command)
    case "AwardPrize":
      return Prize.decide(draft, command)
    case "SetTaxThresholds":
      TaxThreshold.set(draft, command)
      return undefined
    case "FileTaxDetails":
      TaxThreshold.file(draft, command)
      return undefined
    default:
      if ("run" in command) return Payout.decide(draft, command)
      ofWake(draft, command)
      return undefined
  }
}

type Wakes = Extract<
  Command,
  {
    readonly _tag: "ReleaseLock" | "SettleReward" | "RepriceReward" | "SettleReferral" | "SettleOrders" | "SettleTiers"
  }
>

/** What the engine asks of itself: whatever is due happens, and nothing where nothing is. */
const ofWake = (draft: Draft.Draft, command: Wakes): void => {
  switch (command._tag) {
    case "ReleaseLock":
      return Lock.release(draft, command)
    case "SettleReward":
      return Redemption.settle(draft, command)
    case "RepriceReward":
      return Repricing.decide(draft, command)
    case "SettleReferral":
      return Settlement.settle(draft, command)
    case "SettleOrders":
      return VerdictWalk.settle(draft, command)
    case "SettleTiers":
      return Draft.score(draft, command.program, command.person)
    default:
      return command satisfies never
  }
}

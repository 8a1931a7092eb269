/**
 * Why a command was refused. A rejection writes nothing and leaves no receipt: a retry is decided anew.
 *
 * Listed in the order in which they are looked for: a command with two faults gets the earlier one.
 */
import type { Evidence } from "./Evidence.ts"
import * as EvidenceText from "./EvidenceText.ts"
import type { Instant } from "./Instant.ts"
import * as Instant_ from "./Instant.ts"
import type { Money } from "./Money.ts"
import * as Money_ from "./Money.ts"

export type Rejection =
  | { readonly _tag: "KeyReused"; readonly key: string; readonly field: string }
  | { readonly _tag: "InTheFuture"; readonly at: Instant; readonly now: Instant }
  | { readonly _tag: "ProgramUnknown"; readonly program: string }
  | { readonly _tag: "ProgramDiffers"; readonly program: string; readonly differences: readonly string[] }
  | { readonly _tag: "ProgramArchived"; readonly program: string }
  | { readonly _tag: "TooManyPrograms"; readonly limit: number }
  | {
      readonly _tag: "DraftChanged"
      readonly program: string
      readonly seen: number | null
      /** The draft as it is now, and who saved it; `null` where there is none. */
      readonly revision: number | null
      readonly by: string | null
    }
  | { readonly _tag: "DraftOutdated"; readonly program: string; readonly base: number; readonly versions: number }
  | {
      readonly _tag: "MayNotRefer"
      readonly program: string
      /** The first that failed. */
      readonly condition: string
      readonly because: readonly Evidence[]
    }
  | { readonly _tag: "CodesTaken"; readonly codes: readonly string[] }
  | { readonly _tag: "CodeUnknown"; readonly code: string }
  | { readonly _tag: "QuoteUnknown"; readonly quote: string }
  | { readonly _tag: "QuoteUsed"; readonly quote: string; readonly order: string }
  | { readonly _tag: "OrderUnknown"; readonly order: string }
  | { readonly _tag: "OrderExists"; readonly order: string }
  | { readonly _tag: "CurrencyMismatch"; readonly path: string; readonly expected: string; readonly actual: string }
  | { readonly _tag: "TooManyWaiting"; readonly order: string; readonly limit: number }
  | { readonly _tag: "TooManyDisputes"; readonly order: string; readonly limit: number }
  | { readonly _tag: "ReferralUnknown"; readonly program: string; readonly friend: string }
  | { readonly _tag: "ReviewNotPossible"; readonly state: string; readonly wanted: string }
  | { readonly _tag: "RewardUnknown"; readonly reward: string }
  | { readonly _tag: "RewardNotAvailable"; readonly reward: string; readonly state: string }
  | { readonly _tag: "RewardNotFitting"; readonly reward: string; readonly total: Money; readonly limit: Money | null }
  | { readonly _tag: "RewardNotReturnable"; readonly reward: string; readonly why: NotReturnable }
  | { readonly _tag: "NoRoomToReturn"; readonly reward: string; readonly because: readonly Evidence[] }
  | { readonly _tag: "LotteryUnknown"; readonly program: string }
  | {
      readonly _tag: "OptionUnknown"
      /** The offer, or the reward. */
      readonly of: string
      readonly option: string
      readonly options: readonly string[]
    }
  | {
      readonly _tag: "ChoiceNotPossible"
      readonly reward: string
      readonly option: string
      readonly because: readonly Evidence[]
    }
  | { readonly _tag: "SpendExists"; readonly spend: string }
  | { readonly _tag: "SpendNotFitting"; readonly order: string; readonly asked: Money; readonly room: Money }
  | { readonly _tag: "NotEnough"; readonly asked: Money; readonly atOnce: Money; readonly lots: number }
  | { readonly _tag: "ExchangeUnknown"; readonly program: string; readonly exchange: string }
  | {
      readonly _tag: "ExchangeRefused"
      readonly program: string
      readonly exchange: string
      /** The check that failed. */
      readonly reason: string
      readonly because: readonly Evidence[]
    }
  | { readonly _tag: "ExchangeUsed"; readonly spend: string; readonly reward: string; readonly state: string }
  | { readonly _tag: "SpendUnknown"; readonly spend: string }
  | { readonly _tag: "SpendReturned"; readonly spend: string; readonly asked: Money; readonly left: Money }
  | { readonly _tag: "PrizeUnknown"; readonly program: string; readonly prize: string }
  | { readonly _tag: "PrizeNotDue"; readonly prize: string; readonly period: string; readonly due: string }
  | { readonly _tag: "PayoutExists"; readonly run: string }
  | { readonly _tag: "PayoutUnknown"; readonly run: string }
  | { readonly _tag: "PayoutNotPossible"; readonly run: string; readonly state: string; readonly wanted: string }
  | { readonly _tag: "PayoutOwnApproval"; readonly run: string; readonly by: string }
  | { readonly _tag: "PayoutItemUnknown"; readonly run: string; readonly person: string }
  | { readonly _tag: "PayoutItemSettled"; readonly run: string; readonly person: string; readonly state: string }
  | { readonly _tag: "PayoutUnsettled"; readonly run: string; readonly left: number }

/** Why what a reward was redeemed for cannot be rolled back. */
export type NotReturnable = "not redeemed" | "taken back" | "own order" | "given away" | "in part"

export type RejectionTag = Rejection["_tag"]

/** May the same command succeed later, without anybody changing it? A new rejection must decide, or this does not compile. */
export const isRetryable = (rejection: Rejection): boolean => {
  switch (rejection._tag) {
    case "QuoteUnknown":
    case "OrderUnknown":
    case "InTheFuture":
    case "CodeUnknown":
    case "ProgramUnknown":
    case "LotteryUnknown":
    case "ReferralUnknown":
    case "RewardUnknown":
    case "SpendUnknown":
    case "ExchangeUnknown":
    case "PayoutUnknown":
    case "PayoutItemUnknown":
    case "PayoutUnsettled":
      return true
    case "MayNotRefer":
      // Another order or another segment may change it.
      return true
    case "ExchangeRefused":
      // A pause ends, and so does the period of a cap.
      return true
    case "NoRoomToReturn":
      // Refunds and lapses make room.
      return true
    case "NotEnough":
      // More may become available.
      return true
    case "ChoiceNotPossible":
      // A dispute may end, and room may come; what is used, or was not open, stays so.
      return rejection.because.every(({ check, passed }) => passed || (check !== "reward" && check !== "choice"))
    case "CodesTaken":
      // Other codes may be free, where the caller can draw them; a code of one's own choice is taken for good.
      return rejection.codes.length > 1
    case "KeyReused":
    case "ProgramDiffers":
    case "QuoteUsed":
    case "ProgramArchived":
    case "TooManyPrograms":
    case "DraftChanged":
    case "DraftOutdated":
    case "OrderExists":
    case "CurrencyMismatch":
    case "TooManyWaiting":
    case "TooManyDisputes":
    case "ReviewNotPossible":
    case "RewardNotAvailable":
    case "RewardNotFitting":
    case "RewardNotReturnable":
    case "OptionUnknown":
    case "SpendExists":
    case "SpendNotFitting":
    case "SpendReturned":
    case "ExchangeUsed":
    case "PrizeUnknown":
    case "PrizeNotDue":
    case "PayoutExists":
    case "PayoutNotPossible":
    case "PayoutOwnApproval":
    case "PayoutItemSettled":
      return false
  }
}

/** One sentence: what was found, and what to do. */
export const message = (rejection: Rejection): string => {
  switch (rejection._tag) {
    case "KeyReused":
      return `key "${rejection.key}" was used before with another ${rejection.field}; a new fact needs a new key`
    case "InTheFuture":
      return `at is ${Instant_.format(rejection.at)}, but it is only ${Instant_.format(rejection.now)}; check the sender's clock`
    case "ProgramUnknown":
      return `there is no program "${rejection.program}"; publish it first`
    case "ProgramDiffers":
      return `program "${rejection.program}" is published with other terms (${rejection.differences.join("; ")}); publish the new ones on purpose`
    case "ProgramArchived":
      return `program "${rejection.program}" is archived for good; publish the terms as a program with another id`
    case "TooManyPrograms":
      return `there are ${rejection.limit} programs already; publish a new version of one of them`
    case "DraftChanged":
      return draftMessage(rejection)
    case "DraftOutdated":
      return `the draft of program "${rejection.program}" was written on version ${rejection.base}, and version ${rejection.versions} was published since; look at what differs, save it again, and publish that`
    case "MayNotRefer":
      return `may not refer in program "${rejection.program}": ${unmet(rejection)}; ask again once that is met`
    case "CodesTaken":
      return `all of these codes belong to others: ${rejection.codes.join(", ")}; send others`
    case "CodeUnknown":
      return `nobody has the code "${rejection.code}"`
    case "QuoteUnknown":
      return `quote "${rejection.quote}" is not known; ask for a quote first`
    case "QuoteUsed":
      return `quote "${rejection.quote}" was used by order "${rejection.order}"; ask for another one`
    case "OrderUnknown":
      return `order "${rejection.order}" is not known yet; send the order first`
    case "OrderExists":
      return `order "${rejection.order}" is recorded already; send a change with a revision`
    case "CurrencyMismatch":
      return `${rejection.path} is in ${rejection.actual}, but the order is in ${rejection.expected}`
    case "TooManyWaiting":
      return `${rejection.limit} refunds wait for order "${rejection.order}" already; send the order first`
    case "TooManyDisputes":
      return `order "${rejection.order}" had ${rejection.limit} disputes already; tell further money that it loses as refunds`
    case "ReferralUnknown":
      return `program "${rejection.program}" has no referral of friend "${rejection.friend}"`
    case "ReviewNotPossible":
      return `the referral is ${rejection.state}; this needs one that is ${rejection.wanted}`
    case "RewardUnknown":
      return `there is no reward "${rejection.reward}"`
    case "RewardNotAvailable":
      return `reward "${rejection.reward}" is ${rejection.state}; only an available one can be redeemed`
    case "RewardNotFitting":
      return `reward "${rejection.reward}" cannot be used on an order of ${Money_.format(rejection.total)}${limitOf(rejection)}`
    case "LotteryUnknown":
    case "OptionUnknown":
    case "ChoiceNotPossible":
      return choiceMessage(rejection)
    case "PrizeUnknown":
      return `program "${rejection.program}" has no prize "${rejection.prize}"; publish a version that has it`
    case "PrizeNotDue":
      return `prize "${rejection.prize}" of ${rejection.period} is not due: prizes of a month are given in the month after it, now those of ${rejection.due}`
    default:
      return walletMessage(rejection)
  }
}

type OfPayout = Extract<Rejection, { readonly _tag: `Payout${string}` }>
type OfWallet = Extract<
  Rejection,
  { readonly _tag: `Spend${string}` | `Exchange${string}` | "NotEnough" | "RewardNotReturnable" | "NoRoomToReturn" }
>

/** What is used of what somebody has, and what comes back of that. */
const walletMessage = (rejection: OfWallet | OfPayout): string => {
  switch (rejection._tag) {
    case "SpendExists":
      return `"${rejection.spend}" was spent before; what came back is spent again under another key`
    case "SpendNotFitting":
      return `${Money_.format(rejection.asked)} cannot be spent on order "${rejection.order}"; ${Money_.format(rejection.room)} are left to pay`
    case "NotEnough":
      return `${Money_.format(rejection.asked)} cannot be spent; ${Money_.format(rejection.atOnce)} can be used at once, in ${rejection.lots} lots`
    case "SpendUnknown":
      return `there is no spend "${rejection.spend}"`
    case "SpendReturned":
      return `${Money_.format(rejection.asked)} cannot come back of spend "${rejection.spend}"; ${Money_.format(rejection.left)} are left of it`
    case "ExchangeUnknown":
      return `program "${rejection.program}" gives nothing for points under the name "${rejection.exchange}"`
    case "ExchangeRefused":
      return `program "${rejection.program}" does not give "${rejection.exchange}" now: ${unmet(rejection)}; ask again once that is met`
    case "ExchangeUsed":
      return `exchange "${rejection.spend}" cannot be rolled back: reward "${rejection.reward}" is ${rejection.state}, and not all of it is left`
    case "RewardNotReturnable":
      return `reward "${rejection.reward}" cannot be rolled back: ${notReturnable[rejection.why]}`
    case "NoRoomToReturn":
      return `reward "${rejection.reward}" cannot be rolled back, it may cost more again than there is room for: ${unmet(rejection)}; raise the limit, or ask again once there is room`
    default:
      return payoutMessage(rejection)
  }
}

const draftMessage = ({
  by,
  program,
  revision,
  seen
}: Extract<Rejection, { readonly _tag: "DraftChanged" }>): string => {
  const draft = `the draft of program "${program}"`
  if (revision === null)
    return `${draft} is published or discarded by now; look at the program, and save without a revision`
  const whose = by === null ? "" : `, saved by "${by}"`
  const yours = seen === null ? "you saw none" : `you saw revision ${seen}`
  return `${draft} is at revision ${revision}${whose}, and ${yours}; look at it, and name revision ${revision}`
}

const limitOf = ({ limit }: Extract<Rejection, { readonly _tag: "RewardNotFitting" }>): string =>
  limit === null ? "" : `; its terms say ${Money_.format(limit)}`

type OfChoice = Extract<Rejection, { readonly _tag: "LotteryUnknown" | "OptionUnknown" | "ChoiceNotPossible" }>

const choiceMessage = (rejection: OfChoice): string => {
  if (rejection._tag === "LotteryUnknown") {
    return `program "${rejection.program}" draws nothing by lot; publish one that does first`
  }
  const { option } = rejection
  if (rejection._tag === "ChoiceNotPossible") {
    return `reward "${rejection.reward}" stays as it is, and "${option}" cannot be had in its place: ${unmet(rejection)}`
  }
  const { of, options } = rejection
  return options.length === 0
    ? `"${of}" leaves no choice`
    : `"${of}" has no option "${option}"; it has ${options.join(", ")}`
}

const payoutMessage = (rejection: OfPayout): string => {
  switch (rejection._tag) {
    case "PayoutExists":
      return `payout run "${rejection.run}" was opened before; open another one under a name of its own`
    case "PayoutUnknown":
      return `there is no payout run "${rejection.run}"; open it first`
    case "PayoutNotPossible":
      return `payout run "${rejection.run}" is ${rejection.state}; this needs one that is ${rejection.wanted}`
    case "PayoutOwnApproval":
      return `"${rejection.by}" opened payout run "${rejection.run}"; somebody else has to approve it`
    case "PayoutItemUnknown":
      return `payout run "${rejection.run}" pays nothing to "${rejection.person}"`
    case "PayoutItemSettled":
      return `payout run "${rejection.run}" has settled what it pays "${rejection.person}" already: it is ${rejection.state}`
    case "PayoutUnsettled":
      return `${rejection.left} items of payout run "${rejection.run}" are neither paid nor failed; tell what became of them first`
  }
}

const notReturnable: { readonly [why in NotReturnable]: string } = {
  "not redeemed": "it is redeemed on no order now",
  "taken back": "it was taken back since, and what it was worth is owed",
  "own order": "it was taken off the very order that earned it; refund or cancel that order",
  "given away": "it was given away for good",
  "in part": "a discount comes back whole; leave out amount"
}

const unmet = ({ because }: { readonly because: readonly Evidence[] }): string =>
  because.flatMap((one) => (one.passed ? [] : [EvidenceText.text(one)])).join("; ")

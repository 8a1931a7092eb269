/** Decisions told to people: one line per check, made from the evidence in the events when somebody asks. */
import type * as Event from "./Event.ts"
import * as Event_ from "./Event.ts"
import type { Evidence } from "./Evidence.ts"
import * as EvidenceText from "./EvidenceText.ts"
import * as Instant from "./Instant.ts"
import * as Money from "./Money.ts"

/** What a piece of evidence is about: an event, and what it decided. */
export interface Because {
  readonly event: Event.Tag
  /** `order ord_1`, `friend 20.00 USD percent-off`, ... */
  readonly about: string
  readonly outcome: string
  readonly evidence: readonly Evidence[]
}

/** All evidence in some events, in their order. */
export const of = (events: readonly Event.Event[]): readonly Because[] =>
  events.map((event) => ({ event: event._tag, ...titleOf(event), evidence: Event_.because(event) }))

/** Lines such as `  passed  minimum-total: 80.00 USD, against 40.00 USD`. */
export const lines = (because: readonly Because[]): readonly string[] =>
  because.flatMap(({ about, evidence, outcome }) => [`${about}: ${outcome}`, ...evidence.map(line)])

export const line = (one: Evidence): string => `  ${one.passed ? "passed" : "failed"}  ${EvidenceText.text(one)}`

interface Title {
  readonly about: string
  readonly outcome: string
}

const titleOf = (event: Event.Event): Title => {
  switch (event._tag) {
    case "ProgramPublished":
      return { about: `program ${event.program}`, outcome: published(event) }
    case "DraftSaved":
      return { about: `draft of program ${event.program}`, outcome: `saved, revision ${event.revision}` }
    case "DraftDiscarded":
      return { about: `draft of program ${event.program}`, outcome: "discarded" }
    case "ProgramPaused":
      return { about: `program ${event.program}`, outcome: "paused" }
    case "ProgramResumed":
      return { about: `program ${event.program}`, outcome: "resumed" }
    case "ProgramArchived":
      return { about: `program ${event.program}`, outcome: "archived" }
    case "AdvocateEnrolled":
      return { about: `advocate ${event.person}`, outcome: `enrolled with code ${event.code}` }
    case "TouchRecorded":
      return { about: `${event.source} by ${event.subject}`, outcome: `remembered for ${event.advocate}` }
    case "SignupRecorded":
      return { about: `sign-up of ${event.person}`, outcome: "recorded" }
    case "ListingChanged":
      return { about: `leaderboards of ${event.person}`, outcome: event.isListed ? "listed" : "not listed" }
    case "OptionChosen":
      return { about: `wish of ${event.person}`, outcome: `${event.option} of ${event.offer}` }
    case "SeedCommitted":
      return { about: `lotteries of ${event.program}`, outcome: `seed ${event.period} committed, ${event.commitment}` }
    case "SeedRevealed":
      return { about: `lotteries of ${event.program}`, outcome: `seed ${event.period} revealed` }
    case "LotteryDrawn":
      return { about: `lottery ${event.offer} of ${event.person}`, outcome: drawn(event) }
    case "ReferralAttributed":
      return { about: `referral of ${event.friend}`, outcome: `credited to ${event.advocate}` }
    case "ReferralRejected":
      return { about: `referral of ${event.friend}`, outcome: `rejected, ${event.reason}` }
    case "ReferralQualified":
      return { about: `referral of ${event.friend}`, outcome: `qualified by order ${event.order}` }
    case "ReferralUnqualified":
      return { about: `referral of ${event.friend}`, outcome: `open again, order ${event.order} was given back` }
    case "ReferralExpired":
      return { about: `referral of ${event.friend}`, outcome: "expired" }
    case "ReviewOpened":
      return { about: `referral of ${event.friend}`, outcome: `in review, asked for by ${event.by}` }
    case "ReviewClosed":
      return { about: `review of ${event.friend}`, outcome: `${event.verdict} by ${event.by}` }
    case "VerdictContinued":
      return { about: `review of ${event.friend}`, outcome: event.next === null ? "done with all orders" : "goes on" }
    case "TaxThresholdsSet":
      return { about: "tax thresholds", outcome: `${event.thresholds.length} in all` }
    case "TaxDetailsFiled":
      return { about: `tax details of ${event.person}`, outcome: `${event.onFile.length} on file` }
    case "QuoteLocked":
      return { about: `quote ${event.quote}`, outcome: `locked until ${Instant.format(event.until)}` }
    case "LockRefused":
      return { about: `quote ${event.quote}`, outcome: `not locked, ${event.reason}` }
    case "LockEnded":
      return { about: `lock of quote ${event.quote}`, outcome: `ended by ${event.by}` }
    case "PrizeAwarded":
      return { about: `prize ${event.prize} of ${event.period}`, outcome: `awarded to ${event.places.length} people` }
    case "TierReached":
      return { about: `tier ${event.tier} of ${event.person}`, outcome: `reached${until(event)}` }
    case "TierKept":
      return { about: `tier ${event.tier} of ${event.person}`, outcome: `kept${until(event)}` }
    case "TierLost":
      return { about: `tier ${event.tier} of ${event.person}`, outcome: "lost" }
    case "QuoteMade":
      return { about: `quote ${event.quote}`, outcome: `${discounts(event)}${asked(event)}` }
    default:
      return "run" in event ? payoutTitleOf(event) : orderTitleOf(event)
  }
}

const until = (event: { readonly until: Instant.Instant | null }): string =>
  event.until === null ? "" : `, until ${Instant.format(event.until)}`

const payoutTitleOf = (event: Extract<Event.Event, { readonly run: string }>): Title => {
  const about = "person" in event ? `payout ${event.run} of ${event.person}` : `payout ${event.run}`
  switch (event._tag) {
    case "PayoutOpened":
      return { about, outcome: `opened for what was available by ${Instant.format(event.cutoff)}` }
    case "PayoutHeld":
      return { about, outcome: `${Money.format(event.amount)} held, something has to be on file first` }
    case "PayoutSelected":
      return { about, outcome: `${Money.format(event.amount)} selected` }
    case "PayoutApproved":
      return { about, outcome: `${Money.format(event.amount)} for ${event.items} people approved` }
    case "PayoutSent":
      return { about, outcome: `items ${event.from} to ${event.to} handed on` }
    case "PayoutPaid":
      return { about, outcome: `${Money.format(event.amount)} paid, ${event.reference}` }
    case "PayoutFailed":
      return { about, outcome: `${Money.format(event.amount)} not paid, ${event.reason}` }
    case "PayoutClosed":
      return { about, outcome: "closed" }
  }
}

type OfOrders = Extract<Event.Event, { readonly order: unknown } | { readonly reward: unknown }>

const orderTitleOf = (
  event: Exclude<OfOrders, Event.ReferralQualified | Event.ReferralUnqualified | Event.ReviewOpened>
): Title => {
  switch (event._tag) {
    case "OrderRecorded":
      return { about: `order ${event.order}`, outcome: `${Money.format(event.total)} recorded` }
    case "OrderNotCounted":
      return { about: `order ${event.order}`, outcome: `does not count, ${event.reason}` }
    case "OrderCounted":
      return { about: `order ${event.order}`, outcome: `counts, number ${event.n} of its friend` }
    case "OrderAwaitsReview":
      return { about: `order ${event.order}`, outcome: "waits for the review of its referral" }
    case "OrderChanged":
      return {
        about: `order ${event.order}`,
        outcome: `${event.stale ? "stale revision" : "now"} ${Money.format(event.total)}`
      }
    case "OrderRefunded":
      return {
        about: `refund ${event.refund}`,
        outcome: `${Money.format(event.amount)}${awaited(event)}`
      }
    case "OrderCanceled":
      return { about: `order ${event.order}`, outcome: `canceled${awaited(event)}` }
    case "DisputeOpened":
      return {
        about: `dispute ${event.dispute}`,
        outcome: `opened over ${event.amount === null ? "all" : Money.format(event.amount)} of order ${event.order}${awaited(event)}`
      }
    case "DisputeClosed":
      return {
        about: `dispute ${event.dispute}`,
        outcome: `${event.outcome}, over order ${event.order}${awaited(event)}`
      }
    case "RewardGranted":
      return {
        about: `${event.rule} of ${event.person}`,
        outcome: `${worth(event)} granted, ${event.state}`
      }
    case "RewardRefused":
      return { about: `${event.rule} of ${event.person}`, outcome: `no ${event.kind}, ${event.reason}` }
    case "RewardRepriced":
      return { about: `reward ${event.reward}`, outcome: repriced(event) }
    case "RewardReleased":
      return { about: `reward ${event.reward}`, outcome: "available" }
    case "RewardTakenBack":
      return { about: `reward ${event.reward}`, outcome: `${Money.format(event.amount)} taken back, ${event.to}` }
    case "RewardRedeemed":
      return {
        about: `reward ${event.reward}`,
        outcome: event.order === null ? "given away for good" : `redeemed on order ${event.order}`
      }
    case "RewardReturned":
      return { about: `reward ${event.reward}`, outcome: rolledBack(event) }
    case "RewardExpired":
      return { about: `reward ${event.reward}`, outcome: "expired" }
    case "LotsSpent":
      return { about: `spend ${event.spend}`, outcome: `${Money.format(event.amount)} ${usedFor(event)}` }
    case "LotsReturned":
      return { about: `spend ${event.spend}`, outcome: `${Money.format(event.amount)} came back` }
    case "DebtSettled":
      return { about: `debt of ${event.person}`, outcome: `${Money.format(event.amount)} paid from ${event.reward}` }
    case "DiscountNotCovered":
      return {
        about: `discount of order ${event.order}`,
        outcome: `${Money.format(event.amount)} not covered, ${event.reason}`
      }
  }
}

const awaited = ({ waiting }: { readonly waiting?: boolean }): string =>
  waiting === true ? ", waits for its order" : ""

const usedFor = ({ exchanged, order }: Event.LotsSpent): string => {
  if (exchanged === undefined) return order === null ? "used" : `used on order ${order}`
  return `exchanged for ${exchanged.exchange}${exchanged.times === 1 ? "" : `, ${exchanged.times} times`}`
}

const rolledBack = ({ order, value }: Event.RewardReturned): string =>
  `available again, ${Money.format(value)} off order ${order} rolled back`

/** Places are counted from 1 for people. */
const drawn = ({ asked, given, odds }: Event.LotteryDrawn): string => {
  const places = asked.map((place) => place + 1).join(", then ")
  return `${places} drawn of ${odds.length}, ${given === null ? "all refused" : `${given + 1} given`}`
}

const published = ({ from, openReferrals, version }: Event.ProgramPublished): string => {
  const when = from === null ? "" : `, live from ${Instant.format(from)}`
  const open = openReferrals === "keep" ? "" : `, open referrals ${openReferrals} to it`
  return `version ${version} published${when}${open}`
}

const repriced = ({ from, isValued, to, version }: Event.RewardRepriced): string =>
  isValued
    ? `${Money.format(from)} is ${Money.format(to)} under version ${version}`
    : `stays ${Money.format(from)}, version ${version} would not give it`

/** Points and entitlements are named by their unit already. */
const worth = ({ amount, kind }: Event.RewardGranted): string =>
  amount.unit === kind ? Money.format(amount) : `${Money.format(amount)} ${kind}`

const asked = ({ asked: of }: Event.QuoteMade): string => {
  if (of === undefined) return ""
  return "rejected" in of
    ? `, reward ${of.reward} not redeemable: ${of.rejected}`
    : `, ${Money.format(of.value)} with reward ${of.reward}`
}

const discounts = ({ discounts }: Event.QuoteMade): string =>
  discounts.length === 0
    ? "no discount"
    : discounts.map(({ amount, rule }) => `${Money.format(amount)} off (${rule})`).join(", ")

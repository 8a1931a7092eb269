/** The end of a review, by staff or by silence. */
import * as Attribution from "./Attribution.ts"
import type { CloseReview, OpenReview } from "./Command.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, firstFailure, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as Grant from "./Grant.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Qualification from "./Qualification.ts"
import * as ReferralRewards from "./ReferralRewards.ts"
import * as Refund from "./Refund.ts"
import type { Rejection } from "./Rejection.ts"
import * as Review from "./Review.ts"
import * as Scout from "./Scout.ts"
import * as SignupReward from "./SignupReward.ts"
import * as VerdictWalk from "./VerdictWalk.ts"

export const planOpen = (scout: Scout.Scout, { friend, program }: OpenReview): void => {
  Scout.want(scout, Key.referral(program, friend))
  Scout.live(scout, program)
}

/** Staff put a referral aside, open or qualified; what is available already stays so. */
export const open = (draft: Draft.Draft, { at, friend, program }: OpenReview): Rejection | undefined => {
  const referral = Draft.read(draft, Key.referral(program, friend))
  if (referral === null) return { _tag: "ReferralUnknown", program, friend }
  if (referral.state !== "open" && referral.state !== "qualified") {
    return { _tag: "ReviewNotPossible", state: referral.state, wanted: "open or qualified" }
  }
  Review.begin(draft, Qualification.liveOf(draft, referral, at), referral, {
    at,
    by: "staff",
    order: referral.state === "qualified" ? referral.order : null,
    because: [passed("review", "staff")]
  })
  return undefined
}

/** The keys that ending a review reads. */
export const plan = (
  scout: Scout.Scout,
  { at, friend, program }: Pick<CloseReview, "at" | "program" | "friend">
): void => {
  const referral = Scout.read(scout, Key.referral(program, friend))
  // Asked for before it is known to be needed: from here it takes two looks to the orders of who has given the same.
  Scout.want(scout, Key.prints(friend))
  if (referral === null || referral.state !== "in-review") return
  if (waitsToPay(referral)) Attribution.planLearned(scout, referral.advocate, friend)
  const order = referral.order === null ? null : Scout.read(scout, Key.order(referral.order))
  const unit = order?.total.unit
  Refund.planReferral(scout, referral, unit, at)
  SignupReward.planSettling(scout, referral, at)
  VerdictWalk.planPage(scout, referral, VerdictWalk.newest(referral), at)
  if (order !== null && unit !== undefined) {
    const { at: placed, lockedAt, order: id } = order
    Qualification.plan(scout, referral, { order: id, at: placed, isNew: false, unit, lockedAt })
  }
}

export const close = (draft: Draft.Draft, { at, friend, program, verdict }: CloseReview): Rejection | undefined => {
  const referral = Draft.read(draft, Key.referral(program, friend))
  if (referral === null) return { _tag: "ReferralUnknown", program, friend }
  if (referral.state !== "in-review" || referral.review === null) {
    return { _tag: "ReviewNotPossible", state: referral.state, wanted: "in review" }
  }
  // What is due comes first: silence has answered already, though nobody has been told yet.
  const isSilent = silenceIsDue(draft, referral)
  end(
    draft,
    referral,
    isSilent ? silentVerdict(referral) : verdict,
    isSilent ? "silence" : "staff",
    isSilent ? silentAt(referral, at) : at
  )
  return undefined
}

const silentAt = (referral: Fact.Referral, otherwise: Instant): Instant => referral.review?.silentAt ?? otherwise

const silenceIsDue = (draft: Draft.Draft, { review }: Fact.Referral): boolean =>
  review !== null && review.then !== "hold" && review.silentAt !== null && review.silentAt <= draft.now

const silentVerdict = ({ review }: Fact.Referral): "approved" | "rejected" =>
  review?.then === "pay" ? "approved" : "rejected"

/** Lets silence answer, if its time has come. */
export const settle = (draft: Draft.Draft, referral: Fact.Referral): void => {
  if (referral.state !== "in-review" || referral.review === null || !silenceIsDue(draft, referral)) return
  end(draft, referral, silentVerdict(referral), "silence", silentAt(referral, draft.now))
}

/** An order that pays once the review is approved. One of a friend who had qualified has been granted what it earns. */
const waitsToPay = ({ order, review }: Fact.Referral): boolean => review?.from === "open" && order !== null

const none: readonly never[] = []

/**
 * What the guards say of the order that waits, by what was learned during the review: whoever said yes, or nothing, may
 * not have known it. What was granted before is not looked at again, as it is not without a review: it is released, and
 * the next order is what asks.
 */
const learned = (draft: Draft.Draft, referral: Fact.Referral, at: Instant): readonly Evidence[] =>
  waitsToPay(referral) ? Attribution.learnedOf((key) => Draft.read(draft, key), draft.programs, referral, at) : none

const end = (
  draft: Draft.Draft,
  referral: Fact.Referral,
  verdict: "approved" | "rejected",
  by: "staff" | "silence",
  at: Instant
): void => {
  const { advocate, friend, program, review } = referral
  if (review === null) return
  const before = Draft.read(draft, Key.advocate(program, advocate))
  const cause = ReferralRewards.verdictOf(referral, review.n)
  const page = VerdictWalk.read(draft, VerdictWalk.newest(referral))
  Draft.emit(draft, {
    _tag: "ReviewClosed",
    id: `${cause}/closed`,
    at,
    recorded: draft.now,
    program,
    friend,
    advocate,
    n: review.n,
    verdict,
    by,
    to: verdict === "approved" ? review.from : "rejected",
    next: page.next
  })
  const closed = Draft.read(draft, Key.referral(program, friend)) ?? referral
  const order = referral.order === null ? null : Draft.read(draft, Key.order(referral.order))
  const because = verdict === "approved" ? learned(draft, referral, at) : none
  const refusal = firstFailure(because)
  // Nothing is released only to be taken back: while the review lasted, it was held.
  if (refusal !== undefined) SignupReward.takeBack(draft, referral, cause, at)
  for (const { key } of closed.rewards) ReferralRewards.settle(draft, key, closed, at)
  VerdictWalk.settlePage(draft, closed, page, review.n, at)
  if (verdict === "approved") {
    if (order !== null && refusal !== undefined) {
      Qualification.notCounted(draft, closed, order, { cause, at }, refusal, because)
    } else if (order !== null) approve(draft, review.from, order, closed, cause, at)
    return Qualification.expireIfDue(draft, referral)
  }
  if (review.from === "qualified") {
    if (before !== null) Qualification.unearn(draft, referral, before, cause, at)
    return
  }
  if (order === null) return
  for (const discount of order.discounts) Grant.notCovered(draft, order, discount, cause, at, "review", [])
}

const approve = (
  draft: Draft.Draft,
  from: Fact.Review["from"],
  order: Fact.Order,
  referral: Fact.Referral,
  cause: string,
  at: Instant
): void => {
  if (from === "open") {
    return Qualification.count(draft, referral, order, { cause, at, isReviewed: true, isNewOrder: false })
  }
  // All orders may have been given back meanwhile.
  if (referral.orders === 0) Qualification.unqualify(draft, referral, order, cause, at)
}

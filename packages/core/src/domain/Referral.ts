/** The beginning of a referral, or the record of why there is none. */
import type { Judged } from "./Attribution.ts"
import * as Draft from "./Draft.ts"
import type * as Event from "./Event.ts"
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import { referralOf } from "./ReferralFold.ts"

/** Begins the referral that was found, or records the check that forbids it. Answers the referral, if there is one. */
export const begin = (
  draft: Draft.Draft,
  friend: PersonId,
  judged: Judged,
  found: readonly Evidence[],
  cause: string,
  at: Instant
): Fact.Referral | undefined => {
  const { credit, program } = judged
  const key = Key.referral(credit.program, friend)
  const before = Draft.loaded(draft, key)
  if (before !== null) settle(draft, before)
  const generation = (before?.generation ?? 0) + 1
  const id = Key.attempt(credit.program, friend, generation)
  const because = [...found, ...judged.because]
  if (judged.refusal !== undefined) {
    const reason = judged.refusal
    Draft.emit(draft, {
      _tag: "ReferralRejected",
      id: `${id}/rejected`,
      at,
      recorded: draft.now,
      program: credit.program,
      version: credit.version,
      friend,
      advocate: credit.advocate,
      generation,
      cause,
      reason,
      because
    })
    return undefined
  }
  const qualifyBy = (at + program.withinMs) as Instant
  const event: Event.ReferralAttributed = {
    _tag: "ReferralAttributed",
    id: `${id}/attributed`,
    at,
    recorded: draft.now,
    program: credit.program,
    version: credit.version,
    friend,
    advocate: credit.advocate,
    generation,
    touch: credit.touch,
    isNew: judged.isNew,
    qualifyBy,
    because
  }
  Draft.emit(draft, event)
  Draft.send(draft, () => [
    {
      _tag: "Wake",
      id: `wake/${id}/expire`,
      due: qualifyBy,
      command: { _tag: "SettleReferral", program: credit.program, friend, at: qualifyBy }
    }
  ])
  return referralOf(event, before?.reviews ?? 0)
}

/** Ends a referral whose time to qualify is over. */
export const settle = (draft: Draft.Draft, referral: Fact.Referral): void => {
  if (referral.state !== "open" || referral.qualifyBy > draft.now) return
  const { advocate, friend, generation, program, qualifyBy, reopened, reviews } = referral
  Draft.emit(draft, {
    _tag: "ReferralExpired",
    // A refund or a review can open it again, to expire once more: how often tells the times apart.
    id: `${Key.attempt(program, friend, generation)}/expired/${reopened}-${reviews}`,
    at: qualifyBy,
    recorded: draft.now,
    program,
    friend,
    advocate
  })
}

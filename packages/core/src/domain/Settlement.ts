/** Wakes of referrals: silence answers a review, and time to qualify runs out. A stale wake does nothing. */
import type { SettleReferral } from "./Command.ts"
import * as Draft from "./Draft.ts"
import * as Key from "./Key.ts"
import * as Referral from "./Referral.ts"
import * as Verdict from "./Verdict.ts"

export const settle = (draft: Draft.Draft, { friend, program }: SettleReferral): void => {
  const key = Key.referral(program, friend)
  const referral = Draft.read(draft, key)
  if (referral === null) return
  Verdict.settle(draft, referral)
  const after = Draft.read(draft, key)
  if (after !== null) Referral.settle(draft, after)
}

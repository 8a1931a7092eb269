/**
 * Reviews: a referral waits for a person. Nothing of it is paid, voided or forgotten meanwhile; when nobody answers,
 * the program's `onSilence` says what happens, at its time.
 */
import type { Compiled } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { OrderId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"

/** The evidence that an order is to be looked at; `undefined` where it is not. */
export const trigger = ({ reviewFrom }: Compiled, { total }: Fact.Order): readonly Evidence[] | undefined =>
  reviewFrom !== null && reviewFrom.unit === total.unit && total.minor >= reviewFrom.minor
    ? [failed("review", total, reviewFrom)]
    : undefined

export const begin = (
  draft: Draft.Draft,
  live: Compiled,
  referral: Fact.Referral,
  opening: {
    readonly at: Instant
    readonly by: "rule" | "staff"
    readonly order: OrderId | null
    readonly because: readonly Evidence[]
  }
): void => {
  const { advocate, friend, program } = referral
  const n = referral.reviews + 1
  const { afterMs, then } = live.silence
  const silentAt = afterMs === null ? null : ((draft.now + afterMs) as Instant)
  const id = `${Key.referral(program, friend)}/review/${n}`
  Draft.emit(draft, {
    _tag: "ReviewOpened",
    id: `${id}/opened`,
    at: opening.at,
    recorded: draft.now,
    program,
    friend,
    advocate,
    n,
    from: referral.state === "qualified" ? "qualified" : "open",
    order: opening.order,
    by: opening.by,
    silentAt,
    then,
    because: opening.because
  })
  if (silentAt === null) return
  Draft.send(draft, () => [
    {
      _tag: "Wake",
      id: `wake/${id}/silent`,
      due: silentAt,
      command: { _tag: "SettleReferral", program, friend, at: silentAt }
    }
  ])
}

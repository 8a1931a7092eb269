/** A sign-up: somebody becomes known, and the referral begins if a touch led them here. */
import * as Attribution from "./Attribution.ts"
import type { RecordSignup } from "./Command.ts"
import * as Draft from "./Draft.ts"
import * as EarlierOrders from "./EarlierOrders.ts"
import type { Read } from "./Facts.ts"
import * as Key from "./Key.ts"
import * as Prints from "./Prints.ts"
import * as Referral from "./Referral.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"
import * as SignupReward from "./SignupReward.ts"
import * as Visit from "./Visit.ts"

export const plan = (scout: Scout.Scout, command: RecordSignup): void => {
  Visit.plan(scout, command, null)
  if (!Scout.isReady(scout)) return
  EarlierOrders.planOthers(scout, command)
  const read: Read = (key) => Scout.read(scout, key)
  const background = Attribution.backgroundOf(read, command)
  const standing = Visit.standing(read, scout.programs, command, background, null)
  if (standing._tag !== "Beginning" || standing.judged.refusal !== undefined) return
  const { advocate, program, version } = standing.judged.credit
  SignupReward.plan(scout, { program, version, friend: command.person, advocate }, command)
}

export const decide = (draft: Draft.Draft, command: RecordSignup): Rejection | undefined => {
  const { at, person } = command
  const read: Read = (key) => Draft.read(draft, key)
  const background = Attribution.backgroundOf(read, command)
  const standing = Visit.standing(read, draft.programs, command, background, null)
  const cause = `signup/${Key.part(person)}`
  Draft.emit(draft, { _tag: "SignupRecorded", id: cause, at, recorded: draft.now, person, because: standing.because })
  Prints.remember(draft, command, null)
  if (standing._tag !== "Beginning") return undefined
  const referral = Referral.begin(draft, person, standing.judged, standing.because, cause, at)
  if (referral === undefined) return undefined
  const { country = null, segments } = command
  const said = {
    country,
    earlier: EarlierOrders.count(background.earlier),
    ...(segments === undefined ? {} : { segments })
  }
  SignupReward.grant(draft, referral, said, cause, at)
  return undefined
}

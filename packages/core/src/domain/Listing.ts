/** Leaderboards show who wants to be shown: everybody may leave them and come back, and keeps all rewards. */
import type { SetListing } from "./Command.ts"
import * as Draft from "./Draft.ts"
import * as Key from "./Key.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

export const plan = (scout: Scout.Scout, { person }: SetListing): void => {
  Scout.want(scout, Key.listing(person))
}

/** What is so already is not recorded again. */
export const decide = (draft: Draft.Draft, { at, isListed, person }: SetListing): Rejection | undefined => {
  const key = Key.listing(person)
  const known = Draft.read(draft, key)
  if ((known?.isListed ?? true) === isListed) return undefined
  const id = `${key}/${(known?.changes ?? 0) + 1}`
  Draft.emit(draft, { _tag: "ListingChanged", id, at, recorded: draft.now, person, isListed })
  return undefined
}

/** Touches: a click on an advocate's link, or the code typed by hand. Each is stored, credited or not. */
import type { RecordTouch } from "./Command.ts"
import * as Draft from "./Draft.ts"
import * as Key from "./Key.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

export const plan = (scout: Scout.Scout, { code, subject }: RecordTouch): void => {
  Scout.want(scout, Key.code(code))
  Scout.want(scout, Key.trail(subject))
}

export const decide = (
  draft: Draft.Draft,
  { at, code, source, subject, touch }: RecordTouch
): Rejection | undefined => {
  const owner = Draft.read(draft, Key.code(code))
  if (owner === null) return { _tag: "CodeUnknown", code }
  Draft.emit(draft, {
    _tag: "TouchRecorded",
    id: `touch/${Key.part(touch)}`,
    at,
    recorded: draft.now,
    touch,
    program: owner.program,
    advocate: owner.advocate,
    subject,
    source
  })
  return undefined
}

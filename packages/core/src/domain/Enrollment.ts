/** Advocates: who takes part, and by which code they are known. Enrolling again changes nothing. */
import type { EnrollAdvocate } from "./Command.ts"
import * as Draft from "./Draft.ts"
import * as Key from "./Key.ts"
import * as Prints from "./Prints.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

export const plan = (scout: Scout.Scout, { codes, person, program }: EnrollAdvocate): void => {
  Scout.want(scout, Key.program(program))
  Scout.want(scout, Key.advocate(program, person))
  Scout.want(scout, Key.prints(person))
  for (const code of codes) Scout.want(scout, Key.code(code))
}

export const decide = (draft: Draft.Draft, command: EnrollAdvocate): Rejection | undefined => {
  const { at, codes, person, program } = command
  const head = Draft.read(draft, Key.program(program))
  if (head === null) return { _tag: "ProgramUnknown", program }
  if (head.status === "archived") return { _tag: "ProgramArchived", program }
  Prints.remember(draft, person, command.prints)
  if (Draft.read(draft, Key.advocate(program, person)) !== null) return undefined
  const code = codes.find((candidate) => Draft.read(draft, Key.code(candidate)) === null)
  if (code === undefined) return { _tag: "CodesTaken", codes }
  Draft.emit(draft, {
    _tag: "AdvocateEnrolled",
    id: `${Key.advocate(program, person)}/enrolled`,
    at,
    recorded: draft.now,
    program,
    person,
    code
  })
  return undefined
}

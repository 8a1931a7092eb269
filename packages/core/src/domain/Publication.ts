/** Publishing programs: versions are immutable, and what referrals that are open get is said in the event. */
import type { PublishProgram } from "./Command.ts"
import * as Draft from "./Draft.ts"
import { differences } from "./internal/differences.ts"
import * as Key from "./Key.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

export const plan = (scout: Scout.Scout, { document, program }: PublishProgram): void => {
  const head = Scout.read(scout, Key.program(program))
  if (document !== undefined && head !== null) Scout.version(scout, program, head.version)
}

export const decide = (draft: Draft.Draft, command: PublishProgram): Rejection | undefined => {
  const { at, document, mode, program } = command
  const head = Draft.read(draft, Key.program(program))
  const known = head === null ? undefined : draft.programs.get(Key.programVersion(program, head.version))?.document
  const differing = known === undefined ? [] : differences(known, document)
  if (head !== null && differing.length === 0) return undefined
  if (head !== null && mode === "open") return { _tag: "ProgramDiffers", program, differences: differing }
  const version = (head?.version ?? 0) + 1
  Draft.emit(draft, {
    _tag: "ProgramPublished",
    id: `${Key.program(program)}/v/${version}/published`,
    at,
    recorded: draft.now,
    program,
    version,
    document,
    openReferrals: "keep"
  })
  return undefined
}

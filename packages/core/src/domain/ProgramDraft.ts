/**
 * Drafts of programs: what is being written before it is published, finished or not. There is one for each program, whether it
 * was ever published or not, and it changes nothing for anybody. Two people may write it: a save names the revision that it was
 * made from, so that nobody overwrites what they have not seen.
 */
import type { DiscardDraft, SaveDraft } from "./Command.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { ProgramId } from "./Ids.ts"
import { differences } from "./internal/differences.ts"
import * as Key from "./Key.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

/** How many programs a tenant may have, drafts included: they stand in one list. */
export const programsMax = 500

export const plan = (scout: Scout.Scout, { program }: SaveDraft | DiscardDraft): void => {
  Scout.want(scout, Key.programDraft(program))
  Scout.want(scout, Key.program(program))
  Scout.want(scout, Key.programs)
}

/** No room for one more program, where this would be one. */
export const tooMany = (draft: Draft.Draft, program: ProgramId): Rejection | undefined => {
  const known = Draft.read(draft, Key.programs)?.programs ?? []
  return known.includes(program) || known.length < programsMax
    ? undefined
    : { _tag: "TooManyPrograms", limit: programsMax }
}

/** Why somebody who has seen a revision may not go on from it. */
const changed = (known: Fact.ProgramDraft | null, program: ProgramId, seen: number | null): Rejection | undefined => {
  const open = known?.state === "open" ? known : null
  return (open?.revision ?? null) === seen
    ? undefined
    : { _tag: "DraftChanged", program, seen, revision: open?.revision ?? null, by: open?.by ?? null }
}

/** Why a draft may not be published: it is another than was looked at, or a version has come that is not in it. */
export const refusal = (
  known: Fact.ProgramDraft | null,
  program: ProgramId,
  seen: number,
  head: Fact.ProgramHead | null
): Rejection | undefined => {
  const versions = head?.versions ?? 0
  if (known !== null && known.base !== versions && known.state === "open") {
    return { _tag: "DraftOutdated", program, base: known.base, versions }
  }
  return changed(known, program, seen)
}

export const save = (draft: Draft.Draft, command: SaveDraft): Rejection | undefined => {
  const { at, by, document, program, seen } = command
  const head = Draft.read(draft, Key.program(program))
  if (head?.status === "archived") return { _tag: "ProgramArchived", program }
  const known = Draft.read(draft, Key.programDraft(program))
  const refused = changed(known, program, seen) ?? (head === null ? tooMany(draft, program) : undefined)
  if (refused !== undefined) return refused
  const base = head?.versions ?? 0
  const isSame = seen !== null && known?.base === base && differences(known.document, document).length === 0
  if (isSame) return undefined
  const revision = (known?.revision ?? 0) + 1
  const id = `${Key.programDraft(program)}/${revision}/saved`
  Draft.emit(draft, { _tag: "DraftSaved", id, at, recorded: draft.now, program, revision, seen, base, document, by })
  return undefined
}

/** What is discarded already stays so. */
export const discard = (draft: Draft.Draft, { at, by, program, seen }: DiscardDraft): Rejection | undefined => {
  const known = Draft.read(draft, Key.programDraft(program))
  if (known?.state === "discarded" && known.revision === seen) return undefined
  const refused = changed(known, program, seen)
  if (refused !== undefined) return refused
  const id = `${Key.programDraft(program)}/${seen}/discarded`
  Draft.emit(draft, { _tag: "DraftDiscarded", id, at, recorded: draft.now, program, revision: seen, by })
  return undefined
}

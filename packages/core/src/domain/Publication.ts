/**
 * Publishing programs: versions are immutable, and what referrals that are open get is said in the event. To roll back
 * is to publish the older document again, as a new version.
 */
import type { PublishProgram, TurnProgram } from "./Command.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import { differences } from "./internal/differences.ts"
import * as Key from "./Key.ts"
import * as Pin from "./Pin.ts"
import * as ProgramDraft from "./ProgramDraft.ts"
import type { Rejection } from "./Rejection.ts"
import * as Reveal from "./Reveal.ts"
import * as Scout from "./Scout.ts"

export const plan = (scout: Scout.Scout, { draft, program, seed }: PublishProgram): void => {
  if (seed !== undefined) Reveal.planFirst(scout, program)
  if (draft !== undefined) Scout.want(scout, Key.programDraft(program))
  const head = Scout.read(scout, Key.program(program))
  if (head === null) return Scout.want(scout, Key.programs)
  for (const version of Pin.liveVersions(head)) Scout.version(scout, program, version)
}

export const decide = (draft: Draft.Draft, command: PublishProgram): Rejection | undefined => {
  const { at, document, from, mode, openReferrals = "keep", program } = command
  const stored = Draft.read(draft, Key.program(program))
  const head = stored === null ? null : Pin.at(stored, draft.now)
  const differing = head === null ? [] : differencesTo(draft, head, document)
  // What is written in code may be live, or be on its way.
  if (head !== null && differing.length === 0 && mode === "open") return undefined
  if (head !== null && mode === "open") return { _tag: "ProgramDiffers", program, differences: differing }
  if (head?.status === "archived") return { _tag: "ProgramArchived", program }
  if (command.draft !== undefined) {
    const refused = ProgramDraft.refusal(Draft.read(draft, Key.programDraft(program)), program, command.draft, head)
    if (refused !== undefined) return refused
  }
  // The same terms again are worth a version only where they change what comes next, or whom they are for.
  const isSame = differing.length === 0 && head?.next === null && openReferrals === "keep"
  if (head !== null && isSame) {
    return command.draft === undefined
      ? undefined
      : ProgramDraft.discard(draft, { _tag: "DiscardDraft", at, program, seen: command.draft, by: null })
  }
  const refused = head === null ? ProgramDraft.tooMany(draft, program) : undefined
  if (refused !== undefined) return refused
  const version = (head?.versions ?? 0) + 1
  Draft.emit(draft, {
    _tag: "ProgramPublished",
    id: `${Key.program(program)}/v/${version}/published`,
    at,
    recorded: draft.now,
    program,
    version,
    document,
    from: from ?? null,
    openReferrals,
    ...(command.draft === undefined ? {} : { draft: command.draft })
  })
  if (command.seed !== undefined) Reveal.commitFirst(draft, program, command.seed, at)
  return undefined
}

/** What tells a document from the live one; nothing where it is the one that comes next. */
const differencesTo = (draft: Draft.Draft, head: Fact.ProgramHead, document: unknown): readonly string[] => {
  const found = Pin.liveVersions(head).map((version) =>
    differences(draft.programs.get(Key.programVersion(head.program, version))?.document, document)
  )
  return found.some((one) => one.length === 0) ? [] : (found[0] ?? [])
}

const tags = { open: "ProgramResumed", paused: "ProgramPaused", archived: "ProgramArchived" } as const
const words = { open: "resumed", paused: "paused", archived: "archived" } as const

/** Pauses, resumes or archives; what is so already stays so. An archived program stays archived. */
export const turn = (draft: Draft.Draft, { at, program, to }: TurnProgram): Rejection | undefined => {
  const head = Draft.read(draft, Key.program(program))
  if (head === null) return { _tag: "ProgramUnknown", program }
  if (head.status === to) return undefined
  if (head.status === "archived") return { _tag: "ProgramArchived", program }
  const n = head.turns + 1
  const id = `${Key.program(program)}/turn/${n}/${words[to]}`
  Draft.emit(draft, { _tag: tags[to], id, at, recorded: draft.now, program, n })
  return undefined
}

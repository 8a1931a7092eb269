/** How programs follow from events. The time in it is that of the events: what was due by then has happened. */
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import { type Fold, must, put, read } from "./Fold.ts"
import * as Key from "./Key.ts"
import * as Pin from "./Pin.ts"

/** A new version takes the place of one that was still to come. */
export const programPublished = (fold: Fold, event: Event.ProgramPublished): void => {
  const { document, from, openReferrals, program, recorded, version } = event
  const before = read(fold, Key.program(program))
  const head: Fact.ProgramHead = {
    ...(before === null ? unpublished : Pin.at(before, recorded)),
    program,
    versions: version,
    next: { version, from: from ?? recorded, openReferrals },
    recorded
  }
  put(fold, Key.program(program), Pin.at(head, recorded))
  if (before === null) remember(fold, event)
  put(fold, Key.programVersion(program, version), { document, recorded })
  if (event.draft !== undefined) gone(fold, event, "published")
}

const remember = (fold: Fold, { program, recorded }: Event.ProgramPublished | Event.DraftSaved): void => {
  const known = read(fold, Key.programs)?.programs ?? []
  if (!known.includes(program)) put(fold, Key.programs, { programs: [...known, program], recorded })
}

export const draftSaved = (fold: Fold, event: Event.DraftSaved): void => {
  const { base, by, document, program, recorded, revision } = event
  put(fold, Key.programDraft(program), { program, revision, state: "open", base, document, by, recorded })
  if (base === 0) remember(fold, event)
}

/** A program that was never published is gone with its draft. */
export const draftDiscarded = (fold: Fold, event: Event.DraftDiscarded): void => {
  gone(fold, event, "discarded")
  if (must(fold, Key.programDraft(event.program), event).base > 0) return
  const { programs } = must(fold, Key.programs, event)
  put(fold, Key.programs, { programs: programs.filter((one) => one !== event.program), recorded: event.recorded })
}

const gone = (
  fold: Fold,
  event: Event.ProgramPublished | Event.DraftDiscarded,
  state: Fact.ProgramDraft["state"]
): void => {
  const key = Key.programDraft(event.program)
  put(fold, key, { ...must(fold, key, event), state, document: null, recorded: event.recorded })
}

const unpublished = { version: 0, moved: 0, status: "open", turns: 0 } as const

export const programTurned = (
  fold: Fold,
  event: Event.ProgramPaused | Event.ProgramResumed | Event.ProgramArchived,
  status: Fact.ProgramStatus
): void => {
  const { n, program, recorded } = event
  const head = Pin.at(must(fold, Key.program(program), event), recorded)
  put(fold, Key.program(program), { ...head, status, turns: n, recorded })
}

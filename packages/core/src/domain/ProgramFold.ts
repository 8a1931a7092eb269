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
}

const remember = (fold: Fold, { program, recorded }: Event.ProgramPublished): void => {
  const known = read(fold, Key.programs)?.programs ?? []
  put(fold, Key.programs, { programs: [...known, program], recorded })
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

/** What happened to programs. */
import type { Envelope } from "./Envelope.ts"
import type * as Fact from "./Fact.ts"
import type { ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"

export interface ProgramPublished extends Envelope {
  readonly _tag: "ProgramPublished"
  readonly program: ProgramId
  readonly version: number
  readonly document: unknown
  /** When it becomes live; `null` for at once. */
  readonly from: Instant | null
  /** What referrals that are already open get: `keep` leaves them the terms they were attributed under. */
  readonly openReferrals: Fact.OpenReferrals
  /** The revision of the draft that it was. */
  readonly draft?: number
}

/** A draft was saved: it says nothing to anybody until it is published. */
export interface DraftSaved extends Envelope {
  readonly _tag: "DraftSaved"
  readonly program: ProgramId
  readonly revision: number
  /** The revision that it was made from; `null` where there was no draft. */
  readonly seen: number | null
  readonly base: number
  readonly document: unknown
  readonly by: string | null
}

export interface DraftDiscarded extends Envelope {
  readonly _tag: "DraftDiscarded"
  readonly program: ProgramId
  readonly revision: number
  readonly by: string | null
}

interface Turned extends Envelope {
  readonly program: ProgramId
  /** The n-th time that a word was said about the program, from 1. */
  readonly n: number
}

/** No referrals begin until it is resumed; those that are under way go on. */
export interface ProgramPaused extends Turned {
  readonly _tag: "ProgramPaused"
}

export interface ProgramResumed extends Turned {
  readonly _tag: "ProgramResumed"
}

/** No referrals begin any more, and nothing is published; those that are under way go on. */
export interface ProgramArchived extends Turned {
  readonly _tag: "ProgramArchived"
}

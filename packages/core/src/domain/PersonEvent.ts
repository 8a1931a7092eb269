/** What people did before there was an order. */
import type { Envelope } from "./Envelope.ts"
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Code, PersonId, ProgramId } from "./Ids.ts"

export interface AdvocateEnrolled extends Envelope {
  readonly _tag: "AdvocateEnrolled"
  readonly program: ProgramId
  readonly person: PersonId
  readonly code: Code
  /** Absent where everybody may refer. */
  readonly because?: readonly Evidence[]
}

export interface TouchRecorded extends Envelope {
  readonly _tag: "TouchRecorded"
  readonly touch: string
  readonly program: ProgramId
  readonly advocate: PersonId
  readonly subject: PersonId
  readonly source: Fact.TouchSource
}

/** Somebody says what they wish of an offer that leaves a choice; it holds for what is earned from then on. */
export interface OptionChosen extends Envelope {
  readonly _tag: "OptionChosen"
  readonly program: ProgramId
  readonly person: PersonId
  readonly offer: string
  readonly option: string
  /** The n-th time that the person said so of this offer. */
  readonly n: number
}

/** Somebody asked to stand on no leaderboard, or to stand there again. */
export interface ListingChanged extends Envelope {
  readonly _tag: "ListingChanged"
  readonly person: PersonId
  readonly isListed: boolean
}

/** Somebody became known to the store; whom that credits, if anybody, is in the events beside it. */
export interface SignupRecorded extends Envelope {
  readonly _tag: "SignupRecorded"
  readonly person: PersonId
  readonly because: readonly Evidence[]
}

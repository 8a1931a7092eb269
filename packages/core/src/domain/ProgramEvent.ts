/** What happened to programs. */
import type { Envelope } from "./Envelope.ts"
import type { ProgramId } from "./Ids.ts"

export interface ProgramPublished extends Envelope {
  readonly _tag: "ProgramPublished"
  readonly program: ProgramId
  readonly version: number
  readonly document: unknown
  /** What referrals that are already open get: `keep` leaves them the terms they were attributed under. */
  readonly openReferrals: "keep"
}

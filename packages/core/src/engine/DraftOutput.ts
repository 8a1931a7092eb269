/** What the doors of drafts answer. */
import type * as Fact from "../domain/Fact.ts"
import type { ProgramId } from "../domain/Ids.ts"
import * as Instant from "../domain/Instant.ts"
import type { Issue } from "../domain/internal/issues.ts"

export interface ProgramDraft {
  readonly program: ProgramId
  /** To be named when it is saved again, published or discarded. */
  readonly revision: number
  readonly by: string | null
  readonly savedAt: string
  /** How many versions there were when it was saved. */
  readonly base: number
  /** A version was published since, which is not in it: save it again once that was looked at. */
  readonly isOutdated: boolean
  readonly document: unknown
  /** What has to be mended before it can be published. */
  readonly problems: readonly Issue[]
  /** What tells it from the version that is live. */
  readonly differences: readonly string[]
}

export interface DraftGone {
  readonly program: ProgramId
  readonly revision: number
}

export const programDraft = (
  { base, by, document, program, recorded, revision }: Fact.ProgramDraft,
  found: Pick<ProgramDraft, "problems" | "differences"> & { readonly versions: number }
): ProgramDraft => ({
  program,
  revision,
  by,
  savedAt: Instant.format(recorded),
  base,
  isOutdated: found.versions > base,
  document,
  problems: found.problems,
  differences: found.differences
})

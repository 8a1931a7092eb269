/** Where a program stands, worked out from its dates: no stored state can disagree with the clock. */
import type { Compiled } from "./Compile.ts"
import { type Evidence, failed, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Instant } from "./Instant.ts"

export type Phase = "scheduled" | "live" | "ended"

/** Where a program stands: a draft until it is published, then what staff have said of it, and else its dates. */
export type State = Phase | "draft" | "paused" | "archived"

export const stateAt = (
  head: Pick<Fact.ProgramHead, "status"> | null,
  live: Pick<Compiled, "startsAt" | "endsAt"> | undefined,
  at: Instant
): State => {
  if (head === null) return "draft"
  if (head.status === "archived") return "archived"
  const phase = live === undefined ? "scheduled" : phaseAt(live, at)
  return head.status === "paused" && phase !== "ended" ? "paused" : phase
}

export const phaseAt = (program: Pick<Compiled, "startsAt" | "endsAt">, at: Instant): Phase =>
  at < program.startsAt ? "scheduled" : at < program.endsAt ? "live" : "ended"

const evidence: { readonly [P in Phase]: Evidence } = {
  scheduled: failed("lifecycle", "scheduled", "live"),
  live: passed("lifecycle", "live", "live"),
  ended: failed("lifecycle", "ended", "live")
}

/** Staff have stopped it, or its first version is yet to come: its touches wait. */
export const stopped = (head: Pick<Fact.ProgramHead, "status" | "version">): Evidence | undefined =>
  head.status !== "open"
    ? failed("lifecycle", head.status, "live")
    : head.version === 0
      ? evidence.scheduled
      : undefined

/** A referral can only begin while its program is live. */
export const liveAt = (program: Compiled, at: Instant): Evidence => evidence[phaseAt(program, at)]

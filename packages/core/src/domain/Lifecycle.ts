/** Where a program stands, worked out from its dates: no stored state can disagree with the clock. */
import type { Compiled } from "./Compile.ts"
import { type Evidence, failed, passed } from "./Evidence.ts"
import type { Instant } from "./Instant.ts"

export type Phase = "scheduled" | "live" | "ended"

export const phaseAt = (program: Pick<Compiled, "startsAt" | "endsAt">, at: Instant): Phase =>
  at < program.startsAt ? "scheduled" : at < program.endsAt ? "live" : "ended"

const evidence: { readonly [P in Phase]: Evidence } = {
  scheduled: failed("lifecycle", "scheduled", "live"),
  live: passed("lifecycle", "live", "live"),
  ended: failed("lifecycle", "ended", "live")
}

/** A referral can only begin while its program is live. */
export const liveAt = (program: Compiled, at: Instant): Evidence => evidence[phaseAt(program, at)]

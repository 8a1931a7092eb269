/** Where a program stands, worked out from its dates: no stored state can disagree with the clock. */
import type { Compiled } from "./Compile.ts"
import { type Evidence, make } from "./Evidence.ts"
import type { Instant } from "./Instant.ts"

export type Phase = "scheduled" | "live" | "ended"

export const phaseAt = (program: Pick<Compiled, "startsAt" | "endsAt">, at: Instant): Phase =>
  at < program.startsAt ? "scheduled" : at < program.endsAt ? "live" : "ended"

/** A referral can only begin while its program is live. */
export const liveAt = (program: Compiled, at: Instant): Evidence => {
  const phase = phaseAt(program, at)
  return make("lifecycle", phase === "live", phase, "live")
}

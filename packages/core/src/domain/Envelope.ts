import type { Instant } from "./Instant.ts"

/** What every event says; `Event.ts` has its meaning. */
export interface Envelope {
  readonly id: string
  readonly at: Instant
  readonly recorded: Instant
}

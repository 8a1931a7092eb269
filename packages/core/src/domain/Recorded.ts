/** Every fact says when it was last written. */
import type { Instant } from "./Instant.ts"

export interface Recorded {
  readonly recorded: Instant
}

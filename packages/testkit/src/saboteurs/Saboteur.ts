/** A store with one planted bug. The suite is worth as much as the saboteurs that it catches. */
import type { Through } from "../Subject.ts"

export interface Saboteur {
  readonly id: string
  /** What it does wrong, and how a real store comes to do it. */
  readonly bug: string
  readonly through: Through
}

/** What is known of prizes that were given. */
import type { PersonId, ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"

/** Somebody's place among the leaders of a period. */
export interface Placed {
  /** From 1; no two have the same. */
  readonly place: number
  readonly person: PersonId
  /** Friends, or minor units of the prize's currency. */
  readonly minor: bigint
  /** When the score was reached. */
  readonly reached: Instant
}

/** The prizes of one period that were given. */
export interface Award {
  readonly program: ProgramId
  readonly prize: string
  readonly period: string
  readonly asOf: number
  readonly places: readonly Placed[]
  readonly recorded: Instant
}

/** Prizes for leaders. */
import type { Envelope } from "./Envelope.ts"
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { ProgramId } from "./Ids.ts"

/** Who was where when the prizes of a period were given; who falls later stays there. */
export interface PrizeAwarded extends Envelope {
  readonly _tag: "PrizeAwarded"
  readonly program: ProgramId
  /** The version of the program that was live. */
  readonly version: number
  readonly prize: string
  /** A calendar month of the program: `2026-03`. */
  readonly period: string
  /** How many events of the log the ranks were counted from: anybody can count them anew. */
  readonly asOf: number
  readonly places: readonly Fact.Placed[]
  readonly because: readonly Evidence[]
}

/** Seeds and draws of lotteries. */
import type { Envelope } from "./Envelope.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, PersonId, ProgramId } from "./Ids.ts"

/** A new period begins: its draws will follow from a seed of which only the SHA-256 is known. */
export interface SeedCommitted extends Envelope {
  readonly _tag: "SeedCommitted"
  readonly program: ProgramId
  readonly period: number
  readonly commitment: string
}

/** A period is over: whoever has the log can draw every lot of it again. */
export interface SeedRevealed extends Envelope {
  readonly _tag: "SeedRevealed"
  readonly program: ProgramId
  readonly period: number
  readonly seed: string
}

export interface LotteryDrawn extends Envelope {
  readonly _tag: "LotteryDrawn"
  readonly program: ProgramId
  readonly version: number
  readonly offer: string
  readonly person: PersonId
  /** The public name of the draw, from which and the seed it follows. */
  readonly draw: FactKey<Fact.Draw>
  readonly period: number
  readonly odds: readonly number[]
  /** The places in the order in which they were asked: each but the last was refused, or all of them. */
  readonly asked: readonly number[]
  /** The place that was given, which may be nothing; `null` where all were refused. */
  readonly given: number | null
}

/** What is known of lotteries. */
import type { Instant } from "./Instant.ts"

interface Recorded {
  readonly recorded: Instant
}

/** The period of a program's lotteries that goes on: all draws under one seed. */
export interface Lottery extends Recorded {
  /** From 1. */
  readonly period: number
  /** The SHA-256 of its seed. */
  readonly commitment: string
}

export interface LotteryPeriod extends Recorded {
  readonly commitment: string
  /** Once it is revealed. */
  readonly seed: string | null
}

/** The seed itself, beside the log. */
export interface Seed extends Recorded {
  readonly seed: string
}

/** A draw happens once: whoever earns anew gets what was drawn. */
export interface Draw extends Recorded {
  readonly period: number
  /** The place that was given; `null` where all were refused. */
  readonly given: number | null
}

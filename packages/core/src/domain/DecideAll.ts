/**
 * Many commands, decided one after another over one load, each seeing the ones before it. Batching is invisible: the
 * outcome is that of deciding and committing them one by one; a rejected command changes nothing for the others.
 */
import * as Result from "effect/Result"
import type { Command } from "./Command.ts"
import { decide } from "./Decide.ts"
import type { Context, CounterAdd, Decision } from "./Draft.ts"
import * as Facts from "./Facts.ts"
import { plan } from "./Plan.ts"
import type { Rejection } from "./Rejection.ts"

/** What a batch does to one counter. */
export interface CounterChange {
  readonly net: bigint
  /** The highest running sum directly after an add that has an upper bound. */
  readonly peak: bigint
  /** The lowest running sum directly after an add that has a lower bound. */
  readonly trough: bigint
  readonly min?: bigint
  readonly max?: bigint
  /** The value must be exactly this before the batch, since something was concluded from it. */
  readonly expect?: bigint
}

export interface Decided {
  /** One outcome per command that was decided: all of them, unless one needs facts that only the ones before it reveal. */
  readonly outcomes: readonly Result.Result<Decision, Rejection>[]
  readonly facts: ReadonlyMap<string, unknown>
  readonly counters: ReadonlyMap<string, CounterChange>
}

/** A batch that is being decided; commands are given to `next` in their order. */
export interface Deciding {
  /**
   * Decides one more, or answers `undefined` where facts are missing: then the batch ends before this command.
   *
   * @param planned what a plan read over the facts below, if it missed nothing: it holds as long as none of that has changed
   */
  readonly next: (command: Command, planned?: readonly string[]) => Result.Result<Decision, Rejection> | undefined
  readonly facts: ReadonlyMap<string, unknown>
  readonly counters: ReadonlyMap<string, CounterChange>
}

/** @param onRead is told which of the facts below decisions were drawn from */
export const deciding = (base: Facts.Facts, context: Context, onRead?: (key: string) => void): Deciding => {
  const facts = new Map<string, unknown>()
  const counters = new Map<string, CounterChange>()
  const values = new Map<string, bigint>()
  const overlay = Facts.over(base, facts, values)
  const seen = onRead === undefined ? overlay : Facts.over(Facts.watched(base, onRead), facts, values)
  return {
    facts,
    counters,
    next: (command, planned) => {
      if (planned === undefined || planned.some((key) => facts.has(key))) {
        const missing = plan(command, overlay, context.programs)
        if (missing.facts.length > 0 || missing.counters.length > 0) return undefined
      }
      const outcome = decide(command, seen, context)
      if (Result.isFailure(outcome)) return outcome
      for (const [key, fact] of outcome.success.facts) facts.set(key, fact)
      for (const add of outcome.success.counters) counters.set(add.key, merge(counters.get(add.key), add))
      for (const key of outcome.success.fences) counters.set(key, fence(counters.get(key), base.counter(key)))
      for (const { key } of outcome.success.counters) {
        const before = base.counter(key)
        if (before !== undefined) values.set(key, before + (counters.get(key)?.net ?? 0n))
      }
      return outcome
    }
  }
}

export const decideAll = (commands: readonly Command[], base: Facts.Facts, context: Context): Decided => {
  const batch = deciding(base, context)
  const outcomes: Result.Result<Decision, Rejection>[] = []
  for (const command of commands) {
    const outcome = batch.next(command)
    if (outcome === undefined) break
    outcomes.push(outcome)
  }
  return { outcomes, facts: batch.facts, counters: batch.counters }
}

const untouched: CounterChange = { net: 0n, peak: 0n, trough: 0n }

/** One more add; bounds that differ within a batch are held to the tighter one. */
const merge = (before: CounterChange = untouched, { add, max, min }: CounterAdd): CounterChange => {
  const net = before.net + add
  if (max === undefined && min === undefined) return { ...before, net }
  const bounds = { ...tighter("max", before.max, max), ...tighter("min", before.min, min) }
  return {
    ...before,
    ...bounds,
    net,
    // Nothing given back before the first bounded add may count against it: until then there is no highest sum.
    peak: max !== undefined && (before.max === undefined || net > before.peak) ? net : before.peak,
    trough: min !== undefined && (before.min === undefined || net < before.trough) ? net : before.trough
  }
}

const tighter = (
  which: "max" | "min",
  a: bigint | undefined,
  b: bigint | undefined
): { max?: bigint; min?: bigint } => {
  if (a === undefined || b === undefined) return a === undefined && b === undefined ? {} : { [which]: a ?? b }
  return { [which]: a < b === (which === "max") ? a : b }
}

const fence = (before: CounterChange = untouched, value: bigint | undefined): CounterChange =>
  value === undefined ? before : { ...before, expect: value }

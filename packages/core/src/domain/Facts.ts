/**
 * The facts at hand for a decision: `undefined` is "not loaded", `null` is "known to be absent".
 */
import type { FactKey } from "./Ids.ts"

export interface Facts {
  readonly get: (key: string) => unknown
  readonly counter: (key: string) => bigint | undefined
}

/** How whoever decides reads them, and a plan that looks ahead: `null` where there is none, or none yet. */
export type Read = <A>(key: FactKey<A>) => A | null

/** Facts in two maps. */
export const make = (facts: ReadonlyMap<string, unknown>, counters: ReadonlyMap<string, bigint>): Facts => ({
  get: (key) => facts.get(key),
  counter: (key) => counters.get(key)
})

/** Facts with newer ones above them; the newer maps may go on growing. */
export const over = (
  base: Facts,
  facts: ReadonlyMap<string, unknown>,
  counters: ReadonlyMap<string, bigint>
): Facts => ({
  get: (key) => {
    const newer = facts.get(key)
    return newer === undefined ? base.get(key) : newer
  },
  counter: (key) => counters.get(key) ?? base.counter(key)
})

/** The same facts; whoever watches is told which are read. */
export const watched = (base: Facts, onRead: (key: string) => void): Facts => ({
  get: (key) => {
    onRead(key)
    return base.get(key)
  },
  counter: base.counter
})

/** A fact that has been loaded, or `null` where there is none. */
export const read = <A>(facts: Facts, key: FactKey<A>): A | null => (facts.get(key) ?? null) as A | null

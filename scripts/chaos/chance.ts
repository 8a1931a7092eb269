// Chance with a seed: the same seed draws the same numbers.

export interface Chance {
  /** From 0 up to, but not with, a bound. */
  readonly below: (bound: number) => number
  readonly between: (low: number, high: number) => number
  readonly pick: <A>(from: readonly A[]) => A | undefined
}

export const chance = (...seeds: readonly number[]): Chance => {
  let state = seeds.reduce((mixed, seed) => Math.imul(mixed ^ (seed + 0x9e3779b9), 0x85ebca6b) ^ (mixed >>> 13), 1)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    below,
    between: (low, high) => low + below(high - low),
    pick: (from) => from[below(from.length)]
  }
}

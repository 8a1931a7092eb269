/**
 * Chance that can be repeated. Each question has a stream of its own, named by what it is about ("share", the customer,
 * the order), so that an answer depends on the seed and the question and never on what was asked before it.
 */

export interface Chance {
  /** From 0 to below 1. */
  readonly next: () => number
  readonly happens: (probability: number) => boolean
  /** A whole number from `least` to `most`, both included. */
  readonly between: (least: number, most: number) => number
  readonly pick: <A>(from: readonly A[]) => A | undefined
}

export const about = (seed: number, ...names: readonly string[]): Chance => {
  const next = sfc32(`${seed}\n${names.join("\n")}`)
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    happens: (probability) => next() < probability,
    between,
    pick: (from) => from[between(0, from.length - 1)]
  }
}

/** Chris Doty-Humphrey's small fast counter, begun from four hashes of a text. */
const sfc32 = (text: string): (() => number) => {
  let a = hash(text, 0x9e3779b9)
  let b = hash(text, 0x243f6a88)
  let c = hash(text, 0xb7e15162)
  let count = 1
  const step = (): number => {
    const t = (((a + b) | 0) + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 12; i++) step()
  return step
}

/** Murmur3's mixing over the text's code units: names that differ in one letter share nothing. */
const hash = (text: string, start: number): number => {
  let h = start
  for (let i = 0; i < text.length; i++) {
    h ^= Math.imul(text.charCodeAt(i), 0xcc9e2d51)
    h = (h << 13) | (h >>> 19)
    h = (Math.imul(h, 5) + 0xe6546b64) | 0
  }
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

// Times of work that is repeated. Two things are compared in one run, slice by slice (A B A B ...), so that whatever
// slows the machine down slows both; their ratio is the median of the ratios of neighbours.
import { progress } from "./figures.ts"

export interface Work {
  /** Does the work once; the answer is how many pieces were done. */
  readonly run: () => number | Promise<number>
}

const sliceMs = 120

/** Nanoseconds per piece, over one slice of time. */
const slice = async ({ run }: Work): Promise<number> => {
  const start = process.hrtime.bigint()
  const end = start + BigInt(sliceMs) * 1_000_000n
  let pieces = 0
  let now = start
  do {
    const done = run()
    pieces += typeof done === "number" ? done : await done
    now = process.hrtime.bigint()
  } while (now < end)
  return Number(now - start) / pieces
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[middle]]
  return (low + high) / 2
}

const warmUps = 5

/** Nanoseconds per piece: the median of the slices. */
export const time = async (name: string, work: Work, slices = 15): Promise<number> => {
  progress(`${name} ...`)
  for (let i = 0; i < warmUps; i++) await slice(work)
  globalThis.gc?.()
  const times: number[] = []
  for (let i = 0; i < slices; i++) times.push(await slice(work))
  progress(spread(times))
  return median(times)
}

export interface Paired {
  readonly a: number
  readonly b: number
  /** How many times as long a piece of B takes as one of A. */
  readonly ratio: number
}

export const timePaired = async (name: string, a: Work, b: Work, slices = 15): Promise<Paired> => {
  progress(`${name} ...`)
  for (let i = 0; i < warmUps; i++) {
    await slice(a)
    await slice(b)
  }
  globalThis.gc?.()
  const times: { readonly a: number; readonly b: number }[] = []
  for (let i = 0; i < slices; i++) times.push({ a: await slice(a), b: await slice(b) })
  progress(`A ${spread(times.map((pair) => pair.a))}; B ${spread(times.map((pair) => pair.b))}`)
  return {
    a: median(times.map((pair) => pair.a)),
    b: median(times.map((pair) => pair.b)),
    ratio: median(times.map((pair) => pair.b / pair.a))
  }
}

const spread = (times: readonly number[]): string =>
  `  ${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ns, median ${median(times).toFixed(0)}`

/**
 * Lots that anybody can draw again. A seed is committed before the first draw: its SHA-256 is published, the seed is not.
 * What is drawn follows from the seed and the draw's public name alone; once the seed is revealed, whoever has SHA-256 sees
 * that it is the committed one, and draws every lot again.
 *
 * The k-th place that a draw asks (from 0) is drawn among those that it has not asked yet: the HMAC-SHA-256 of `<draw>/<k>` under
 * the seed, as a whole number, modulo the sum of their odds, falls on one of them, in the order in which they are written. A sum
 * below 2^34 into 2^256 leaves no place more than 2^-222 beside its share.
 */
import { fromHex, hmac, sha256, toHex, utf8 } from "./internal/sha256.ts"

/** 32 random bytes as hexadecimal digits. */
export const isSeed = (text: string): boolean => /^[0-9a-f]{64}$/u.test(text)

/** What is published of a seed before anything is drawn. */
export const commitmentOf = (seed: string): string => toHex(sha256(fromHex(seed)))

/** Which of the odds a number from 0 to below their sum falls on. */
export const placeOf = (odds: readonly number[], number: bigint): number => {
  let below = 0n
  return odds.findIndex((one) => {
    below += BigInt(one)
    return number < below
  })
}

/** The places in the order in which a draw asks them, each once; those that nobody asks for are not worked out. */
export function* placesOf(seed: string, draw: string, odds: readonly number[]): Generator<number, undefined> {
  const key = fromHex(seed)
  const places = odds.map((_, place) => place)
  for (let k = 0; places.length > 0; k++) {
    const left = places.map((place) => odds[place] ?? 0)
    const sum = left.reduce((all, one) => all + BigInt(one), 0n)
    const number = BigInt(`0x${toHex(hmac(key, utf8(`${draw}/${k}`)))}`) % sum
    const [place] = places.splice(placeOf(left, number), 1)
    if (place !== undefined) yield place
  }
}

/** A draw as the log tells it. */
export interface Draw {
  readonly draw: string
  readonly odds: readonly number[]
  /** The places that were asked, in their order: each but the last was refused, or all of them. */
  readonly asked: readonly number[]
}

/**
 * Draws again what was drawn under a seed; answers the draws that come out otherwise. `isCommitted` is whether the seed is the
 * one that was committed.
 *
 * @example
 * import { Lottery } from "@goodword/core"
 * const seed = "00".repeat(32)
 * const commitment = Lottery.commitmentOf(seed)
 * const [first = 0] = Lottery.placesOf(seed, "draw/spring/wheel/advocate/psn_1/o:ord_1", [1, 9, 90])
 * const drawn = { draw: "draw/spring/wheel/advocate/psn_1/o:ord_1", odds: [1, 9, 90], asked: [first] }
 * Lottery.verify({ commitment, seed, draws: [drawn] }) // => { isCommitted: true, wrong: [] }
 * Lottery.verify({ commitment, seed, draws: [{ ...drawn, asked: [0] }] }).wrong // => ["draw/spring/wheel/advocate/psn_1/o:ord_1"]
 */
export const verify = ({
  commitment,
  draws,
  seed
}: {
  readonly commitment: string
  readonly seed: string
  readonly draws: readonly Draw[]
}): { readonly isCommitted: boolean; readonly wrong: readonly string[] } => ({
  isCommitted: isSeed(seed) && commitmentOf(seed) === commitment,
  wrong: draws.flatMap((one) => (isRight(seed, one) ? [] : [one.draw]))
})

const isRight = (seed: string, { asked, draw, odds }: Draw): boolean => {
  const places = placesOf(seed, draw, odds)
  return asked.length > 0 && asked.every((place) => places.next().value === place)
}

/**
 * `numerator / denominator` rounded to the nearest integer, halves away from zero: the mode that `Intl.NumberFormat`
 * names `halfExpand`. The denominator is positive. Rounding happens once, at the end of a calculation.
 *
 * @example
 * import { halfExpand } from "./Rounding.ts"
 * halfExpand(5n, 2n) // => 3n
 * halfExpand(-5n, 2n) // => -3n
 * halfExpand(7n, 3n) // => 2n
 */
export const halfExpand = (numerator: bigint, denominator: bigint): bigint =>
  // Division of bigints truncates towards zero, so half a denominator is added away from zero first.
  (numerator < 0n ? 2n * numerator - denominator : 2n * numerator + denominator) / (2n * denominator)

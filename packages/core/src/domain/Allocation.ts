/** Dividing an amount without losing or inventing a minor unit. */
import * as Result from "effect/Result"

/** There is nothing to divide by: no weight, or only zeros. */
export interface NoWeight {
  readonly _tag: "NoWeight"
  readonly message: string
}

export interface NegativeWeight {
  readonly _tag: "NegativeWeight"
  readonly index: number
  readonly weight: bigint
  readonly message: string
}

/** `ids` must name each weight. */
export interface WeightsAndIdsDiffer {
  readonly _tag: "WeightsAndIdsDiffer"
  readonly weights: number
  readonly ids: number
  readonly message: string
}

export type AllocationError = WeightsAndIdsDiffer | NegativeWeight | NoWeight

/**
 * Divides `total` (minor units, of either sign) in proportion to `weights` by largest remainder: each part is its
 * quota rounded down or up, and the parts sum to the total. Equal remainders are served in the order of `ids` (by code
 * unit), so that the order of the lines does not matter, and else in the order given. A weight of zero gets zero.
 *
 * @example
 * import * as Result from "effect/Result"
 * import { allocate } from "./Allocation.ts"
 * Result.getOrThrow(allocate(800n, [1n, 1n, 1n])) // => [267n, 267n, 266n]
 * Result.getOrThrow(allocate(5n, [1n, 1n], ["line-b", "line-a"])) // => [2n, 3n]
 */
export const allocate = (
  total: bigint,
  weights: readonly bigint[],
  ids?: readonly string[]
): Result.Result<readonly bigint[], AllocationError> => {
  if (ids !== undefined && ids.length !== weights.length) return Result.fail(differ(weights.length, ids.length))
  let sum = 0n
  for (const [index, weight] of weights.entries()) {
    if (weight < 0n) return Result.fail(negative(index, weight))
    sum += weight
  }
  if (sum === 0n) return Result.fail({ _tag: "NoWeight", message: "at least one weight must be above zero" })
  // The size is divided and the sign put back, so that a refund splits as the sale did.
  const parts = divide(total < 0n ? -total : total, weights, sum, ids)
  return Result.succeed(total < 0n ? parts.map((part) => -part) : parts)
}

const divide = (
  size: bigint,
  weights: readonly bigint[],
  sum: bigint,
  ids: readonly string[] | undefined
): bigint[] => {
  let left = size
  const parts = weights.map((weight) => {
    const part = (size * weight) / sum
    left -= part
    return part
  })
  const remainders = weights.map((weight, index) => ({
    index,
    remainder: (size * weight) % sum,
    id: ids?.[index] ?? ""
  }))
  remainders.sort((a, b) => compare(b.remainder, a.remainder) || compare(a.id, b.id))
  // Sorting is stable, so what is equal in both stays as it was given. Fewer units are left than there are remainders above zero, so a weight of zero is never reached.
  for (const { index } of remainders) {
    if (left === 0n) break
    parts[index] = (parts[index] ?? 0n) + 1n
    left -= 1n
  }
  return parts
}

const compare = <A extends bigint | string>(a: A, b: A): number => (a < b ? -1 : a > b ? 1 : 0)

const differ = (weights: number, ids: number): WeightsAndIdsDiffer => ({
  _tag: "WeightsAndIdsDiffer",
  weights,
  ids,
  message: `${weights} weights have ${ids} ids: give one id for each weight`
})

const negative = (index: number, weight: bigint): NegativeWeight => ({
  _tag: "NegativeWeight",
  index,
  weight,
  message: `weight ${index} is ${weight}: weights are zero or more`
})

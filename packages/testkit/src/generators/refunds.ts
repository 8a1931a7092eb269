/** How an amount comes back: whole, in halves, cent by cent, too much of it, or more than once. */
import fc from "fast-check"

/** Parts above zero that sum to a whole above zero, in any order. */
export const split = (whole: bigint, partsMax = 8): fc.Arbitrary<readonly bigint[]> => {
  const cut = fc.bigInt({ min: 1n, max: whole > 1n ? whole - 1n : 1n })
  const edge = fc.constantFrom(1n, 2n, whole / 2n, whole - 1n)
  return fc.array(fc.oneof(cut, edge), { maxLength: partsMax - 1 }).map((cuts) => {
    const inside = [...new Set(cuts)].filter((at) => at > 0n && at < whole).sort((a, b) => (a < b ? -1 : 1))
    return [...inside, whole].map((at, i) => at - (inside[i - 1] ?? 0n))
  })
}

/** Parts as `split` gives them, with one more that asks for what is not there. */
export const overRefund = (whole: bigint): fc.Arbitrary<readonly bigint[]> =>
  fc.tuple(split(whole), fc.bigInt({ min: 1n, max: whole })).map(([parts, more]) => [...parts, more])

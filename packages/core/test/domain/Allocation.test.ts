import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Allocation from "../../src/domain/Allocation.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import { law, minor, weights } from "../arbitraries/money.ts"

const allocate = (total: bigint, by: readonly bigint[], ids?: readonly string[]): readonly bigint[] =>
  unwrap(Allocation.allocate(total, by, ids))
const sumOf = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => sum + part, 0n)
const idsFor = (by: readonly bigint[]): string[] => by.map((_, index) => `line-${index.toString().padStart(2, "0")}`)

/** Largest remainder without sorting: hand out one unit at a time to the best line that has had none. */
const byHand = (total: bigint, by: readonly bigint[]): readonly bigint[] => {
  const size = total < 0n ? -total : total
  const whole = sumOf(by)
  const parts = by.map((weight) => (size * weight) / whole)
  const owed = by.map((weight, index) => size * weight - (parts[index] ?? 0n) * whole)
  while (sumOf(parts) < size) {
    let best = 0
    for (const [index, rest] of owed.entries()) if (rest > (owed[best] ?? 0n)) best = index
    parts[best] = (parts[best] ?? 0n) + 1n
    owed[best] = -1n
  }
  return total < 0n ? parts.map((part) => -part) : parts
}

describe("Allocation.allocate", () => {
  it.each<[string, bigint, readonly bigint[], readonly bigint[], string]>([
    ["70/30 of 5", 5n, [70n, 30n], [4n, 1n], "moneyphp/money doc/features/allocation.rst"],
    ["800 in three", 800n, [1n, 1n, 1n], [267n, 267n, 266n], "moneyphp/money doc/features/allocation.rst"],
    ["500 in two", 500n, [50n, 50n], [250n, 250n], "dinerojs.com/api/mutations/allocate"],
    ["1,000.03 in two", 100_003n, [50n, 50n], [50_002n, 50_001n], "v1.dinerojs.com allocate docs"],
    ["2.00 on three lines", 200n, [500n, 500n, 500n], [67n, 67n, 66n], "BroadleafCommerce#1113 (the bug gave 2.02)"]
  ])("%s (%#)", (_, total, by, expected, source) => {
    expect(allocate(total, by), source).toEqual(expected)
  })

  it("gives the odd units to the last where the ids say so", () => {
    // Source: gist dgg/71822c6d (NMoneys LastToFirst)
    expect(allocate(830n, [1n, 1n, 1n, 1n], ["d", "c", "b", "a"])).toEqual([207n, 207n, 208n, 208n])
    expect(allocate(830n, [1n, 1n, 1n, 1n])).toEqual([208n, 208n, 207n, 207n])
  })

  it("loses nothing where each part is rounded down", () => {
    // Source: duncanmcclean/statamic-cargo#168 (the bug gave 999)
    expect(sumOf(allocate(1000n, [1n, 1n, 1n]))).toBe(1000n)
  })

  it("breaks ties by code unit, not by place or language", () => {
    expect(allocate(1n, [1n, 1n, 1n], ["b", "a", "B"])).toEqual([0n, 0n, 1n])
    expect(allocate(2n, [1n, 1n, 1n], ["b", "a", "B"])).toEqual([0n, 1n, 1n])
    expect(allocate(1n, [1n, 1n], ["line-10", "line-2"])).toEqual([1n, 0n])
    expect(allocate(1n, [1n, 1n], ["same", "same"])).toEqual([1n, 0n])
  })

  it.each<[string, readonly bigint[], readonly string[] | undefined, string]>([
    ["no weights", [], undefined, "NoWeight"],
    ["only zeros", [0n, 0n], undefined, "NoWeight"],
    ["a negative weight", [3n, -1n], undefined, "NegativeWeight"],
    ["an id too few", [1n, 1n], ["a"], "WeightsAndIdsDiffer"],
    ["an id too many", [1n], ["a", "b"], "WeightsAndIdsDiffer"],
    ["two faults: ids come first", [-1n], ["a", "b"], "WeightsAndIdsDiffer"],
    ["two faults: a negative weight before no weight", [1n, -1n], undefined, "NegativeWeight"]
  ])("refuses %s", (_, by, ids, tag) => {
    const result = Allocation.allocate(10n, by, ids)
    expect(Result.isFailure(result) && result.failure._tag).toBe(tag)
  })

  it("law 1: sum of parts", () => {
    fc.assert(
      fc.property(minor, weights, (total, by) => {
        expect(sumOf(allocate(total, by))).toBe(total)
      }),
      law
    )
  })

  it("law 2: a weight of zero gets zero", () => {
    fc.assert(
      fc.property(minor, weights, (total, by) => {
        const parts = allocate(total, by)
        for (const [index, weight] of by.entries()) if (weight === 0n) expect(parts[index]).toBe(0n)
      }),
      law
    )
  })

  it("law 3: each part is its quota rounded down or up", () => {
    fc.assert(
      fc.property(minor, weights, (total, by) => {
        const whole = sumOf(by)
        for (const [index, part] of allocate(total, by).entries()) {
          const distance = part * whole - total * (by[index] ?? 0n)
          expect(distance > -whole && distance < whole).toBe(true)
        }
      }),
      law
    )
  })

  it("law 4: the order of the lines does not matter when they have ids", () => {
    const shuffled = weights.chain((by) =>
      fc.tuple(fc.constant(by), fc.shuffledSubarray([...by.keys()], { minLength: by.length, maxLength: by.length }))
    )
    fc.assert(
      fc.property(minor, shuffled, (total, [by, order]) => {
        const ids = idsFor(by)
        const pick = <A>(all: readonly A[]): A[] => order.map((index) => all[index] as A)
        expect(allocate(total, pick(by), pick(ids))).toEqual(pick(allocate(total, by, ids)))
      }),
      law
    )
  })

  it("law 5: a refund splits as the sale did", () => {
    fc.assert(
      fc.property(minor, weights, (total, by) => {
        expect(allocate(-total, by)).toEqual(allocate(total, by).map((part) => -part))
      }),
      law
    )
  })

  it("law 6: the scale of the weights does not matter", () => {
    const factor = fc.oneof(fc.constantFrom(1n, 2n, 3n, 10n ** 12n), fc.bigInt({ min: 1n, max: 1000n }))
    fc.assert(
      fc.property(minor, weights, factor, (total, by, times) => {
        expect(
          allocate(
            total,
            by.map((weight) => weight * times)
          )
        ).toEqual(allocate(total, by))
      }),
      law
    )
  })

  it("agrees with largest remainder done by hand", () => {
    fc.assert(
      fc.property(minor, weights, (total, by) => {
        expect(allocate(total, by)).toEqual(byHand(total, by))
        expect(allocate(total, by, idsFor(by))).toEqual(byHand(total, by))
      }),
      law
    )
  })

  it("writes nothing into its arguments", () => {
    fc.assert(
      fc.property(minor, weights, (total, by) => {
        expect(allocate(total, Object.freeze([...by]))).toEqual(allocate(total, by))
      })
    )
  })
})

import { describe, expect, it } from "vitest"
import * as Random from "../src/Random.ts"

describe("Random", () => {
  it("answers one question the same, whatever was asked before", () => {
    const answer = Random.about(1, "share", "o1").next()
    Random.about(1, "share", "o2").next()
    expect(Random.about(1, "share", "o1").next()).toBe(answer)
    expect(Random.about(2, "share", "o1").next()).not.toBe(answer)
    expect(Random.about(1, "shareo1").next()).not.toBe(answer)
  })

  it("is even over questions that differ in a number: 16 boxes of 2,000, chi-square below its 1 in 100,000", () => {
    const boxes = Array.from({ length: 16 }, () => 0)
    for (let i = 0; i < 32_000; i++) {
      const box = Math.floor(Random.about(1, "enroll", `o${i}`).next() * 16)
      boxes[box] = (boxes[box] ?? 0) + 1
    }
    expect(boxes.reduce((sum, n) => sum + (n - 2_000) ** 2 / 2_000, 0)).toBeLessThan(50)
  })

  it("stays between its bounds and reaches both", () => {
    const chance = Random.about(1, "bounds")
    const seen = new Set(Array.from({ length: 1_000 }, () => chance.between(3, 6)))
    expect([...seen].sort()).toEqual([3, 4, 5, 6])
  })
})

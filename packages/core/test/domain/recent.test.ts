import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { recentOne, recentTwo } from "../../src/domain/internal/recent.ts"
import { law } from "../arbitraries/money.ts"

const few = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "a/b", ""), fc.constantFrom("b", "c", "b/c", "")), {
  maxLength: 40
})

describe("recent", () => {
  it("answers what the function itself would, in whatever order it is asked", () => {
    const one = recentOne((a: string) => `one/${a}`)
    const two = recentTwo((a: string, b: string) => `${a}|${b}`)
    fc.assert(
      fc.property(few, (calls) => {
        for (const [a, b] of calls) {
          expect(one(a)).toBe(`one/${a}`)
          expect(two(a, b)).toBe(`${a}|${b}`)
        }
      }),
      law
    )
  })

  it("makes nothing twice while two take turns", () => {
    const made: string[] = []
    const key = recentOne((a: string) => {
      made.push(a)
      return a
    })
    for (const a of ["friend", "advocate", "friend", "advocate", "friend"]) key(a)
    expect(made).toEqual(["friend", "advocate"])
  })
})

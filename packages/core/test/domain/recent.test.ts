import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { recentOne, recentTwo, remembered, rememberedBy } from "../../src/domain/internal/recent.ts"
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
        const kept = remembered((a: string) => `kept/${a}`)
        const keptBy = rememberedBy((a: string, b: string) => `${a}|${b}`)
        for (const [a, b] of calls) {
          expect(kept(a)).toBe(`kept/${a}`)
          expect(keptBy(a, b)).toBe(`${a}|${b}`)
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

  it("forgets what has not been asked for in a long time, and makes it again", () => {
    let made = 0
    const key = remembered((n: number) => {
      made += 1
      return `${n}`
    })
    for (let n = 0; n < 10_000; n++) expect(key(n)).toBe(`${n}`)
    expect(key(9_999)).toBe("9999")
    expect(made).toBe(10_000)
    expect(key(0)).toBe("0")
    expect(made).toBe(10_001)
  })
})

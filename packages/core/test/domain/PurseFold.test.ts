import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as Key from "../../src/domain/Key.ts"
import { pageMax, putReward } from "../../src/domain/PurseFold.ts"
import { ann, lot, usd } from "../arbitraries/lots.ts"
import { law } from "../arbitraries/money.ts"

const key = Key.purse("wallet", ann, usd)

class Books {
  readonly facts = new Map<string, unknown>()
  readonly fold = { base: { get: () => undefined, counter: () => undefined }, facts: this.facts }

  lot(name: string): Fact.Reward | null {
    return (this.facts.get(name) ?? null) as Fact.Reward | null
  }

  get purse(): Fact.Purses | undefined {
    return this.facts.get(key) as Fact.Purses | undefined
  }

  /** Lets a lot wait, or wait no more. */
  put(name: string, isWaiting: boolean, at = 0): this {
    const before = this.lot(name)
    const state = isWaiting ? ("available" as const) : ("redeemed" as const)
    putReward(this.fold, before, { ...(before ?? lot(name)), state, recorded: at as Instant })
    return this
  }

  lotsOn(page: number): readonly string[] {
    const { open = [], page: last } = this.purse ?? {}
    return page === last ? open : ((this.facts.get(Key.pursePage(key, page)) as Fact.PursePage | undefined)?.lots ?? [])
  }
}

const names = (count: number, from = 0): readonly string[] => Array.from({ length: count }, (_, n) => `o${n + from}`)

describe("a purse", () => {
  it("begins with the first lot that waits", () => {
    expect(new Books().put("o0", false).purse).toBeUndefined()
    const books = new Books().put("o0", true, 7)
    expect(books.purse).toEqual({
      person: ann,
      unit: usd,
      page: 1,
      open: ["o0"],
      live: [{ page: 1, lots: 1 }],
      recorded: 7
    })
    expect(books.lot("o0")?.page).toBe(1)
  })

  it("is none for what is used whole", () => {
    const books = new Books()
    putReward(books.fold, null, lot("o0", { purse: null }))
    expect([...books.facts.keys()]).toEqual(["o0"])
  })

  it.each([
    [pageMax - 1, 1, pageMax - 1],
    [pageMax, 2, 0],
    [pageMax + 1, 2, 1]
  ])("closes a page once it is full: with %i lots, page %i is open with %i", (count, page, open) => {
    const books = new Books()
    for (const name of names(count)) books.put(name, true)
    expect([books.purse?.page, books.purse?.open.length]).toEqual([page, open])
    expect([...books.lotsOn(1)]).toEqual(names(Math.min(count, pageMax)))
  })

  it("counts what waits on each page, and forgets a page on which nothing does", () => {
    const books = new Books()
    for (const name of names(pageMax + 2)) books.put(name, true)
    books.put("o0", false, 9)
    expect(books.purse?.live).toEqual([
      { page: 1, lots: pageMax - 1 },
      { page: 2, lots: 2 }
    ])
    expect(books.purse?.recorded).toBe(9)
    for (const name of names(pageMax - 1, 1)) books.put(name, false)
    expect(books.purse?.live).toEqual([{ page: 2, lots: 2 }])
  })

  it("a lot that comes back stands where it stood", () => {
    const books = new Books()
    for (const name of names(pageMax + 1)) books.put(name, true)
    for (const name of names(pageMax)) books.put(name, false)
    books.put("o3", true, 9)
    expect([books.lot("o3")?.page, books.purse?.live]).toEqual([
      1,
      [
        { page: 1, lots: 1 },
        { page: 2, lots: 1 }
      ]
    ])
    expect([books.purse?.open, books.purse?.recorded]).toEqual([[`o${pageMax}`], 9])
  })

  it("what changes in a lot while it waits changes nothing in the purse", () => {
    const books = new Books().put("o0", true)
    const before = books.purse
    books.put("o0", true, 9)
    expect([books.purse === before, books.lot("o0")?.recorded]).toEqual([true, 9])
  })

  it("a reward that is earned again is a new lot, and stands there once", () => {
    const books = new Books().put("o0", true).put("o1", true).put("o0", false)
    putReward(books.fold, null, lot("o0", { generation: 2 }))
    expect([books.purse?.open, books.purse?.live]).toEqual([["o1", "o0"], [{ page: 1, lots: 2 }]])
  })

  it("a lot under another key is no lot of before", () => {
    const books = new Books().put("o0", true)
    putReward(books.fold, lot("o0"), lot("o1"))
    expect(books.purse?.open).toEqual(["o0", "o1"])
  })

  it("law 39: whatever comes and goes, it names each lot once and counts those that wait, the oldest page first", () => {
    const deeds = fc.array(fc.tuple(fc.nat({ max: 79 }), fc.boolean()), { maxLength: 60 })
    fc.assert(
      fc.property(fc.nat({ max: 80 }), deeds, (first, all) => {
        const books = new Books()
        const seen: string[] = []
        const waiting = new Set<string>()
        const put = (name: string, isWaiting: boolean): void => {
          books.put(name, isWaiting)
          if (isWaiting && !seen.includes(name)) seen.push(name)
          if (isWaiting) waiting.add(name)
          else waiting.delete(name)
        }
        for (const name of names(first)) put(name, true)
        for (const [n, isWaiting] of all) put(`o${n}`, isWaiting)
        const pages = Array.from({ length: books.purse?.page ?? 0 }, (_, i) => books.lotsOn(i + 1))
        expect(pages.flat()).toEqual(seen)
        const counts = pages.map((lots) => lots.filter((name) => waiting.has(name)).length)
        expect(books.purse?.live ?? []).toEqual(
          counts.flatMap((lots, i) => (lots === 0 ? [] : [{ page: i + 1, lots }]))
        )
      }),
      law
    )
  })
})

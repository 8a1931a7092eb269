import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as RollingWindow from "../../src/domain/RollingWindow.ts"
import { law } from "../arbitraries/money.ts"

const recorded = 0 as Instant
const counter = "window/spring/advocate/ann"
const windowOf = (...days: readonly (readonly [day: number, add: bigint])[]): Fact.RollingWindow => ({
  days: days.map(([day, add]) => ({ day, add })),
  recorded
})

/** A fold of one window, and what it holds after charges of so many days each. */
const after = (days: number, charges: readonly (readonly [day: number, add: bigint])[]): Fact.RollingWindow | null => {
  const facts = new Map<string, unknown>([[counter, null]])
  const base = { get: (key: string) => facts.get(key), counter: () => undefined }
  for (const [day, add] of charges) {
    RollingWindow.charged({ base, facts }, { charges: [{ counter, add, window: { day, days } }], recorded })
  }
  return facts.get(counter) as Fact.RollingWindow | null
}

describe("RollingWindow", () => {
  it.each<[string, Fact.RollingWindow | null, number, number]>([
    ["the first of all counts on its own day", null, 5, 5],
    ["a day of the newest window counts as it is", windowOf([2, 1n], [100, 1n]), 71, 71],
    ["one that is a whole window late counts just before it", windowOf([2, 1n], [100, 1n]), 70, 70],
    ["and so does one that comes later still", windowOf([2, 1n], [100, 1n]), 69, 70],
    ["a newer one moves the window", windowOf([2, 1n], [100, 1n]), 101, 101]
  ])("%s", (_, window, day, counts) => {
    expect(RollingWindow.dayFor(window, day, 30)).toBe(counts)
  })

  it.each<[string, Fact.RollingWindow, number, number]>([
    ["not in a window with it", { ...windowOf(), gone: 2 }, 31, 32],
    ["as it is where it is in none", { ...windowOf(), gone: 2 }, 33, 33],
    ["just before the newest window, where that is later", { ...windowOf([100, 1n]), gone: 2 }, 3, 70]
  ])("once a day was let go, one counts %s", (_, window, day, counts) => {
    expect(RollingWindow.dayFor(window, day, 30)).toBe(counts)
  })

  it.each<[string, number, bigint]>([
    ["just before all of them", 3, 0n],
    ["seven days with the first", 4, 1n],
    ["on the first: those that are in a week with it", 10, 3n],
    ["between them: the fuller of two weeks", 14, 6n],
    ["on the last", 17, 6n],
    ["the last day that shares a week with the last", 23, 4n],
    ["one day later", 24, 0n]
  ])("what is used around a day: %s", (_, day, used) => {
    expect(RollingWindow.usedAround(windowOf([10, 1n], [14, 2n], [17, 4n]), day, 7)).toBe(used)
  })

  it("has used nothing before there is a window", () => {
    expect(RollingWindow.usedAround(null, 10, 7)).toBe(0n)
  })

  it("adds up the charges of a day, forgets one of which all came back, and keeps days in order", () => {
    expect(after(7, [[4, 3n]])?.days).toEqual([{ day: 4, add: 3n }])
    const charges = [
      [4, 3n],
      [2, 1n],
      [4, 2n],
      [2, -1n],
      [3, 5n]
    ] as const
    expect(after(7, charges)?.days).toEqual([
      { day: 3, add: 5n },
      { day: 4, add: 5n }
    ])
  })

  it.each<[string, number, readonly number[]]>([
    ["the last day that a question can reach", 87, [87, 100]],
    ["one day before it", 86, [100]]
  ])("lets days go that are two windows back: %s", (_, day, kept) => {
    expect(
      after(7, [
        [day, 1n],
        [100, 1n]
      ])?.days.map((one) => one.day)
    ).toEqual(kept)
  })

  it("lets all such days go at once", () => {
    const window = after(7, [
      [84, 1n],
      [86, 1n],
      [100, 1n]
    ])
    expect([window?.days.map((one) => one.day), window?.gone]).toEqual([[100], 86])
  })

  it("knows the last day that was let go, even when what let it go came back", () => {
    const charges = [
      [80, 1n],
      [100, 1n],
      [100, -1n]
    ] as const
    expect(after(7, charges)).toEqual({ days: [], gone: 80, recorded })
    expect(after(7, charges.slice(0, 1))).toEqual({ days: [{ day: 80, add: 1n }], recorded })
    expect(after(7, [...charges, [90, 1n], [120, 1n]])?.gone).toBe(90)
  })

  it("is as if charges had not been made, but of days that were let go", () => {
    const window = { ...windowOf([100, 3n], [101, 1n]), gone: 80 }
    const held = [80, 100].map((day) => ({ counter, add: 2n, window: { day, days: 7 } }))
    expect(RollingWindow.without(window, counter, held)).toEqual({ ...windowOf([100, 1n], [101, 1n]), gone: 80 })
  })

  it.each<[string, readonly (readonly [number, bigint])[], readonly number[]]>([
    ["while newer ones stand", [], [100]],
    ["once nothing stands any more", [[100, -1n]], []]
  ])("has nothing to give back to a day that was let go: %s", (_, between, kept) => {
    const window = after(7, [[80, 1n], [100, 1n], ...between, [80, -1n]])
    expect(window?.days).toEqual(kept.map((day) => ({ day, add: 1n })))
  })

  it("a use that is rolled back leaves nothing on a day that was let go", () => {
    const back = [
      [80, 3n],
      [100, 1n],
      [100, -1n],
      [80, -2n],
      [80, 2n],
      [80, -3n]
    ] as const
    for (let n = 3; n <= back.length; n++) expect(after(7, back.slice(0, n))?.days).toEqual([])
  })

  it("leaves counters of the calendar alone", () => {
    const facts = new Map<string, unknown>()
    const base = { get: () => undefined, counter: () => undefined }
    RollingWindow.charged(
      { base, facts },
      { charges: [{ counter: "cap/spring/advocate/ann/ever", add: 1n }], recorded }
    )
    expect(facts.size).toBe(0)
  })

  it("law 27: what is used around a day is that of the fullest window with the day in it, counted day by day", () => {
    const charge = fc.record({
      day: fc.integer({ min: 0, max: 40 }),
      add: fc.bigInt({ min: 1n, max: 9n }),
      // The newest days may come back as well as the oldest, and then let go of nothing more.
      back: fc.constantFrom("none", "oldest", "newest")
    })
    fc.assert(
      fc.property(fc.array(charge, { maxLength: 12 }), fc.integer({ min: 2, max: 9 }), (deeds, days) => {
        // As a grant does it: on the day that counts; and each may come back later.
        const granted: (readonly [number, bigint])[] = []
        const story: (readonly [number, bigint])[] = []
        for (const { add, back, day } of deeds) {
          const at = RollingWindow.dayFor(after(days, story), day, days)
          story.push([at, add])
          granted.push([at, add])
          const one = back === "none" ? undefined : back === "oldest" ? granted.shift() : granted.pop()
          if (one !== undefined) story.push([one[0], -one[1]])
        }
        const window = after(days, story)
        const usedOn = (day: number): bigint => story.reduce((sum, [on, add]) => (on === day ? sum + add : sum), 0n)
        for (let asked = 0; asked < 50; asked++) {
          const day = RollingWindow.dayFor(window, asked, days)
          let most = 0n
          for (let end = day; end < day + days; end++) {
            let used = 0n
            for (let on = end - days + 1; on <= end; on++) used += usedOn(on)
            if (used > most) most = used
          }
          expect(RollingWindow.usedAround(window, day, days)).toBe(most)
        }
      }),
      law
    )
  })
})

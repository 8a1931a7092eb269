import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Instant } from "../../../src/domain/Instant.ts"
import * as Ranking from "../../../src/domain/reading/Ranking.ts"
import { law } from "../../arbitraries/money.ts"
import { look, write } from "./folded.ts"

vi.setConfig({ testTimeout: 120_000 })

const list: Ranking.List = "reading/list"
const now = 1 as Instant

const place = fc.record({
  minor: fc.bigInt({ min: 0n, max: 6n }),
  at: fc.nat({ max: 6 }).map((at) => at as Instant),
  id: fc.constantFrom("a", "b", "c", "d", "e", "f")
})

describe("a ranking", () => {
  it("law 44: its order is total: antisymmetric, transitive, and equal only for the same place", () => {
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        const [ab, ba, bc, ac] = [
          [a, b],
          [b, a],
          [b, c],
          [a, c]
        ].map(([x, y]) => Math.sign(Ranking.compare(x as Ranking.Place, y as Ranking.Place)))
        expect((ab ?? 0) + (ba ?? 0)).toBe(0)
        if ((ab ?? 0) <= 0 && (bc ?? 0) <= 0) expect(ac).toBeLessThanOrEqual(0)
        expect(ab === 0).toBe(a.minor === b.minor && a.at === b.at && a.id === b.id)
      }),
      law
    )
  })

  it("is a sorted list without doubles, whatever enters and leaves", () => {
    const change = fc.record({ enters: fc.boolean(), place })
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 400, size: "max" }),
        place,
        fc.nat({ max: 80 }),
        (changes, at, skip) => {
          const stored = new Map<string, unknown>()
          let model: Ranking.Place[] = []
          for (const { enters, place } of changes) {
            write(stored, (pages) => (enters ? Ranking.enter : Ranking.leave)(pages, list, place, now))
            model = model.filter((one) => Ranking.compare(one, place) !== 0)
            if (enters) model.push(place)
          }
          model.sort(Ranking.compare)
          expect(look(stored, (pages) => Ranking.slice(pages, list, skip, 10))[0]).toEqual(model.slice(skip, skip + 10))
          expect(look(stored, (pages) => Ranking.count(pages, list))[0]).toBe(model.length)
          expect(look(stored, (pages) => Ranking.last(pages, list))[0]).toEqual(model.at(-1))
          const before = model.filter((one) => Ranking.compare(one, at) < 0).length
          expect(look(stored, (pages) => Ranking.before(pages, list, at))[0]).toBe(before)
        }
      ),
      law
    )
  })

  it("stays shallow and in small pages with thousands, and is gone when all have left", () => {
    const stored = new Map<string, unknown>()
    const places = Array.from({ length: 3_000 }, (_, i) => ({
      minor: BigInt((i * 7_919) % 5_003),
      at: i as Instant,
      id: `p${i}`
    }))
    for (const one of places) write(stored, (pages) => Ranking.enter(pages, list, one, now))
    const sorted = [...places].sort(Ranking.compare)
    const [found, pages] = look(stored, (at) => Ranking.slice(at, list, 1_500, 20))
    expect(found).toEqual(sorted.slice(1_500, 1_520))
    expect(pages.changed.size).toBe(0)
    for (const fact of stored.values())
      expect(JSON.stringify(fact, (_, v) => (typeof v === "bigint" ? `${v}` : v)).length).toBeLessThan(4_000)
    let asked = 0
    const watched = {
      get: (key: string) => {
        asked++
        return stored.get(key)
      }
    }
    Ranking.before(watched as never, list, sorted[2_000] as Ranking.Place)
    expect(asked).toBeLessThanOrEqual(4)
    for (const one of sorted) write(stored, (pages) => Ranking.leave(pages, list, one, now))
    expect([...stored.values()].filter((fact) => fact !== null)).toEqual([])
  })
})

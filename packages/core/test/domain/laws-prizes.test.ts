/** Law 111 in the kernel's histories: a prize is given once for a month, to the places that it names, by its own words. */
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Decision } from "../../src/domain/Draft.ts"
import type * as Event from "../../src/domain/Event.ts"
import type * as PrizeTerms from "../../src/domain/PrizeTerms.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all } from "../arbitraries/shop.ts"
import type { World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

/** In some of ten histories somebody wins a prize. */
const runs = { ...law, numRuns: Math.max(100, law.numRuns) }
const stories = fc.oneof(history(), history({ isWalk: true }))

const termsOf = (world: World, { prize, program, version }: Event.PrizeAwarded): PrizeTerms.Prize => {
  const terms = world.programs.get(`program/${program}/v/${version}`)?.program.prizes.find(({ id }) => id === prize)
  if (terms === undefined) throw new Error(`no prize ${prize} in version ${version}`)
  return terms
}

/** Whom the words of the program promise something, by the rule and the person. */
const promised = (terms: PrizeTerms.Prize, { places }: Event.PrizeAwarded): readonly string[] =>
  places.flatMap(({ person, place }) =>
    terms.places.flatMap(({ from, to }, i) =>
      place >= from && place <= to ? [`${terms.id}.prize.${i + 1} ${person}`] : []
    )
  )

const isOfPrize = ({ rule }: { readonly rule: string }): boolean => rule.includes(".prize.")

/** What was given and refused of prizes. */
const answered = (decision: Decision): readonly string[] =>
  [...all(decision, "RewardGranted"), ...all(decision, "RewardRefused")]
    .filter(isOfPrize)
    .map(({ person, rule }) => `${rule} ${person}`)

describe("laws of prizes", () => {
  it("law 111: each place of an award gets what its lists say, or is told why not, and nobody else ever gets a prize", () => {
    let won = 0
    fc.assert(
      fc.property(stories, (story) => {
        live(story, {
          after: (world, _, outcome) => {
            if (outcome._tag !== "Decided") return
            const { decision } = outcome
            const awards = all(decision, "PrizeAwarded")
            expect(awards.length).toBeLessThanOrEqual(1)
            expect([...answered(decision)].sort()).toEqual(
              awards.flatMap((award) => promised(termsOf(world, award), award)).sort()
            )
            for (const grant of all(decision, "RewardGranted").filter(isOfPrize)) {
              const [award] = awards
              const place = award?.places.find(({ person }) => person === grant.person)?.place
              expect(grant.prize).toEqual({ prize: award?.prize, period: award?.period, place })
              expect([grant.friend, grant.order, grant.multiplied]).toEqual([null, null, undefined])
              won += 1
            }
          }
        })
      }),
      runs
    )
    expect(won).toBeGreaterThan(0)
  })

  it("law 111: an award has the leaders of its month from the first place on, none below the minimum, and comes once", () => {
    let awarded = 0
    fc.assert(
      fc.property(stories, (story) => {
        const world = live(story)
        const awards = all(world, "PrizeAwarded")
        expect(new Set(awards.map(({ period, prize, program }) => `${program} ${prize} ${period}`)).size).toBe(
          awards.length
        )
        for (const award of awards) {
          const { least, places: lists } = termsOf(world, award)
          const last = Math.max(...lists.map(({ to }) => to))
          const places = award.places
          expect(places.map(({ place }) => place)).toEqual(places.map((_, i) => i + 1))
          expect(new Set(places.map(({ person }) => person)).size).toBe(places.length)
          expect(places.every(({ minor, place }) => minor >= least && place <= last)).toBe(true)
          expect(places.every(({ minor }, i) => i === 0 || minor <= (places[i - 1]?.minor ?? 0n))).toBe(true)
          awarded += places.length
        }
      }),
      runs
    )
    expect(awarded).toBeGreaterThan(0)
  })
})

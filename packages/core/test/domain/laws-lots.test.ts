import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { FactKey } from "../../src/domain/Ids.ts"
import * as Lot from "../../src/domain/Lot.ts"
import { history, live, rewardsOf } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, program, Shop } from "../arbitraries/shop.ts"
import { bytes, type World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

const stories = fc.oneof(history(), history({ isWalk: true }))

/** Every reward there is, those of former generations too, where each is once. */
const everyReward = (world: World): readonly Fact.Reward[] => [...new Set(rewardsOf(world))]

describe("laws of lots", () => {
  it("law 39: at every prefix, granted = used + lapsed + left + taken back, and nothing is below zero", () => {
    fc.assert(
      fc.property(stories, (story) => {
        live(story, {
          after: (world) => {
            for (const one of everyReward(world)) {
              const { amount, claimed, lapsed, state, taken, used } = one
              const left = state === "pending" || state === "available" ? Lot.left(one) : 0n
              expect(used.minor + lapsed.minor + left + taken.minor - claimed.minor).toBe(amount.minor)
              for (const part of [used, lapsed, taken, claimed]) expect(part.minor >= 0n).toBe(true)
              expect(left >= 0n && claimed.minor <= taken.minor && taken.minor <= amount.minor).toBe(true)
            }
          }
        })
      }),
      law
    )
  })

  it("law 39: the oldest lots go first, each used up before the next, and none after its life", () => {
    fc.assert(
      fc.property(stories, (story) => {
        let waiting: readonly string[] = []
        live(story, {
          before: (world) => {
            waiting = oldestFirst(world)
          },
          after: (world, _, outcome) => {
            for (const { order, parts } of outcome._tag === "Decided" ? all(outcome.decision, "LotsSpent") : []) {
              const usable = waiting.filter((key) => {
                const lot = world.reward(key)
                // Used for no order, also what no order has earned goes.
                const isOwn = order !== null && lot?.order === order
                return lot !== null && (lot.expiresAt === null || lot.expiresAt > world.now) && !isOwn
              })
              expect(parts.map(({ key }) => key)).toEqual(
                usable.filter((key) => sameWallet(world, key, parts[0]?.key)).slice(0, parts.length)
              )
              for (const { key } of parts.slice(0, -1)) expect(Lot.left(must(world.reward(key)))).toBe(0n)
            }
          }
        })
      }),
      law
    )
  })

  it("a purse names every lot that waits, and counts it once", () => {
    fc.assert(
      fc.property(stories, (story) => {
        const world = live(story)
        const waiting = everyReward(world).filter(Lot.isWaiting)
        const counted = [...world.facts].flatMap(([key, fact]) =>
          /^(wallet|payout)\/[^/]+\/[^/]+$/u.test(key) ? [(fact as Fact.Purses | null)?.live ?? []] : []
        )
        expect(counted.flat().reduce((sum, { lots }) => sum + lots, 0)).toBe(waiting.length)
        for (const lot of waiting) expect(pageOf(world, lot)).toContain(lot.key)
      }),
      law
    )
  })

  it("law 21: nobody has less than nothing, and a debt is never paid twice", () => {
    fc.assert(
      fc.property(stories, (story) => {
        live(story, {
          after: (world) => {
            for (const [key, value] of world.counters) {
              if (key.startsWith("balance/owed/") && value < 0n) throw new Error(`${key} is ${value}`)
              if (key.startsWith("balance/debt/") && value > 0n) throw new Error(`${key} is ${value}`)
            }
          }
        })
      }),
      law
    )
  })

  it("law 22: a payment that fails k times and then succeeds spends once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 2500 }), (failures, cents) => {
        const paid = (times: number): unknown => {
          const shop = wallet()
          for (let n = 0; n < times; n++) {
            shop.spend(`failed-${n}`, "ann", amountOf(cents), "o9")
            shop.unspend(`failed-${n}`)
          }
          shop.spend("paid", "ann", amountOf(cents), "o9")
          const rewards = everyReward(shop.world).map(({ recorded: _, ...rest }) => rest)
          return bytes([rewards, [...shop.world.counters].sort()])
        }
        expect(paid(failures)).toBe(paid(0))
      }),
      law
    )
  })
})

const amountOf = (cents: number): string => `${Math.floor(cents / 100)}.${`${cents % 100}`.padStart(2, "0")} USD`

/** Ann has three lots of 10.00. */
const wallet = (): Shop => {
  const shop = new Shop(program({ newCustomersOnly: false, advocate: { give: credit() } })).enroll("ann")
  for (const n of [1, 2, 3]) shop.refer("ann", `f${n}`, `o${n}`)
  return shop
}

const must = (lot: Fact.Reward | null): Fact.Reward => {
  if (lot === null) throw new Error("there is no such lot")
  return lot
}

const sameWallet = (world: World, key: string, other: string | undefined): boolean => {
  const [a, b] = [world.reward(key), world.reward(other ?? "")]
  return a !== null && b !== null && a.person === b.person && a.amount.unit === b.amount.unit && a.purse === b.purse
}

/** The keys of lots that wait, in the order in which the log made them available, and not in that of any purse. */
const oldestFirst = (world: World): readonly string[] => {
  const seen = new Map<string, string>()
  for (const event of world.events) {
    if (event._tag === "RewardGranted") {
      seen.delete(event.key)
      if (event.state === "available") seen.set(event.key, event.reward)
    }
    if (event._tag === "RewardReleased") seen.set(event.key, event.reward)
    if (event._tag === "LotsReturned") {
      for (const { key, reward } of event.parts) if (!seen.has(key)) seen.set(key, reward)
    }
  }
  return [...seen.keys()].filter((key) => {
    const lot = world.reward(key)
    return lot !== null && Lot.isWaiting(lot)
  })
}

const pageOf = (world: World, { amount, page, person, purse }: Fact.Reward): readonly string[] => {
  const key: FactKey<Fact.Purses> = `${purse}/${person}/${amount.unit}`
  const known = world.fact<Fact.Purses>(key)
  return page === known?.page ? known.open : (world.fact<Fact.PursePage>(`${key}/${page}`)?.lots ?? [])
}

/** What is rolled back has not been: for the books, for whatever comes after, and for everybody's limits. */
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Command } from "../../src/domain/Command.ts"
import type * as Event from "../../src/domain/Event.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { OrderId } from "../../src/domain/Ids.ts"
import type * as Instant from "../../src/domain/Instant.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Pin from "../../src/domain/Pin.ts"
import { type History, history, live, origin, rewardsOf } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all, fixedOff, percentOff, program, Shop } from "../arbitraries/shop.ts"
import { bytes, World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

const stories = (scope: { readonly edits?: boolean } = {}) =>
  fc.oneof(history(scope), history({ ...scope, isWalk: true }))

/** Discounts that can be used now. */
const usable = (world: World): readonly Fact.Reward[] =>
  rewardsOf(world).filter(
    ({ expiresAt, program, purse, state, friend }) =>
      purse === null &&
      state === "available" &&
      (expiresAt === null || expiresAt > world.now) &&
      // Whoever asks for a reward settles what a verdict will do to it.
      (friend === null || world.fact<Fact.Referral>(Key.referral(program, friend))?.isFinal !== true)
  )

/** Redeems a discount and rolls that back; answers whether its terms let it be used at all. */
const thereAndBack = (world: World, { basis, reward }: Fact.Reward): boolean => {
  const at = world.now
  const total = { minor: 9_000n, unit: basis.unit }
  const used = world.run({ _tag: "RedeemReward", at, reward, order: "nowhere" as OrderId, total })
  if (used._tag === "Rejected") return false
  expect(world.run({ _tag: "ReturnReward", at, reward })._tag).toBe("Decided")
  return true
}

/** Everything that stands, without when it was written and how often it came back. */
const booksOf = (world: World): string => {
  const facts = [...world.facts].map(([key, fact]) => {
    const { recorded: _, returns: __, ...rest } = fact as Fact.Reward
    return [key, key.startsWith("reward/") || key.startsWith("window/") ? rest : fact]
  })
  const events = world.events.filter(({ _tag }) => _tag !== "RewardReturned" && _tag !== "RewardRedeemed")
  return bytes([new Map(facts as [string, unknown][]), world.counters, world.messages, events])
}

describe("laws of rolling back", () => {
  it("law 123: a use that is rolled back changes nothing of the books, nor of whatever comes after it", () => {
    let seen = 0
    fc.assert(
      fc.property(stories({ edits: false }), fc.nat({ max: 3 }), (story, nth) => {
        const { asked, world: plain } = recorded(story)
        const world = new World(origin)
        for (const { command, now } of asked) {
          world.sleep(now)
          const discounts = usable(world)
          const one = discounts[nth % Math.max(1, discounts.length)]
          if (one !== undefined && thereAndBack(world, one)) seen += 1
          world.run(command)
        }
        expect(booksOf(world)).toBe(booksOf(plain))
      }),
      // Few histories have a discount at hand.
      { numRuns: 2 * law.numRuns }
    )
    expect(seen).toBeGreaterThan(0)
  })

  it("law 123: a payment that fails k times and then succeeds uses the discount once", () => {
    const discounts = fc.constantFrom(percentOff(20, { maximum: "10.00 USD" }), fixedOff("7.00 USD"))
    const totals = fc.array(fc.constantFrom("12.34 USD", "30.00 USD", "90.00 USD"), { maxLength: 6 })
    fc.assert(
      fc.property(discounts, totals, (give, failed) => {
        const paid = (totals: readonly string[]): string => {
          const cap = { amount: "15.00 USD", per: "calendar month" } as const
          const budget = { amount: "12.00 USD", per: "calendar month" } as const
          const shop = new Shop(program({ newCustomersOnly: false, advocate: { give, cap }, budget })).enroll("ann")
          shop.refer("ann", "f1", "o1")
          const { reward } = shop.only("advocate")
          for (const total of totals) {
            shop.redeem(reward, "o8", total)
            shop.rollBack(reward)
          }
          shop.redeem(reward, "o9", "40.00 USD")
          return booksOf(shop.world)
        }
        expect(paid(failed)).toBe(paid([]))
      }),
      law
    )
  })

  it("law 124: one order at a time has a discount, and only what it has is rolled back", () => {
    let seen = 0
    fc.assert(
      fc.property(stories(), fc.nat({ max: 9 }), (story, nth) => {
        const has = new Map<string, string>()
        for (const event of toAndFro(story, nth).events) {
          if (event._tag === "RewardRedeemed" && event.order !== null) {
            expect(has.get(event.reward)).toBeUndefined()
            has.set(event.reward, event.order)
          }
          if (event._tag !== "RewardReturned") continue
          seen += 1
          expect(has.get(event.reward)).toBe(event.order)
          has.delete(event.reward)
        }
      }),
      law
    )
    expect(seen).toBeGreaterThan(0)
  })

  it("law 124: a roll back never passes a budget or a cap, and holds what was held before the use", () => {
    let seen = 0
    fc.assert(
      fc.property(stories(), fc.nat({ max: 9 }), (story, nth) => {
        const held = new Map<string, Fact.Reward["charges"]>()
        toAndFro(story, nth, {
          before: (_, reward) => void held.set(reward.reward, reward.charges),
          after: (world, back) => {
            seen += 1
            const reward = world.reward(back.key) as Fact.Reward
            const had = held.get(back.reward)?.filter((one) => isOfTerms(world, reward, one))
            expect(reward.charges.filter((one) => isOfTerms(world, reward, one))).toEqual(had)
            if (reward.state !== "available") return
            for (const { counter } of back.charges) {
              const value = world.counters.get(counter) ?? 0n
              expect(value <= (boundOf(world, reward, counter) ?? value)).toBe(true)
            }
          }
        })
      }),
      law
    )
    expect(seen).toBeGreaterThan(0)
  })
})

interface Watch {
  /** Before a discount is used. */
  readonly before?: (world: World, reward: Fact.Reward) => void
  /** After its use was rolled back. */
  readonly after?: (world: World, back: Event.RewardReturned) => void
}

/** A history before each command of which some discount is used, or its use rolled back. */
const toAndFro = (story: History, nth: number, { after, before }: Watch = {}): World => {
  const world = new World(origin)
  const { asked } = recorded(story)
  for (const [i, { command, now }] of asked.entries()) {
    world.sleep(now)
    const used = rewardsOf(world).filter(({ purse, state }) => purse === null && state === "redeemed")
    const discounts = [...usable(world), ...used]
    const one = discounts[(i + nth) % Math.max(1, discounts.length)]
    if (one?.state === "available") {
      before?.(world, one)
      const total = { minor: 500n + 400n * BigInt(i), unit: one.basis.unit }
      world.run({ _tag: "RedeemReward", at: now, reward: one.reward, order: `e${i}` as OrderId, total })
    } else if (one !== undefined) {
      const outcome = world.run({ _tag: "ReturnReward", at: now, reward: one.reward })
      for (const back of outcome._tag === "Decided" ? all(outcome.decision, "RewardReturned") : []) after?.(world, back)
    }
    const asking = command._tag === "RedeemReward" ? command.reward : undefined
    const next = rewardsOf(world).find(({ reward, state }) => reward === asking && state !== "redeemed")
    if (next !== undefined) before?.(world, next)
    world.run(command)
  }
  return world
}

interface Recorded {
  readonly asked: readonly { readonly command: Command; readonly now: Instant.Instant }[]
  readonly world: World
}

/** A history, and all that was asked in it, wakes included. */
const recorded = (story: History): Recorded => {
  const asked: { readonly command: Command; readonly now: Instant.Instant }[] = []
  const world = live(story, { before: ({ now }, command) => void asked.push({ command, now }) })
  return { asked, world }
}

/** Terms that a reward was moved to may have dropped a cap. */
const isOfTerms = (world: World, { program, rule, version }: Fact.Reward, { counter }: Fact.Charge): boolean => {
  const terms = world.programs.get(Key.programVersion(program, version))
  const caps = [...(terms?.rules ?? []), ...(terms?.milestones ?? [])].find(({ id }) => id === rule)?.caps ?? []
  return counter.startsWith("budget/") || caps.some(({ counters }) => counter.startsWith(`${counters}/`))
}

/** The bound of a counter by the words of the program, in the period of the order that earned the reward. */
const boundOf = (world: World, { order, program, rule, version }: Fact.Reward, counter: string): bigint | undefined => {
  const placed = order === null ? undefined : world.fact<Fact.Order>(Key.order(order))?.at
  const head = world.fact<Fact.ProgramHead>(Key.program(program))
  if (placed === undefined || head === null) return undefined
  const now = world.programs.get(Key.programVersion(program, Pin.at(head, world.now).version))
  const budget = now?.budgets.find(
    ({ periodOf, unit }) => counter === `budget/${program}/${periodOf(placed).key}/${unit}`
  )
  const terms = world.programs.get(Key.programVersion(program, version))
  const caps = [...(terms?.rules ?? []), ...(terms?.milestones ?? [])].find(({ id }) => id === rule)?.caps ?? []
  const cap = caps.find(
    ({ counters, period, unit }) =>
      typeof period === "function" &&
      counter.startsWith(`${counters}/`) &&
      counter.endsWith(`/${period(placed).key}/${unit}`)
  )
  return budget?.max ?? cap?.max
}

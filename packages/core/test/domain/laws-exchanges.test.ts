import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { ExchangePoints } from "../../src/domain/Command.ts"
import type { Decision } from "../../src/domain/Draft.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { PersonId, ProgramId } from "../../src/domain/Ids.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Pin from "../../src/domain/Pin.ts"
import { type History, history, live, rewardsOf } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all } from "../arbitraries/shop.ts"
import type { World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

const stories = fc.oneof(history(), history({ isWalk: true }))

const exchanges = (world: World): readonly (readonly [string, Fact.Spend])[] =>
  [...world.facts].flatMap(([key, fact]) => (key.startsWith("spend/exchange/") ? [[key, fact as Fact.Spend]] : []))

/** Everything that anybody who has points could have for them now. */
const offered = (world: World): readonly Omit<ExchangePoints, "times">[] => {
  const holders = new Set(
    rewardsOf(world).flatMap(({ amount, person, state }) =>
      amount.unit === "points" && state === "available" ? [person] : []
    )
  )
  return [...holders].flatMap((person: PersonId) =>
    ["alpha" as ProgramId, "beta" as ProgramId].flatMap((program) => {
      const head = world.fact<Fact.ProgramHead>(Key.program(program))
      const version = head === null ? 0 : Pin.at(head, world.now).version
      const listed = world.programs.get(Key.programVersion(program, version))?.exchanges ?? []
      return listed.map(({ rule }) => ({
        _tag: "ExchangePoints" as const,
        at: world.now,
        spend: `now-${person}-${program}-${rule.id}`,
        person,
        program,
        exchange: rule.id
      }))
    })
  )
}

interface Counted {
  readonly counters: readonly unknown[]
  readonly windows: readonly (readonly [key: string, days: Fact.RollingWindow["days"]])[]
}

/** Balances, budgets and caps, calendar or rolling; nothing of what is at zero. */
const countedIn = ({ counters, facts }: World): Counted => ({
  counters: [...counters].filter(([, value]) => value !== 0n).sort(),
  windows: [...facts].flatMap(([key, fact]) => {
    const { days } = fact as Fact.RollingWindow
    return key.startsWith("window/") && days.length > 0 ? [[key, days]] : []
  })
})

/**
 * What was counted before, but of the days that an exchange let go: its own day is a new one, and what is two windows
 * before that is in no window any more. So it need not come back, and does not.
 */
const stillCounted = (before: Counted, { events }: Decision): Counted => {
  const charges = events.flatMap((event) => (event._tag === "RewardGranted" ? event.charges : []))
  const windows = before.windows.flatMap(([key, days]): Counted["windows"] => {
    const own = charges.find(({ counter }) => counter === key)?.window
    const kept = own === undefined ? days : days.filter(({ day }) => day > own.day - 2 * own.days)
    return kept.length > 0 ? [[key, kept]] : []
  })
  return { ...before, windows }
}

const whatIsLeft = (world: World): readonly string[] =>
  rewardsOf(world)
    .filter(({ exchange }) => exchange === undefined)
    .map(({ lapsed, reward, taken, used }) => `${reward} ${used.minor} ${lapsed.minor} ${taken.minor}`)

describe("laws of exchanges", () => {
  it("law 102: an exchange takes what the live terms list, and gives just that; or it leaves nothing", () => {
    fc.assert(
      fc.property(stories, (story) => {
        let before = 0
        live(story, {
          before: (world) => {
            before = world.events.length
          },
          after: (world, command, outcome) => {
            if (command._tag !== "ExchangePoints") return
            if (outcome._tag !== "Decided") return expect(world.events.length).toBe(before)
            const head = world.fact<Fact.ProgramHead>(Key.program(command.program))
            const version = head === null ? 0 : Pin.at(head, command.at).version
            const terms = world.programs.get(Key.programVersion(command.program, version))
            const listed = terms?.exchanges.find(({ rule }) => rule.id === command.exchange)
            const [spent, ...others] = all(outcome.decision, "LotsSpent")
            expect([spent?.person, spent?.amount.minor, others]).toEqual([
              command.person,
              (listed?.from.minor ?? 0n) * BigInt(command.times),
              []
            ])
            const gave = all(outcome.decision, "RewardGranted").map(({ person, rule, version: of }) => [
              person,
              rule,
              of
            ])
            expect(gave).toEqual(
              Array.from({ length: command.times }, () => [command.person, command.exchange, version])
            )
          }
        })
      }),
      law
    )
  })

  it("law 103: rolled back, it is as if it had never been; points and what they bought come back together", () => {
    let comeBack = 0
    fc.assert(
      fc.property(stories, fc.integer({ min: 1, max: 3 }), (story, times) => {
        const world = live(story)
        for (const [, { amount, gave = [], returned }] of exchanges(world)) {
          const isBack = returned.minor > 0n
          if (isBack) expect(returned).toEqual(amount)
          const states = gave.map((key) => world.reward(key)?.state ?? "none")
          expect(states.every((state) => (state === "voided" || state === "reversed") === isBack)).toBe(true)
        }
        for (const command of offered(world)) {
          // What comes back to who owes something pays that first.
          if ([...world.counters.keys()].some((one) => one.startsWith(`balance/debt/${command.person}/`))) continue
          const [counted, left] = [countedIn(world), whatIsLeft(world)]
          const outcome = world.run({ ...command, times })
          if (outcome._tag !== "Decided") continue
          const key = Key.exchange(command.spend)
          if (world.run({ _tag: "ReturnSpend", at: world.now, spend: key })._tag !== "Decided") continue
          comeBack += 1
          expect(countedIn(world)).toEqual(stillCounted(counted, outcome.decision))
          expect(whatIsLeft(world)).toEqual(left)
        }
      }),
      law
    )
    expect(comeBack).toBeGreaterThan(0)
  })

  it("law 104: several times over at once is one after another", () => {
    fc.assert(
      fc.property(stories, fc.integer({ min: 2, max: 4 }), (story: History, times) => {
        const [once, often] = [live(story), live(story)]
        for (const command of offered(once)) {
          if (once.run({ ...command, times })._tag !== "Decided") continue
          for (let n = 1; n <= times; n++) {
            expect(often.run({ ...command, spend: `${command.spend}-${n}`, times: 1 })._tag).toBe("Decided")
          }
          expect(countedIn(often)).toEqual(countedIn(once))
          expect(whatIsLeft(often)).toEqual(whatIsLeft(once))
        }
      }),
      law
    )
  })
})

/** What is given away for good is gone: it is used up once, never again, and never lapses. */
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { OrderId, RewardId } from "../../src/domain/Ids.ts"
import { history, live, rewardsOf } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all, money } from "../arbitraries/shop.ts"
import type { World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

const stories = fc.oneof(history(), history({ isWalk: true }))

const givenAway = (world: World): readonly Fact.Reward[] => rewardsOf(world).filter((one) => one.isGivenAway === true)

const countOf = (counts: ReadonlyMap<string, number>, id: string): number => counts.get(id) ?? 0

/** What a reward holds of all counters, by the events up to a place in the log. */
const heldBy = (world: World, reward: RewardId, end = world.events.length): Readonly<Record<string, bigint>> => {
  const held: Record<string, bigint> = {}
  for (const event of world.events.slice(0, end)) {
    if (!("reward" in event) || event.reward !== reward || !("charges" in event)) continue
    for (const { add, counter } of event.charges) held[counter] = (held[counter] ?? 0n) + add
  }
  return held
}

describe("laws of what is given away", () => {
  it("at every prefix it is held, used up, or taken back: never available, and never lapsed", () => {
    let seen = 0
    fc.assert(
      fc.property(stories, (story) => {
        live(story, {
          after: (world) => {
            for (const { claimed, lapsed, purse, redeemedIn, state, taken, used } of givenAway(world)) {
              seen += 1
              expect(["pending", "voided", "redeemed", "reversed"]).toContain(state)
              expect([purse, redeemedIn, lapsed.minor]).toEqual([null, null, 0n])
              // What was taken after it was used up is a debt.
              if (state === "reversed") expect(claimed.minor > 0n && used.minor > 0n).toBe(true)
              if (state === "pending" || state === "voided") expect(claimed.minor).toBe(0n)
              else expect(used.minor + taken.minor - claimed.minor > 0n).toBe(true)
            }
          }
        })
      }),
      law
    )
    expect(seen).toBeGreaterThan(0)
  })

  it("is used up once, plugins are asked once to give it, and never to take it back", () => {
    fc.assert(
      fc.property(stories, (story) => {
        const issued = new Map<string, number>()
        const withdrawn: string[] = []
        const world = live(story, {
          after: (_, __, outcome) => {
            for (const message of outcome._tag === "Decided" ? outcome.decision.messages : []) {
              if (message._tag !== "Intent") continue
              if (message.id.includes("/withdraw/")) withdrawn.push(message.reward)
              else issued.set(message.reward, countOf(issued, message.reward) + 1)
            }
          }
        })
        for (const { isGivenAway, reward, state } of all(world, "RewardGranted")) {
          if (isGivenAway !== true) continue
          const isReleased = all(world, "RewardReleased").some((one) => one.reward === reward)
          const used = all(world, "RewardRedeemed").filter((one) => one.reward === reward)
          const times = state === "available" || isReleased ? 1 : 0
          expect(used.map(({ order }) => order)).toEqual(Array(times).fill(null))
          expect([countOf(issued, reward), withdrawn.includes(reward)]).toEqual([times, false])
        }
      }),
      law
    )
  })

  it("is refused to whoever redeems it, and keeps what it was charged, however it ends", () => {
    fc.assert(
      fc.property(stories, fc.boolean(), (story, isLate) => {
        const world = live(story)
        if (isLate) world.advance(world.now + 400 * 86_400_000)
        for (const { reward } of givenAway(world)) {
          const order = "another" as OrderId
          const outcome = world.run({ _tag: "RedeemReward", at: world.now, reward, order, total: money("1000.00 USD") })
          expect(outcome).toMatchObject({ _tag: "Rejected", rejection: { _tag: "RewardNotAvailable" } })
        }
        world.events.forEach((event, i) => {
          if (event._tag !== "RewardRedeemed" || event.order !== null) return
          expect(heldBy(world, event.reward)).toEqual(heldBy(world, event.reward, i + 1))
        })
        expect(
          all(world, "RewardExpired").filter(({ reward }) => givenAway(world).some((one) => one.reward === reward))
        ).toEqual([])
      }),
      law
    )
  })
})

import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { PersonId } from "../../src/domain/Ids.ts"
import * as Kept from "../../src/domain/Kept.ts"
import { history, live, ordersOf, referralsOf, rewardsOf } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all } from "../arbitraries/shop.ts"
import type { World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

const printsOf = (world: World, person: PersonId): ReadonlyArray<string> =>
  world.fact<Fact.Prints>(`prints/${person}`)?.email ?? []

const sharesPrint = (world: World, a: PersonId, b: PersonId): boolean =>
  printsOf(world, a).some((print) => printsOf(world, b).includes(print))

const noCircle = (edges: ReadonlyArray<readonly [string, string]>): boolean => {
  const next = new Map<string, Array<string>>()
  for (const [from, to] of edges) next.set(from, [...(next.get(from) ?? []), to])
  const isClean = (at: string, trail: ReadonlyArray<string>): boolean =>
    !trail.includes(at) && (next.get(at) ?? []).every((to) => isClean(to, [...trail, at]))
  return [...next.keys()].every((from) => isClean(from, []))
}

describe("laws of every door", () => {
  it("law 45: nobody is their own friend, by id or by a shared address, whatever door the visit came through", () => {
    fc.assert(
      fc.property(history(), (story) => {
        live(story, {
          after: (world, command, outcome) => {
            if (outcome._tag !== "Decided") return
            for (const { advocate, friend } of all(outcome.decision, "ReferralAttributed")) {
              expect(advocate).not.toBe(friend)
              expect(sharesPrint(world, advocate, friend)).toBe(false)
            }
            // What is learned after the referral began still counts when an order would pay for it: at once, at the
            // end of a review, whoever ends it, or by an edit.
            const { decision } = outcome
            for (const { advocate, friend } of [
              ...all(decision, "ReferralQualified"),
              ...all(decision, "OrderCounted")
            ]) {
              expect([command._tag, sharesPrint(world, advocate, friend)]).toEqual([command._tag, false])
            }
          }
        })
      }),
      law
    )
  })

  it("law 46: the graph of referrals has no circle of any length, and a friend has one advocate", () => {
    fc.assert(
      fc.property(history({ steps: 40 }), (story) => {
        const world = live(story)
        for (const program of ["alpha", "beta"]) {
          const attributed = all(world, "ReferralAttributed").filter((one) => one.program === program)
          expect(noCircle(attributed.map(({ advocate, friend }) => [advocate, friend] as const))).toBe(true)
          const standing = referralsOf(world).filter((one) => one.program === program)
          expect(new Set(standing.map((one) => one.friend)).size).toBe(standing.length)
        }
      }),
      law
    )
  })

  it("law 47: a quote promises nothing that an order of the same moment would be refused for", () => {
    fc.assert(
      fc.property(history(), (story) => {
        live(story, {
          after: (world, command, outcome) => {
            if (command._tag !== "RequestQuote" || outcome._tag !== "Decided") return
            for (const { credit, person } of all(outcome.decision, "QuoteMade")) {
              if (credit === null) continue
              expect(credit.advocate).not.toBe(person)
              const given = [...printsOf(world, person), ...(command.prints ?? [])]
              expect(printsOf(world, credit.advocate).filter((print) => given.includes(print))).toEqual([])
            }
          }
        })
      }),
      law
    )
  })

  it("law 8: discounts are never below zero, and together never more than the cart", () => {
    fc.assert(
      fc.property(history(), (story) => {
        for (const { cart, discounts } of all(live(story), "QuoteMade")) {
          let sum = 0n
          for (const { amount } of discounts) {
            expect(amount.minor > 0n && amount.unit === cart.unit).toBe(true)
            sum += amount.minor
          }
          expect(sum <= cart.minor || sum === 0n).toBe(true)
        }
      }),
      law
    )
  })

  it("law 78: a review ends by staff, or by silence exactly as it was said when it began", () => {
    fc.assert(
      fc.property(history(), (story) => {
        let before = new Map<string, Fact.Referral>()
        const world = live(story, {
          after: (now, _, outcome) => {
            if (outcome._tag === "Decided") reviewsHold(before, now, outcome.decision)
            before = new Map(referralsOf(now).map((one) => [`${one.program} ${one.friend}`, one]))
          }
        })
        world.advance(world.now + 10 * 86_400_000)
        for (const { review, state } of referralsOf(world)) {
          if (state === "in-review") expect(review?.then).toBe("hold")
        }
        // Nothing is forgotten: with no review or dispute in the way, every hold that is over has been released.
        for (const reward of rewardsOf(world)) {
          if (reward.state !== "pending" || reward.availableAt > world.now) continue
          const isDisputed = ordersOf(world).some((order) => order.order === reward.order && Kept.isDisputed(order))
          expect(isDisputed || heldBy(referralsOf(world), reward)).toBe(true)
        }
      }),
      law
    )
  })
})

type Decided = Parameters<typeof all>[0]

/** Whether a reward hangs on a referral that is in review. */
const heldBy = (referrals: ReadonlyArray<Fact.Referral>, reward: Fact.Reward): boolean =>
  !reward.milestone &&
  referrals.some(
    ({ friend, generation, program, state }) =>
      state === "in-review" &&
      friend === reward.friend &&
      program === reward.program &&
      generation === reward.attribution
  )

const reviewsHold = (before: ReadonlyMap<string, Fact.Referral>, world: World, decision: Decided): void => {
  const closed = new Set<string>()
  for (const event of all(decision, "ReviewClosed")) {
    const name = `${event.program} ${event.friend}`
    const review = before.get(name)?.review
    closed.add(name)
    if (review === undefined || review === null) throw new Error(`${event.id} ends no review`)
    const isDue = review.silentAt !== null && review.then !== "hold" && event.recorded >= review.silentAt
    expect(event.by).toBe(isDue ? "silence" : "staff")
    if (event.by !== "silence") continue
    expect(event.at).toBe(review.silentAt)
    expect(event.verdict).toBe(review.then === "pay" ? "approved" : "rejected")
  }
  const inReview = [...before].filter(([name]) => !closed.has(name)).map(([, one]) => one)
  for (const { key } of all(decision, "RewardReleased")) {
    const reward = world.reward(key)
    if (reward !== null) expect(heldBy(inReview, reward)).toBe(false)
  }
  for (const { friend, program } of all(decision, "ReferralQualified")) {
    const name = `${program} ${friend}`
    expect(before.get(name)?.state === "in-review" && !closed.has(name)).toBe(false)
  }
}

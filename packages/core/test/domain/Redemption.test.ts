/** What a reward takes off an order when it is redeemed, off which of its lines, and what a quote tells of that before. */
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Command } from "../../src/domain/Command.ts"
import type * as Event from "../../src/domain/Event.ts"
import { failed, passed } from "../../src/domain/Evidence.ts"
import type { OrderId, QuoteId } from "../../src/domain/Ids.ts"
import type { Line, Whole } from "../../src/domain/Line.ts"
import * as Money from "../../src/domain/Money.ts"
import { history, live, rewardsOf } from "../arbitraries/histories.ts"
import { usd as dollars } from "../arbitraries/lots.ts"
import { law } from "../arbitraries/money.ts"
import {
  all,
  credit,
  fixedOff,
  line,
  money,
  one,
  part,
  percentOff,
  pointsOf,
  program,
  Shop
} from "../arbitraries/shop.ts"
import { bytes } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

/** Ann has earned it with an order of 100.00 USD, and bob is her next friend. */
const held = (give: object) => {
  const shop = new Shop(program({ newCustomersOnly: false, advocate: { give }, friend: { give } } as never))
  shop.enroll("ann").refer("ann", "joe", "o1")
  shop.touch("ann", "bob")
  return { shop, reward: shop.rewards.find(({ side }) => side === "advocate")?.reward ?? "" }
}

const lines = [line("a", "shoe", "11.11 USD"), line("b", "hat", "80.00 USD"), line("c", "shoe", "20.00 USD")]

describe("a redemption", () => {
  it.each([
    ["a percentage", percentOff(7), "7.78 USD", [part("a", "0.78 USD"), part("b", "5.60 USD"), part("c", "1.40 USD")]],
    ["of some products", percentOff(7, { products: { only: ["hat"] } }), "5.60 USD", [part("b", "5.60 USD")]],
    ["all of a line", fixedOff("90.00 USD", { products: { only: ["hat"] } }), "80.00 USD", [part("b", "80.00 USD")]],
    [
      "an amount",
      credit("1.00 USD"),
      "1.00 USD",
      [part("a", "0.10 USD"), part("b", "0.72 USD"), part("c", "0.18 USD")]
    ],
    ["what is no money", pointsOf("500 points"), "500 points", undefined]
  ])("tells what it is worth and of which lines: %s", (_, give, value, parts) => {
    const { reward, shop } = held(give)
    const used = one(shop.redeem(reward, "own", "111.11 USD", lines), "RewardRedeemed")
    expect([Money.format(used.value), used.lines]).toEqual([value, parts])
  })

  it("has no lines where none were told", () => {
    const { reward, shop } = held(percentOff(7))
    expect(one(shop.redeem(reward, "own", "111.11 USD"), "RewardRedeemed")).not.toHaveProperty("lines")
  })

  it("splits as a friend's discount of the same terms does, to the last cent", () => {
    const products = fc.constantFrom(undefined, { only: ["shoe"] }, { except: ["hat"] })
    const give = fc
      .record({ kind: fc.constantFrom("percent-off", "fixed-off"), size: fc.integer({ min: 1, max: 100 }), products })
      .map(({ kind, size, products: of }) => {
        const terms = of === undefined ? {} : { products: of }
        return kind === "percent-off" ? percentOff(size, terms) : fixedOff(`${size}.37 USD`, terms)
      })
    const cart = fc.array(
      fc.record({ minor: fc.integer({ min: 0, max: 9_999 }), product: fc.constantFrom("shoe", "hat") }),
      {
        minLength: 1,
        maxLength: 6
      }
    )
    let met = 0
    fc.assert(
      fc.property(give, cart, (terms, told) => {
        const { reward, shop } = held(terms)
        const own = told.map(({ minor, product }, i): Line => ({ id: `${i}`, product, minor: BigInt(minor) }))
        const total = Money.format({ minor: own.reduce((sum, { minor }) => sum + minor, 0n), unit: dollars })
        const [discount] = one(shop.quote("q", "bob", total, { lines: own }), "QuoteMade").discounts
        const outcome = shop.world.run(shop.redeeming(reward, "own", total, own))
        const used = outcome._tag === "Decided" ? all(outcome.decision, "RewardRedeemed")[0] : undefined
        expect([used?.value, used?.lines]).toEqual([discount?.amount, discount?.lines])
        expect(used?.lines?.reduce((sum, { minor }) => sum + minor, 0n)).toBe(used?.value.minor)
        met += used === undefined ? 0 : 1
      }),
      law
    )
    expect(met).toBeGreaterThan(0)
  })
})

describe("what a quote tells of a reward", () => {
  const asked = (shop: Shop, person: string, cart: string, more: object) =>
    one(shop.quote("q", person, cart, more), "QuoteMade")

  it("is what it takes off after the friend's discounts, with the checks, and nothing comes of asking", () => {
    const give = percentOff(50, { products: { only: ["hat"] } })
    const shop = new Shop(program({ newCustomersOnly: false, advocate: { give }, friend: { give } } as never))
    // Ann is somebody's friend herself.
    shop.enroll("eve").touch("eve", "ann").signup("ann")
    shop.enroll("ann").refer("ann", "joe", "o1")
    const { reward } = shop.only("advocate")
    const [before, wakes] = [shop.rewards, [...shop.world.messages]]
    const quote = asked(shop, "ann", "111.11 USD", { lines, reward })
    expect(quote.discounts).toMatchObject([{ lines: [part("b", "40.00 USD")] }])
    expect(quote.asked).toEqual({ reward, value: money("20.00 USD"), lines: [part("b", "20.00 USD")] })
    expect(quote.because.slice(-2)).toEqual([
      passed("redemption", "available"),
      passed("percent-off", money("20.00 USD"), money("71.11 USD"))
    ])
    expect([shop.rewards, [...shop.world.messages]]).toEqual([before, wakes])
  })

  it.each([
    ["another's", percentOff(), "bob", "50.00 USD", "RewardUnknown", failed("redemption", "unknown")],
    [
      "a perk",
      { kind: "access", to: "the sale" },
      "ann",
      "50.00 USD",
      "RewardNotFitting",
      failed("redemption", "perk")
    ],
    [
      "what a run pays",
      { kind: "cash", amount: "5.00 USD" },
      "ann",
      "50.00 USD",
      "RewardNotFitting",
      failed("redemption", "payout")
    ],
    [
      "too small a cart",
      percentOff(20, { minimumOrder: "60.00 USD" }),
      "ann",
      "50.00 USD",
      "RewardNotFitting",
      failed("percent-off", money("50.00 USD"), money("60.00 USD"))
    ],
    [
      "too large an amount",
      credit("60.00 USD"),
      "ann",
      "50.00 USD",
      "RewardNotFitting",
      failed("store-credit", money("60.00 USD"), money("50.00 USD"))
    ]
  ])("is why it could not be redeemed: %s", (_, give, person, cart, rejected, why) => {
    const { reward, shop } = held(give)
    const quote = asked(shop, person, cart, { reward })
    expect(quote.asked).toEqual({ reward, rejected })
    expect(quote.because.at(-1)).toEqual(why)
  })

  it("is that it was redeemed before: an amount that came back is spent, and not redeemed once more", () => {
    const { reward, shop } = held(credit("5.00 USD"))
    shop.redeem(reward, "own", "50.00 USD")
    shop.rollBack(reward)
    expect(asked(shop, "ann", "50.00 USD", { reward }).asked).toEqual({ reward, rejected: "SpendExists" })
    expect(shop.try(shop.redeeming(reward, "next", "50.00 USD"))).toMatchObject({ _tag: "SpendExists" })
  })

  it("law 128: is what its redemption then takes or is refused for, whatever has happened before", () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(
        fc.oneof(history(), history({ isWalk: true })),
        fc.nat(),
        fc.array(fc.integer({ min: 0, max: 6_000 }), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (story, nth, minors, hasLines) => {
          const world = live(story)
          const rewards = rewardsOf(world)
          const usable = rewards.filter(({ purse, state }) => state === "available" && purse === null)
          const some = nth % 2 === 0 && usable.length > 0 ? usable : rewards
          const fact = some[nth % Math.max(1, some.length)]
          if (fact === undefined) return
          const at = world.now
          const lines = minors.map((minor, i): Line => ({ id: `${i}`, minor: BigInt(minor) }))
          const cart = { minor: lines.reduce((sum, { minor }) => sum + minor, 0n), unit: fact.basis.unit }
          const { person, reward } = fact
          const told = hasLines ? { lines } : {}
          const before = [world.counters, rewards, world.messages].map(bytes)
          const asking: Command = { _tag: "RequestQuote", at, quote: "asked" as QuoteId, person, cart, ...told, reward }
          const asked = world.run(asking)
          if (asked._tag !== "Decided") throw new Error(`not decided: ${JSON.stringify(asked)}`)
          expect([world.counters, rewardsOf(world), world.messages].map(bytes)).toEqual(before)
          const quote = one(asked.decision, "QuoteMade")
          const outcome = world.run({ _tag: "RedeemReward", at, reward, order: "to come" as OrderId, ...leftOf(quote) })
          if (outcome._tag === "Decided") {
            const { lines: parts, value } = one(outcome.decision, "RewardRedeemed")
            expect(quote.asked).toEqual({ reward, value, ...(parts === undefined ? {} : { lines: parts }) })
          } else {
            const rejected = outcome._tag === "Rejected" ? outcome.rejection._tag : outcome._tag
            expect(quote.asked).toEqual({ reward, rejected })
          }
          seen.set(outcome._tag, (seen.get(outcome._tag) ?? 0) + 1)
        }
      ),
      law
    )
    expect([...seen.keys()].sort()).toEqual(["Decided", "Rejected"])
  })
})

/** What the friend's discounts leave of a cart, counted once more. */
const leftOf = ({ cart, discounts, lines }: Event.QuoteMade): Whole => {
  const total = { minor: discounts.reduce((rest, { amount }) => rest - amount.minor, cart.minor), unit: cart.unit }
  if (lines === undefined) return { total }
  const off = discounts.flatMap((discount) => discount.lines ?? [])
  const offOf = (of: string): bigint => off.reduce((sum, { id, minor }) => (id === of ? sum + minor : sum), 0n)
  return { total, lines: lines.map((own) => ({ ...own, minor: own.minor - offOf(own.id) })) }
}

/** What a reward takes off an order when it is redeemed, and off which of its lines. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Line } from "../../src/domain/Line.ts"
import * as Money from "../../src/domain/Money.ts"
import { usd as dollars } from "../arbitraries/lots.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, fixedOff, line, one, part, percentOff, pointsOf, program, Shop } from "../arbitraries/shop.ts"

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

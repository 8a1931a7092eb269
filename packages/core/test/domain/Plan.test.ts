/** How often a decision looks at the store before it is made. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Command } from "../../src/domain/Command.ts"
import { looksMax } from "../../src/domain/Plan.ts"
import { law } from "../arbitraries/money.ts"
import { credit, pointsOf, program, Shop } from "../arbitraries/shop.ts"
import { bytes, kept, replay } from "../arbitraries/world.ts"

const cash = { kind: "cash" as const, amount: "3.00 USD" }
const gives = [credit("10.00 USD"), pointsOf("40 points"), cash] as const
const paying = (give: (typeof gives)[number]) =>
  program({ newCustomersOnly: false, advocate: { on: "every order", give } })

/** Orders under each of these terms, to which whoever is open moves; then the friend is in review. */
const movedOver = (all: readonly (typeof gives)[number][]): Shop => {
  const [first = cash, ...others] = all
  const shop = new Shop(paying(first)).enroll("ann")
  shop.refer("ann", "bob", "o0", "100.00 USD")
  others.forEach((give, i) => {
    shop.publish(paying(give), "publish", { openReferrals: "move" })
    shop.order(`o${i + 1}`, "bob", "100.00 USD")
  })
  shop.openReview("bob")
  return shop
}

/** How often a command has looked, and what has become of the rewards. */
const decided = (shop: Shop, command: Command) => {
  shop.do(command)
  expect(bytes(kept(shop.world))).toBe(bytes(replay(shop.world.events)))
  return { rounds: shop.world.decisions.at(-1)?.rounds, states: shop.rewards.map(({ state }) => state) }
}

describe("plan", () => {
  it("needs three looks for a verdict whose rewards stand where the first or the last terms say", () => {
    const shop = movedOver([credit(), cash])
    expect(decided(shop, shop.closing("bob", "rejected"))).toEqual({ rounds: 3, states: ["reversed", "reversed"] })
  })

  it("needs a fourth for what was granted under terms in between: its purse is known once it is there", () => {
    const shop = movedOver([credit(), cash, credit("5.00 USD")])
    const states = ["reversed", "reversed", "reversed"]
    expect(decided(shop, shop.closing("bob", "rejected"))).toEqual({ rounds: looksMax, states })
  })

  it.each([
    ["by staff", (shop: Shop) => shop.closing("bob", "approved")],
    ["by silence", ({ world }: Shop) => world.wakes.find(({ id }) => id.endsWith("/silent"))?.command]
  ])(
    "needs three looks for a verdict %s that asks who else has given the friend's addresses, and ordered",
    (_, ends) => {
      const onSilence = { after: "1 day", then: "pay" as const }
      const advocate = [
        { id: "order", give: credit() },
        { id: "sign-up", on: "sign-up" as const, give: credit() }
      ]
      const shop = new Shop(program({ advocate, review: { ordersFrom: "1.00 USD" }, onSilence }))
      shop.enroll("ann", { prints: ["anns"] }).order("g1", "guest", "9.00 USD", { prints: ["guests"] })
      shop
        .after(1)
        .touch("ann", "bob")
        .order("o1", "bob", "100.00 USD", { prints: ["bobs"] })
      shop.order("o2", "bob", "9.00 USD", { prints: ["others"] })
      shop.signup("bob", { prints: ["guests"] })
      const command = ends(shop)
      shop.world.sleep(shop.world.now + 86_400_000)
      expect(decided(shop, command as Command)).toEqual({ rounds: 3, states: ["reversed"] })
    }
  )

  it("never needs more, whatever the terms were", () => {
    const seen = new Set<number | undefined>()
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...gives), { minLength: 1, maxLength: 6 }),
        fc.constantFrom("approved" as const, "rejected" as const),
        (all, verdict) => {
          const shop = movedOver(all)
          const { rounds, states } = decided(shop, shop.closing("bob", verdict))
          expect(new Set(states)).toEqual(new Set([verdict === "approved" ? "available" : "reversed"]))
          seen.add(rounds)
        }
      ),
      law
    )
    expect([...seen].sort()).toEqual([3, 4])
  })
})

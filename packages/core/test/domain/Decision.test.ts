import { describe, expect, it } from "vitest"
import type { Decision } from "../../src/domain/Draft.ts"
import { waitingMax } from "../../src/domain/Refund.ts"
import { credit, percentOff, program, Shop } from "../arbitraries/shop.ts"

const itemsOf = ({ events, facts, messages }: Decision): number => events.length + facts.size + messages.length

const offers = (side: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `${side}-${n}`, give: credit(), expires: "30 days" }))

/** What the first order of a friend writes at most: everybody is new, all is granted, and all of it taken back at once. */
const largest = (count: number, waiting: number): Decision => {
  const milestones = offers("milestone", count).map((offer) => ({ ...offer, every: 1 }))
  const shop = new Shop(program({ friend: offers("friend", count), advocate: offers("advocate", count), milestones }))
  shop.enroll("ann").touch("ann", "bob").quote("q1", "bob", "100.00 USD")
  for (let n = 0; n < waiting; n++) shop.refund("o1", `r${n}`, "100.00 USD")
  return shop.order("o1", "bob", "100.00 USD", { quote: "q1", prints: ["x"] })
}

describe("a decision is bounded", () => {
  it.each([
    ["a program of three offers", 1, 0, 64],
    ["a program of three offers, with every refund that may wait", 1, waitingMax, 64],
    ["the largest program there may be, with every refund that may wait", 4, waitingMax, 112]
  ])("for %s", (_, count, waiting, max) => {
    expect(itemsOf(largest(count, waiting))).toBeLessThanOrEqual(max)
  })

  it("writes nothing for what it does not change", () => {
    const shop = new Shop(program({ friend: { give: percentOff() } })).enroll("ann")
    expect(itemsOf(shop.do({ ...shop.publishing(program({ friend: { give: percentOff() } }), "open") }))).toBe(0)
  })
})

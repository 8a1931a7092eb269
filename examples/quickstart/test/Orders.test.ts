import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Money, type Unit } from "@goodword/core"
import { describe, expect, it } from "vitest"
import * as Lines from "../src/Lines.ts"
import * as Orders from "../src/Orders.ts"

const usd = "USD" as Unit.Unit
const columns = { id: "id", customer: "customer", date: "date", total: "total" }

const read = async (rows: readonly string[], limits = { lines: 2, files: 2 }) => {
  const folder = mkdtempSync(join(tmpdir(), "quickstart-"))
  const path = join(folder, "orders.csv")
  writeFileSync(path, `\uFEFF${["id,customer,date,total", ...rows].join("\r\n")}`)
  try {
    using orders = await Orders.from("orders.csv", Lines.read(path, columns, usd), usd, { limits })
    const found: string[] = []
    for await (const page of orders.read()) {
      for (const { at, id, row, rows: n, total } of page)
        found.push(`${at} ${id} ${Money.format(total)} row ${row} of ${n}`)
    }
    return found
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe("Orders", () => {
  it("come in the order of time, with their items summed exactly and rounded once", async () => {
    const rows = [
      "o3,c3,2024-03-10,3.00",
      "o1,c1,2024-03-08,957.5775",
      "o2,c2,2024-03-08T23:30:00-05:00,1",
      "",
      '"o1","c1",2024-03-08,0.0025',
      "o1,c1,2024-03-08,-0.50 USD"
    ]
    expect(await read(rows)).toEqual([
      "2024-03-08T12:00:00.000Z o1 957.08 USD row 3 of 3",
      "2024-03-09T04:30:00.000Z o2 1.00 USD row 4 of 1",
      "2024-03-10T12:00:00.000Z o3 3.00 USD row 2 of 1"
    ])
  })

  it("are the same however little is held", async () => {
    const rows = Array.from({ length: 500 }, (_, i) => {
      const n = (i * 37) % 250
      return `o${n},c${n % 40},2024-01-${`${(n % 28) + 1}`.padStart(2, "0")},${n}.${i % 10}`
    })
    expect(await read(rows, { lines: 3, files: 2 })).toEqual(await read(rows, { lines: 100_000, files: 32 }))
  })
})

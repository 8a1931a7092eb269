/** The command that proves the books, on a real server: it is given an address, as an owner would. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { storeCredit } from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import { database } from "@goodword/test-postgres"
import * as Effect from "effect/Effect"
import { afterAll, expect, it, vi } from "vitest"
import { postgresStore } from "../src/index.ts"
import { printKeys } from "./rows.ts"

vi.setConfig({ testTimeout: 120_000 })

const { connectionString, drop } = await database()
afterAll(drop)

const root = join(import.meta.dirname, "../../..")

/** What the command prints, and how it ends. */
const audited = (...args: readonly string[]): Promise<{ readonly code: number | null; readonly told: string }> =>
  new Promise((resolve) => {
    const script = ["--conditions=goodword-source", "scripts/audit-books.ts", ...args]
    const child = spawn(process.execPath, script, { cwd: root, env: { ...process.env, NODE_OPTIONS: "" } })
    let told = ""
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (told += text))
    child.on("close", (code) => resolve({ code, told }))
  })

it("proves the books of a server, and finds what was changed behind their back", async () => {
  const store = await postgresStore({ connectionString, printKeys, migrate: true })
  const clock = movableClock("2026-03-01T12:00:00Z")
  const programs = [
    {
      id: "spring",
      timeZone: "UTC",
      advocate: { give: storeCredit({ amount: "10.00 USD" }) },
      onSilence: "hold" as const
    }
  ]
  const goodword = await Goodword.open({ store, clock, pollMs: 0, programs })
  const { code } = await goodword.enroll({ customer: "ann" })
  await goodword.touch({ customer: "joe", code })
  await goodword.orderPaid({ order: "o1", customer: "joe", total: "80.00 USD" })
  // The pages of what is only read stand beside the books, and are no part of them.
  expect((await goodword.statement({ customer: "ann" })).lines).toHaveLength(1)
  await goodword.close()
  const right = await audited("--store", connectionString)
  expect(right).toMatchObject({ code: 0 })
  expect(right.told).toMatch(/^default: books balance: 1 transfers, 0 differences$/m)
  expect(right.told).toMatch(/^default: audit: \d+ checks over 1 transfers, 0 findings$/m)

  const key = "balance/owed/psn_x/USD/posted"
  const counters = [{ key, net: 5n, peak: 5n, trough: 0n }]
  const empty = { receipts: [], facts: [], events: [], messages: [] }
  await Effect.runPromise(store.commit("default" as never, { ...empty, counters }))
  await store.close()
  const wrong = await audited("--store", connectionString)
  expect(wrong.code).toBe(1)
  expect(wrong.told).toContain(key)
  expect((await audited("--store", connectionString, "--schema", "nowhere")).code).toBe(2)
})

/** The suite is proved too: each store with a planted bug is caught, and by the cases that are about it. */
import { cases, proveStore, type Saboteur, saboteurs } from "@goodword/testkit"
import { expect, it } from "vitest"
import { caughtBy } from "./caught-by.ts"
import { memory } from "./faulty-memory.ts"
import { caught } from "./sabotaged.ts"

it("every saboteur has its row, and every row names cases", () => {
  expect(saboteurs.map(({ id }) => id)).toEqual(Object.keys(caughtBy))
  const known = new Set(cases.map(({ id }) => id))
  const named = Object.values(caughtBy)
  expect(named.filter((ids) => ids.length === 0)).toEqual([])
  expect(named.flat().filter((id) => !known.has(id))).toEqual([])
})

it.each(saboteurs)("$id is caught: $bug", async ({ id, through }) => {
  const wanted = caughtBy[id] ?? []
  const found = await caught(through, (one) => wanted.includes(one))
  expect([...found.keys()].sort()).toEqual([...wanted].sort())
  for (const [one, message] of found) expect(message).toMatch(new RegExp(`^${one}: .`))
})

const saboteur = (id: string): Saboteur => {
  const found = saboteurs.find((one) => one.id === id)
  if (found === undefined) throw new Error(`there is no saboteur ${id}`)
  return found
}

it.each(["check-then-write", "version-then-write", "sequence-gap", "double-claim", "torn-read", "read-by-table"])(
  "%s, a bug that only racers meet, is caught by nothing that one caller does",
  async (id) => {
    const alone = /^(facts|counters|receipts|outbox|limits|pages|tenants)\//
    expect(await caught(saboteur(id).through, (one) => alone.test(one))).toEqual(new Map())
  }
)

it("a bug that only a second process meets is caught by nothing that one process does", async () => {
  const { another: _, ...single } = memory
  const subject = { ...single, seed: 7312, runs: 5 }
  for (const id of ["local-lock", "stale-cache"]) {
    const { failed } = await proveStore(subject, saboteur(id).through)
    expect(failed).toEqual([])
  }
})

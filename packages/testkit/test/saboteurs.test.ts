/** The suite is proved too: each store with a planted bug is caught, and by the cases that are about it. */
import { cases, proveStore, saboteurs } from "@goodword/testkit"
import { expect, it } from "vitest"
import { memory } from "./faulty-memory.ts"

/** A saboteur and the cases that must catch it; others may do so as well. */
const table: Readonly<Record<string, readonly string[]>> = {
  "no-version-check": ["facts/refuses-an-old-version", "racers/one-writes-a-version", "atomicity/of-a-stale-fact"],
  "unguarded-absence": ["facts/refuses-a-second-first-write", "racers/one-writes-an-absence"],
  "unheld-check": ["facts/refuses-a-check-of-an-old-version", "racers/a-check-holds-to-the-end"],
  "ignored-bound": ["counters/keep-a-maximum", "counters/keep-a-minimum", "racers/five-fit-above-a-minimum"],
  "ignored-peak": ["counters/mind-the-peak", "counters/mind-the-trough"],
  "check-then-write": ["racers/seven-fit-under-a-maximum", "racers/five-fit-above-a-minimum"],
  "ignored-fence": ["counters/keep-a-fence", "racers/one-passes-a-fence"],
  "silent-bound": ["counters/keep-a-maximum", "atomicity/of-a-broken-bound"],
  "accepted-duplicate": ["receipts/are-taken-once", "receipts/events-are-taken-once", "racers/one-gets-a-receipt"],
  "partial-commit": ["atomicity/of-a-broken-bound", "atomicity/of-a-stale-fact", "atomicity/of-a-taken-receipt"],
  "lost-message": ["racers/one-claims-a-message", "outbox/keeps-lanes-apart"],
  "cut-batch": ["limits/refuse-one-item-more"],
  "sequence-gap": ["event-order/a-reader-among-writers-misses-nothing"],
  "skipped-event": ["event-order/is-the-same-on-pages-of-any-size", "tenants/have-logs-of-their-own"],
  "lapped-row": ["pages/show-every-fact-once"],
  "tenant-leak": ["tenants/see-only-their-own"],
  "torn-read": ["atomicity/is-seen-whole"],
  "rounded-amount": ["round-trips/amounts-of-transfers"],
  "forgotten-tombstone": ["facts/a-tombstone-has-a-version"],
  "double-claim": ["racers/one-claims-a-message"],
  "late-settle": ["outbox/takes-no-late-word", "outbox/takes-no-word-of-strangers"],
  "endless-claim": ["outbox/gives-it-again-when-a-claim-runs-out"],
  "remembered-attempts": ["outbox/revives-with-no-attempts-counted"]
}

it("every saboteur has its row, and every row names cases", () => {
  expect(saboteurs.map(({ id }) => id)).toEqual(Object.keys(table))
  const known = new Set(cases.map(({ id }) => id))
  expect(
    Object.values(table)
      .flat()
      .filter((id) => !known.has(id))
  ).toEqual([])
})

it.each(saboteurs)("$id is caught: $bug", async ({ id, through }) => {
  const verdict = await proveStore({ ...memory, seed: 7312 }, through)
  expect(verdict.state).toBe("failed")
  expect(verdict.failed.map((failed) => failed.id)).toEqual(expect.arrayContaining([...(table[id] ?? ["no row"])]))
  for (const failed of verdict.failed) expect(failed.message).toContain(`${failed.id}: `)
})

it("bugs that only racers meet are caught by nothing else", async () => {
  for (const id of ["check-then-write", "sequence-gap", "double-claim", "torn-read"]) {
    const saboteur = saboteurs.find((one) => one.id === id)
    const { failed } = await proveStore({ ...memory, seed: 7312 }, saboteur?.through)
    expect(failed.map((one) => one.id).filter((one) => /^(facts|counters|receipts|outbox|limits)\//.test(one))).toEqual(
      []
    )
  }
})

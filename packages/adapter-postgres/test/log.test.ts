/** The log among transactions that really overlap: a place that was read is never preceded by something new. */
import { expect, it } from "vitest"
import { openBench, run } from "./open.ts"

const bench = await openBench({ max: 12 })
const t = "t" as never
const nothing = { receipts: [], facts: [], counters: [], messages: [] }
const events = (...ids: string[]) =>
  ids.map((id) => ({ id, type: "x", version: 1, at: 1, recorded: 1, body: {}, transfers: [] }) as never)

it("shows nothing of a transaction that numbered its events and waits", async () => {
  await run(bench.store.commit(t, { ...nothing, events: events("before") }))
  const slow = await bench.raw.connect()
  await slow.query("begin")
  await slow.query(`select goodword.commit_batch('t', '{}','{}','{}', '{}','{}', '{}','{}','{}', '{}','{}',
    '{}','{}','{}','{}','{}','{}','{}', '{slow}','{x}','{1}','{1}','{1}','{"{}"}', '{}','{}','{}','{}','{}','{}','{}','{}','{}',
    '{}','{}','{}','{}')`)
  let isDone = false
  const fast = run(bench.store.commit(t, { ...nothing, events: events("fast") })).then(() => {
    isDone = true
  })
  // Another tenant does not wait for it.
  await run(bench.store.commit("u" as never, { ...nothing, events: events("of another") }))
  const seen = await run(bench.store.events(t, 0, 10))
  expect(seen.events.map(({ id }) => id)).toEqual(["before"])
  expect(isDone).toBe(false)
  await slow.query("commit")
  slow.release()
  await fast
  const rest = await run(bench.store.events(t, seen.next, 10))
  expect(rest.events.map(({ id }) => id)).toEqual(["slow", "fast"])
})

it("gives a reader among 8 writers every event once, in places that only grow", async () => {
  const tenant = "w" as never
  let left = 8
  const writer = async (w: number): Promise<void> => {
    for (let i = 0; i < 25; i++)
      await run(bench.store.commit(tenant, { ...nothing, events: events(`${w}.${i}.a`, `${w}.${i}.b`) }))
    left -= 1
  }
  const read: string[] = []
  const reader = async (): Promise<void> => {
    for (let after = 0; ; ) {
      const wasLast = left === 0
      const page = await run(bench.store.events(tenant, after, 7))
      for (const { cursor } of page.events) {
        expect(cursor).toBeGreaterThan(after)
        after = cursor
      }
      read.push(...page.events.map(({ id }) => id))
      if (wasLast && page.events.length === 0) return
    }
  }
  await Promise.all([reader(), ...Array.from({ length: 8 }, (_, w) => writer(w))])
  expect(read.length).toBe(400)
  expect(new Set(read).size).toBe(400)
  for (let i = 0; i < read.length; i += 2) expect(read[i + 1]).toBe(read[i]?.replace(/a$/, "b"))
})

/** A store with migrations: its cases run, and find a start that loses something. */
import { proveStore, type Reply, type Subject, type Verdict } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { type FaultyMemory, memory } from "./faulty-memory.ts"

const verdictOn = (migrate: (store: FaultyMemory) => Reply<void>): Promise<Verdict> => {
  const subject: Subject<FaultyMemory> = { ...memory, seed: 1, runs: 1, migrate }
  return proveStore(subject)
}

const failedOf = ({ failed }: Verdict): readonly string[] => failed.map(({ id }) => id)

it("without the hook the cases of migrations are not counted", async () => {
  const { areas, state, total } = await proveStore({ ...memory, seed: 1, runs: 1 })
  expect(state).toBe("passed")
  expect(areas.map(({ area }) => area)).not.toContain("migrations")
  expect((await verdictOn(() => {})).total).toBe(total + 2)
})

it("a migration that changes nothing passes", async () => {
  expect((await verdictOn(() => {})).state).toBe("passed")
})

it("one that frees what is claimed, or writes something of its own, is caught", async () => {
  const freed = await verdictOn(({ outbox }) => Effect.asVoid(outbox.retry("t" as never, "x", "m", 0 as never)))
  expect(failedOf(freed)).toEqual(["migrations/may-run-again"])
  const bumped = await verdictOn((store) =>
    store.commit("t" as never, {
      receipts: [],
      facts: [],
      counters: [{ key: "c", net: 1n, peak: 1n, trough: 0n }],
      events: [],
      messages: []
    })
  )
  expect(failedOf(bumped)).toEqual(["migrations/may-run-again", "migrations/may-run-at-once"])
})

it("one that does not bear a second beside it is caught", async () => {
  let running = 0
  const alone = Effect.gen(function* () {
    running += 1
    yield* Effect.yieldNow
    yield* Effect.yieldNow
    running -= 1
    if (running > 0) return yield* Effect.fail(new Error("table facts exists already"))
  })
  const verdict = await verdictOn(() => alone)
  expect(verdict.failed).toEqual([
    {
      id: "migrations/may-run-at-once",
      message: "migrations/may-run-at-once: table facts exists already"
    }
  ])
})

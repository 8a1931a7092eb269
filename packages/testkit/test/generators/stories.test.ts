/** A law that breaks ends in a story which somebody can read who has never seen it. */
import { memoryStore } from "@goodword/adapter-memory"
import { movableClock, open, type Store } from "@goodword/core"
import { generators } from "@goodword/testkit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const { everyStory, history, live, play, story, Workload, workload } = generators

const counted = (prefix: string): (() => string) => {
  let n = 0
  return () => `${prefix}${++n}`
}

type Through = (store: Store.StoreShape) => Store.StoreShape

/** Plays a workload on the store in memory, seen through whatever is planted, and proves its books. */
const booksHold =
  (through: Through = (store) => store) =>
  (days: InstanceType<typeof Workload>): Promise<void> =>
    Effect.gen(function* () {
      const store = memoryStore({ newId: counted("psn_"), printKey: "test" })
      const clock = movableClock("2026-03-01T12:00:00Z")
      const ids = { newId: counted("id_"), newCode: counted("CODE") }
      const engine = yield* open(through(store), store.directory, { programs: [days.program], clock, ids, pollMs: 0 })
      yield* play(days, engine, clock)
      expect((yield* engine.replay).differences).toEqual([])
    }).pipe(Effect.scoped, Effect.runPromise)

const broken = async (law: Promise<void>): Promise<string> => {
  const error = await law.then(
    () => new Error("the law holds"),
    (caught: Error) => caught
  )
  return error.message
}

/** The lines of the story alone, without what the law said before it and the seed after it. */
const storyIn = (message: string): readonly string[] => {
  const [, ...paragraphs] = message.split(/\n\n(?=program )/u)
  return (paragraphs[0]?.split("\n\n")[0] ?? "").split("\n")
}

it("the books hold over a store that keeps its promises", () =>
  everyStory(workload(), booksHold(), { numRuns: 40, seed: 7312 }))

it("workloads do things: every deed is done somewhere, and most are", async () => {
  const deeds = new Set(["again", "cancel", "change", "dispute", "enroll", "list", "order", "pass", "redeem", "refer"])
  for (const deed of ["check out", "exchange", "lock", "quote", "unlock"]) deeds.add(deed)
  for (const deed of ["award", "reveal", "swap", "wish"]) deeds.add(deed)
  for (const deed of ["refund", "review", "ruling", "spend", "stop", "unspend", "verdict"]) deeds.add(deed)
  const undone = new Set(deeds)
  let [done, refused] = [0, 0]
  for (let seed = 1; undone.size > 0 && seed <= 60; seed++) {
    for (const days of fc.sample(workload(), { seed, numRuns: 20 })) {
      const answered = await Effect.gen(function* () {
        const store = memoryStore({ newId: counted("psn_"), printKey: "test" })
        const clock = movableClock("2026-03-01T12:00:00Z")
        const engine = yield* open(store, store.directory, { programs: [days.program], clock, pollMs: 0 })
        return yield* play(days, engine, clock)
      }).pipe(Effect.scoped, Effect.runPromise)
      for (const { deed, outcome } of answered) {
        expect(deeds).toContain(deed.do)
        if (Result.isFailure(outcome)) refused += 1
        else {
          done += 1
          undone.delete(deed.do)
        }
      }
    }
  }
  expect([...undone]).toEqual([])
  expect(done).toBeGreaterThan(refused)
})

describe("a store that forgets what is taken off a balance", () => {
  const forgetful: Through = (store) => ({
    ...store,
    commit: (tenant, batch) =>
      store.commit(tenant, { ...batch, counters: batch.counters.filter(({ net }) => net >= 0n) })
  })

  it("ends in a story of three lines, and the seed that tells it again", async () => {
    const message = await broken(everyStory(workload(), booksHold(forgetful), { numRuns: 100, seed: 7312 }))
    const lines = storyIn(message)
    expect(lines.length).toBeLessThanOrEqual(3)
    expect(lines[0]).toMatch(/^program \{.*\}$/)
    expect(lines.slice(1).join("\n")).toMatch(/day \d+: cus_\d orders ord_\d for [\d.]+ [A-Z]{3}.* of cus_\d/)
    expect(message).toMatch(/^expected \[/)
    const [, seed, path] = /seed: (\d+), path: "([\d:]+)"/.exec(message) ?? []
    const again = await broken(everyStory(workload(), booksHold(forgetful), { seed: Number(seed), path: path ?? "" }))
    expect(storyIn(again)).toEqual(lines)
  })
})

describe("a story", () => {
  it("of a workload says who did what on which day", () => {
    const program = { id: "spring", timeZone: "UTC", onSilence: "hold" } as const
    const days = new Workload(program, [
      { do: "enroll", customer: 1 },
      { do: "pass", ms: 3 * 86_400_000 },
      { do: "refer", advocate: 1, friend: 2, order: 1, total: "80.00 USD", source: "code", quoted: false },
      { do: "refund", order: 1, refund: 1, amount: "30.00 USD" },
      { do: "again", nth: 4 }
    ])
    expect(story(days).split("\n").slice(1)).toEqual([
      "day 0: cus_1 becomes an advocate",
      "day 3: cus_2 orders ord_1 for 80.00 USD by code of cus_1",
      "day 3: ord_1 gives back 30.00 USD, re_1",
      "day 3: once more: cus_2 orders ord_1 for 80.00 USD by code of cus_1"
    ])
  })

  it("of a history says what came of each step", async () => {
    const nothingIsTakenBack = (one: InstanceType<typeof generators.History>): void => {
      const taken = live(one).events.filter(({ _tag }) => _tag === "RewardTakenBack")
      expect(taken).toEqual([])
    }
    const lines = storyIn(await broken(everyStory(history(), nothingIsTakenBack, { numRuns: 500, seed: 7312 })))
    const days = lines.filter((line) => line.startsWith("day "))
    expect(days.length).toBeLessThanOrEqual(6)
    expect(days.join("\n")).toMatch(/orders o\d for [\d.]+ [A-Z]{3}/)
    expect(days.join("\n")).toMatch(/ -> .*p\d gets/)
    expect(days.at(-1)).toMatch(/is taken back/)
  })

  it("of a history that breaks the kernel says where", async () => {
    const [one] = fc.sample(history({ steps: 4 }), { seed: 7, numRuns: 1 })
    if (one === undefined) throw new Error("no history")
    const impossible = new generators.History(
      one.unit,
      one.programs,
      [],
      [
        {
          do: "order",
          nth: 0,
          person: 1,
          visitor: 0,
          quote: -1,
          total: "not an amount",
          print: 1,
          claim: true,
          country: true,
          back: 0
        }
      ]
    )
    expect(story(impossible).split("\n").at(-1)).toMatch(/not an amount/)
  })
})

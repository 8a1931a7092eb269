/** What engines are compared and raced on really happens: every door that decides, and what its calls lead to. */
import { memoryStore } from "@goodword/adapter-memory"
import type { Ids, Shape } from "@goodword/core"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import { expect, it, vi } from "vitest"
import { history } from "../src/describeAgreement.ts"
import { type Call, call, lively } from "../src/engine/calls.ts"
import { onOnePayday, owed } from "../src/engine/paydays.ts"
import { begin, clockOf, logOf, openOn } from "../src/engine/shop.ts"
import { nameOf, play, type Step } from "../src/engine/steps.ts"
import { afterwards } from "../src/engine/wishes.ts"

vi.setConfig({ testTimeout: 120_000 })

const tenant = "w" as Ids.Tenant

const lived = <A>(
  calls: readonly Call[],
  live: (engine: Shape, clock: ReturnType<typeof clockOf>) => Effect.Effect<A, unknown, Scope.Scope>
): Promise<A> => {
  const store = memoryStore()
  const clock = clockOf()
  return Effect.gen(function* () {
    yield* begin(store, { clock, tenant }, calls)
    return yield* live(yield* openOn(store, { clock, tenant }), clock)
  }).pipe(Effect.scoped, Effect.runPromise)
}

/** The doors that answered, and the events of a few histories. */
const met = async (stories: fc.Arbitrary<readonly Step[]>, before: readonly Call[], numRuns: number) => {
  const answered = new Map<string, number>()
  const events = new Map<string, number>()
  const count = (all: Map<string, number>, name: string) => all.set(name, (all.get(name) ?? 0) + 1)
  for (const all of fc.sample(stories, { seed: 7312, numRuns })) {
    const log = await lived(before, (engine, clock) =>
      Effect.gen(function* () {
        for (const one of all) {
          const outcome = yield* play(engine, clock, one)
          if (outcome === undefined || "ok" in outcome) count(answered, nameOf(one))
        }
        return yield* logOf(engine)
      })
    )
    for (const { body, type } of log) {
      count(events, type)
      const { choice, prize } = body as { readonly choice?: { readonly instead?: string }; readonly prize?: object }
      if (type === "RewardGranted" && choice?.instead !== undefined) count(events, "a reward in place of another")
      if (type === "RewardGranted" && prize !== undefined) count(events, "a reward of a prize")
    }
  }
  return { answered, events }
}
const few = (of: fc.Arbitrary<Step>, maxLength: number) => fc.array(of, { minLength: 2, maxLength, size: "max" })

const names = (all: ReadonlyMap<string, number>): readonly string[] => [...all.keys()]

it("stores are compared on choices, draws and prizes, on what is used and comes back, and on what is valued anew", async () => {
  const { answered, events } = await met(
    history.map(({ steps }) => steps),
    lively,
    100
  )
  expect(names(events)).toEqual(
    expect.arrayContaining([
      ...["OptionChosen", "a reward in place of another", "LotteryDrawn", "SeedRevealed"],
      ...["PrizeAwarded", "a reward of a prize", "LotsSpent", "LotsReturned", "RewardRepriced"]
    ])
  )
  expect(names(answered)).toEqual(expect.arrayContaining(["choose", "reveal", "awardPrizes", "spend", "unspend"]))
})

it("racers use, choose and bring back, and each of it is done by some", async () => {
  const { answered, events } = await met(few(afterwards, 12), lively, 60)
  expect(names(answered)).toEqual(expect.arrayContaining(["choose", "spend", "redeem", "unspend", "reveal"]))
  expect(names(events)).toEqual(
    expect.arrayContaining(["a reward in place of another", "LotsReturned", "RewardTakenBack", "SeedRevealed"])
  )
})

it("racers pay, fail to pay and close", async () => {
  const { answered, events } = await met(few(onOnePayday, 9), owed, 100)
  expect(names(answered)).toEqual(
    expect.arrayContaining(["openPayout", "approvePayout", "markPaid", "markFailed", "closePayout"])
  )
  expect(names(events)).toEqual(
    expect.arrayContaining(["PayoutPaid", "PayoutFailed", "RewardTakenBack", "DebtSettled"])
  )
})

/** What is called at once by cases of its own, without a receipt that says when it was. */
const once = ["awardPrizes", "reprice", "selectPayout"]

/** Doors that only read. */
const reading = ["audit", "balances", "draft", "events", "explain", "forTenant", "leaderboard", "lottery", "payout"]
const more = ["payoutCsv", "program", "programs", "standing", "statement", "taxReport", "taxReportCsv"]

/** They answer a program, a draft or thresholds as they are afterwards, or go with one that does: no order tells that. */
const lookingBesides = ["archive", "discardDraft", "pause", "publish", "publishDraft", "resume", "saveDraft"]

/** It does what wakes do, for whom it finds in the log. */
const waking = ["settleTiers"]

it("racers call every door but those that are named here", async () => {
  const drawn = fc.sample(fc.oneof(call, afterwards, onOnePayday), { seed: 7312, numRuns: 3_000 })
  const raced = new Set<string>(drawn.map(({ door }) => door))
  const doors = await lived([], (engine) =>
    Effect.succeed(Object.entries(engine).flatMap(([name, door]) => (typeof door === "function" ? [name] : [])))
  )
  const named = [...once, ...reading, ...more, ...lookingBesides, ...waking, "setTaxThresholds"]
  expect(doors.filter((door) => !raced.has(door)).sort()).toEqual(named.sort())
})

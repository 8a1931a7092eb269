/** A line that breaks: what was committed is found again, and nothing is there by half. Needs the hooks. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import { area, type Part } from "../Case.ts"
import { same, Unmet } from "../expectations.ts"
import {
  asked,
  claim,
  commit,
  counter,
  event,
  type Faults,
  ids,
  load,
  log,
  message,
  pause,
  receipt,
  t,
  type World
} from "../World.ts"

const batch: Store.Batch = {
  receipts: [receipt("r")],
  facts: [{ key: "a", expect: 0, put: 1 }],
  counters: [counter("c", 1n)],
  events: [event("e")],
  messages: [message("m")]
}

const there = [["r"], ["a"], 1n, ["e"], 1, 1n, ["e"]]
const absent = [[], [], 0n, [], undefined, 0n, []]

/** What is there of the batch, in answers and in rows. */
const found = (world: World): Effect.Effect<readonly unknown[], unknown> =>
  Effect.gen(function* () {
    const { counters, facts, receipts } = yield* load(world, { receipts: ["r"], facts: ["a"], counters: ["c"] })
    return [
      receipts.map(({ key }) => key),
      facts.map(({ key }) => key),
      counters[0]?.value ?? 0n,
      ids(yield* log(world)),
      yield* asked(() => world.peek.fact(t, "a")),
      yield* asked(() => world.peek.counter(t, "c")),
      yield* asked(() => world.peek.events(t))
    ]
  })

const broken = (world: World, hook: keyof Faults): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    const { faults } = world
    if (faults === undefined) throw new Unmet(`the hook ${hook} is missing`)
    yield* asked(() => faults[hook]())
    const outcome = yield* Effect.result(world.store.commit(t, batch))
    if (Result.isSuccess(outcome)) throw new Unmet(`the commit succeeded: ${hook} broke nothing`)
    const error = outcome.failure
    const told = error._tag === "StoreError" ? [error.reason, error.isRetryable] : [error._tag]
    same(told, ["Unavailable", true], "the failure of a commit whose line broke")
  })

const part = (needs: keyof Faults, run: Part["run"]): Part => ({ needs, run })

export const failures = area(
  "failures",
  { isRequired: true },
  {
    "a-lost-connection-leaves-nothing-by-half": part("loseConnectionDuringCommit", (world) =>
      Effect.gen(function* () {
        yield* broken(world, "loseConnectionDuringCommit")
        const now = yield* found(world)
        // Whether it took place is not known, only that it is one of the two.
        const isThere = (now[0] as readonly string[]).length > 0
        same(now, isThere ? there : absent, "what a broken commit left")
        const again = yield* commit(world, batch)
        same(again === "committed" ? again : again[0], isThere ? "Duplicate" : "committed", "the same batch again")
        same(yield* found(world), there, "what is there after that")
        same(yield* claim(world, { now: 10, token: "x" }), ["m:1"], "its message")
      })
    ),
    // Whoever called goes away in the middle: no hook is needed to be impatient.
    "an-interrupted-commit-is-whole-or-nothing": (world) =>
      Effect.gen(function* () {
        for (let i = 0; i < 16; i++) {
          const id = `i${i}`
          const write = { facts: [{ key: id, expect: 0, put: 1 }], counters: [counter(id, 1n)], events: [event(id)] }
          const under = yield* Effect.forkChild(commit(world, { ...write, receipts: [receipt(id)] }))
          yield* pause(i * i)
          yield* Fiber.interrupt(under)
          const { counters, facts, receipts } = yield* load(world, { receipts: [id], facts: [id], counters: [id] })
          const logged = ids(yield* log(world)).filter((one) => one === id).length
          const found = [receipts.length, facts.length, Number(counters[0]?.value ?? 0n), logged]
          same(
            found,
            found.map(() => found[0]),
            `what a commit left that was interrupted after ${i * i} turns`
          )
        }
        for (let i = 0; i < 30; i++)
          same(yield* commit(world, { events: [event(`n${i}`)] }), "committed", `commit ${i + 1} after interruptions`)
      }),
    "the-store-goes-on-after-a-lost-connection": part("loseConnectionDuringCommit", (world) =>
      Effect.gen(function* () {
        yield* broken(world, "loseConnectionDuringCommit")
        // A lock or a connection that is never given back shows here.
        for (let i = 0; i < 30; i++) {
          const next = { counters: [counter("c", 1n)], events: [event(`n${i}`)] }
          same(yield* commit(world, next), "committed", `commit ${i + 1} after the lost connection`)
        }
      })
    ),
    "a-lost-answer-is-recognized-by-its-receipt": part("loseAnswerAfterCommit", (world) =>
      Effect.gen(function* () {
        yield* broken(world, "loseAnswerAfterCommit")
        same(yield* found(world), there, "what a commit left whose answer was lost")
        const again = yield* commit(world, batch)
        same(again === "committed" ? again : again[0], "Duplicate", "the same batch again")
        same(yield* found(world), there, "what is there after that")
        same(yield* claim(world, { now: 10, token: "x" }), ["m:1"], "its message")
      })
    )
  }
)

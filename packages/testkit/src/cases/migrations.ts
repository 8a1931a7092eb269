/** Every start of a process brings the tables up to date: the second time that changes nothing, and nothing is lost. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area } from "../Case.ts"
import { same, Unmet } from "../expectations.ts"
import { asked, claim, commit, counter, event, ids, load, log, message, race, receipt, type World } from "../World.ts"

const whole: Partial<Store.Batch> = {
  receipts: [receipt("r")],
  facts: [{ key: "a", expect: 0, put: 1 }],
  counters: [counter("c", 5n)],
  events: [event("e")],
  messages: [message("m"), message("n")]
}

const migrated = ({ migrate }: World): Effect.Effect<void, unknown> => {
  if (migrate === undefined) throw new Unmet("the hook migrate is missing")
  return asked(migrate)
}

const everything = (world: World): Effect.Effect<unknown, unknown> =>
  Effect.gen(function* () {
    const keys = { receipts: ["r"], facts: ["a"], counters: ["c"] }
    return [yield* load(world, keys), yield* log(world)]
  })

export const migrations = area(
  "migrations",
  { isRequired: true },
  {
    "may-run-again": {
      needs: "migrate",
      run: (world) =>
        Effect.gen(function* () {
          yield* commit(world, whole)
          same(yield* claim(world, { now: 10, token: "x", limit: 1 }), ["m:1"], "a claim before")
          const before = yield* everything(world)
          for (const time of ["second", "third"]) {
            yield* migrated(world)
            same(yield* everything(world), before, `what is stored after the ${time} migration`)
          }
          same(yield* claim(world, { now: 10, token: "y" }), ["n:1"], "what is free: the claim before still holds")
          const more = { facts: [{ key: "a", expect: 1, put: 2 }], events: [event("f")] }
          same(yield* commit(world, more), "committed", "a commit after that")
          same(ids(yield* log(world)), ["e", "f"], "the log after that")
        })
    },
    // Two processes that start together.
    "may-run-at-once": {
      needs: "migrate",
      run: (world) =>
        Effect.gen(function* () {
          yield* commit(world, whole)
          const before = yield* everything(world)
          yield* race(Array.from({ length: 4 }, () => migrated(world)))
          same(yield* everything(world), before, "what is stored after four migrations at once")
        })
    }
  }
)

/** A fact is written only over the version that was read, and an absence is a version too. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area } from "../Case.ts"
import { same } from "../expectations.ts"
import { asked, commit, fact, load, refusedFor, t, type World } from "../World.ts"

const one = (key: string, expect: number, put?: number): Store.FactWrite =>
  put === undefined ? { key, expect } : { key, expect, put }

/** A fact `a` of version 2. */
const begun = (world: World): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    same(yield* commit(world, { facts: [one("a", 0, 1)] }), "committed", "a first write")
    same(yield* commit(world, { facts: [one("a", 1, 2)] }), "committed", "a write over the version that was read")
  })

const refused = (facts: readonly Store.FactWrite[], keys: readonly string[], what: string) => (world: World) =>
  Effect.gen(function* () {
    yield* begun(world)
    same(yield* commit(world, { facts }), ["Conflict", keys], what)
    same(yield* fact(world, "a"), { key: "a", version: 2, value: 2 }, "the fact after a refused write")
    same(yield* asked(() => world.peek.fact(t, "a")), 2, "its row")
  })

export const facts = area(
  "facts",
  { isRequired: true },
  {
    "versions-count-from-1": (world) =>
      Effect.gen(function* () {
        yield* begun(world)
        const { facts } = yield* load(world, { facts: ["a", "never"] })
        same(facts, [{ key: "a", version: 2, value: 2 }], "what was written twice, and what never was")
      }),
    "refuses-an-old-version": refused([one("a", 1, 3)], ["a"], "a write over an old version"),
    "refuses-a-version-to-come": refused([one("a", 3, 3)], ["a"], "a write over a version that is not there yet"),
    "refuses-a-second-first-write": refused([one("a", 0, 3)], ["a"], "a first write of what is there"),
    "refuses-a-version-of-nothing": refused([one("b", 1, 3)], ["b"], "a write over a version of what is not there"),
    "refuses-a-check-of-an-old-version": refused([one("a", 1), one("b", 0, 1)], ["a"], "a check of an old version"),
    "refuses-a-check-of-nothing": refused([one("b", 1)], ["b"], "a check of what is not there"),
    "names-only-its-keys": (world) =>
      Effect.gen(function* () {
        yield* begun(world)
        const outcome = yield* commit(world, { facts: [one("a", 1, 3), one("b", 0, 1), one("c", 4)] })
        refusedFor(outcome, "Conflict", ["a", "c"], "two stale facts and one that is right")
      }),
    "a-check-writes-nothing": (world) =>
      Effect.gen(function* () {
        yield* begun(world)
        same(yield* commit(world, { facts: [one("a", 2)] }), "committed", "a check of the right version")
        same(yield* fact(world, "a"), { key: "a", version: 2, value: 2 }, "the fact after a check")
      }),
    "a-tombstone-has-a-version": (world) =>
      Effect.gen(function* () {
        const tombstone = { facts: [{ key: "b", expect: 0, put: null }] }
        same(yield* commit(world, tombstone), "committed", "an absence")
        same(yield* fact(world, "b"), { key: "b", version: 1, value: null }, "an absence as it is answered")
        same(yield* commit(world, tombstone), ["Conflict", ["b"]], "the same absence again")
        same(yield* commit(world, { facts: [one("b", 1, 5)] }), "committed", "a value over an absence")
        same(yield* fact(world, "b"), { key: "b", version: 2, value: 5 }, "the value")
      })
  }
)

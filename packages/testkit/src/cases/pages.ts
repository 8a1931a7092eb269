/** All rows of a tenant, page by page: what audits, exports and moves to another store read. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area } from "../Case.ts"
import { same } from "../expectations.ts"
import { commit, counter, t, type World } from "../World.ts"

const names = Array.from({ length: 23 }, (_, i) => `k/${String(i * 7).padStart(3, "0")}`)
const sorted = (keys: readonly string[]): readonly string[] => [...keys].sort()

/** Every page until an empty one; more pages than rows are a loop. */
const walk = <Row extends { readonly key: string }>(
  read: (after: string | undefined) => Effect.Effect<readonly Row[], unknown>
): Effect.Effect<readonly Row[], unknown> =>
  Effect.gen(function* () {
    const rows: Row[] = []
    for (let after: string | undefined; rows.length <= 4 * names.length; ) {
      const page = yield* read(after)
      if (page.length === 0) break
      rows.push(...page)
      after = page.at(-1)?.key
    }
    return rows
  })

const fill = (world: World): Effect.Effect<unknown, unknown> =>
  Effect.gen(function* () {
    yield* commit(world, { facts: names.map((key) => ({ key, expect: 0, put: { of: key } })) })
    yield* commit(world, { counters: names.map((key, i) => counter(key, BigInt(i - 5))) })
    yield* commit(world, { facts: [{ key: names[3] ?? "", expect: 1, put: null }] })
    yield* commit(
      world,
      { facts: [{ key: "other", expect: 0, put: 1 }], counters: [counter("other", 1n)] },
      "u" as never
    )
  })

const factAt = (key: string, i: number): Store.StoredFact => ({
  key,
  version: i === 3 ? 2 : 1,
  value: i === 3 ? null : { of: key }
})

export const pages = area(
  "pages",
  { isRequired: true },
  {
    "show-every-fact-once": (world) =>
      Effect.gen(function* () {
        yield* fill(world)
        for (const limit of [1, 4, 23, 100]) {
          const rows = yield* walk((after) => world.store.facts(t, after, limit))
          same(sorted(rows.map(({ key }) => key)), names, `keys of facts on pages of ${limit}`)
          const found = [...rows].sort((a, b) => (a.key < b.key ? -1 : 1))
          same(found, names.map(factAt), `facts on pages of ${limit}, a tombstone among them`)
        }
      }),
    "show-every-counter-once": (world) =>
      Effect.gen(function* () {
        yield* fill(world)
        for (const limit of [1, 5, 100]) {
          const rows = yield* walk((after) => world.store.counters(t, after, limit))
          const found = [...rows].sort((a, b) => (a.key < b.key ? -1 : 1))
          same(
            found.filter(({ value }) => value !== 0n),
            names.map((key, i) => ({ key, value: BigInt(i - 5) })).filter(({ value }) => value !== 0n),
            `counters on pages of ${limit}`
          )
        }
      }),
    // Whoever walks along while rows are written over meets each of them once: a place is a key, not a time.
    "hold-while-rows-change": (world) =>
      Effect.gen(function* () {
        yield* fill(world)
        const changed = names.filter((_, i) => i !== 3)
        let version = 0
        const rewrite = Effect.suspend(() => {
          version += 1
          return commit(world, { facts: changed.map((key) => ({ key, expect: version, put: version })) })
        })
        const rows = yield* walk((after) => Effect.tap(world.store.facts(t, after, 4), () => rewrite))
        same(sorted(rows.map(({ key }) => key)), names, "keys of facts that were written over between pages")
      }),
    "hold-no-more-than-asked": (world) =>
      Effect.gen(function* () {
        yield* fill(world)
        same((yield* world.store.facts(t, undefined, 4)).length, 4, "facts on a page of 4")
        same((yield* world.store.counters(t, undefined, 6)).length, 6, "counters on a page of 6")
      }),
    "of-an-unknown-tenant-are-empty": (world) =>
      Effect.gen(function* () {
        yield* fill(world)
        same(yield* world.store.facts("nobody" as never, undefined, 9), [], "facts of nobody")
        same(yield* world.store.counters("nobody" as never, undefined, 9), [], "counters of nobody")
      })
  }
)

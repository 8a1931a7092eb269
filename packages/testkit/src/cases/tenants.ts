/** A tenant sees, changes and claims only its own. */
import type { Ids, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area } from "../Case.ts"
import { same } from "../expectations.ts"
import { asked, at, claim, commit, counter, event, ids, load, log, message, receipt, t, type World } from "../World.ts"

const other = "other" as Ids.Tenant

const whole: Partial<Store.Batch> = {
  receipts: [receipt("r")],
  facts: [{ key: "a", expect: 0, put: 1 }],
  counters: [counter("c", 5n, { max: 5n })],
  events: [event("e")],
  messages: [message("m")]
}

const all = { receipts: ["r"], facts: ["a"], counters: ["c"] }

const lists = (world: World, after: string | undefined, limit: number): Effect.Effect<readonly string[], unknown> =>
  world.store.tenants(after as Ids.Tenant | undefined, limit)

export const tenants = area(
  "tenants",
  { isRequired: true },
  {
    "see-only-their-own": (world) =>
      Effect.gen(function* () {
        yield* commit(world, whole)
        const seen = yield* load(world, all, other)
        same([seen.receipts, seen.facts], [[], []], "receipts and facts as another tenant sees them")
        same(seen.counters[0]?.value ?? 0n, 0n, "a counter as another tenant sees it")
        same(ids(yield* log(world, other)), [], "the log as another tenant sees it")
        same(yield* asked(() => world.peek.fact(other, "a")), undefined, "the row of a fact of another tenant")
        same(yield* asked(() => world.peek.events(other)), [], "rows of events of another tenant")
      }),
    "may-use-the-same-keys-and-ids": (world) =>
      Effect.gen(function* () {
        same(yield* commit(world, whole), "committed", "a batch of one tenant")
        same(yield* commit(world, whole, other), "committed", "the same batch of another")
        const more = { facts: [{ key: "a", expect: 1, put: 2 }], counters: [counter("c", -3n)] }
        same(yield* commit(world, more, other), "committed", "a second batch of the other")
        const { counters, facts } = yield* load(world, all)
        same(facts, [{ key: "a", version: 1, value: 1 }], "a fact of the first tenant")
        same(counters, [{ key: "c", value: 5n }], "a counter of the first tenant")
        same(yield* asked(() => world.peek.counter(t, "c")), 5n, "its row")
        same(yield* asked(() => world.peek.counter(other, "c")), 2n, "the row of the other")
      }),
    "have-logs-of-their-own": (world) =>
      Effect.gen(function* () {
        for (const id of ["1", "2", "3"]) {
          yield* commit(world, { events: [event(`t${id}`)] })
          yield* commit(world, { events: [event(`o${id}`)] }, other)
        }
        same(ids(yield* log(world, t, 1)), ["t1", "t2", "t3"], "the log of one tenant, by pages of one")
        same(ids(yield* log(world, other, 2)), ["o1", "o2", "o3"], "the log of the other, by pages of two")
      }),
    "claim-only-their-own-messages": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { messages: [message("m"), message("n")] })
        yield* commit(world, { messages: [message("m")] }, other)
        same(yield* claim(world, { now: 10, token: "x", tenant: other }), ["m:1"], "a claim of the other tenant")
        same(yield* claim(world, { now: 10, token: "x", limit: 1 }), ["m:1"], "a claim of the first tenant")
        same(yield* world.store.outbox.settle(other, "x", ["m", "n"]), 1, "settled by the other")
        same(yield* claim(world, { now: 10, token: "x" }), ["n:1"], "what is left for the first")
        same(yield* world.store.outbox.settle(t, "x", ["m"]), 1, "settled by the first, with the same token and id")
      }),
    "put-off-only-their-own": (world) =>
      Effect.gen(function* () {
        for (const tenant of [t, other]) {
          yield* commit(world, { messages: [message("m")] }, tenant)
          yield* claim(world, { now: 10, token: "x", until: 60, tenant })
        }
        yield* world.store.outbox.retry(t, "x", "m", at(20))
        same(
          yield* claim(world, { now: 59, token: "y", tenant: other }),
          [],
          "a claim of what another tenant still holds"
        )
        same(yield* world.store.outbox.settle(other, "x", ["m"]), 1, "settled by who holds it there")
        same(yield* claim(world, { now: 20, token: "y" }), ["m:2"], "a claim of what was put off")
      }),
    "set-aside-and-revive-only-their-own": (world) =>
      Effect.gen(function* () {
        const { bury, dead, revive } = world.store.outbox
        for (const tenant of [t, other]) {
          yield* commit(world, { messages: [message("m")] }, tenant)
          yield* claim(world, { now: 10, token: "x", tenant })
        }
        yield* bury(t, "x", "m", "no")
        same(yield* dead(other, 10), [], "what is set aside of the other tenant")
        same(yield* revive(other, ["m"], at(20)), 0, "revived by the other tenant")
        same(ids(yield* dead(t, 10)), ["m"], "what is set aside of the first")
      }),
    "are-told-apart-where-something-is-due": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { messages: [message("m")] })
        yield* commit(world, { messages: [message("m", 20)] }, other)
        const due = (now: number) =>
          Effect.map(world.store.outbox.ready(["engine"], at(now), 10), (found) =>
            found.map(({ tenant }) => tenant).sort()
          )
        same(yield* due(10), [t], "tenants with something due")
        same(yield* due(20), [other, t], "tenants with something due later")
      }),
    // "t" and "T", and names that begin alike: a collation or a prefix would mix them up.
    "are-told-apart-by-every-letter": (world) =>
      Effect.gen(function* () {
        const names = ["shop", "Shop", "shop ", "shop/1", "shop%", "sho_"] as Ids.Tenant[]
        for (const [i, name] of names.entries())
          yield* commit(world, { facts: [{ key: "a", expect: 0, put: i }], events: [event("e")] }, name)
        for (const [i, name] of names.entries()) {
          const { facts } = yield* load(world, { facts: ["a"] }, name)
          same(facts, [{ key: "a", version: 1, value: i }], `the fact of "${name}"`)
        }
      }),
    "are-listed-by-name": {
      isRequired: false,
      run: (world) =>
        Effect.gen(function* () {
          for (const name of ["b", "d", "a", "c"] as Ids.Tenant[]) yield* commit(world, { events: [event("e")] }, name)
          same(yield* lists(world, undefined, 10), ["a", "b", "c", "d"], "all tenants")
          same(yield* lists(world, undefined, 2), ["a", "b"], "the first two")
          same(yield* lists(world, "b", 2), ["c", "d"], "two after b")
          same(yield* lists(world, "bb", 1), ["c"], "one after a name that is not there")
          same(yield* lists(world, "d", 10), [], "those after the last")
        })
    }
  }
)

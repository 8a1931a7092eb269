/** Messages: due at their time, held by one, proved by a token, never lost. */
import type { Ids, Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import { area, type Case } from "../Case.ts"
import { holds, same } from "../expectations.ts"
import { at, claim, commit, message, t, type World } from "../World.ts"

const ready = ({ store }: World, lanes: readonly string[], now: number): Effect.Effect<unknown, unknown> =>
  store.outbox.ready(lanes, at(now), 10).pipe(Effect.map((places) => places.map(({ lane }) => lane).sort()))

const threeTenants = ["t", "u", "v"] as Ids.Tenant[]
const bothLanes = ["credits", "gifts"]

/** Two messages in each of two lanes, for each of three tenants. */
const inSixPlaces = (world: World): Effect.Effect<void, unknown> =>
  Effect.forEach(
    threeTenants,
    (tenant) =>
      commit(
        world,
        {
          messages: bothLanes.flatMap((lane) => [message(`${lane}-1`, 10, lane), message(`${lane}-2`, 20, lane)])
        },
        tenant
      ),
    { discard: true }
  )

/** One message `m`, claimed at 10 by `x` until 60. */
const claimed =
  (
    then: (world: World, outbox: Store.Outbox) => Generator<Effect.Effect<unknown, unknown>, void, never>
  ): Case["run"] =>
  (world) =>
    Effect.gen(function* () {
      yield* commit(world, { messages: [message("m")] })
      same(yield* claim(world, { now: 10, token: "x", until: 60 }), ["m:1"], "a first claim")
      yield* Effect.gen(() => then(world, world.store.outbox))
    })

const optional = (run: Case["run"]): { readonly isRequired: boolean; readonly run: Case["run"] } => ({
  isRequired: false,
  run
})

export const outbox = area(
  "outbox",
  { isRequired: true },
  {
    "gives-what-is-due-the-longest-due-first": (world) =>
      Effect.gen(function* () {
        const messages = [message("late", 30), message("b", 20), message("early", 10), message("future", 31)]
        yield* commit(world, { messages })
        same(yield* claim(world, { now: 9, token: "x" }), [], "a claim before anything is due")
        same(yield* claim(world, { now: 30, token: "x", limit: 2 }), ["early:1", "b:1"], "a claim of two")
        same(yield* claim(world, { now: 30, token: "y" }), ["late:1"], "a claim of the rest")
      }),
    "gives-a-message-to-one": claimed(function* (world) {
      same(yield* claim(world, { now: 10, token: "y" }), [], "a claim of what another holds")
      same(yield* claim(world, { now: 59, token: "y" }), [], "a claim just before the first runs out")
    }),
    "gives-it-again-when-a-claim-runs-out": claimed(function* (world) {
      same(yield* claim(world, { now: 60, token: "y", until: 100 }), ["m:2"], "a claim after the first ran out")
      same(yield* claim(world, { now: 99, token: "z" }), [], "a claim of what the second holds")
      same(yield* claim(world, { now: 100, token: "z" }), ["m:3"], "a claim after the second ran out")
    }),
    "settles-for-good": claimed(function* (world, { settle }) {
      same(yield* settle(t, "x", ["m", "never"]), 1, "settled of one message and one that never was")
      same(yield* settle(t, "x", ["m"]), 0, "settled the second time")
      same(yield* claim(world, { now: 10_000, token: "y" }), [], "a claim of what was settled")
    }),
    "takes-no-late-word": claimed(function* (world, { bury, dead, retry, settle }) {
      yield* claim(world, { now: 60, token: "y", until: 200 })
      same(yield* settle(t, "x", ["m"]), 0, "settled with a token that ran out and was replaced")
      yield* retry(t, "x", "m", at(0))
      yield* bury(t, "x", "m", "late")
      same(yield* claim(world, { now: 199, token: "z" }), [], "a claim after a late word from the first")
      same(yield* dead(t, 10), [], "what a late word set aside")
      same(yield* settle(t, "y", ["m"]), 1, "settled by who holds it")
    }),
    // The store has no clock: what has run out is worth something until somebody else takes it.
    "takes-a-word-until-another-holds-it": claimed(function* (world, { settle }) {
      same(yield* claim(world, { now: 59, token: "y" }), [], "a claim of what is held")
      same(yield* settle(t, "x", ["m"]), 1, "settled, however late, while nobody else has it")
      same(yield* claim(world, { now: 10_000, token: "y" }), [], "a claim of what was settled")
    }),
    "takes-no-word-of-strangers": claimed(function* (world, { bury, dead, retry, settle }) {
      same(yield* settle(t, "stranger", ["m"]), 0, "settled with a token that never held it")
      yield* retry(t, "stranger", "m", at(0))
      yield* bury(t, "stranger", "m", "no")
      same(yield* dead(t, 10), [], "what a stranger set aside")
      same(yield* claim(world, { now: 59, token: "y" }), [], "a claim after a stranger's retry")
      same(yield* settle(t, "x", ["m"]), 1, "settled by who holds it")
    }),
    "puts-off": claimed(function* (world, { retry, settle }) {
      yield* retry(t, "x", "m", at(50))
      same(yield* settle(t, "x", ["m"]), 0, "settled after it was given back")
      same(yield* claim(world, { now: 49, token: "y" }), [], "a claim before the new time")
      same(yield* claim(world, { now: 50, token: "y" }), ["m:2"], "a claim at the new time")
    }),
    "sets-aside-with-the-reason": claimed(function* (world, { bury, dead, settle }) {
      yield* bury(t, "x", "m", "no such account")
      const wanted = [{ ...message("m"), attempts: 1, reason: "no such account" }]
      same(yield* dead(t, 10), wanted, "what was set aside")
      same(yield* claim(world, { now: 10_000, token: "y" }), [], "a claim of what was set aside")
      same(yield* settle(t, "x", ["m"]), 0, "settled after it was set aside")
      same(yield* dead(t, 10), wanted, "what is still set aside")
    }),
    "revives-with-no-attempts-counted": claimed(function* (world, { bury, dead, revive }) {
      yield* bury(t, "x", "m", "no such account")
      same(yield* revive(t, ["m", "never"], at(70)), 1, "revived of one message and one that never was")
      same(yield* dead(t, 10), [], "what is set aside after that")
      same(yield* claim(world, { now: 69, token: "y" }), [], "a claim before it is due again")
      same(yield* claim(world, { now: 70, token: "y" }), ["m:1"], "a claim when it is due again")
    }),
    "revives-only-the-dead": claimed(function* (world, { revive }) {
      same(yield* revive(t, ["m"], at(0)), 0, "revived of what somebody holds")
      same(yield* claim(world, { now: 59, token: "y" }), [], "a claim of what is still held")
    }),
    "is-exact-to-the-millisecond": (world) =>
      Effect.gen(function* () {
        const due = 4_102_444_799_999
        yield* commit(world, { messages: [message("m", due)] })
        same(yield* claim(world, { now: due - 1, token: "x" }), [], "a claim a millisecond too early")
        same(yield* claim(world, { now: due, token: "x", until: due + 7 }), ["m:1"], "a claim in time")
        same(yield* claim(world, { now: due + 6, token: "y" }), [], "a claim a millisecond before the first runs out")
        same(yield* claim(world, { now: due + 7, token: "y" }), ["m:2"], "a claim when the first has run out")
        yield* world.store.outbox.retry(t, "y", "m", at(due + 1_001))
        same(yield* claim(world, { now: due + 1_000, token: "z" }), [], "a claim a millisecond before it is due again")
        same(yield* claim(world, { now: due + 1_001, token: "z" }), ["m:3"], "a claim when it is due again")
      }),
    "keeps-lanes-apart": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { messages: [message("m", 10, "credits"), message("n", 10, "gifts")] })
        same(yield* claim(world, { now: 10, token: "x" }), [], "a claim of a lane in which nothing is")
        same(yield* claim(world, { now: 10, token: "x", lane: "gifts" }), ["n:1"], "a claim of one lane")
        same(yield* claim(world, { now: 10, token: "x", lane: "credits" }), ["m:1"], "a claim of the other")
      }),
    // As a collation or a column of fixed width would mix them up.
    "tells-lanes-apart-by-every-letter": (world) =>
      Effect.gen(function* () {
        const lanes = ["gifts", "Gifts", "gifts ", "gift"]
        yield* commit(world, { messages: lanes.map((lane, i) => message(`m${i}`, 10, lane)) })
        for (const [i, lane] of lanes.entries()) {
          same(yield* ready(world, [lane], 10), [lane], `lanes in which something is due, of "${lane}" alone`)
          same(yield* claim(world, { now: 10, token: "x", lane }), [`m${i}:1`], `a claim of the lane "${lane}"`)
        }
      }),
    "tells-tokens-apart-by-every-letter": claimed(function* (world, { bury, dead, retry, settle }) {
      for (const token of ["X", "x ", " x", "xx"]) {
        same(yield* settle(t, token, ["m"]), 0, `settled with the token "${token}" of what "x" holds`)
        yield* retry(t, token, "m", at(0))
        yield* bury(t, token, "m", "no")
      }
      same(yield* dead(t, 10), [], "what was set aside with tokens that look alike")
      same(yield* claim(world, { now: 59, token: "y" }), [], "a claim after tokens that look alike")
      same(yield* settle(t, "x", ["m"]), 1, "settled by who holds it")
    }),
    "says-where-something-is-due": optional((world) =>
      Effect.gen(function* () {
        yield* commit(world, { messages: [message("m", 10, "credits"), message("n", 20, "gifts")] })
        same(yield* ready(world, ["credits", "gifts"], 9), [], "lanes before anything is due")
        same(yield* ready(world, ["credits", "gifts"], 20), ["credits", "gifts"], "lanes in which something is due")
        same(yield* ready(world, ["gifts"], 20), ["gifts"], "lanes among those asked for")
        yield* claim(world, { now: 20, token: "x", lane: "gifts", until: 60 })
        same(yield* ready(world, ["credits", "gifts"], 20), ["credits"], "lanes in which something is not held")
        same(yield* ready(world, ["credits", "gifts"], 60), ["credits", "gifts"], "lanes after a claim ran out")
        // What is set aside or settled would stand in front of what can be done.
        const { bury, revive, settle } = world.store.outbox
        yield* claim(world, { now: 60, token: "y", lane: "gifts" })
        yield* bury(t, "y", "n", "no such account")
        same(yield* ready(world, ["gifts"], 10_000), [], "lanes in which a message is set aside")
        yield* revive(t, ["n"], at(70))
        same(yield* ready(world, ["gifts"], 69), [], "lanes before a revived message is due")
        same(yield* ready(world, ["gifts"], 70), ["gifts"], "lanes in which a revived message is due")
        yield* claim(world, { now: 70, token: "z", lane: "gifts" })
        yield* settle(t, "z", ["n"])
        same(yield* ready(world, ["gifts"], 10_000), [], "lanes in which everything is settled")
      })
    ),
    "names-each-place-once": optional((world) =>
      Effect.gen(function* () {
        yield* inSixPlaces(world)
        const places = yield* world.store.outbox.ready(bothLanes, at(20), 100)
        const wanted = threeTenants.flatMap((tenant) => bothLanes.map((lane) => `${tenant}/${lane}`))
        same(
          places.map(({ lane, tenant }) => `${tenant}/${lane}`).sort(),
          wanted,
          "places in which two messages are due"
        )
      })
    ),
    // Whoever works on what is named gets to the end of it, however few places are named at a time.
    "names-few-places-at-a-time-and-leaves-none-out": (world) =>
      Effect.gen(function* () {
        yield* inSixPlaces(world)
        const served: string[] = []
        for (let i = 0; i < 7; i++) {
          const places = yield* world.store.outbox.ready(bothLanes, at(20), 2)
          holds(places.length <= 2, `${places.length} places were named, though 2 were asked for`)
          for (const { lane, tenant } of places) {
            const ids = yield* claim(world, { now: 20, token: `worker ${i}`, lane, tenant })
            served.push(...ids.map((id) => `${tenant}/${id}`))
          }
        }
        const wanted = threeTenants.flatMap((tenant) =>
          bothLanes.flatMap((lane) => [`${tenant}/${lane}-1:1`, `${tenant}/${lane}-2:1`])
        )
        same(served.sort(), wanted, "messages that were claimed where something was said to be due")
      }),
    "names-the-longest-due-first": (world) =>
      Effect.gen(function* () {
        for (const [i, tenant] of threeTenants.entries()) {
          yield* commit(world, { messages: [message("late", 90), message("m", 30 - 10 * i)] }, tenant)
        }
        for (const limit of [1, 2]) {
          const places = yield* world.store.outbox.ready(["engine"], at(40), limit)
          const wanted = [...threeTenants].reverse().slice(0, limit)
          same([...places.map(({ tenant }) => tenant)].sort(), [...wanted].sort(), `the ${limit} longest due places`)
        }
      }),
    "gives-pages-of-the-dead": optional((world) =>
      Effect.gen(function* () {
        yield* commit(world, { messages: ["a", "b", "c"].map((id) => message(id)) })
        yield* claim(world, { now: 10, token: "x" })
        for (const id of ["a", "b", "c"]) yield* world.store.outbox.bury(t, "x", id, "no")
        same((yield* world.store.outbox.dead(t, 2)).length, 2, "a page of two of three that were set aside")
        same((yield* world.store.outbox.dead(t, 10)).length, 3, "a page of ten")
      })
    )
  }
)

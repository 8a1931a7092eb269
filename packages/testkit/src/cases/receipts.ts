/** An id is taken once: of receipts, and of events and messages too. */
import * as Effect from "effect/Effect"
import { area } from "../Case.ts"
import { same } from "../expectations.ts"
import { asked, claim, commit, event, ids, load, log, message, receipt, t } from "../World.ts"

export const receipts = area(
  "receipts",
  { isRequired: true },
  {
    "are-answered-as-they-were-written": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { receipts: [receipt("r"), receipt("s", null)] })
        const found = (yield* load(world, { receipts: ["s", "r", "never"] })).receipts
        const sorted = [...found].sort((a, b) => (a.key < b.key ? -1 : 1))
        same(sorted, [receipt("r"), receipt("s", null)], "two receipts, and one that never was")
      }),
    "are-taken-once": (world) =>
      Effect.gen(function* () {
        same(yield* commit(world, { receipts: [receipt("r", 1)] }), "committed", "a first receipt")
        same(yield* commit(world, { receipts: [receipt("r", 2), receipt("s")] }), ["Duplicate", ["r"]], "a second")
        const found = (yield* load(world, { receipts: ["r", "s"] })).receipts
        same(found, [receipt("r", 1)], "the receipts after that")
      }),
    "of-a-taken-key-stop-the-whole-batch": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { receipts: [receipt("r")], facts: [{ key: "a", expect: 0, put: 1 }] })
        const again = { receipts: [receipt("r")], facts: [{ key: "a", expect: 1, put: 2 }] }
        same(yield* commit(world, again), ["Duplicate", ["r"]], "a retry with another write")
        same(yield* asked(() => world.peek.fact(t, "a")), 1, "the row of the fact")
      }),
    "events-are-taken-once": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { events: [event("e")] })
        same(yield* commit(world, { events: [event("f"), event("e")] }), ["Duplicate", ["e"]], "an event again")
        same(yield* commit(world, { events: [event("g"), event("g")] }), ["Duplicate", ["g"]], "one twice in a batch")
        same(ids(yield* log(world)), ["e"], "the log after that")
        same(yield* asked(() => world.peek.events(t)), ["e"], "its rows")
      }),
    "messages-are-taken-once": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { messages: [message("m")] })
        same(yield* commit(world, { messages: [message("m", 20)] }), ["Duplicate", ["m"]], "a message again")
        same(yield* claim(world, { now: 100, token: "x" }), ["m:1"], "what can be claimed after that")
      }),
    "messages-are-taken-once-while-dead": (world) =>
      Effect.gen(function* () {
        yield* commit(world, { messages: [message("m")] })
        yield* claim(world, { now: 10, token: "x" })
        yield* world.store.outbox.bury(t, "x", "m", "no such account")
        same(yield* commit(world, { messages: [message("m")] }), ["Duplicate", ["m"]], "a message that is set aside")
      })
  }
)

/** A log in which nothing is ever missed: whoever has read up to a place finds everything else after it. */
import * as Effect from "effect/Effect"
import { area } from "../Case.ts"
import { holds, same } from "../expectations.ts"
import { commit, event, ids, log, pause, race, t } from "../World.ts"

const five = ["a", "b", "c", "d", "e"]

export const eventOrder = area(
  "event order",
  { isRequired: true },
  {
    "is-that-of-commits": (world) =>
      Effect.gen(function* () {
        for (const id of five) yield* commit(world, { events: [event(id)] })
        same(ids(yield* log(world)), five, "five commits")
      }),
    "within-a-commit-is-that-of-the-batch": (world) =>
      Effect.gen(function* () {
        const mixed = ["z", "a", "m", "B", "10", "9"]
        yield* commit(world, { events: mixed.map((id, i) => event(id, { at: (100 - i) as never })) })
        same(ids(yield* log(world)), mixed, "a commit of six")
      }),
    "is-the-same-on-pages-of-any-size": (world) =>
      Effect.gen(function* () {
        for (const id of five) yield* commit(world, { events: [event(id), event(`${id}2`)] })
        const whole = yield* log(world)
        same(whole.length, 10, "events of five commits of two")
        for (const size of [1, 2, 3, 10, 11]) same(yield* log(world, t, size), whole, `the log by pages of ${size}`)
      }),
    "goes-on-from-any-place": (world) =>
      Effect.gen(function* () {
        for (const id of five) yield* commit(world, { events: [event(id)] })
        const whole = yield* log(world)
        for (const [i, { cursor }] of whole.entries()) {
          const rest = yield* world.store.events(t, cursor, 100)
          same(ids(rest.events), five.slice(i + 1), `the log after the place of ${five[i]}`)
          holds(cursor > (whole[i - 1]?.cursor ?? 0), `the place of ${five[i]} is not after the one before it`)
        }
      }),
    "an-end-is-a-place-to-go-on-from": (world) =>
      Effect.gen(function* () {
        const empty = yield* world.store.events(t, 0, 10)
        same(empty.events, [], "a log in which nothing is")
        yield* commit(world, { events: [event("a")] })
        const first = yield* world.store.events(t, empty.next, 10)
        same(ids(first.events), ["a"], "the log after an empty page")
        const end = yield* world.store.events(t, first.next, 10)
        same(end, { events: [], next: first.next }, "the page after the last")
        yield* commit(world, { events: [event("b")] })
        same(ids((yield* world.store.events(t, end.next, 10)).events), ["b"], "the log after the end that was read")
      }),
    "a-reader-among-writers-misses-nothing": (world) =>
      Effect.gen(function* () {
        let left = 12
        const writer = (w: number): Effect.Effect<void, unknown> =>
          Effect.gen(function* () {
            for (let i = 0; i < 6; i++) {
              yield* commit(world, { events: [event(`${w}.${i}.a`), event(`${w}.${i}.b`)] })
              yield* pause((w * 7 + i * 3) % 5)
            }
            left -= 1
          })
        const read: string[] = []
        const reader = Effect.gen(function* () {
          for (let after = 0; ; ) {
            const wasLast = left === 0
            const page = yield* world.store.events(t, after, 5)
            read.push(...ids(page.events))
            after = page.next
            if (wasLast && page.events.length === 0) return
            yield* Effect.yieldNow
          }
        })
        yield* race([...Array.from({ length: 12 }, (_, w) => writer(w)), reader])
        const whole = ids(yield* log(world))
        same(whole.length, 144, "events of twelve writers")
        same(read, whole, "what a reader saw who read along, and the whole log")
        for (let w = 0; w < 12; w++) {
          const own = whole.filter((id) => id.startsWith(`${w}.`))
          const wanted = Array.from({ length: 6 }, (_, i) => [`${w}.${i}.a`, `${w}.${i}.b`]).flat()
          same(own, wanted, "the events of one writer, in the order of its commits")
        }
      })
  }
)

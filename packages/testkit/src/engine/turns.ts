/**
 * Decides who goes first. Whoever comes to the store waits; they are let on one at a time or all at once, in an order
 * that was drawn beforehand, and only once all have come as far as they can alone: so that two engines really stand
 * between a load and a commit at once. A store with real I/O takes its own time on top: whoever is let on goes on
 * beside those before.
 */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { over } from "../over.ts"
import { pause } from "../World.ts"

export interface Turns {
  /** The store as it is seen over a slow line: every load and commit waits for its turn, and every answer of a commit. */
  readonly through: (store: Store.StoreShape) => Store.StoreShape
  /** Lets those on who wait, until the work is done. */
  readonly until: <A>(work: Effect.Effect<A, unknown>) => Effect.Effect<A, unknown>
}

/** From here on a pick lets everybody on at once. */
const all = 8

/** Who is next: places among those who wait, or all of them. */
export const picks: fc.Arbitrary<readonly number[]> = fc.array(fc.nat({ max: all + 3 }), {
  minLength: 1,
  maxLength: 60
})

/** How many turns of the event loop somebody may need to get from one wait to the next. */
const quiet = 4

export const turns = (drawn: readonly number[]): Turns => {
  const waiting: (() => void)[] = []
  let isOpen = true
  let draws = 0
  let arrived = (): void => {}
  const wait = Effect.callback<void>((resume) => {
    if (isOpen) return resume(Effect.void)
    waiting.push(() => resume(Effect.void))
    arrived()
  })
  const somebody = Effect.callback<void>((resume) => {
    if (waiting.length > 0) return resume(Effect.void)
    arrived = () => resume(Effect.void)
  })
  const letOn = Effect.gen(function* () {
    for (;;) {
      yield* somebody
      yield* pause(quiet)
      const pick = drawn[draws++ % Math.max(1, drawn.length)] ?? 0
      const next = pick < all ? waiting.splice(pick % waiting.length, 1) : waiting.splice(0)
      for (const goOn of next) goOn()
    }
  })
  const opened = Effect.sync(() => {
    isOpen = true
    for (const goOn of waiting.splice(0)) goOn()
  })
  return {
    through: (store) =>
      over(store, {
        load: (tenant, keys) => Effect.andThen(wait, store.load(tenant, keys)),
        commit: (tenant, batch) => wait.pipe(Effect.andThen(store.commit(tenant, batch)), Effect.tap(wait))
      }),
    until: (work) =>
      Effect.suspend(() => {
        isOpen = false
        return Effect.raceFirst(work, letOn as Effect.Effect<never>).pipe(Effect.ensuring(opened))
      })
  }
}

/** What time it is: the engine asks a clock, which an integrator can move. */
import * as Instant from "../domain/Instant.ts"
import { unwrap } from "../domain/internal/assert.ts"
import * as Span from "../domain/Span.ts"

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export const system: Clock = { now: () => Date.now() }

export interface MovableClock extends Clock {
  /** Moves to a time, as ISO 8601 with an offset. */
  readonly set: (to: string) => void
  /** Moves on by a span such as `"14 days"`. */
  readonly advance: (by: string) => void
}

/**
 * A clock that stands still until it is moved, for tests and time travel.
 *
 * @example
 * import { movableClock } from "@goodword/core/promise"
 * const clock = movableClock("2026-03-01T00:00:00Z")
 * clock.advance("14 days")
 * new Date(clock.now()).toISOString() // => "2026-03-15T00:00:00.000Z"
 */
export const movableClock = (start: string): MovableClock => {
  let now: number = unwrap(Instant.parse(start))
  return {
    now: () => now,
    set: (to) => {
      now = unwrap(Instant.parse(to))
    },
    advance: (by) => {
      now += unwrap(Span.parse(by))
    }
  }
}

/** The clock's time as an instant; a clock that shows none is a mistake of who made it. */
export const read = (clock: Clock): Instant.Instant => unwrap(Instant.make(Math.trunc(clock.now())))

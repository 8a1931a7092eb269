/** How far time jumps, most often to the edge of a hold, a window or a deadline; and clocks that do not agree. */
import fc from "fast-check"

const hour = 3_600_000
const day = 24 * hour

/** Milliseconds between two steps of a history. */
export const jump: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(1, 1000, hour, hour - 1, day, 2 * day, 3 * day - 1, 3 * day, 14 * day, 90 * day, 400 * day),
  fc.integer({ min: 0, max: 20 * day })
)

/** How much a clock goes ahead of the others (above zero) or behind them. */
export const skew: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, -1, 1000, -1000, hour, -hour, day, -day),
  fc.integer({ min: -5 * day, max: 5 * day })
)

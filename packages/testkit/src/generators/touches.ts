/** Touches that led somebody here: many from few advocates, some at one instant, some a day or a window apart. */
import { AttributionModel, type Fact, type Ids, type Instant } from "@goodword/core"
import fc from "fast-check"

const day = 86_400_000
const start = Date.UTC(2026, 2, 5, 17)

const moment = fc.oneof(
  fc.constantFrom(0, 1, 1000, day - 1, day, 2 * day, 29 * day, 30 * day),
  fc.integer({ min: 0, max: 30 * day })
)

/** A touch without its id: who, how, and when. */
export interface Contact {
  readonly advocate: Ids.PersonId
  readonly source: Fact.TouchSource
  readonly at: Instant.Instant
}

/** 1 to `max` contacts at different times, as they arrived: in any order. */
export const contacts = (max = 16): fc.Arbitrary<readonly Contact[]> =>
  fc.uniqueArray(
    fc.record({
      advocate: fc.nat({ max: 4 }).map((n) => `adv_${n}` as Ids.PersonId),
      source: fc.constantFrom<Fact.TouchSource>("click", "code"),
      at: moment.map((ms) => (start + ms) as Instant.Instant)
    }),
    { minLength: 1, maxLength: max, selector: ({ at }) => at }
  )

/** Contacts as touches, oldest first, with ids in the order in which they are given here. */
export const trail = (all: readonly Contact[]): readonly [Fact.Touch, ...Fact.Touch[]] =>
  all
    .map((one, i): Fact.Touch => ({ touch: `t${i + 10}`, program: "spring" as Ids.ProgramId, ...one }))
    .sort(AttributionModel.before) as [Fact.Touch, ...Fact.Touch[]]

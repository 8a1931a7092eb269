/** When a milestone is due, as it is written and read: at every so many friends, once at a number, or for a streak. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Calendar from "./Calendar.ts"
import { type Issue, issuesOf } from "./internal/issues.ts"
import { periodsMax } from "./PeriodCounts.ts"

/** How many friends in each of how many periods that follow each other. */
export interface Streak {
  readonly friends: number
  readonly per: Exclude<Calendar.Period, "ever">
  readonly periods: number
}

export type Due = { readonly every: number } | { readonly at: number } | { readonly streak: Streak }

const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

/** One of the three is said: `saysOne` looks. */
export const fields = {
  every: Schema.optionalKey(Count),
  at: Schema.optionalKey(Count),
  streak: Schema.optionalKey(Schema.Unknown)
}

const StreakDocument = Schema.Struct({
  friends: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))),
  per: Schema.Literals(["calendar day", "calendar week", "calendar month", "calendar quarter", "calendar year"]),
  periods: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: periodsMax }))
})

/** As it is written. */
export type DueInput =
  | { readonly every: number }
  | { readonly at: number }
  | { readonly streak: typeof StreakDocument.Encoded }

interface Document {
  readonly every?: number
  readonly at?: number
  readonly streak?: unknown
}

const decodeStreak = Schema.decodeUnknownResult(StreakDocument)

export const saysOne = Schema.makeFilter(
  ({ at, every, streak }: Document) =>
    [every, at, streak].filter((one) => one !== undefined).length === 1 ||
    'must say when it is due, in one way: every: 3, or at: 10, or streak: { friends: 1, per: "calendar month", periods: 3 }'
)

export const read = ({ at, every, streak }: Document, path: readonly (string | number)[], issues: Issue[]): Due => {
  if (every !== undefined) return { every }
  if (at !== undefined || streak === undefined) return { at: at ?? 1 }
  const decoded = decodeStreak(streak, { errors: "all", onExcessProperty: "error" })
  if (Result.isSuccess(decoded)) return { streak: { ...decoded.success, friends: decoded.success.friends ?? 1 } }
  issues.push(...issuesOf(decoded.failure, [...path, "streak"]))
  return { at: 1 }
}

/** Milestones: what an advocate has earned by a number of friends, or by friends in periods that follow each other. */
import { type Evidence, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Due } from "./MilestoneTerms.ts"
import * as PeriodCounts from "./PeriodCounts.ts"

/**
 * How many times a milestone is earned by the friends who stand now. It changes by one at the most with each friend:
 * each is a reward of its own, and the last falls first.
 */
export const earned = (due: Due, { periods, qualified }: Pick<Fact.Advocate, "periods" | "qualified">): number => {
  if ("every" in due) return Math.floor(qualified / due.every)
  if ("at" in due) return qualified >= due.at ? 1 : 0
  const { friends, per, periods: wanted } = due.streak
  return PeriodCounts.longestRun(periods ?? [], per, friends) >= wanted ? 1 : 0
}

/** Which of its rewards, counted from 1, begin or end where there are so many friends and not one less. */
export const edges = (due: Due, friends: number): readonly number[] => {
  if ("every" in due) return friends > 0 && friends % due.every === 0 ? [friends / due.every] : []
  if ("at" in due) return friends === due.at ? [1] : []
  return [1]
}

/** What led to it. */
export const because = (due: Due, friends: number): Evidence =>
  "streak" in due
    ? passed("qualification", `${due.streak.periods} times in a row`, due.streak.per)
    : passed("qualification", `friend number ${friends}`)

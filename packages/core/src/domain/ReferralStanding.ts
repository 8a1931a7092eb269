/** Whether a friend counts for the advocate. */
import type * as Fact from "./Fact.ts"

/** Whether the friend counts as qualified; a review does not change that until its verdict. */
export const stands = ({ review, state }: Pick<Fact.Referral, "review" | "state">): boolean =>
  state === "qualified" || (state === "in-review" && review?.from === "qualified")

/** Whether the parts of a policy that compares them can be compared: amounts of one unit, worth it at one moment. */
import type { Catalogs } from "./Catalogs.ts"
import type { Path } from "./Entries.ts"
import * as Give from "./Give.ts"
import { type Issue, pathText } from "./internal/issues.ts"

/**
 * What a program says that no grant could ever decide.
 *
 * @param isFriends whether the rewards are the friend's, whose discounts are taken off at checkout
 */
export const comparisonIssues = (
  give: Give.Give,
  place: Path,
  isFriends: boolean,
  catalogs: Catalogs
): readonly Issue[] => {
  if (Give.isReward(give)) return []
  const below = Give.partsIn(give, place, catalogs).flatMap((one) =>
    comparisonIssues(one.part, one.place, isFriends, catalogs)
  )
  if (catalogs.policies.get(give.policy)?.rank === undefined) return below
  const measures = Give.placed(give, place, catalogs).map((one) => ({
    ...one,
    measure: measureOf(one.reward, isFriends, catalogs)
  }))
  const first = measures.find(({ measure }) => "as" in measure)?.measure
  return [
    ...below,
    ...measures.flatMap(({ measure, place, reward }) => {
      if ("issue" in measure) return [{ path: pathText(place), message: `${reward.kind} ${measure.issue}` }]
      if (first === undefined || !("as" in first) || first.as === measure.as) return []
      const message = `is worth ${measure.as}, which ${give.policy} cannot compare with ${first.as}`
      return [{ path: pathText(place), message }]
    })
  ]
}

type Measure = { readonly as: string } | { readonly issue: string }

const measureOf = ({ kind, terms }: Give.Reward, isFriends: boolean, catalogs: Catalogs): Measure => {
  const entry = catalogs.rewards.get(kind)
  if (entry?.form === "discount" && isFriends) return { as: "money off the order" }
  if (entry?.form !== "value") return { issue: "is no amount when it is granted, so nothing can be compared with it" }
  const most = entry.most(terms)
  return most === undefined
    ? { issue: "names no maximum, so nobody knows in which currency it pays: add one, or leave it out" }
    : { as: `${most.unit}` }
}

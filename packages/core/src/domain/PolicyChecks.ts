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

/** What a program says of choices that nobody could make. */
export const choiceIssues = (give: Give.Give, place: Path, catalogs: Catalogs): readonly Issue[] => {
  const [first, ...others] = choicesIn(give, place, catalogs)
  if (first === undefined) return []
  const more = others.map((one) => ({
    path: pathText(one.place),
    message: "is a second choice, and a person has one wish for an offer: make it an offer of its own"
  }))
  return [...more, ...[first, ...others].flatMap((one) => optionIssues(one, catalogs))]
}

interface Composed {
  readonly give: Give.Composed
  readonly place: Path
}

const choicesIn = (give: Give.Give, place: Path, catalogs: Catalogs): readonly Composed[] => {
  if (Give.isReward(give)) return []
  const below = Give.partsIn(give, place, catalogs).flatMap((one) => choicesIn(one.part, one.place, catalogs))
  return catalogs.policies.get(give.policy)?.options === undefined ? below : [{ give, place }, ...below]
}

const optionIssues = ({ give, place }: Composed, catalogs: Catalogs): readonly Issue[] => {
  const options = catalogs.policies.get(give.policy)?.options?.(give.terms) ?? []
  if (options.length !== give.of.length) {
    const message = `names ${options.length} options for ${give.of.length} parts: name each part once, in their order`
    return [{ path: pathText([...place, "options"]), message }]
  }
  return Give.partsIn(give, place, catalogs).flatMap((one) => {
    const count = Give.rewardsIn(one.part).length
    const message = `is an option of ${count} rewards, and one is chosen in place of another: let it be one reward`
    return count === 1 ? [] : [{ path: pathText(one.place), message }]
  })
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

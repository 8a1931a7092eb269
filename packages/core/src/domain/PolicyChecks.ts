/** Whether the parts of a policy that compares them can be compared: amounts of one unit, worth it at one moment. */
import type { Catalogs } from "./Catalogs.ts"
import type { Path } from "./Entries.ts"
import * as Give from "./Give.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import type { AnyPolicy } from "./Policy.ts"

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
  const [first, ...others] = within(give, place, catalogs, ({ options }) => options !== undefined)
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

/** The policies of one sort in what is given, from the outside in. */
const within = (
  give: Give.Give,
  place: Path,
  catalogs: Catalogs,
  isOne: (policy: AnyPolicy) => boolean
): readonly Composed[] => {
  if (Give.isReward(give)) return []
  const below = Give.partsIn(give, place, catalogs).flatMap((one) => within(one.part, one.place, catalogs, isOne))
  const policy = catalogs.policies.get(give.policy)
  return policy !== undefined && isOne(policy) ? [{ give, place }, ...below] : below
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

/** What a program says of lotteries that cannot be drawn. */
export const lotteryIssues = (
  give: Give.Give,
  place: Path,
  isFriends: boolean,
  catalogs: Catalogs
): readonly Issue[] => {
  const lotteries = within(give, place, catalogs, ({ odds }) => odds !== undefined)
  const more = lotteries.slice(1).map((one) => ({
    path: pathText(one.place),
    message: "is a second lottery, and an offer draws once for an occasion: make it an offer of its own"
  }))
  const above = within(give, place, catalogs, ({ options, rank }) => options !== undefined || rank !== undefined)
  const compared = above.flatMap((one) => within(one.give, one.place, catalogs, ({ odds }) => odds !== undefined))
  return [
    ...more,
    ...compared.map((one) => ({
      path: pathText(one.place),
      message: "is drawn by lot when it is granted, so nobody can choose or compare it before: draw around the others"
    })),
    ...lotteries.flatMap((one) => drawIssues(one, isFriends, catalogs))
  ]
}

const drawIssues = ({ give, place }: Composed, isFriends: boolean, catalogs: Catalogs): readonly Issue[] => {
  const odds = catalogs.policies.get(give.policy)?.odds?.(give.terms) ?? []
  const count = `names ${odds.length} odds for ${give.of.length} parts: name each part's once, in their order`
  const counts = odds.length === give.of.length ? [] : [{ path: pathText([...place, "odds"]), message: count }]
  const off = Give.placed(give, place, catalogs).filter(
    ({ reward }) => isFriends && catalogs.rewards.get(reward.kind)?.form === "discount"
  )
  const message =
    'is a discount at checkout, which is taken off before anything is drawn: write on: "sign-up", or give something else'
  return [...counts, ...off.map((one) => ({ path: pathText(one.place), message }))]
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

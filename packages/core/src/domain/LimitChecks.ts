/** Whether budgets, caps and lives can hold a reward that a program gives. */
import * as CapTerms from "./CapTerms.ts"
import type * as Give from "./Give.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import type { Program } from "./ProgramTerms.ts"
import type { AnyRewardKind } from "./RewardKind.ts"
import type * as Span from "./Span.ts"
import { isCurrency } from "./Unit.ts"

/** Where in a program it is given. */
export type Side = "friend" | "advocate" | "milestones" | "exchanges"
type Path = readonly (string | number)[]

/** What is given away cannot lapse. */
export const lifeIssues = (
  kind: AnyRewardKind | undefined,
  expires: Span.Span | null,
  path: Path
): readonly Issue[] => {
  if (kind?.isGivenAway !== true || expires === null) return []
  const message = `${kind.kind} is given away for good the moment it is available, so nothing of it can expire: leave it out`
  return [{ path: pathText(path), message }]
}

/** A budget can only carry what has a price in its currency. */
export const budgetIssues = (
  { budgets }: Program,
  kind: AnyRewardKind | undefined,
  { terms }: Give.Reward,
  path: string
): readonly Issue[] => {
  const [first] = budgets
  if (first === undefined) return []
  const { unit } = first.amount
  const most = kind?.most(terms)
  if (most === undefined) {
    // What comes as one piece has a price, and an amount a bound.
    const field = kind?.form === "perk" ? "cost" : "maximum"
    return [{ path, message: `has no ${field}, so no budget can carry it: add ${field}: "50.00 ${unit}"` }]
  }
  if (!isCurrency(most.unit) || budgets.some(({ amount }) => amount.unit === most.unit)) return []
  const units = [...new Set(budgets.map(({ amount }) => amount.unit))].join(", ")
  return [{ path, message: `is paid in ${most.unit}, but the budget is in ${units}: add a budget in ${most.unit}` }]
}

/** An amount can only be capped where there is one, in the unit that is given. */
export const capIssues = (
  caps: readonly CapTerms.Cap[],
  reward: Give.Reward,
  side: Side,
  kind: AnyRewardKind | undefined,
  isOff: boolean,
  path: Path
): readonly Issue[] =>
  caps.flatMap((cap, i): readonly Issue[] => {
    const unit = CapTerms.unitOf(cap)
    const at = caps.length > 1 ? [...path, i] : path
    if (side === "milestones" && CapTerms.rollingDays(cap.per) !== undefined) {
      return [{ path: pathText([...at, "per"]), message: "a milestone is capped per calendar period only: name one" }]
    }
    if (unit === null || kind === undefined) return []
    const most = kind.most(reward.terms)
    const isGranted = kind.form === "value" || (kind.form === "discount" && isOff)
    if (kind.form === "perk") {
      return [{ path: pathText(at), message: "it is granted as one piece, which has no amount: cap its count instead" }]
    }
    if (most === undefined && !isGranted) {
      return [{ path: pathText(at), message: `cannot be counted, since the reward has no maximum: add one in ${unit}` }]
    }
    if (most !== undefined && most.unit !== unit) {
      return [{ path: pathText([...at, "amount"]), message: `is in ${unit}, but the reward is in ${most.unit}` }]
    }
    return cap.onFull === "fill" && kind.form !== "value"
      ? [{ path: pathText([...at, "onFull"]), message: 'a discount is given whole or not at all: write "refuse"' }]
      : []
  })

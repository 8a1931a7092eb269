/**
 * Caps and budgets: whether there is room for one more reward, and the counters that it takes from.
 *
 * A budget is the program's, at its live value; a cap is a term of the offer, as pinned. Periods are those of the time
 * at which the order was placed. A grant stores what it charged, so that giving back reaches the same period.
 */
import type { Compiled, Rule } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed } from "./Evidence.ts"
import type { Charge } from "./Fact.ts"
import type { PersonId, ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { part } from "./Key.ts"
import { budget as carries } from "./limits/budget.ts"
import { cap } from "./limits/cap.ts"
import type { Money } from "./Money.ts"
import { isCurrency } from "./Unit.ts"

export const budgetKey = (live: Compiled, at: Instant): string | undefined =>
  live.budget === null ? undefined : `budget/${live.id}/${live.budget.periodOf(at).key}/${live.budget.unit}`

export const capKey = (program: ProgramId, rule: Rule, person: PersonId, at: Instant): string | undefined =>
  rule.cap === null ? undefined : `cap/${program}/${rule.id}/${part(person)}/${rule.cap.periodOf(at).key}`

export interface Room {
  readonly evidence: readonly Evidence[]
  /** The check that found no room; `undefined` where there is some. */
  readonly refusal: "cap" | "budget" | undefined
  readonly charges: readonly (Charge & { readonly max: bigint })[]
}

const boundless: Room = { evidence: [], refusal: undefined, charges: [] }

/**
 * Looks whether a reward fits.
 *
 * @param cost what the budget would have to carry: the amount, or what an entitlement can cost at most
 */
export const roomFor = (
  draft: Draft.Draft,
  live: Compiled,
  rule: Rule,
  person: PersonId,
  at: Instant,
  cost: Money | null
): Room => {
  if (rule.cap === null && live.budget === null) return boundless
  const evidence: Evidence[] = []
  const charges: (Charge & { readonly max: bigint })[] = []
  const capped = capKey(live.id, rule, person, at)
  if (capped !== undefined && rule.cap !== null) {
    const used = Draft.counter(draft, capped)
    const check = cap(used, rule.cap.count, rule.cap.periodOf(at).key)
    evidence.push(check)
    if (!check.passed) return refuse(draft, "cap", capped, evidence)
    charges.push({ counter: capped, add: 1n, max: rule.cap.count })
  }
  const budgeted = budgetKey(live, at)
  const { budget } = live
  if (budgeted === undefined || budget === null || (cost !== null && !isCurrency(cost.unit))) {
    return { evidence, refusal: undefined, charges }
  }
  const whole = { minor: budget.max, unit: budget.unit }
  // Older terms, from before there was a budget, may name no maximum: no budget can carry that.
  if (cost === null)
    return { evidence: [...evidence, failed("budget", "no maximum", whole)], refusal: "budget", charges: [] }
  if (cost.unit !== budget.unit) {
    evidence.push(carries(cost, whole, whole))
    return { evidence, refusal: "budget", charges: [] }
  }
  const left = { minor: budget.max - Draft.counter(draft, budgeted), unit: budget.unit }
  const check = carries(cost, left, whole)
  evidence.push(check)
  if (!check.passed) return refuse(draft, "budget", budgeted, evidence)
  charges.push({ counter: budgeted, add: cost.minor, max: budget.max })
  return { evidence, refusal: undefined, charges }
}

/** A refusal was concluded from the counter's value, so the value must still stand when it is committed. */
const refuse = (draft: Draft.Draft, by: "cap" | "budget", counter: string, evidence: readonly Evidence[]): Room => {
  draft.fences.push(counter)
  return { evidence, refusal: by, charges: [] }
}

const nothing: readonly Charge[] = []

/** Takes the room that was found; the bounds hold at commit, whoever else came in between. */
export const take = (draft: Draft.Draft, { charges }: Room): readonly Charge[] =>
  charges.length === 0
    ? nothing
    : charges.map(({ add, counter, max }) => {
        Draft.charge(draft, counter, add, max)
        return { counter, add }
      })

/**
 * Gives back what a grant charged, when some of it is taken back: budgets the part of the amount, caps their slot once
 * nothing of the reward is left. An entitlement's reserve goes back whole.
 */
export const giveBack = (
  draft: Draft.Draft,
  charges: readonly Charge[],
  taken: Money,
  isLast: boolean
): readonly Charge[] => {
  const given: Charge[] = []
  for (const { add, counter } of charges) {
    const isOfAmount = counter.startsWith("budget/") && counter.endsWith(`/${taken.unit}`)
    const back = isOfAmount ? taken.minor : isLast ? add : 0n
    if (back === 0n) continue
    Draft.giveBack(draft, counter, back)
    given.push({ counter, add: -back })
  }
  return given
}

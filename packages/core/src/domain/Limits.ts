/**
 * Caps and budgets: whether there is room for one more reward, and the counters that it takes from.
 *
 * A budget is the program's, at its live value; a cap is a term of the offer, as pinned. Periods are those of the time
 * at which the order was placed. A grant stores what it charged, so that giving back reaches the same period.
 */
import * as Charge from "./Charge.ts"
import type { Budget, Cap, Compiled, Rule } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { PersonId, ProgramId, Side } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { part } from "./Key.ts"
import { budget as carries } from "./limits/budget.ts"
import { cap as countLeft } from "./limits/cap.ts"
import { capAmount } from "./limits/cap-amount.ts"
import type { Money } from "./Money.ts"
import * as RollingWindow from "./RollingWindow.ts"
import * as Scout from "./Scout.ts"
import { isCurrency } from "./Unit.ts"

/** The advocate and the friend, one of whom gets the reward. */
export interface Pair {
  readonly advocate: PersonId
  readonly friend: PersonId
}

/** Who of a pair a rule rewards; somebody without a friend stands as the advocate. */
export const personOf = (side: Side, { advocate, friend }: Pair): PersonId => (side === "friend" ? friend : advocate)

const budgetKey = (program: ProgramId, budget: Budget, at: Instant): string =>
  `budget/${program}/${budget.periodOf(at).key}/${budget.unit}`

/** The counter of a cap, or the fact of a rolling one. Only an amount's ends in its unit. */
const capKey = ({ counters, of, period, unit }: Cap, { side }: Rule, pair: Pair, at: Instant): string => {
  const person = personOf(side, pair)
  const whose =
    of === "person" ? `/${part(person)}` : of === "pair" ? `/${part(pair.advocate)}/${part(pair.friend)}` : ""
  const when = typeof period === "function" ? period(at).key : `${period.days}d`
  return `${counters}${whose}/${when}${unit === null ? "" : `/${unit}`}`
}

/** The counters and windows that a reward of a rule may take from. */
export const plan = (scout: Scout.Scout, live: Compiled, rules: readonly Rule[], pair: Pair, at: Instant): void => {
  for (const budget of live.budgets) Scout.wantCounter(scout, budgetKey(live.id, budget, at))
  for (const rule of rules) {
    for (const cap of rule.caps) {
      const key = capKey(cap, rule, pair, at)
      if (typeof cap.period === "function") Scout.wantCounter(scout, key)
      else Scout.want(scout, key)
    }
  }
}

/** Most rules have no caps, and many programs no budget: there is room for everything then, and nothing to look at. */
export const isBounded = (live: Compiled, rule: Rule): boolean => rule.caps.length > 0 || live.budgets.length > 0

export interface Room {
  readonly evidence: readonly Evidence[]
  /** The check that found no room; `undefined` where there is some. */
  readonly refusal: string | undefined
  /** What fits: less than was asked only where a cap may be filled. */
  readonly amount: Money
  /** What a grant takes; nothing is taken where there is no room. */
  readonly charges: readonly Taking[]
}

/** What is taken, and the bound that the store enforces. */
type Taking = Fact.Charge & { readonly max: bigint }

/**
 * Looks whether a reward fits.
 *
 * @param most what an entitlement can cost at most, in place of the amount; `null` where nothing bounds it
 */
export const roomFor = (
  draft: Draft.Draft,
  live: Compiled,
  rule: Rule,
  pair: Pair,
  at: Instant,
  asked: Money,
  most: Money | null = asked
): Room => {
  const looking: Looking = { draft, evidence: [], charges: [] }
  const uses = rule.caps.map((cap) => useOf(draft, cap, rule, pair, at))
  const amount = filled(looking, uses, asked)
  const cost = most === asked ? amount : most
  const refusal =
    uses.map((use) => capRefusal(looking, use, cost)).find(isSome) ?? budgetRefusal(looking, live, at, cost)
  return { evidence: looking.evidence, refusal, amount, charges: looking.charges }
}

const isSome = (text: string | undefined): text is string => text !== undefined

interface Looking {
  readonly draft: Draft.Draft
  readonly evidence: Evidence[]
  readonly charges: Taking[]
}

/** A cap, and what is used of it. */
interface Use {
  readonly cap: Cap
  readonly key: string
  readonly used: bigint
  /** As evidence names it. */
  readonly period: string
  readonly window: Fact.Charge["window"]
}

const useOf = (draft: Draft.Draft, cap: Cap, rule: Rule, pair: Pair, at: Instant): Use => {
  const key = capKey(cap, rule, pair, at)
  const { period } = cap
  if (typeof period === "function") {
    return { cap, key, used: Draft.counter(draft, key), period: period(at).key, window: undefined }
  }
  const { dayIn, days } = period
  const window = Draft.read<Fact.RollingWindow>(draft, key)
  const day = RollingWindow.dayFor(window, dayIn(at), days)
  const used = RollingWindow.usedAround(window, day, days)
  return { cap, key, used, period: `${days} days`, window: { day, days } }
}

/** The amount as far as the caps that may be filled have room for it, where they have any. */
const filled = (looking: Looking, uses: readonly Use[], asked: Money): Money => {
  let { minor } = asked
  for (const { cap, key, used, window } of uses) {
    const left = cap.max - used
    if (!cap.isFilling || left >= minor || left <= 0n) continue
    minor = left
    // The part that fits was concluded from what was left, so that must still be so when it is committed.
    if (window === undefined) looking.draft.fences.push(key)
  }
  return { minor, unit: asked.unit }
}

const capRefusal = (looking: Looking, use: Use, cost: Money | null): string | undefined => {
  const { cap, key, period, used, window } = use
  const add = cap.unit === null ? 1n : (cost?.minor ?? 0n)
  const check = cap.unit === null ? countLeft(used, cap.max, period) : amountLeft(use, cap.unit, cost)
  looking.evidence.push(check)
  if (!check.passed) return refuse(looking, check, window === undefined ? key : undefined)
  looking.charges.push({ counter: key, add, max: cap.max, ...(window === undefined ? {} : { window }) })
  return undefined
}

const amountLeft = ({ cap, period, used }: Use, unit: Money["unit"], cost: Money | null): Evidence => {
  const most = { minor: cap.max, unit }
  if (cost === null) return failed("cap-amount", "no maximum", most)
  // A cap that was lowered may have less than nothing left.
  const left = cap.max > used ? cap.max - used : 0n
  return capAmount(cost, { minor: left, unit }, most, period)
}

/** Points and perks that cost nothing are no money, and are charged to no budget. */
const budgetRefusal = (looking: Looking, live: Compiled, at: Instant, cost: Money | null): string | undefined => {
  const [first] = live.budgets
  if (first === undefined || (cost !== null && !isCurrency(cost.unit))) return undefined
  const whole = { minor: first.max, unit: first.unit }
  // Older terms, from before there was a budget, may name no maximum: no budget can carry that.
  if (cost === null) return refuse(looking, push(looking, failed("budget", "no maximum", whole)), undefined)
  if (live.budgets.every(({ unit }) => unit !== cost.unit)) {
    return refuse(looking, push(looking, carries(cost, whole, whole)), undefined)
  }
  for (const budget of live.budgets) {
    if (budget.unit !== cost.unit) continue
    const key = budgetKey(live.id, budget, at)
    const { max, unit } = budget
    const left = { minor: max - Draft.counter(looking.draft, key), unit }
    const check = push(looking, carries(cost, left, { minor: max, unit }))
    if (!check.passed) return refuse(looking, check, key)
    looking.charges.push({ counter: key, add: cost.minor, max })
  }
  return undefined
}

const push = ({ evidence }: Looking, check: Evidence): Evidence => {
  evidence.push(check)
  return check
}

/** A refusal was concluded from the counter's value, so the value must still stand when it is committed. */
const refuse = ({ draft }: Looking, { check }: Evidence, counter: string | undefined): string => {
  if (counter !== undefined) draft.fences.push(counter)
  return check
}

/** Takes the room that was found; the bounds hold at commit, whoever else came in between. */
export const take = (draft: Draft.Draft, { charges }: Room): readonly Fact.Charge[] =>
  charges.map(({ max, ...charge }) => {
    if (charge.window === undefined) Draft.charge(draft, charge.counter, charge.add, max)
    return charge
  })

/** Gives back what was taken for a moment only, and stands in no event. */
export const release = (draft: Draft.Draft, charges: readonly Fact.Charge[]): void => {
  for (const { add, counter, window } of charges) if (window === undefined) Draft.giveBack(draft, counter, add)
}

/**
 * Gives back what a grant charged, when some of it is taken back: budgets and capped amounts the part of the amount,
 * counts their slot once nothing of the reward is left. An entitlement's reserve goes back whole.
 */
export const giveBack = (
  draft: Draft.Draft,
  charges: readonly Fact.Charge[],
  taken: Money,
  isLast: boolean
): readonly Fact.Charge[] => {
  const given: Fact.Charge[] = []
  for (const charge of charges) {
    const back = Charge.isOfAmount(charge, taken.unit) ? taken.minor : isLast ? charge.add : 0n
    if (back === 0n) continue
    if (charge.window === undefined) Draft.giveBack(draft, charge.counter, back)
    given.push({ ...charge, add: -back })
  }
  return given
}

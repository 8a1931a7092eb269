/** The friend's discounts on a cart: what each offer takes off, with every check. */
import * as Result from "effect/Result"
import { type Look, ordered, worthOf } from "./Award.ts"
import * as Choice from "./Choice.ts"
import { type Compiled, type Rule, worthOn } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import type * as Draft from "./Draft.ts"
import * as EveryOrder from "./EveryOrder.ts"
import { type Evidence, failed, firstFailure, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { ProgramId } from "./Ids.ts"
import { leavesOf, type Shape } from "./Leaves.ts"
import * as Limits from "./Limits.ts"
import * as Line from "./Line.ts"
import type { Money } from "./Money.ts"
import type { Checkout as Terms } from "./ProgramTerms.ts"

export interface Cart extends Terms {
  readonly draft: Draft.Draft
  readonly program: ProgramId
  /** What may be given, as pinned, and the program as it is live: its budget must carry it. */
  readonly offers: readonly Shape<Rule>[]
  readonly live: Compiled
  readonly pair: Limits.Pair
  /** Which order of the friend it would be. */
  readonly placed: EveryOrder.Placed
  readonly whole: Line.Whole
  /** What conditions see: the whole cart. */
  readonly sight: Sight
  readonly because: Evidence[]
}

interface Till extends Cart {
  readonly discounts: Fact.Discount[]
  readonly charges: Fact.Charge[]
  left: Line.Whole
}

/** What is taken off a cart, and what that leaves of it. */
export interface TakenOff {
  readonly discounts: readonly Fact.Discount[]
  readonly left: Line.Whole
}

/** Each discount applies to what the ones before it left; line by line; together they never exceed the cart. */
export const discounts = (cart: Cart): TakenOff => {
  const till: Till = { ...cart, discounts: [], charges: [], left: cart.whole }
  const offers = cart.offers.flatMap(discounting)
  const exclusive = offers.filter(({ rule }) => rule.isExclusive)
  if (!takeBest(till, exclusive)) {
    for (const lane of lanesOf(offers.filter((offer) => !exclusive.includes(offer)))) takeBest(till, lane)
  }
  // A quote reserves nothing. But that there was room must be true when it is committed, so the room is taken for a moment.
  Limits.release(cart.draft, till.charges)
  return till
}

/** An offer with a discount. What it says of itself stands in each of its rules; the first bears its name. */
interface Discounting {
  readonly offer: Shape<Rule>
  readonly rule: Rule
}

const discounting = (offer: Shape<Rule>): readonly Discounting[] => {
  const rules = leavesOf(offer)
  return rules.some(({ atCheckout }) => atCheckout) ? rules.slice(0, 1).map((rule) => ({ offer, rule })) : []
}

/** Numbered lanes in their order; then each offer that names none, as they are written. */
const lanesOf = (offers: readonly Discounting[]): readonly (readonly Discounting[])[] => {
  const numbered = new Map<number, Discounting[]>()
  const alone: Discounting[][] = []
  for (const one of offers) {
    const { lane } = one.rule
    if (lane === null) alone.push([one])
    else numbered.set(lane, [...(numbered.get(lane) ?? []), one])
  }
  const inOrder = [...numbered].sort(([a], [b]) => a - b).map(([, lane]) => lane)
  return [...inOrder, ...alone]
}

/** Takes off the best offer that gives anything; of equals the one whose name comes first. */
const takeBest = (till: Till, offers: readonly Discounting[]): boolean => {
  if (offers.length === 1) return offers.some(({ offer }) => take(till, offer))
  const sign = till.bestFor === "person" ? -1 : 1
  return offers
    .map(({ offer, rule: { id } }) => ({ offer, id, worth: worthOf(offer, lookOf(till, discountNow)) }))
    .sort((a, b) => sign * order(a.worth, b.worth) || order(a.id, b.id))
    .some(({ offer }) => take(till, offer))
}

const order = <A extends bigint | string>(a: A, b: A): number => (a < b ? -1 : a > b ? 1 : 0)

const discountNow = (till: Till, rule: Rule): bigint => (rule.atCheckout ? worthNow(till, rule) : 0n)

const lookOf = (till: Till, worthNow: (till: Till, rule: Rule) => bigint): Look => ({
  worthNow: (rule) => worthNow(till, rule),
  byWish: (parts) => Choice.inOrder(till.draft, till.program, till.pair, parts)
})

/** What conditions read at this point of the cart. */
const sightNow = ({ base, left, sight }: Till): Sight => (base === "before" ? sight : { ...sight, ...left })

/** Takes off what an offer gives at checkout; answers whether it gives anything, now or with the order. */
const take = (till: Till, offer: Shape<Rule>): boolean => {
  if (offer._tag === "Leaf") return offer.leaf.atCheckout ? takeOff(till, offer.leaf) : worthNow(till, offer.leaf) > 0n
  const parts = ordered(offer, lookOf(till, worthNow))
  const ask = (part: Shape<Rule>): boolean => take(till, part)
  return offer.gives === "each" ? parts.reduce((isGiven, part) => ask(part) || isGiven, false) : parts.some(ask)
}

/** What a rule is worth: a discount on what is left, anything else on the order that will follow. */
const worthNow = (till: Till, rule: Rule): bigint => {
  const { left, placed, whole } = till
  if (firstFailure(EveryOrder.checkedOn(rule, sightNow(till), placed)) !== undefined) return 0n
  const worth = worthOn(rule, rule.atCheckout ? left : whole)
  return Result.isSuccess(worth) ? worth.success.minor : 0n
}

const takeOff = (till: Till, rule: Rule): boolean => {
  const { because, placed, program } = till
  const evidence = EveryOrder.checkedOn(rule, sightNow(till), placed)
  because.push(...evidence)
  if (firstFailure(evidence) !== undefined) return false
  const amount = discountOf(rule, till.left, because)
  if (amount === undefined || !takeRoom(till, rule, amount)) return false
  const off = Line.takeOff(till.left, amount.minor, rule.isIn)
  const parts = off.parts === undefined ? {} : { lines: off.parts }
  till.discounts.push({ program, rule: rule.id, amount, ...parts })
  till.left = off.left
  return true
}

const discountOf = (rule: Rule, left: Line.Whole, because: Evidence[]): Money | undefined => {
  const worth = worthOn(rule, left)
  if (Result.isFailure(worth)) {
    because.push(worth.failure)
    return undefined
  }
  const isWorthIt = worth.success.minor > 0n
  because.push((isWorthIt ? passed : failed)(rule.kind.kind, worth.success, left.total))
  return isWorthIt ? worth.success : undefined
}

const takeRoom = ({ because, charges, draft, live, pair, placed }: Till, rule: Rule, amount: Money): boolean => {
  const room = Limits.roomFor(draft, live, rule, pair, placed.at, amount)
  because.push(...room.evidence)
  if (room.refusal !== undefined) return false
  charges.push(...Limits.take(draft, room))
  return true
}

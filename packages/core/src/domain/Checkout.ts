/** The friend's discounts on a cart: what each offer takes off, with every check. */
import * as Result from "effect/Result"
import { ordered } from "./Award.ts"
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

export interface Cart {
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

/** Each discount applies to what the ones before it left; line by line; together they never exceed the cart. */
export const discounts = (cart: Cart): readonly Fact.Discount[] => {
  const till: Till = { ...cart, discounts: [], charges: [], left: cart.whole }
  for (const offer of cart.offers) {
    if (leavesOf(offer).some(({ atCheckout }) => atCheckout)) take(till, offer)
  }
  // A quote reserves nothing. But that there was room must be true when it is committed, so the room is taken for a moment.
  Limits.release(cart.draft, till.charges)
  return till.discounts
}

/** Takes off what an offer gives at checkout; answers whether it gives anything, now or with the order. */
const take = (till: Till, offer: Shape<Rule>): boolean => {
  if (offer._tag === "Leaf") return offer.leaf.atCheckout ? takeOff(till, offer.leaf) : worthNow(till, offer.leaf) > 0n
  const parts = ordered(offer, (rule) => worthNow(till, rule))
  const ask = (part: Shape<Rule>): boolean => take(till, part)
  return offer.gives === "each" ? parts.reduce((isGiven, part) => ask(part) || isGiven, false) : parts.some(ask)
}

/** What a rule is worth: a discount on what is left, anything else on the order that will follow. */
const worthNow = ({ left, placed, sight, whole }: Till, rule: Rule): bigint => {
  if (firstFailure(EveryOrder.checkedOn(rule, sight, placed)) !== undefined) return 0n
  const worth = worthOn(rule, rule.atCheckout ? left : whole)
  return Result.isSuccess(worth) ? worth.success.minor : 0n
}

const takeOff = (till: Till, rule: Rule): boolean => {
  const { because, placed, program, sight } = till
  const evidence = EveryOrder.checkedOn(rule, sight, placed)
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

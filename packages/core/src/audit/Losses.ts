/** What refunds must have taken from a reward, worked out from its order and its terms. */
import type { EntryOf } from "./Entry.ts"
import type { Sources } from "./Grants.ts"
import * as Multipliers from "./Multipliers.ts"
import { worthOn } from "./Offers.ts"
import { fixedKinds, isEntitlement, type Reward } from "./Reward.ts"

type Books = Pick<Sources, "orders" | "programs">

/** What the reward must have lost in all after an event, where the rules alone tell. */
export const after = (books: Books, reward: Reward, { cause }: EntryOf<"RewardTakenBack">): bigint | undefined =>
  // Verdicts take all that is there, and so do a friend the less, another choice, and an exchange that is rolled back.
  reward.granted.milestone || reward.granted.exchange !== null || /^(referral|choice)\//u.test(cause)
    ? reward.amount.minor
    : withOrder(books, reward)

/** What it has lost with what its order has given back; `undefined` where only the kind or conditions tell. */
export const withOrder = ({ orders, programs }: Books, { amount, granted }: Reward): bigint | undefined => {
  const { basis, kind, multiplied, order, program, rule, state, version } = granted
  const offer = programs.terms(program, version)?.offers.get(rule)
  if (!orders.stands(order)) return amount.minor
  const products = granted.ofLines === true ? (offer?.products ?? null) : null
  const kept = products === null ? orders.kept(order) : orders.portion(order, products)
  if (kept >= basis.minor || isEntitlement(granted)) return 0n
  const isFixed = fixedKinds.has(kind)
  // Of other kinds that give pieces of themselves nobody here knows whether they can be parted.
  if (granted.amount.unit === kind && !isFixed) return undefined
  const own = !isFixed ? "unknown" : offer?.per == null ? "proportional" : "recompute"
  const mode = state === "redeemed" ? "proportional" : (offer?.onPartialRefund ?? own)
  // Rounded once, half up: both sides doubled, so that no half is lost.
  if (mode === "proportional") return (2n * amount.minor * (basis.minor - kept) + basis.minor) / (2n * basis.minor)
  if (!isFixed || offer === undefined || offer.isConditional) return undefined
  const remains = Multipliers.apply(multiplied, worthOn(offer, { minor: kept, unit: basis.unit }))
  return remains < amount.minor ? amount.minor - remains : 0n
}

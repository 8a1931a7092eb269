/** A reward as the log tells it, and what may be asked of one. */
import type { Amount, EntryOf, State } from "./Entry.ts"

export interface Reward {
  /** As it was granted, but for what a publication has changed while it was held. */
  granted: EntryOf<"RewardGranted">
  state: State
  /** An entitlement turns into money when it is used. */
  amount: Amount
  taken: bigint
  used: bigint
  /** Taken after it was used: the debt account has it. */
  claimed: bigint
  lapsed: bigint
  /** The page of its purse, once it was available. */
  page: number | null
  redeemedIn: string | null
  /** How often it came back after it had been redeemed whole. */
  returns: number
  /** A bank took the money of its order back: its caps stay used. */
  isCapKept: boolean
  /** The newest version that had it looked at again, and the hold that took the place of the grant's. */
  repriced: number | undefined
  hold: string | undefined
  /** What its use has given back of each counter, and a roll back takes again. */
  readonly spared: Map<string, bigint>
  /** What the grant took of each counter, less what its use gave back. */
  readonly charged: Map<string, EntryOf<"RewardGranted">["charges"][number]>
  /** What it still holds of each counter. */
  readonly held: Map<string, bigint>
  last: number
  isStored: boolean
}

export type Move = EntryOf<
  | "RewardGranted"
  | "RewardReleased"
  | "RewardRepriced"
  | "RewardTakenBack"
  | "RewardRedeemed"
  | "RewardReturned"
  | "RewardExpired"
  | "LotsSpent"
  | "LotsReturned"
  | "DebtSettled"
>

/** A reward's event, with what the reward was before it. */
export interface Step {
  readonly entry: Move
  readonly reward: Reward
  readonly before: State | "none"
  /** What was left of it before. */
  readonly left: bigint
  readonly unit: string
  /** How much of it the event moves, where it moves a part. */
  readonly part: bigint
}

/** What is there of a reward after all that it was used for, that lapsed, and that was taken before it was used. */
export const left = ({ amount, claimed, lapsed, taken, used }: Reward): bigint =>
  amount.minor - used - lapsed - (taken - claimed)

/** Where a reward must stand by what is left of it. */
export const stateBy = (reward: Reward, from: State): State => {
  if (left(reward) > 0n) return from === "pending" ? "pending" : "available"
  if (reward.taken === reward.amount.minor) return from === "pending" ? "voided" : "reversed"
  return reward.lapsed > 0n ? "expired" : "redeemed"
}

/** A discount that was used on the very order that earned it, and is undone with it. */
export const isOwnDiscount = ({ granted, redeemedIn, state }: Reward): boolean =>
  state === "redeemed" && redeemedIn !== null && redeemedIn === granted.order

export const isGone = (state: State): boolean => state === "voided" || state === "reversed"

/**
 * Kinds that give the amount that their terms name: whatever the order, and shared with what is refunded, or for every
 * full step of what was paid.
 */
export const fixedKinds: ReadonlySet<string> = new Set(["store-credit", "gift-card", "points", "cash", "donation"])

/** Kinds that come as one piece: a discount on a later order, or a perk. They stay whole or go whole. */
const pieces: ReadonlySet<string> = new Set([
  "percent-off",
  "fixed-off",
  "access",
  "badge",
  "free-product",
  "invitation",
  "vip-status"
])

/** Kinds that are used up the moment they are available. */
export const givenAway: ReadonlySet<string> = new Set(["donation", "free-product"])

/** Kinds that a payout alone pays. */
const paidOut: ReadonlySet<string> = new Set(["cash", "commission"])

/** Where what is had of a kind waits; `undefined` where only the kind itself knows. */
export const purseOf = (kind: string): string | undefined => {
  if (paidOut.has(kind)) return "payout"
  if (givenAway.has(kind) || pieces.has(kind)) return "none"
  return fixedKinds.has(kind) ? "wallet" : undefined
}

/** What others do, only their grants tell. */
export const isBuiltIn = (kind: string): boolean => fixedKinds.has(kind) || pieces.has(kind)

/** One piece of its kind, until it turns into money; a discount at checkout is money from the start. */
export const isEntitlement = ({ amount, kind }: Pick<EntryOf<"RewardGranted">, "amount" | "kind">): boolean =>
  amount.unit === kind && pieces.has(kind)

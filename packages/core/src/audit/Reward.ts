/** A reward as the log tells it, and what may be asked of one. */
import type { Amount, EntryOf, State } from "./Entry.ts"

export interface Reward {
  readonly granted: EntryOf<"RewardGranted">
  state: State
  /** An entitlement turns into money when it is used. */
  amount: Amount
  taken: bigint
  redeemedIn: string | null
  /** A bank took the money of its order back: its caps stay used. */
  isCapKept: boolean
  /** What the grant took of each counter, less what its use gave back. */
  readonly charged: Map<string, EntryOf<"RewardGranted">["charges"][number]>
  /** What it still holds of each counter. */
  readonly held: Map<string, bigint>
  last: number
  isStored: boolean
}

export type Move = EntryOf<"RewardGranted" | "RewardReleased" | "RewardTakenBack" | "RewardRedeemed" | "RewardExpired">

/** A reward's event, with what the reward was before it. */
export interface Step {
  readonly entry: Move
  readonly reward: Reward
  readonly before: State | "none"
  /** What was left of it before. */
  readonly left: bigint
  readonly unit: string
}

export const left = ({ amount, taken }: Reward): bigint => amount.minor - taken

/** Used on another order than the one that earned it. */
export const isUsedElsewhere = ({ granted, redeemedIn }: Reward): boolean =>
  redeemedIn !== null && redeemedIn !== granted.order

export const isGone = (state: State): boolean => state === "voided" || state === "reversed"

/** Kinds that give the amount that their terms name, whatever the order, and share it with what is refunded. */
export const fixedKinds: ReadonlySet<string> = new Set(["store-credit", "gift-card", "points"])

/** Kinds that come as one piece: a discount on a later order, or a perk. They stay whole or go whole. */
const pieces: ReadonlySet<string> = new Set(["percent-off", "fixed-off", "access", "badge", "invitation", "vip-status"])

/** One piece of its kind, until it turns into money; a discount at checkout is money from the start. */
export const isEntitlement = ({ amount, kind }: Pick<EntryOf<"RewardGranted">, "amount" | "kind">): boolean =>
  amount.unit === kind && pieces.has(kind)

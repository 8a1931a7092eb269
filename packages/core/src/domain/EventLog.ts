/**
 * Events as they are stored, with a version each, and the upcasters that read old ones for ever.
 */
import * as Result from "effect/Result"
import type * as Event from "./Event.ts"
import * as Event_ from "./Event.ts"
import type { Instant } from "./Instant.ts"
import type { Transfer } from "./Ledger.ts"
import * as Wire from "./Wire.ts"

export interface StoredEvent {
  readonly id: string
  readonly type: string
  readonly version: number
  readonly at: Instant
  readonly recorded: Instant
  readonly body: Wire.Json
  /** Apart from the body, so that a store can give them columns of their own. */
  readonly transfers: readonly Transfer[]
}

/** A stored event that this release cannot read: it was written by a newer one. */
export interface UnknownEvent {
  readonly _tag: "UnknownEvent"
  readonly id: string
  readonly type: string
  readonly version: number
  readonly message: string
}

/** Turns the body of one version into that of the next. Kept for ever: old events are never rewritten. */
type Upcast = (body: Wire.Json) => Wire.Json

/** For each event, how its older bodies are read. Today's version is one more than there are upcasters. */
const upcasters: { readonly [Tag in Event.Tag]: readonly Upcast[] } = {
  ProgramPublished: [],
  DraftSaved: [],
  DraftDiscarded: [],
  ProgramPaused: [],
  ProgramResumed: [],
  ProgramArchived: [],
  AdvocateEnrolled: [],
  TouchRecorded: [],
  ListingChanged: [],
  OptionChosen: [],
  SeedCommitted: [],
  SeedRevealed: [],
  LotteryDrawn: [],
  SignupRecorded: [],
  ReferralAttributed: [],
  ReferralRejected: [],
  ReferralQualified: [],
  ReferralUnqualified: [],
  ReferralExpired: [],
  ReviewOpened: [],
  ReviewClosed: [],
  VerdictContinued: [],
  QuoteMade: [],
  QuoteLocked: [],
  LockRefused: [],
  LockEnded: [],
  OrderRecorded: [],
  OrderNotCounted: [],
  OrderCounted: [],
  OrderAwaitsReview: [],
  OrderChanged: [],
  OrderRefunded: [],
  OrderCanceled: [],
  DisputeOpened: [],
  DisputeClosed: [],
  PrizeAwarded: [],
  TierReached: [],
  TierKept: [],
  TierLost: [],
  RewardGranted: [],
  RewardRefused: [],
  RewardRepriced: [],
  RewardReleased: [],
  RewardTakenBack: [],
  RewardRedeemed: [],
  RewardReturned: [],
  RewardExpired: [],
  LotsSpent: [],
  LotsReturned: [],
  DebtSettled: [],
  DiscountNotCovered: [],
  TaxThresholdsSet: [],
  TaxDetailsFiled: [],
  PayoutOpened: [],
  PayoutHeld: [],
  PayoutSelected: [],
  PayoutApproved: [],
  PayoutSent: [],
  PayoutPaid: [],
  PayoutFailed: [],
  PayoutClosed: []
}

const known: ReadonlyMap<string, readonly Upcast[]> = new Map(Object.entries(upcasters))

/** Every kind of event there is. */
export const types: readonly string[] = Object.keys(upcasters)

export const toStored = (event: Event.Event): StoredEvent => {
  const { _tag, at, id, recorded, transfers: _, ...body } = event as Event.Event & { readonly transfers?: unknown }
  return {
    id,
    type: _tag,
    version: upcasters[_tag].length + 1,
    at,
    recorded,
    body: Wire.encode(body),
    transfers: Event_.transfers(event)
  }
}

export const fromStored = (stored: StoredEvent): Result.Result<Event.Event, UnknownEvent> => {
  const { at, body, id, recorded, transfers, type, version } = stored
  const casts = known.get(type)
  if (casts === undefined || version > casts.length + 1) {
    const message = `event ${id} is a ${type} of version ${version}, which this release cannot read: upgrade @goodword/core`
    return Result.fail({ _tag: "UnknownEvent", id, type, version, message })
  }
  const fields = Wire.decode(casts.slice(version - 1).reduce((older, cast) => cast(older), body)) as object
  const moved = movesValue.has(type) ? { transfers } : {}
  return Result.succeed({ _tag: type, id, at, recorded, ...fields, ...moved } as unknown as Event.Event)
}

const movesValue: ReadonlySet<string> = new Set<Event.Tag>([
  "RewardRepriced",
  "RewardReleased",
  "RewardTakenBack",
  "RewardRedeemed",
  "RewardReturned",
  "RewardExpired",
  "LotsSpent",
  "LotsReturned",
  "DebtSettled"
])

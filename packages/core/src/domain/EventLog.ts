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

/** The version in which each event is written today. */
const versions: { readonly [Tag in Event.Tag]: number } = {
  ProgramPublished: 1,
  AdvocateEnrolled: 1,
  TouchRecorded: 1,
  SignupRecorded: 1,
  ReferralAttributed: 1,
  ReferralRejected: 1,
  ReferralQualified: 1,
  ReferralUnqualified: 1,
  ReferralExpired: 1,
  ReviewOpened: 1,
  ReviewClosed: 1,
  QuoteMade: 1,
  OrderRecorded: 1,
  OrderNotCounted: 1,
  OrderChanged: 1,
  OrderRefunded: 1,
  RewardGranted: 1,
  RewardRefused: 1,
  RewardReleased: 1,
  RewardTakenBack: 1,
  RewardRedeemed: 1,
  RewardExpired: 1,
  DiscountNotCovered: 1
}

const known: ReadonlyMap<string, number> = new Map(Object.entries(versions))

export const toStored = (event: Event.Event): StoredEvent => {
  const { _tag, at, id, recorded, ...rest } = event
  const { transfers: _, ...body } = rest as typeof rest & { transfers?: unknown }
  return {
    id,
    type: _tag,
    version: versions[_tag],
    at,
    recorded,
    body: Wire.encode(body),
    transfers: Event_.transfers(event)
  }
}

export const fromStored = (stored: StoredEvent): Result.Result<Event.Event, UnknownEvent> => {
  const { at, body, id, recorded, transfers, type, version } = stored
  const current = known.get(type)
  if (current === undefined || version > current) {
    const message = `event ${id} is a ${type} of version ${version}, which this release cannot read: upgrade @goodword/core`
    return Result.fail({ _tag: "UnknownEvent", id, type, version, message })
  }
  const fields = Wire.decode(body) as object
  const moved = movesValue.has(type) ? { transfers } : {}
  return Result.succeed({ _tag: type, id, at, recorded, ...fields, ...moved } as unknown as Event.Event)
}

const movesValue: ReadonlySet<string> = new Set<Event.Tag>([
  "RewardReleased",
  "RewardTakenBack",
  "RewardRedeemed",
  "RewardExpired"
])

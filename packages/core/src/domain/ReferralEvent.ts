/** The life of a referral, and its reviews. */
import type { Envelope } from "./Envelope.ts"
import type { Evidence } from "./Evidence.ts"
import type { OrderId, PersonId, ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { CountedPeriod } from "./PeriodCounts.ts"

export interface ReferralAttributed extends Envelope {
  readonly _tag: "ReferralAttributed"
  readonly program: ProgramId
  readonly version: number
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly generation: number
  readonly touch: string
  readonly isNew: boolean
  readonly qualifyBy: Instant
  readonly because: readonly Evidence[]
}

export interface ReferralRejected extends Envelope {
  readonly _tag: "ReferralRejected"
  readonly program: ProgramId
  readonly version: number
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly generation: number
  /** The order or sign-up that was looked at. */
  readonly cause: string
  readonly reason: string
  readonly because: readonly Evidence[]
}

export interface ReferralQualified extends Envelope {
  readonly _tag: "ReferralQualified"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly order: OrderId
  /** The calendar periods in which the friend counts for the advocate; absent where nothing asks for them. */
  readonly countedIn?: readonly CountedPeriod[]
  /** Those in which what is kept of the order counts for the advocate's tier; absent where it does not. */
  readonly summedIn?: readonly CountedPeriod[]
  readonly because: readonly Evidence[]
}

/** The last order that stood behind a qualified referral was given back whole: the friend may qualify again. */
export interface ReferralUnqualified extends Envelope {
  readonly _tag: "ReferralUnqualified"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly order: OrderId
  readonly cause: string
}

export interface ReferralExpired extends Envelope {
  readonly _tag: "ReferralExpired"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
}

export interface ReviewOpened extends Envelope {
  readonly _tag: "ReviewOpened"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly n: number
  readonly from: "open" | "qualified"
  readonly order: OrderId | null
  readonly by: "rule" | "staff"
  readonly silentAt: Instant | null
  readonly then: "hold" | "pay" | "void"
  readonly because: readonly Evidence[]
}

export interface ReviewClosed extends Envelope {
  readonly _tag: "ReviewClosed"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly n: number
  readonly verdict: "approved" | "rejected"
  readonly by: "staff" | "silence"
  /** Where the referral stands now; an approval that came too late to qualify leaves it expired. */
  readonly to: "open" | "qualified" | "rejected"
  /** The newest order that the verdict has yet to reach; `null` where it has reached all. */
  readonly next: OrderId | null
}

/** A verdict has reached more of the friend's orders. */
export interface VerdictContinued extends Envelope {
  readonly _tag: "VerdictContinued"
  readonly program: ProgramId
  readonly friend: PersonId
  readonly advocate: PersonId
  readonly n: number
  readonly next: OrderId | null
}

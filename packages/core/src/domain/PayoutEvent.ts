/** What becomes of a payout run, and of what it pays each person. */
import type { Envelope } from "./Envelope.ts"
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import type { Money } from "./Money.ts"

export interface PayoutOpened extends Envelope {
  readonly _tag: "PayoutOpened"
  readonly run: string
  readonly cutoff: Instant
  readonly holdMs: number
  readonly minimum: Money
  readonly by: string | null
}

/** A person is not in the run, though there is enough: the store has to have something on file first. */
export interface PayoutHeld extends Envelope {
  readonly _tag: "PayoutHeld"
  readonly run: string
  readonly person: PersonId
  readonly amount: Money
  readonly missing: readonly Fact.TaxMissing[]
  readonly because: readonly Evidence[]
}

/** A person is in the run; the lots are in the `LotsSpent` that follows. */
export interface PayoutSelected extends Envelope {
  readonly _tag: "PayoutSelected"
  readonly run: string
  /** The n-th item of the run, from 1. */
  readonly n: number
  readonly person: PersonId
  readonly amount: Money
  /** It counts as under way towards tax thresholds. */
  readonly counted?: true
  /** The thresholds that it reaches; left out where it reaches none. */
  readonly because?: readonly Evidence[]
}

export interface PayoutApproved extends Envelope {
  readonly _tag: "PayoutApproved"
  readonly run: string
  readonly by: string | null
  readonly items: number
  readonly amount: Money
}

/** The items from one place to another were handed to whoever pays; what was settled before is left out. */
export interface PayoutSent extends Envelope {
  readonly _tag: "PayoutSent"
  readonly run: string
  readonly from: number
  readonly to: number
  readonly items: readonly Fact.PayoutSum[]
}

export interface PayoutPaid extends Envelope {
  readonly _tag: "PayoutPaid"
  readonly run: string
  readonly person: PersonId
  readonly amount: Money
  readonly reference: string
  /** The calendar year (UTC) that it was paid in. */
  readonly year: string
}

/** It was not paid: what it was for comes back to the person, in the `LotsReturned` that follows. */
export interface PayoutFailed extends Envelope {
  readonly _tag: "PayoutFailed"
  readonly run: string
  readonly person: PersonId
  readonly amount: Money
  readonly reason: string
}

export interface PayoutClosed extends Envelope {
  readonly _tag: "PayoutClosed"
  readonly run: string
}

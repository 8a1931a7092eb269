/** What becomes of amounts that are used in parts. */
import type { Envelope } from "./Envelope.ts"
import type { Evidence } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, OrderId, PersonId, ProgramId, RewardId } from "./Ids.ts"
import type { Transfer } from "./Ledger.ts"
import type { Money } from "./Money.ts"

/** What a program gave for points: which of its exchanges it was, and how many times over. */
export interface Exchanged {
  readonly program: ProgramId
  readonly exchange: string
  readonly times: number
}

/** A person uses lots, the oldest first, the last perhaps in part. */
export interface LotsSpent extends Envelope {
  readonly _tag: "LotsSpent"
  readonly spend: string
  readonly key: FactKey<Fact.Spend>
  readonly person: PersonId
  readonly purse: Fact.Purse
  readonly order: OrderId | null
  /** What there was to pay for the order; `null` where it was used for no order. */
  readonly total: Money | null
  readonly amount: Money
  readonly parts: readonly Fact.SpendPart[]
  /** Where it was used for what a program gives for points. */
  readonly exchanged?: Exchanged
  readonly transfers: readonly Transfer[]
  readonly because: readonly Evidence[]
}

/** What was spent comes back to its lots, those used last first. */
export interface LotsReturned extends Envelope {
  readonly _tag: "LotsReturned"
  readonly spend: string
  readonly key: FactKey<Fact.Spend>
  readonly person: PersonId
  readonly order: OrderId | null
  readonly amount: Money
  readonly parts: readonly Fact.SpendPart[]
  readonly transfers: readonly Transfer[]
}

/** A lot that became available pays what its person owes in its unit. */
export interface DebtSettled extends Envelope {
  readonly _tag: "DebtSettled"
  readonly reward: RewardId
  readonly key: FactKey<Fact.Reward>
  readonly person: PersonId
  readonly amount: Money
  readonly transfers: readonly Transfer[]
  readonly because: readonly Evidence[]
}

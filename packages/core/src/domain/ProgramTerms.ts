/** What a program says, as a value. */
import type * as Calendar from "./Calendar.ts"
import type { When } from "./Entries.ts"
import type { Exchange } from "./ExchangeTerms.ts"
import type { ProgramId } from "./Ids.ts"
import type * as Money from "./Money.ts"
import type { Milestone, Offer } from "./Offer.ts"
import type { Prize } from "./PrizeTerms.ts"
import type * as Span from "./Span.ts"
import type { SpecialEvent } from "./SpecialEvent.ts"
import type { Tier } from "./TierTerms.ts"

/** What a review does when nobody answers. `hold` waits for a person, for good. */
export type OnSilence = "hold" | { readonly after: Span.Span; readonly then: "pay" | "void" }

/** What all rewards of a program together may cost in one period. */
export interface Budget {
  readonly amount: Money.Money
  readonly per: Calendar.Period
}

/** How the friend's discounts on one cart are put together. */
export interface Checkout {
  /** Whose advantage decides between the discounts of one lane, and between exclusive ones. */
  readonly bestFor: "person" | "store"
  /** What conditions read: the cart before any discount, or what the discounts before left of it. */
  readonly base: "before" | "after"
}

export interface Program {
  /** Where the document says that its JSON Schema is. */
  readonly $schema: string | null
  readonly id: ProgramId
  readonly name: string | null
  readonly timeZone: Calendar.Zone
  /** Among programs whose touches are remembered, the one with the highest gets the credit. */
  readonly priority: number
  readonly starts: Calendar.CalendarDate | null
  /** The last day, inclusive, in the program's time zone. */
  readonly ends: Calendar.CalendarDate | null
  readonly attribution: { readonly model: string; readonly window: Span.Span }
  /** Who may become an advocate: everybody without conditions. */
  readonly refer: { readonly when: readonly When[] }
  /** How long a friend has to place the order that counts, and what that order must be. */
  readonly qualify: { readonly within: Span.Span; readonly when: readonly When[] }
  readonly newCustomersOnly: boolean
  readonly checkout: Checkout
  readonly friend: readonly Offer[]
  readonly advocate: readonly Offer[]
  readonly milestones: readonly Milestone[]
  /** What is given for points. */
  readonly exchanges: readonly Exchange[]
  readonly events: readonly SpecialEvent[]
  /** From the lowest up. */
  readonly tiers: readonly Tier[]
  /** For the leaders of a period that is over. */
  readonly prizes: readonly Prize[]
  readonly budgets: readonly Budget[]
  /** Orders from this total on wait for a review before they qualify. */
  readonly review: { readonly ordersFrom: Money.Money } | null
  readonly onSilence: OnSilence
}

/** The offers by where they stand in the document. */
export const sides = (
  program: Program
): readonly (readonly ["friend" | "advocate" | "milestones", readonly Offer[]])[] => [
  ["friend", program.friend],
  ["advocate", program.advocate],
  ["milestones", program.milestones]
]

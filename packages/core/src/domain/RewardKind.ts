/**
 * A kind of reward: what it is worth, what a plugin must do to give it, and how it is told to people.
 *
 * One kind, one file in `rewards/`; a store's own kinds are made with the same `define` and passed to `Goodword.open`.
 * Ledger, refunds, caps, holds and storage need to know nothing of it.
 */
import type * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { Evidence } from "./Evidence.ts"
import type { Purse } from "./Fact.ts"
import type { Line } from "./Line.ts"
import type { Money } from "./Money.ts"
import type { Products } from "./Products.ts"

/**
 * How a kind behaves:
 * - `value`: an amount of money or points that the person is owed (store credit, a gift card).
 * - `discount`: worth something only on an order. A friend's is taken off the quoted order; anybody else is granted one
 *   unit of an entitlement, named like the kind, which turns into money when it is redeemed.
 * - `perk`: no amount at all (a badge, access): one unit is granted, named like the kind. It is had, not used up.
 */
export type Form = "value" | "discount" | "perk"

/** What a kind is told of the order that earned it, or that it is used on. */
export interface Basis {
  /**
   * The order's total: what was paid, or for a discount what would be paid without it. Where the terms name products,
   * that of their lines alone.
   */
  readonly total: Money
  /** The whole order's total, where `total` is not. */
  readonly order?: Money
  /** The lines behind `total`, where the order came with lines. */
  readonly lines?: readonly Line[]
  /** Where the order goes, ISO 3166-1 alpha-2; `null` or left out where nobody said. */
  readonly country?: string | null
}

/** A kind refuses with the check that failed; the decision records it. */
export type Worth = Result.Result<Money, Evidence>

/** What a refund of a part of its order takes: a share of the reward, or what the terms no longer give on what was kept. */
export type OnPartialRefund = "proportional" | "recompute"

/** Said for all terms alike, or by the terms. (A method's type, so that a catalog can hold kinds of unknown terms.) */
type ByTerms<Terms, A extends string> = A | { of(terms: Terms): A }["of"]

export interface Example<Terms> {
  readonly terms: Terms
  readonly total: Money
  readonly country?: string
  /** What `worth` answers; `null` where it refuses. */
  readonly worth: Money | null
}

export interface RewardKind<Kind extends string = string, Terms = unknown, Encoded = unknown> {
  /** Stored forever: never renamed, never used again for something else. */
  readonly kind: Kind
  readonly terms: Schema.Codec<Terms, Encoded>
  readonly form: Form
  /** What is taken back when part of an order is refunded, unless the offer says otherwise. */
  readonly onPartialRefund: ByTerms<Terms, OnPartialRefund>
  /** What the reward is worth on an order. Pure; never negative; a discount never exceeds the total. */
  worth(terms: Terms, basis: Basis): Worth
  /** Whether these terms are worth something only on an order, so that a sign-up cannot earn them; `false` if left out. */
  needsOrder?(terms: Terms): boolean
  /** The products that the reward goes by; the whole order where this is left out, or answers `undefined`. */
  products?(terms: Terms): Products | undefined
  /**
   * The most that one reward can cost; `undefined` where nothing bounds it, and then no budget can carry it. Points and
   * perks that cost the store nothing are no money, and are charged to no budget.
   */
  most(terms: Terms): Money | undefined
  /**
   * How a `value` is used once it is available: as lots of the person's wallet, in parts, on orders (where nothing is
   * said), or by a payout alone, to which it is owed until then.
   */
  readonly purse?: Purse
  /**
   * Given away for good: used up the moment it is available, as a donation or a product is. It waits in no wallet, cannot
   * be redeemed and does not expire; its budget stays charged, and what is taken back later is the person's debt.
   */
  readonly isGivenAway?: true
  /** As a perk of a tier it stays when the tier is lost: it says that somebody once had it. */
  readonly isKept?: true
  /**
   * The intents that a plugin listens to: to give what is available, and to take it away again. Left out where nothing is
   * is to be done then: cash and commissions wait for a payout, and what was given away is not asked back.
   */
  readonly issue?: string
  readonly withdraw?: string
  /** One phrase for people, such as "20% off an order from 40.00 USD". */
  describe(terms: Terms, locale: string): string
  readonly examples: readonly [Example<Terms>, ...Example<Terms>[]]
}

/** Any kind, with its terms unknown: what a catalog holds. Only the kind's own decoder makes its terms. */
export type AnyRewardKind = RewardKind<string, unknown, unknown>

/** What a refund in part takes of a reward of these terms, where the offer says nothing. */
export const onPartialRefund = ({ onPartialRefund: said }: AnyRewardKind, terms: unknown): OnPartialRefund =>
  typeof said === "string" ? said : said(terms)

/** A kind as it is used: called with its terms it writes itself into a program. */
export interface Defined<Kind extends string, Terms, Encoded> extends RewardKind<Kind, Terms, Encoded> {
  /** The program's JSON: `percentOff({ percent: 20 })` is `{ kind: "percent-off", percent: 20 }`. */
  (terms: Encoded): { readonly kind: Kind } & Encoded
  /** Narrows a reward to this kind. */
  is<R extends { readonly kind: string }>(reward: R): reward is R & { readonly kind: Kind }
}

/**
 * Defines a kind of reward.
 *
 * @example
 * import { Money, RewardKind } from "@goodword/core"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 * const ten = Result.getOrThrow(Money.parse("10.00 USD"))
 * const tree = RewardKind.define({
 *   kind: "planted-tree",
 *   terms: Schema.Struct({ price: Money.Positive }),
 *   form: "value",
 *   onPartialRefund: "proportional",
 *   worth: (terms) => Result.succeed(terms.price),
 *   most: (terms) => terms.price,
 *   issue: "PlantTree",
 *   withdraw: "CancelTree",
 *   describe: () => "a tree planted in your name",
 *   examples: [{ terms: { price: ten }, total: ten, worth: ten }]
 * })
 * tree({ price: "10.00 USD" }).kind // => "planted-tree"
 */
export const define = <const Kind extends string, Terms, Encoded>(
  definition: RewardKind<Kind, Terms, Encoded>
): Defined<Kind, Terms, Encoded> =>
  Object.assign((terms: Encoded) => ({ kind: definition.kind, ...terms }), definition, {
    is: <R extends { readonly kind: string }>(reward: R): reward is R & { readonly kind: Kind } =>
      reward.kind === definition.kind
  })

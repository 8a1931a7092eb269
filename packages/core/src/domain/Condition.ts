/**
 * A condition of an offer or of a program: a check on the order at hand that comes with its evidence.
 *
 * One condition, one file in `conditions/`; a store's own are made with the same `define`. A missing fact never
 * satisfies a condition: a check that has nothing to look at fails with `actual: null`, which says that it is not known
 * (`Truth.ts`), so that `not` does not make a yes of it.
 */
import type * as Schema from "effect/Schema"
import type { Evidence } from "./Evidence.ts"
import type { Line } from "./Line.ts"
import type { Money } from "./Money.ts"

/** What a condition may look at. */
export interface Sight {
  /** What was paid, or for a quote the cart. */
  readonly total: Money
  /** The program's own discounts left nothing to pay. */
  readonly isFree?: true
  /** Its lines, where they were told. */
  readonly lines?: readonly Line[]
  /** Was the friend new when the referral was made? */
  readonly isNew: boolean
  /** How many orders of that person were known here before. */
  readonly earlier: number
  /** The segments that the store says the person is in; absent where it said nothing. */
  readonly segments?: readonly string[]
  /** ISO 3166-1 alpha-2, as the store gave it; `null` where it gave none. */
  readonly country: string | null
}

export type Check = (sight: Sight) => Evidence

/** A condition as a document writes it. */
export type Document = Readonly<Record<string, unknown>>

export interface Example<Terms> {
  readonly terms: Terms
  readonly sight: Sight
  readonly passes: boolean
}

export interface Condition<Id extends string = string, Terms = unknown, Encoded = unknown> {
  /** Stored forever; the name of its file. */
  readonly condition: Id
  readonly terms: Schema.Codec<Terms, Encoded>
  /** What it looks at besides orders to come: conditions on a person alone may also say who refers. */
  readonly about?: "person"
  /** The conditions that it puts together, as its terms write them under `of`; most put none together. */
  parts?(terms: Terms): readonly Document[]
  /** Compiles the terms, and the checks of its parts, into a check that runs for each decision. */
  check(terms: Terms, parts: readonly Check[]): Check
  /** One phrase for people, made of the phrases of its parts. */
  describe(terms: Terms, locale: string, parts: readonly string[]): string
  readonly examples: readonly [Example<Terms>, Example<Terms>, ...Example<Terms>[]]
}

export type AnyCondition = Condition<string, unknown, unknown>

/** A condition as it is used: called with its terms it writes itself into a program. */
export interface Defined<Id extends string, Terms, Encoded> extends Condition<Id, Terms, Encoded> {
  /** The program's JSON: `minimumTotal({ amount: "40.00 USD" })`. */
  (terms: Encoded): { readonly condition: Id } & Encoded
}

/** Defines a condition. At least one example must pass and one must fail. */
export const define = <const Id extends string, Terms, Encoded>(
  definition: Condition<Id, Terms, Encoded>
): Defined<Id, Terms, Encoded> =>
  Object.assign((terms: Encoded) => ({ condition: definition.condition, ...terms }), definition)

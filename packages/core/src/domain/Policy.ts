/**
 * A policy puts rewards together: all of them, the first that gives something, the best, or one under terms of its own.
 *
 * One policy, one file in `policies/`; a store's own are made with the same `define` and passed to `Goodword.open`. A
 * policy is a pure value. It grants nothing itself: it says in which order its parts are asked, and when that is enough.
 */
import type * as Schema from "effect/Schema"

/** A reward or a policy as it is written. */
export type Written = { readonly kind: string } | { readonly policy: string }

/** A condition as it is written. */
export interface WrittenCondition {
  readonly condition: string
}

/** What a policy may say of all its parts, in the words of an offer's own fields. */
export type Field = "when" | "cap" | "hold"

/** What is given of parts that are worth so much; a part that is worth nothing gives nothing. */
export interface Example<Terms> {
  readonly terms: Terms
  readonly worths: readonly bigint[]
  /** The places of the parts that are given, from 0, in the order in which they are granted. */
  readonly given: readonly number[]
}

export interface Policy<Id extends string = string, Terms = unknown, Encoded = unknown> {
  /** Stored forever; the name of its file. */
  readonly policy: Id
  /** What it says beside its parts and fields. */
  readonly terms: Schema.Codec<Terms, Encoded>
  readonly fields: readonly Field[]
  /** How many parts it has; with one at the most, `of` is the part itself and no list. */
  readonly parts: { readonly least: number; readonly most: number }
  /** Is each part given, or the first that gives something? */
  readonly gives: "each" | "first"
  /**
   * In which order the parts are asked, by what each is worth now in minor units of one unit: all places, each once.
   * Only parts that are worth an amount can be told apart so; others are refused where the program is read. Without it
   * they are asked as they are written.
   */
  rank?(terms: Terms, worths: readonly bigint[]): readonly number[]
  /** How often each part is drawn, where a lot says which is asked first: whole numbers above zero. */
  odds?(terms: Terms): readonly number[]
  /** The names of the parts, one reward each, where the person's own wish says which is asked first. */
  options?(terms: Terms): readonly string[]
  /** One phrase for people, made of the phrases of its parts. */
  describe(terms: Terms, parts: readonly string[], locale: string): string
  readonly examples: readonly [Example<Terms>, ...Example<Terms>[]]
}

export type AnyPolicy = Policy<string, unknown, unknown>

/** A policy as it is used: called with its parts it writes itself into a program. */
export type Defined<Id extends string, Terms, Encoded, Args extends readonly unknown[], Fields> = Policy<
  Id,
  Terms,
  Encoded
> &
  ((...args: Args) => { readonly policy: Id } & Fields)

/**
 * Defines a policy; `write` makes its document of what the function is called with.
 *
 * @example
 * import { Policy, storeCredit } from "@goodword/core"
 * import * as Schema from "effect/Schema"
 * const last = Policy.define(
 *   {
 *     policy: "last-resort",
 *     terms: Schema.Struct({}),
 *     fields: [],
 *     parts: { least: 1, most: 12 },
 *     gives: "first",
 *     rank: (_, worths) => worths.map((_, i) => worths.length - 1 - i),
 *     describe: (_, parts) => parts.join(" or before that "),
 *     examples: [{ terms: {}, worths: [5n, 7n, 0n], given: [1] }]
 *   },
 *   (...of: readonly Policy.Written[]) => ({ of })
 * )
 * last(storeCredit({ amount: "5.00 USD" })).policy // => "last-resort"
 */
export const define = <const Id extends string, Terms, Encoded, Args extends readonly unknown[], Fields extends object>(
  definition: Policy<Id, Terms, Encoded>,
  write: (...args: Args) => Fields
): Defined<Id, Terms, Encoded, Args, Fields> =>
  Object.assign((...args: Args) => ({ policy: definition.policy, ...write(...args) }), definition)

/**
 * What an offer gives, laid out: each reward as an offer of its own, under all that was said above it, and how the
 * rewards depend on each other.
 *
 * A reward is known for ever by the offer's name and its place from the left: the first bears the name of the offer, the
 * others `name.2`, `name.3`, ... So an offer that is extended at the end keeps its names. The same holds for caps.
 */
import type { Cap } from "./CapTerms.ts"
import type { Catalogs } from "./Catalogs.ts"
import type { When } from "./Entries.ts"
import { type Give, isReward, type Reward } from "./Give.ts"
import { assertInvariant } from "./internal/assert.ts"
import type { Offer } from "./Offer.ts"
import type * as Span from "./Span.ts"

/** A cap by the name under which it is counted. */
export interface NamedCap {
  readonly name: string
  readonly cap: Cap
}

/** One reward of an offer. */
export interface Leaf extends Omit<Offer, "give" | "caps" | "hold"> {
  readonly give: Reward
  readonly caps: readonly NamedCap[]
  readonly holdMs: number
}

/** In which order places are asked, by what each is worth. */
export type Rank = (worths: readonly bigint[]) => readonly number[]

/** The person's own wish says which part is asked first. */
export interface Choice {
  /** The offer's own name, by which the wish is known. */
  readonly offer: string
  /** The names of the parts. */
  readonly options: readonly string[]
}

/** A lot says which part is asked first. */
export interface Lottery {
  /** The offer's own name, by which its draws are known. */
  readonly offer: string
  /** Of each part. */
  readonly odds: readonly number[]
}

/** How rewards depend on each other. */
export type Shape<L> =
  | { readonly _tag: "Leaf"; readonly leaf: L }
  | {
      readonly _tag: "Parts"
      readonly gives: "each" | "first"
      readonly rank: Rank | null
      readonly choice: Choice | null
      readonly lottery: Lottery | null
      readonly of: readonly Shape<L>[]
      /** The leaves below, in their order. */
      readonly leaves: readonly L[]
    }

export const leavesOf = <L>(shape: Shape<L>): readonly L[] => (shape._tag === "Leaf" ? [shape.leaf] : shape.leaves)

interface Above {
  readonly when: readonly When[]
  readonly caps: readonly NamedCap[]
  readonly holdMs: number
}

/** Lays out an offer; `make` says what becomes of each reward. */
export const layOut = <L>(offer: Offer, catalogs: Catalogs, make: (leaf: Leaf) => L): Shape<L> => {
  let leaves = 0
  let caps = 0
  const name = (place: number): string => (place === 1 ? offer.id : `${offer.id}.${place}`)
  const under = (
    above: Above,
    said: { when: readonly When[]; caps: readonly Cap[]; hold: Span.Span | null }
  ): Above => {
    if (said.caps.length > 0) caps += 1
    const at = name(caps)
    return {
      when: [...above.when, ...said.when],
      caps: [...above.caps, ...said.caps.map((cap) => ({ name: at, cap }))],
      holdMs: Math.max(above.holdMs, said.hold ?? 0)
    }
  }
  const walk = (give: Give, above: Above): Shape<L> => {
    if (isReward(give)) {
      leaves += 1
      return { _tag: "Leaf", leaf: make({ ...offer, ...above, id: name(leaves), give }) }
    }
    const policy = catalogs.policies.get(give.policy)
    assertInvariant(policy !== undefined, `no policy ${give.policy}: decode checks this`)
    const here = under(above, give)
    const of = give.of.map((part) => walk(part, here))
    const [only] = of
    const options = policy.options?.(give.terms)
    const odds = policy.odds?.(give.terms)
    return of.length === 1 && only !== undefined
      ? only
      : {
          _tag: "Parts",
          gives: policy.gives,
          rank: policy.rank === undefined ? null : (worths) => policy.rank?.(give.terms, worths) ?? [],
          choice: options === undefined ? null : { offer: offer.id, options },
          lottery: odds === undefined ? null : { offer: offer.id, odds },
          of,
          leaves: of.flatMap(leavesOf)
        }
  }
  return walk(offer.give, under({ when: [], caps: [], holdMs: 0 }, offer))
}

/** What an offer owes on an occasion: its rewards are asked in the order that its policies say. */
import * as Result from "effect/Result"
import type { Rule } from "./Compile.ts"
import type * as Draft from "./Draft.ts"
import { firstFailure } from "./Evidence.ts"
import * as Grant from "./Grant.ts"
import { leavesOf, type Shape } from "./Leaves.ts"

/** Grants what is due, or records why there is nothing; answers whether something is given now, or was before. */
export const award = (draft: Draft.Draft, offer: Shape<Rule>, occasion: Grant.Occasion, occurrence: string): boolean =>
  offer._tag === "Leaf"
    ? Grant.grant(draft, offer.leaf, occasion, Grant.keyOf(occasion.referral, offer.leaf, occurrence))
    : awardParts(draft, offer, occasion, occurrence)

type Parts = Extract<Shape<Rule>, { readonly _tag: "Parts" }>

const awardParts = (draft: Draft.Draft, offer: Parts, occasion: Grant.Occasion, occurrence: string): boolean => {
  const ask = (part: Shape<Rule>): boolean => award(draft, part, occasion, occurrence)
  if (offer.gives === "each") return inOrder(offer, occasion).reduce((isGiven, part) => ask(part) || isGiven, false)
  // What a quote promised and what stands already is decided: nothing else is given in its place.
  const decided = offer.of.find((part) =>
    leavesOf(part).some((rule) => Grant.isDecided(draft, rule, occasion, occurrence))
  )
  return decided === undefined ? inOrder(offer, occasion).some(ask) : ask(decided)
}

const inOrder = (parts: Parts, occasion: Grant.Occasion): readonly Shape<Rule>[] =>
  ordered(parts, (rule) => worthNow(rule, occasion))

/** The parts in the order in which they are asked. */
export const ordered = ({ of, rank }: Parts, worthNow: (rule: Rule) => bigint): readonly Shape<Rule>[] =>
  rank === null ? of : rank(of.map((part) => worthOf(part, worthNow))).flatMap((place) => of[place] ?? [])

/** What a part is worth by its terms and conditions; whether there is room for it shows when it is asked. */
export const worthOf = (shape: Shape<Rule>, worthNow: (rule: Rule) => bigint): bigint => {
  if (shape._tag === "Leaf") return worthNow(shape.leaf)
  const worths = ordered(shape, worthNow).map((part) => worthOf(part, worthNow))
  return shape.gives === "each"
    ? worths.reduce((sum, worth) => sum + worth, 0n)
    : (worths.find((worth) => worth > 0n) ?? 0n)
}

const worthNow = (rule: Rule, occasion: Grant.Occasion): bigint => {
  if (firstFailure(Grant.checksOf(rule, occasion)) !== undefined) return 0n
  const worth = Grant.worthOf(rule, occasion)
  return Result.isSuccess(worth) ? worth.success.minor : 0n
}

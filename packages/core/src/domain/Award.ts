/** What an offer owes on an occasion: its rewards are asked in the order that its policies say. */
import * as Result from "effect/Result"
import * as Wishes from "./Choice.ts"
import type { Rule } from "./Compile.ts"
import type * as Draft from "./Draft.ts"
import * as Draw from "./Draw.ts"
import { firstFailure } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as Grant from "./Grant.ts"
import { type Choice, leavesOf, type Shape } from "./Leaves.ts"

/** Grants what is due, or records why there is nothing; answers whether something is given now, or was before. */
export const award = (draft: Draft.Draft, offer: Shape<Rule>, occasion: Grant.Occasion, occurrence: string): boolean =>
  offer._tag === "Leaf"
    ? Grant.grant(draft, offer.leaf, occasion, Grant.keyOf(occasion.referral, offer.leaf, occurrence))
    : awardParts(draft, offer, occasion, occurrence)

type Parts = Extract<Shape<Rule>, { readonly _tag: "Parts" }>

const awardParts = (draft: Draft.Draft, offer: Parts, occasion: Grant.Occasion, occurrence: string): boolean => {
  if (offer.gives === "each") {
    const ask = (part: Shape<Rule>): boolean => award(draft, part, occasion, occurrence)
    return inOrder(draft, offer, occasion).reduce((isGiven, part) => ask(part) || isGiven, false)
  }
  // What a quote promised and what stands already is decided: nothing else is given in its place.
  const decided = offer.of.find((part) =>
    leavesOf(part).some((rule) => Grant.isDecided(draft, rule, occasion, occurrence))
  )
  if (decided === undefined && offer.lottery !== null) {
    const ask = (part: Shape<Rule>): boolean => award(draft, part, occasion, occurrence)
    return Draw.award(draft, offer, offer.lottery, occasion, occurrence, ask)
  }
  const asking =
    offer.choice === null ? occasion : { ...occasion, choice: openOn(draft, offer, offer.choice, occasion) }
  const parts = decided === undefined ? inOrder(draft, offer, occasion) : [decided]
  return parts.some((part) => award(draft, part, asking, occurrence))
}

/** What each option is worth on an occasion: each is one reward. */
const openOn = (
  draft: Draft.Draft,
  { leaves }: Parts,
  { offer, options }: Choice,
  occasion: Grant.Occasion
): Fact.Choice => ({
  offer,
  at: Grant.timeOf(occasion),
  since: draft.now,
  open: leaves.flatMap((rule, place) => {
    const open = Grant.optionOf(rule, occasion)
    return open === undefined ? [] : [{ option: options[place] ?? "", ...open }]
  })
})

/** What the order of parts depends on. */
export interface Look {
  readonly worthNow: (rule: Rule) => bigint
  /** The parts of a choice, by the wish of whom it is for. */
  readonly byWish: (parts: Parts) => readonly Shape<Rule>[]
}

const inOrder = (draft: Draft.Draft, parts: Parts, occasion: Grant.Occasion): readonly Shape<Rule>[] =>
  ordered(parts, {
    worthNow: (rule) => worthNow(rule, occasion),
    byWish: (one) => Wishes.inOrder(draft, occasion.referral.program, occasion.referral, one)
  })

/** The parts in the order in which they are asked. */
export const ordered = (parts: Parts, look: Look): readonly Shape<Rule>[] => {
  const { choice, of, rank } = parts
  if (choice !== null) return look.byWish(parts)
  return rank === null ? of : rank(of.map((part) => worthOf(part, look))).flatMap((place) => of[place] ?? [])
}

/** What a part is worth by its terms and conditions; whether there is room for it shows when it is asked. */
export const worthOf = (shape: Shape<Rule>, look: Look): bigint => {
  if (shape._tag === "Leaf") return look.worthNow(shape.leaf)
  const worths = ordered(shape, look).map((part) => worthOf(part, look))
  return shape.gives === "each"
    ? worths.reduce((sum, worth) => sum + worth, 0n)
    : (worths.find((worth) => worth > 0n) ?? 0n)
}

const worthNow = (rule: Rule, occasion: Grant.Occasion): bigint => {
  if (firstFailure(Grant.checksOf(rule, occasion)) !== undefined) return 0n
  const worth = Grant.worthOf(rule, occasion)
  return Result.isSuccess(worth) ? worth.success.minor : 0n
}

/**
 * What a lottery gives on an occasion: the part that is drawn, or where it is refused the one that is drawn among the rest.
 * A draw happens once, and is remembered: whoever earns anew gets what was drawn, and no better. Who could win nothing
 * draws nothing.
 */
import type { Compiled, Rule } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { firstFailure } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as Grant from "./Grant.ts"
import type { FactKey } from "./Ids.ts"
import * as Key from "./Key.ts"
import { type Lottery, leavesOf, type Shape } from "./Leaves.ts"
import { type Pair, personOf } from "./Limits.ts"
import * as Lots from "./Lottery.ts"
import * as Scout from "./Scout.ts"

type Parts = Extract<Shape<Rule>, { readonly _tag: "Parts" }>

/** The seed that draws under some terms read: none where nothing is drawn. */
export const planSeed = (scout: Scout.Scout, { id, lotteries }: Compiled): void => {
  if (lotteries.length === 0) return
  Scout.want(scout, Key.lottery(id))
  Scout.want(scout, Key.seed(id))
}

/** What was drawn before, for an order that may have counted, a sign-up, or so many friends. */
export const plan = (
  scout: Scout.Scout,
  { id, lotteries }: Compiled,
  pair: Pair,
  on: "sign-up" | "order" | "milestone",
  occurrence: string
): void => {
  for (const one of lotteries) {
    const occasion = one.milestone !== null ? "milestone" : one.on === "sign-up" ? "sign-up" : "order"
    if (occasion === on) Scout.want(scout, Key.draw(id, one.offer, one.side, personOf(one.side, pair), occurrence))
  }
}

/** Draws, and asks what was drawn; answers whether something is given. */
export const award = (
  draft: Draft.Draft,
  parts: Parts,
  { odds, offer }: Lottery,
  occasion: Grant.Occasion,
  occurrence: string,
  ask: (part: Shape<Rule>) => boolean
): boolean => {
  const { leaves, of } = parts
  const [first] = leaves
  if (first === undefined) return false
  const { program } = occasion.referral
  const person = personOf(first.side, occasion.referral)
  const key = Key.draw(program, offer, first.side, person, occurrence)
  const before = drawnBefore(draft, key, first, occasion)
  if (before !== null) return isGiven(of[before.given ?? -1], ask)
  const mayWin = leaves.some((rule) => firstFailure(Grant.checksOf(rule, occasion)) === undefined)
  if (!mayWin) return of.reduce((isOne, part) => ask(part) || isOne, false)
  const seed = Draft.read(draft, Key.seed(program))
  const current = Draft.read(draft, Key.lottery(program))
  if (seed === null || current === null) {
    for (const rule of leaves) Grant.refuseWithoutSeed(draft, rule, occasion, occurrence)
    return false
  }
  const asked: number[] = []
  let given: number | null = null
  for (const place of Lots.placesOf(seed.seed, key, odds)) {
    asked.push(place)
    const part = of[place]
    if (part === undefined || (leavesOf(part).length > 0 && !ask(part))) continue
    given = place
    break
  }
  Draft.emit(draft, {
    _tag: "LotteryDrawn",
    id: `${key}/drawn`,
    at: occasion.at,
    recorded: draft.now,
    program,
    version: occasion.version,
    offer,
    person,
    draw: key,
    period: current.period,
    odds,
    asked,
    given
  })
  return given !== null && leavesOf(of[given] ?? parts).length > 0
}

/** Nothing was drawn for an order that is new, and nothing was loaded. */
const drawnBefore = (
  draft: Draft.Draft,
  key: FactKey<Fact.Draw>,
  { milestone }: Rule,
  { isNewOrder }: Grant.Occasion
): Fact.Draw | null => (isNewOrder && milestone === null ? null : Draft.read(draft, key))

const isGiven = (part: Shape<Rule> | undefined, ask: (part: Shape<Rule>) => boolean): boolean =>
  part !== undefined && leavesOf(part).length > 0 && ask(part)

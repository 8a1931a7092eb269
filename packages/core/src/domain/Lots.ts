/**
 * The lots in a person's purse, oldest first: finding the ones that can be used, and taking an amount from them. What has
 * lapsed is never used, though its wake may not have come yet.
 */
import type { Rule } from "./Compile.ts"
import * as Debt from "./Debt.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, OrderId, PersonId } from "./Ids.ts"
import * as Key from "./Key.ts"
import * as Limits from "./Limits.ts"
import * as Lot from "./Lot.ts"
import * as Scout from "./Scout.ts"
import type { Unit } from "./Unit.ts"

/** How many lots one decision uses. */
export const lotsMax = 32
/** How many an exchange uses, which cannot be made in parts: points come in small lots. */
export const exchangedMax = 256

/** How many pages it looks through for them: each has one lot at least that can be used. */
const pagesMax = 8

/** The pages that a decision looks through for so many lots. */
const windowOf = ({ live }: Fact.Purses, most: number): readonly number[] => {
  const pages: number[] = []
  let lots = 0
  for (const one of live) {
    if (lots >= most || pages.length === pagesMax) break
    pages.push(one.page)
    lots += one.lots
  }
  return pages
}

/** The keys that a lot reads when it becomes available, or is so no more. */
export const planPurse = (scout: Scout.Scout, purse: Fact.Purse, person: PersonId, unit: Unit): void => {
  Scout.want(scout, Key.purse(purse, person, unit))
  Scout.wantCounter(scout, Debt.counterOf(person, unit))
}

/**
 * The same for the rewards of a pair, by their terms: before the rewards themselves are loaded, their units are known.
 *
 * @param unit of the order; `undefined` while it is not known
 */
export const planRules = (
  scout: Scout.Scout,
  rules: readonly Rule[],
  pair: Limits.Pair,
  unit: Unit | undefined
): void => {
  for (const { most, purse, side } of rules) {
    const of = most?.unit ?? unit
    if (purse !== null && of !== undefined) planPurse(scout, purse, Limits.personOf(side, pair), of)
  }
}

/** The keys of the lots that a decision may use: the purse, its pages, and the rewards on them. */
export const plan = (
  scout: Scout.Scout,
  purse: Fact.Purse,
  person: PersonId,
  unit: Unit,
  most: number = lotsMax
): void => {
  const key = Key.purse(purse, person, unit)
  const known = Scout.read(scout, key)
  if (known === null) return
  for (const page of windowOf(known, most)) {
    const lots = page === known.page ? known.open : (Scout.read(scout, Key.pursePage(key, page))?.lots ?? [])
    for (const lot of lots) Scout.want(scout, lot)
  }
}

/** The lots that can be used now, oldest first, but none that the order itself has earned. */
export const usable = (
  draft: Draft.Draft,
  purse: Fact.Purse,
  person: PersonId,
  unit: Unit,
  order: OrderId | null,
  most: number = lotsMax
): readonly Fact.Reward[] => {
  const key = Key.purse(purse, person, unit)
  const known = Draft.read(draft, key)
  if (known === null) return []
  return windowOf(known, most).flatMap((page) => {
    const lots = page === known.page ? known.open : (Draft.read(draft, Key.pursePage(key, page))?.lots ?? [])
    return lots.flatMap((lot) => {
      const reward = Draft.read(draft, lot)
      const isHere = reward !== null && reward.page === page && Lot.isUsable(reward, draft.now)
      return isHere && (order === null || reward.order !== order) ? [reward] : []
    })
  })
}

/** Takes an amount from lots, the first ones first; what is missing was not to be had. */
export const take = (
  lots: readonly Fact.Reward[],
  minor: bigint,
  most: number = lotsMax
): readonly Fact.SpendPart[] => {
  const parts: Fact.SpendPart[] = []
  let wanted = minor
  for (const lot of lots) {
    if (wanted === 0n || parts.length === most) break
    const left = Lot.left(lot)
    const taken = left < wanted ? left : wanted
    wanted -= taken
    parts.push({ key: lot.key, reward: lot.reward, amount: { minor: taken, unit: lot.amount.unit } })
  }
  return parts
}

/** All that is left of lots, as far as one decision goes. */
export const takeAll = (lots: readonly Fact.Reward[]): readonly Fact.SpendPart[] =>
  take(
    lots,
    lots.reduce((sum, lot) => sum + Lot.left(lot), 0n)
  )

/** What the parts of a spend between two amounts, counted from its first lot, are. */
export const between = (parts: readonly Fact.SpendPart[], from: bigint, to: bigint): readonly Fact.SpendPart[] => {
  let sum = 0n
  return parts.flatMap((part) => {
    const low = sum > from ? sum : from
    sum += part.amount.minor
    const minor = (sum < to ? sum : to) - low
    return minor > 0n ? [{ ...part, amount: { minor, unit: part.amount.unit } }] : []
  })
}

export const sumOf = (parts: readonly Fact.SpendPart[]): bigint =>
  parts.reduce((sum, one) => sum + one.amount.minor, 0n)

/** Where the lot of a part stands: under its own id once it was earned again. */
export const keyOf = (draft: Draft.Draft, { key, reward }: Fact.SpendPart): FactKey<Fact.Reward> =>
  Draft.read(draft, key)?.reward === reward ? key : Key.formerReward(reward)

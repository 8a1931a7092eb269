/** A person uses what waits in the wallet, the oldest lots first; and rolls that back, where the order came to nothing. */
import type { ReturnSpend, SpendLots } from "./Command.ts"
import * as Draft from "./Draft.ts"
import { passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { OrderId } from "./Ids.ts"
import { broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import * as Ledger from "./Ledger.ts"
import * as Lots from "./Lots.ts"
import type { Money } from "./Money.ts"
import type { Rejection } from "./Rejection.ts"
import * as Reward from "./Reward.ts"
import * as Scout from "./Scout.ts"
import { isCurrency } from "./Unit.ts"
import type { Exchanged } from "./WalletEvent.ts"

export const plan = (scout: Scout.Scout, { amount, order, person, spend }: SpendLots): void => {
  Scout.want(scout, Key.spend(spend))
  Scout.want(scout, Key.order(order))
  Scout.want(scout, Key.orderSpends(order))
  Lots.plan(scout, "wallet", person, amount.unit)
}

export const decide = (draft: Draft.Draft, command: SpendLots): Rejection | undefined => {
  const { amount, at, order, person, spend } = command
  const key = Key.spend(spend)
  if (Draft.read(draft, key) !== null) return { _tag: "SpendExists", spend }
  const total = command.total ?? Draft.read(draft, Key.order(order))?.total
  if (total === undefined) return { _tag: "OrderUnknown", order }
  const unfit = unfitFor(draft, order, amount, total)
  if (unfit !== undefined) return unfit
  const lots = Lots.usable(draft, "wallet", person, amount.unit, order)
  const parts = Lots.take(lots, amount.minor)
  const atOnce = { minor: Lots.sumOf(parts), unit: amount.unit }
  if (atOnce.minor < amount.minor) return { _tag: "NotEnough", asked: amount, atOnce, lots: parts.length }
  use(draft, { at, spend, key, person, purse: "wallet", order, total, amount, parts })
  return undefined
}

/** Why an amount does not fit an order: money pays for no more than there is to pay. */
export const unfitFor = (draft: Draft.Draft, order: OrderId, asked: Money, total: Money): Rejection | undefined => {
  if (!isCurrency(asked.unit)) return undefined
  if (asked.unit !== total.unit) {
    return { _tag: "CurrencyMismatch", path: "amount", expected: total.unit, actual: asked.unit }
  }
  const before = Draft.read(draft, Key.orderSpends(order))?.spent.find((one) => one.unit === asked.unit)?.minor ?? 0n
  const room = total.minor > before ? total.minor - before : 0n
  return asked.minor <= room
    ? undefined
    : { _tag: "SpendNotFitting", order, asked, room: { minor: room, unit: asked.unit } }
}

/** What is used, and for what; a payout and an exchange use what waits for them in the same way. */
export interface Use extends Pick<Fact.Spend, "spend" | "person" | "order" | "amount" | "parts"> {
  readonly at: SpendLots["at"]
  readonly key: ReturnType<typeof Key.spend>
  readonly purse: Fact.Purse
  readonly total: Money | null
  readonly exchanged?: Exchanged
}

/** Uses lots; the parts are those that `Lots.take` found among the usable ones. */
export const use = (draft: Draft.Draft, { exchanged, ...used }: Use): void => {
  const { amount, at, key, order, parts, person, purse, spend, total } = used
  Draft.emit(draft, {
    _tag: "LotsSpent",
    id: `${key}/spent`,
    at,
    recorded: draft.now,
    spend,
    key,
    person,
    purse,
    order,
    total,
    amount,
    parts,
    ...(exchanged === undefined ? {} : { exchanged }),
    transfers: parts.map((part) =>
      Ledger.make(
        `${key}/use/${part.reward}`,
        "direct",
        Ledger.owed(person),
        Ledger.redeemed(programOf(draft, part)),
        part.amount
      )
    ),
    because: [passed("lots", `${parts.length} lots`, amount)]
  })
}

const programOf = (draft: Draft.Draft, part: Fact.SpendPart): Fact.Reward["program"] =>
  Draft.read(draft, Lots.keyOf(draft, part))?.program ?? broken(`lot ${part.reward} is gone`)

export const planReturn = (scout: Scout.Scout, { spend: key }: Pick<ReturnSpend, "spend">): void => {
  const known = Scout.read(scout, key)
  if (known === null) return
  if (known.order !== null) Scout.want(scout, Key.orderSpends(known.order))
  Lots.planPurse(scout, known.purse, known.person, known.amount.unit)
  for (const part of known.parts) {
    Scout.want(scout, part.key)
    Scout.want(scout, Key.formerReward(part.reward))
  }
  planGiven(scout, known)
}

/** What an exchange gave, and all that taking it back reads. */
const planGiven = (scout: Scout.Scout, { gave = [] }: Fact.Spend): void => {
  for (const key of gave) {
    const reward = Scout.read(scout, key)
    if (reward === null) continue
    Scout.version(scout, reward.program, reward.version)
    for (const { counter, window } of reward.charges) if (window !== undefined) Scout.want(scout, counter)
    if (reward.purse !== null) Lots.planPurse(scout, reward.purse, reward.person, reward.amount.unit)
  }
}

/** Lots come back with the life that they had: what has lapsed meanwhile lapses at once. */
export const giveBack = (draft: Draft.Draft, command: ReturnSpend): Rejection | undefined => {
  const { at, spend: key } = command
  const known = Draft.read(draft, key)
  if (known === null) return { _tag: "SpendUnknown", spend: key }
  const { order, person, spend } = known
  const kept = known.amount.minor - known.returned.minor
  const unit = known.amount.unit
  const whole = { minor: kept, unit }
  const amount = known.gave === undefined ? (command.amount ?? whole) : whole
  if (amount.unit !== unit) return { _tag: "CurrencyMismatch", path: "amount", expected: unit, actual: amount.unit }
  if (amount.minor > kept || kept === 0n) {
    return { _tag: "SpendReturned", spend, asked: amount, left: { minor: kept, unit } }
  }
  const cause = `${key}/returned/${known.returns + 1}`
  const used = takeGiven(draft, known, cause, at)
  if (used !== undefined) return { _tag: "ExchangeUsed", spend, reward: used.reward, state: used.state }
  const parts = Lots.between(known.parts, kept - amount.minor, kept).map((part) => ({
    ...part,
    key: Lots.keyOf(draft, part)
  }))
  Draft.emit(draft, {
    _tag: "LotsReturned",
    id: cause,
    at,
    recorded: draft.now,
    spend,
    key,
    person,
    order,
    amount,
    parts,
    transfers: parts.map((part) =>
      Ledger.make(
        `${cause}/${part.reward}`,
        "direct",
        Ledger.redeemed(programOf(draft, part)),
        Ledger.owed(person),
        part.amount
      )
    )
  })
  for (const part of parts) Reward.comeBack(draft, part.key, cause, at)
  return undefined
}

/** What an exchange gave goes with it, as long as all of it is there; answers what is not. */
const takeGiven = (
  draft: Draft.Draft,
  { gave = [] }: Fact.Spend,
  cause: string,
  at: ReturnSpend["at"]
): Fact.Reward | undefined => {
  const given = gave.map((key) => Reward.settle(draft, key, false))
  const used = given.find((reward) => Reward.left(reward).minor < reward.amount.minor)
  if (used === undefined) for (const { amount, key } of given) Reward.takeBack(draft, key, amount.minor, cause, at)
  return used
}

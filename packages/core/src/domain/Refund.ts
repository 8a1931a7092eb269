/**
 * Refunds: each takes back exactly its share. A refund that comes before its order waits for it.
 */

import * as Awaited from "./Awaited.ts"
import * as Clawback from "./Clawback.ts"
import type { RefundOrder } from "./Command.ts"
import { ruleOf, versionOf } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Ladder from "./Ladder.ts"
import * as LaterOrder from "./LaterOrder.ts"
import type { Part } from "./Line.ts"
import * as Lots from "./Lots.ts"
import type { OrderRefunded } from "./OrderEvent.ts"
import * as Qualification from "./Qualification.ts"
import * as ReferralRewards from "./ReferralRewards.ts"
import type { Rejection } from "./Rejection.ts"
import * as Reward from "./Reward.ts"
import * as Scout from "./Scout.ts"
import type { Unit } from "./Unit.ts"

/** How many refunds may wait for one order. */
export const waitingMax = 8

export const plan = (scout: Scout.Scout, command: RefundOrder): void => planOrder(scout, command, false)

/** What happens to an order, and when. */
type Happening = Pick<RefundOrder, "order" | "at">

/** The keys of an order, its referral and what hangs on that. */
export const planOrder = (scout: Scout.Scout, { at, order: id }: Happening, mayCount: boolean): void => {
  const order = Scout.read(scout, Key.order(id))
  if (!isCredited(order)) return
  const live = Scout.live(scout, order.program)
  Scout.want(scout, Key.advocate(order.program, order.advocate))
  planRewards(scout, order, at)
  const referral = Scout.read(scout, Key.referral(order.program, order.person))
  if (referral === null) return
  const all = Scout.terms(scout, referral.program, referral.version)
  if (!all.some((terms) => live.some((one) => LaterOrder.countsAnew(terms, one, referral, order)))) return
  const { unit } = order.total
  planReferral(scout, referral, unit, at)
  if (mayCount)
    Qualification.plan(scout, referral, { order: id, at: order.at, isNew: false, unit, lockedAt: order.lockedAt })
}

/** An order that an advocate led to: it has all three. */
type Credited = { readonly [Part in "person" | "program" | "advocate"]: NonNullable<Fact.Order[Part]> }

const isCredited = (order: Fact.Order | null): order is Fact.Order & Credited =>
  order !== null && order.advocate !== null

/** The rewards of an order, the terms under which they were granted, and what they give back to. */
export const planRewards = (
  scout: Scout.Scout,
  { rewards, windows }: Pick<Fact.Order, "rewards" | "windows">,
  at: Instant
): void => {
  for (const key of windows) Scout.want(scout, key)
  for (const key of rewards) {
    const reward = Scout.read(scout, key)
    if (reward === null) continue
    Scout.version(scout, reward.program, reward.version)
    Ladder.planTaking(scout, reward, at)
    if (reward.purse !== null) Lots.planPurse(scout, reward.purse, reward.person, reward.amount.unit)
  }
}

/** The keys of what ends with a referral; the unit is that of its order. */
export const planReferral = (
  scout: Scout.Scout,
  referral: Fact.Referral,
  unit: Unit | undefined,
  at: Instant
): void => {
  const { advocate, program, version } = referral
  Scout.live(scout, program)
  const known = Scout.read(scout, Key.advocate(program, advocate))
  Ladder.plan(scout, program, advocate, at)
  for (const terms of Scout.ownAndTerms(scout, program, version)) {
    Lots.planRules(scout, terms.milestones, referral, unit)
    if (known !== null) Qualification.planMilestones(scout, terms, referral, [known.qualified])
  }
}

export const decide = (draft: Draft.Draft, command: RefundOrder): Rejection | undefined => {
  const { amount, at, order, reason, refund } = command
  const key = Key.order(order)
  const known = Draft.read(draft, key)
  const waiting = Awaited.is(known)
  const unit = Awaited.unitOf(known) ?? amount.unit
  if (unit !== amount.unit) return { _tag: "CurrencyMismatch", path: "amount", expected: unit, actual: amount.unit }
  if (waiting && (known?.waiting.length ?? 0) >= waitingMax) return { _tag: "TooManyWaiting", order, limit: waitingMax }
  const cause = causeOf(order, refund)
  Draft.emit(draft, {
    _tag: "OrderRefunded",
    id: cause,
    at,
    recorded: draft.now,
    order,
    refund,
    amount,
    ...named(waiting ? null : known, command.lines),
    ...(reason === undefined ? {} : { reason }),
    waiting
  })
  takeBackLost(draft, order, cause, at)
  return undefined
}

/** The lines that a refund names, and what it asks for that they do not have: it is taken off the rest of the order. */
const named = (
  order: Fact.Order | null,
  lines: readonly Part[] | undefined
): Pick<OrderRefunded, "lines" | "because"> => {
  if (lines === undefined) return {}
  const because = order === null ? [] : lines.flatMap((part) => beyond(order, part))
  return because.length === 0 ? { lines } : { lines, because }
}

const beyond = ({ lines = [], total: { unit } }: Fact.Order, { id, minor }: Part): readonly Evidence[] => {
  const line = lines.find((one) => one.id === id)
  if (line === undefined) return [failed("refund", `${id} is no line of the order`)]
  const left = line.minor - (line.back ?? 0n)
  return minor <= left ? [] : [failed("refund", { minor, unit }, { minor: left > 0n ? left : 0n, unit })]
}

const causeOf = (order: Fact.Order["order"], refund: string): string => `${Key.order(order)}/refund/${Key.part(refund)}`

/** The refunds that came before their order are refunds of it now. */
export const applyWaiting = (draft: Draft.Draft, id: Fact.Order["order"], at: Instant): void => {
  for (const { amount, lines, reason, refund } of Draft.read(draft, Key.order(id))?.waiting ?? []) {
    Draft.emit(draft, {
      _tag: "OrderRefunded",
      id: `${causeOf(id, refund)}/applied`,
      at,
      recorded: draft.now,
      order: id,
      refund,
      amount,
      ...named(Draft.read(draft, Key.order(id)), lines),
      ...(reason === undefined ? {} : { reason }),
      waiting: false
    })
  }
}

/** Takes from every reward of an order what it has lost by now and not given back yet; one that is awaited has none. */
export const takeBackLost = (draft: Draft.Draft, id: Fact.Order["order"], cause: string, at: Instant): void => {
  const order = Draft.read(draft, Key.order(id))
  if (!isCredited(order)) return
  const referral = Draft.read(draft, Key.referral(order.program, order.person))
  if (referral === null) return
  const sight = Qualification.sightOf(order, referral)
  if (order.summedIn !== undefined) Draft.score(draft, referral.program, referral.advocate)
  for (const key of order.rewards) {
    const reward = ReferralRewards.settle(draft, key, referral)
    const terms = versionOf(draft.programs, reward.program, reward.version)
    const lost = Clawback.lostAt(reward, ruleOf(terms, reward.rule), sight)
    Reward.takeBack(draft, key, lost - reward.taken.minor, cause, at, order.chargedBack === true)
  }
  // The friend stays qualified while any order stands that counted.
  if (referral.state === "qualified" && referral.orders === 0) {
    Qualification.unqualify(draft, referral, order, cause, at)
  }
}

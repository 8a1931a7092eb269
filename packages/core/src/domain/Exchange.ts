/**
 * A person gives points for something that a program lists. Points belong to whoever holds them, whichever program they
 * are of, and no referral stands behind what they buy: the live terms decide, and its caps and its budget are charged. In
 * one decision the points are used, the oldest lots first, and the rewards are granted; or nothing happens.
 */
import * as Result from "effect/Result"
import type { ExchangePoints } from "./Command.ts"
import { type Compiled, type Exchange, versionOf, worthOn } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed, passed } from "./Evidence.ts"
import type { PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { unpaid } from "./internal/unpaid.ts"
import * as Key from "./Key.ts"
import * as Lifecycle from "./Lifecycle.ts"
import * as Limits from "./Limits.ts"
import * as Lots from "./Lots.ts"
import * as Pin from "./Pin.ts"
import type { Rejection } from "./Rejection.ts"
import * as Reward from "./Reward.ts"
import type { Worth } from "./RewardKind.ts"
import * as Scout from "./Scout.ts"
import * as Spend from "./Spend.ts"
import { points } from "./Unit.ts"

/** How many times over one call may exchange: each is a reward of its own, and what a decision writes is bounded. */
export const timesMax = 10

const pairOf = (person: PersonId): Limits.Pair => ({ advocate: person, friend: person })

const wanted = ({ exchanges }: Compiled, exchange: string): Exchange | undefined =>
  exchanges.find(({ rule }) => rule.id === exchange)

/** What is given, in the ledger's unit. */
const worthOf = ({ rule }: Exchange): Worth =>
  rule.entitlement === null ? worthOn(rule, { total: unpaid }) : Result.succeed({ minor: 1n, unit: rule.entitlement })

export const plan = (scout: Scout.Scout, { at, exchange, person, program, spend }: ExchangePoints): void => {
  Scout.want(scout, Key.exchange(spend))
  Lots.plan(scout, "wallet", person, points, Lots.exchangedMax)
  for (const live of Scout.live(scout, program)) {
    const found = wanted(live, exchange)
    if (found === undefined) continue
    Limits.plan(scout, live, [found.rule], pairOf(person), at)
    const worth = worthOf(found)
    if (Result.isSuccess(worth)) Lots.planRules(scout, [found.rule], pairOf(person), worth.success.unit)
  }
}

export const decide = (draft: Draft.Draft, command: ExchangePoints): Rejection | undefined => {
  const { at, exchange, person, program, spend, times } = command
  const key = Key.exchange(spend)
  if (Draft.read(draft, key) !== null) return { _tag: "SpendExists", spend }
  const stored = Draft.read(draft, Key.program(program))
  if (stored === null) return { _tag: "ProgramUnknown", program }
  const head = Pin.at(stored, at)
  const refuse = (because: readonly Evidence[], reason: string): Rejection => ({
    _tag: "ExchangeRefused",
    program,
    exchange,
    reason,
    because
  })
  const stopped = Lifecycle.stopped(head)
  if (stopped !== undefined) return refuse([stopped], stopped.check)
  const live = versionOf(draft.programs, program, head.version)
  const isLive = Lifecycle.liveAt(live, at)
  if (!isLive.passed) return refuse([isLive], isLive.check)
  const found = wanted(live, exchange)
  if (found === undefined) return { _tag: "ExchangeUnknown", program, exchange }
  const amount = { minor: found.from.minor * BigInt(times), unit: points }
  const lots = Lots.usable(draft, "wallet", person, points, null, Lots.exchangedMax)
  const parts = Lots.take(lots, amount.minor, Lots.exchangedMax)
  const atOnce = { minor: Lots.sumOf(parts), unit: points }
  if (atOnce.minor < amount.minor) return { _tag: "NotEnough", asked: amount, atOnce, lots: parts.length }
  const exchanged = { program, exchange, times }
  Spend.use(draft, { at, spend, key, person, purse: "wallet", order: null, total: null, amount, parts, exchanged })
  for (let n = 1; n <= times; n++) {
    const because = give(draft, live, found, command, n)
    const refusal = because.find((one) => !one.passed)
    if (refusal !== undefined) return refuse(because, refusal.check)
  }
  return undefined
}

/** Grants one reward, where there is room; answers the checks. */
const give = (
  draft: Draft.Draft,
  live: Compiled,
  found: Exchange,
  { at, exchange, person, spend }: ExchangePoints,
  n: number
): readonly Evidence[] => {
  const { from, rule } = found
  const worth = worthOf(found)
  if (Result.isFailure(worth)) return [worth.failure]
  const amount = worth.success
  if (amount.minor === 0n) return [failed(rule.kind.kind, amount)]
  const cost = rule.entitlement === null ? amount : rule.most
  const room = Limits.roomFor(draft, live, rule, pairOf(person), at, amount, cost)
  const because = [passed("exchange", exchange, from), ...room.evidence]
  if (room.refusal !== undefined) return because
  const key = Key.reward(rule.rewards, person, `x${n}:${Key.part(spend)}`)
  const reward = Key.rewardId(key, 1)
  const availableAt = (draft.now + rule.holdMs) as Instant
  Draft.emit(draft, {
    _tag: "RewardGranted",
    id: `${reward}/granted`,
    at,
    recorded: draft.now,
    reward,
    key,
    generation: 1,
    program: live.id,
    version: live.version,
    rule: rule.id,
    side: rule.side,
    person,
    friend: null,
    order: null,
    exchange: Key.exchange(spend),
    kind: rule.kind.kind,
    state: rule.holdMs > 0 ? "pending" : "available",
    milestone: false,
    attribution: 0,
    purse: rule.purse,
    ...(rule.isGivenAway ? { isGivenAway: true } : {}),
    amount,
    basis: from,
    availableAt,
    expiresAt: rule.expiresMs === null ? null : ((availableAt + rule.expiresMs) as Instant),
    charges: Limits.take(draft, room),
    because
  })
  if (rule.holdMs === 0) Reward.arrive(draft, rule, key, person, amount, at)
  return because
}

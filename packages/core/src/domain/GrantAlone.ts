/** Rewards that stand behind no friend alone, and no order: the perks of a tier, and prizes. */
import * as Result from "effect/Result"
import { type Compiled, type Rule, worthOn } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import type * as Event from "./Event.ts"
import { type Evidence, failed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { FactKey, PersonId, ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { unpaid } from "./internal/unpaid.ts"
import * as Key from "./Key.ts"
import * as Limits from "./Limits.ts"
import type { Money } from "./Money.ts"
import * as Reward from "./Reward.ts"

/** Why a reward is granted. */
export interface Ground {
  readonly live: Compiled
  readonly program: ProgramId
  readonly person: PersonId
  readonly at: Instant
  /** The id of the event that leads to it. */
  readonly cause: string
  readonly because: readonly Evidence[]
  readonly tier?: string
  readonly prize?: Event.RewardGranted["prize"]
}

/** Grants the reward, or records that there is no room for it. What stands already is not granted again. */
export const grant = (draft: Draft.Draft, rule: Rule, key: FactKey<Fact.Reward>, ground: Ground): void => {
  const { at, because, live, person } = ground
  const before = Draft.read(draft, key)
  if (before !== null && Reward.stands(before)) return
  const worth = rule.entitlement === null ? worthOn(rule, { total: unpaid }) : one(rule.entitlement)
  if (Result.isFailure(worth)) return refuse(draft, rule, ground, worth.failure.check, [...because, worth.failure])
  const asked = worth.success
  if (asked.minor === 0n) {
    return refuse(draft, rule, ground, rule.kind.kind, [...because, failed(rule.kind.kind, asked)])
  }
  const most = rule.entitlement === null ? asked : rule.most
  const room = Limits.roomFor(draft, live, rule, { advocate: person, friend: person }, at, asked, most)
  const evidence = [...because, ...room.evidence]
  if (room.refusal !== undefined) return refuse(draft, rule, ground, room.refusal, evidence)
  const generation = (before?.generation ?? 0) + 1
  granted(draft, rule, ground, { key, generation, amount: room.amount, charges: Limits.take(draft, room) }, evidence)
}

const one = (unit: Money["unit"]): Result.Result<Money, Evidence> => Result.succeed({ minor: 1n, unit })

const refuse = (
  draft: Draft.Draft,
  rule: Rule,
  { at, cause, person, program }: Ground,
  reason: string,
  because: readonly Evidence[]
): void =>
  Draft.emit(draft, {
    _tag: "RewardRefused",
    id: `${cause}/${rule.id}/refused`,
    at,
    recorded: draft.now,
    program,
    rule: rule.id,
    side: rule.side,
    person,
    order: null,
    kind: rule.kind.kind,
    reason,
    because
  })

type What = Pick<Event.RewardGranted, "key" | "generation" | "amount" | "charges">

const granted = (
  draft: Draft.Draft,
  rule: Rule,
  { at, live, person, prize, program, tier }: Ground,
  what: What,
  because: readonly Evidence[]
): void => {
  const reward = Key.rewardId(what.key, what.generation)
  const availableAt = (draft.now + rule.holdMs) as Instant
  const state = rule.holdMs > 0 ? "pending" : "available"
  Draft.emit(draft, {
    _tag: "RewardGranted",
    id: `${reward}/granted`,
    at,
    recorded: draft.now,
    reward,
    ...what,
    program,
    version: live.version,
    rule: rule.id,
    side: rule.side,
    person,
    friend: null,
    order: null,
    kind: rule.kind.kind,
    state,
    milestone: true,
    ...(tier === undefined ? {} : { tier }),
    ...(prize === undefined ? {} : { prize }),
    attribution: 0,
    purse: rule.purse,
    ...(rule.isGivenAway ? { isGivenAway: true } : {}),
    basis: unpaid,
    availableAt,
    expiresAt: rule.expiresMs === null ? null : ((availableAt + rule.expiresMs) as Instant),
    because
  })
  if (state === "available") Reward.arrive(draft, rule, what.key, person, what.amount, at)
}

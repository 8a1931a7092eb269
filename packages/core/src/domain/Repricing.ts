/**
 * What a program has granted and still holds, valued anew under the terms of a publication that asked for it: as if it
 * had been granted under them, and then lost what refunds have taken. What is available, used, lapsed or gone stays as it
 * is, and so do the end of the hold and the end of the reward's life, which were announced; and what points bought.
 *
 * The new terms have a say only where they would have given it. Less always fits: what it charged is lowered where it was
 * charged. More asks for room as a grant does, and where there is too little the reward stays as it was granted.
 */
import * as Result from "effect/Result"
import * as Charge from "./Charge.ts"
import * as Clawback from "./Clawback.ts"
import type { RepriceReward } from "./Command.ts"
import { type Compiled, type Rule, ruleOf, versionOf, worthOn } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import * as Draft from "./Draft.ts"
import * as EveryOrder from "./EveryOrder.ts"
import { type Evidence, failed, firstFailure, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type * as Facts from "./Facts.ts"
import * as Grant from "./Grant.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import { unpaid } from "./internal/unpaid.ts"
import * as Key from "./Key.ts"
import * as Ladder from "./Ladder.ts"
import * as Ledger from "./Ledger.ts"
import * as Limits from "./Limits.ts"
import type { Money } from "./Money.ts"
import * as Multiplication from "./Multiplication.ts"
import * as Pin from "./Pin.ts"
import * as Qualification from "./Qualification.ts"
import * as ReferralRewards from "./ReferralRewards.ts"
import * as Reward from "./Reward.ts"
import * as RollingWindow from "./RollingWindow.ts"
import * as Scout from "./Scout.ts"

export const plan = (scout: Scout.Scout, { at, reward }: RepriceReward): void => {
  const id = Key.fromRewardId(reward)
  const fact = id === undefined ? null : Scout.read(scout, id.key)
  if (fact === null || fact.friend === null) return
  Ladder.planTaking(scout, fact, at)
  const { charges, friend, order: earned, program } = fact
  const head = Scout.read(scout, Key.program(program))
  const referral = Scout.read(scout, Key.referral(program, friend))
  const order = earned === null ? null : Scout.read(scout, Key.order(earned))
  for (const { counter, window } of charges) if (window !== undefined) Scout.want(scout, counter)
  Scout.version(scout, program, fact.version)
  if (head === null || referral === null) return
  const live = Scout.live(scout, program)
  for (const number of Pin.repricedVersions(head)) {
    const terms = Scout.version(scout, program, number)
    const rule = terms === undefined ? undefined : ruleOf(terms, fact.rule)
    if (rule === undefined) continue
    for (const one of live) Limits.plan(scout, one, [rule], referral, chargedAt(referral, order))
  }
}

/** In which period a reward counts, as when it was granted. */
const chargedAt = ({ attributedAt }: Fact.Referral, order: Fact.Order | null): Instant => order?.at ?? attributedAt

export const decide = (draft: Draft.Draft, { at, reward }: RepriceReward): void => {
  const id = Key.fromRewardId(reward)
  const fact = id === undefined ? null : Draft.read(draft, id.key)
  // What stands behind no friend is not valued anew: a prize is what was announced.
  if (fact === null || fact.reward !== reward || fact.friend === null || !isHeld(fact, draft.now)) return
  const gone = (what: string): never => broken(`the ${what} of reward ${reward} is gone`)
  const head = Draft.read(draft, Key.program(fact.program)) ?? gone("program")
  const referral = Draft.read(draft, Key.referral(fact.program, fact.friend)) ?? gone("referral")
  if (ReferralRewards.isRejected(fact, referral)) return
  const version = Pin.repricedBy(head, draft.now)
  if (version <= (fact.repriced ?? fact.version)) return
  const order = fact.order === null ? null : Draft.read(draft, Key.order(fact.order))
  const terms = versionOf(draft.programs, fact.program, version)
  emit(draft, fact, version, at, outcomeOf({ draft, fact, terms, referral, order, at }))
}

/** What is due is released, not valued anew; a review or a dispute may hold it longer. */
const isHeld = ({ availableAt, state }: Fact.Reward, now: Instant): boolean => state === "pending" && availableAt > now

interface Looked {
  readonly draft: Draft.Draft
  readonly fact: Fact.Reward
  readonly terms: Compiled
  readonly referral: Fact.Referral
  readonly order: Fact.Order | null
  readonly at: Instant
}

/** Why it stays as it is; or what it is under the new terms, and what that charges more or less. */
interface Outcome {
  readonly because: readonly Evidence[]
  readonly valued?: Priced & Valued
}

/** What it was worth when it was granted, by the new terms, and what is left of that. */
interface Valued extends Pick<Fact.Reward, "amount" | "basis" | "ofLines"> {
  readonly to: Money
}

const outcomeOf = (looked: Looked): Outcome => {
  const { fact, terms } = looked
  const because: Evidence[] = [passed("pin", `version ${terms.version}`, `version ${fact.version}`)]
  const stays = (...why: readonly Evidence[]): Outcome => ({ because: [...because, ...why] })
  const rule = ruleOf(terms, fact.rule)
  if (rule === undefined || !isSame(rule, fact)) return stays(failed("pin", rule?.kind.kind ?? null, fact.kind))
  // What can be chosen in its place was promised with it.
  if (fact.choice !== undefined) return stays(failed("choice", fact.choice.offer))
  const sight = sightOf(looked, rule)
  if (sight === undefined) return stays(failed("refund", fact.taken))
  because.push(...checksOf(rule, sight, looked))
  if (firstFailure(because) !== undefined) return stays()
  const worth = worthOf(rule, fact, sight)
  if (Result.isFailure(worth)) return stays(worth.failure)
  const valued = valuedOn(looked, rule, sight, worth.success)
  if (valued.to.minor <= 0n || valued.to.unit !== fact.amount.unit) return stays(failed(fact.kind, valued.to))
  const price = priced(looked, rule, valued.to)
  return "charges" in price
    ? { because: [...because, ...price.because], valued: { ...valued, ...price } }
    : stays(...price.because)
}

/** A name that has come to mean another reward says nothing of this one. */
const isSame = ({ kind, milestone, on, side }: Rule, fact: Fact.Reward): boolean =>
  kind.kind === fact.kind &&
  side === fact.side &&
  (milestone !== null) === fact.milestone &&
  (on === "sign-up") === (fact.order === null)

const isPart = (rule: Rule, { milestone, order }: Fact.Reward): boolean =>
  order !== null && !milestone && rule.entitlement === null

/** Whether the reward goes by lines, of which nobody kept what they were when it was granted. */
const goesByLines = (rule: Rule, fact: Fact.Reward): boolean => rule.isIn !== null || fact.ofLines === true

/** An order that was edited to less and then to more gives nothing back, and what it was at its least is not kept. */
const hasGrown = ({ draft, fact }: Looked, now: Sight): boolean =>
  Clawback.lostAt(fact, ruleBefore(draft, fact), now) < fact.taken.minor

const ruleBefore = (draft: Draft.Draft, { program, rule, version }: Fact.Reward): Rule | undefined =>
  ruleOf(versionOf(draft.programs, program, version), rule)

/** What the order was when the reward was granted, as far as it counted; `undefined` where that is not known any more. */
const sightOf = (looked: Looked, rule: Rule): Sight | undefined => {
  const { fact, order, referral } = looked
  if (order === null) {
    return { total: unpaid, isNew: referral.isNew, earlier: 0, country: null }
  }
  const now = Qualification.sightOf(order, referral)
  if (isPart(rule, fact) && hasGrown(looked, now)) return undefined
  if (!isPart(rule, fact) || !goesByLines(rule, fact)) return { ...now, total: fact.basis }
  // Where refunds compute it anew, what is kept of the lines now comes to the same.
  return fact.taken.minor === 0n || rule.onPartialRefund === "recompute" ? now : undefined
}

/** Takes from the new worth what the order has lost by now. */
const valuedOn = ({ fact, order, referral }: Looked, rule: Rule, sight: Sight, amount: Money): Valued => {
  if (order === null || !isPart(rule, fact)) {
    return { amount, to: amount, basis: fact.basis, ...(fact.ofLines === undefined ? {} : { ofLines: fact.ofLines }) }
  }
  const portion = Grant.portionOf(rule, sight)
  const basis = portion === undefined ? { basis: sight.total } : { basis: portion, ofLines: true as const }
  const { ofLines: _, ...rest } = fact
  const lost = Clawback.lostAt({ ...rest, ...basis, amount }, rule, Qualification.sightOf(order, referral))
  return { ...basis, amount, to: { minor: amount.minor - lost, unit: amount.unit } }
}

/** What was known at a sign-up is not kept, so its conditions are not asked again. */
const checksOf = (rule: Rule, sight: Sight, { order, referral }: Looked): readonly Evidence[] =>
  order === null
    ? []
    : EveryOrder.checkedOn(rule, sight, {
        nth: order.counts?.n ?? 0,
        at: order.at,
        attributedAt: referral.attributedAt
      })

/** The multiplier is that of the grant. */
const worthOf = (rule: Rule, fact: Fact.Reward, sight: Sight): Result.Result<Money, Evidence> =>
  rule.entitlement !== null
    ? Result.succeed({ minor: 1n, unit: rule.entitlement })
    : Result.map(worthOn(rule, sight), ({ minor, unit }) => ({ minor: Multiplication.again(fact, minor), unit }))

/** What it charges more or less; evidence alone where there is no room. */
interface Priced {
  readonly charges: readonly Fact.Charge[]
  readonly because: readonly Evidence[]
}

/** What it can cost is what counts: an entitlement as much as its terms say, `null` where they do not. */
const priced = (looked: Looked, rule: Rule, to: Money): Priced | Pick<Priced, "because"> => {
  const { draft, fact } = looked
  const old = ruleBefore(draft, fact)
  const before = old === undefined ? null : Grant.costOf(old, Reward.left(fact))
  const after = Grant.costOf(rule, to)
  if (before === null && after === null) return { charges: [], because: [] }
  if (before === null || after === null || before.unit !== after.unit) return dearer(looked, rule, to)
  const less = before.minor - after.minor
  return less < 0n ? dearer(looked, rule, to) : cheaper(looked, { minor: less, unit: after.unit })
}

const cheaper = ({ draft, fact }: Looked, less: Money): Priced => {
  const ofAmount = less.minor === 0n ? [] : fact.charges.filter((one) => Charge.isOfAmount(one, less.unit))
  return { charges: Limits.giveBack(draft, ofAmount, less, false), because: [] }
}

/** It gives back what it holds and takes what the new terms want, in one step: nobody can come in between. */
const dearer = (
  { at, draft, fact, order, referral }: Looked,
  rule: Rule,
  to: Money
): Priced | Pick<Priced, "because"> => {
  const held = Charge.heldBy(fact)
  const live = Qualification.liveOf(draft, referral, at)
  const freed = without(draft, held)
  const cost = Grant.costOf(rule, to)
  const room = Limits.roomFor(freed, live, rule, referral, chargedAt(referral, order), to, cost)
  draft.fences.push(...freed.fences)
  if (room.refusal !== undefined) return { because: room.evidence }
  if (room.amount.minor < to.minor) return { because: [...room.evidence, failed("cap-amount", to, room.amount)] }
  const taken = room.charges.map(({ max: _, ...one }) => one)
  const charges = Charge.summed([...Charge.negated(held), ...taken])
  for (const { add, counter, window } of charges) {
    if (window !== undefined) continue
    const max = room.charges.find((one) => one.counter === counter)?.max
    if (add > 0n && max !== undefined) Draft.charge(draft, counter, add, max)
    else Draft.giveBack(draft, counter, -add)
  }
  return { charges, because: room.evidence }
}

/** What counters and rolling caps were if the reward had charged nothing. */
const without = (draft: Draft.Draft, held: readonly Fact.Charge[]): Draft.Draft => {
  const ofCounter = (key: string): bigint =>
    held.reduce((sum, one) => (one.counter === key && one.window === undefined ? sum + one.add : sum), 0n)
  const ofWindow = new Set(held.flatMap((one) => (one.window === undefined ? [] : [one.counter])))
  const base: Facts.Facts = {
    get: (key) => {
      const fact = draft.base.get(key)
      return ofWindow.has(key) && fact !== null && fact !== undefined
        ? RollingWindow.without(fact as Fact.RollingWindow, key, held)
        : fact
    },
    counter: (key) => {
      const value = draft.base.counter(key)
      return value === undefined ? undefined : value - ofCounter(key)
    }
  }
  return Draft.make(base, draft)
}

const emit = (
  draft: Draft.Draft,
  fact: Fact.Reward,
  version: number,
  at: Instant,
  { because, valued }: Outcome
): void => {
  const { key, reward } = fact
  const from = Reward.left(fact)
  const { amount, basis, charges, ofLines, to } = valued ?? { ...fact, charges: [], to: from }
  if (fact.summedIn !== undefined) Draft.score(draft, fact.program, fact.person)
  Draft.emit(draft, {
    _tag: "RewardRepriced",
    id: `${reward}/repriced/${version}`,
    at,
    recorded: draft.now,
    reward,
    key,
    version,
    isValued: valued !== undefined,
    from,
    to,
    amount,
    basis,
    ...(ofLines === undefined ? {} : { ofLines }),
    charges,
    transfers: to.minor === from.minor ? [] : heldAnew(fact, version, from, to),
    because
  })
}

/** A hold cannot be changed in double entry: the old one is let go whole, and another takes its place. */
const heldAnew = (fact: Fact.Reward, version: number, from: Money, to: Money): readonly Ledger.Transfer[] => {
  const { person, program, reward } = fact
  const expense = Ledger.expense(program)
  const owed = Ledger.owed(person)
  const id = `${reward}/repriced/${version}`
  return [
    Ledger.make(`${id}/void`, "void", expense, owed, from, Reward.holdOf(fact)),
    Ledger.make(`${id}/grant`, "pending", expense, owed, to)
  ]
}

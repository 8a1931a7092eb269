/**
 * What happened, folded from the log page by page: nothing of it is counted on the way, so that the report can only say
 * what the events say. Held are one word per referral and reward, and sums.
 */
import { Calendar, Event, EventLog, type Fact, Ledger, type Money, type Program, type Store } from "@goodword/core"
import * as Result from "effect/Result"

/** Amounts by unit. */
export type Sums = Map<string, bigint>

export interface Month {
  orders: number
  revenue: bigint
  attributed: number
  qualified: number
  rewards: number
  /** What people are owed at its end, in the program's currency. */
  liability: bigint
}

export interface Tally {
  events: number
  transfers: number
  readonly types: Map<string, number>
  readonly months: Map<string, Month>
  orders: number
  readonly revenue: Sums
  advocates: number
  visits: number
  /** What referred orders brought, at the time that they qualified. */
  referredRevenue: bigint
  reviews: { opened: number; approved: number; rejected: number; silent: number }
  readonly referrals: Map<string, Fact.ReferralState>
  readonly rewards: Map<string, Kept>
  /** By what was refused and the check that refused it. */
  readonly refusals: Map<string, number>
  /** What stands as charged, and how many rewards found no room, by the budget's period. */
  readonly budget: Map<string, { now: bigint; most: bigint }>
  readonly budgetRefused: Map<string, number>
  readonly accounts: Map<string, { pending: bigint; posted: bigint }>
  /** Orders that credit a referral which has not qualified yet. */
  readonly waiting: Map<string, bigint>
}

export interface Kept {
  readonly kind: string
  readonly rule: string
  readonly unit: string
  readonly granted: bigint
  taken: bigint
  state: Fact.RewardState
}

export const empty = (): Tally => ({
  events: 0,
  transfers: 0,
  types: new Map(),
  months: new Map(),
  orders: 0,
  revenue: new Map(),
  advocates: 0,
  visits: 0,
  referredRevenue: 0n,
  reviews: { opened: 0, approved: 0, rejected: 0, silent: 0 },
  referrals: new Map(),
  rewards: new Map(),
  refusals: new Map(),
  budget: new Map(),
  budgetRefused: new Map(),
  accounts: new Map(),
  waiting: new Map()
})

export interface Folding {
  readonly tally: Tally
  readonly add: (stored: Store.PlacedEvent) => void
}

export const folding = (program: Program.Program, unit: string): Folding => {
  const tally = empty()
  const monthOf = Calendar.periodOf("calendar month", program.timeZone)
  const periodOf = Calendar.periodOf(program.budgets[0]?.per ?? "ever", program.timeZone)
  return {
    tally,
    add: (stored) => {
      const event = Result.getOrThrow(EventLog.fromStored(stored))
      tally.events++
      tally.types.set(event._tag, (tally.types.get(event._tag) ?? 0) + 1)
      // When it was recorded, since that never goes back: what a month owes at its end is then known at its end.
      const month = monthIn(tally, monthOf(event.recorded).key)
      count(tally, month, event)
      move(tally, event)
      if (isOutOfBudget(event)) {
        const { key } = periodOf(event.at)
        tally.budgetRefused.set(key, (tally.budgetRefused.get(key) ?? 0) + 1)
      }
      month.liability = owedOf(tally, unit)
    }
  }
}

const isOutOfBudget = (event: Event.Event): boolean => event._tag === "RewardRefused" && event.reason === "budget"

const monthIn = (tally: Tally, key: string): Month => {
  const known = tally.months.get(key)
  if (known !== undefined) return known
  const month = { orders: 0, revenue: 0n, attributed: 0, qualified: 0, rewards: 0, liability: 0n }
  tally.months.set(key, month)
  return month
}

const owedOf = (tally: Tally, unit: string): bigint => {
  const owed = tally.accounts.get(`owed ${unit}`)
  return owed === undefined ? 0n : owed.pending + owed.posted
}

/** Transfers by kind of account: `owed/p17` counts as `owed`. */
const move = (tally: Tally, event: Event.Event): void => {
  for (const transfer of Event.transfers(event)) {
    tally.transfers++
    Ledger.movements(transfer, (account, unit, phase, add) => {
      const key = `${account.split("/", 1)[0]} ${unit}`
      const sums = tally.accounts.get(key) ?? { pending: 0n, posted: 0n }
      sums[phase] += add
      tally.accounts.set(key, sums)
    })
  }
  for (const { add, counter } of Event.charges(event)) {
    const [what, , period = ""] = counter.split("/")
    if (what === "budget") charge(tally, period, add)
  }
}

const charge = (tally: Tally, period: string, add: bigint): void => {
  const charged = tally.budget.get(period) ?? { now: 0n, most: 0n }
  charged.now += add
  if (charged.now > charged.most) charged.most = charged.now
  tally.budget.set(period, charged)
}

const add = (sums: Sums, { minor, unit }: Money.Money): void => {
  sums.set(unit, (sums.get(unit) ?? 0n) + minor)
}

const refuse = (tally: Tally, what: string, reason: string): void => {
  const key = `${what}\t${reason}`
  tally.refusals.set(key, (tally.refusals.get(key) ?? 0) + 1)
}

const count = (tally: Tally, month: Month, event: Event.Event): void => {
  switch (event._tag) {
    case "AdvocateEnrolled":
      tally.advocates++
      return
    case "TouchRecorded":
      tally.visits++
      return
    case "OrderRecorded":
      tally.orders++
      month.orders++
      month.revenue += event.total.minor
      add(tally.revenue, event.total)
      if (event.program !== null) tally.waiting.set(event.order, event.total.minor)
      return
    case "OrderNotCounted":
      tally.waiting.delete(event.order)
      // A friend qualifies once; the orders after that are no news.
      return event.reason === "qualification" ? undefined : refuse(tally, "order", event.reason)
    case "DiscountNotCovered":
      return refuse(tally, "quoted discount", event.reason)
    case "RewardRefused":
      return refuse(tally, event.kind, event.reason)
    case "RewardGranted":
      month.rewards++
      tally.rewards.set(event.reward, kept(event))
      return
    default:
      return isOfReward(event) ? countReward(tally, event) : countReferral(tally, month, event)
  }
}

const kept = ({ amount, kind, rule, state }: Event.RewardGranted): Kept => ({
  kind,
  rule,
  unit: amount.unit,
  granted: amount.minor,
  state,
  taken: 0n
})

type OfReward =
  | Event.RewardReleased
  | Event.RewardTakenBack
  | Event.RewardRedeemed
  | Event.RewardReturned
  | Event.RewardExpired

const isOfReward = (event: Event.Event): event is OfReward => "reward" in event && event._tag !== "RewardGranted"

const countReward = (tally: Tally, event: OfReward): void => {
  const reward = tally.rewards.get(event.reward)
  if (reward === undefined) return
  switch (event._tag) {
    case "RewardReleased":
    case "RewardReturned":
      reward.state = "available"
      return
    case "RewardRedeemed":
      reward.state = "redeemed"
      return
    case "RewardExpired":
      reward.state = "expired"
      return
    case "RewardTakenBack":
      reward.state = event.to
      reward.taken += event.amount.minor
  }
}

const stateAfter = (event: Event.Event): Fact.ReferralState | undefined => {
  switch (event._tag) {
    case "ReferralAttributed":
    case "ReferralUnqualified":
      return "open"
    case "ReferralQualified":
      return "qualified"
    case "ReferralRejected":
      return "rejected"
    case "ReferralExpired":
      return "expired"
    case "ReviewOpened":
      return "in-review"
    case "ReviewClosed":
      return event.to
    default:
      return undefined
  }
}

const countReferral = (tally: Tally, month: Month, event: Event.Event): void => {
  if (event._tag === "ReferralRejected") refuse(tally, "referral", event.reason)
  if (event._tag === "ReferralAttributed") month.attributed++
  if (event._tag === "ReviewOpened") tally.reviews.opened++
  if (event._tag === "ReviewClosed") {
    if (event.by === "silence") tally.reviews.silent++
    else tally.reviews[event.verdict]++
    if (event.verdict === "rejected") refuse(tally, "referral", "review")
  }
  if (event._tag === "ReferralQualified") {
    month.qualified++
    tally.referredRevenue += tally.waiting.get(event.order) ?? 0n
    tally.waiting.delete(event.order)
  }
  const state = stateAfter(event)
  if (state === undefined || !("friend" in event) || event.friend === null) return
  // A cheat by somebody whose own referral stands leaves that referral as it is.
  const isAttempt = event._tag === "ReferralRejected" && tally.referrals.has(event.friend)
  if (!isAttempt) tally.referrals.set(event.friend, state)
}

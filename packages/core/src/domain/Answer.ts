/**
 * What a caller is told of a decision: what it did, and why. It is kept with the receipt, so that asking again gets the
 * first answer.
 */
import * as Because from "./Because.ts"
import type { Command } from "./Command.ts"
import type { Decision } from "./Draft.ts"
import type * as Event from "./Event.ts"
import type * as Fact from "./Fact.ts"
import type { Facts } from "./Facts.ts"
import { read } from "./Facts.ts"
import type { FactKey, PersonId, ProgramId, Side } from "./Ids.ts"
import * as Key from "./Key.ts"
import type { Money } from "./Money.ts"

export interface Granted {
  readonly reward: string
  readonly rule: string
  readonly side: Side
  readonly person: PersonId
  readonly kind: string
  readonly amount: Money
  readonly state: Event.RewardGranted["state"]
  readonly availableAt: number
  readonly expiresAt: number | null
  /** What may be chosen in its place, itself among them. */
  readonly options?: readonly Pick<Fact.Option, "option" | "amount">[]
}

export interface Refused {
  readonly rule: string
  readonly side: Side
  readonly kind: string
  /** The name of the check that failed, which is the name of its file. */
  readonly reason: string
}

export interface TakenBack {
  readonly reward: string
  readonly amount: Money
  readonly state: Fact.RewardState
}

export interface Standing {
  readonly program: ProgramId
  readonly advocate: PersonId
  readonly friend: PersonId
  readonly state: Fact.ReferralState
}

/** What every decision can say. */
export interface Outcome {
  readonly referral: Standing | null
  readonly rewards: readonly Granted[]
  readonly refused: readonly Refused[]
  readonly takenBack: readonly TakenBack[]
  /** What was drawn by lot; absent where nothing was. */
  readonly draws?: readonly Drawn[]
  readonly because: readonly Because.Because[]
}

export interface Drawn {
  /** Its public name. */
  readonly draw: string
  readonly offer: string
  readonly period: number
  /** The place among the lottery's parts, from 0; `null` where all were refused. */
  readonly given: number | null
}

export interface Answer extends Outcome {
  /** The subject's own fields: the code of an advocate, the discount of a quote, the version of a program. */
  readonly subject: Readonly<Record<string, unknown>>
}

export const of = (command: Command, { events, facts }: Decision, base: Facts): Answer => {
  const now = <A>(key: FactKey<A>): A | null => {
    const newer = facts.get(key)
    return newer === undefined ? read(base, key) : (newer as A | null)
  }
  return {
    subject: subjectOf(command, events, now),
    referral: standingOf(command, events, now),
    rewards: events.filter((event) => event._tag === "RewardGranted").map(granted),
    refused: events
      .filter((event) => event._tag === "RewardRefused")
      .map(({ kind, reason, rule, side }) => ({ rule, side, kind, reason })),
    takenBack: events
      .filter((event) => event._tag === "RewardTakenBack")
      .map(({ amount, reward, to }) => ({ reward, amount, state: to })),
    ...drawsIn(events),
    because: Because.of(events)
  }
}

const drawsIn = (events: readonly Event.Event[]): Pick<Outcome, "draws"> => {
  const drawn = events.filter((event) => event._tag === "LotteryDrawn")
  if (drawn.length === 0) return {}
  return { draws: drawn.map(({ draw, given, offer, period }) => ({ draw, offer, period, given })) }
}

const granted = (event: Event.RewardGranted): Granted => {
  const { amount, availableAt, expiresAt, kind, person, reward, rule, side } = event
  const state = event.isGivenAway === true && event.state === "available" ? "redeemed" : event.state
  const told = { reward, rule, side, person, kind, amount, state, availableAt, expiresAt }
  const open = event.choice?.open
  return open === undefined ? told : { ...told, options: open.map(({ amount, option }) => ({ option, amount })) }
}

type Now = <A>(key: FactKey<A>) => A | null

const subjectOf = (command: Command, events: readonly Event.Event[], now: Now): Answer["subject"] => {
  switch (command._tag) {
    case "PublishProgram":
      return { version: now(Key.program(command.program))?.versions ?? 0 }
    case "SaveDraft":
    case "DiscardDraft":
      return { revision: now(Key.programDraft(command.program))?.revision ?? 0 }
    case "RevealSeed":
      return revealed(events)
    case "TurnProgram":
      return { status: now(Key.program(command.program))?.status ?? "" }
    case "EnrollAdvocate":
      return { code: now(Key.advocate(command.program, command.person))?.code ?? "" }
    case "RequestQuote": {
      const quote = now(Key.quote(command.quote))
      const asked = events.find((event) => event._tag === "QuoteMade")?.asked
      return { quote: command.quote, discounts: quote?.discounts ?? [], ...(asked === undefined ? {} : { asked }) }
    }
    case "LockQuote":
      return { until: now(Key.quote(command.quote))?.lock?.until ?? null }
    case "RedeemReward":
      return redeemed(command.reward, events)
    case "RepriceReward":
      return { isValued: events.some((event) => event._tag === "RewardRepriced" && event.isValued) }
    case "SettleTiers":
      return { isTold: events.length > 0 }
    case "AwardPrize":
      return { award: now(Key.prize(command.program, command.prize, command.period)) }
    case "SpendLots":
      return usedIn(now(Key.spend(command.spend)))
    case "ExchangePoints":
      return usedIn(now(Key.exchange(command.spend)))
    case "OpenPayout":
    case "ApprovePayout":
    case "ClosePayout":
      return { run: now(Key.payout(command.run)) }
    case "SelectPayout":
      return { run: now(Key.payout(command.run)), held: now(Key.payoutHeld(command.run, command.person)) }
    case "FileTaxDetails":
      return { details: now(Key.taxDetails(command.person)) }
    case "PaidPayout":
    case "FailPayout":
      return { item: now(Key.payoutItem(command.run, command.person)) }
    case "ReturnSpend":
    case "ReturnReward":
      return cameBack(events)
    default:
      return {}
  }
}

/** Settling what is due may come before it in the same decision; a redemption is the last. */
const redeemed = (reward: string, events: readonly Event.Event[]): Answer["subject"] => {
  const used = events.findLast((event) => event._tag === "RewardRedeemed" && event.reward === reward)
  if (used?._tag !== "RewardRedeemed") return {}
  const { lines, value } = used
  return { value, ...(lines === undefined ? {} : { lines }) }
}

const usedIn = (spend: Fact.Spend | null): Answer["subject"] => ({ amount: spend?.amount, parts: spend?.parts ?? [] })

const revealed = (events: readonly Event.Event[]): Answer["subject"] => {
  const ended = events.find((event) => event._tag === "SeedRevealed")
  const next = events.find((event) => event._tag === "SeedCommitted")
  return {
    period: ended?.period,
    seed: ended?.seed,
    next: { period: next?.period, commitment: next?.commitment }
  }
}

/** What came back, and what became of it at once. */
const cameBack = (events: readonly Event.Event[]): Answer["subject"] => {
  const back = events.find((event) => event._tag === "LotsReturned" || event._tag === "RewardReturned")
  const amount = back?.amount
  const sumOf = (tag: "RewardExpired" | "DebtSettled"): bigint =>
    events.reduce((sum, event) => (event._tag === tag ? sum + event.amount.minor : sum), 0n)
  const unit = amount?.unit
  return { amount, lapsed: { minor: sumOf("RewardExpired"), unit }, paid: { minor: sumOf("DebtSettled"), unit } }
}

/** The referral that the events were about, as it stands after them. */
const standingOf = (command: Command, events: readonly Event.Event[], now: Now): Standing | null => {
  const about =
    command._tag === "OpenReview" || command._tag === "CloseReview"
      ? command
      : events.findLast(
          (event) => "friend" in event && "program" in event && event.program !== null && event.friend !== null
        )
  if (
    about === undefined ||
    !("friend" in about) ||
    !("program" in about) ||
    about.program === null ||
    about.friend === null
  )
    return null
  const referral = now(Key.referral(about.program, about.friend))
  if (referral === null) return null
  const { advocate, friend, program, state } = referral
  return { program, advocate, friend, state }
}

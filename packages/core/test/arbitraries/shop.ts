// A shop for scenarios: people, codes and orders by short names, times as ISO text, and what came out of it.

import { seedFor } from "../../../testkit/src/generators/seeds.ts"
import type { Command } from "../../src/domain/Command.ts"
import type { Decision } from "../../src/domain/Draft.ts"
import type * as Event from "../../src/domain/Event.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { Code, DisputeId, OrderId, PersonId, ProgramId, QuoteId, RefundId } from "../../src/domain/Ids.ts"
import type * as Instant from "../../src/domain/Instant.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Key from "../../src/domain/Key.ts"
import type { Line, Part } from "../../src/domain/Line.ts"
import * as Money from "../../src/domain/Money.ts"
import type { Products } from "../../src/domain/Products.ts"
import * as Program from "../../src/domain/Program.ts"
import type { Rejection } from "../../src/domain/Rejection.ts"
import { type Outcome, World } from "./world.ts"

export const start = Date.UTC(2026, 2, 2, 12)
export const hour = 3_600_000
export const day = 24 * hour

export const money = (text: string): Money.Money => unwrap(Money.parse(text))

/** A program with what a scenario does not care about filled in. */
export const program = (input: Partial<Program.Input> = {}): Program.Program =>
  Program.make({ id: "spring", timeZone: "UTC", onSilence: "hold", ...input })

export const credit = (amount = "10.00 USD") => ({ kind: "store-credit" as const, amount })
export const giftCard = (amount = "10.00 USD") => ({ kind: "gift-card" as const, amount })
export const pointsOf = (amount = "500 points") => ({ kind: "points" as const, amount })
export const percentOff = (
  percent = 20,
  terms: { minimumOrder?: string; maximum?: string; products?: Products } = {}
) => ({
  kind: "percent-off" as const,
  percent,
  ...terms
})
export const fixedOff = (amount = "10.00 USD", terms: { minimumOrder?: string; products?: Products } = {}) => ({
  kind: "fixed-off" as const,
  amount,
  ...terms
})

interface Seen {
  readonly at?: number
  readonly visitor?: string
  readonly country?: string
  readonly segments?: readonly string[]
  readonly newCustomer?: boolean
  readonly prints?: ReadonlyArray<string>
  readonly lines?: readonly Line[]
  /** Of a quote: what would this take off? */
  readonly reward?: string
}

/** A line of a cart or an order: `line("a", "shoe", "60.00 USD", "spring")`. */
export const line = (id: string, product: string, total: string, ...collections: string[]): Line => ({
  id,
  product,
  ...(collections.length === 0 ? {} : { collections }),
  minor: money(total).minor
})

/** What of a refund is for which line: `part("a", "10.00 USD")`. */
export const part = (id: string, amount: string): Part => ({ id, minor: money(amount).minor })

const visit = ({ country, lines, newCustomer, prints, reward, segments, visitor }: Seen) => ({
  ...(reward === undefined ? {} : { reward }),
  ...(lines === undefined ? {} : { lines }),
  ...(visitor === undefined ? {} : { visitor: visitor as PersonId }),
  ...(country === undefined ? {} : { country }),
  ...(segments === undefined ? {} : { segments }),
  ...(newCustomer === undefined ? {} : { newCustomer }),
  ...(prints === undefined ? {} : { prints })
})

type Publishing = Pick<Extract<Command, { readonly _tag: "PublishProgram" }>, "from" | "openReferrals" | "seed">

export class Shop {
  readonly world = new World(start)
  #touches = 0

  constructor(...programs: ReadonlyArray<Program.Program>) {
    for (const one of programs) this.publish(one)
  }

  /** Runs a command that must be decided. */
  do(command: Command): Decision {
    const outcome = this.world.run(command)
    if (outcome._tag !== "Decided") throw new Error(`${command._tag}: ${JSON.stringify(outcome)}`)
    return outcome.decision
  }

  try(command: Command): Rejection | Outcome["_tag"] {
    const outcome = this.world.run(command)
    return outcome._tag === "Rejected" ? outcome.rejection : outcome._tag
  }

  after(ms: number): this {
    this.world.advance(this.world.now + ms)
    return this
  }

  when(time: number | undefined): Instant.Instant {
    return (time ?? this.world.now) as Instant.Instant
  }

  publish(one: Program.Program, mode: "open" | "publish" = "open", more: Publishing = {}): Decision {
    return this.do(this.publishing(one, mode, more))
  }

  publishing(one: Program.Program, mode: "open" | "publish", more: Publishing = {}): Command {
    const document = Program.toJson(one)
    return {
      _tag: "PublishProgram",
      at: this.world.now,
      program: one.id,
      document,
      mode,
      ...seedFor(one, document),
      ...more
    }
  }

  enroll(
    person: string,
    options: { program?: string; prints?: ReadonlyArray<string>; segments?: readonly string[] } = {}
  ): this {
    this.do({
      _tag: "EnrollAdvocate",
      at: this.world.now,
      program: (options.program ?? "spring") as ProgramId,
      person: person as PersonId,
      codes: [codeOf(person, options.program)],
      ...(options.prints === undefined ? {} : { prints: options.prints }),
      ...(options.segments === undefined ? {} : { segments: options.segments })
    })
    return this
  }

  touch(
    advocate: string,
    subject: string,
    options: { at?: number; source?: Fact.TouchSource; program?: string } = {}
  ): this {
    this.#touches += 1
    this.do({
      _tag: "RecordTouch",
      at: this.when(options.at),
      touch: `t${this.#touches}`,
      code: codeOf(advocate, options.program),
      subject: subject as PersonId,
      source: options.source ?? "click"
    })
    return this
  }

  signup(person: string, seen: Seen = {}): Decision {
    return this.do({ _tag: "RecordSignup", at: this.when(seen.at), person: person as PersonId, ...visit(seen) })
  }

  quote(quote: string, person: string, cart: string, seen: Seen = {}): Decision {
    return this.do({
      _tag: "RequestQuote",
      at: this.when(seen.at),
      quote: quote as QuoteId,
      person: person as PersonId,
      cart: money(cart),
      ...visit(seen)
    })
  }

  ordering(order: string, person: string, total: string, seen: Seen & { readonly quote?: string } = {}): Command {
    return {
      _tag: "RecordOrder",
      at: this.when(seen.at),
      order: order as OrderId,
      person: person as PersonId,
      total: money(total),
      ...(seen.quote === undefined ? {} : { quote: seen.quote as QuoteId }),
      ...visit(seen)
    }
  }

  order(order: string, person: string, total: string, seen: Seen & { readonly quote?: string } = {}): Decision {
    return this.do(this.ordering(order, person, total, seen))
  }

  changing(order: string, revision: number, total: string, lines?: readonly Line[]): Command {
    const told = lines === undefined ? {} : { lines }
    return { _tag: "ChangeOrder", at: this.world.now, order: order as OrderId, revision, total: money(total), ...told }
  }

  change(order: string, revision: number, total: string, lines?: readonly Line[]): Decision {
    return this.do(this.changing(order, revision, total, lines))
  }

  refunding(order: string, refund: string, amount: string, lines?: readonly Part[]): Command {
    return {
      _tag: "RefundOrder",
      at: this.world.now,
      order: order as OrderId,
      refund: refund as RefundId,
      amount: money(amount),
      ...(lines === undefined ? {} : { lines })
    }
  }

  refund(order: string, refund: string, amount: string, lines?: readonly Part[]): Decision {
    return this.do(this.refunding(order, refund, amount, lines))
  }

  canceling(order: string): Command {
    return { _tag: "CancelOrder", at: this.world.now, order: order as OrderId }
  }

  cancel(order: string): Decision {
    return this.do(this.canceling(order))
  }

  disputing(order: string, dispute: string, amount?: string): Command {
    const told = amount === undefined ? {} : { amount: money(amount) }
    return {
      _tag: "OpenDispute",
      at: this.world.now,
      order: order as OrderId,
      dispute: dispute as DisputeId,
      ...told
    }
  }

  dispute(order: string, dispute: string, amount?: string): Decision {
    return this.do(this.disputing(order, dispute, amount))
  }

  ruling(order: string, dispute: string, outcome: "won" | "lost"): Command {
    return {
      _tag: "CloseDispute",
      at: this.world.now,
      order: order as OrderId,
      dispute: dispute as DisputeId,
      outcome
    }
  }

  rule(order: string, dispute: string, outcome: "won" | "lost"): Decision {
    return this.do(this.ruling(order, dispute, outcome))
  }

  openReview(friend: string): Decision {
    const [program, person] = ["spring" as ProgramId, friend as PersonId]
    return this.do({ _tag: "OpenReview", at: this.world.now, program, friend: person })
  }

  closing(friend: string, verdict: "approved" | "rejected"): Command {
    const [program, person] = ["spring" as ProgramId, friend as PersonId]
    return { _tag: "CloseReview", at: this.world.now, program, friend: person, verdict }
  }

  closeReview(friend: string, verdict: "approved" | "rejected"): Decision {
    return this.do(this.closing(friend, verdict))
  }

  redeeming(reward: string, order: string, total: string, lines?: readonly Line[]): Command {
    const told = lines === undefined ? {} : { lines }
    return { _tag: "RedeemReward", at: this.world.now, reward, order: order as OrderId, total: money(total), ...told }
  }

  redeem(reward: string, order: string, total: string, lines?: readonly Line[]): Decision {
    return this.do(this.redeeming(reward, order, total, lines))
  }

  spending(spend: string, person: string, amount: string, order: string, total: string | null = "100.00 USD"): Command {
    return {
      _tag: "SpendLots",
      at: this.world.now,
      spend,
      person: person as PersonId,
      amount: money(amount),
      order: order as OrderId,
      ...(total === null ? {} : { total: money(total) })
    }
  }

  spend(spend: string, person: string, amount: string, order: string, total?: string | null): Decision {
    return this.do(this.spending(spend, person, amount, order, total))
  }

  exchanging(spend: string, person: string, exchange: string, times = 1): Command {
    const program = "spring" as ProgramId
    return {
      _tag: "ExchangePoints",
      at: this.world.now,
      spend,
      person: person as PersonId,
      program,
      exchange,
      times
    }
  }

  exchange(spend: string, person: string, exchange: string, times?: number): Decision {
    return this.do(this.exchanging(spend, person, exchange, times))
  }

  unexchanging(spend: string): Command {
    return { _tag: "ReturnSpend", at: this.world.now, spend: Key.exchange(spend) }
  }

  unexchange(spend: string): Decision {
    return this.do(this.unexchanging(spend))
  }

  returning(spend: string, amount?: string): Command {
    const key = spend.startsWith("reward/") ? Key.redemption(spend) : Key.spend(spend)
    const part = amount === undefined ? {} : { amount: money(amount) }
    return { _tag: "ReturnSpend", at: this.world.now, spend: key, ...part }
  }

  unspend(spend: string, amount?: string): Decision {
    return this.do(this.returning(spend, amount))
  }

  rollingBack(reward: string, amount?: string): Command {
    const asked = amount === undefined ? {} : { amount: money(amount) }
    return { _tag: "ReturnReward", at: this.world.now, reward, ...asked }
  }

  rollBack(reward: string): Decision {
    return this.do(this.rollingBack(reward))
  }

  /** A friend brought by an advocate, with an order. */
  refer(advocate: string, friend: string, order: string, total = "100.00 USD"): Decision {
    return this.touch(advocate, friend).order(order, friend, total)
  }

  referral(friend: string, program = "spring"): Fact.Referral | null {
    return this.world.fact<Fact.Referral>(Key.referral(program as ProgramId, friend as PersonId))
  }

  /** Every reward that was ever granted, by its rule, person and occurrence, as it stands now. */
  get rewards(): ReadonlyArray<Fact.Reward> {
    return [...this.world.facts].filter(([key]) => key.startsWith("reward/")).map(([, fact]) => fact as Fact.Reward)
  }

  /** `advocate 10.00 USD pending`, one line per reward. */
  get standings(): ReadonlyArray<string> {
    return this.rewards.map(({ amount, kind, rule, state, taken }) => {
      const lost = taken.minor === 0n ? "" : ` less ${Money.format(taken)}`
      return `${rule}: ${Money.format(amount)}${lost} ${kind} ${state}`
    })
  }

  only(rule: string): Fact.Reward {
    const [found, ...others] = this.rewards.filter((one) => one.rule === rule)
    if (found === undefined || others.length > 0) throw new Error(`not one reward of ${rule}: ${this.standings}`)
    return found
  }

  balance(account: string, unit = "USD", phase: "posted" | "pending" = "posted"): bigint {
    return this.world.counters.get(`balance/${account}/${unit}/${phase}`) ?? 0n
  }

  counter(key: string): bigint {
    return this.world.counters.get(key) ?? 0n
  }
}

export const codeOf = (person: string, program = "spring"): Code =>
  (program === "spring" ? person : `${person}-${program}`).toUpperCase() as Code

export const tags = ({ events }: Pick<Decision, "events">): ReadonlyArray<Event.Tag> => events.map((one) => one._tag)

/** The events of one kind in a decision. */
export const all = <Tag extends Event.Tag>(
  { events }: { readonly events: ReadonlyArray<Event.Event> },
  tag: Tag
): ReadonlyArray<Extract<Event.Event, { readonly _tag: Tag }>> =>
  events.filter((one): one is Extract<Event.Event, { readonly _tag: Tag }> => one._tag === tag)

export const one = <Tag extends Event.Tag>(
  from: { readonly events: ReadonlyArray<Event.Event> },
  tag: Tag
): Extract<Event.Event, { readonly _tag: Tag }> => {
  const [found, ...others] = all(from, tag)
  if (found === undefined || others.length > 0) throw new Error(`not one ${tag}: ${from.events.map((e) => e._tag)}`)
  return found
}

/** `kind: outcome` of the evidence that failed. */
export const failures = (event: {
  readonly because: ReadonlyArray<{ readonly check: string; readonly passed: boolean }>
}) => event.because.filter((one) => !one.passed).map((one) => one.check)

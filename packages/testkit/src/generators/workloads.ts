/**
 * A shop's days at the doors of a real engine: few people, few orders, and deeds that meet each other often. Played on an
 * engine over any store; a failing one shrinks to a story of a few lines.
 */
import {
  Catalogs,
  Compile,
  type DoorError,
  type Input,
  Instant,
  type MovableClock,
  type Output,
  Program,
  type Shape
} from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import fc from "fast-check"
import { type Currency, currency, minorAmount, written } from "./amounts.ts"
import { type Cut, cuts, linesAtDoor, partsAtDoor } from "./baskets.ts"
import { jump } from "./clocks.ts"
import { programInput } from "./programs.ts"
import { story } from "./story.ts"

/** People, orders and refunds are numbers from 1: `cus_1`, `ord_1`, `re_1`. */
export type Deed =
  | { readonly do: "enroll"; readonly customer: number }
  | {
      readonly do: "refer"
      readonly advocate: number
      readonly friend: number
      readonly order: number
      readonly total: string
      readonly source: "click" | "code"
      readonly quoted: boolean
      readonly isLocked?: boolean
      readonly cuts?: readonly Cut[]
    }
  | {
      readonly do: "order"
      readonly customer: number
      readonly order: number
      readonly total: string
      readonly cuts?: readonly Cut[]
    }
  /** A cart is quoted, and not paid for yet. */
  | { readonly do: "quote"; readonly customer: number; readonly total: string }
  /** Keeps what the n-th of these quotes would take, or lets it go; and pays for it. */
  | { readonly do: "lock"; readonly nth: number }
  | { readonly do: "unlock"; readonly nth: number }
  | { readonly do: "check out"; readonly nth: number; readonly order: number }
  | {
      readonly do: "change"
      readonly order: number
      readonly revision: number
      readonly total: string
      readonly cuts?: readonly Cut[]
    }
  | {
      readonly do: "refund"
      readonly order: number
      readonly refund: number
      readonly amount: string
      readonly cuts?: readonly Cut[]
    }
  | { readonly do: "list"; readonly customer: number; readonly listed: boolean }
  | { readonly do: "cancel"; readonly order: number }
  | { readonly do: "dispute"; readonly order: number; readonly dispute: number; readonly amount?: string }
  | { readonly do: "ruling"; readonly order: number; readonly dispute: number; readonly outcome: "won" | "lost" }
  | { readonly do: "review"; readonly customer: number }
  | { readonly do: "verdict"; readonly customer: number; readonly verdict: "approved" | "rejected" }
  /** Uses one of the rewards that were answered up to now. */
  | { readonly do: "redeem"; readonly nth: number; readonly order: number; readonly total: string }
  /** Uses what is in a wallet. */
  | {
      readonly do: "spend"
      readonly customer: number
      readonly order: number
      readonly amount: string
      readonly total: string
    }
  /** Gives points for one of the things that the program lists. */
  | { readonly do: "exchange"; readonly customer: number; readonly nth: number; readonly times: number }
  /** Rolls back the n-th spend or exchange, or the use of a reward. */
  | { readonly do: "unspend"; readonly nth: number; readonly whole: boolean; readonly amount: string }
  /** Says what is wanted of the n-th offer that leaves a choice; or takes another option in place of a reward. */
  | { readonly do: "wish"; readonly customer: number; readonly nth: number; readonly option: number }
  | { readonly do: "swap"; readonly nth: number; readonly option: number }
  | { readonly do: "reveal" }
  /** Awards the n-th prize of the month before, after so much time. */
  | { readonly do: "award"; readonly nth: number; readonly after: number }
  | { readonly do: "stop"; readonly to: "pause" | "resume" | "archive" }
  /** An earlier deed comes once more, as from a client that did not hear the answer. */
  | { readonly do: "again"; readonly nth: number }
  /** Time passes, and what is due is delivered. */
  | { readonly do: "pass"; readonly ms: number }

export class Workload {
  readonly program: Program.Input
  readonly deeds: readonly Deed[]

  constructor(program: Program.Input, deeds: readonly Deed[]) {
    this.program = program
    this.deeds = deeds
  }

  /** How fast-check shows it: as a story, once it has been shrunk. */
  toString(): string {
    return story(this)
  }
}

const customer = fc.integer({ min: 1, max: 4 })
const order = fc.integer({ min: 1, max: 5 })
/** Then it is the next month, or the one after a short one. */
const aMonth = 32 * 86_400_000

const deed = (unit: Currency): fc.Arbitrary<Deed> => {
  const total = minorAmount(12_000).map((minor) => written(minor, unit))
  const one = <A extends Deed["do"]>(
    name: A,
    fields: { [K in keyof Omit<Extract<Deed, { do: A }>, "do">]-?: fc.Arbitrary<Extract<Deed, { do: A }>[K]> }
  ): fc.Arbitrary<Deed> => fc.record({ do: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<Deed>
  return fc.oneof(
    { weight: 1, arbitrary: one("enroll", { customer }) },
    {
      weight: 6,
      arbitrary: one("refer", {
        advocate: fc.constantFrom(1, 2),
        friend: customer,
        order,
        total,
        source: fc.constantFrom("click", "code"),
        quoted: fc.boolean(),
        isLocked: fc.boolean(),
        cuts
      })
    },
    { weight: 2, arbitrary: one("order", { customer, order, total, cuts }) },
    { weight: 2, arbitrary: one("quote", { customer, total }) },
    { weight: 2, arbitrary: one("lock", { nth: fc.nat({ max: 3 }) }) },
    { weight: 1, arbitrary: one("unlock", { nth: fc.nat({ max: 3 }) }) },
    { weight: 1, arbitrary: one("check out", { nth: fc.nat({ max: 3 }), order }) },
    { weight: 2, arbitrary: one("change", { order, revision: fc.integer({ min: 1, max: 3 }), total, cuts }) },
    { weight: 4, arbitrary: one("refund", { order, refund: fc.integer({ min: 1, max: 3 }), amount: total, cuts }) },
    { weight: 1, arbitrary: one("list", { customer, listed: fc.boolean() }) },
    { weight: 1, arbitrary: one("cancel", { order }) },
    { weight: 1, arbitrary: one("dispute", { order, dispute: fc.constantFrom(1, 2), amount: total }) },
    {
      weight: 1,
      arbitrary: one("ruling", { order, dispute: fc.constantFrom(1, 2), outcome: fc.constantFrom("won", "lost") })
    },
    { weight: 2, arbitrary: one("review", { customer }) },
    { weight: 2, arbitrary: one("verdict", { customer, verdict: fc.constantFrom("approved", "rejected") }) },
    { weight: 2, arbitrary: one("redeem", { nth: fc.nat({ max: 9 }), order, total }) },
    {
      weight: 4,
      arbitrary: one("spend", {
        customer: fc.constantFrom(1, 1, 2, 3),
        order,
        amount: fc.oneof(
          minorAmount(1_500).map((minor) => written(minor, unit)),
          fc.integer({ min: 1, max: 400 }).map((n) => `${n} points`)
        ),
        total
      })
    },
    {
      weight: 3,
      arbitrary: one("exchange", { customer, nth: fc.nat({ max: 3 }), times: fc.constantFrom(1, 1, 1, 2) })
    },
    { weight: 3, arbitrary: one("unspend", { nth: fc.nat({ max: 9 }), whole: fc.boolean(), amount: total }) },
    { weight: 2, arbitrary: one("wish", { customer, nth: fc.nat({ max: 3 }), option: fc.nat({ max: 2 }) }) },
    { weight: 3, arbitrary: one("swap", { nth: fc.nat({ max: 9 }), option: fc.nat({ max: 2 }) }) },
    { weight: 1, arbitrary: one("reveal", {}) },
    { weight: 2, arbitrary: one("award", { nth: fc.nat({ max: 1 }), after: fc.constantFrom(0, aMonth, aMonth) }) },
    { weight: 1, arbitrary: one("stop", { to: fc.constantFrom("pause", "resume", "resume", "resume", "archive") }) },
    { weight: 2, arbitrary: one("again", { nth: fc.nat({ max: 20 }) }) },
    { weight: 4, arbitrary: one("pass", { ms: jump }) }
  )
}

/** Most often somebody who is somebody's friend, a review that is open, an order that is there. */
const meeting = (drawn: readonly Deed[]): readonly Deed[] => {
  const [friends, reviewed, orders]: [number[], number[], number[]] = [[], [], []]
  const among = (known: readonly number[], n: number): number => known[n % Math.max(1, known.length)] ?? n
  return drawn.map((deed) => {
    switch (deed.do) {
      case "refer":
        friends.push(deed.friend)
        orders.push(deed.order)
        return deed
      case "order":
      case "check out":
        orders.push(deed.order)
        return deed
      case "quote":
      case "exchange":
        return { ...deed, customer: among(friends, deed.customer) }
      case "change":
      case "refund":
      case "cancel":
      case "dispute":
      case "ruling":
        return { ...deed, order: deed.order === 5 ? 5 : among(orders, deed.order) }
      case "review": {
        const customer = among(friends, deed.customer)
        reviewed.push(customer)
        return { ...deed, customer }
      }
      case "verdict":
        return { ...deed, customer: among(reviewed, deed.customer) }
      default:
        return deed
    }
  })
}

/** Workloads over one program. */
export const workload = ({ deeds = 20 }: { readonly deeds?: number } = {}): fc.Arbitrary<Workload> =>
  currency.chain((unit) =>
    fc
      .tuple(programInput({ unit, id: "alpha", isOpen: true }), fc.array(deed(unit), { maxLength: deeds, size: "max" }))
      .map(([program, all]) => new Workload(program, meeting(all)))
  )

/** A question under a key of its own: asked again, it is the same question. */
type Call = (engine: Shape) => Effect.Effect<unknown, DoorError>

export interface Answered {
  readonly deed: Deed
  readonly outcome: Result.Result<unknown, DoorError>
}

const customerId = (n: number): string => `cus_${n}`
const orderId = (n: number): string => `ord_${n}`

/** Plays a workload on an engine that was opened with its program; a door that refuses is an outcome, not a failure. */
export const play = Effect.fnUntraced(function* ({ deeds, program }: Workload, engine: Shape, clock: MovableClock) {
  const answered: Answered[] = []
  const asked: Call[][] = []
  const said: Said = { ...listedIn(program), rewards: [], spends: [], quotes: [] }
  for (const one of [1, 2]) yield* engine.enroll(enrolling(one))
  for (const [i, deed] of deeds.entries()) {
    const calls =
      deed.do === "again" ? (asked[deed.nth % Math.max(1, asked.length)] ?? []) : callsOf(deed, i, clock, said)
    if (deed.do !== "again" && deed.do !== "pass") asked.push(calls)
    for (const call of calls) {
      const outcome = yield* Effect.result(call(engine))
      if (Result.isSuccess(outcome)) {
        said.rewards.push(...rewardsIn(outcome.success))
        if (deed.do === "spend") said.spends.push({ spend: (outcome.success as Output.Spent).id })
        if (deed.do === "exchange") said.spends.push({ exchange: (outcome.success as Output.Spent).id })
        if (deed.do === "quote") said.quotes.push({ ...(outcome.success as Output.Quoted), customer: deed.customer })
      }
      answered.push({ deed, outcome })
    }
  }
  return answered
})

/** What was listed and answered up to now. */
interface Said {
  /** What points may be exchanged for. */
  readonly listed: readonly string[]
  readonly choices: Compile.Compiled["choices"]
  readonly prizes: readonly string[]
  readonly rewards: string[]
  readonly spends: ({ readonly spend: string } | { readonly exchange: string })[]
  readonly quotes: (Pick<Output.Quoted, "id" | "total"> & { readonly customer: number })[]
}

/** What a program lists: for points, for wishes and for leaders. */
const listedIn = (program: Program.Input): Pick<Said, "choices" | "listed" | "prizes"> => {
  const made = Program.make(program)
  return {
    listed: made.exchanges.map(({ id }) => id),
    choices: Compile.compile(made, { version: 0, document: null }, Catalogs.builtIn).choices,
    prizes: made.prizes.map(({ id }) => id)
  }
}

const enrolling = (n: number): Input.Enroll => ({ customer: customerId(n), code: `CUS-${n}`, key: customerId(n) })

const rewardsIn = (answer: unknown): readonly string[] => {
  const { rewards = [] } = (answer ?? {}) as Partial<Output.Decision>
  return rewards.map(({ id }) => id)
}

const callsOf = (deed: Exclude<Deed, { do: "again" }>, i: number, clock: MovableClock, said: Said): Call[] => {
  const key = `${i}`
  switch (deed.do) {
    case "enroll":
      return [(engine) => engine.enroll(enrolling(deed.customer))]
    case "refer":
      return referring(deed, key)
    case "order": {
      const { customer, order, total } = deed
      const paid = { order: orderId(order), customer: customerId(customer), total, ...linesAtDoor(total, deed.cuts) }
      return [(engine) => engine.orderPaid(paid)]
    }
    case "change": {
      const { order, revision, total } = deed
      const lines = linesAtDoor(total, deed.cuts)
      return [(engine) => engine.orderChanged({ order: orderId(order), revision, total, ...lines })]
    }
    case "refund": {
      const { amount, order, refund } = deed
      const given = { order: orderId(order), refund: `re_${refund}`, amount, ...partsAtDoor(amount, deed.cuts) }
      return [(engine) => engine.orderRefunded(given)]
    }
    case "list":
      return [(engine) => engine.setListed({ customer: customerId(deed.customer), listed: deed.listed, key })]
    case "cancel":
      return [(engine) => engine.orderCanceled({ order: orderId(deed.order) })]
    case "dispute": {
      const { amount } = deed
      const disputed = { order: orderId(deed.order), dispute: `dp_${deed.dispute}` }
      return [(engine) => engine.disputeOpened(amount === undefined ? disputed : { ...disputed, amount })]
    }
    case "ruling": {
      const { dispute, outcome } = deed
      return [(engine) => engine.disputeClosed({ order: orderId(deed.order), dispute: `dp_${dispute}`, outcome })]
    }
    case "review":
      return [(engine) => engine.openReview({ customer: customerId(deed.customer), key })]
    case "verdict":
      return [(engine) => engine.closeReview({ customer: customerId(deed.customer), verdict: deed.verdict, key })]
    case "redeem": {
      const reward = nthOf(said.rewards, deed.nth)
      const { order, total } = deed
      return reward === undefined ? [] : [(engine) => engine.redeem({ reward, order: orderId(order), total })]
    }
    case "spend": {
      const { amount, customer, order, total } = deed
      return [(engine) => engine.spend({ customer: customerId(customer), amount, order: orderId(order), total, key })]
    }
    case "exchange":
      return exchanging(deed, key, said)
    case "unspend":
      return unspending(deed, key, said)
    case "quote":
    case "lock":
    case "unlock":
    case "check out":
      return quoting(deed, key, said)
    case "wish":
    case "swap":
      return choosing(deed, key, said)
    case "reveal":
      return [(engine) => engine.reveal({ key })]
    case "award":
      return awarding(deed, clock, said)
    case "stop":
      return [(engine) => engine[deed.to]({ key })]
    case "pass":
      return [(engine) => later(engine, clock, deed.ms)]
  }
}

const later = (engine: Shape, clock: MovableClock, ms: number) =>
  Effect.suspend(() => {
    clock.set(Instant.format((clock.now() + ms) as Instant.Instant))
    return engine.runDue
  })

const choosing = (deed: Extract<Deed, { do: "wish" | "swap" }>, key: string, { choices, rewards }: Said): Call[] => {
  if (deed.do === "swap") {
    const reward = nthOf(rewards, deed.nth)
    return reward === undefined ? [] : [(engine) => engine.choose({ reward, option: `option-${deed.option}`, key })]
  }
  const one = nthOf(choices, deed.nth)
  const option = nthOf(one?.options ?? [], deed.option)
  if (one === undefined || option === undefined) return []
  const { offer } = one
  return [(engine) => engine.choose({ customer: customerId(deed.customer), offer, option, key })]
}

const awarding = ({ after, nth }: Extract<Deed, { do: "award" }>, clock: MovableClock, { prizes }: Said): Call[] => {
  const prize = nthOf(prizes, nth)
  const passes: Call = (engine) => later(engine, clock, after)
  return prize === undefined ? [passes] : [passes, (engine) => engine.awardPrizes({ prize })]
}

/** What comes back is of a spend, or of a reward that was redeemed. */
const unspending = (
  { amount, nth, whole }: Extract<Deed, { do: "unspend" }>,
  key: string,
  { rewards, spends }: Said
): Call[] => {
  const reward = nthOf(rewards, nth)
  const spend = nthOf(spends, nth)
  const redeemed = reward === undefined ? undefined : { reward }
  const of = spend === undefined || (redeemed !== undefined && nth % 2 === 1) ? redeemed : spend
  if (of === undefined) return []
  const isWhole = whole || "exchange" in of
  return [(engine) => engine.unspend({ ...of, ...(isWhole ? {} : { amount }), key })]
}

const exchanging = (
  { customer, nth, times }: Extract<Deed, { do: "exchange" }>,
  key: string,
  { listed }: Said
): Call[] => {
  const exchange = nthOf(listed, nth)
  if (exchange === undefined) return []
  return [(engine) => engine.exchange({ customer: customerId(customer), exchange, times, key })]
}

const quoting = (
  deed: Extract<Deed, { do: "quote" | "lock" | "unlock" | "check out" }>,
  key: string,
  { quotes }: Said
): Call[] => {
  if (deed.do === "quote") {
    const { customer, total } = deed
    return [(engine) => engine.quote({ customer: customerId(customer), cart: { total }, key })]
  }
  const quote = nthOf(quotes, deed.nth)
  if (quote === undefined) return []
  switch (deed.do) {
    case "lock":
      return [(engine) => engine.lock({ quote: quote.id, for: "1 hour", key })]
    case "unlock":
      return [(engine) => engine.unlock({ quote: quote.id, key })]
    case "check out": {
      const { customer, id, total } = quote
      return [
        (engine) => engine.orderPaid({ order: orderId(deed.order), customer: customerId(customer), total, quote: id })
      ]
    }
  }
}

const nthOf = <A>(all: readonly A[], nth: number): A | undefined => all[nth % Math.max(1, all.length)]

const referring = (
  { advocate, cuts: all, friend, isLocked = false, order, quoted, source, total }: Extract<Deed, { do: "refer" }>,
  key: string
): Call[] => {
  const customer = customerId(friend)
  const lines = linesAtDoor(total, all)
  const paid = { order: orderId(order), customer, total, ...lines }
  const touched: Call = (engine) => engine.touch({ code: `CUS-${advocate}`, customer, source, key })
  if (!quoted) return [touched, (engine) => engine.orderPaid(paid)]
  // The discount is taken off, as a shop would do it.
  return [
    touched,
    (engine) =>
      Effect.gen(function* () {
        const quote = yield* engine.quote({ customer, cart: { total, ...lines }, key })
        if (isLocked) yield* engine.lock({ quote: quote.id, for: "1 hour", key })
        const left = quote.lines === undefined ? {} : { lines: dueOf(lines.lines, quote.lines) }
        return yield* engine.orderPaid({ ...paid, quote: quote.id, total: quote.total, ...left })
      })
  ]
}

/** The lines of a cart at what is left to pay for each. */
const dueOf = (lines: Input.OrderPaid["lines"], due: readonly Output.QuotedLine[]): Input.OrderPaid["lines"] =>
  lines?.map((line) => ({ ...line, total: due.find(({ id }) => id === line.id)?.total ?? line.total }))

/** Lives through a history in the kernel: each step becomes the commands that it means in the world as it stands. */
import { type Command, type Fact, type Ids, type Instant, Key, Lot, Money, Program, Unit } from "@goodword/core"
import { awarding, waitOf } from "./awarding.ts"
import { cutInto, partsOf } from "./baskets.ts"
import { checkingOut } from "./checkouts.ts"
import { ofProgram, programId, publishing } from "./editing.ts"
import { keyIn, nth, ordersOf, quotesOf, referralsOf, rewardsOf, under } from "./found.ts"
import type { History } from "./histories.ts"
import { ofPayouts } from "./paying.ts"
import { codeOf, personId } from "./people.ts"
import { recognizing, reviewing, watching } from "./reviewing.ts"
import type { Early, Step } from "./steps.ts"
import { unwrap } from "./unwrap.ts"
import { type Outcome, World } from "./World.ts"

export const origin = Date.UTC(2026, 2, 5, 17)

const both = [0, 1].map(programId)
const money = (text: string): Money.Money => unwrap(Money.parse(text))
const subjectId = (n: number): Ids.PersonId => (n < 0 ? `v${-n}` : `p${n}`) as Ids.PersonId

/** The commands that open the shop: the programs, and two people who refer. */
const opening = ({ programs }: History, now: Instant.Instant): readonly Command[] =>
  programs.flatMap((input) => [
    publishing(Program.make(input), now),
    ...[0, 1].map((one): Command => enrolling(Program.make(input).id, one, now, true))
  ])

const enrolling = (program: Ids.ProgramId, one: number, at: Instant.Instant, print = false): Command => ({
  _tag: "EnrollAdvocate",
  at,
  program,
  person: personId(one),
  codes: [codeOf(program, one)],
  ...segmentsOf(personId(one)),
  ...(print ? { prints: [`print-${one}`] } : {})
})

/** What the store says of a person: some it says nothing about, some are in a segment, and some in none. */
const segmentsOf = (person: Ids.PersonId): { readonly segments?: readonly string[] } => {
  const last = person.charCodeAt(person.length - 1) % 3
  return last === 0 ? {} : { segments: last === 1 ? ["vip", "early"] : [] }
}

const seenAs = ({ print, visitor: by }: { readonly print: number; readonly visitor: number }, one: number) => ({
  ...segmentsOf(personId(one)),
  ...(by === 0 ? {} : { visitor: `v${by}` as Ids.PersonId }),
  // Two in five give the address of somebody who refers, one none, one that of a household, and one their own.
  ...(print === 2 ? {} : { prints: [`print-${print < 2 ? print : print === 3 ? "home" : one}`] })
})

/** What a step asks of the world as it stands. */
export const commandsOf = (step: Step, world: World, { edits }: History): readonly Command[] => {
  const at = ("back" in step ? world.now - step.back : world.now) as Instant.Instant
  switch (step.do) {
    case "enroll":
      return [enrolling(programId(step.program), step.person, at, step.print)]
    case "touch":
      return [
        {
          _tag: "RecordTouch",
          at,
          touch: `t${step.nth}`,
          code: codeOf(programId(step.program), step.advocate),
          subject: subjectId(step.subject),
          source: step.code ? "code" : "click"
        }
      ]
    case "signup":
      return [{ _tag: "RecordSignup", at, person: personId(step.person), ...seenAs(step, step.person) }]
    case "quote": {
      const person = personId(step.person)
      const [reward] = rewardsOf(world).flatMap((one) => (one.person === person ? [one.reward] : []))
      return [
        {
          _tag: "RequestQuote",
          at,
          quote: `q${step.nth}` as Ids.QuoteId,
          person,
          cart: money(step.cart),
          ...cutInto(money(step.cart).minor, step.cuts),
          ...(reward === undefined ? {} : { reward }),
          ...seenAs(step, step.person)
        }
      ]
    }
    case "order": {
      const quote = step.quote < 0 ? {} : { quote: `q${step.quote}` as Ids.QuoteId }
      const claim = step.claim ? {} : { newCustomer: false }
      const country = step.country ? { country: "US" } : {}
      return [
        {
          _tag: "RecordOrder",
          at,
          order: `o${step.nth}` as Ids.OrderId,
          person: personId(step.person),
          total: money(step.total),
          ...cutInto(money(step.total).minor, step.cuts),
          ...quote,
          ...claim,
          ...country,
          ...seenAs(step, step.person)
        }
      ]
    }
    case "list":
      return [{ _tag: "SetListing", at, person: personId(step.person), isListed: step.listed }]
    case "refer":
      return referring(step, at, world)
    case "buy again":
      return buying(step, at, world)
    case "buy often":
      return buyingOften(step, at, world)
    case "recognize":
      return recognizing(step, at, world)
    case "check out":
      return checkingOut(step, at, world)
    default:
      return later(step, at, world, edits)
  }
}

const referring = (step: Extract<Step, { do: "refer" }>, at: Instant.Instant, world: World): readonly Command[] => {
  const friend = personId(step.friend)
  const segments = segmentsOf(friend)
  const quote = `q-o${step.nth}` as Ids.QuoteId
  const cart = money(step.total)
  const lines = cutInto(cart.minor, step.cuts)
  const touch = `r-${step.nth}-${step.friend}-${world.events.length}`
  return [
    {
      _tag: "RecordTouch",
      at,
      touch,
      code: codeOf(programId(step.program), step.advocate),
      subject: friend,
      source: "click"
    },
    ...(step.quoted ? [{ _tag: "RequestQuote", at, quote, person: friend, cart, ...lines, ...segments } as const] : []),
    ...(step.quoted && step.isLocked === true ? [{ _tag: "LockQuote", at, quote, forMs: 3_600_000 } as const] : []),
    ...(step.watched ? watching(programId(step.program), friend, at) : []),
    ...heardBefore(step.early, `o${step.nth}` as Ids.OrderId, at),
    {
      _tag: "RecordOrder",
      at,
      order: `o${step.nth}` as Ids.OrderId,
      person: friend,
      total: cart,
      ...lines,
      ...segments,
      country: "US",
      ...(step.quoted ? { quote } : {})
    }
  ]
}

/** A bank's news of a payment may come before the order. */
const heardBefore = (early: Early = "none", order: Ids.OrderId, at: Instant.Instant): readonly Command[] => {
  if (early === "none") return []
  const dispute = "d0" as Ids.DisputeId
  const opened: Command = { _tag: "OpenDispute", at, order, dispute }
  return early === "disputed" ? [opened] : [opened, { _tag: "CloseDispute", at, order, dispute, outcome: early }]
}

/** Somebody who is somebody's friend already, where there is one. */
const friendOf = (nth: number, world: World): Ids.PersonId => {
  const friends = referralsOf(world)
  return friends[nth % Math.max(1, friends.length)]?.friend ?? personId(nth)
}

const buying = (step: Extract<Step, { do: "buy again" }>, at: Instant.Instant, world: World): readonly Command[] => {
  const person = friendOf(step.nth, world)
  const quote = `q-o${step.order}` as Ids.QuoteId
  const total = money(step.total)
  const lines = cutInto(total.minor, step.cuts)
  return [
    ...(step.quoted
      ? [{ _tag: "RequestQuote", at, quote, person, cart: total, ...lines, ...segmentsOf(person) } as const]
      : []),
    ...heardBefore(step.early, `o${step.order}` as Ids.OrderId, at),
    {
      _tag: "RecordOrder",
      at,
      order: `o${step.order}` as Ids.OrderId,
      person,
      total,
      ...lines,
      ...segmentsOf(person),
      country: "US",
      ...(step.quoted ? { quote } : {})
    }
  ]
}

const buyingOften = (
  { nth, times, total, verdict }: Extract<Step, { do: "buy often" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const friend = friendOf(nth, world)
  const program = referralsOf(world).find((one) => one.friend === friend)?.program ?? programId(0)
  const orders = Array.from(
    { length: times },
    (_, n): Command => ({
      _tag: "RecordOrder",
      at,
      order: `o${world.events.length}-${n}` as Ids.OrderId,
      person: friend,
      total: money(total),
      country: "US"
    })
  )
  if (verdict === "none") return orders
  return [...orders, { _tag: "OpenReview", at, program, friend }, { _tag: "CloseReview", at, program, friend, verdict }]
}

type Afterwards = Exclude<
  Step,
  {
    do:
      | "enroll"
      | "touch"
      | "signup"
      | "quote"
      | "order"
      | "refer"
      | "list"
      | "buy again"
      | "buy often"
      | "recognize"
      | "check out"
  }
>

const later = (step: Afterwards, at: Instant.Instant, world: World, edits: History["edits"]): readonly Command[] => {
  switch (step.do) {
    case "review":
    case "verdict":
      return reviewing(step, at, world)
    case "redeem":
      return redeeming(step, at, world)
    case "spend":
      return spending(step, at, world)
    case "exchange":
      return exchanging(step, at, world)
    case "return":
      return returning(step, at, world)
    case "choose":
    case "swap":
      return choosing(step, at, world)
    case "lock":
      return nth(quotesOf(world), step.nth).map(({ quote }) => ({ _tag: "LockQuote", at, quote, forMs: step.ms }))
    case "unlock":
      return nth(quotesOf(world), step.nth).map(({ quote }) => ({ _tag: "UnlockQuote", at, quote }))
    case "settle":
      return nth(rewardsOf(world), step.nth).map(({ reward }) => ({ _tag: "SettleReward", at, reward }))
    case "settle friend":
      return [{ _tag: "SettleReferral", at, program: programId(step.program), friend: personId(step.friend) }]
    case "pass":
      return []
    case "award":
      return awarding(step, both, at, world)
    case "payout":
    case "tax":
      return ofPayouts(step, at, world)
    case "publish":
    case "draft":
    case "reprice":
    case "reveal":
    case "turn":
      return ofProgram(step, at, world, edits)
    default:
      return ofOrder(step, at, world)
  }
}

/** What becomes of an order; most often of one that is there already. */
const ofOrder = (
  step: Extract<Afterwards, { do: "change" | "refund" | "cancel" | "dispute" | "ruling" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const known = ordersOf(world)
  const order = (
    step.nth === 5 ? "o5" : (known[step.nth % Math.max(1, known.length)]?.order ?? `o${step.nth}`)
  ) as Ids.OrderId
  switch (step.do) {
    case "change": {
      const total = money(step.total)
      const lines = cutInto(total.minor, step.cuts)
      return [{ _tag: "ChangeOrder", at, order, revision: step.revision, total, ...lines }]
    }
    case "refund": {
      const found = world.fact<Fact.Order>(`order/${order}`)
      const amount = step.whole && found !== null && found.person !== null ? found.total : money(step.amount)
      const lines = partsOf(amount.minor, step.cuts)
      const why = step.isChargeback === true ? ({ reason: "chargeback" } as const) : {}
      return [{ _tag: "RefundOrder", at, order, refund: `r${step.refund}` as Ids.RefundId, amount, ...lines, ...why }]
    }
    case "cancel":
      return [{ _tag: "CancelOrder", at, order }]
    case "dispute": {
      const amount = step.amount === null ? {} : { amount: money(step.amount) }
      return [{ _tag: "OpenDispute", at, order, dispute: `d${step.dispute}` as Ids.DisputeId, ...amount }]
    }
    case "ruling": {
      const outcome = step.isWon ? "won" : "lost"
      return [{ _tag: "CloseDispute", at, order, dispute: `d${step.dispute}` as Ids.DisputeId, outcome }]
    }
  }
}

/** A wish for what is to come, or another option in place of what is there: mostly of what is still free. */
const choosing = (
  step: Extract<Step, { do: "choose" | "swap" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  if (step.do === "choose") {
    const offers = [...world.programs.values()].flatMap(({ choices, id }) => choices.map((one) => ({ ...one, id })))
    return nth(offers, step.nth).map(({ id, offer, options }) => ({
      _tag: "ChooseOption",
      at,
      program: id,
      person: personId(step.person),
      offer,
      option: options[step.option % options.length] ?? "none"
    }))
  }
  const chosen = rewardsOf(world).filter((one) => one.choice !== undefined)
  const free = chosen.filter(({ state }) => state === "available" || state === "pending")
  return nth(step.nth === 0 || free.length === 0 ? chosen : free, step.nth).map(({ choice, reward, rule }) => {
    const others = (choice?.open ?? []).filter((one) => one.rule !== rule)
    const option = others[step.option % Math.max(1, others.length)]?.option ?? `option-${step.option}`
    return { _tag: "SwapReward", at, reward, option }
  })
}

/** Most often what somebody has, in part or whole; sometimes more. */
const spending = (
  { amount, nth, order, person, points, whole }: Extract<Step, { do: "spend" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const lots = rewardsOf(world).filter((one) => one.state === "available" && one.purse === "wallet")
  const lot = lots[person % Math.max(1, lots.length)]
  const unit = lot?.amount.unit ?? (points ? Unit.points : money(amount).unit)
  const has = lots
    .filter((one) => one.person === lot?.person && one.amount.unit === unit)
    .reduce((sum, one) => sum + Lot.left(one), 0n)
  const asked = money(amount).minor
  const minor = whole && has > 0n ? has : has > 0n && nth % 4 > 0 ? (asked % has) + 1n : asked + 1n
  return [
    {
      _tag: "SpendLots",
      at,
      spend: `s${nth}`,
      person: lot?.person ?? personId(person),
      amount: { minor, unit },
      order: `o${order}` as Ids.OrderId,
      ...(nth % 3 === 0 ? {} : { total: { minor: asked + has, unit: money(amount).unit } })
    }
  ]
}

/** One of all that is listed now, by somebody who has points where anybody has. */
const exchanging = (
  { nth, person, times }: Extract<Step, { do: "exchange" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const listed = both.flatMap((program) => {
    const version = world.fact<Fact.ProgramHead>(Key.program(program))?.version ?? 0
    const live = world.programs.get(Key.programVersion(program, version))
    return (live?.exchanges ?? []).map(({ rule }) => ({ program, rule }))
  })
  const holders = rewardsOf(world).filter((one) => one.state === "available" && one.amount.unit === Unit.points)
  const holder = holders[person % Math.max(1, holders.length)]?.person ?? personId(person)
  return listed
    .slice(nth % Math.max(1, listed.length))
    .slice(0, 1)
    .map(({ program, rule }) => ({
      _tag: "ExchangePoints",
      at,
      spend: `x${nth}`,
      person: holder,
      program,
      exchange: rule.id,
      times
    }))
}

/** A reward is used, half of the time a discount where there is one; every third payment fails. */
const redeeming = (
  { cuts: all, nth: n, order, total }: Extract<Step, { do: "redeem" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const usable = rewardsOf(world).filter(({ state }) => state === "available" || state === "pending")
  const discounts = usable.filter(({ purse }) => purse === null)
  return nth(n % 2 === 0 ? [...discounts, ...usable] : usable, n >> 1).flatMap(({ reward }): readonly Command[] => {
    const asked = { total: money(total), ...cutInto(money(total).minor, all) }
    const used: Command = { _tag: "RedeemReward", at, reward, order: `o${order}` as Ids.OrderId, ...asked }
    return order % 3 === 0 ? [used, { _tag: "ReturnReward", at, reward }] : [used]
  })
}

/** What comes back: of a spend, of a lot that was redeemed by its name, or a discount whole. */
const returning = (
  { amount, nth: n, whole }: Extract<Step, { do: "return" }>,
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const spends = under<Fact.Spend>(world, "spend/").filter(
    // What a payout uses comes back with its item alone.
    ({ amount, purse, returned }) => purse === "wallet" && returned.minor < amount.minor
  )
  const redeemed = rewardsOf(world).filter(({ purse, state }) => purse === null && state === "redeemed")
  // Some were taken off their own order or given away: these are refused.
  const discounts = redeemed.filter(({ order, redeemedIn }) => n === 7 || (redeemedIn !== null && redeemedIn !== order))
  // Few discounts are redeemed: they come first half of the time.
  return nth(n % 2 === 0 ? [...discounts, ...spends] : [...spends, ...discounts], n >> 1).map((one): Command => {
    if (!("spend" in one)) return { _tag: "ReturnReward", at, reward: one.reward }
    const asked = { minor: money(amount).minor % (one.amount.minor + 1n), unit: one.amount.unit }
    const part = whole || asked.minor === 0n ? {} : { amount: asked }
    const spend = keyIn(world, one)
    return spend.startsWith("spend/of/")
      ? { _tag: "ReturnReward", at, reward: one.spend as Ids.RewardId, ...part }
      : { _tag: "ReturnSpend", at, spend, ...part }
  })
}

export interface Watch {
  /** Before each command, wakes included. */
  readonly before?: (world: World, command: Command) => void
  /** After each command: what was asked, and what came of it. */
  readonly after?: (world: World, command: Command, outcome: Outcome) => void
}

class Watched extends World {
  readonly #watch: Watch

  constructor(now: number, watch: Watch) {
    super(now)
    this.#watch = watch
  }

  override run(command: Command): Outcome {
    this.#watch.before?.(this, command)
    const outcome = super.run(command)
    this.#watch.after?.(this, command, outcome)
    return outcome
  }
}

/** Lives through a history. */
export const live = (history: History, watch: Watch = {}): World => {
  const world = new Watched(origin, watch)
  for (const command of opening(history, world.now)) world.run(command)
  for (const step of history.steps) {
    if (step.do === "award") world.advance(waitOf(step, both, world))
    if (step.do !== "pass") for (const command of commandsOf(step, world, history)) world.run(command)
    else if (step.asleep) world.sleep(world.now + step.ms)
    else world.advance(world.now + step.ms)
  }
  return world
}

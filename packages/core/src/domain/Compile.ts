/**
 * Programs compiled into closures, once per version: no rule is interpreted per order.
 */

import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { AttributionModel } from "./AttributionModel.ts"
import * as Calendar from "./Calendar.ts"
import * as CapTerms from "./CapTerms.ts"
import type { Catalogs } from "./Catalogs.ts"
import type { Check, Sight } from "./Condition.ts"
import { checkOf, type When } from "./Entries.ts"
import { type Evidence, failed } from "./Evidence.ts"
import * as ExchangeTerms from "./ExchangeTerms.ts"
import type { Purse } from "./Fact.ts"
import type { ProgramId, Side } from "./Ids.ts"
import * as Instant from "./Instant.ts"
import { assertInvariant, broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import { type Choice, type Leaf, type Lottery, layOut, leavesOf, type Shape } from "./Leaves.ts"
import * as Line from "./Line.ts"
import type { Due } from "./MilestoneTerms.ts"
import type { Money } from "./Money.ts"
import type { Occasion } from "./Offer.ts"
import type { Counting } from "./PeriodCounts.ts"
import * as Products from "./Products.ts"
import type * as Program from "./Program.ts"
import type { Checkout } from "./ProgramTerms.ts"
import { type AnyRewardKind, type Basis, type OnPartialRefund, onPartialRefund, type Worth } from "./RewardKind.ts"
import * as SpecialEvent from "./SpecialEvent.ts"
import type { Summing } from "./Sums.ts"
import * as Tier from "./Tier.ts"
import * as TierTerms from "./TierTerms.ts"
import { points, type Unit } from "./Unit.ts"

export interface CompiledCap {
  /** The name under which it is counted. */
  readonly name: string
  readonly count: bigint
  readonly periodOf: (at: Instant.Instant) => Calendar.Interval
}

/** One reward that may be granted. */
export interface Rule {
  readonly id: string
  /** What the keys of its rewards begin with. */
  readonly rewards: string
  readonly side: Side
  readonly kind: AnyRewardKind
  readonly terms: unknown
  /** The lines that its reward goes by; `null` for the whole order. */
  readonly isIn: ((line: Line.Line) => boolean) | null
  /** The terms as they are written, for plugins. */
  readonly document: unknown
  readonly checks: readonly Check[]
  readonly holdMs: number
  readonly expiresMs: number | null
  readonly caps: readonly Cap[]
  readonly on: Occasion
  /** For every order: how many of a friend's orders pay. */
  readonly ordersMax: number | null
  /** For every order: the end of the time in which they pay (exclusive), by when the referral began. */
  readonly until: ((attributedAt: Instant.Instant) => Instant.Instant) | null
  /** What its conditions read at checkout: the cart before all discounts, or what those before it left. */
  readonly base: Checkout["base"]
  readonly lane: number | null
  readonly isExclusive: boolean
  /** When it is due, for a milestone. */
  readonly milestone: Due | null
  /** Taken off the very order that is quoted, rather than granted for later. */
  readonly atCheckout: boolean
  /** The unit of which one is granted, where the reward is worth something only on a later order. */
  readonly entitlement: Unit | null
  readonly most: Money | null
  /** Where its amounts wait to be used in parts; `null` for what is used whole. */
  readonly purse: Purse | null
  /** It is used up the moment it is available. */
  readonly isGivenAway: boolean
  readonly onPartialRefund: OnPartialRefund
}

/** What is given for points. */
export interface Exchange {
  readonly from: Money
  readonly rule: Rule
}

export interface Compiled {
  readonly id: ProgramId
  readonly version: number
  readonly program: Program.Program
  /** As published. */
  readonly document: unknown
  readonly priority: number
  /** Valid on `[startsAt, endsAt)`. */
  readonly startsAt: Instant.Instant
  readonly endsAt: Instant.Instant
  readonly model: AttributionModel
  readonly windowMs: number
  readonly withinMs: number
  readonly newCustomersOnly: boolean
  /** What somebody must be to become an advocate. */
  readonly refer: readonly Check[]
  /** What an order must be for the referral to qualify. */
  readonly qualify: readonly Check[]
  /** The friend's and the advocate's rules; milestones are apart. */
  readonly rules: readonly Rule[]
  /** Those of them that a sign-up earns. */
  readonly onSignUp: readonly Rule[]
  /** Those that the order earns which qualifies the friend. */
  readonly onFirst: readonly Rule[]
  /** Those that every later order earns, too. */
  readonly onEvery: readonly Rule[]
  readonly milestones: readonly Rule[]
  readonly exchanges: readonly Exchange[]
  /** How the rules depend on each other: one shape for each offer, in the same order. */
  readonly signUp: readonly Shape<Rule>[]
  readonly offers: readonly Shape<Rule>[]
  readonly everyOrder: readonly Shape<Rule>[]
  readonly milestoneOffers: readonly Shape<Rule>[]
  /** What people may choose between. */
  readonly choices: readonly Choosable[]
  /** What is drawn by lot. */
  readonly lotteries: readonly Drawable[]
  /** The rules of orders and milestones whose rewards are lots of a purse. */
  readonly lots: readonly Rule[]
  /** Those of them that are held for no time. */
  readonly atOnce: readonly Rule[]
  /** The calendar periods in which friends are counted. */
  readonly counting: readonly Counting[]
  /** What tiers go by besides friends; `null` where they do not. */
  readonly summing: Summing | null
  /** What multiplies the worth of rewards for a while. */
  readonly events: readonly SpecialEvent.Compiled[]
  /** Of advocates, from the lowest up. */
  readonly tiers: readonly Tier.Compiled[]
  /** What tiers bring, by their ids. */
  readonly perks: ReadonlyMap<string, readonly Rule[]>
  /** What places win, of every prize. */
  readonly prizes: readonly PrizeRule[]
  /** Rules of rewards that stand behind no friend. */
  readonly alone: readonly Rule[]
  /** Whether advocates may have been told of tiers: by this version, or by one before it. */
  readonly mayHaveTold: boolean
  /** At most one for a currency and a period. */
  readonly budgets: readonly Budget[]
  readonly reviewFrom: Money | null
  readonly silence: { readonly afterMs: number | null; readonly then: "hold" | "pay" | "void" }
}

/** A reward of a prize, and the places that win it. */
export interface PrizeRule {
  readonly prize: string
  readonly from: number
  readonly to: number
  readonly rule: Rule
}

/** A choice of an offer, and whose it is. */
export interface Choosable extends Choice {
  readonly side: Side
}

/** A lottery of an offer, whose it is, and when it is drawn. */
export interface Drawable extends Lottery, Pick<Rule, "side" | "on" | "milestone"> {}

type PeriodOf = (at: Instant.Instant) => Calendar.Interval

export interface Budget {
  readonly max: bigint
  readonly unit: Unit
  readonly periodOf: PeriodOf
}

export interface Cap {
  readonly max: bigint
  /** The unit of an amount; `null` where rewards are counted. */
  readonly unit: Unit | null
  readonly of: "person" | "pair" | "program"
  readonly isFilling: boolean
  /** What its counters begin with. */
  readonly counters: string
  readonly period: PeriodOf | Rolling
}

/** So many days, up to and including the one that `dayIn` answers. */
export interface Rolling {
  readonly days: number
  readonly dayIn: (at: Instant.Instant) => number
}

/** Programs that are at hand, by the key of their version. */
export type Programs = ReadonlyMap<string, Compiled>

/** One version of a program: its number, and its document as published. */
export interface Published {
  readonly version: number
  readonly document: unknown
}

export const compile = (program: Program.Program, { document, version }: Published, catalogs: Catalogs): Compiled => {
  const model = catalogs.models.get(program.attribution.model)
  assertInvariant(model !== undefined, `no attribution model ${program.attribution.model}: decode checks this`)
  const zone = program.timeZone
  const rule = compileRule(program, catalogs)
  const all = [
    ...program.friend.map((offer) => layOut(offer, catalogs, (leaf) => rule(leaf, "friend", null))),
    ...program.advocate.map((offer) => layOut(offer, catalogs, (leaf) => rule(leaf, "advocate", null)))
  ]
  const isOn = (occasion: Occasion) => (offer: Shape<Rule>) => leavesOf(offer)[0]?.on === occasion
  const signUp = all.filter(isOn("sign-up"))
  const offers = all.filter((offer) => !signUp.includes(offer))
  const everyOrder = offers.filter(isOn("every order"))
  const milestoneOffers = program.milestones.map((milestone) =>
    layOut(milestone, catalogs, (leaf) => rule(leaf, "advocate", milestone.due))
  )
  const onFirst = offers.flatMap(leavesOf)
  const milestones = milestoneOffers.flatMap(leavesOf)
  const perks = perksOf(program, rule)
  const prizes = prizesOf(program, rule)
  const lots = [...onFirst, ...milestones].filter(({ purse }) => purse !== null)
  return {
    id: program.id,
    version,
    program,
    document,
    priority: program.priority,
    startsAt: program.starts === null ? Instant.minimum : Calendar.startOfDay(program.starts, zone),
    endsAt: program.ends === null ? Instant.maximum : Calendar.endOfDay(program.ends, zone),
    model,
    windowMs: program.attribution.window,
    withinMs: program.qualify.within,
    newCustomersOnly: program.newCustomersOnly,
    refer: compileChecks(program.refer.when, catalogs),
    qualify: compileChecks(program.qualify.when, catalogs),
    rules: all.flatMap(leavesOf),
    onSignUp: signUp.flatMap(leavesOf),
    onFirst,
    onEvery: everyOrder.flatMap(leavesOf),
    milestones,
    exchanges: program.exchanges.map((exchange) => ({
      from: exchange.from,
      rule: rule({ ...ofNoOrder, ...exchange, ...ExchangeTerms.limitsOf(exchange) }, "holder", null)
    })),
    lots,
    atOnce: lots.filter(({ holdMs }) => holdMs === 0),
    signUp,
    offers,
    everyOrder,
    milestoneOffers,
    choices: [...all, ...milestoneOffers].flatMap(choicesIn),
    lotteries: [...all, ...milestoneOffers].flatMap(lotteriesIn),
    counting: countingOf(program),
    summing: summingOf(program),
    events: program.events.map((event) => SpecialEvent.compile(event, zone)),
    tiers: program.tiers.map((tier) => Tier.compile(tier, zone)),
    perks,
    prizes,
    alone: [...[...perks.values()].flat(), ...prizes.map((one) => one.rule)],
    mayHaveTold: program.tiers.length > 0 || version > 1,
    budgets: program.budgets.map(({ amount: { minor: max, unit }, per }) => ({
      max,
      unit,
      periodOf: Calendar.periodOf(per, zone)
    })),
    reviewFrom: program.review?.ordersFrom ?? null,
    silence: silenceOf(program)
  }
}

const silenceOf = ({ onSilence }: Program.Program): Compiled["silence"] =>
  onSilence === "hold" ? { afterMs: null, then: "hold" } : { afterMs: onSilence.after, then: onSilence.then }

/** What is exchanged pays on no order, and is no discount at checkout. */
const ofNoOrder = {
  on: "sign-up",
  orders: null,
  months: null,
  lane: null,
  exclusive: false,
  when: [],
  onPartialRefund: null
} as const

const choicesIn = (shape: Shape<Rule>): readonly Choosable[] => {
  if (shape._tag === "Leaf") return []
  const side = shape.leaves[0]?.side
  return shape.choice === null || side === undefined ? shape.of.flatMap(choicesIn) : [{ ...shape.choice, side }]
}

const lotteriesIn = (shape: Shape<Rule>): readonly Drawable[] => {
  if (shape._tag === "Leaf") return []
  const [first] = shape.leaves
  if (shape.lottery === null || first === undefined) return shape.of.flatMap(lotteriesIn)
  const { milestone, on, side } = first
  return [{ ...shape.lottery, side, on, milestone }]
}

const countingOf = ({ milestones, tiers, timeZone }: Program.Program): readonly Counting[] => {
  const ofStreaks = milestones.flatMap(({ due }) => ("streak" in due ? [due.streak.per] : []))
  const ofTiers = tiers.filter((tier) => TierTerms.unitOf(tier) === null).flatMap(perOf)
  const pers = new Set([...ofStreaks, ...ofTiers])
  return [...pers].map((per) => ({ per, periodOf: Calendar.periodOf(per, timeZone) }))
}

const perOf = (tier: TierTerms.Tier): readonly Calendar.Period[] => {
  const window = TierTerms.windowOf(tier)
  return window === null ? [] : [window.per]
}

/** All tiers of a program go by the same. */
const summingOf = ({ tiers, timeZone }: Program.Program): Summing | null => {
  const [first] = tiers
  const unit = first === undefined ? null : TierTerms.unitOf(first)
  if (unit === null) return null
  const counting = [...new Set(tiers.flatMap(perOf))].map((per) => ({
    per,
    periodOf: Calendar.periodOf(per, timeZone)
  }))
  return { of: unit === points ? "points" : "revenue", unit, counting }
}

type Compiling = (leaf: Leaf, side: Side, milestone: Due | null) => Rule

const nothingSaid: Pick<Leaf, "caps" | "expires" | "holdMs"> = { caps: [], expires: null, holdMs: 0 }

/** A reward that stands behind no friend, with what is said of it. */
const alone = (id: string, give: Leaf["give"], said = nothingSaid): Leaf => ({
  id,
  give,
  ...said,
  on: "first order",
  orders: null,
  months: null,
  lane: null,
  exclusive: false,
  when: [],
  onPartialRefund: null
})

/** Perks are known by their place, as the rewards of an offer are. */
const perksOf = ({ tiers }: Program.Program, rule: Compiling): Compiled["perks"] =>
  new Map(
    tiers.flatMap(({ id, perks }) =>
      perks.length === 0
        ? []
        : [[id, perks.map((give, i) => rule(alone(`${id}.perk.${i + 1}`, give), "advocate", null))]]
    )
  )

const prizesOf = ({ prizes }: Program.Program, rule: Compiling): Compiled["prizes"] =>
  prizes.flatMap((prize) =>
    prize.places.map(({ caps, expires, from, give, hold, to }, i) => {
      const id = `${prize.id}.prize.${i + 1}`
      const said = { caps: caps.map((cap) => ({ name: id, cap })), expires, holdMs: hold ?? 0 }
      return { prize: prize.id, from, to, rule: rule(alone(id, give, said), "advocate", null) }
    })
  )

const compileRule =
  ({ checkout, id: program, timeZone: zone }: Program.Program, catalogs: Catalogs) =>
  (offer: Leaf, side: Side, milestone: Due | null): Rule => {
    const kind = catalogs.rewards.get(offer.give.kind)
    assertInvariant(kind !== undefined, `no reward kind ${offer.give.kind}: decode checks this`)
    const { terms } = offer.give
    const written = Schema.encodeUnknownResult(kind.terms)(terms)
    const atCheckout = kind.form === "discount" && side === "friend" && offer.on !== "sign-up"
    const products = kind.products?.(terms)
    return {
      id: offer.id,
      rewards: Key.rewards(program, offer.id, side),
      side,
      kind,
      terms,
      isIn: products === undefined ? null : Products.includes(products),
      document: Result.isSuccess(written) ? written.success : null,
      checks: compileChecks(offer.when, catalogs),
      holdMs: offer.holdMs,
      expiresMs: offer.expires,
      caps: offer.caps.map(({ cap, name }) => compileCap(`${program}/${name}`, cap, zone)),
      on: offer.on,
      ordersMax: offer.orders,
      until: offer.months === null ? null : monthsFrom(offer.months, zone),
      base: checkout.base,
      lane: offer.lane,
      isExclusive: offer.exclusive,
      milestone,
      atCheckout,
      entitlement: kind.form === "value" || atCheckout ? null : (kind.kind as Unit),
      most: kind.most(terms) ?? null,
      purse: kind.form === "value" && kind.isGivenAway !== true ? (kind.purse ?? "wallet") : null,
      isGivenAway: kind.isGivenAway === true,
      // A discount at checkout was a share of what was paid; there is no cart left to compute it from again.
      onPartialRefund: offer.onPartialRefund ?? (atCheckout ? "proportional" : onPartialRefund(kind, terms))
    }
  }

const counting = { person: "cap", pair: "cap-of-pair", program: "cap-of-program" } as const

const compileCap = (rule: string, cap: CapTerms.Cap, zone: Calendar.Zone): Cap => {
  const days = CapTerms.rollingDays(cap.per)
  return {
    max: "count" in cap.most ? BigInt(cap.most.count) : cap.most.amount.minor,
    unit: CapTerms.unitOf(cap),
    of: cap.of,
    isFilling: cap.onFull === "fill",
    counters: days === undefined ? `${counting[cap.of]}/${rule}` : `window/${rule}`,
    period:
      days === undefined ? Calendar.periodOf(cap.per as Calendar.Period, zone) : { days, dayIn: Calendar.dayIn(zone) }
  }
}

const monthsFrom =
  (months: number, zone: Calendar.Zone) =>
  (attributedAt: Instant.Instant): Instant.Instant =>
    Calendar.addMonths(attributedAt, months, zone)

const compileChecks = (conditions: readonly When[], catalogs: Catalogs): readonly Check[] =>
  conditions.map((one) => checkOf(one, catalogs))

/** What a rule's reward is worth on a whole. Where its products are not among the lines, or none are told, nothing. */
export const worthOn = (rule: Rule, whole: Line.Whole & Pick<Basis, "country">): Worth => {
  if (rule.isIn === null) return rule.kind.worth(rule.terms, whole)
  const portion = Line.portion(whole, rule.isIn)
  return portion.lines.length === 0
    ? Result.fail(failed("products", whole.lines === undefined ? "an order without lines" : whole.lines.length))
    : rule.kind.worth(rule.terms, { ...portion, country: whole.country ?? null })
}

/** What all checks say, in their order. */
export const checked = (checks: readonly Check[], sight: Sight): Evidence[] => {
  const [first, second, third] = checks
  // Most rules ask a few things, and every order is asked them by every rule: a list of known length costs less.
  if (first === undefined) return []
  if (second === undefined) return [first(sight)]
  if (third === undefined) return [first(sight), second(sight)]
  if (checks.length === 3) return [first(sight), second(sight), third(sight)]
  return checks.map((check) => check(sight))
}

/** The rule by its name; versions may drop rules, so there may be none. */
export const ruleOf = (compiled: Compiled, id: string): Rule | undefined =>
  compiled.rules.find((rule) => rule.id === id) ??
  compiled.milestones.find((rule) => rule.id === id) ??
  compiled.alone.find((rule) => rule.id === id) ??
  compiled.exchanges.find(({ rule }) => rule.id === id)?.rule

let latest: { readonly programs: Programs; readonly compiled: Compiled } | undefined

/** The compiled terms of a version, which must be at hand. Most decisions ask for one, again and again. */
export const versionOf = (programs: Programs, id: ProgramId, version: number): Compiled => {
  if (latest?.programs === programs && latest.compiled.version === version && latest.compiled.id === id) {
    return latest.compiled
  }
  const compiled = programs.get(Key.programVersion(id, version))
  if (compiled === undefined) return broken(`version ${version} of ${id} is not at hand: plan must ask for it`)
  latest = { programs, compiled }
  return compiled
}

/**
 * What a cart would cost now: the friend's discounts, and what a reward that the person has would take off then, with
 * every check. A quote reserves nothing.
 */
import * as Result from "effect/Result"
import * as Attribution from "./Attribution.ts"
import * as Checkout from "./Checkout.ts"
import * as Choice from "./Choice.ts"
import type { RequestQuote } from "./Command.ts"
import * as Draft from "./Draft.ts"
import * as EarlierOrders from "./EarlierOrders.ts"
import { type Evidence, failed, firstFailure, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Read } from "./Facts.ts"
import type { PersonId, RewardId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Limits from "./Limits.ts"
import type * as Line from "./Line.ts"
import type { Money } from "./Money.ts"
import type { AskedReward } from "./OrderEvent.ts"
import * as Qualification from "./Qualification.ts"
import * as Redemption from "./Redemption.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"
import * as Visit from "./Visit.ts"

export const plan = (scout: Scout.Scout, command: RequestQuote): void => {
  planOffers(scout, command)
  if (command.reward !== undefined) Redemption.planAsked(scout, command.reward, command.at)
}

const planOffers = (scout: Scout.Scout, command: RequestQuote): void => {
  Scout.want(scout, Key.quote(command.quote))
  Visit.plan(scout, command, null)
  if (!Scout.isReady(scout)) return
  EarlierOrders.planOthers(scout, command)
  const read: Read = (key) => Scout.read(scout, key)
  const background = Attribution.backgroundOf(read, command)
  const standing = Visit.standing(read, scout.programs, command, background, null)
  const offered = offeredBy(standing)
  if (offered === undefined) return
  const { advocate, program, version } = offered.credit
  const pair = { advocate, friend: command.person }
  for (const terms of Scout.terms(scout, program, version)) {
    const discounts = (offered.isLater ? terms.onEvery : terms.onFirst).filter((rule) => rule.atCheckout)
    for (const live of Scout.live(scout, program)) Limits.plan(scout, live, discounts, pair, command.at)
    Choice.planWishes(scout, terms, pair)
  }
}

interface Offered {
  readonly credit: Fact.Credit
  readonly isNew: boolean
  /** The friend has qualified: the order would be one more. */
  readonly isLater: boolean
  readonly nth: number
  /** `null` where the order would begin the referral. */
  readonly attributedAt: Instant | null
  readonly because: readonly Evidence[]
}

/** Under which terms a visit gets the friend's discount. */
const offeredBy = (standing: Visit.Standing): Offered | undefined => {
  if ((standing._tag === "Under way" || standing._tag === "Later") && standing.refusal === undefined) {
    // What a person is still looking at is promised nothing.
    if (standing.referral.state === "in-review") return undefined
    return ofReferral(standing.referral, standing._tag === "Later")
  }
  if (standing._tag === "Beginning" && standing.judged.refusal === undefined) return ofJudged(standing.judged)
  return undefined
}

const ofReferral = (
  { advocate, attributedAt, isNew, orders, program, version }: Fact.Referral,
  isLater: boolean
): Offered => ({
  credit: { program, version, advocate, touch: "" },
  isNew,
  isLater,
  nth: orders + 1,
  attributedAt,
  because: [passed("attribution", "referral")]
})

const ofJudged = ({ because, credit, isNew }: Attribution.Judged): Offered => ({
  credit,
  isNew,
  isLater: false,
  nth: 1,
  attributedAt: null,
  because
})

export const decide = (draft: Draft.Draft, command: RequestQuote): Rejection | undefined => {
  const { at, cart, lines, person, quote, reward } = command
  const read: Read = (key) => Draft.read(draft, key)
  const background = Attribution.backgroundOf(read, command)
  const standing = Visit.standing(read, draft.programs, command, background, null)
  const offered = offeredBy(standing)
  const because: Evidence[] = [...standing.because, ...againstIt(standing), ...(offered?.because ?? [])]
  const whole: Line.Whole = lines === undefined ? { total: cart } : { total: cart, lines }
  const { discounts, left } =
    offered === undefined
      ? { discounts: [], left: whole }
      : takenOff(draft, offered, command, background, whole, because)
  const asked = reward === undefined ? {} : { asked: askedOf(draft, { person, reward }, left, because) }
  Draft.emit(draft, {
    _tag: "QuoteMade",
    id: `quote/${Key.part(quote)}`,
    at,
    recorded: draft.now,
    quote,
    person,
    cart,
    ...(lines === undefined ? {} : { lines }),
    credit: offered?.credit ?? null,
    discounts,
    ...asked,
    because
  })
  return undefined
}

const askedOf = (
  draft: Draft.Draft,
  of: { readonly person: PersonId; readonly reward: RewardId },
  left: Line.Whole,
  because: Evidence[]
): AskedReward => {
  const use = Redemption.ask(draft, of, left)
  because.push(...Result.match(use, { onFailure: (no) => no.because, onSuccess: (yes) => yes.because }))
  const { reward } = of
  if (Result.isFailure(use)) return { reward, rejected: use.failure.rejection._tag }
  const { parts, value } = use.success
  return parts === undefined ? { reward, value } : { reward, value, lines: parts }
}

const againstIt = (standing: Visit.Standing): readonly Evidence[] => {
  if (standing._tag === "Under way" && standing.referral.state === "in-review") {
    return [failed("qualification", "in-review", "open")]
  }
  if (standing._tag === "Beginning" && standing.judged.refusal !== undefined) return standing.judged.because
  return standing._tag === "Nobody" && standing.referral !== null
    ? [failed("qualification", standing.referral.state, "open")]
    : []
}

const takenOff = (
  draft: Draft.Draft,
  { attributedAt, credit, isLater, isNew, nth }: Offered,
  command: RequestQuote,
  background: Attribution.Background,
  whole: Line.Whole,
  because: Evidence[]
): Checkout.TakenOff => {
  const { at, country, person, segments } = command
  const { live, terms } = Qualification.versionsOf(draft, credit, at)
  const pair = { advocate: credit.advocate, friend: person }
  const earlier = EarlierOrders.count(background.earlier)
  const said = segments === undefined ? {} : { segments }
  const sight = { ...whole, isNew, earlier, country: country ?? null, ...said }
  const placed = { nth, at, attributedAt: attributedAt ?? at }
  const offers = isLater ? terms.everyOrder : terms.offers
  const priced = Checkout.discounts({
    ...terms.program.checkout,
    draft,
    offers,
    program: terms.id,
    live,
    pair,
    placed,
    whole,
    sight,
    because
  })
  if (priced.discounts.length === 0) return priced
  // What would not count when it is paid is promised nothing: nobody would pay for it, and it could be had again.
  const free = isFree({ cart: whole.total, discounts: priced.discounts }) ? { isFree: true as const } : {}
  const counts = Qualification.paying(terms, { ...sight, ...priced.left, ...free }, isLater)
  if (firstFailure(counts) === undefined) return priced
  because.push(...counts)
  return { discounts: [], left: whole }
}

/** Whether the discounts leave nothing to pay of a cart that had something to pay. */
export const isFree = ({ cart, discounts }: Pick<Fact.Quote, "cart" | "discounts">): boolean =>
  cart.minor > 0n && discounts.reduce((left, { amount }) => left - amount.minor, cart.minor) === 0n

export interface Used {
  /** The quote, where this order may use it. */
  readonly quote: Fact.Quote | null
  readonly because: readonly Evidence[]
}

/** The first order of the person that names a quote uses it; a second one is decided without it. */
export const use = (known: Fact.Quote | null, person: PersonId, total: Money): Used => {
  if (known === null) return { quote: null, because: [failed("quote", "unknown")] }
  if (known.person !== person) return { quote: null, because: [failed("quote", "another person's")] }
  if (known.usedBy !== null) return { quote: null, because: [failed("quote", "used before")] }
  if (known.cart.unit !== total.unit) return { quote: null, because: [failed("quote", total, known.cart)] }
  return { quote: known, because: [passed("quote", known.quote)] }
}

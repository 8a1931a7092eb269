/** Orders: recorded once, whatever they earn; changed by revisions. */
import * as Attribution from "./Attribution.ts"
import * as Awaited from "./Awaited.ts"
import type { ChangeOrder, RecordOrder } from "./Command.ts"
import * as Dispute from "./Dispute.ts"
import * as Draft from "./Draft.ts"
import * as EarlierOrders from "./EarlierOrders.ts"
import type * as Event from "./Event.ts"
import { type Evidence, firstFailure } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as Facts from "./Facts.ts"
import * as Grant from "./Grant.ts"
import type { PersonId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import type { Writable } from "./internal/writable.ts"
import * as Kept from "./Kept.ts"
import * as Key from "./Key.ts"
import * as Ladder from "./Ladder.ts"
import * as LaterOrder from "./LaterOrder.ts"
import * as Lock from "./Lock.ts"
import { orderOf } from "./OrderFold.ts"
import * as Prints from "./Prints.ts"
import * as Qualification from "./Qualification.ts"
import * as Quote from "./Quote.ts"
import * as Referral from "./Referral.ts"
import { stands } from "./ReferralStanding.ts"
import * as Refund from "./Refund.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"
import * as SignupReward from "./SignupReward.ts"
import * as Visit from "./Visit.ts"

export const plan = (scout: Scout.Scout, command: RecordOrder): void => {
  const { at, order } = command
  Scout.want(scout, Key.order(order))
  const quote = command.quote === undefined ? null : Scout.read(scout, Key.quote(command.quote))
  if (command.quote !== undefined) Lock.planUse(scout, command.quote)
  const promised = quote === null ? null : (Quote.use(quote, command.person, command.total).quote?.credit ?? null)
  Visit.plan(scout, command, promised)
  if (!Scout.isReady(scout)) return foresee(scout, command, promised)
  EarlierOrders.planOthers(scout, command)
  // Until these are there, the friend may turn out to be an old customer: both ways are looked into at once.
  const isSettled = Scout.isReady(scout)
  const read: Facts.Read = (key) => Scout.read(scout, key)
  const background = Attribution.backgroundOf(read, command)
  const standing = Visit.standing(read, scout.programs, command, background, promised)
  const pair = pairOf(standing, command)
  const lockedAt = quote?.lock?.at
  const { unit } = command.total
  if (pair !== undefined) {
    Qualification.plan(scout, pair, { order, at, isNew: true, unit, lockedAt })
    Ladder.plan(scout, pair.program, pair.advocate, at)
  }
  if (pair !== undefined && standing._tag === "Beginning") SignupReward.plan(scout, pair, command)
  const isKnown = standing._tag === "Under way" || standing._tag === "Later"
  if (isKnown && (standing.refusal !== undefined || !isSettled)) SignupReward.planSettling(scout, standing.referral, at)
}

/** Who will probably be credited is known from the trail or the quote, one look before it is certain. */
const foresee = (scout: Scout.Scout, { at, person, total }: RecordOrder, promised: Fact.Credit | null): void => {
  const pairs = promised === null ? (Facts.read(scout.facts, Key.trail(person))?.friendOf ?? []) : [promised]
  for (const { advocate, program } of pairs)
    Qualification.foresee(scout, { program, advocate, friend: person }, { at, unit: total.unit })
}

type Pair = Pick<Fact.Referral, "program" | "version" | "friend" | "advocate">

/** The referral that an order would count for. */
const pairOf = (standing: Visit.Standing, { person }: RecordOrder): Pair | undefined => {
  if (standing._tag === "Under way" || standing._tag === "Later")
    return standing.refusal === undefined ? standing.referral : undefined
  if (standing._tag !== "Beginning" || standing.judged.refusal !== undefined) return undefined
  const { advocate, program, version } = standing.judged.credit
  return { program, version, friend: person, advocate }
}

const both = (a: readonly Evidence[], b: readonly Evidence[]): readonly Evidence[] =>
  a.length === 0 ? b : [...a, ...b]

const withoutQuote: Quote.Used = { quote: null, because: [] }

export const decide = (draft: Draft.Draft, command: RecordOrder): Rejection | undefined => {
  const { at, order, person, total } = command
  const key = Key.order(order)
  const known = Draft.read(draft, key)
  if (known !== null && known.person !== null) return { _tag: "OrderExists", order }
  const early = Awaited.unitOf(known)
  if (early !== undefined && early !== total.unit) {
    return { _tag: "CurrencyMismatch", path: "total", expected: early, actual: total.unit }
  }
  const asked = command.quote === undefined ? undefined : Draft.read(draft, Key.quote(command.quote))
  const used = asked === undefined ? withoutQuote : Quote.use(asked, person, total)
  const read: Facts.Read = (key) => Draft.read(draft, key)
  const background = Attribution.backgroundOf(read, command)
  const standing = Visit.standing(read, draft.programs, command, background, used.quote?.credit ?? null)
  const lockedAt = used.quote === null ? undefined : Lock.end(draft, used.quote, "order", at)
  const cause = key
  const credited = creditOf(standing)
  const { earlier } = background
  const event: Writable<Event.OrderRecorded> = {
    _tag: "OrderRecorded",
    id: `${key}/recorded`,
    at,
    recorded: draft.now,
    order,
    person,
    total,
    country: command.country ?? null,
    quote: used.quote?.quote ?? null,
    discounts: used.quote?.discounts ?? [],
    earlier: EarlierOrders.count(earlier),
    program: credited?.program ?? null,
    advocate: credited?.advocate ?? null,
    // What led to a referral is told by the event of the referral.
    because: standing._tag === "Beginning" ? used.because : both(used.because, standing.because)
  }
  if (command.lines !== undefined) event.lines = command.lines
  if (command.segments !== undefined) event.segments = command.segments
  if (lockedAt !== undefined) event.lockedAt = lockedAt
  if (used.quote !== null && total.minor === 0n && Quote.isFree(used.quote)) event.free = true
  if (earlier.byEmail > 0) event.byEmail = earlier.byEmail
  Draft.emit(draft, event)
  Prints.remember(draft, command, at)
  credit(draft, standing, command, orderOf(event, known), cause)
  if (known !== null) applyWaiting(draft, order, at)
  return undefined
}

/** What waited for an order takes its share when it comes, in one go: it is the same as one by one. */
const applyWaiting = (draft: Draft.Draft, order: Fact.Order["order"], at: Instant): void => {
  Refund.applyWaiting(draft, order, at)
  Dispute.applyWaiting(draft, order, at)
  Refund.takeBackLost(draft, order, `${Key.order(order)}/waited`, at)
}

const creditOf = (standing: Visit.Standing): Pick<Fact.Credit, "program" | "advocate"> | null => {
  if (standing._tag !== "Beginning") return standing.referral
  return standing.judged.refusal === undefined ? standing.judged.credit : null
}

const credit = (
  draft: Draft.Draft,
  standing: Visit.Standing,
  { at, person }: RecordOrder,
  recorded: Fact.Order,
  cause: string
): void => {
  const counted = { cause, at, isReviewed: false, isNewOrder: true }
  if (standing._tag === "Nobody") {
    if (standing.referral !== null) return Qualification.count(draft, standing.referral, recorded, counted)
    return withoutCover(draft, recorded, cause, "attribution", standing.because)
  }
  const isKnown = standing._tag === "Under way" || standing._tag === "Later"
  if (isKnown && standing.refusal !== undefined) {
    return refuse(draft, standing.referral, recorded, counted, standing.refusal, standing.because)
  }
  const referral = isKnown
    ? standing.referral
    : Referral.begin(draft, person, standing.judged, standing.because, cause, at)
  if (referral !== undefined && !isKnown) SignupReward.grant(draft, referral, recorded, cause, at)
  if (referral !== undefined) return count(draft, referral, recorded, counted)
  if (standing._tag === "Beginning") {
    withoutCover(draft, recorded, cause, standing.judged.refusal ?? "attribution", standing.judged.because)
  }
}

/** By what was learned since, the two are one person, or the friend an old customer. */
const refuse = (
  draft: Draft.Draft,
  referral: Fact.Referral,
  order: Fact.Order,
  counted: Qualification.Counted,
  reason: string,
  because: readonly Evidence[]
): void => {
  SignupReward.takeBack(draft, referral, counted.cause, counted.at)
  Qualification.notCounted(draft, referral, order, counted, reason, because)
}

/** An order counts as the one that qualifies the friend, or as one more. */
const count = (draft: Draft.Draft, referral: Fact.Referral, order: Fact.Order, counted: Qualification.Counted): void =>
  LaterOrder.mayCount(draft, referral, counted.at)
    ? LaterOrder.count(draft, referral, order, counted)
    : Qualification.count(draft, referral, order, counted)

const withoutCover = (
  draft: Draft.Draft,
  order: Fact.Order,
  cause: string,
  reason: string,
  because: readonly Evidence[]
): void => {
  for (const discount of order.discounts) Grant.notCovered(draft, order, discount, cause, order.at, reason, because)
}

/** An order that had been given back whole counts anew; one that waits for a verdict goes on waiting. */
const isThereAgain = (
  draft: Draft.Draft,
  person: PersonId,
  order: Fact.Order,
  counted: Qualification.Counted
): void => {
  const referral = order.program === null ? null : Draft.read(draft, Key.referral(order.program, person))
  if (referral === null) return
  const { live, terms } = Qualification.versionsOf(draft, referral, counted.at)
  if (!LaterOrder.countsAnew(terms, live, referral, order)) return
  if (!stands(referral) && referral.state !== "open" && referral.state !== "expired") return
  const because = Attribution.learnedOf((key) => Draft.read(draft, key), draft.programs, referral, counted.at)
  const refusal = firstFailure(because)
  if (refusal !== undefined) return refuse(draft, referral, order, counted, refusal, because)
  if (stands(referral)) return LaterOrder.count(draft, referral, order, counted)
  Qualification.count(draft, referral, order, counted)
}

const mustRead = (draft: Draft.Draft, order: Fact.Order["order"]): Fact.Order => {
  return Draft.read(draft, Key.order(order)) ?? broken(`order ${order} was recorded and is gone`)
}

export const planChange = (scout: Scout.Scout, command: ChangeOrder): void => {
  Refund.planOrder(scout, command, true)
  const order = Scout.read(scout, Key.order(command.order))
  const { advocate = null, person = null, program = null } = order ?? {}
  if (order === null || advocate === null || person === null || program === null) return
  if (!Kept.isGone(order) || command.total.minor === 0n) return
  // It may count anew, and by then more may be known of the two.
  Attribution.planLearned(scout, advocate, person)
  const referral = Scout.read(scout, Key.referral(program, person))
  if (referral !== null) SignupReward.planSettling(scout, referral, command.at)
}

/** A revision replaces the total. What rewards lose by it is taken back; an order that grows adds nothing to them. */
export const change = (draft: Draft.Draft, command: ChangeOrder): Rejection | undefined => {
  const { at, lines, order, revision, total } = command
  const key = Key.order(order)
  const before = Draft.read(draft, key)
  if (before === null || before.person === null) return { _tag: "OrderUnknown", order }
  if (before.total.unit !== total.unit) {
    return { _tag: "CurrencyMismatch", path: "total", expected: before.total.unit, actual: total.unit }
  }
  const stale = revision <= before.revision
  const cause = `${key}/revision/${revision}`
  Draft.emit(draft, {
    _tag: "OrderChanged",
    id: cause,
    at,
    recorded: draft.now,
    order,
    revision,
    total,
    ...(lines === undefined ? {} : { lines }),
    stale
  })
  if (stale) return undefined
  Refund.takeBackLost(draft, order, cause, at)
  const after = mustRead(draft, order)
  if (Kept.isGone(before) && !Kept.isGone(after)) {
    isThereAgain(draft, before.person, after, { cause, at, isReviewed: false, isNewOrder: false })
  }
  return undefined
}

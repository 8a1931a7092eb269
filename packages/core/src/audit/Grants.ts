/** Why a reward was granted: the friend, the order and the terms behind it. */
import type { EntryOf } from "./Entry.ts"
import * as Multipliers from "./Multipliers.ts"
import * as Names from "./Names.ts"
import * as Offers from "./Offers.ts"
import type { Orders } from "./Orders.ts"
import * as Period from "./Period.ts"
import type { Prizes } from "./Prizes.ts"
import type { Programs } from "./Programs.ts"
import type { Referrals } from "./Referrals.ts"
import type { Notes } from "./Report.ts"
import { fixedKinds, givenAway, isBuiltIn, isEntitlement, purseOf } from "./Reward.ts"
import * as Streaks from "./Streaks.ts"
import * as Tiers from "./Tiers.ts"

type Grant = EntryOf<"RewardGranted">
/** What grants, and all that becomes of them, are looked up in. */
export interface Sources {
  readonly notes: Notes
  readonly programs: Programs
  readonly orders: Orders
  readonly referrals: Referrals
  readonly prizes: Prizes
}

export const check = (sources: Sources, entry: Grant): void => {
  const { notes, programs } = sources
  const { id, program, rule, version } = entry
  key(sources, entry)
  const offer = programs.terms(program, version)?.offers.get(rule)
  const isChosenAnew = entry.choice?.instead != null
  if (entry.friend === null) {
    if (entry.exchange === null) alone(sources, entry)
  } else if (!isChosenAnew) cause(sources, entry, offer)
  notes.same("reward-terms", id, `rule ${rule} of version ${version}`, "published", offer ? "published" : "unknown")
  if (offer !== undefined) terms(sources, entry, offer)
  if (entry.state === "redeemed") checkout(sources, entry)
  if (entry.milestone && entry.friend !== null && !isChosenAnew) milestone(sources, entry, offer)
}

/** The key, put together from the fields. */
const key = ({ notes }: Sources, entry: Grant): void => {
  const { generation, id, person, program, reward, rule, side } = entry
  const derived = `reward/${program}/${rule}/${side}/${Names.part(person)}/${occurrenceOf(entry)}`
  notes.same("reward-key", id, "the key", derived, entry.key)
  notes.same("reward-key", id, "the reward", `${derived}/g${generation}`, reward)
  notes.same("reward-key", id, "the event's id", `${reward}/granted`, id)
}

/** What stands behind no friend is a prize, or a perk of a tier that was reached. */
const alone = ({ notes, prizes, programs, referrals }: Sources, entry: Grant): void => {
  const { at, attribution, id, order, person, prize, program, recorded, rule, side, tier, version } = entry
  if (prize !== null) {
    notes.same("prize", id, "the place that wins it", true, prizes.isWon(program, prize, person))
    const written = programs.terms(program, version)?.offers.get(rule)
    const isFor = written !== undefined && prize.place >= written.place.from && prize.place <= written.place.to
    notes.same("prize", id, "what its place wins", true, isFor && rule.startsWith(`${prize.prize}.prize.`))
    notes.same("prize", id, "the side", "advocate", side)
    notes.same(
      "prize",
      id,
      "what else is behind it",
      "nothing",
      order ?? (attribution === 0 ? "nothing" : "a referral")
    )
    return
  }
  const held = referrals.advocate(program, person)?.held.find((one) => one.tier === tier)
  notes.same("ladder", id, "its tier", "held", held === undefined ? "not held" : "held")
  notes.same("ladder", id, "among the perks of it", true, held?.perks.includes(entry.key) === true)
  notes.same("ladder", id, "when it was reached", held?.since ?? 0, at)
  notes.same("ladder", id, "what else is behind it", "nothing", order ?? (attribution === 0 ? "nothing" : "a referral"))
  notes.same("ladder", id, "the side", "advocate", side)
  const live = programs.live(program, recorded)
  notes.same("ladder", id, "the terms that are live", true, live === programs.terms(program, version))
}

const occurrenceOf = ({ exchange, friend, key, milestone, order, prize, tier }: Grant): string => {
  if (prize !== null) return `p:${Names.part(prize.period)}`
  if (tier !== null) return "tier"
  if (milestone) return `n:${nthOf(key)}`
  if (exchange !== null) return `x${nthGiven(key)}:${exchange.replace("spend/exchange/", "")}`
  return order === null ? `s:${Names.part(friend ?? "")}` : `o:${Names.part(order)}`
}

/** Which of the rewards of an exchange it is. */
const nthGiven = (key: string): number => Number(/\/x([1-9]\d*):[^/]*$/u.exec(key)?.[1] ?? 0)

const cause = (sources: Sources, entry: Grant, offer: Offers.Offer | undefined): void => {
  const { notes, orders, programs, referrals } = sources
  const { attribution, friend, id, order, person, program, side, version } = entry
  const referral = referrals.get(program, friend)
  // What an order earns during a review waits for the verdict.
  const state = referral?.review?.from ?? referral?.state ?? "unknown"
  notes.same("reward-cause", id, "its referral", order === null ? "open" : "qualified", state)
  notes.same("reward-cause", id, "a sign-up", offer?.on === "sign-up", order === null)
  if (referral === undefined) return
  const { advocate } = referral
  notes.same("reward-cause", id, "the generation of its referral", referral.generation, attribution)
  const isLater = offer?.on === "every order" && order !== referral.order
  if (isLater) later(sources, entry, offer)
  else notes.same("reward-cause", id, "the order of its referral", order, referral.order)
  const decides = programs.decides(program, referral.version, entry.at)
  notes.same("reward-cause", id, "the version that its referral is decided under", decides, version)
  notes.same("reward-cause", id, `the ${side}`, side === "friend" ? friend : advocate, person)
  notes.holds(
    advocate !== friend,
    "reward-cause",
    id,
    "the advocate",
    () => `another than ${friend}`,
    () => advocate
  )
  if (order === null) return
  const placed = orders.get(order)?.recorded
  if (placed === undefined) return
  notes.same("reward-cause", id, "who placed the order", friend, placed.person)
  const isInTime = placed.at >= referral.attributedAt && (isLater || placed.at < referral.qualifyBy)
  const window = (): string => `from ${referral.attributedAt}, before ${referral.qualifyBy}`
  notes.holds(isInTime, "reward-cause", id, "when the order was placed", window, () => placed.at)
  notes.holds(
    orders.stands(order),
    "reward-cause",
    id,
    "what is kept of its order",
    () => "above 0",
    () => 0n
  )
}

/** One more order of the friend: within the bounds of its offer. */
const later = (sources: Sources, entry: Grant, { months, orders: max }: Offers.Offer): void => {
  const { notes, orders, programs, referrals } = sources
  const { attribution, friend, id, order, program, version } = entry
  if (order === null) return
  const counts = orders.get(order)?.counts
  notes.same("reward-cause", id, "the generation for which its order counts", attribution, counts?.attribution ?? 0)
  const n = counts?.n ?? 0
  notes.holds(
    n > 0 && (max === null || n <= max),
    "reward-cause",
    id,
    "the number of its order",
    () => `from 1 to ${max ?? "any"}`,
    () => n
  )
  const zone = programs.terms(program, version)?.timeZone
  const at = orders.get(order)?.recorded.at
  const attributedAt = referrals.get(program, friend)?.attributedAt
  if (months === null || zone === undefined || at === undefined || attributedAt === undefined) return
  const last = Period.monthsLater(Period.keyOf("calendar day", zone, attributedAt), months)
  const day = Period.keyOf("calendar day", zone, at)
  notes.holds(
    day <= last,
    "reward-cause",
    id,
    "the day of its order",
    () => `${last} or before`,
    () => day
  )
}

const terms = (sources: Sources, entry: Grant, offer: Offers.Offer): void => {
  const { notes, orders } = sources
  const { amount, availableAt, basis, expiresAt, id, isGivenAway, kind, milestone, ofLines, order } = entry
  const { purse, recorded, side, state } = entry
  notes.same("reward-terms", id, "the kind", offer.kind, kind)
  if (isBuiltIn(kind)) notes.same("given-away", id, "its kind", wayOf(givenAway.has(kind)), wayOf(isGivenAway === true))
  if (isGivenAway === true) notes.same("given-away", id, "its purse", "none", purse ?? "none")
  else notes.same("reward-terms", id, "its purse", purseOf(kind) ?? purse ?? "none", purse ?? "none")
  notes.same("reward-terms", id, "the side", offer.side, side)
  const isOfNobody = entry.friend === null && entry.exchange === null
  notes.same("reward-terms", id, "milestone", offer.due !== null || isOfNobody, milestone)
  const isUsed = state === "redeemed"
  const from = isUsed ? recorded : (entry.choice?.since ?? recorded) + offer.holdMs
  notes.same("reward-terms", id, "availableAt", from, availableAt)
  const until = isUsed || offer.expiresMs === null ? null : from + offer.expiresMs
  notes.same("reward-terms", id, "expiresAt", until, expiresAt)
  if (fixedKinds.has(kind) && offer.amount !== null) {
    const isChosenAnew = entry.choice?.instead != null
    const times = isChosenAnew ? entry.multiplied : Multipliers.due(multipliersOf(sources, entry), entry.multiplied)
    notes.same("reward-terms", id, "how many times its worth", times, entry.multiplied)
    const whole = Multipliers.apply(times, Offers.worthOn(offer, basis))
    // Less than that only where a cap may be filled; that it is full then is looked at with the charges.
    const isCut = amount.minor < whole && offer.caps.some((cap) => cap.isFilling)
    if (!isCut) notes.same("reward-terms", id, "the amount", whole, amount.minor)
    notes.same("reward-terms", id, "the unit", offer.amount.unit, amount.unit)
  }
  if (isEntitlement(entry)) notes.same("reward-terms", id, "the number of entitlements", 1n, amount.minor)
  // What is chosen anew has the basis that was written down when it was earned.
  if (entry.choice?.instead != null) return
  // A discount for later goes by the products of the order that it will be used on.
  const products = isEntitlement(entry) || orders.get(order)?.lines == null ? null : offer.products
  notes.same("reward-terms", id, "a basis of lines alone", products !== null, ofLines === true)
  const kept = products === null ? orders.kept(order) : orders.portion(order, products)
  const whole = entry.exchange === null ? kept : (offer.from?.minor ?? 0n)
  notes.same("reward-terms", id, "the basis", whole, basis.minor)
}

const wayOf = (isGivenAway: boolean): string => (isGivenAway ? "given away" : "kept")

/** All that multiplies a grant by the program as it is live: special events, and the tier that the advocate had. */
const multipliersOf = (sources: Sources, entry: Grant): readonly string[] => {
  const { at, exchange, order, person, prize, program, rule, side } = entry
  // A prize is what was announced, and an exchange what was listed.
  if (prize !== null || exchange !== null) return []
  const live = sources.programs.live(program, at)
  const time = order === null ? at : sources.orders.get(order)?.recorded.at
  if (live === undefined || time === undefined) return []
  const events = Multipliers.on(live.events, rule, live.timeZone, time)
  const advocate = side === "advocate" ? sources.referrals.before(program, person) : undefined
  const tier = advocate === undefined ? undefined : Tiers.at(live.tiers, live.timeZone, advocate, time)
  return tier === undefined || tier.multiply === null ? events : [...events, tier.multiply]
}

const checkout = ({ notes, orders }: Sources, { amount, id, order, program, rule, side }: Grant): void => {
  notes.same("checkout", id, "the side", "friend", side)
  const promised = orders.promised(order, program, rule)
  notes.same("checkout", id, "the amount", promised?.amount.minor ?? 0n, amount.minor)
  notes.same("checkout", id, "the unit", promised?.amount.unit ?? "none", amount.unit)
}

const milestone = ({ notes, referrals }: Sources, entry: Grant, offer: Offers.Offer | undefined): void => {
  const advocate = referrals.advocate(entry.program, entry.person)
  if (advocate === undefined || offer === undefined || offer.due === null) return
  const earned = Streaks.earned(offer.due, advocate.qualified, advocate.counts)
  notes.same("milestone", entry.id, "how many times it is earned", earned, nthOf(entry.key))
}

/** The number of a milestone is in its key alone. */
export const nthOf = (key: string): number => Number(/\/n:([1-9]\d*)$/u.exec(key)?.[1] ?? 0)

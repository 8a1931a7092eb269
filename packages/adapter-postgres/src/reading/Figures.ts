/**
 * What events add to the figures, as a plain fold: the same events give the same figures, however they are cut into pages.
 */
import { Calendar, type Event, type Instant, Key, type Money, StoreError } from "@goodword/core"

export type Metric =
  | "touches"
  | "sign-ups"
  | "attributed"
  | "qualified"
  | "unqualified"
  | "rejected"
  | "expired"
  | "orders"
  | "revenue"
  | "refunded"
  | "granted"
  | "taken-back"
  | "redeemed"

/** An event at its place in the log. */
export interface Placed<E extends Event.Event = Event.Event> {
  readonly place: number
  readonly event: E
}

/** What a page of events refers to, by id; in the order of the log. */
export type Earlier = ReadonlyMap<string, Placed>

export interface Figure {
  readonly program: string
  readonly day: string
  readonly metric: Metric
  readonly kind: string
  readonly unit: string
  readonly value: bigint
}

/** A friend who stands as qualified after these events, or (`stands: null`) does not. */
export interface Friend {
  readonly program: string
  readonly friend: string
  readonly stands: { readonly advocate: string; readonly day: string; readonly at: Instant.Instant } | null
}

export interface Sums {
  readonly figures: readonly Figure[]
  readonly friends: readonly Friend[]
}

type DayOf = ReturnType<typeof Calendar.periodOf>

/** The days of each program in the time zone that it has at a place of the log. */
export class Days {
  readonly #of = new Map<string, DayOf>()

  publish({ document, program }: Event.ProgramPublished): void {
    const { timeZone } = document as { readonly timeZone: Calendar.Zone }
    this.#of.set(program, Calendar.periodOf("calendar day", timeZone))
  }

  dayOf(program: string, at: Instant.Instant): string {
    const day = this.#of.get(program)
    if (day !== undefined) return day(at).key
    const message = `the log speaks of program "${program}" and does not hold its publication: look at the store with replay`
    throw new StoreError({ reason: "Unreadable", message })
  }
}

/** Ranges of ids, both ends included, that have to be at hand for an event. */
export const refersTo = (event: Event.Event): readonly (readonly [from: string, to: string])[] => {
  const one = (id: string) => [id, id] as const
  switch (event._tag) {
    case "ReferralAttributed":
      return [one(signUpOf(event.friend)), [expirationsOf(event), `${expirationsOf(event)}~`]]
    case "ReviewClosed":
      return [one(openingOf(event))]
    case "OrderRefunded":
      return [one(orderOf(event))]
    case "OrderChanged":
      return [one(orderOf(event)), [revisionsOf(event), `${revisionsOf(event)}~`]]
    case "RewardRepriced":
    case "RewardTakenBack":
    case "RewardRedeemed":
    case "RewardReturned":
      return [one(grantOf(event))]
    default:
      return []
  }
}

const signUpOf = (person: string): string => `signup/${Key.part(person)}`
/** Of the referral that this one follows. */
const expirationsOf = ({ friend, generation, program }: Event.ReferralAttributed): string =>
  `${Key.referral(program, friend)}/g${generation - 1}/expired/`
const openingOf = ({ id }: Event.ReviewClosed): string => id.replace(/closed$/u, "opened")
const orderOf = ({ order }: Event.OrderChanged | Event.OrderRefunded): string => `${Key.order(order)}/recorded`
const revisionsOf = ({ order }: Event.OrderChanged): string => `${Key.order(order)}/revision/`
type OfReward = Event.RewardRepriced | Event.RewardTakenBack | Event.RewardRedeemed | Event.RewardReturned
const grantOf = ({ reward }: OfReward): string => `${reward}/granted`

export const fold = (events: readonly Placed[], earlier: Earlier, days: Days): Sums => {
  const page = new Page(earlier, days)
  for (const placed of events) page.add(placed)
  return { figures: [...page.figures.values()], friends: [...page.friends.values()] }
}

class Page {
  readonly figures = new Map<string, Figure>()
  readonly friends = new Map<string, Friend>()
  readonly #earlier: Earlier
  readonly #days: Days

  constructor(earlier: Earlier, days: Days) {
    this.#earlier = earlier
    this.#days = days
  }

  add(placed: Placed): void {
    const { event } = placed
    switch (event._tag) {
      case "ProgramPublished":
        return this.#days.publish(event)
      case "TouchRecorded":
        return this.#count(event.program, event.at, "touches")
      case "ReferralAttributed":
        this.#count(event.program, event.at, "attributed")
        if (this.#beganAtSignUp(event, placed.place)) this.#count(event.program, event.at, "sign-ups")
        return
      case "ReferralRejected":
        this.#count(event.program, event.at, "rejected")
        if (event.cause === signUpOf(event.friend)) this.#count(event.program, event.at, "sign-ups")
        return
      case "ReferralQualified":
        return this.#qualified(event)
      case "ReferralUnqualified":
        return this.#fallen(event)
      case "ReviewClosed":
        if (event.to !== "rejected") return
        this.#count(event.program, event.at, "rejected")
        if (this.#find<Event.ReviewOpened>(openingOf(event)).event.from === "qualified") this.#fallen(event)
        return
      case "ReferralExpired":
        return this.#count(event.program, event.at, "expired")
      case "OrderRecorded":
        if (event.program === null) return
        this.#count(event.program, event.at, "orders")
        return this.#sum(event.program, event.at, "revenue", event.total)
      case "OrderChanged":
        return this.#changed(event, placed.place)
      case "OrderRefunded":
        return this.#refunded(event)
      default:
        return this.#reward(event)
    }
  }

  #reward(event: Event.Event): void {
    switch (event._tag) {
      case "RewardGranted":
        this.#sum(event.program, event.at, "granted", event.amount, event.kind)
        if (event.state === "redeemed") this.#sum(event.program, event.at, "redeemed", event.amount, event.kind)
        return
      case "RewardRepriced": {
        const { kind, program } = this.#find<Event.RewardGranted>(grantOf(event)).event
        const { from, to } = event
        const more = { minor: to.minor - from.minor, unit: to.unit }
        return more.minor === 0n ? undefined : this.#sum(program, event.at, "granted", more, kind)
      }
      case "RewardTakenBack":
      case "RewardRedeemed":
      case "RewardReturned": {
        const { kind, program } = this.#find<Event.RewardGranted>(grantOf(event)).event
        if (event._tag === "RewardTakenBack") return this.#sum(program, event.at, "taken-back", event.amount, kind)
        const { minor, unit } = event.value
        const back = event._tag === "RewardReturned" ? -minor : minor
        return this.#sum(program, event.at, "redeemed", { minor: back, unit }, kind)
      }
    }
  }

  #qualified({ advocate, at, friend, program }: Event.ReferralQualified): void {
    this.#count(program, at, "qualified")
    const stands = { advocate, day: this.#days.dayOf(program, at), at }
    this.friends.set(`${program}/${friend}`, { program, friend, stands })
  }

  #fallen({ at, friend, program }: Event.ReferralUnqualified | Event.ReviewClosed): void {
    this.#count(program, at, "unqualified")
    this.friends.set(`${program}/${friend}`, { program, friend, stands: null })
  }

  /**
   * An attribution does not say what it came with. It follows the sign-up at once, or after the end of the referral that
   * was there before; where an order began it, the order is in between.
   */
  #beganAtSignUp(event: Event.ReferralAttributed, place: number): boolean {
    const signUp = this.#earlier.get(signUpOf(event.friend))?.place
    if (signUp === place - 1) return true
    if (signUp !== place - 2) return false
    return [...this.#earlier.values()].some((one) => one.event._tag === "ReferralExpired" && one.place === place - 1)
  }

  #refunded(event: Event.OrderRefunded): void {
    if (event.waiting) return
    const { program } = this.#find<Event.OrderRecorded>(orderOf(event)).event
    if (program !== null) this.#sum(program, event.at, "refunded", event.amount)
  }

  /** An edit replaces the total: what it adds is the difference to the last one that counted. */
  #changed(event: Event.OrderChanged, place: number): void {
    if (event.stale) return
    const { program, total } = this.#find<Event.OrderRecorded>(orderOf(event)).event
    if (program === null) return
    let before = total.minor
    let newest = 0
    for (const [, other] of this.#earlier) {
      if (other.event._tag !== "OrderChanged" || other.event.order !== event.order || other.event.stale) continue
      if (other.place >= place || other.place <= newest) continue
      newest = other.place
      before = other.event.total.minor
    }
    this.#sum(program, event.at, "revenue", { minor: event.total.minor - before, unit: total.unit })
  }

  #find<E extends Event.Event>(id: string): Placed<E> {
    const found = this.#earlier.get(id)
    if (found !== undefined) return found as Placed<E>
    const message = `the log refers to event ${id} and does not hold it: look at the store with replay`
    throw new StoreError({ reason: "Unreadable", message })
  }

  #count(program: string, at: Instant.Instant, metric: Metric): void {
    this.#put(program, at, metric, "", "", 1n)
  }

  #sum(program: string, at: Instant.Instant, metric: Metric, { minor, unit }: Money.Money, kind = ""): void {
    this.#put(program, at, metric, kind, unit, minor)
  }

  #put(program: string, at: Instant.Instant, metric: Metric, kind: string, unit: string, value: bigint): void {
    const day = this.#days.dayOf(program, at)
    const key = [program, day, metric, kind, unit].join("/")
    const sum = (this.figures.get(key)?.value ?? 0n) + value
    this.figures.set(key, { program, day, metric, kind, unit, value: sum })
  }
}

/**
 * The model of people: what somebody does around a real order. It never looks ahead: whether a customer came through a
 * friend is decided when their first order arrives, among those who shared before it.
 */
import { chances, days, idleVisits } from "./Chances.ts"
import type { Order } from "./Orders.ts"
import * as Random from "./Random.ts"

const dayMs = 86_400_000

/** How somebody was led to an order. */
export interface Came {
  readonly code: string
  readonly source: "click" | "code"
  /** Before the order, by so many milliseconds. */
  readonly earlierMs: number
  readonly isQuoted: boolean
  readonly mistypes: boolean
  /** Given at checkout by new customers only. */
  readonly email: string | undefined
}

/** Everything that one order brings with it. */
export interface Visit {
  readonly order: Order
  readonly came: Came | undefined
  readonly isTwice: boolean
  readonly enrolls: boolean
  readonly returned: Return | undefined
  /** How much of the order an edit leaves. */
  readonly editedToPercent: number | undefined
}

export interface Return {
  /** 0: the refund is heard of before the order itself. */
  readonly afterMs: number
  readonly percent: number
}

interface Advocate {
  readonly customer: string
  readonly code: string
  readonly sinceMs: number
}

interface Share {
  readonly advocate: Advocate
  readonly atMs: number
}

export interface Shared {
  readonly code: string
  /** After how many milliseconds others look at it; none where it was not passed on. */
  readonly visits: readonly number[]
}

export interface People {
  readonly meet: (order: Order) => Visit
  /** Notes the link that somebody got with an order, and whether it is passed on. */
  readonly gotLink: (code: string, order: Order) => Shared
  /** The same for a later order; `undefined` for who has no link. */
  readonly sharesAgain: (order: Order) => Shared | undefined
  readonly staff: (order: Order) => { readonly afterMs: number; readonly verdict: "approved" | "rejected" } | undefined
  readonly redeems: (order: Order) => boolean
  readonly email: (customer: string) => string
  readonly counts: () => { readonly customers: number; readonly shares: number; readonly sharers: number }
}

export const make = (seed: number): People => {
  const customers = new Set<string>()
  const advocates = new Map<string, Advocate>()
  const sharers = new Set<string>()
  /** The newest friend of each advocate who has a link now: with whom a circle can be closed. */
  const friendWithLink = new Map<string, Advocate>()
  const broughtBy = new Map<string, string>()
  let recent: Share[] = []
  let shares = 0

  // Of a provider that is known to ignore what follows a plus. Only a keyed hash of it is kept, and nothing is sent.
  const email = (customer: string, tag = ""): string =>
    `goodword.example.${Math.floor(Random.about(0, "mailbox", customer).next() * 2 ** 40).toString(36)}${tag}@gmail.com`

  const passOn = (advocate: Advocate, atMs: number, order: string, probability: number): readonly number[] => {
    const chance = Random.about(seed, "share", order)
    if (!chance.happens(probability)) return []
    shares++
    sharers.add(advocate.customer)
    recent.push({ advocate, atMs })
    const visits = chance.between(idleVisits.least, idleVisits.most)
    return Array.from({ length: visits }, () => chance.between(1, days.shareIsSeen * dayMs))
  }

  const pickSharer = (atMs: number, chance: Random.Chance): Advocate | undefined => {
    // The oldest are dropped in one go, now and then.
    if (recent.length > 0 && (recent[0]?.atMs ?? 0) < atMs - 2 * days.shareIsSeen * dayMs) {
      recent = recent.filter((share) => share.atMs >= atMs - days.shareIsSeen * dayMs)
    }
    return chance.pick(recent)?.advocate
  }

  const leads = (order: Order, atMs: number): Came | undefined => {
    const { customer, id } = order
    const chance = Random.about(seed, "came", id)
    const isFirst = !customers.has(customer)
    const came = (advocate: Advocate, source: Came["source"], by?: string): Came => ({
      code: advocate.code,
      source,
      earlierMs: Math.min(chance.between(60_000, days.clickBeforeOrder * dayMs), Math.max(0, atMs - advocate.sinceMs)),
      isQuoted: chance.happens(chances.isQuoted),
      mistypes: source === "code" && chance.happens(chances.mistypes),
      email: by
    })
    if (isFirst) {
      const sharer = chance.happens(chances.cameThroughFriend) ? pickSharer(atMs, chance) : undefined
      if (sharer === undefined) return undefined
      broughtBy.set(customer, sharer.customer)
      const isSame = chance.happens(chances.isSecondAccount)
      const source = chance.happens(chances.typesCode) ? "code" : "click"
      return came(sharer, source, isSame ? email(sharer.customer, "+second") : email(customer))
    }
    const own = advocates.get(customer)
    const friend = friendWithLink.get(customer)
    if (own !== undefined && chance.happens(chances.usesOwnLink)) return came(own, "click")
    if (friend !== undefined && chance.happens(chances.closesCircle)) return came(friend, "click")
    const sharer = own === undefined && chance.happens(chances.triesFriendCode) ? pickSharer(atMs, chance) : undefined
    return sharer === undefined ? undefined : came(sharer, "code")
  }

  return {
    meet: (order) => {
      const came = leads(order, Date.parse(order.at))
      customers.add(order.customer)
      return {
        order,
        came,
        enrolls: !advocates.has(order.customer) && enrolls(seed, order),
        ...afterwards(seed, order)
      }
    },
    gotLink: (code, order) => {
      const { customer } = order
      const atMs = Date.parse(order.at)
      const advocate = { customer, code, sinceMs: atMs }
      advocates.set(customer, advocate)
      const by = broughtBy.get(customer)
      if (by !== undefined) friendWithLink.set(by, advocate)
      return { code, visits: passOn(advocate, atMs, order.id, chances.sharesAtFirst) }
    },
    sharesAgain: (order) => {
      const advocate = advocates.get(order.customer)
      if (advocate === undefined) return undefined
      return { code: advocate.code, visits: passOn(advocate, Date.parse(order.at), order.id, chances.sharesAgain) }
    },
    staff: ({ id }) => {
      const chance = Random.about(seed, "staff", id)
      if (!chance.happens(chances.staffAnswers)) return undefined
      const verdict = chance.happens(chances.staffApproves) ? "approved" : "rejected"
      return { afterMs: chance.between(1, days.staffAnswersTo * dayMs), verdict }
    },
    redeems: ({ id }) => Random.about(seed, "redeem", id).happens(chances.redeems),
    email,
    counts: () => ({ customers: customers.size, shares, sharers: sharers.size })
  }
}

const enrolls = (seed: number, { id }: Order): boolean => Random.about(seed, "enroll", id).happens(chances.enrolls)

const afterwards = (seed: number, { id }: Order): Pick<Visit, "isTwice" | "returned" | "editedToPercent"> => {
  const chance = Random.about(seed, "after", id)
  const isTwice = chance.happens(chances.isDeliveredTwice)
  const isEarly = chance.happens(chances.refundIsEarly)
  const isReturned = chance.happens(chances.returns)
  const editedToPercent = chance.happens(chances.isEdited) ? chance.between(20, 95) : undefined
  const laterMs = chance.between(days.returnFrom * dayMs, days.returnTo * dayMs)
  const percent = chance.happens(chances.returnsAll) ? 100 : chance.between(20, 80)
  return {
    isTwice,
    returned: isReturned || isEarly ? { afterMs: isEarly ? 0 : laterMs, percent } : undefined,
    editedToPercent
  }
}

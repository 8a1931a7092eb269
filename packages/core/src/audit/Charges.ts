/** Caps and budgets: what grants take from them and give back, and that no grant finds them full. */
import type { Entry, EntryOf, Evidence } from "./Entry.ts"
import * as Multipliers from "./Multipliers.ts"
import * as Names from "./Names.ts"
import { type Cap, type Offer, worthOn } from "./Offers.ts"
import type { Orders } from "./Orders.ts"
import * as Period from "./Period.ts"
import type { Programs } from "./Programs.ts"
import type { Referrals } from "./Referrals.ts"
import type { Notes } from "./Report.ts"
import * as Reward from "./Reward.ts"
import type { Windows } from "./Windows.ts"

export interface Charges {
  readonly read: (entry: Entry, step: Reward.Step | undefined) => void
  /** What was taken and not given back, by counter. */
  readonly counters: Map<string, bigint>
}

interface Books {
  readonly notes: Notes
  readonly programs: Programs
  readonly orders: Orders
  readonly referrals: Referrals
  readonly windows: Windows
  readonly counters: Map<string, bigint>
}

export const make = (given: Omit<Books, "counters">): Charges => {
  const books: Books = { ...given, counters: new Map() }
  const { counters, notes } = books
  return {
    read: (entry, step) => {
      if (!("charges" in entry)) return
      for (const { add, counter, window } of entry.charges) {
        if (window !== null) continue
        const value = (counters.get(counter) ?? 0n) + add
        counters.set(counter, value)
        notes.holds(
          value >= 0n,
          "bound",
          counter,
          `after ${entry.id}, it`,
          () => "0 or above",
          () => value
        )
      }
      if (entry.type === "RewardGranted") cut(books, entry, taken(books, entry, entry.at))
      else if (step !== undefined && entry.type === "RewardRepriced") repriced(books, entry, step.reward)
      else if (step !== undefined && entry.type === "RewardReturned") heldAgain(books, entry, step.reward)
      else if (step !== undefined && "reward" in entry) givenBack(books, entry, step)
    },
    counters
  }
}

interface Due {
  readonly counter: string
  /** `undefined` where only the kind itself knows what it can cost. */
  readonly add: bigint | undefined
  readonly max: bigint
  /** What is used of it after the grant. */
  readonly used: bigint
  readonly check: string
  readonly evidence: string
  readonly isFilling: boolean
}

/** What is worth more than before is charged anew, as a grant is; what is not is charged where it was. */
const repriced = (books: Books, entry: EntryOf<"RewardRepriced">, reward: Reward.Reward): void => {
  const { because, charges, from, id, isValued, to } = entry
  const { charged, granted, held, isCapKept, taken: lost } = reward
  const isOfAmount = (counter: string): boolean => counter.endsWith(`/${to.unit}`)
  for (const { add, counter } of charges) held.set(counter, (held.get(counter) ?? 0n) + add)
  if (!isValued) return
  for (const [counter, minor] of held) {
    if (!isOfAmount(counter) || (isCapKept && !counter.startsWith("budget/"))) continue
    if (minor !== 0n) books.notes.same("charge", id, `what it holds of ${counter}`, to.minor, minor)
  }
  if (to.minor <= from.minor) return
  const all = [...charged.values()].map((one) => (isOfAmount(one.counter) ? { ...one, add: one.add - lost } : one))
  taken(books, { ...granted, id, because, amount: to, charges: all }, entry.at)
}

/**
 * What comes back holds again what its use had spared, and needs room for that as a grant does. A cap that its terms have
 * no more is left alone.
 */
const heldAgain = (books: Books, { at, charges, id }: EntryOf<"RewardReturned">, reward: Reward.Reward): void => {
  const { charged, granted, held, spared } = reward
  const due = dueOf(books, { ...granted, charges: [...charged.values()] }, at) ?? []
  for (const counter of new Set([...spared.keys(), ...charges.map((one) => one.counter)])) {
    const add = charges.find((one) => one.counter === counter)?.add ?? 0n
    const bound = due.find((one) => one.counter === counter)
    const isLeft = add === 0n && bound === undefined && !counter.startsWith("budget/")
    books.notes.same("give-back", id, `what it adds to ${counter}`, isLeft ? 0n : (spared.get(counter) ?? 0n), add)
    held.set(counter, (held.get(counter) ?? 0n) + add)
    if (bound === undefined || add === 0n) continue
    books.notes.holds(
      bound.used <= bound.max,
      "bound",
      counter,
      `after ${id}, it`,
      () => `${bound.max} at most`,
      () => bound.used
    )
  }
}

/** @param liveAt when it was charged, and so by which live budget */
const taken = (books: Books, entry: EntryOf<"RewardGranted">, liveAt: number): readonly Due[] => {
  const { notes } = books
  const { because, charges, id } = entry
  const due = dueOf(books, entry, liveAt)
  if (due === undefined) return []
  notes.same("charge", id, "its counters", countersOf(due), countersOf(charges))
  for (const { add, check, counter, evidence, max, used } of due) {
    const charge = charges.find((one) => one.counter === counter)
    if (charge === undefined) continue
    const expected = (): string => (add === undefined ? "above 0" : `${add}`)
    const isRight = add === undefined ? charge.add > 0n : charge.add === add
    notes.holds(isRight, "charge", id, `what it takes of ${counter}`, expected, () => charge.add)
    notes.holds(
      used <= max,
      "bound",
      counter,
      `after ${id}, it`,
      () => `${max} at most`,
      () => used
    )
    const said = because.filter((one) => one.check === check).map(limitIn)
    const found = said.includes(evidence) ? evidence : (said[0] ?? "nothing")
    notes.same("charge", id, `the ${check} in its evidence`, evidence, found)
  }
  return due
}

/** A reward was granted in part only if a cap that may be filled is full with it. */
const cut = ({ notes, programs }: Books, entry: EntryOf<"RewardGranted">, due: readonly Due[]): void => {
  const { amount, basis, id, multiplied, program, rule, version } = entry
  const offer = programs.terms(program, version)?.offers.get(rule)
  if (offer === undefined || offer.amount === null || !Reward.fixedKinds.has(offer.kind)) return
  if (amount.minor >= Multipliers.apply(multiplied, worthOn(offer, basis))) return
  const isFull = due.some(({ isFilling, max, used }) => isFilling && used === max)
  notes.same("charge", id, "a cap that it fills", "full", isFull ? "full" : "with room")
}

const countersOf = (charges: readonly { readonly counter: string }[]): string =>
  charges
    .map(({ counter }) => counter)
    .sort()
    .join(", ")

const limitIn = ({ limit }: Evidence): string =>
  typeof limit === "object" && limit !== null ? `${(limit as { readonly minor?: unknown }).minor}` : `${limit}`

/** What a grant has to take: the caps of its pinned terms, and the budgets that the program has now. */
const dueOf = (books: Books, entry: EntryOf<"RewardGranted">, liveAt: number): readonly Due[] | undefined => {
  const { orders, programs } = books
  const { amount, charges, order, program, rule, version } = entry
  const terms = programs.terms(program, version)
  const live = programs.live(program, liveAt)
  const offer = terms?.offers.get(rule)
  const placed = order === null ? undefined : orders.get(order)?.recorded
  const placedAt = entry.state === "redeemed" ? (placed?.lockedAt ?? placed?.at) : placed?.at
  const at = entry.choice?.at ?? (order === null ? entry.at : placedAt)
  if (terms === undefined || live === undefined || offer === undefined || at === undefined) return undefined
  const cost = isMoney.test(amount.unit) ? amount.minor : reserveOf(offer)
  const due = offer.caps.map((cap) => capDue(books, entry, terms.timeZone, cap, at, cost))
  for (const { max, per, unit } of live.budgets) {
    const counter = `budget/${program}/${Period.keyOf(per, live.timeZone, at)}/${unit}`
    const used = books.counters.get(counter) ?? 0n
    const isOfUnit = isMoney.test(amount.unit) ? amount.unit === unit : charges.some((one) => one.counter === counter)
    // Points are no money; of other things only the kind knows whether they cost any.
    const isCharged = isOfUnit && amount.unit !== "points"
    const add = unitOf(offer) === unit || isMoney.test(amount.unit) ? cost : undefined
    if (isCharged) due.push({ counter, add, max, used, check: "budget", evidence: `${max}`, isFilling: false })
  }
  return due
}

const prefixes: Readonly<Record<string, string>> = { person: "cap", pair: "cap-of-pair", program: "cap-of-program" }

const capDue = (
  { counters, referrals, windows }: Books,
  entry: EntryOf<"RewardGranted">,
  timeZone: string,
  { isFilling, max, name, of, per, text, unit }: Cap,
  at: number,
  cost: bigint | undefined
): Due => {
  const { amount, charges, friend, person, program } = entry
  const suffix = unit === null ? "" : `/${unit}`
  const add = unit === null ? 1n : unit === amount.unit ? amount.minor : cost
  const check = unit === null ? "cap" : "cap-amount"
  const days = /^rolling (\d+) days$/u.exec(per)?.[1]
  if (days !== undefined) {
    const counter = `window/${program}/${name}/${Names.part(person)}/${days}d${suffix}`
    const day = charges.find((one) => one.counter === counter)?.window?.day ?? Period.dayOf(timeZone, at)
    const used = windows.fullest(counter, day, Number(days))
    return { counter, add, max, used, check, evidence: `${text} in ${days} days`, isFilling }
  }
  const period = Period.keyOf(per, timeZone, at)
  const advocate = referrals.get(program, friend)?.advocate ?? "nobody"
  const whose =
    { person: `/${Names.part(person)}`, pair: `/${Names.part(advocate)}/${Names.part(friend ?? "")}` }[of] ?? ""
  const counter = `${prefixes[of]}/${program}/${name}${whose}/${period}${suffix}`
  return { counter, add, max, used: counters.get(counter) ?? 0n, check, evidence: `${text} in ${period}`, isFilling }
}

const isMoney = /^[A-Z]{3}$/u

/** The most that something other than money can cost, where its terms say it. */
const reserveOf = ({ amount, cost, kind, maximum }: Offer): bigint | undefined => {
  if (kind === "free-product") return cost?.minor
  if (kind === "percent-off") return maximum?.minor
  return kind === "fixed-off" ? amount?.minor : undefined
}

/** The currency of what an offer can cost, where its terms say it. */
const unitOf = ({ amount, cost, maximum }: Offer): string | undefined => (amount ?? maximum ?? cost)?.unit

/** What an event must add to each counter that its reward holds. */
const givenBack = ({ notes }: Books, entry: Reward.Move, step: Reward.Step): void => {
  const { reward } = step
  const charges = "charges" in entry ? entry.charges : []
  for (const counter of new Set([...reward.held.keys(), ...charges.map((one) => one.counter)])) {
    const held = reward.held.get(counter) ?? 0n
    const add = charges.reduce((sum, one) => (one.counter === counter ? sum + one.add : sum), 0n)
    notes.same("give-back", entry.id, `what it adds to ${counter}`, -backOf(entry, step, counter, held), add)
    reward.held.set(counter, held + add)
  }
}

const backOf = (entry: Reward.Move, { left, reward, unit }: Reward.Step, counter: string, held: bigint): bigint => {
  const isBudget = counter.startsWith("budget/")
  const isOfAmount = counter.endsWith(`/${unit}`)
  switch (entry.type) {
    case "RewardTakenBack": {
      if (reward.isCapKept && !isBudget) return 0n
      // What was used elsewhere stays paid for, and its slot stays used.
      if (isOfAmount) return entry.amount.minor - entry.debt.minor
      return reward.taken === reward.amount.minor && reward.claimed === 0n ? held : 0n
    }
    case "RewardExpired":
      return isBudget ? (isOfAmount ? left : held) : 0n
    case "RewardRedeemed": {
      // An entitlement held the most that it could cost, and now costs what it was worth.
      const isTurned = entry.value.unit !== unit && counter.endsWith(`/${entry.value.unit}`)
      return isTurned && held > entry.value.minor ? held - entry.value.minor : 0n
    }
    default:
      return 0n
  }
}

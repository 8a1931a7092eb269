/** Caps and budgets: what grants take from them and give back, and that no grant finds them full. */
import type { Entry, EntryOf, Evidence } from "./Entry.ts"
import * as Names from "./Names.ts"
import type { Orders } from "./Orders.ts"
import * as Period from "./Period.ts"
import type { Offer, Programs } from "./Programs.ts"
import type { Notes } from "./Report.ts"
import * as Reward from "./Reward.ts"

export interface Charges {
  readonly read: (entry: Entry, step: Reward.Step | undefined) => void
  /** What was taken and not given back, by counter. */
  readonly counters: Map<string, bigint>
}

interface Books {
  readonly notes: Notes
  readonly programs: Programs
  readonly orders: Orders
  readonly counters: Map<string, bigint>
}

export const make = (given: Omit<Books, "counters">): Charges => {
  const books: Books = { ...given, counters: new Map() }
  const { counters, notes } = books
  return {
    read: (entry, step) => {
      if (!("charges" in entry)) return
      for (const { add, counter } of entry.charges) {
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
      if (entry.type === "RewardGranted") taken(books, entry)
      else if (step !== undefined) givenBack(books, entry, step)
    },
    counters
  }
}

interface Due {
  readonly counter: string
  /** `undefined` where only the kind itself knows what it can cost. */
  readonly add: bigint | undefined
  readonly max: bigint
  readonly evidence: string
}

const taken = (books: Books, entry: EntryOf<"RewardGranted">): void => {
  const { counters, notes } = books
  const { because, charges, id } = entry
  const due = dueOf(books, entry)
  if (due === undefined) return
  notes.same("charge", id, "its counters", countersOf(due), countersOf(charges))
  for (const { add, counter, evidence, max } of due) {
    const charge = charges.find((one) => one.counter === counter)
    if (charge === undefined) continue
    const expected = (): string => (add === undefined ? "above 0" : `${add}`)
    const isRight = add === undefined ? charge.add > 0n : charge.add === add
    notes.holds(isRight, "charge", id, `what it takes of ${counter}`, expected, () => charge.add)
    const value = counters.get(counter) ?? 0n
    notes.holds(
      value <= max,
      "bound",
      counter,
      `after ${id}, it`,
      () => `${max} at most`,
      () => value
    )
    const check = evidence === "budget" ? "budget" : "cap"
    const said = because.find((one) => one.check === check)
    notes.same("charge", id, `the ${check} in its evidence`, evidence === "budget" ? `${max}` : evidence, limitIn(said))
  }
}

const countersOf = (charges: readonly { readonly counter: string }[]): string =>
  charges
    .map(({ counter }) => counter)
    .sort()
    .join(", ")

const limitIn = (said: Evidence | undefined): string => {
  const limit = said?.limit
  return typeof limit === "object" && limit !== null ? `${(limit as { readonly minor?: unknown }).minor}` : `${limit}`
}

/** What a grant has to take: a cap of its pinned terms, and the budget that the program has now. */
const dueOf = ({ orders, programs }: Books, entry: EntryOf<"RewardGranted">): readonly Due[] | undefined => {
  const { amount, charges, order, person, program, rule, version } = entry
  const terms = programs.terms(program, version)
  const live = programs.live(program)
  const offer = terms?.offers.get(rule)
  const at = orders.get(order)?.recorded.at
  if (terms === undefined || live === undefined || offer === undefined || at === undefined) return undefined
  const due: Due[] = []
  if (offer.cap !== null) {
    const period = Period.keyOf(offer.cap.per, terms.timeZone, at)
    const counter = `cap/${program}/${rule}/${Names.part(person)}/${period}`
    due.push({ counter, add: 1n, max: offer.cap.max, evidence: `${offer.cap.max} in ${period}` })
  }
  if (live.budget === null) return due
  const { max, per, unit } = live.budget
  const counter = `budget/${program}/${Period.keyOf(per, live.timeZone, at)}/${unit}`
  const add = isMoney.test(amount.unit) ? amount.minor : reserveOf(offer)
  // Points are no money; of other things only the kind knows whether they cost any.
  const isCharged = add !== undefined || (amount.unit !== "points" && charges.some((one) => one.counter === counter))
  if (isCharged) due.push({ counter, add, max, evidence: "budget" })
  return due
}

const isMoney = /^[A-Z]{3}$/u

/** The most that something other than money can cost, where its terms say it. */
const reserveOf = ({ amount, kind, maximum }: Offer): bigint | undefined => {
  if (kind === "percent-off") return maximum?.minor
  return kind === "fixed-off" ? amount?.minor : undefined
}

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

const backOf = (
  entry: Reward.Move,
  { before, left, reward, unit }: Reward.Step,
  counter: string,
  held: bigint
): bigint => {
  const isBudget = counter.startsWith("budget/")
  const isOfAmount = isBudget && counter.endsWith(`/${unit}`)
  switch (entry.type) {
    case "RewardTakenBack": {
      if (before === "redeemed" && Reward.isUsedElsewhere(reward)) return 0n
      if (isOfAmount) return entry.amount.minor
      return entry.amount.minor === left ? held : 0n
    }
    case "RewardExpired":
      return isBudget ? held : 0n
    case "RewardRedeemed": {
      // An entitlement held the most that it could cost, and now costs what it was worth.
      const isTurned = isBudget && entry.value.unit !== unit
      return isTurned && held > entry.value.minor ? held - entry.value.minor : 0n
    }
    default:
      return 0n
  }
}

/** Which orders count for which referral: a plain list of all that ever did, and of those that still stand. */
import type { Entry, EntryOf } from "./Entry.ts"
import * as Names from "./Names.ts"
import type { Orders } from "./Orders.ts"
import type { Referral, Referrals } from "./Referrals.ts"
import type { Notes } from "./Report.ts"

export interface Chain {
  readonly read: (entry: Entry) => void
}

interface Books {
  readonly notes: Notes
  readonly orders: Orders
  readonly referrals: Referrals
  /** By referral and generation. */
  readonly lists: Map<string, { readonly all: string[]; readonly standing: Set<string> }>
}

/** How many orders a referral, and an order, remember. */
const remembered = 8

export const make = (given: Omit<Books, "lists">): Chain => {
  const books: Books = { ...given, lists: new Map() }
  return {
    read: (entry) => {
      switch (entry.type) {
        case "ReferralQualified":
        case "OrderCounted":
          return joined(books, entry)
        case "OrderChanged":
        case "OrderRefunded":
        case "OrderCanceled":
          return kept(books, entry)
        case "ReferralUnqualified": {
          const referral = books.referrals.get(entry.program, entry.friend)
          books.notes.same("order-count", entry.id, "the orders that stand", 0, referral?.orders ?? 0)
          return
        }
        case "RewardGranted": {
          if (entry.order === null) return entry.friend === null ? undefined : ofSignUp(books, entry, entry.friend)
          const order = books.orders.get(entry.order)
          if (order === undefined || entry.milestone) return
          order.rewards.add(entry.key)
          order.last = entry.recorded
        }
      }
    }
  }
}

/** Behind a sign-up's reward stands the referral alone. */
const ofSignUp = ({ referrals }: Books, entry: EntryOf<"RewardGranted">, friend: string): void => {
  const { amount, key, person, program, purse, recorded } = entry
  const referral = referrals.get(program, friend)
  if (referral === undefined) return
  const isThere = referral.rewards.some((one) => one.key === key)
  if (!isThere) referral.rewards.push({ key, person, purse, unit: amount.unit })
  referral.last = recorded
}

const listOf = ({ lists }: Books, { friend, program }: Pick<Referral, "program" | "friend">, generation: number) => {
  const key = `${Names.referral(program, friend)}/g${generation}`
  const list = lists.get(key) ?? { all: [], standing: new Set() }
  lists.set(key, list)
  return list
}

const joined = (books: Books, entry: EntryOf<"ReferralQualified" | "OrderCounted">): void => {
  const { notes, orders, referrals } = books
  const { friend, id, order: name, program, recorded } = entry
  const referral = referrals.get(program, friend)
  const order = orders.get(name)
  if (referral === undefined || order === undefined) return
  const { all, standing } = listOf(books, referral, referral.generation)
  notes.same("order-count", id, "who placed the order", friend, order.recorded.person)
  notes.holds(
    !standing.has(name),
    "order-count",
    id,
    `order ${name}`,
    () => "not counted, or given back",
    () => "counted"
  )
  notes.holds(
    orders.stands(name),
    "order-count",
    id,
    "what is kept of it",
    () => "above 0",
    () => 0n
  )
  if (entry.type === "OrderCounted") {
    const state = referral.review?.from ?? referral.state
    notes.same("order-count", id, "its referral", "qualified", state)
    notes.same("order-count", id, "its number", standing.size + 1, entry.n)
  }
  if (!all.includes(name)) all.push(name)
  standing.add(name)
  const place = all.indexOf(name)
  const before = all.slice(Math.max(0, place - remembered), place)
  order.counts = { attribution: referral.generation, n: standing.size, before }
  order.last = recorded
  referral.orders = standing.size
  referral.latest = all.slice(-remembered)
  referral.last = recorded
}

/** An order of which nothing is kept stands no more. */
const kept = (
  books: Books,
  { order: name, recorded }: EntryOf<"OrderChanged" | "OrderRefunded" | "OrderCanceled">
): void => {
  const order = books.orders.get(name)
  const { counts } = order ?? { counts: null }
  if (order === undefined || counts === null || counts.n === 0 || books.orders.stands(name)) return
  const { person, program } = order.recorded
  order.counts = { ...counts, n: 0 }
  if (program === null) return
  const { standing } = listOf(books, { program, friend: person }, counts.attribution)
  standing.delete(name)
  const referral = books.referrals.get(program, person)
  if (referral === undefined || referral.generation !== counts.attribution) return
  referral.orders = standing.size
  referral.last = recorded
}

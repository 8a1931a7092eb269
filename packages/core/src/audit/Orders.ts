/** Orders, their refunds, the quotes that they use and the customers who place them. */

import * as Disputes from "./Disputes.ts"
import type { Amount, Discount, Entry, EntryOf } from "./Entry.ts"
import * as Lines from "./Lines.ts"
import * as Locks from "./Locks.ts"
import * as Names from "./Names.ts"
import type { Notes } from "./Report.ts"
import { canonical, compare, type Row } from "./Rows.ts"
import * as Scores from "./Scores.ts"

export interface Order {
  readonly recorded: EntryOf<"OrderRecorded"> | null
  /** After edits. */
  total: Amount
  lines: readonly Lines.Line[] | null
  refunded: bigint
  isCanceled: boolean
  isChargedBack: boolean
  disputes: readonly {
    readonly dispute: string
    readonly state: "open" | "won" | "lost"
    readonly amount: Amount | null
  }[]
  /** What disputes have lost and nobody has refunded yet. */
  readonly due: Map<string, bigint>
  revision: number
  readonly refunds: Set<string>
  readonly waiting: Map<string, Waiting>
  /** How it counts for the referral of its person; kept by `Chain.ts`. */
  counts: { readonly attribution: number; readonly n: number; readonly before: readonly string[] } | null
  /** The calendar periods in which it counts for tiers; kept by `Scores.ts`. */
  summedIn: readonly string[] | null
  /** The keys of the rewards that it earned. */
  readonly rewards: Set<string>
  last: number
  isStored: boolean
}

interface Waiting {
  readonly amount: Amount
  readonly lines: readonly Lines.Part[] | null
  readonly reason: "chargeback" | null
}

type Recorded = Order & { readonly recorded: EntryOf<"OrderRecorded"> }

const isRecorded = (order: Order): order is Recorded => order.recorded !== null

interface Quote extends Locks.Locked {
  readonly made: EntryOf<"QuoteMade">
  usedBy: string | null
  isStored: boolean
}

export interface Orders {
  readonly read: (entry: Entry) => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
  readonly end: () => void
  /** An order that was recorded; one for which refunds wait is none yet. */
  readonly get: (order: string | null) => Recorded | undefined
  /** What is left of the total after refunds. */
  readonly kept: (order: string | null) => bigint
  /** Whether it stands: something of it is kept, or its quote left nothing to pay and nothing has changed since. */
  readonly stands: (order: string | null) => boolean
  /** Whether a bank is looking at its payment now. */
  readonly isDisputed: (order: string | null) => boolean
  /** The same of the lines of some products; of the whole where it has no lines. */
  readonly portion: (order: string | null, products: Lines.Products) => bigint
  /** What was promised to the order under a rule. */
  readonly promised: (order: string | null, program: string, rule: string) => Discount | undefined
}

interface Books {
  readonly notes: Notes
  readonly orders: Map<string, Order>
  readonly quotes: Map<string, Quote>
  readonly customers: Map<string, { orders: number; firstAt: number; last: number; isStored: boolean }>
}

export const make = (notes: Notes): Orders => {
  const books: Books = { notes, orders: new Map(), quotes: new Map(), customers: new Map() }
  const { customers, orders, quotes } = books
  const get = (id: string | null): ReturnType<Orders["get"]> => {
    // Behind a sign-up there is none.
    const order = id === null ? undefined : orders.get(Names.order(id))
    return order !== undefined && isRecorded(order) ? order : undefined
  }
  return {
    read: (entry) => read(books, entry),
    row: (key, value) => row(books, key, value),
    rows: () => [...orders, ...quotes, ...customers],
    end: () => {
      for (const [key, order] of orders) {
        if (order.recorded === null) continue
        notes.same("order", key, "the refunds that still wait", 0, order.waiting.size)
        notes.same("order", key, "the disputes that were lost and not refunded", 0, order.due.size)
      }
    },
    get,
    kept: (id) => keptOf(get(id)),
    stands: (id) => stands(get(id)),
    isDisputed: (id) => Disputes.areOpen(get(id)?.disputes ?? []),
    portion: (id, products) => {
      const order = get(id)
      const kept = keptOf(order)
      return order?.lines == null ? kept : Lines.portion(order.lines, kept, products)
    },
    promised: (id, program, rule) =>
      get(id)?.recorded.discounts.find((one) => one.program === program && one.rule === rule)
  }
}

const keptOf = (order: Order | undefined): bigint => (order === undefined ? 0n : Disputes.keptOf(order))

const stands = (order: Order | undefined): boolean => {
  if (order === undefined) return false
  if (keptOf(order) > 0n) return true
  const { isCanceled, recorded: made, refunded: back, revision } = order
  return made?.free === true && revision === 0 && back === 0n && !isCanceled
}

const read = (books: Books, entry: Entry): void => {
  switch (entry.type) {
    case "QuoteMade":
      return quoteMade(books, entry)
    case "QuoteLocked":
    case "LockRefused":
    case "LockEnded": {
      const quote = books.quotes.get(`quote/${Names.part(entry.quote)}`)
      books.notes.same("checkout", entry.id, `quote ${entry.quote}`, "made before", quote ? "made before" : "unknown")
      if (quote !== undefined) Locks.read(books.notes, quote, entry)
      return
    }
    case "OrderRecorded":
      return recorded(books, entry)
    case "OrderChanged":
      return changed(books, entry)
    case "OrderRefunded":
      return refunded(books, entry)
    case "OrderCanceled":
      return Disputes.canceled(books.notes, heardOf(books, entry.order), entry)
    case "DisputeOpened":
    case "DisputeClosed":
      return disputed(books, entry)
    case "OrderNotCounted":
    case "OrderCounted":
    case "OrderAwaitsReview":
    case "ReferralQualified":
    case "ReferralUnqualified":
    case "RewardGranted":
    case "RewardRefused":
    case "DiscountNotCovered": {
      if (entry.order === null) return
      const order = books.orders.get(Names.order(entry.order))
      books.notes.same("order", entry.id, `order ${entry.order}`, "recorded before", stateOf(order))
      return
    }
  }
}

/** An order, or news of one that has not come yet. */
const heardOf = ({ orders }: Books, order: string, unit = Disputes.noUnit): Order => {
  const key = Names.order(order)
  const known = orders.get(key) ?? empty(unit)
  orders.set(key, known)
  return known
}

const disputed = (books: Books, entry: EntryOf<"DisputeOpened" | "DisputeClosed">): void => {
  const order = heardOf(books, entry.order)
  if (entry.type === "DisputeOpened") Disputes.opened(books.notes, order, entry)
  else Disputes.closed(books.notes, order, entry)
}

const stateOf = (order: Order | undefined): string =>
  order === undefined ? "unknown" : order.recorded === null ? "awaited" : "recorded before"

const quoteMade = ({ notes, quotes }: Books, entry: EntryOf<"QuoteMade">): void => {
  const { cart, discounts, id, quote } = entry
  const sum = discounts.reduce((total, { amount }) => total + amount.minor, 0n)
  const isFitting = sum <= cart.minor && discounts.every(({ amount }) => amount.unit === cart.unit && amount.minor > 0n)
  notes.holds(
    isFitting,
    "checkout",
    id,
    "the sum of its discounts",
    () => `at most ${cart.minor}`,
    () => sum
  )
  Lines.sumsTo(notes, id, cart.minor, entry.lines)
  Lines.checkout(notes, entry)
  quotes.set(`quote/${Names.part(quote)}`, {
    made: entry,
    usedBy: null,
    locks: 0,
    lock: null,
    last: entry.recorded,
    isStored: false
  })
}

const recorded = (books: Books, entry: EntryOf<"OrderRecorded">): void => {
  const { customers, notes, orders } = books
  const { at, byEmail, earlier, id, order, person, total } = entry
  const key = Names.order(order)
  const before = orders.get(key)
  notes.holds(
    before === undefined || before.recorded === null,
    "order",
    id,
    "the order",
    () => "new",
    () => "recorded before"
  )
  notes.holds(
    total.minor >= 0n,
    "order",
    id,
    "the total",
    () => "not below zero",
    () => total.minor
  )
  const early = before?.total.unit ?? Disputes.noUnit
  if (early !== Disputes.noUnit) notes.same("order", id, "the unit", early, total.unit)
  Lines.sumsTo(notes, id, total.minor, entry.lines)
  useQuote(books, entry)
  const customerKey = `customer/${Names.part(person)}`
  const customer = customers.get(customerKey) ?? { orders: 0, firstAt: at, last: 0, isStored: false }
  notes.same("order", id, "the orders before it", customer.orders, earlier - (byEmail ?? 0))
  customer.orders++
  customer.firstAt = Math.min(customer.firstAt, at)
  customer.last = entry.recorded
  customers.set(customerKey, customer)
  const come: Order = {
    recorded: entry,
    total,
    lines: Lines.begun(entry.lines),
    refunded: 0n,
    isCanceled: before?.isCanceled ?? false,
    isChargedBack: before?.isChargedBack ?? false,
    disputes: before?.disputes ?? [],
    due: new Map(),
    revision: 0,
    refunds: before?.refunds ?? new Set(),
    waiting: before?.waiting ?? new Map(),
    counts: null,
    summedIn: null,
    rewards: new Set(),
    last: entry.recorded,
    isStored: false
  }
  orders.set(key, come)
  Disputes.arrived(come)
}

const useQuote = (
  { notes, quotes }: Books,
  { discounts, free, id, order, person, quote, recorded, total }: EntryOf<"OrderRecorded">
): void => {
  const known = quote === null ? undefined : quotes.get(`quote/${Names.part(quote)}`)
  if (quote !== null && known === undefined) {
    notes.same("checkout", id, `quote ${quote}`, "made before", "unknown")
    return
  }
  notes.same("checkout", id, "its discounts", canonical(known?.made.discounts ?? []), canonical(discounts))
  const cart = known?.made.cart.minor ?? 0n
  const isFree = cart > 0n && total.minor === 0n && discounts.reduce((sum, one) => sum + one.amount.minor, 0n) === cart
  notes.same("checkout", id, "free", isFree, free === true)
  if (known === undefined) return
  notes.same("checkout", id, "the person of its quote", known.made.person, person)
  notes.same("checkout", id, "the lock of its quote", "ended", known.lock === null ? "ended" : "there")
  notes.same("checkout", id, "the order that uses its quote", known.usedBy ?? order, order)
  known.usedBy = order
  known.last = recorded
}

const changed = (
  { notes, orders }: Books,
  { id, lines, order, recorded, revision, stale, total }: EntryOf<"OrderChanged">
): void => {
  const known = orders.get(Names.order(order))
  if (!notes.same("order", id, `order ${order}`, "recorded before", stateOf(known)) || known === undefined) return
  notes.same("order", id, "the unit", known.total.unit, total.unit)
  notes.same("order", id, "stale", revision <= known.revision, stale)
  Lines.sumsTo(notes, id, total.minor, lines)
  if (stale) return
  known.lines = Lines.edited(known.lines, lines, known.total.minor > known.refunded)
  known.total = total
  known.revision = revision
  known.last = recorded
}

/** A refund counts once, at once or when its order has come. */
const refunded = (books: Books, entry: EntryOf<"OrderRefunded">): void => {
  const { notes } = books
  const { amount, id, lines, order, reason, recorded, refund } = entry
  const key = Names.order(order)
  const known = heardOf(books, order, amount.unit)
  const isFirst = known.recorded === null && known.total.unit === Disputes.noUnit
  if (isFirst) known.total = { minor: 0n, unit: amount.unit }
  known.last = recorded
  notes.holds(
    amount.minor >= 0n,
    "order",
    id,
    "the refund",
    () => "not below zero",
    () => amount.minor
  )
  Lines.sumsTo(notes, id, amount.minor, lines)
  notes.same("order", id, "the unit", known.total.unit, amount.unit)
  if (entry.waiting) {
    notes.same("order", id, "its order", "not there yet", known.recorded === null ? "not there yet" : "recorded before")
    notes.holds(
      !known.waiting.has(refund),
      "order",
      id,
      `refund ${refund}`,
      () => "new",
      () => "waiting already"
    )
    known.waiting.set(refund, { amount, lines, reason })
    return
  }
  if (!notes.same("order", id, `order ${order}`, "recorded before", stateOf(known))) return
  notes.holds(
    !known.refunds.has(refund),
    "order",
    id,
    `refund ${refund}`,
    () => "counted once",
    () => "counted before"
  )
  const waited = known.waiting.get(refund)
  const isOfDispute = id.startsWith(`${key}/dispute/`)
  const counted = isOfDispute ? `${key}/dispute/${Names.part(refund)}/refunded` : `${key}/refund/${Names.part(refund)}`
  notes.same("order", id, "the event's id", waited === undefined ? counted : `${counted}/applied`, id)
  if (waited !== undefined) notes.same("order", id, `refund ${refund}`, waited.amount.minor, amount.minor)
  known.waiting.delete(refund)
  if (isOfDispute) Disputes.chargedBack(notes, known, entry)
  else known.refunds.add(refund)
  if (reason !== null) known.isChargedBack = true
  known.refunded += amount.minor
  known.lines = Lines.refunded(known.lines, lines)
}

const empty = (unit: string): Order => ({
  recorded: null,
  total: { minor: 0n, unit },
  lines: null,
  refunded: 0n,
  isCanceled: false,
  isChargedBack: false,
  disputes: [],
  due: new Map(),
  revision: 0,
  refunds: new Set(),
  waiting: new Map(),
  counts: null,
  summedIn: null,
  rewards: new Set(),
  last: 0,
  isStored: false
})

const row = ({ customers, notes, orders, quotes }: Books, key: string, value: unknown): boolean => {
  const order = orders.get(key)
  if (order !== undefined) {
    order.isStored = true
    compare(notes, "order-fact", key, orderFact(order), value)
    return true
  }
  const quote = quotes.get(key)
  if (quote !== undefined) {
    const { cart, discounts, person } = quote.made
    quote.isStored = true
    const fact = { person, cart, discounts: Lines.discountsOf(discounts), usedBy: quote.usedBy, recorded: quote.last }
    compare(notes, "order-fact", key, { ...fact, ...Locks.factOf(quote) }, value)
    return true
  }
  const customer = customers.get(key)
  if (customer === undefined) return false
  customer.isStored = true
  compare(
    notes,
    "order-fact",
    key,
    { orders: customer.orders, firstAt: customer.firstAt, recorded: customer.last },
    value
  )
  return true
}

const orderFact = (order: Order) => ({
  ...Disputes.factOf(order),
  ...standingFact(order)
})

const standingFact = ({
  counts,
  last,
  lines,
  recorded,
  refunded,
  revision,
  rewards,
  summedIn,
  total,
  waiting
}: Order) => ({
  total,
  lines: Lines.factOf(lines),
  counts,
  summedIn: Scores.periodRows(summedIn),
  rewards: [...rewards],
  refunded: { minor: refunded, unit: total.unit },
  revision,
  waiting: [...waiting].map(([refund, { amount, lines: parts, reason }]) => ({
    refund,
    amount,
    lines: parts ?? undefined,
    reason: reason ?? undefined
  })),
  person: recorded?.person ?? null,
  quote: recorded?.quote ?? null,
  program: recorded?.program ?? null,
  advocate: recorded?.advocate ?? null,
  country: recorded?.country ?? null,
  earlier: recorded?.earlier ?? 0,
  segments: recorded?.segments ?? undefined,
  lockedAt: recorded?.lockedAt ?? undefined,
  free: recorded?.free ?? undefined,
  discounts: Lines.discountsOf(recorded?.discounts ?? []),
  recorded: last
})

/**
 * The purses of people as a list of lots in the order in which they became available; and spends, which must use the
 * oldest of them first. Debts are paid from lots that become available.
 */
import type { EntryOf } from "./Entry.ts"
import * as Names from "./Names.ts"
import type { Notes } from "./Report.ts"
import { left, type Reward } from "./Reward.ts"
import { compare, type Row } from "./Rows.ts"

export interface Purses {
  /** Looks where a reward stands after an event: in its purse from when it is available. */
  readonly follow: (reward: Reward, key: string) => void
  readonly spent: (entry: EntryOf<"LotsSpent">) => void
  /** A spend that comes next is a payout's: of the lots that were available by a time alone. */
  readonly payingOut: (spend: string, until: number) => void
  readonly returned: (entry: EntryOf<"LotsReturned">) => void
  /** A reward was given for what an exchange used. */
  readonly gave: (exchange: string, entry: EntryOf<"RewardGranted">) => void
  readonly redeemed: (entry: EntryOf<"RewardRedeemed">, reward: Reward) => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
}

interface Purse {
  readonly person: string
  readonly unit: string
  /** Keys of lots, page by page; the last page is being filled. */
  readonly pages: { lots: string[]; last: number; isStored: boolean }[]
  last: number
  isStored: boolean
}

interface Kept {
  fact: Readonly<Record<string, unknown>>
  isStored: boolean
}

interface Spend {
  readonly entry: Pick<EntryOf<"LotsSpent">, "spend" | "person" | "purse" | "order" | "amount" | "parts">
  returned: bigint
  returns: number
  /** The rewards that an exchange gave for it. */
  readonly gave: string[]
  last: number
  isStored: boolean
}

interface Books {
  readonly notes: Notes
  readonly rewards: ReadonlyMap<string, Reward>
  readonly purses: Map<string, Purse>
  readonly spends: Map<string, Spend>
  /** Until when lots must have been available for the spend of a payout. */
  readonly payouts: Map<string, number>
  /** What was spent on each order, by unit. */
  readonly orders: Map<string, { readonly spent: Map<string, bigint>; last: number; isStored: boolean }>
  /** Which of the lots of a purse wait in it. */
  readonly waiting: Map<string, Set<string>>
}

const pageMax = 32
const lotsMax = 32
/** An exchange is not made in parts, and uses more of them. */
const exchangedMax = 256

export const make = (notes: Notes, rewards: ReadonlyMap<string, Reward>): Purses => {
  const books: Books = {
    notes,
    rewards,
    purses: new Map(),
    spends: new Map(),
    payouts: new Map(),
    orders: new Map(),
    waiting: new Map()
  }
  return {
    follow: (reward, key) => follow(books, reward, key),
    spent: (entry) => spent(books, entry),
    payingOut: (spend, until) => books.payouts.set(spend, until),
    returned: (entry) => returned(books, entry),
    gave: (exchange, { key, recorded }) => {
      const spend = books.spends.get(exchange)
      if (spend === undefined) return
      spend.gave.push(key)
      spend.last = recorded
    },
    redeemed: (entry, reward) => redeemed(books, entry, reward),
    row: (key, value) => row(books, key, value),
    *rows() {
      yield* [...books.purses, ...books.spends, ...books.orders]
      for (const [key, { pages }] of books.purses) {
        for (const [i, page] of pages.entries()) if (i < pages.length - 1) yield [`${key}/${i + 1}`, page]
      }
    }
  }
}

const keyOf = (purse: string, person: string, unit: string): string => `${purse}/${Names.part(person)}/${unit}`

const follow = ({ purses, waiting }: Books, reward: Reward, lot: string): void => {
  const { person, purse } = reward.granted
  if (purse === null) return
  const { unit } = reward.amount
  const key = keyOf(purse, person, unit)
  const known = purses.get(key) ?? {
    person,
    unit,
    pages: [{ lots: [], last: 0, isStored: false }],
    last: 0,
    isStored: false
  }
  const here = waiting.get(key) ?? new Set()
  const isIn = reward.state === "available"
  if (isIn === here.has(lot)) return
  purses.set(key, known)
  waiting.set(key, here)
  known.last = reward.last
  if (!isIn) {
    here.delete(lot)
    return
  }
  here.add(lot)
  if (reward.page !== null) return
  reward.page = known.pages.length
  const open = known.pages.at(-1)
  if (open === undefined) return
  open.lots = [...open.lots.filter((one) => one !== lot), lot]
  open.last = reward.last
  if (open.lots.length === pageMax) known.pages.push({ lots: [], last: 0, isStored: false })
}

/** The oldest first: each lot is used up before the next is begun, and none that can be used is left out. */
const spent = (books: Books, entry: EntryOf<"LotsSpent">): void => {
  const { notes, rewards, spends } = books
  const { amount, id, key, order, parts, person, purse, recorded, total } = entry
  notes.same(
    "lots",
    id,
    "the sum of its parts",
    amount.minor,
    parts.reduce((sum, part) => sum + part.amount.minor, 0n)
  )
  notes.same("lots", id, "the spend", "new", spends.has(key) ? "there before" : "new")
  const until = books.payouts.get(key) ?? Number.POSITIVE_INFINITY
  const usable = lotsOf(books, keyOf(purse, person, amount.unit)).filter((lot) => {
    const granted = rewards.get(lot)?.granted
    if (granted === undefined) return false
    const { availableAt, expiresAt, order: earned } = granted
    const isAlive = expiresAt === null || expiresAt > recorded
    return isAlive && (order === null || earned !== order) && availableAt <= until
  })
  for (const [i, part] of parts.entries()) {
    notes.same("lots", id, `lot ${i + 1}`, usable[i] ?? "none", part.key)
    const reward = rewards.get(part.key)
    if (reward !== undefined && i < parts.length - 1) {
      notes.same("lots", id, `what it uses of lot ${i + 1}`, left(reward), part.amount.minor)
    }
  }
  const most = entry.exchanged === null ? lotsMax : exchangedMax
  notes.holds(
    parts.length <= most,
    "lots",
    id,
    "the number of its lots",
    () => `${most} at most`,
    () => parts.length
  )
  spends.set(key, { entry, returned: 0n, returns: 0, gave: [], last: recorded, isStored: false })
  const sum = onOrder(books, order, amount.unit, amount.minor, recorded)
  if (total === null || amount.unit !== total.unit) return
  notes.holds(
    sum <= total.minor,
    "lots",
    id,
    `all that is spent on ${order}`,
    () => `at most ${total.minor}`,
    () => sum
  )
}

/** The lots that wait, in their order. */
const lotsOf = ({ purses, rewards, waiting }: Books, key: string): readonly string[] => {
  const here = waiting.get(key)
  return (purses.get(key)?.pages ?? []).flatMap(({ lots }, i) =>
    lots.filter((lot) => here?.has(lot) === true && rewards.get(lot)?.page === i + 1)
  )
}

const onOrder = ({ orders }: Books, order: string | null, unit: string, minor: bigint, last: number): bigint => {
  if (order === null) return 0n
  const key = `spent/${Names.part(order)}`
  const known = orders.get(key) ?? { spent: new Map<string, bigint>(), last, isStored: false }
  const sum = (known.spent.get(unit) ?? 0n) + minor
  known.spent.set(unit, sum)
  known.last = last
  orders.set(key, known)
  return sum
}

/** What was used last comes back first. */
const returned = (books: Books, { amount, id, key, order, parts, recorded }: EntryOf<"LotsReturned">): void => {
  const { notes, spends } = books
  const known = spends.get(key)
  if (!notes.same("lots", id, "the spend", "known", known === undefined ? "unknown" : "known") || known === undefined) {
    return
  }
  let kept = known.entry.amount.minor - known.returned
  notes.holds(
    amount.minor > 0n && amount.minor <= kept,
    "lots",
    id,
    "what comes back",
    () => `above 0, at most ${kept}`,
    () => amount.minor
  )
  // Counted down from the end of what is still used.
  const due = new Map<string, bigint>()
  let wanted = amount.minor
  let end = known.entry.amount.minor
  for (const part of known.entry.parts.toReversed()) {
    const begin = end - part.amount.minor
    const high = end < kept ? end : kept
    const open = high > begin ? high - begin : 0n
    const back = open < wanted ? open : wanted
    if (back > 0n) due.set(part.reward, back)
    wanted -= back
    kept -= back
    end = begin
  }
  for (const part of parts) {
    notes.same("lots", id, `what comes back to ${part.reward}`, due.get(part.reward) ?? 0n, part.amount.minor)
  }
  notes.same("lots", id, "the lots that something comes back to", due.size, parts.length)
  known.returned += amount.minor
  known.returns++
  known.last = recorded
  onOrder(books, order, amount.unit, -amount.minor, recorded)
}

const redeemed = (
  books: Books,
  { key, order, recorded, reward: id, value }: EntryOf<"RewardRedeemed">,
  reward: Reward
): void => {
  const { person, purse } = reward.granted
  if (purse === null || order === null) return
  const parts = [{ key, reward: id, amount: value }]
  const entry = { spend: id, person, purse, order, amount: value, parts }
  const none = { returned: 0n, returns: 0, gave: [] }
  books.spends.set(`spend/of/${id}`, { entry, ...none, last: recorded, isStored: false })
  onOrder(books, order, value.unit, value.minor, recorded)
}

const row = (books: Books, key: string, value: unknown): boolean => {
  const found = factOf(books, key)
  if (found === undefined) return false
  found.row.isStored = true
  compare(books.notes, "purse-fact", key, found.fact, value)
  return true
}

interface Found {
  readonly row: { isStored: boolean }
  readonly fact: Kept["fact"]
}

const factOf = (books: Books, key: string): Found | undefined => {
  const { orders, purses, spends, waiting } = books
  const order = orders.get(key)
  if (order !== undefined) {
    const spent = [...order.spent].map(([unit, minor]) => ({ unit, minor }))
    return { row: order, fact: { spent, recorded: order.last } }
  }
  const spend = spends.get(key)
  if (spend !== undefined) {
    const { amount, order: on, parts, person, purse, spend: id } = spend.entry
    const returned = { minor: spend.returned, unit: amount.unit }
    const { last: recorded, returns } = spend
    const gave = spend.gave.length === 0 ? undefined : spend.gave
    const fact = { spend: id, person, purse, order: on, amount, returned, returns, parts, gave, recorded }
    return { row: spend, fact }
  }
  const purse = purses.get(key)
  if (purse !== undefined) {
    const here = waiting.get(key)
    const live = purse.pages.flatMap(({ lots }, i) => {
      const count = lots.filter((lot) => here?.has(lot) === true && books.rewards.get(lot)?.page === i + 1).length
      return count === 0 ? [] : [{ page: i + 1, lots: count }]
    })
    const { person, unit } = purse
    const open = purse.pages.at(-1)?.lots ?? []
    return { row: purse, fact: { person, unit, page: purse.pages.length, open, live, recorded: purse.last } }
  }
  const cut = key.lastIndexOf("/")
  const pages = purses.get(key.slice(0, cut))?.pages
  const number = Number(key.slice(cut + 1))
  const page = pages === undefined || number >= pages.length ? undefined : pages[number - 1]
  return page === undefined ? undefined : { row: page, fact: { lots: page.lots, recorded: page.last } }
}

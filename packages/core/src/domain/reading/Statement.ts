/**
 * A person's statement: every transfer that moves what somebody is owed or owes, in the order of the log, with what was
 * there afterwards. It follows from the transfers alone, so whatever moves value stands in it; beside them stand only the
 * payments of payout runs, which move nothing: what they pay was used when it was selected.
 */
import * as Calendar from "../Calendar.ts"
import * as Event from "../Event.ts"
import type { FactKey, PersonId } from "../Ids.ts"
import type { Instant } from "../Instant.ts"
import { part, payoutSpend } from "../Key.ts"
import * as Ledger from "../Ledger.ts"
import * as Money from "../Money.ts"
import { type Pages, prefix } from "./Pages.ts"

/** What a person has of one unit. */
export interface Balance {
  /** Granted, and still held. */
  readonly pending: Money.Money
  readonly available: Money.Money
  /** Used by the person and taken back since: what the store is owed, above zero. */
  readonly owedBack: Money.Money
}

/** The payout run that uses what a line tells of, pays it, or gives it back. */
export interface OfPayout {
  readonly run: string
  /** The payment's own name, where the line is one. */
  readonly reference?: string
  /** Why it was not paid, where that is what gives it back. */
  readonly reason?: string
}

export interface Line {
  /** From 1. */
  readonly n: number
  readonly at: Instant
  readonly recorded: Instant
  readonly event: Event.Tag
  /** `null` for a payment. */
  readonly transfer: Ledger.Transfer | null
  readonly amount: Money.Money
  readonly reward: string | null
  /** The order that earned it or that it was used on, where the event names one; a sign-up has none. */
  readonly order: string | null
  /** What took it back or what points were exchanged for, or whatever else the event gives as its cause. */
  readonly cause: string | null
  /** The tier that brought it; absent where none did. */
  readonly tier?: string
  /** The prize that it is, and of which month; absent where it is none. */
  readonly prize?: string
  /** Absent where it is of no payout run. */
  readonly payout?: OfPayout
  /** What the person had of the unit after this line. */
  readonly after: Balance
}

/** The end of a statement, and its newest lines until they fill a page. */
export interface Head {
  readonly lines: number
  /** One for each unit that there ever was, in the order of the units' names. */
  readonly balances: readonly Balance[]
  readonly tail: readonly Line[]
  /** The last run that did not pay, and why: what it had used comes back in an event of its own. Absent where all have paid. */
  readonly unpaid?: OfPayout
  readonly recorded: Instant
}

/** A page that is full never changes. */
export interface Page {
  readonly lines: readonly Line[]
  readonly recorded: Instant
}

export const pageLines = 32

/** @param owner the person, as a part of a key */
const ofOwner = (owner: string): string => `${prefix}statement/${owner}`
export const headKey = (person: PersonId): FactKey<Head> => ofOwner(part(person))
/** Pages count from 0. */
export const pageKey = (person: PersonId, page: number): FactKey<Page> => `${ofOwner(part(person))}/${page}`

/** Whose account it is, as a part of a key; `undefined` where it is nobody's. */
const ownerOf = (account: Ledger.Account): string | undefined =>
  account.startsWith("owed/") || account.startsWith("debt/") ? account.slice(5) : undefined

export const fold = (pages: Pages, event: Event.Event): void => {
  if (event._tag === "PayoutPaid") return append(pages, part(event.person), event, null, event.amount)
  if (event._tag === "PayoutFailed") return remember(pages, event)
  for (const transfer of Event.transfers(event)) {
    const owners = new Set([ownerOf(transfer.credit), ownerOf(transfer.debit)])
    for (const owner of owners) if (owner !== undefined) append(pages, owner, event, transfer, transfer.amount)
  }
}

const nothing = { lines: 0, balances: [], tail: [] }

const remember = (pages: Pages, { person, reason, recorded, run }: Event.PayoutFailed): void => {
  const key = headKey(person)
  pages.put(key, { ...(pages.get(key) ?? nothing), unpaid: { run, reason }, recorded })
}

const append = (
  pages: Pages,
  owner: string,
  event: Event.Event,
  transfer: Ledger.Transfer | null,
  amount: Money.Money
): void => {
  const key: FactKey<Head> = ofOwner(owner)
  const head: Omit<Head, "recorded"> = pages.get(key) ?? nothing
  const before = balanceOf(head.balances, amount.unit)
  const after = transfer === null ? before : moved(before, owner, transfer)
  const { at, recorded } = event
  const payout = payoutOf(event, head.unpaid)
  const line: Line = {
    n: head.lines + 1,
    at,
    recorded,
    event: event._tag,
    transfer,
    amount,
    reward: "reward" in event ? event.reward : null,
    order: "order" in event ? event.order : null,
    cause: causeOf(event),
    ...(event._tag === "RewardGranted" ? ofNoFriend(event) : {}),
    ...(payout === undefined ? {} : { payout }),
    after
  }
  const others = head.balances.filter(({ available }) => available.unit !== amount.unit)
  const balances = [...others, after].sort(byUnit)
  const isFull = head.tail.length === pageLines
  if (isFull) {
    const page: FactKey<Page> = `${key}/${head.lines / pageLines - 1}`
    pages.put(page, { lines: head.tail, recorded: head.tail.at(-1)?.recorded ?? recorded })
  }
  pages.put(key, { ...head, lines: line.n, balances, tail: isFull ? [line] : [...head.tail, line], recorded })
}

/** What a run uses has a key of its own, so that no other spend is taken for it, whatever its name. */
const payoutOf = (event: Event.Event, unpaid: OfPayout | undefined): OfPayout | undefined => {
  if (event._tag === "PayoutPaid") return { run: event.run, reference: event.reference }
  if (event._tag !== "LotsSpent" && event._tag !== "LotsReturned") return undefined
  const { key, person, spend: run } = event
  if (key !== payoutSpend(run, person)) return undefined
  return event._tag === "LotsReturned" && unpaid?.run === run ? unpaid : { run }
}

const ofNoFriend = ({ prize, tier }: Event.RewardGranted): Pick<Line, "prize" | "tier"> => ({
  ...(tier === undefined ? {} : { tier }),
  ...(prize === undefined ? {} : { prize: `${prize.prize} of ${prize.period}` })
})

const causeOf = (event: Event.Event): string | null => {
  if ("cause" in event) return event.cause
  if (event._tag === "LotsSpent") return event.exchanged?.exchange ?? null
  return event._tag === "RewardGranted" ? (event.exchange ?? null) : null
}

const byUnit = (a: Balance, b: Balance): number => (a.available.unit < b.available.unit ? -1 : 1)

const balanceOf = (balances: readonly Balance[], unit: Money.Money["unit"]): Balance =>
  balances.find(({ available }) => available.unit === unit) ?? {
    pending: Money.zero(unit),
    available: Money.zero(unit),
    owedBack: Money.zero(unit)
  }

const moved = (before: Balance, owner: string, transfer: Ledger.Transfer): Balance => {
  const { unit } = transfer.amount
  let [pending, available, owedBack] = [before.pending.minor, before.available.minor, before.owedBack.minor]
  Ledger.movements(transfer, (account, _, phase, add) => {
    if (ownerOf(account) !== owner) return
    if (account.startsWith("debt/")) owedBack -= add
    else if (phase === "pending") pending += add
    else available += add
  })
  return {
    pending: { minor: pending, unit },
    available: { minor: available, unit },
    owedBack: { minor: owedBack, unit }
  }
}

/** The pages on which the lines after the `after`-th stand; those of the tail are in the head. */
export const pagesAfter = (person: PersonId, head: Head, after: number, most: number): readonly FactKey<Page>[] => {
  const full = Math.floor((head.lines - head.tail.length) / pageLines)
  const first = Math.floor(after / pageLines)
  const count = Math.max(0, Math.min(full - first, most))
  return Array.from({ length: count }, (_, i) => pageKey(person, first + i))
}

/** The lines after the `after`-th, of the full pages that were loaded and, where those reach up to it, of the tail. */
export const seen = (head: Head, full: readonly Line[], after: number): readonly Line[] => {
  const last = full.at(-1)?.n ?? after
  const tail = last >= head.lines - head.tail.length ? head.tail : []
  return [...full, ...tail].filter(({ n }) => n > after)
}

export type What =
  | "granted"
  | "available"
  | "spent"
  | "in payout"
  | "given back"
  | "lapsed"
  | "taken back"
  | "owed back"
  | "debt settled"
  | "paid"
  | "moved"

/** What happened, by the accounts between which value moved. */
export const whatOf = ({ payout, transfer }: Pick<Line, "payout" | "transfer">): What => {
  if (transfer === null) return "paid"
  const { credit, debit, phase } = transfer
  if (phase === "post") return "available"
  if (phase === "void") return "taken back"
  const [from, to] = [kindOf(debit), kindOf(credit)]
  if (from === "debt") return "owed back"
  if (to === "debt") return "debt settled"
  if (to === "owed") return from === "expense" ? "granted" : "given back"
  if (to === "redeemed" && payout !== undefined) return "in payout"
  return byTarget[to] ?? "moved"
}

const kindOf = (account: Ledger.Account): string => account.slice(0, account.indexOf("/"))

const byTarget: { readonly [kind: string]: What } = {
  redeemed: "spent",
  breakage: "lapsed",
  expense: "taken back"
}

/** A line as a person reads it; made when somebody asks. */
export const text = (line: Line): string => {
  const { cause, order } = line
  const what = whatOf(line)
  const amount = Money.format(line.amount)
  if (line.event === "RewardRepriced") {
    return what === "taken back" ? `${amount} valued anew, before it was available` : `${amount} held in its place`
  }
  if (line.event === "RewardRedeemed" && order === null) return `${amount} given away for good`
  if (line.event === "LotsSpent" && cause !== null) return `${amount} exchanged for ${cause}`
  const withTier = line.tier === undefined ? "" : ` with tier ${line.tier}`
  const asPrize = line.prize === undefined ? "" : ` as prize ${line.prize}`
  return `${amount} ${words(what, line)}${withTier}${asPrize}`
}

const words = (what: What, { at, order, payout, transfer }: Line): string => {
  const phase = transfer?.phase
  const forOrder = order === null ? "" : ` for order ${order}`
  switch (what) {
    case "granted":
      return `granted${forOrder}${phase === "pending" ? ", held for now" : ""}`
    case "available":
      return "is available now"
    case "spent":
      return `spent${order === null ? "" : ` on order ${order}`}`
    case "in payout":
      return `in payout run ${payout?.run}`
    case "given back":
      return payout === undefined ? `given back${forOrder}` : unpaid(payout)
    case "lapsed":
      return "lapsed unused"
    case "taken back":
      return `taken back${phase === "void" ? " before it was available" : ""}`
    case "owed back":
      return "had been used already and is owed back"
    case "debt settled":
      return "settled a debt"
    case "paid":
      // The day by which the year of a payment is told, too.
      return `paid out on ${Calendar.dateOf(at, Calendar.utc)} by payout run ${payout?.run}, reference ${payout?.reference}`
    case "moved":
      return "moved"
    default:
      return what satisfies never
  }
}

const unpaid = ({ reason, run }: OfPayout): string =>
  `given back by payout run ${run}${reason === undefined ? "" : `: ${reason}`}`

/** Points that were exchanged for what a program gives: both sides belong together, and come back together. */
import type { Entry, EntryOf } from "./Entry.ts"
import * as Names from "./Names.ts"
import type { Programs } from "./Programs.ts"
import type { Notes } from "./Report.ts"
import { isGone } from "./Reward.ts"
import type { Rewards } from "./Rewards.ts"

export interface Exchanges {
  readonly read: (entry: Entry) => void
  readonly end: () => void
}

interface Exchange {
  readonly spent: EntryOf<"LotsSpent">
  /** The keys of the rewards that it gave. */
  readonly gave: string[]
  isReturned: boolean
}

interface Books {
  readonly notes: Notes
  readonly programs: Programs
  readonly rewards: Pick<Rewards, "get">
  readonly exchanges: Map<string, Exchange>
}

const timesMax = 10

export const make = (given: Omit<Books, "exchanges">): Exchanges => {
  const books: Books = { ...given, exchanges: new Map() }
  return {
    read: (entry) => {
      switch (entry.type) {
        case "LotsSpent":
          return spent(books, entry)
        case "RewardGranted":
          return gave(books, entry)
        case "LotsReturned":
          return returned(books, entry)
      }
    },
    end: () => {
      for (const [key, exchange] of books.exchanges) atTheEnd(books, key, exchange)
    }
  }
}

/** Whether lots are used under the name of an exchange. */
export const isExchange = ({ key }: { readonly key: string }): boolean => key.startsWith("spend/exchange/")

/** The points that the live terms ask, while the program gives anything. */
const spent = ({ exchanges, notes, programs }: Books, entry: EntryOf<"LotsSpent">): void => {
  const { amount, at, exchanged, id, key, order, purse, spend } = entry
  notes.same("exchange", id, "its name", isExchange(entry), exchanged !== null)
  if (exchanged === null) return
  const { exchange, program, times } = exchanged
  exchanges.set(key, { spent: entry, gave: [], isReturned: false })
  const from = programs.live(program, at)?.offers.get(exchange)?.from ?? null
  notes.same("exchange", id, "the key", `spend/exchange/${Names.part(spend)}`, key)
  notes.same("exchange", id, `${program}`, "open", programs.isOpen(program, at) ? "open" : "closed")
  notes.same("exchange", id, `${exchange} in ${program}`, "listed", from === null ? "not listed" : "listed")
  notes.holds(
    times >= 1 && times <= timesMax,
    "exchange",
    id,
    "how many times over",
    () => `from 1 to ${timesMax}`,
    () => times
  )
  notes.same("exchange", id, "what it takes", (from?.minor ?? 0n) * BigInt(times), amount.minor)
  notes.same("exchange", id, "the unit", "points", amount.unit)
  notes.same("exchange", id, "where the points were", "wallet, for no order", `${purse}, for ${order ?? "no order"}`)
}

const gave = ({ exchanges, notes, programs }: Books, entry: EntryOf<"RewardGranted">): void => {
  const { at, attribution, exchange, friend, id, key, order, person, program, rule, version } = entry
  if (exchange === null) return
  const known = exchanges.get(exchange)
  if (!notes.same("exchange", id, exchange, "known", known === undefined ? "unknown" : "known")) return
  if (known === undefined) return
  const { spent } = known
  const whose = (one: string, of: number): string => `${one}, of referral ${of}`
  known.gave.push(key)
  notes.same("exchange", id, "who gets it", whose(spent.person, 0), whose(person, attribution))
  notes.same("exchange", id, "who was referred for it", "nobody", friend ?? "nobody")
  notes.same("exchange", id, "the order", "none", order ?? "none")
  notes.same("exchange", id, "what was asked for", spent.exchanged?.exchange ?? "nothing", rule)
  notes.same("exchange", id, "the program", spent.exchanged?.program ?? "none", program)
  notes.same("exchange", id, "the version that is live", programs.liveVersion(program, at), version)
}

/** An exchange comes back whole. */
const returned = ({ exchanges, notes }: Books, entry: EntryOf<"LotsReturned">): void => {
  if (!isExchange(entry)) return
  const known = exchanges.get(entry.key)
  notes.same("exchange", entry.id, "what comes back", known?.spent.amount.minor ?? 0n, entry.amount.minor)
  if (known !== undefined) known.isReturned = true
}

const atTheEnd = ({ notes, rewards }: Books, key: string, { gave, isReturned, spent }: Exchange): void => {
  notes.same("exchange", key, "the rewards that it gave", spent.exchanged?.times ?? 0, gave.length)
  for (const reward of gave) {
    const isBack = isGone(rewards.get(reward)?.state ?? "pending")
    notes.same("exchange", key, `${reward} came back`, isReturned, isBack)
  }
}

/** What people chose: a wish that some offer leaves open, the reward that goes by it, and one that is given in another's place. */
import type { Entry, EntryOf } from "./Entry.ts"
import * as Multipliers from "./Multipliers.ts"
import * as Names from "./Names.ts"
import { type Offer, worthOn } from "./Offers.ts"
import type { Orders } from "./Orders.ts"
import type { Programs } from "./Programs.ts"
import type { Notes } from "./Report.ts"
import { fixedKinds, isGone, type Reward } from "./Reward.ts"
import { canonical, compare, type Row } from "./Rows.ts"

type Grant = EntryOf<"RewardGranted">
export type Choice = NonNullable<Grant["choice"]>

interface Wish {
  readonly option: string
  readonly n: number
  readonly last: number
  isStored: boolean
}

/** A reward that was given up for an option. */
interface GivenUp {
  readonly option: string
  readonly recorded: number
  readonly wasUntouched: boolean
}

export interface Choices {
  readonly read: (entry: Entry) => void
  /** Looks at a grant, with the rewards before it. */
  readonly granted: (entry: Grant, rewards: ReadonlyMap<string, Reward>) => void
  /** Notes that a reward was taken back for the sake of another. */
  readonly givenUp: (entry: EntryOf<"RewardTakenBack">, reward: Reward) => void
  readonly end: () => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
}

interface Books {
  readonly notes: Notes
  readonly programs: Programs
  readonly orders: Orders
  readonly wishes: Map<string, Wish>
  /** When a rule was last refused to a person, by program, rule, person and order. */
  readonly refused: Map<string, number>
  /** Rewards that were given up and have nothing in their place yet. */
  readonly givenUp: Map<string, GivenUp>
}

export const make = (given: Pick<Books, "notes" | "programs" | "orders">): Choices => {
  const books: Books = { ...given, wishes: new Map(), refused: new Map(), givenUp: new Map() }
  const { givenUp, notes, refused, wishes } = books
  return {
    read: (entry) => {
      if (entry.type === "OptionChosen") wished(books, entry)
      if (entry.type === "RewardRefused") refused.set(placeOf(entry, entry.rule), entry.recorded)
    },
    granted: (entry, rewards) => {
      const offer = books.programs.terms(entry.program, entry.version)?.offers.get(entry.rule)
      const isOpen = offer?.option != null && entry.state !== "redeemed"
      notes.same("choice", entry.id, "what it was chosen from", isOpen, entry.choice !== null)
      if (entry.choice === null || offer === undefined) return
      if (entry.choice.instead === null) first(books, entry, entry.choice)
      else inPlace(books, entry, entry.choice, rewards)
    },
    givenUp: ({ cause, recorded }, { claimed, granted, lapsed, used }) => {
      const option = /^choice\/(.+)$/u.exec(cause)?.[1]
      const wasUntouched = used + lapsed + claimed === 0n
      if (option !== undefined) givenUp.set(granted.reward, { option, recorded, wasUntouched })
    },
    end: () => {
      for (const reward of givenUp.keys())
        notes.same("choice", reward, "what was chosen in its place", "there", "missing")
    },
    row: (key, value) => {
      const known = wishes.get(key)
      if (known === undefined) return false
      known.isStored = true
      compare(notes, "choice", key, { option: known.option, changes: known.n, recorded: known.last }, value)
      return true
    },
    rows: () => wishes
  }
}

const placeOf = ({ order, person, program }: Pick<Grant, "program" | "person" | "order">, rule: string): string =>
  `${program} ${rule} ${Names.part(person)} ${order ?? ""}`

const wished = ({ notes, programs, wishes }: Books, entry: EntryOf<"OptionChosen">): void => {
  const { id, n, offer, option, person, program, recorded } = entry
  const key = `wish/${program}/${offer}/${Names.part(person)}`
  const before = wishes.get(key)
  notes.same("choice", id, "the number of the wish", (before?.n ?? 0) + 1, n)
  const known = programs.coming(program).some((terms) => terms.options.get(offer)?.includes(option))
  notes.same("choice", id, "the option", "one of the offer", known ? "one of the offer" : option)
  wishes.set(key, { option, n, last: recorded, isStored: false })
}

/** What was earned goes by the wish: what is wished more was refused. */
const first = (books: Books, entry: Grant, choice: Choice): void => {
  const { notes, orders, programs, refused, wishes } = books
  const { at, id, order, person, program, recorded, rule, version } = entry
  const placed = order === null ? at : (orders.get(order)?.recorded.at ?? at)
  notes.same("choice", id, "by when it counts", placed, choice.at)
  notes.same("choice", id, "since when it is earned", recorded, choice.since)
  const terms = programs.terms(program, version)
  const options = terms?.options.get(choice.offer) ?? []
  for (const one of choice.open) worth(books, entry, one, terms?.offers.get(one.rule))
  const own = choice.open.find((one) => one.rule === rule)
  notes.same("choice", id, "its basis", canonical(own?.basis), canonical(entry.basis))
  notes.same("choice", id, "how many times its worth", own?.multiplied ?? null, entry.multiplied)
  const wish = wishes.get(`wish/${program}/${choice.offer}/${Names.part(person)}`)?.option ?? ""
  const asked = options.includes(wish) ? [wish, ...options.filter((one) => one !== wish)] : options
  for (const option of asked) {
    const open = choice.open.find((one) => one.option === option)
    if (open?.rule === rule) break
    if (open === undefined) continue
    const isRefused = refused.get(placeOf(entry, open.rule)) === recorded
    notes.same("choice", id, `${option}, which is wished more`, "refused", isRefused ? "refused" : "not asked")
  }
}

/** What an option was worth, as far as the terms alone tell. */
const worth = (
  { notes, orders, programs }: Books,
  { at, id, order, program }: Grant,
  open: Choice["open"][number],
  offer: Offer | undefined
): void => {
  notes.same("choice", id, `the option of ${open.rule}`, offer?.option ?? "none", open.option)
  if (offer === undefined || offer.amount === null || !fixedKinds.has(offer.kind)) return
  const once = worthOn(offer, open.basis)
  notes.same("choice", id, `what ${open.option} is worth`, Multipliers.apply(open.multiplied, once), open.amount.minor)
  const live = programs.live(program, at)
  const placed = order === null ? at : orders.get(order)?.recorded.at
  if (live === undefined || placed === undefined || live.tiers.length > 0) return
  const times = Multipliers.due(Multipliers.on(live.events, open.rule, live.timeZone, placed), open.multiplied)
  notes.same("choice", id, `how many times ${open.option} counts`, times, open.multiplied)
}

/** The same of both: what an occasion is, and what could be chosen on it. */
const same = ["program", "version", "side", "person", "friend", "order", "milestone", "attribution"] as const

const inPlace = (
  { givenUp, notes }: Books,
  entry: Grant,
  choice: Choice,
  rewards: ReadonlyMap<string, Reward>
): void => {
  const { amount, id, recorded, rule } = entry
  const instead = choice.instead ?? ""
  const before = rewards.get(instead.replace(/\/g\d+$/u, ""))
  const up = givenUp.get(instead)
  givenUp.delete(instead)
  const isThere = before?.granted.reward === instead && up !== undefined && isGone(before.state)
  notes.same("choice", id, "what it is given in place of", "given up for it", isThere ? "given up for it" : instead)
  if (!isThere) return
  const own = choice.open.find((one) => one.rule === rule)
  notes.same("choice", id, "when the other was given up", recorded, up.recorded)
  notes.same("choice", id, "for which option", up.option, own?.option ?? "none")
  notes.same("choice", id, "the other", "untouched", up.wasUntouched ? "untouched" : "used")
  for (const field of same) notes.same("choice", id, `the ${field}`, before.granted[field], entry[field])
  const { instead: _, ...was } = before.granted.choice ?? choice
  const { instead: __, ...is } = choice
  notes.same("choice", id, "what could be chosen", canonical(was), canonical(is))
  notes.same("choice", id, "its basis", canonical(own?.basis), canonical(entry.basis))
  notes.same("choice", id, "its unit", own?.amount.unit ?? "none", amount.unit)
  notes.same("choice", id, "how many times its worth", own?.multiplied ?? null, entry.multiplied)
  notes.holds(
    own !== undefined && amount.minor <= own.amount.minor,
    "choice",
    id,
    "its amount",
    () => `${own?.amount.minor} at the most`,
    () => amount.minor
  )
}

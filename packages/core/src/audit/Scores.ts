/** What tiers go by besides friends: what was paid, or points, in all and by names of periods, counted anew. */
import type { Entry, EntryOf } from "./Entry.ts"
import type { Order, Orders } from "./Orders.ts"
import type { Programs } from "./Programs.ts"
import type { Advocate, Referrals } from "./Referrals.ts"
import type { Notes } from "./Report.ts"
import type { Reward, Step } from "./Reward.ts"
import * as Streaks from "./Streaks.ts"
import type * as Tiers from "./Tiers.ts"

export interface Score {
  minor: bigint
  readonly periods: Map<string, bigint>
}

/** By unit. */
export type Scores = Map<string, Score>

export const make = (): Scores => new Map()

export const copy = (scores: Scores): Scores =>
  new Map([...scores].map(([unit, { minor, periods }]) => [unit, { minor, periods: new Map(periods) }]))

const keptMax = 40

export const add = (scores: Scores, unit: string, names: readonly string[], by: bigint): void => {
  const score = scores.get(unit) ?? { minor: 0n, periods: new Map() }
  scores.set(unit, score)
  score.minor += by
  for (const name of names) {
    if (by < 0n && !score.periods.has(name)) continue
    const sum = (score.periods.get(name) ?? 0n) + by
    if (sum === 0n) score.periods.delete(name)
    else score.periods.set(name, sum)
    const [per] = Streaks.split(name)
    const all = [...score.periods.keys()].map(Streaks.split).filter(([kind]) => kind === per)
    const newest = Math.max(...all.map(([, n]) => n))
    for (const [, n] of all) if (n <= newest - keptMax) score.periods.delete(`${per} ${n}`)
  }
}

/** As a fact has them; nothing where nothing ever counted. */
export const rows = (scores: Scores | null): readonly object[] | undefined =>
  scores === null
    ? undefined
    : [...scores]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([unit, { minor, periods }]) => ({
          unit,
          minor,
          periods: [...periods]
            .map(([name, sum]) => ({ per: Streaks.split(name)[0], n: Streaks.split(name)[1], minor: sum }))
            .sort((a, b) => (a.per < b.per ? -1 : a.per > b.per ? 1 : a.n - b.n))
        }))

/** The periods as an event or a fact names them. */
export const periodRows = (names: readonly string[] | null): readonly object[] | undefined =>
  names?.map((name) => ({ per: Streaks.split(name)[0], n: Streaks.split(name)[1] }))

/** The periods in which something of a unit and time counts; `null` where no tier asks for it. */
const due = (
  tiers: readonly Tiers.Tier[],
  timeZone: string,
  of: Tiers.Tier["by"],
  unit: string,
  at: number
): readonly string[] | null => {
  const [first] = tiers
  if (first === undefined || first.by !== of || first.unit !== unit) return null
  const pers = new Set(tiers.flatMap(({ per }) => (per === null ? [] : [per])))
  return [...pers].map((per) => `${per} ${Streaks.ordinal(per, timeZone, at)}`)
}

type Named = readonly { readonly per: string; readonly n: number }[] | null

const namesOf = (said: Named): readonly string[] | null =>
  said === null ? null : said.map(({ n, per }) => `${per} ${n}`)

interface Sources {
  readonly notes: Notes
  readonly programs: Programs
  readonly orders: Orders
  readonly referrals: Referrals
}

interface Watched extends Sources {
  /** Told when what counts for somebody changes. */
  readonly scored: (known: Advocate, recorded: number) => void
}

interface Books extends Watched {
  /** What each order adds at the moment. */
  readonly counted: Map<Order, bigint>
}

export interface Keeper {
  readonly read: (entry: Entry, steps: readonly Step[]) => void
  readonly end: () => void
}

export const keeper = (sources: Watched): Keeper => {
  const books: Books = { ...sources, counted: new Map() }
  return {
    read: (entry, steps) => {
      switch (entry.type) {
        case "ReferralQualified":
        case "OrderCounted":
          return joined(books, entry)
        case "OrderChanged":
        case "OrderRefunded":
        case "OrderCanceled":
          return weigh(books, entry.order, entry.recorded)
        case "ReviewClosed":
          return fallen(books, entry)
        case "RewardGranted":
        case "RewardTakenBack":
        case "RewardRepriced":
          for (const { reward } of steps) points(books, reward, entry)
      }
    },
    end: () => recount(books)
  }
}

const joined = (books: Books, entry: EntryOf<"ReferralQualified" | "OrderCounted">): void => {
  const { notes, orders, programs } = books
  const { at, id, order: name, program, recorded, summedIn } = entry
  const order = orders.get(name)
  const live = programs.live(program, at)
  if (order === undefined || live === undefined) return
  const wanted = due(live.tiers, live.timeZone, "revenue", order.total.unit, order.recorded.at)
  const said = namesOf(summedIn)
  notes.same("tier", id, "the periods in which the order counts for tiers", `${wanted}`, `${said}`)
  order.summedIn = said
  books.counted.delete(order)
  weigh(books, name, recorded)
}

/** An order counts with what is kept of it, while it stands behind a friend who does. */
const weigh = (books: Books, name: string, recorded: number): void => {
  const { counted, orders, referrals } = books
  const order = orders.get(name)
  if (order === undefined || order.summedIn === null || order.recorded.program === null) return
  const referral = referrals.get(order.recorded.program, order.recorded.person)
  const isTheirs = referral !== undefined && referral.generation === order.counts?.attribution
  if (!isTheirs || !referrals.stands(referral)) return
  const now = order.counts?.n === 0 ? 0n : orders.kept(name)
  const by = now - (counted.get(order) ?? 0n)
  counted.set(order, now)
  if (by === 0n) return
  referral.sums ??= make()
  add(referral.sums, order.total.unit, order.summedIn, by)
  referral.last = recorded
  change(books, referral, order.total.unit, order.summedIn, by, recorded)
}

const change = (
  { referrals, scored }: Books,
  { advocate, program }: { readonly program: string; readonly advocate: string },
  unit: string,
  names: readonly string[],
  by: bigint,
  recorded: number
): void => {
  const known = referrals.advocate(program, advocate)
  if (known === undefined) return
  known.sums ??= make()
  add(known.sums, unit, names, by)
  known.last = recorded
  scored(known, recorded)
}

/** Who is rejected takes everything along. */
const fallen = (books: Books, { friend, program, recorded }: EntryOf<"ReviewClosed">): void => {
  const referral = books.referrals.get(program, friend)
  if (referral?.isFinal !== true || referral.sums === null) return
  for (const [unit, { minor, periods }] of referral.sums) {
    change(books, referral, unit, [], -minor, recorded)
    for (const [name, sum] of periods) {
      const known = books.referrals.advocate(program, referral.advocate)?.sums?.get(unit)
      const left = (known?.periods.get(name) ?? 0n) - sum
      if (known?.periods.has(name) !== true) continue
      if (left === 0n) known.periods.delete(name)
      else known.periods.set(name, left)
    }
  }
  referral.sums = make()
}

const points = (
  books: Books,
  reward: Reward,
  entry: EntryOf<"RewardGranted" | "RewardTakenBack" | "RewardRepriced">
): void => {
  const { granted } = reward
  const { person, program, side } = granted
  if (entry.type === "RewardGranted") {
    const { notes, orders, programs } = books
    const live = programs.live(program, entry.at)
    const time = entry.choice?.at ?? (entry.order === null ? entry.at : orders.get(entry.order)?.recorded.at)
    if (live === undefined || time === undefined) return
    const wanted =
      side === "advocate" && entry.prize === null
        ? due(live.tiers, live.timeZone, "points", entry.amount.unit, time)
        : null
    notes.same(
      "tier",
      entry.id,
      "the periods in which its points count for tiers",
      `${wanted}`,
      `${namesOf(entry.summedIn)}`
    )
  }
  const names = namesOf(granted.summedIn)
  if (names === null) return
  const by = moreBy(entry)
  if (by === 0n) return
  change(books, { program, advocate: person }, entry.amount.unit, names, by, entry.recorded)
}

const moreBy = (entry: EntryOf<"RewardGranted" | "RewardTakenBack" | "RewardRepriced">): bigint => {
  if (entry.type === "RewardRepriced") return entry.to.minor - entry.from.minor
  return entry.type === "RewardGranted" ? entry.amount.minor : -entry.amount.minor
}

/** The running sums of what was paid against a count of the orders that stand in the end. */
const recount = ({ counted, notes, orders, referrals }: Books): void => {
  const paid = new Map<string, bigint>()
  for (const order of counted.keys()) {
    const { order: name, person, program } = order.recorded ?? { order: null, person: "", program: null }
    const referral = program === null ? undefined : referrals.get(program, person)
    if (referral === undefined || !referrals.stands(referral) || order.counts === null || order.counts.n === 0) continue
    if (order.counts.attribution !== referral.generation) continue
    const key = `${referral.program} ${referral.advocate} ${order.total.unit}`
    paid.set(key, (paid.get(key) ?? 0n) + orders.kept(name))
  }
  for (const { person, program, sums } of referrals.advocates()) {
    for (const [unit, { minor }] of sums ?? []) {
      if (unit === "points") continue
      const key = `${program} ${person} ${unit}`
      notes.same("tier", `advocate ${person} in ${program}`, `what friends paid in ${unit}`, paid.get(key) ?? 0n, minor)
    }
  }
}

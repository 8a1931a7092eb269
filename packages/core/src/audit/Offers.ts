/** What an offer of a document promises: its rewards one by one, each under all that is said above it. */
import type { Amount } from "./Entry.ts"
import type { Products } from "./Lines.ts"

export interface Cap {
  /** Under which it is counted. */
  readonly name: string
  readonly max: bigint
  /** The unit of an amount; `null` where rewards are counted. */
  readonly unit: string | null
  /** As evidence writes the bound. */
  readonly text: string
  readonly per: string
  readonly of: string
  readonly isFilling: boolean
}

/** What a milestone is earned by. */
export type Due =
  | { readonly every: number }
  | { readonly at: number }
  | { readonly friends: number; readonly per: string; readonly periods: number }

/** One reward that an offer may give. */
export interface Offer {
  readonly id: string
  readonly side: "friend" | "advocate" | "holder"
  readonly kind: string
  readonly on: string
  /** For every order: how many orders of a friend pay, and for how many months. */
  readonly orders: number | null
  readonly months: number | null
  readonly holdMs: number
  readonly expiresMs: number | null
  readonly caps: readonly Cap[]
  /** When it is due, for a milestone. */
  readonly due: Due | null
  /** The places that win it, for a prize. */
  readonly place: { readonly from: number; readonly to: number }
  /** The points that it takes, for an exchange. */
  readonly from: Amount | null
  /** The amount in what is given, where it names one. */
  readonly amount: Amount | null
  readonly maximum: Amount | null
  /** The amount is one for every full step of what was paid. */
  readonly per: Amount | null
  /** What a piece costs the store, where it says so. */
  readonly cost: Amount | null
  /** The products that the reward goes by, where it names some. */
  readonly products: Products | null
  readonly onPartialRefund: string | null
  /** Whether the order must meet something for this reward, by the offer or by policies above it. */
  readonly isConditional: boolean
  /** Its name among the options of a choice. */
  readonly option: string | null
  /** The lottery that draws it, by its offer, and its place there. */
  readonly drawn: { readonly offer: string; readonly place: number } | null
  /** Rewards that are given instead of this one, never beside it. */
  readonly rivals: ReadonlySet<string>
}

type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const dueOf = ({ at, every, streak }: Json): Due | null => {
  if (typeof every === "number") return { every }
  if (typeof at === "number") return { at }
  if (!isObject(streak)) return null
  return { friends: Number(streak.friends ?? 1), per: `${streak.per}`, periods: Number(streak.periods) }
}

/** Policies that give one of their parts. */
const alternatives: ReadonlySet<unknown> = new Set(["or-else", "best-of", "choice", "lottery"])

interface Walk {
  readonly written: Json
  readonly id: string
  readonly side: Offer["side"]
  readonly found: (Offer & { readonly rivals: Set<string>; option: string | null; drawn: Offer["drawn"] })[]
  capped: number
}

/** What stands above a reward: holds, caps and conditions of its offer and of policies. */
interface Above {
  readonly holdMs: number
  readonly caps: readonly Cap[]
  readonly isConditional: boolean
}

/** Rewards and caps are named by their place from the left: the first as the offer, then `id.2`, `id.3`, ... */
const name = ({ id }: Walk, place: number): string => (place === 1 ? id : `${id}.${place}`)

/** `undefined` where the document cannot be read. */
export const offersOf = (written: Json, side: Offer["side"]): readonly Offer[] | undefined => {
  const { id } = written
  if (typeof id !== "string") return undefined
  const walk: Walk = { written, id, side, found: [], capped: 0 }
  const above = { holdMs: holdOf(written), caps: capsOf(walk, written), isConditional: isConditional(written) }
  const isRead = into(walk, written.give, above)
  return isRead ? walk.found : undefined
}

const into = (walk: Walk, give: unknown, above: Above): boolean => {
  if (!isObject(give)) return false
  if (typeof give.kind === "string") {
    walk.found.push(offerOf(walk, give, above))
    return true
  }
  const below = {
    holdMs: Math.max(above.holdMs, holdOf(give)),
    caps: [...above.caps, ...capsOf(walk, give)],
    isConditional: above.isConditional || isConditional(give)
  }
  const parts = give.of === undefined ? [] : Array.isArray(give.of) ? give.of : [give.of]
  const groups = parts.map((part) => {
    const from = walk.found.length
    return into(walk, part, below) ? walk.found.slice(from) : undefined
  })
  if (alternatives.has(give.policy)) {
    for (const group of groups) {
      const others = groups.flatMap((other) => (other === group ? [] : (other ?? [])))
      for (const one of group ?? []) for (const { id } of others) one.rivals.add(id)
    }
  }
  if (Array.isArray(give.options)) {
    for (const [place, group] of groups.entries()) for (const one of group ?? []) one.option = `${give.options[place]}`
  }
  if (Array.isArray(give.odds)) {
    for (const [place, group] of groups.entries()) for (const one of group ?? []) one.drawn = { offer: walk.id, place }
  }
  return !groups.includes(undefined)
}

const offerOf = (walk: Walk, give: Json, above: Above): Walk["found"][number] => ({
  ...above,
  id: name(walk, walk.found.length + 1),
  side: walk.side,
  kind: `${give.kind}`,
  on: typeof walk.written.on === "string" ? walk.written.on : "first order",
  orders: typeof walk.written.orders === "number" ? walk.written.orders : null,
  months: typeof walk.written.months === "number" ? walk.written.months : null,
  expiresMs: spanOf(walk.written.expires) ?? null,
  due: dueOf(walk.written),
  place: { from: Number(walk.written.from ?? 0), to: Number(walk.written.to ?? walk.written.from ?? 0) },
  from: amountOf(walk.written.from),
  amount: amountOf(give.amount),
  maximum: amountOf(give.maximum),
  per: amountOf(give.per),
  cost: amountOf(give.cost),
  products: isObject(give.products) ? productsOf(give.products) : null,
  onPartialRefund: typeof walk.written.onPartialRefund === "string" ? walk.written.onPartialRefund : null,
  option: null,
  drawn: null,
  rivals: new Set()
})

const productsOf = ({ collections, except, only }: Json): Products => ({
  only: namesOf(only),
  collections: namesOf(collections),
  except: namesOf(except)
})

const namesOf = (written: unknown): readonly string[] | null =>
  Array.isArray(written) ? written.map((name) => `${name}`) : null

const isConditional = ({ when }: Json): boolean => oneOrMore(when).length > 0

/** What the terms of a kind with an amount give once, on an order of which so much counts. */
export const worthOn = ({ amount, maximum, per }: Offer, basis: Amount): bigint => {
  if (amount === null || per === null) return amount?.minor ?? 0n
  const steps = per.unit === basis.unit ? (basis.minor - (basis.minor % per.minor)) / per.minor : 0n
  const upTo = maximum?.minor ?? most
  return steps * amount.minor < upTo ? steps * amount.minor : upTo
}

/** The largest amount that may be told, and so the largest that is given. */
const most = 10n ** 15n

const holdOf = ({ hold }: Json): number => spanOf(hold) ?? 0

/** What stands alone is a list of one. */
export const oneOrMore = (written: unknown): readonly unknown[] =>
  written === undefined ? [] : Array.isArray(written) ? written : [written]

export const isSome = <A>(value: A | undefined): value is A => value !== undefined

/** The odds of the lottery in what is given, where there is one. */
export const oddsIn = (give: unknown): readonly number[] | undefined => {
  if (!isObject(give)) return undefined
  if (Array.isArray(give.odds)) return give.odds.map(Number)
  return oneOrMore(give.of).map(oddsIn).find(isSome)
}

/** A cap that cannot be read leaves its counter unexplained, and that is found. */
const capsOf = (walk: Walk, { cap }: Json): readonly Cap[] => {
  const all = oneOrMore(cap)
  if (all.length > 0) walk.capped += 1
  return all.map((one) => capOf(one, name(walk, walk.capped))).filter(isSome)
}

const capOf = (written: unknown, name: string): Cap | undefined => {
  if (!isObject(written)) return undefined
  const { amount, count, of = "person", onFull, per } = written
  const whole = amountOf(amount)
  if (whole === null && !Number.isSafeInteger(count)) return undefined
  return {
    name,
    max: whole === null ? BigInt(count as number) : whole.minor,
    unit: whole === null ? null : whole.unit,
    text: whole === null ? `${count}` : `${amount}`,
    per: `${per}`,
    of: `${of}`,
    isFilling: onFull === "fill"
  }
}

/** Amounts are written with all of their decimals, so the digits alone are the minor units. */
export const amountOf = (written: unknown): Amount | null => {
  const match = typeof written === "string" ? /^(\d+)(?:\.(\d+))? (\S+)$/u.exec(written) : null
  return match === null ? null : { minor: BigInt(`${match[1]}${match[2] ?? ""}`), unit: `${match[3]}` }
}

const seconds: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800 }

export const spanOf = (written: unknown): number | undefined => {
  const match = typeof written === "string" ? /^(\d+) ([a-z]+?)s?$/u.exec(written) : null
  const length = seconds[match?.[2] ?? ""]
  return match === null || length === undefined ? undefined : Number(match[1]) * length * 1_000
}

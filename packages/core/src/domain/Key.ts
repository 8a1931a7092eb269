/**
 * Where each fact stands: a readable key derived from the business fact, with the type of what stands there.
 *
 * A key is unique within a tenant. Parts that come from outside are escaped, so that no id can imitate another key.
 */
import type * as Fact from "./Fact.ts"
import type { Code, FactKey, OrderId, PersonId, ProgramId, QuoteId, RewardId, Side } from "./Ids.ts"
import { recentOne, recentTwo, remembered, rememberedBy } from "./internal/recent.ts"
import type { Unit } from "./Unit.ts"

const reserved = /[%/\u0000-\u001f]/u

/**
 * Makes an id safe as one part of a key.
 *
 * @example
 * import { Key } from "@goodword/core"
 * Key.part("web/42") // => "web%2F42"
 */
export const part: (id: string) => string = remembered((id) => escaped(id))

const escaped = (id: string): string =>
  reserved.test(id)
    ? id.replace(/[%/\u0000-\u001f]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)
    : id

/** What is named after a person, found with one look: most commands ask for several of them, in one program and unit. */
class Named {
  readonly part: string
  readonly trail: FactKey<Fact.Trail>
  readonly customer: FactKey<Fact.Customer>
  readonly prints: FactKey<Fact.Prints>
  private program: ProgramId | undefined
  private referral: FactKey<Fact.Referral> = ""
  /** The counter of what the person owes; its name is made by `Debt`. */
  debt: { readonly unit: Unit; readonly counter: string } | undefined

  constructor(person: PersonId) {
    const part = escaped(person)
    this.part = part
    this.trail = `trail/${part}`
    this.customer = `customer/${part}`
    this.prints = `prints/${part}`
  }

  referralIn(program: ProgramId): FactKey<Fact.Referral> {
    if (this.program !== program) {
      this.program = program
      this.referral = `referral/${program}/${this.part}`
    }
    return this.referral
  }
}

export const ofPerson = remembered((person: PersonId) => new Named(person))

const ofOrder = remembered((order: OrderId) => {
  const part = escaped(order)
  return { part, order: `order/${part}`, occurrence: `o:${part}` }
})

export const programs: FactKey<Fact.ProgramIndex> = "programs"
export const program: (id: ProgramId) => FactKey<Fact.ProgramHead> = recentOne((id) => `program/${id}`)
export const programVersion: (id: ProgramId, version: number) => FactKey<Fact.ProgramVersion> = recentTwo(
  (id, version) => `program/${id}/v/${version}`
)
export const programDraft = (id: ProgramId): FactKey<Fact.ProgramDraft> => `draft/${id}`
export const code = (code: Code): FactKey<Fact.CodeOwner> => `code/${code}`
export const advocate: (program: ProgramId, person: PersonId) => FactKey<Fact.Advocate> = rememberedBy(
  (program, person) => `advocate/${program}/${part(person)}`
)
export const trail = (person: PersonId): FactKey<Fact.Trail> => ofPerson(person).trail
export const listing = (person: PersonId): FactKey<Fact.Listing> => `listing/${part(person)}`
/** The seed of a program's lotteries that is committed now. */
export const lottery = (program: ProgramId): FactKey<Fact.Lottery> => `program/${program}/lottery`
export const lotteryPeriod = (program: ProgramId, period: number): FactKey<Fact.LotteryPeriod> =>
  `program/${program}/lottery/${period}`
/** A side fact: the seed itself, until it is revealed. It stands in no event before. */
export const seed = (program: ProgramId): FactKey<Fact.Seed> => `program/${program}/seed`
/** What was drawn for a person on one occasion; the public name of the draw. */
export const draw = (
  program: ProgramId,
  offer: string,
  side: Side,
  person: PersonId,
  occurrence: string
): FactKey<Fact.Draw> => `draw/${program}/${offer}/${side}/${part(person)}/${occurrence}`
/** What a person wishes of an offer that leaves a choice. */
export const wish = (program: ProgramId, offer: string, person: PersonId): FactKey<Fact.Wish> =>
  `wish/${program}/${offer}/${part(person)}`
export const customer = (person: PersonId): FactKey<Fact.Customer> => ofPerson(person).customer
export const referral = (program: ProgramId, friend: PersonId): FactKey<Fact.Referral> =>
  ofPerson(friend).referralIn(program)
export const prize = (program: ProgramId, prize: string, period: string): FactKey<Fact.Award> =>
  `prize/${program}/${prize}/${part(period)}`
export const quote = (id: QuoteId): FactKey<Fact.Quote> => `quote/${part(id)}`
export const orderOccurrence = (id: OrderId): string => ofOrder(id).occurrence
export const order = (id: OrderId): FactKey<Fact.Order> => ofOrder(id).order
export const purse = (purse: Fact.Purse, person: PersonId, unit: string): FactKey<Fact.Purses> =>
  `${purse}/${part(person)}/${unit}`
export const pursePage = (purse: FactKey<Fact.Purses>, page: number): FactKey<Fact.PursePage> => `${purse}/${page}`
/** A spend under the caller's own word for it. */
export const spend = (id: string): FactKey<Fact.Spend> => `spend/${part(id)}`
/** What was exchanged under the caller's own word for it. */
export const exchange = (id: string): FactKey<Fact.Spend> => `spend/exchange/${part(id)}`
/** A whole lot that was redeemed by its name. */
export const redemption = (reward: RewardId): FactKey<Fact.Spend> => `spend/of/${reward}`
export const payout = (run: string): FactKey<Fact.Payout> => `run/${part(run)}`
export const payoutItem = (run: string, person: PersonId): FactKey<Fact.PayoutItem> =>
  `run/${part(run)}/item/${part(person)}`
export const payoutPlace = (run: string, n: number): FactKey<Fact.PayoutPlace> => `run/${part(run)}/place/${n}`
/** What a run uses of a person's lots. */
export const payoutSpend = (run: string, person: PersonId): FactKey<Fact.Spend> =>
  `spend/run/${part(run)}/${part(person)}`
export const paidYear = (person: PersonId, year: string, unit: string): FactKey<Fact.PaidYear> =>
  `paid/${part(person)}/${year}/${unit}`
export const taxThresholds: FactKey<Fact.TaxThresholds> = "tax/thresholds"
export const taxDetails = (person: PersonId): FactKey<Fact.TaxDetails> => `tax/of/${part(person)}`
export const paying = (person: PersonId, unit: string): FactKey<Fact.Paying> => `paying/${part(person)}/${unit}`
export const payoutHeld = (run: string, person: PersonId): FactKey<Fact.PayoutHeld> =>
  `run/${part(run)}/held/${part(person)}`
export const orderSpends = (order: OrderId): FactKey<Fact.OrderSpends> => `spent/${part(order)}`
/** Where a reward stands once a later generation has taken its place: what was used of it may still come back. */
export const formerReward = (reward: RewardId): FactKey<Fact.Reward> => reward
/** Side facts: keyed hashes of what identifies a person. Outside the log, deleted by erasure. */
export const prints = (person: PersonId): FactKey<Fact.Prints> => ofPerson(person).prints

/** The same the other way round. */
export const sharers = (print: string): FactKey<Fact.Sharers> => `sharers/${part(print)}`

/** Is this a side fact, which Replay leaves out: a print, a page of a read model, or a seed? */
export const isSideFact = (key: string): boolean =>
  key.startsWith("prints/") ||
  key.startsWith("sharers/") ||
  key.startsWith("reading/") ||
  (key.startsWith("program/") && key.endsWith("/seed"))

/** Versions of programs never change once written, so they are cached and need no check at commit. */
export const isImmutable = (key: string): boolean => key.startsWith("program/") && key.includes("/v/")

/** Facts that many commands read and few write: two batches may have them in hand at once. */
export const isShared = (key: string): boolean => key.startsWith("program/") || key.startsWith("code/")

/** What the keys of all rewards of one rule begin with. */
export const rewards = (program: ProgramId, rule: string, side: Side): string => `reward/${program}/${rule}/${side}/`

/**
 * The key of what one rule owes one person for one occurrence (an order, or the n-th friend).
 * The reward's id adds the generation: a reward that was taken back and earned again is a new one.
 */
export const reward = (ofRule: string, person: PersonId, occurrence: string): FactKey<Fact.Reward> =>
  ofRule + occurrenceOf(occurrence, person)

/** People are told apart sooner than occurrences, so they come last. */
const occurrenceOf: (occurrence: string, person: PersonId) => string = recentTwo(
  (occurrence, person) => `${ofPerson(person).part}/${occurrence}`
)

export const rewardId = (key: FactKey<Fact.Reward>, generation: number): RewardId => generationOf(key, generation)

/** What the ids of events begin with that tell of one attempt to make a friend of somebody. */
export const attempt = (program: ProgramId, friend: PersonId, generation: number): string =>
  generationOf(referral(program, friend), generation)

/** Mostly the first, which is no number to be put into words. */
const generationOf = (key: string, generation: number): string =>
  generation === 1 ? `${key}/g1` : `${key}/g${generation}`

/** The key and generation in a reward's id; `undefined` where the text is no such id. */
export const fromRewardId = (
  id: string
): { readonly key: FactKey<Fact.Reward>; readonly generation: number } | undefined => {
  const match = /^(reward\/.+)\/g([1-9]\d{0,8})$/u.exec(id)
  return match === null ? undefined : { key: match[1] as string, generation: Number.parseInt(match[2] as string, 10) }
}

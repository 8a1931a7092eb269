/**
 * Events as an auditor reads them: from the stored JSON, by its own list of fields. It shares no reader with the kernel,
 * so that what one misreads the other does not.
 */
import type { Tag } from "../domain/Event.ts"
import type { PlacedEvent } from "../ports/Store.ts"

/** Answers `undefined` where the JSON is something else. */
type Reader<A> = (json: unknown) => A | undefined
type Shape = Readonly<Record<string, Reader<unknown>>>
type Fields<S extends Shape> = { readonly [K in keyof S]: Exclude<ReturnType<S[K]>, undefined> }

export interface Amount {
  readonly minor: bigint
  readonly unit: string
}

const text: Reader<string> = (json) => (typeof json === "string" ? json : undefined)
const whole: Reader<number> = (json) => (Number.isSafeInteger(json) ? (json as number) : undefined)
const yesOrNo: Reader<boolean> = (json) => (typeof json === "boolean" ? json : undefined)
const anything: Reader<unknown> = (json) => json
const minor: Reader<bigint> = (json) =>
  typeof json === "string" && /^(0|-?[1-9]\d{0,18})$/u.test(json) ? BigInt(json) : undefined
const oneOf =
  <const A extends string>(...words: readonly A[]): Reader<A> =>
  (json) =>
    words.find((word) => word === json)
const orNull =
  <A>(read: Reader<A>): Reader<A | null> =>
  (json) =>
    json === null ? null : read(json)
/** A field that is left out where there is nothing to say. */
const orAbsent =
  <A>(read: Reader<A>): Reader<A | null> =>
  (json) =>
    json === undefined ? null : read(json)
const listOf =
  <A>(read: Reader<A>): Reader<readonly A[]> =>
  (json) => {
    if (!Array.isArray(json)) return undefined
    const items = json.map(read)
    return items.includes(undefined) ? undefined : (items as A[])
  }
const fields =
  <S extends Shape>(shape: S): Reader<Fields<S>> =>
  (json) => {
    const read = fieldsOf(shape, json)
    return typeof read === "string" ? undefined : (read as Fields<S>)
  }

/** The fields, or the name of the first that is not what it should be. */
const fieldsOf = (shape: Shape, json: unknown): Record<string, unknown> | string => {
  if (typeof json !== "object" || json === null) return "body"
  const found: Record<string, unknown> = {}
  for (const name in shape) {
    const value = shape[name]?.((json as Record<string, unknown>)[name])
    if (value === undefined) return name
    found[name] = value
  }
  return found
}

const amount = fields({ minor, unit: text })
const side = oneOf("friend", "advocate", "holder")
const state = oneOf("pending", "available", "redeemed", "expired", "voided", "reversed")
/** A field that may be left out; `null` where it is. */
const orLeftOut =
  <A>(read: Reader<A>): Reader<A | null> =>
  (json) =>
    json === undefined ? null : read(json)
const parts = orLeftOut(listOf(fields({ id: text, minor })))
const lines = orLeftOut(
  listOf(
    fields({
      id: text,
      product: orLeftOut(text),
      collections: orLeftOut(listOf(text)),
      quantity: orLeftOut(whole),
      minor
    })
  )
)
const discount = fields({ program: text, rule: text, amount, lines: parts })
/** What a reward would take off, where one was asked about and may be redeemed. */
const asked = orLeftOut(fields({ reward: text, value: orLeftOut(amount), lines: parts }))
const charges = listOf(fields({ counter: text, add: minor, window: orLeftOut(fields({ day: whole, days: whole })) }))
const choice = fields({
  offer: text,
  at: whole,
  since: whole,
  open: listOf(
    fields({
      option: text,
      rule: text,
      amount,
      multiplied: orLeftOut(text),
      basis: amount,
      ofLines: orLeftOut(yesOrNo)
    })
  ),
  instead: orLeftOut(text)
})
const purse = oneOf("wallet", "payout")
const lots = listOf(fields({ key: text, reward: text, amount }))
const because = listOf((json) =>
  typeof json === "object" && json !== null && typeof (json as Evidence).check === "string"
    ? (json as Evidence)
    : undefined
)
/** Calendar periods in which something counts. */
const periods = orAbsent(listOf(fields({ per: text, n: whole })))
const pair = { program: text, friend: text, advocate: text }
const ofTier = { program: text, person: text, tier: text, n: whole }
const ofReward = { reward: text, key: text }

export interface Evidence {
  readonly check: string
  readonly passed: boolean
  readonly limit?: unknown
}
export type Discount = NonNullable<ReturnType<typeof discount>>
export type State = NonNullable<ReturnType<typeof state>>

/** What each event says, as version 1 says it; who raises a version there teaches it here. */
const shapes = {
  ProgramPublished: {
    program: text,
    version: whole,
    document: anything,
    from: orNull(whole),
    openReferrals: oneOf("keep", "move", "reprice"),
    draft: orLeftOut(whole)
  },
  DraftSaved: {
    program: text,
    revision: whole,
    seen: orNull(whole),
    base: whole,
    document: anything,
    by: orNull(text)
  },
  DraftDiscarded: { program: text, revision: whole, by: orNull(text) },
  ProgramPaused: { program: text, n: whole },
  ProgramResumed: { program: text, n: whole },
  ProgramArchived: { program: text, n: whole },
  AdvocateEnrolled: { program: text, person: text, code: text, because: orLeftOut(because) },
  TouchRecorded: { touch: text, program: text, advocate: text, subject: text },
  SignupRecorded: { person: text },
  ListingChanged: { person: text, isListed: yesOrNo },
  SeedCommitted: { program: text, period: whole, commitment: text },
  SeedRevealed: { program: text, period: whole, seed: text },
  LotteryDrawn: {
    program: text,
    version: whole,
    offer: text,
    person: text,
    draw: text,
    period: whole,
    odds: listOf(whole),
    asked: listOf(whole),
    given: orNull(whole)
  },
  OptionChosen: { program: text, person: text, offer: text, option: text, n: whole },
  ReferralAttributed: { ...pair, version: whole, generation: whole, isNew: yesOrNo, qualifyBy: whole },
  ReferralRejected: { ...pair, version: whole, generation: whole, reason: text },
  ReferralQualified: { ...pair, order: text, countedIn: periods, summedIn: periods },
  ReferralUnqualified: { ...pair, order: text },
  ReferralExpired: pair,
  ReviewOpened: {
    ...pair,
    n: whole,
    from: oneOf("open", "qualified"),
    order: orNull(text),
    silentAt: orNull(whole),
    then: oneOf("hold", "pay", "void")
  },
  ReviewClosed: {
    ...pair,
    n: whole,
    verdict: oneOf("approved", "rejected"),
    by: oneOf("staff", "silence"),
    to: oneOf("open", "qualified", "rejected"),
    next: orNull(text)
  },
  VerdictContinued: { ...pair, n: whole, next: orNull(text) },
  QuoteMade: { quote: text, person: text, cart: amount, lines, discounts: listOf(discount), asked },
  QuoteLocked: { quote: text, n: whole, until: whole, charges, because },
  LockRefused: { quote: text, n: whole, reason: text },
  LockEnded: { quote: text, n: whole, by: oneOf("order", "unlock", "lock", "time"), charges },
  OrderRecorded: {
    order: text,
    person: text,
    total: amount,
    lines,
    country: orNull(text),
    quote: orNull(text),
    discounts: listOf(discount),
    lockedAt: orLeftOut(whole),
    earlier: whole,
    byEmail: orLeftOut(whole),
    free: orLeftOut(yesOrNo),
    segments: orLeftOut(listOf(text)),
    program: orNull(text),
    advocate: orNull(text)
  },
  OrderNotCounted: { ...pair, order: text },
  OrderCounted: { ...pair, order: text, n: whole, summedIn: periods },
  OrderAwaitsReview: { ...pair, order: text },
  OrderChanged: { order: text, revision: whole, total: amount, lines, stale: yesOrNo },
  OrderRefunded: {
    order: text,
    refund: text,
    amount,
    lines: parts,
    reason: orLeftOut(oneOf("chargeback")),
    waiting: yesOrNo
  },
  OrderCanceled: { order: text, waiting: yesOrNo },
  DisputeOpened: { order: text, dispute: text, amount: orNull(amount), waiting: orLeftOut(yesOrNo) },
  DisputeClosed: { order: text, dispute: text, outcome: oneOf("won", "lost"), waiting: orLeftOut(yesOrNo) },
  PrizeAwarded: {
    program: text,
    version: whole,
    prize: text,
    period: text,
    asOf: whole,
    places: listOf(fields({ place: whole, person: text, minor, reached: whole }))
  },
  TierReached: { ...ofTier, version: whole, until: orNull(whole), perks: orLeftOut(listOf(text)) },
  TierKept: { ...ofTier, until: orNull(whole) },
  TierLost: ofTier,
  RewardGranted: {
    ...ofReward,
    generation: whole,
    program: text,
    version: whole,
    rule: text,
    side,
    person: text,
    friend: orNull(text),
    order: orNull(text),
    exchange: orLeftOut(text),
    kind: text,
    state: oneOf("pending", "available", "redeemed"),
    milestone: yesOrNo,
    tier: orLeftOut(text),
    prize: orLeftOut(fields({ prize: text, period: text, place: whole })),
    attribution: whole,
    purse: orNull(purse),
    isGivenAway: orLeftOut(yesOrNo),
    amount,
    multiplied: orAbsent(text),
    summedIn: periods,
    basis: amount,
    ofLines: orLeftOut(yesOrNo),
    availableAt: whole,
    expiresAt: orNull(whole),
    charges,
    choice: orLeftOut(choice),
    because
  },
  RewardRefused: { program: text, rule: text, side, person: text, order: orNull(text), reason: text },
  RewardRepriced: {
    ...ofReward,
    version: whole,
    isValued: yesOrNo,
    from: amount,
    to: amount,
    amount,
    basis: amount,
    ofLines: orLeftOut(yesOrNo),
    charges,
    because
  },
  RewardReleased: ofReward,
  RewardTakenBack: { ...ofReward, cause: text, amount, debt: amount, from: state, to: state, charges },
  RewardRedeemed: { ...ofReward, order: orNull(text), value: amount, lines: parts, charges },
  RewardReturned: { ...ofReward, order: text, amount, value: amount, charges, because },
  RewardExpired: { ...ofReward, amount, charges },
  LotsSpent: {
    spend: text,
    key: text,
    person: text,
    purse,
    order: orNull(text),
    total: orNull(amount),
    amount,
    parts: lots,
    exchanged: orLeftOut(fields({ program: text, exchange: text, times: whole }))
  },
  LotsReturned: { spend: text, key: text, person: text, order: orNull(text), amount, parts: lots },
  DebtSettled: { ...ofReward, person: text, amount },
  TaxThresholdsSet: {
    n: whole,
    thresholds: listOf(fields({ id: text, from: whole, country: orNull(text), amount, fields: listOf(text) }))
  },
  TaxDetailsFiled: {
    person: text,
    n: whole,
    country: orNull(text),
    onFile: listOf(fields({ field: text, reference: text }))
  },
  PayoutHeld: {
    run: text,
    person: text,
    amount,
    missing: listOf(fields({ threshold: text, fields: listOf(text) })),
    because
  },
  PayoutOpened: { run: text, cutoff: whole, holdMs: whole, minimum: amount, by: orNull(text) },
  PayoutSelected: {
    run: text,
    n: whole,
    person: text,
    amount,
    counted: orLeftOut(yesOrNo),
    because: orLeftOut(because)
  },
  PayoutApproved: { run: text, by: orNull(text), items: whole, amount },
  PayoutSent: { run: text, from: whole, to: whole, items: listOf(fields({ person: text, amount })) },
  PayoutPaid: { run: text, person: text, amount, reference: text, year: text },
  PayoutFailed: { run: text, person: text, amount, reason: text },
  PayoutClosed: { run: text },
  DiscountNotCovered: { order: text, quote: text, rule: text, amount }
} satisfies Readonly<Record<Tag, Shape>>

type Shapes = typeof shapes

interface Envelope extends Pick<PlacedEvent, "id" | "cursor" | "transfers"> {
  readonly at: number
  readonly recorded: number
}

export type EntryOf<T extends Tag> = { readonly [K in T]: Envelope & { readonly type: K } & Fields<Shapes[K]> }[T]
export type Entry = EntryOf<Tag>

/** An event that is not what it should be: the field, and what was wanted. */
export interface Unread {
  readonly what: string
  readonly expected: string
  readonly actual: string
}

export const isUnread = (read: Entry | Unread): read is Unread => "what" in read

export const read = ({ at, body, cursor, id, recorded, transfers, type, version }: PlacedEvent): Entry | Unread => {
  const shape = Object.hasOwn(shapes, type) ? shapes[type as Tag] : undefined
  if (shape === undefined) return { what: "the type", expected: "one that this release knows", actual: `${type}` }
  if (version !== 1) return { what: `the version of ${type}`, expected: "1", actual: `${version}` }
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(recorded)) {
    return { what: "at and recorded", expected: "whole milliseconds", actual: `${at}, ${recorded}` }
  }
  const found = fieldsOf(shape, body)
  if (typeof found !== "string") return { ...found, type, id, cursor, at, recorded, transfers } as unknown as Entry
  const actual = JSON.stringify((body as Record<string, unknown> | null)?.[found]) ?? "nothing"
  return { what: found, expected: `what a ${type} has there`, actual: actual.slice(0, 200) }
}

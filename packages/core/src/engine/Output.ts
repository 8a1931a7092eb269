/** What each door answers: plain values, amounts as text, times as ISO 8601, and every check behind them. */
import type * as Answer from "../domain/Answer.ts"
import * as Because from "../domain/Because.ts"
import type { Compiled } from "../domain/Compile.ts"
import type * as Evidence from "../domain/Evidence.ts"
import type * as Fact from "../domain/Fact.ts"
import type { PersonId, ProgramId, Side } from "../domain/Ids.ts"
import * as Instant from "../domain/Instant.ts"
import * as Lifecycle from "../domain/Lifecycle.ts"
import type * as Line from "../domain/Line.ts"
import * as Money from "../domain/Money.ts"
import type { AskedReward } from "../domain/OrderEvent.ts"
import type { Rejection } from "../domain/Rejection.ts"

interface Reply {
  readonly answer: Answer.Answer
  readonly isReplayed: boolean
}

export interface Reward {
  readonly id: string
  readonly rule: string
  readonly side: Side
  readonly person: PersonId
  readonly kind: string
  /** `"20.00 USD"`, `"500 points"`, `"1 percent-off"`. */
  readonly amount: string
  readonly state: "pending" | "available" | "redeemed"
  readonly availableAt: string
  /** When it lapses if it is not used; `null` where it does not. */
  readonly expiresAt: string | null
  /** What the person may choose in its place, itself among them; absent where there is no choice. */
  readonly options?: readonly { readonly option: string; readonly amount: string }[]
}

export interface TakenBack {
  readonly reward: string
  readonly amount: string
  readonly state: Fact.RewardState
}

/** What was decided about something, and the checks behind it; amounts as text. */
export interface Told {
  readonly event: string
  readonly about: string
  readonly outcome: string
  readonly evidence: readonly Check[]
}

export interface Check {
  readonly check: string
  readonly passed: boolean
  readonly actual?: string | number | boolean | null
  readonly limit?: string | number | boolean | null
}

export interface Decision {
  readonly referral: Answer.Standing | null
  readonly rewards: readonly Reward[]
  readonly refused: readonly Answer.Refused[]
  readonly takenBack: readonly TakenBack[]
  /** What was drawn by lot; absent where nothing was. */
  readonly draws?: readonly Answer.Drawn[]
  /** Every check, one line each. */
  readonly because: readonly string[]
  /** The same as data. */
  readonly evidence: readonly Told[]
  /** The same question was asked before; this is the answer that was given then. */
  readonly isReplayed: boolean
}

export interface Enrolled {
  readonly program: ProgramId
  readonly person: PersonId
  readonly code: string
  /** The landing page with the code, where one was given at `open`. */
  readonly link: string | undefined
}

export interface Quoted extends Decision {
  readonly id: string
  readonly cart: string
  readonly discount: string
  /** What is left to pay. */
  readonly total: string
  /** The same for each line, where the cart came with lines. */
  readonly lines?: readonly QuotedLine[]
  /** What a reward would take off that total, where one was asked about. */
  readonly reward?: QuotedReward
}

/** What `redeem` would answer for an order that is still to come. */
export type QuotedReward =
  | (TakenOff & { readonly reward: string })
  /** Or the error that it would be; `because` says why. */
  | { readonly reward: string; readonly rejected: Rejection["_tag"] }

export interface QuotedLine {
  readonly id: string
  readonly discount: string
  readonly total: string
}

/** What a reward takes off an order. */
export interface TakenOff {
  /** `"7.78 USD"`, `"500 points"`. */
  readonly value: string
  /** What is left to pay: all of it, where the value is no money. */
  readonly total: string
  /** The same for each line, where it is money and lines were told. */
  readonly lines?: readonly { readonly id: string; readonly value: string; readonly total: string }[]
}

export interface Redeemed extends Decision, TakenOff {
  readonly reward: string
}

/** An amount of one lot. */
export interface Part {
  readonly reward: string
  readonly amount: string
}

export interface Spent extends Decision {
  /** The name of the spend, to roll it back by. */
  readonly id: string
  readonly amount: string
  /** What was used of each lot, the oldest first. */
  readonly parts: readonly Part[]
}

export interface Unspent extends Decision {
  /** What came back. */
  readonly amount: string
  /** How much of it has lapsed meanwhile. */
  readonly lapsed: string
  /** How much of it paid what the person owed. */
  readonly paid: string
}

export interface Locked extends Decision {
  /** Until when the discounts are kept (exclusive); `null` where there was no room for them, as `because` says. */
  readonly until: string | null
}

export interface Published {
  readonly program: ProgramId
  readonly version: number
  /** What tells it from the version that was live: `advocate[0].give.amount: "10.00 USD" -> "5.00 USD"`. */
  readonly differences: readonly string[]
  /** What referrals that are open get, in one sentence. */
  readonly openReferrals: string
  /** When it becomes live; `null` for at once. */
  readonly from: string | null
  /** A version that was to become live later, and now does not. */
  readonly replaces: number | null
}

export interface ProgramState {
  readonly program: ProgramId
  readonly state: Lifecycle.State
  /** Why it is so: a date, a time or a word of staff. */
  readonly reason: string
  /** The version that is live, and its document; `null` where the first is yet to come. */
  readonly version: number | null
  readonly document: unknown
  /** A version that becomes live later. */
  readonly next: { readonly version: number; readonly from: string; readonly openReferrals: Fact.OpenReferrals } | null
  /** What is being written of it; the door `draft` tells all of that. */
  readonly draft: { readonly revision: number; readonly by: string | null } | null
}

interface Publishing {
  readonly program: ProgramId
  readonly version: number
  readonly differences: readonly string[]
  readonly openReferrals: Fact.OpenReferrals
  readonly from: Instant.Instant | null
}

export const published = (made: Publishing, before: Fact.ProgramHead | null): Published => {
  const replaced = before?.next?.version
  return {
    ...made,
    openReferrals: effectOn(made, before),
    from: made.from === null ? null : Instant.format(made.from),
    replaces: replaced === undefined || replaced >= made.version ? null : replaced
  }
}

const effectOn = ({ openReferrals, version }: Publishing, before: Fact.ProgramHead | null): string => {
  if (before === null) return "none can be open: this is the first version"
  if (openReferrals === "keep") return "keep the terms that they are decided under now"
  const moved = `are decided under version ${version} from then on`
  return openReferrals === "move"
    ? `${moved}; rewards that were granted stay as they are`
    : `${moved}; what is held then is valued anew when you ask \`reprice\`, and what is available stays as it is`
}

/** What one call of `reprice` has done. */
export interface Repriced {
  readonly program: ProgramId
  /** The version under which what is held is valued anew; `null` where none asks for that now. */
  readonly version: number | null
  /** How many rewards that were still held were looked at, and how many of them are under that version now. */
  readonly looked: number
  readonly valued: number
  /** Where to go on: give it as `after`. `null` once all has been looked at. */
  readonly next: number | null
}

const reasonOf = (state: Lifecycle.State, head: Fact.ProgramHead, live: Compiled | undefined): string => {
  switch (state) {
    case "draft":
      return "is written, and was never published"
    case "archived":
    case "paused":
      return `${state} by staff`
    case "ended":
      return `ended with ${live?.program.ends}`
    case "scheduled":
      return live === undefined
        ? `its first version becomes live at ${head.next === null ? "a time to come" : Instant.format(head.next.from)}`
        : `starts with ${live.program.starts}`
    case "live":
      return `version ${head.version} is live${live?.program.ends == null ? "" : ` until the end of ${live.program.ends}`}`
  }
}

export const programState = (
  { head, live }: { readonly head: Fact.ProgramHead; readonly live: Compiled | undefined },
  draft: Fact.ProgramDraft | null,
  now: Instant.Instant
): ProgramState => {
  const state = Lifecycle.stateAt(head, live, now)
  const { next, program, version } = head
  return {
    program,
    state,
    reason: reasonOf(state, head, live),
    version: version === 0 ? null : version,
    document: live?.document ?? null,
    next:
      next === null
        ? null
        : { version: next.version, from: Instant.format(next.from), openReferrals: next.openReferrals },
    draft: draft === null ? null : inShort(draft)
  }
}

const inShort = ({ by, revision }: Fact.ProgramDraft): NonNullable<ProgramState["draft"]> => ({ revision, by })

export const unpublished = (draft: Fact.ProgramDraft): ProgramState => ({
  program: draft.program,
  state: Lifecycle.stateAt(null, undefined, draft.recorded),
  reason: "was never published",
  version: null,
  document: null,
  next: null,
  draft: inShort(draft)
})

/** Where an advocate stands in a program now. */
export interface Standing {
  readonly program: ProgramId
  readonly person: PersonId
  /** All friends who stand as qualified. */
  readonly friends: number
  /** The tier that stands: what counts for it (`"5"` friends, `"340.00 USD"`), from how much on it stands, and until when it is kept if nothing more comes. */
  readonly tier: {
    readonly id: string
    readonly counted: string
    readonly from: string
    readonly until: string | null
  } | null
  /** The tier above it: what counts for it now, and what is missing. */
  readonly next: {
    readonly id: string
    readonly counted: string
    readonly from: string
    readonly missing: string
  } | null
}

export const decision = (answer: Answer.Answer, isReplayed: boolean): Decision => ({
  referral: answer.referral,
  rewards: answer.rewards.map(({ amount, availableAt, expiresAt, options, reward, ...rest }) => ({
    id: reward,
    ...rest,
    amount: Money.format(amount),
    availableAt: Instant.format(availableAt as Instant.Instant),
    expiresAt: expiresAt === null ? null : Instant.format(expiresAt as Instant.Instant),
    ...(options === undefined ? {} : { options: options.map((one) => ({ ...one, amount: Money.format(one.amount) })) })
  })),
  refused: answer.refused,
  takenBack: answer.takenBack.map(({ amount, reward, state }) => ({ reward, amount: Money.format(amount), state })),
  ...(answer.draws === undefined ? {} : { draws: answer.draws }),
  because: Because.lines(answer.because),
  evidence: answer.because.map((one) => ({ ...one, evidence: one.evidence.map(check) })),
  isReplayed
})

const check = ({ actual, check: name, limit, passed }: Evidence.Evidence): Check => ({
  check: name,
  passed,
  ...(actual === undefined ? {} : { actual: plain(actual) }),
  ...(limit === undefined ? {} : { limit: plain(limit) })
})

const plain = (value: Evidence.Value): string | number | boolean | null =>
  typeof value === "object" && value !== null ? Money.format(value) : value

export const locked = (answer: Answer.Answer, isReplayed: boolean): Locked => {
  const until = answer.subject.until as Instant.Instant | null
  return { ...decision(answer, isReplayed), until: until === null ? null : Instant.format(until) }
}

export const quoted = (id: string, cart: Line.Whole, answer: Answer.Answer, isReplayed: boolean): Quoted => {
  const discounts = answer.subject.discounts as readonly Fact.Discount[]
  const minor = discounts.reduce((sum, { amount }) => sum + amount.minor, 0n)
  const { minor: whole, unit } = cart.total
  const text = (amount: bigint): string => Money.format({ minor: amount, unit })
  const left = cart.lines?.map((line): Line.Line => {
    const off = discounts.flatMap((one) => one.lines?.filter(({ id: of }) => of === line.id) ?? [])
    return { ...line, minor: off.reduce((rest, part) => rest - part.minor, line.minor) }
  })
  const lines = cart.lines?.map(({ id: of, minor: before }, i): QuotedLine => {
    const after = left?.[i]?.minor ?? before
    return { id: of, discount: text(before - after), total: text(after) }
  })
  const rest = { total: { minor: whole - minor, unit }, ...(left === undefined ? {} : { lines: left }) }
  return {
    ...decision(answer, isReplayed),
    id,
    cart: text(whole),
    discount: text(minor),
    total: text(whole - minor),
    ...(lines === undefined ? {} : { lines }),
    ...(answer.subject.asked === undefined ? {} : { reward: asked(rest, answer.subject.asked as AskedReward) })
  }
}

const asked = (left: Line.Whole, of: AskedReward): QuotedReward =>
  "rejected" in of ? of : { reward: of.reward, ...takenOff(left, of.value, of.lines) }

const takenOff = (
  { lines, total }: Line.Whole,
  value: Money.Money,
  parts: readonly Line.Part[] | undefined
): TakenOff => {
  const { minor, unit } = total
  const text = (amount: bigint): string => Money.format({ minor: amount, unit })
  const told = lines?.map((line) => {
    const off = parts?.find(({ id }) => id === line.id)?.minor ?? 0n
    return { id: line.id, value: text(off), total: text(line.minor - off) }
  })
  return {
    value: Money.format(value),
    total: text(value.unit === unit ? minor - value.minor : minor),
    ...(told === undefined || parts === undefined ? {} : { lines: told })
  }
}

export const redeemed = (reward: string, whole: Line.Whole, { answer, isReplayed }: Reply): Redeemed => {
  const { lines, value } = answer.subject as { readonly value: Money.Money; readonly lines?: readonly Line.Part[] }
  return { ...decision(answer, isReplayed), reward, ...takenOff(whole, value, lines) }
}

export const spent = (id: string, { answer, isReplayed }: Reply): Spent => ({
  ...decision(answer, isReplayed),
  id,
  amount: Money.format(answer.subject.amount as Money.Money),
  parts: (answer.subject.parts as readonly Fact.SpendPart[]).map(({ amount, reward }) => ({
    reward,
    amount: Money.format(amount)
  }))
})

export const unspent = ({ answer, isReplayed }: Reply): Unspent => {
  const { amount, lapsed, paid } = answer.subject as Readonly<Record<"amount" | "lapsed" | "paid", Money.Money>>
  const texts = { amount: Money.format(amount), lapsed: Money.format(lapsed), paid: Money.format(paid) }
  return { ...decision(answer, isReplayed), ...texts }
}

/** A payout run and the sums of its items. */
export interface Payout {
  readonly run: string
  readonly unit: string
  readonly state: Fact.PayoutState
  readonly cutoff: string
  readonly minimum: string
  readonly openedBy: string | null
  readonly approvedBy: string | null
  /** How many people were selected, and how many of them are paid or failed. */
  readonly items: number
  readonly settled: number
  /** What was selected in all; what of it is paid, and what came back. */
  readonly selected: string
  readonly paid: string
  readonly failed: string
}

/** Somebody who would be selected, had the store on file what its tax thresholds ask for. */
export interface PayoutHeld {
  readonly person: PersonId
  readonly amount: string
  readonly missing: readonly Fact.TaxMissing[]
}

export const payoutHeld = ({ amount, missing, person }: Fact.PayoutHeld): PayoutHeld => ({
  person,
  amount: Money.format(amount),
  missing
})

export interface PayoutSelection extends Payout {
  /** Those of the people looked at who wait for something that tax thresholds ask for. */
  readonly held: readonly PayoutHeld[]
  /** Give it as `after` to go on; `null` once everybody was looked at. */
  readonly next: number | null
  /** All that was committed before the question was looked at; see `Statement`. */
  readonly isComplete: boolean
}

export interface PayoutItem {
  /** From 1; what the next page begins after. */
  readonly item: number
  readonly run: string
  readonly person: PersonId
  readonly amount: string
  readonly state: Fact.PayoutItemState
  readonly reference: string | null
  readonly reason: string | null
}

export interface PayoutPage extends Payout {
  readonly list: readonly PayoutItem[]
  /** Give it as `after` for the next page; `null` at the end. */
  readonly next: number | null
}

export const payout = (known: Fact.Payout): Payout => {
  const { approvedBy, cutoff, failed, items, minimum, openedBy, paid, run, selected, settled, state } = known
  return {
    run,
    unit: minimum.unit,
    state,
    cutoff: Instant.format(cutoff),
    minimum: Money.format(minimum),
    openedBy,
    approvedBy,
    items,
    settled,
    selected: Money.format(selected),
    paid: Money.format(paid),
    failed: Money.format(failed)
  }
}

export const payoutItem = ({ amount, n, person, reason, reference, run, state }: Fact.PayoutItem): PayoutItem => ({
  item: n,
  run,
  person,
  amount: Money.format(amount),
  state,
  reference,
  reason
})

/** The life of each reward: why it was granted, where it went, and what is left of it. */

import type { Choices } from "./Choices.ts"
import * as Debts from "./Debts.ts"
import type { Draws } from "./Draws.ts"
import type { Entry, EntryOf, State } from "./Entry.ts"
import * as Grants from "./Grants.ts"
import * as Lines from "./Lines.ts"
import * as Losses from "./Losses.ts"
import * as Purses from "./Purses.ts"
import type { Notes } from "./Report.ts"
import * as Repricings from "./Repricings.ts"
import { isGone, isOwnDiscount, left, type Reward, type Step, stateBy } from "./Reward.ts"
import { factOf } from "./RewardFact.ts"
import * as RollBacks from "./RollBacks.ts"
import { compare, type Row } from "./Rows.ts"
import * as Streaks from "./Streaks.ts"

export interface Rewards {
  /** Answers what the event does to rewards, for those who count money and counters. */
  readonly read: (entry: Entry) => readonly Step[]
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
  readonly end: () => void
  readonly get: (key: string) => Reward | undefined
  readonly purses: Purses.Purses
}

interface Books extends Grants.Sources {
  readonly choices: Choices
  readonly draws: Draws
  readonly rewards: Map<string, Reward>
  readonly debts: Debts.Debts
  readonly purses: Purses.Purses
}

export const make = (given: Grants.Sources & Pick<Books, "choices" | "draws">): Rewards => {
  const rewards = new Map<string, Reward>()
  const { notes } = given
  const books: Books = { ...given, rewards, debts: Debts.make(notes), purses: Purses.make(notes, rewards) }
  return {
    read: (entry) => {
      switch (entry.type) {
        case "RewardGranted":
          return [grant(books, entry)]
        case "RewardRepriced":
        case "RewardReleased":
        case "RewardTakenBack":
        case "RewardRedeemed":
        case "RewardReturned":
        case "RewardExpired":
        case "DebtSettled":
          return goesOn(books, entry)
        case "LotsSpent":
        case "LotsReturned":
          return used(books, entry)
        default:
          return []
      }
    },
    row: (key, value) => {
      const reward = rewards.get(key)
      if (reward === undefined) return false
      reward.isStored = true
      compare(notes, "reward-fact", key, factOf(reward), value)
      return true
    },
    rows: () => rewards,
    end: () => {
      books.debts.end()
      for (const reward of rewards.values()) inTheEnd(books, reward)
    },
    get: (key) => rewards.get(key),
    purses: books.purses
  }
}

const grant = (books: Books, entry: EntryOf<"RewardGranted">): Step => {
  const { amount, availableAt, charges, generation, id, key, milestone, order, recorded, state } = entry
  const { notes, rewards } = books
  const before = rewards.get(key)
  const isFree = before === undefined || isGone(before.state)
  notes.holds(
    isFree,
    "reward-once",
    id,
    `${key} before it`,
    () => "none, or wholly taken back",
    () => `${before?.state}`
  )
  notes.same("reward-once", id, "the generation", (before?.granted.generation ?? 0) + 1, generation)
  if (state !== "redeemed") {
    const waits = isInReview(books, entry) || books.orders.isDisputed(order)
    const isHeld = availableAt > recorded || (!milestone && waits && !wasReleased(books, entry))
    notes.same("reward-walk", id, "its first state", isHeld ? "pending" : "available", state)
  }
  Grants.check(books, entry)
  books.choices.granted(entry, rewards)
  books.draws.granted(entry)
  alone(books, entry)
  if (before !== undefined && before.granted.purse !== null && before.used > 0n) {
    before.page = null
    rewards.set(before.granted.reward, before)
  }
  const reward: Reward = {
    granted: entry,
    state,
    amount,
    taken: 0n,
    used: state === "redeemed" ? amount.minor : 0n,
    claimed: 0n,
    lapsed: 0n,
    page: null,
    redeemedIn: state === "redeemed" ? order : null,
    returns: 0,
    isCapKept: false,
    repriced: undefined,
    hold: undefined,
    spared: new Map(),
    charged: new Map(charges.map((charge) => [charge.counter, charge])),
    held: sums(charges),
    last: recorded,
    isStored: false
  }
  rewards.set(key, reward)
  if (entry.exchange !== null) books.purses.gave(entry.exchange, entry)
  books.purses.follow(reward, key)
  if (state === "available") books.debts.available(reward)
  return { entry, reward, before: "none", left: 0n, unit: amount.unit, part: amount.minor }
}

/** Whether the very referral that it was granted for is in review. */
const isInReview = (
  { referrals }: Books,
  { attribution, friend, program }: Pick<EntryOf<"RewardGranted">, "attribution" | "friend" | "program">
): boolean => {
  const referral = referrals.get(program, friend)
  return referral?.state === "in-review" && referral.generation === attribution
}

/** Whether it is in the place of a reward that had been released. */
const wasReleased = ({ rewards }: Books, { choice }: EntryOf<"RewardGranted">): boolean =>
  rewards.get(choice?.instead?.replace(/\/g\d+$/u, "") ?? "")?.state === "reversed"

/** What is given instead of another reward is not given beside it. */
const alone = (
  { notes, programs, rewards }: Books,
  { id, key, program, rule, version }: EntryOf<"RewardGranted">
): void => {
  for (const rival of programs.terms(program, version)?.offers.get(rule)?.rivals ?? []) {
    const state = rewards.get(key.replace(`reward/${program}/${rule}/`, `reward/${program}/${rival}/`))?.state
    notes.holds(
      state === undefined || isGone(state),
      "reward-once",
      id,
      `${rival}, which it is given instead of`,
      () => "none, or wholly taken back",
      () => `${state}`
    )
  }
}

const sums = (charges: EntryOf<"RewardGranted">["charges"]): Map<string, bigint> => {
  const held = new Map<string, bigint>()
  for (const { add, counter } of charges) held.set(counter, (held.get(counter) ?? 0n) + add)
  return held
}

type Goes = EntryOf<
  | "RewardRepriced"
  | "RewardReleased"
  | "RewardTakenBack"
  | "RewardRedeemed"
  | "RewardReturned"
  | "RewardExpired"
  | "DebtSettled"
>

const goesOn = (books: Books, entry: Goes): readonly Step[] => {
  const { notes } = books
  const reward = stepping(books, entry.key, entry)
  if (reward === undefined) return []
  const minor = entry.type === "RewardReleased" || entry.type === "RewardRedeemed" ? 0n : entry.amount.minor
  // What stands on the person's account is the entitlement, which it is no more while it is used.
  const unit = entry.type === "RewardReturned" ? entry.amount.unit : reward.amount.unit
  const step: Step = { entry, reward, before: reward.state, left: left(reward), unit, part: minor }
  switch (entry.type) {
    case "RewardRepriced":
      Repricings.read(books, reward, entry)
      break
    case "RewardReleased":
      released(books, reward, entry)
      books.debts.available(reward)
      break
    case "RewardTakenBack":
      takenBack(books, reward, entry)
      break
    case "RewardRedeemed":
      redeemed(books, reward, entry)
      break
    case "RewardReturned":
      walk(notes, reward, entry.id, ["redeemed"], "available")
      RollBacks.read(notes, reward, entry)
      break
    case "RewardExpired":
      walk(notes, reward, entry.id, ["available"], "expired")
      lapses(notes, reward, entry)
      break
    case "DebtSettled":
      books.debts.settled(entry, left(reward))
      uses(books, reward, entry, minor)
  }
  books.purses.follow(reward, entry.key)
  return [step]
}

/** The reward that an event names, by its key and id. */
const stepping = (
  { notes, rewards }: Books,
  key: string,
  { id, recorded, reward }: Pick<Goes, "id" | "recorded" | "reward">
): Reward | undefined => {
  const known = rewards.get(key)
  if (!notes.same("reward-walk", id, "the reward", reward, known?.granted.reward ?? "never granted")) return undefined
  if (known !== undefined) known.last = recorded
  return known
}

/** Lots are used, or come back, in parts. */
const used = (books: Books, entry: EntryOf<"LotsSpent" | "LotsReturned">): readonly Step[] => {
  if (entry.type === "LotsSpent") books.purses.spent(entry)
  else books.purses.returned(entry)
  return entry.parts.flatMap(({ amount, key, reward: id }) => {
    const reward = stepping(books, key, { ...entry, reward: id })
    if (reward === undefined) return []
    const step = { entry, reward, before: reward.state, left: left(reward), unit: amount.unit, part: amount.minor }
    uses(books, reward, entry, entry.type === "LotsSpent" ? amount.minor : -amount.minor)
    books.purses.follow(reward, key)
    return [step]
  })
}

const uses = (
  { notes }: Books,
  reward: Reward,
  { id, person }: Pick<EntryOf<"LotsSpent">, "id" | "person">,
  minor: bigint
) => {
  const { used } = reward
  const isWithin = minor > 0n ? reward.state === "available" && minor <= left(reward) : used + minor >= 0n
  notes.holds(
    isWithin,
    "lots",
    id,
    `what it moves of ${reward.granted.reward}`,
    () => `at most ${minor > 0n ? left(reward) : used}`,
    () => minor
  )
  notes.same("lots", id, `whose ${reward.granted.reward} is`, person, reward.granted.person)
  reward.used += minor
  reward.state = stateBy(reward, reward.state)
}

const walk = (notes: Notes, reward: Reward, id: string, from: readonly State[], to: State): void => {
  const { state } = reward
  notes.holds(
    from.includes(state),
    "reward-walk",
    id,
    "the reward",
    () => from.join(" or "),
    () => state
  )
  reward.state = to
}

const released = (books: Books, reward: Reward, { at, id, recorded }: EntryOf<"RewardReleased">): void => {
  const { notes, orders } = books
  const { availableAt, milestone } = reward.granted
  walk(notes, reward, id, ["pending"], "available")
  notes.holds(
    recorded >= availableAt,
    "reward-time",
    id,
    "recorded",
    () => `${availableAt} or later`,
    () => recorded
  )
  notes.same("reward-time", id, "at", availableAt, at)
  notes.holds(
    milestone || !isInReview(books, reward.granted),
    "reward-time",
    id,
    "its referral",
    () => "not in review",
    () => "in-review"
  )
  notes.holds(
    milestone || !orders.isDisputed(reward.granted.order),
    "reward-time",
    id,
    "its order",
    () => "not disputed",
    () => "disputed"
  )
}

const lapses = (notes: Notes, reward: Reward, { amount, at, id, recorded }: EntryOf<"RewardExpired">): void => {
  const { expiresAt } = reward.granted
  const isDue = expiresAt !== null && recorded >= expiresAt
  notes.holds(
    isDue,
    "reward-time",
    id,
    "recorded",
    () => (expiresAt === null ? "never" : `${expiresAt} or later`),
    () => recorded
  )
  notes.same("reward-time", id, "at", expiresAt, at)
  notes.same("reward-walk", id, "what lapses", left(reward), amount.minor)
  reward.lapsed += amount.minor
}

const redeemed = ({ notes, purses }: Books, reward: Reward, entry: EntryOf<"RewardRedeemed">): void => {
  const { charges, id, lines, order, recorded, value } = entry
  const { expiresAt } = reward.granted
  walk(notes, reward, id, ["available"], "redeemed")
  const isAlive = expiresAt === null || recorded < expiresAt
  notes.holds(
    isAlive,
    "reward-time",
    id,
    "recorded",
    () => `before ${expiresAt}`,
    () => recorded
  )
  notes.holds(
    order === null || order !== reward.granted.order,
    "reward-walk",
    id,
    "the order",
    () => "another than earned it",
    () => `${order}`
  )
  notes.same("given-away", id, "the order", reward.granted.isGivenAway === true, order === null)
  Lines.sumsTo(notes, id, value.minor, lines)
  reward.redeemedIn = order
  RollBacks.spare(reward, charges)
  if (reward.amount.unit === value.unit) {
    notes.same("reward-walk", id, "the value", left(reward), value.minor)
    reward.used += value.minor
    purses.redeemed(entry, reward)
    return
  }
  reward.amount = value
  reward.taken = 0n
  reward.used = value.minor
}

const takenBack = (books: Books, reward: Reward, entry: EntryOf<"RewardTakenBack">): void => {
  const { notes } = books
  const { amount, debt, from, id, to } = entry
  const { state } = reward
  books.choices.givenUp(entry, reward)
  notes.same("reward-walk", id, "from", state, from)
  notes.same("claw-back", id, "the unit", reward.amount.unit, amount.unit)
  const most = reward.amount.minor - reward.taken - reward.lapsed
  const isWithin = amount.minor > 0n && amount.minor <= most
  notes.holds(
    isWithin,
    "claw-back",
    id,
    "the amount",
    () => `above 0, up to the ${most} that can be taken`,
    () => amount.minor
  )
  // What is left goes first; then what was used, which a discount at checkout was on the very order that is undone.
  const isOwn = isOwnDiscount(reward)
  const unused = state === "pending" || state === "available" ? left(reward) : 0n
  const fromUse = amount.minor > unused ? amount.minor - unused : 0n
  notes.same("debt", id, "what is owed for it", isOwn ? 0n : fromUse, debt.minor)
  if (!isOwn) books.debts.taken(reward, fromUse)
  reward.taken += amount.minor
  if (isOwn) reward.used -= amount.minor
  else reward.claimed += fromUse
  walk(notes, reward, id, ["pending", "available", "redeemed", "expired"], stateBy(reward, state))
  notes.same("reward-walk", id, "to", reward.state, to)
  reward.isCapKept ||= !reward.granted.milestone && books.orders.get(reward.granted.order)?.isChargedBack === true
  const lost = Losses.after(books, reward, entry)
  if (lost !== undefined) notes.same("claw-back", id, "all that was taken by now", lost, reward.taken + reward.lapsed)
}

/** What must be true of a reward when the log is at its end. */
const inTheEnd = (books: Books, reward: Reward): void => {
  const { notes, orders, referrals } = books
  const { attribution, friend, milestone, order, program, reward: id } = reward.granted
  const isStanding = !isGone(reward.state) && reward.state !== "expired"
  const isWaiting = reward.state === "available" || reward.state === "expired"
  if (reward.granted.isGivenAway === true) notes.same("given-away", id, "waits, or has lapsed", false, isWaiting)
  for (const [counter, held] of reward.held) {
    // A slot stays used when the reward lapses; what was used on another order stays paid for.
    const isUntouched = reward.used === 0n && reward.claimed === 0n
    const isGivenBack = counter.startsWith("budget/") || !reward.isCapKept
    const isFree = reward.state === "expired" ? counter.startsWith("budget/") : !isStanding
    if (isFree && isUntouched && isGivenBack) notes.same("give-back", id, `what it holds of ${counter}`, 0n, held)
  }
  // Where all was taken, what is left is what another lot has paid for.
  if (!isStanding || reward.taken === reward.amount.minor) return
  if (reward.granted.tier !== null) return ofTier(books, reward, reward.granted.tier)
  if (milestone) return stillEarned(books, reward)
  if (reward.granted.exchange !== null) return
  if (order === null) return ofSignUp(books, reward)
  const referral = referrals.get(program, friend)
  const state = referral?.state === "in-review" ? referral.review?.from : referral?.state
  // A verdict reaches the newest orders at once, and the older ones in pages that may still be on their way.
  const isOnTheWay = referral?.isFinal === true && referral.unreached !== null
  notes.same("reward-stands", id, "its referral", "qualified", isOnTheWay ? "qualified" : (state ?? "unknown"))
  const counts = orders.get(order)?.counts
  notes.same("reward-stands", id, "the generation for which its order counts", attribution, counts?.attribution ?? 0)
  notes.holds(
    orders.stands(order),
    "reward-stands",
    id,
    "what is kept of its order",
    () => "above 0",
    () => 0n
  )
  const lost = Losses.withOrder(books, reward) ?? 0n
  notes.holds(
    reward.taken + reward.lapsed >= lost,
    "claw-back",
    id,
    "all that was taken",
    () => lost,
    () => reward.taken
  )
}

/** What goes with its tier is there no longer than that. A badge stays. */
const ofTier = ({ notes, referrals }: Books, { granted }: Reward, tier: string): void => {
  const { key, kind, person, program, reward: id } = granted
  const held = referrals.advocate(program, person)?.held.find((one) => one.tier === tier)
  const isHeld = kind === "badge" || held?.perks.includes(key) === true
  notes.same("ladder", id, "its tier", "held", isHeld ? "held" : "lost")
}

/** A milestone is owed for the friends who stand in the end. After an edit two versions may count it differently. */
const stillEarned = ({ notes, programs, referrals }: Books, { granted }: Reward): void => {
  const { key, person, program, reward: id, rule, version } = granted
  const due = programs.terms(program, version)?.offers.get(rule)?.due
  const advocate = referrals.advocate(program, person)
  if (due === undefined || due === null || advocate === undefined || programs.terms(program, 2) !== undefined) return
  const earned = Streaks.earned(due, advocate.qualified, advocate.counts)
  notes.holds(
    Grants.nthOf(key) <= earned,
    "milestone",
    id,
    "its number",
    () => `${earned} at the most`,
    () => Grants.nthOf(key)
  )
}

/** What a sign-up earned stands until a review says no, and no refund takes of it. */
const ofSignUp = ({ notes, referrals }: Books, { granted }: Reward): void => {
  const { attribution, friend, program, reward: id } = granted
  const referral = referrals.get(program, friend)
  const isRejected = referral?.generation === attribution && referral.isFinal
  notes.same("reward-stands", id, "rejected by a review", false, isRejected)
}

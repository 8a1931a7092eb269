/**
 * What a person's visit (a sign-up, a quote, an order) leads to: the referral that they have already, or the one that it
 * would begin. One place for all doors, so that no door forgets a guard.
 */
import * as Attribution from "./Attribution.ts"
import { type Programs, versionOf } from "./Compile.ts"
import * as EarlierOrders from "./EarlierOrders.ts"
import { type Evidence, firstFailure } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Read } from "./Facts.ts"
import type { PersonId, ProgramId } from "./Ids.ts"
import * as Instant from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import * as Pin from "./Pin.ts"
import * as Scout from "./Scout.ts"

export interface Visit extends Attribution.Visitor {
  readonly newCustomer?: boolean
  readonly prints?: readonly string[]
}

export type Standing =
  /** A referral that is under way; `refusal` is the check that forbids it by what is known since. */
  | {
      readonly _tag: "Under way"
      readonly referral: Fact.Referral
      readonly refusal: string | undefined
      readonly because: readonly Evidence[]
    }
  /** A referral that would begin now, or is forbidden. */
  | { readonly _tag: "Beginning"; readonly judged: Attribution.Judged; readonly because: readonly Evidence[] }
  /** A friend who has qualified, whose every order earns something or counts for a tier; `refusal` as above. */
  | {
      readonly _tag: "Later"
      readonly referral: Fact.Referral
      readonly refusal: string | undefined
      readonly because: readonly Evidence[]
    }
  /** Nobody to credit; `referral` is one that has been decided before. */
  | { readonly _tag: "Nobody"; readonly referral: Fact.Referral | null; readonly because: readonly Evidence[] }

/** A visit may come within the time to qualify although the news of it comes after. */
const isUnderWay = (referral: Fact.Referral, at: Instant.Instant): boolean =>
  referral.state === "in-review" ||
  ((referral.state === "open" || referral.state === "expired") && at < referral.qualifyBy)

const none: readonly Fact.Referral[] = []

const referralsOf = (read: Read, { person }: Visit): readonly Fact.Referral[] => {
  const friendOf = read(Key.trail(person))?.friendOf
  if (friendOf === undefined || friendOf.length === 0) return none
  return friendOf.map(({ program }) => {
    const referral = read(Key.referral(program, person))
    return referral ?? broken(`${person} is a friend in ${program}, but has no referral there`)
  })
}

export const standing = (
  read: Read,
  programs: Programs,
  visit: Visit,
  background: Attribution.Background,
  /** Whom a quote of this visit credited: what was promised is not looked for again. */
  promised: Fact.Credit | null
): Standing => {
  const referrals = referralsOf(read, visit)
  const underWay = referrals.find((referral) => isUnderWay(referral, visit.at))
  if (underWay !== undefined) {
    const because = Attribution.recheck(read, programs, underWay, visit.at, background)
    return { _tag: "Under way", referral: underWay, refusal: firstFailure(because), because }
  }
  const later = laterIn(read, programs, referrals, visit.at, background)
  // What was promised for an order of such a friend is kept, whoever else has led the friend here since.
  if (later !== undefined && later.referral.program === promised?.program) return later
  const qualified = referrals.find((referral) => referral.state === "qualified") ?? null
  // A promise is no way around what was settled since: another order that counted, or a review's no.
  const isTaken = promised !== null && closedAt(referrals, promised.program) === Instant.maximum
  const found: Attribution.Found =
    promised !== null && !isTaken
      ? { credit: promised, because: [] }
      : Attribution.find(read, programs, visit, (program) => closedAt(referrals, program))
  if (found.credit === null) return later ?? { _tag: "Nobody", referral: qualified, because: found.because }
  const judged = Attribution.judge(read, programs, found.credit, visit, background, found.credit === promised)
  // A friend of one program can mostly not become one of another, and stays what they are.
  if (judged.refusal !== undefined && later !== undefined) return later
  return { _tag: "Beginning", judged, because: found.because }
}

const laterIn = (
  read: Read,
  programs: Programs,
  referrals: readonly Fact.Referral[],
  at: Instant.Instant,
  background: Attribution.Background
): Extract<Standing, { readonly _tag: "Later" }> | undefined => {
  const referral = referrals.find((one) => {
    const head = one.state === "qualified" ? read(Key.program(one.program)) : null
    if (head === null) return false
    const terms = versionOf(programs, one.program, Pin.termsOf(head, one.version, at))
    return terms.onEvery.length > 0 || goesByRevenue(programs, head, at)
  })
  if (referral === undefined) return undefined
  const because = Attribution.recheck(read, programs, referral, at, background)
  return { _tag: "Later", referral, refusal: firstFailure(because), because }
}

/** Whether tiers go by what friends pay, so that every order of a friend counts. */
const goesByRevenue = (programs: Programs, head: Fact.ProgramHead, at: Instant.Instant): boolean =>
  versionOf(programs, head.program, Pin.at(head, at).version).summing?.of === "revenue"

/** Until when touches of a program are spent: for good once a friend qualified or a review said no, else until the last attempt began. */
const closedAt = (referrals: readonly Fact.Referral[], program: ProgramId): Instant.Instant | null => {
  const referral = referrals.find((one) => one.program === program)
  if (referral === undefined) return null
  return referral.state === "qualified" || referral.isFinal ? Instant.maximum : referral.attributedAt
}

/** The keys that `standing` reads, and those of the programs that it may lead to. */
export const plan = (scout: Scout.Scout, visit: Visit, promised: Fact.Credit | null): void => {
  const { person } = visit
  const trail = Scout.read(scout, Key.trail(person))
  if (visit.visitor !== undefined) Scout.want(scout, Key.trail(visit.visitor))
  EarlierOrders.plan(scout, visit)
  const touches = Attribution.touchesOf((key) => Scout.read(scout, key), visit)
  const friendOf = trail?.friendOf ?? []
  const programs = new Set<ProgramId>([...friendOf, ...touches].map((one) => one.program))
  if (promised !== null) {
    programs.add(promised.program)
    Scout.version(scout, promised.program, promised.version)
    planPair(scout, promised.program, promised.advocate)
  }
  for (const program of programs) {
    Scout.live(scout, program)
    Scout.want(scout, Key.advocate(program, person))
    const referral = Scout.read(scout, Key.referral(program, person))
    if (referral !== null) Scout.terms(scout, program, referral.version)
  }
  for (const { advocate, program } of [...friendOf, ...touches]) planPair(scout, program, advocate)
}

const planPair = (scout: Scout.Scout, program: ProgramId, advocate: PersonId): void => {
  Scout.want(scout, Key.advocate(program, advocate))
  Scout.want(scout, Key.prints(advocate))
}

/**
 * Whom a visit credits: which of the touches that led here wins, and whether that pair may be a referral at all.
 */

import * as AttributionModel from "./AttributionModel.ts"
import type { Compiled, Programs } from "./Compile.ts"
import { versionOf } from "./Compile.ts"
import * as EarlierOrders from "./EarlierOrders.ts"
import { type Evidence, failed, firstFailure, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { Read } from "./Facts.ts"
import * as Guards from "./Guards.ts"
import type { PersonId, ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Key from "./Key.ts"
import * as Lifecycle from "./Lifecycle.ts"
import * as Pin from "./Pin.ts"
import * as Prints from "./Prints.ts"
import * as Scout from "./Scout.ts"

export interface Visitor {
  readonly person: PersonId
  readonly visitor?: PersonId
  readonly at: Instant
}

/** The touches of a visit that are not later than it, oldest first. */
export const touchesOf = (read: Read, visit: Visitor): readonly Fact.Touch[] => {
  const own = read(Key.trail(visit.person))?.touches ?? []
  const others = visit.visitor === undefined ? [] : (read(Key.trail(visit.visitor))?.touches ?? [])
  const all = others.length === 0 ? own : own.length === 0 ? others : [...own, ...others].sort(AttributionModel.before)
  const isInTime = (touch: Fact.Touch): boolean => touch.at <= visit.at
  return all.every(isInTime) ? all : all.filter(isInTime)
}

const none: readonly never[] = []

export interface Found {
  /** `null` where no touch is remembered that could be credited. */
  readonly credit: Fact.Credit | null
  readonly because: readonly Evidence[]
}

/**
 * Picks the touch that gets the credit: in each program the one that its model picks among those within its window,
 * and among programs that of the highest priority, or the newest. A program that is stopped does not compete.
 */
export const find = (
  read: Read,
  programs: Programs,
  visit: Visitor,
  /** Touches up to this time have had their chance: they belong to a referral that is over. */
  after: (program: ProgramId) => Instant | null
): Found => {
  const touches = touchesOf(read, visit)
  let because: readonly Evidence[] = none
  let best: Candidate | undefined
  for (const [i, { program: id }] of touches.entries()) {
    if (touches.findIndex((touch) => touch.program === id) < i) continue
    const stored = read(Key.program(id))
    if (stored === null) continue
    const head = Pin.at(stored, visit.at)
    const stop = Lifecycle.stopped(head)
    if (stop !== undefined) {
      because = [...because, stop]
      continue
    }
    const program = versionOf(programs, id, head.version)
    const from = Math.max(visit.at - program.windowMs, after(id) ?? 0)
    const remembered = touches.filter((touch) => touch.program === id && touch.at > from)
    if (!isSome(remembered)) continue
    const touch = program.model.pick(remembered)
    because = [...because, passed(program.model.model, touch.touch)]
    if (best === undefined || isBehind(best, { touch, program })) best = { touch, program }
  }
  if (best === undefined) return { credit: null, because: [...because, failed("attribution", touches.length)] }
  const { program, touch } = best
  return {
    credit: { program: program.id, version: program.version, advocate: touch.advocate, touch: touch.touch },
    because
  }
}

interface Candidate {
  readonly touch: Fact.Touch
  readonly program: Compiled
}

const isBehind = (a: Candidate, b: Candidate): boolean =>
  a.program.priority === b.program.priority
    ? AttributionModel.before(a.touch, b.touch) < 0
    : a.program.priority < b.program.priority

const isSome = <A>(list: readonly A[]): list is readonly [A, ...A[]] => list.length > 0

export interface Judged {
  readonly program: Compiled
  readonly credit: Fact.Credit
  readonly isNew: boolean
  /** The name of the check that forbids the referral; `undefined` where it may be made. */
  readonly refusal: string | undefined
  readonly because: readonly Evidence[]
}

/** What is known of a visitor from before. */
export interface Background {
  readonly friendPrints: readonly string[]
  readonly earlier: EarlierOrders.EarlierOrders
}

export const backgroundOf = (read: Read, who: Prints.Printed): Background => {
  const friendPrints = Prints.of(read, who)
  return { friendPrints, earlier: EarlierOrders.of(read, who.person, friendPrints) }
}

const printsOf = (read: Read, advocate: PersonId, { friendPrints }: Background) => {
  // Without an address of the friend there is nothing to compare the advocate's with.
  const advocatePrints = friendPrints.length === 0 ? none : Prints.of(read, { person: advocate })
  return { advocatePrints, friendPrints }
}

/** Whether a referral that is under way may still lead to something, by what was learned since it began. */
export const recheck = (
  read: Read,
  programs: Programs,
  referral: Fact.Referral,
  at: Instant,
  background: Background
): readonly Evidence[] => {
  const prints = printsOf(read, referral.advocate, background)
  const { firstByEmail } = background.earlier
  // What the friend has ordered since then makes no old customer of them.
  if (firstByEmail === null || firstByEmail >= referral.attributedAt) return Guards.checkAgain(prints)
  const { program, version } = referral
  const head = read(Key.program(program)) ?? broken(`${program} has referrals, but was never published`)
  const terms = versionOf(programs, program, Pin.termsOf(head, version, at))
  return Guards.checkAgain(prints, { known: "known by e-mail", program: terms })
}

/** The same where nobody visits, such as at the end of a review: by what is kept of the friend alone. */
export const learnedOf = (read: Read, programs: Programs, referral: Fact.Referral, at: Instant): readonly Evidence[] =>
  recheck(read, programs, referral, at, backgroundOf(read, { person: referral.friend }))

export const planLearned = (scout: Scout.Scout, advocate: PersonId, friend: PersonId): void => {
  const who = { person: friend }
  Scout.want(scout, Key.prints(advocate))
  EarlierOrders.plan(scout, who)
  EarlierOrders.planOthers(scout, who)
}

/** Whether the pair that a credit names may become a referral now. */
export const judge = (
  read: Read,
  programs: Programs,
  credit: Fact.Credit,
  visit: Visitor & { readonly newCustomer?: boolean },
  background: Background,
  /** A quote was given while the program was live, and is kept. */
  isPromised: boolean
): Judged => {
  const program = versionOf(programs, credit.program, credit.version)
  const known = EarlierOrders.knownBy(background.earlier, visit.newCustomer)
  const { advocatePrints, friendPrints } = printsOf(read, credit.advocate, background)
  const guarded = Guards.check({
    program,
    advocate: credit.advocate,
    friend: visit.person,
    advocatePrints,
    friendPrints,
    friendHasReferred: read(Key.advocate(credit.program, visit.person))?.referred ?? 0,
    known
  })
  const because = isPromised ? guarded : [Lifecycle.liveAt(program, visit.at), ...guarded]
  return { program, credit, isNew: known === "new", refusal: firstFailure(because), because }
}

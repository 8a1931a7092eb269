/**
 * Tells advocates of tiers: what they have reached, until when it is kept, and what they have lost. Whoever has a tier has
 * reached all below it, so each is reached once and lost once, in order, and brings its perks and takes them along.
 *
 * What an advocate has is worked out when it is asked for (`Tier.ts`). This only remembers what was told, so that a wake
 * that is late tells late and changes nothing else.
 */
import type { SettleTiers } from "./Command.ts"
import { type Compiled, type Rule, ruleOf, versionOf } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import type * as Event from "./Event.ts"
import { failed, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as GrantAlone from "./GrantAlone.ts"
import type { FactKey, PersonId, ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Limits from "./Limits.ts"
import * as Pin from "./Pin.ts"
import * as Reward from "./Reward.ts"
import * as Scout from "./Scout.ts"
import * as Tier from "./Tier.ts"

/** A tier that an advocate has, and until when if nothing more comes. */
export interface Step {
  readonly tier: Tier.Compiled
  readonly until: Instant | null
}

/** The tiers that an advocate has at a time, from the lowest up: the highest that stands, and all below it. */
export const steps = (tiers: readonly Tier.Compiled[], scored: Tier.Scored, at: Instant): readonly Step[] => {
  const found: Step[] = []
  let until: Instant | null | undefined
  for (const tier of tiers.toReversed()) {
    if (Tier.stands(tier, scored, at)) until = later(until, Tier.until(tier, scored, at))
    if (until !== undefined) found.unshift({ tier, until })
  }
  return found
}

const later = (a: Instant | null | undefined, b: Instant | null): Instant | null =>
  a === undefined ? b : a === null || b === null ? null : a > b ? a : b

/** Where the perks of a tier stand for somebody: in one place, so that reaching it again is a later generation. */
const keyOf = (rule: Rule, person: PersonId): FactKey<Fact.Reward> => Key.reward(rule.rewards, person, "tier")

/** The keys that telling an advocate of tiers reads. */
export const plan = (scout: Scout.Scout, program: ProgramId, person: PersonId, at: Instant): void => {
  const live = Scout.live(scout, program)
  if (!live.some(({ mayHaveTold }) => mayHaveTold)) return
  const pair = { advocate: person, friend: person }
  for (const one of live) {
    for (const rules of one.perks.values()) {
      Limits.plan(scout, one, rules, pair, at)
      for (const rule of rules) Scout.want(scout, keyOf(rule, person))
    }
  }
  for (const { perks } of Scout.read(scout, Key.advocate(program, person))?.tiers?.held ?? []) {
    for (const key of perks) {
      const reward = Scout.read(scout, key)
      if (reward !== null) Scout.version(scout, reward.program, reward.version)
    }
  }
}

/** The same for the rewards of a referral: before they are loaded, its advocate is known. */
export const planRewards = (
  scout: Scout.Scout,
  { advocate, program }: Pick<Fact.Referral, "advocate" | "program">,
  at: Instant
): void => {
  Scout.want(scout, Key.advocate(program, advocate))
  plan(scout, program, advocate, at)
}

/** The keys that taking a reward back reads besides its own, where its points count for a tier. */
export const planTaking = (scout: Scout.Scout, { person, program, summedIn }: Fact.Reward, at: Instant): void => {
  if (summedIn === undefined) return
  Scout.want(scout, Key.advocate(program, person))
  plan(scout, program, person, at)
}

/** A wake: the time of a tier may be over. */
export const planWake = (scout: Scout.Scout, { at, person, program }: SettleTiers): void => {
  Scout.want(scout, Key.advocate(program, person))
  plan(scout, program, person, at)
}

/** Tells everybody whose score a decision has changed, once it is made. */
export const settle = (draft: Draft.Draft, at: Instant): void => {
  for (const { person, program } of draft.scored?.values() ?? []) {
    const head = Draft.loaded(draft, Key.program(program))
    if (head === null) continue
    const live = versionOf(draft.programs, program, Pin.at(head, draft.now).version)
    const before = live.mayHaveTold ? Draft.loaded(draft, Key.advocate(program, person)) : null
    if (before !== null) tell({ draft, live, program, person, at }, before)
  }
}

interface Telling {
  readonly draft: Draft.Draft
  readonly live: Compiled
  readonly program: ProgramId
  readonly person: PersonId
  readonly at: Instant
}

const none: readonly never[] = []

const advocateOf = ({ draft, person, program }: Telling): Fact.Advocate | null =>
  Draft.read(draft, Key.advocate(program, person))

const tell = (telling: Telling, before: Fact.Advocate): void => {
  const { draft, live } = telling
  // What was over before this came is lost first, though its wake has not come yet.
  const then = steps(live.tiers, before, draft.now)
  lose(telling, (one) => one.until !== null && one.until <= draft.now && !has(then, one))
  const after = advocateOf(telling)
  if (after === null) return
  const now = steps(live.tiers, after, draft.now)
  lose(telling, (one) => !has(now, one))
  const held = advocateOf(telling)?.tiers?.held ?? none
  const dues = new Set<Instant>()
  for (const step of now) {
    const one = held.find(({ tier }) => tier === step.tier.id)
    if (one !== undefined && one.until === step.until) continue
    const id = one === undefined ? reach(telling, step, after) : keep(telling, step, after)
    if (step.until !== null && !dues.has(step.until)) wake(telling, step.until, id)
    if (step.until !== null) dues.add(step.until)
  }
}

const has = (all: readonly Step[], { tier: id }: Fact.HeldTier): boolean => all.some(({ tier }) => tier.id === id)

const wake = ({ draft, person, program }: Telling, due: Instant, id: string): void =>
  Draft.send(draft, () => [
    { _tag: "Wake", id: `wake/${id}`, due, command: { _tag: "SettleTiers", program, person, at: due } }
  ])

/** Writes it into the log, and tells whoever listens outside. */
const say = (draft: Draft.Draft, event: Event.TierReached | Event.TierKept | Event.TierLost): void => {
  const { _tag: news, at, id, n, person, program, tier } = event
  const until = event._tag === "TierLost" ? null : event.until
  Draft.emit(draft, event)
  Draft.send(draft, (_, now) => [
    { _tag: "TierNews", id: `news/${id}`, due: now, news, program, person, tier, n, at, until }
  ])
}

/** What every event of an advocate's tiers begins with. */
const next = (telling: Telling, tier: string, what: string) => {
  const { at, draft, person, program } = telling
  const n = (advocateOf(telling)?.tiers?.told ?? 0) + 1
  return { id: `${Key.advocate(program, person)}/tier/${n}/${what}`, at, recorded: draft.now, program, person, tier, n }
}

const scoreOf = ({ draft }: Telling, { tier }: Step, scored: Tier.Scored) => {
  const score = Tier.scoreFor(tier, scored, draft.now)
  return passed("tier", Tier.worded(tier, score), Tier.worded(tier, tier.least))
}

const reach = (telling: Telling, step: Step, scored: Tier.Scored): string => {
  const { at, draft, live, person, program } = telling
  const { tier, until } = step
  const rules = live.perks.get(tier.id) ?? none
  const perks = rules.map((rule) => keyOf(rule, person))
  const event: Event.TierReached = {
    _tag: "TierReached",
    ...next(telling, tier.id, "reached"),
    version: live.version,
    until,
    ...(perks.length === 0 ? {} : { perks }),
    because: [scoreOf(telling, step, scored)]
  }
  say(draft, event)
  const ground = { live, program, person, at, cause: event.id, tier: tier.id, because: event.because }
  for (const rule of rules) GrantAlone.grant(draft, rule, keyOf(rule, person), ground)
  return event.id
}

const keep = (telling: Telling, step: Step, scored: Tier.Scored): string => {
  const { tier, until } = step
  const because = [scoreOf(telling, step, scored)]
  const event: Event.TierKept = { _tag: "TierKept", ...next(telling, tier.id, "kept"), until, because }
  say(telling.draft, event)
  return event.id
}

/** The highest goes first. What ends by time ends at its time, whenever it is told. */
const lose = (telling: Telling, isLost: (one: Fact.HeldTier) => boolean): void => {
  const { draft, live } = telling
  for (const one of (advocateOf(telling)?.tiers?.held ?? none).filter(isLost).toReversed()) {
    const tier = live.tiers.find(({ id }) => id === one.tier)
    const at = one.until !== null && one.until <= draft.now ? one.until : telling.at
    const scored = advocateOf(telling)
    const because =
      tier === undefined || scored === null
        ? failed("tier", `version ${live.version} has no such tier`)
        : failed("tier", Tier.worded(tier, Tier.scoreFor(tier, scored, draft.now)), Tier.worded(tier, tier.least))
    const event: Event.TierLost = { _tag: "TierLost", ...next(telling, one.tier, "lost"), at, because: [because] }
    say(draft, event)
    for (const key of one.perks) takeAlong(draft, key, event.id, at)
  }
}

/** A perk goes with its tier; a badge says that somebody once had it, and stays. */
const takeAlong = (draft: Draft.Draft, key: FactKey<Fact.Reward>, cause: string, at: Instant): void => {
  const fact = Draft.read(draft, key)
  if (fact === null) return
  const rule = ruleOf(versionOf(draft.programs, fact.program, fact.version), fact.rule)
  if (rule?.kind.isKept === true) return
  Reward.settle(draft, key, false)
  Reward.takeBack(draft, key, fact.amount.minor, cause, at)
}

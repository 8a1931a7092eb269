/**
 * Prizes for the leaders of a month that is over. The ranks come from the leaderboard, in its order: with the same score
 * whoever reached it first, and nobody who is not listed. They are kept in one event, once for each prize and month, and
 * what becomes of friends and orders later changes nothing of it.
 */
import * as Calendar from "./Calendar.ts"
import type { AwardPrize } from "./Command.ts"
import { type Compiled, type PrizeRule, versionOf } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import type * as Event from "./Event.ts"
import { passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import * as GrantAlone from "./GrantAlone.ts"
import type { FactKey } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Limits from "./Limits.ts"
import * as Lots from "./Lots.ts"
import * as Money from "./Money.ts"
import * as Pin from "./Pin.ts"
import type * as PrizeTerms from "./PrizeTerms.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

const keyOf = ({ rule }: PrizeRule, { period }: AwardPrize, { person }: Fact.Placed): FactKey<Fact.Reward> =>
  Key.reward(rule.rewards, person, `p:${period}`)

/** What a place wins. */
const wonBy = (live: Compiled, { prize }: AwardPrize, { place }: Fact.Placed): readonly PrizeRule[] =>
  live.prizes.filter((one) => one.prize === prize && place >= one.from && place <= one.to)

export const plan = (scout: Scout.Scout, command: AwardPrize): void => {
  const { at, period, places, prize, program } = command
  Scout.want(scout, Key.prize(program, prize, period))
  for (const live of Scout.live(scout, program)) {
    for (const placed of places) {
      const { person } = placed
      for (const one of wonBy(live, command, placed)) {
        const { rule } = one
        Scout.want(scout, keyOf(one, command, placed))
        Limits.plan(scout, live, [rule], { advocate: person, friend: person }, at)
        if (rule.purse !== null && rule.most !== null) Lots.planPurse(scout, rule.purse, person, rule.most.unit)
      }
    }
  }
}

/** The same prize and month again is answered with what was awarded. */
export const decide = (draft: Draft.Draft, command: AwardPrize): Rejection | undefined => {
  const { asOf, at, period, prize, program } = command
  const head = Draft.read(draft, Key.program(program))
  if (head === null) return { _tag: "ProgramUnknown", program }
  if (Draft.read(draft, Key.prize(program, prize, period)) !== null) return undefined
  const { version } = Pin.at(head, at)
  const unknown: Rejection = { _tag: "PrizeUnknown", program, prize }
  if (version === 0) return unknown
  const live = versionOf(draft.programs, program, version)
  const terms = live.program.prizes.find(({ id }) => id === prize)
  if (terms === undefined) return unknown
  const due = dueOf(live, at)
  if (period !== due.key) return { _tag: "PrizeNotDue", prize, period, due: due.key }
  const places = winners(terms, command.places)
  const event: Event.PrizeAwarded = {
    _tag: "PrizeAwarded",
    id: `${Key.prize(program, prize, period)}/awarded`,
    at,
    recorded: draft.now,
    program,
    version: live.version,
    prize,
    period,
    asOf,
    places,
    because: [passed("prize", `${places.length} places`, textOf(terms))]
  }
  Draft.emit(draft, event)
  for (const placed of places) {
    const { minor, person, place } = placed
    const because = [passed("prize", `place ${place}`, worded(terms, minor))]
    const cause = `${event.id}/${place}`
    const ground = { live, program, person, at, cause, because, prize: { prize, period, place } }
    for (const one of wonBy(live, command, placed))
      GrantAlone.grant(draft, one.rule, keyOf(one, command, placed), ground)
  }
  return undefined
}

/** The month before the one that it is: its prizes are given until this one is over. */
const dueOf = ({ program: { timeZone } }: Compiled, at: Instant): Calendar.Interval => {
  const month = Calendar.periodOf("calendar month", timeZone)
  return month((month(at).start - 1) as Instant)
}

/** Whoever has too little wins nothing, and neither does anybody behind them. */
const winners = ({ least, places }: PrizeTerms.Prize, ranks: readonly Fact.Placed[]): readonly Fact.Placed[] => {
  const last = Math.max(...places.map(({ to }) => to))
  return ranks.filter(({ minor, place }) => place <= last && minor >= least)
}

const worded = ({ unit }: PrizeTerms.Prize, score: bigint): string =>
  unit === null ? `${score} friends` : Money.format({ minor: score, unit })

const textOf = (terms: PrizeTerms.Prize): string => `from ${worded(terms, terms.least)} on`

/** Steps that award prizes: what the live programs announce, to whoever led the month before. */
import { type Command, type Fact, type Ids, type Instant, Key } from "@goodword/core"
import { leadersOf, monthBefore } from "./leaders.ts"
import type { Step } from "./steps.ts"
import type { World } from "./World.ts"

type Award = Extract<Step, { do: "award" }>

/** The prizes of the programs as they are live, and one that nobody has announced. */
const announced = (programs: readonly Ids.ProgramId[], world: World) => {
  const all = programs.flatMap((program) => {
    const version = world.fact<Fact.ProgramHead>(Key.program(program))?.version ?? 0
    const live = world.programs.get(Key.programVersion(program, version))
    return (live?.program.prizes ?? []).map(({ id, unit }) => ({ program, prize: id, unit }))
  })
  return all.length === 0 ? programs.slice(0, 1).map((program) => ({ program, prize: "best", unit: null })) : all
}

const nthOf = <A>(all: readonly A[], n: number): A | undefined => all[n % Math.max(1, all.length)]

/** Until when is waited: a day of the next month in every zone, where somebody leads this one. */
export const waitOf = ({ nth, waits }: Award, programs: readonly Ids.ProgramId[], world: World): number => {
  const { events, now } = world
  const one = waits ? nthOf(announced(programs, world), nth) : undefined
  if (one === undefined) return now
  const date = new Date(now)
  const due = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 3)
  return leadersOf(events, { ...one, period: monthBefore(events, one.program, due) }).length === 0 ? now : due
}

/** As the door does it: it looks at the leaderboard, whose log may be some events longer by the time that it asks. */
export const awarding = (
  { behind, isTooOld, nth }: Award,
  programs: readonly Ids.ProgramId[],
  at: Instant.Instant,
  world: World
): readonly Command[] => {
  const one = nthOf(announced(programs, world), nth)
  if (one === undefined) return []
  const { prize, program, unit } = one
  const asOf = Math.max(1, world.events.length - behind)
  const seen = world.events.slice(0, asOf)
  const due = monthBefore(seen, program, at)
  const period = isTooOld ? monthBefore(seen, program, Date.parse(`${due}-15T12:00:00Z`)) : due
  return [{ _tag: "AwardPrize", at, program, prize, period, asOf, places: leadersOf(seen, { program, unit, period }) }]
}

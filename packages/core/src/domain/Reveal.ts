/**
 * The seeds of a program's lotteries: one is committed before the first draw, and revealed when staff end its period, with the
 * commitment of the next one in the same decision. A seed that was committed is never replaced without being revealed.
 */
import type { RevealSeed } from "./Command.ts"
import * as Draft from "./Draft.ts"
import type { ProgramId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import { commitmentOf } from "./Lottery.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

/** The keys that committing a first seed reads. */
export const planFirst = (scout: Scout.Scout, program: ProgramId): void => {
  Scout.want(scout, Key.lottery(program))
  Scout.want(scout, Key.seed(program))
  Scout.want(scout, Key.lotteryPeriod(program, 1))
}

/** Commits the first seed of a program; later versions go on with the one that there is. */
export const commitFirst = (draft: Draft.Draft, program: ProgramId, seed: string, at: Instant): void => {
  if (Draft.read(draft, Key.lottery(program)) === null) commit(draft, program, 1, seed, at)
}

const commit = (draft: Draft.Draft, program: ProgramId, period: number, seed: string, at: Instant): void => {
  Draft.emit(draft, {
    _tag: "SeedCommitted",
    id: `${Key.lotteryPeriod(program, period)}/committed`,
    at,
    recorded: draft.now,
    program,
    period,
    commitment: commitmentOf(seed)
  })
  draft.facts.set(Key.seed(program), { seed, recorded: draft.now })
}

export const plan = (scout: Scout.Scout, { program }: RevealSeed): void => {
  Scout.want(scout, Key.seed(program))
  const current = Scout.read(scout, Key.lottery(program))
  if (current === null) return
  for (const period of [current.period, current.period + 1]) Scout.want(scout, Key.lotteryPeriod(program, period))
}

export const decide = (draft: Draft.Draft, { at, program, seed: next }: RevealSeed): Rejection | undefined => {
  const current = Draft.read(draft, Key.lottery(program))
  const seed = Draft.read(draft, Key.seed(program))
  if (current === null || seed === null) return { _tag: "LotteryUnknown", program }
  const { period } = current
  Draft.emit(draft, {
    _tag: "SeedRevealed",
    id: `${Key.lotteryPeriod(program, period)}/revealed`,
    at,
    recorded: draft.now,
    program,
    period,
    seed: seed.seed
  })
  commit(draft, program, period + 1, next, at)
  return undefined
}

/** The door that gives the prizes of a month to its leaders, as the leaderboard has them. */
import * as Effect from "effect/Effect"
import type { Catalogs } from "../domain/Catalogs.ts"
import type * as Fact from "../domain/Fact.ts"
import type { ProgramId } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import * as Key from "../domain/Key.ts"
import * as PrizeTerms from "../domain/PrizeTerms.ts"
import * as Board from "../domain/reading/Board.ts"
import type { Pages } from "../domain/reading/Pages.ts"
import * as ReadModels from "../domain/reading/ReadModels.ts"
import { StoreError } from "../ports/PortError.ts"
import type { Combiner } from "./Combiner.ts"
import { programOf } from "./Doors.ts"
import { type DoorError, type EngineError, Refusal } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { fact } from "./LoadFact.ts"
import * as PrizeOutput from "./PrizeOutput.ts"
import * as ProgramCache from "./ProgramCache.ts"
import type { Config as Kept, Reader } from "./Reader.ts"
import * as Receipts from "./Receipts.ts"

export interface Config extends Kept {
  readonly catalogs: Catalogs
  readonly combiner: Combiner
  readonly reader: Reader
  readonly programs: readonly ProgramId[]
}

export interface Prizes {
  /** Gives the prizes of the month before to its leaders, once, whoever asks how often. */
  readonly awardPrizes: (input: Input.AwardPrizes) => Effect.Effect<PrizeOutput.Awarded, DoorError>
}

export const make = (config: Config): Prizes => {
  const decode = Input.decoder(Input.AwardPrizes)
  const prizeOf = terms(config)
  return {
    awardPrizes: Effect.fn("Goodword.awardPrizes")(function* (input) {
      const { period: asked, prize, program: given } = yield* decode(input)
      const program = yield* programOf(config.programs)(given)
      const { unit } = yield* prizeOf(program, prize)
      const at = config.now()
      while (!(yield* config.reader.catchUp)) yield* Effect.yieldNow
      const { asOf, found } = yield* still(config.reader, (pages) => ranks(pages, { program, unit, asked }, at))
      const { period, places } = found
      const fingerprint = Receipts.fingerprint({ door: "awardPrizes", program, prize, period })
      const { answer, isReplayed } = yield* config.combiner.ask({
        command: { _tag: "AwardPrize", program, prize, period, places, asOf, at },
        receipt: { key: Key.prize(program, prize, period), fingerprint }
      })
      return PrizeOutput.awarded(answer, isReplayed, unit)
    })
  }
}

/** What the live version says of a prize. */
const terms = (config: Config) => {
  const { catalogs, store, tenant } = config
  const cache = ProgramCache.make(store, tenant, catalogs)
  return Effect.fnUntraced(function* (program: ProgramId, prize: string) {
    const head = yield* fact(config, Key.program(program))
    if (head === null) return yield* Effect.fail<EngineError>(new Refusal({ _tag: "ProgramUnknown", program }))
    const version = Key.programVersion(program, head.version)
    if (!cache.programs.has(version)) yield* cache.fetch([version])
    const found = cache.programs.get(version)?.program.prizes.find(({ id }) => id === prize)
    return found ?? (yield* Effect.fail<EngineError>(new Refusal({ _tag: "PrizeUnknown", program, prize })))
  })
}

interface Asked {
  readonly program: ProgramId
  readonly unit: PrizeTerms.Prize["unit"]
  readonly asked: string | undefined
}

const ranks = (pages: Pages, { asked, program, unit }: Asked, now: Instant) => {
  const period = asked ?? Board.periodOf(pages, program, "previous month", now)
  const metric: Board.Metric = unit === null ? "friends" : `revenue/${unit}`
  const leaders = Board.leaders(pages, { program, metric, period }, 0, PrizeTerms.rewardsMax)
  const places = leaders.map(
    ({ person, reached, score }, i): Fact.Placed => ({ place: i + 1, person, minor: score, reached })
  )
  return { period, places }
}

/** How often a leaderboard is looked at again that has moved meanwhile. */
const looksMax = 16

/** Looks while nothing moves, and says how much of the log that was. */
const still = Effect.fnUntraced(function* <A>(
  reader: Reader,
  at: (pages: Pages) => A
): Effect.fn.Return<{ readonly found: A; readonly asOf: number }, StoreError> {
  for (let look = 0; look < looksMax; look++) {
    const before = yield* cursorOf(reader)
    if (before?.events === undefined) {
      yield* reader.rebuild
      continue
    }
    const found = yield* reader.look(at)
    if ((yield* cursorOf(reader))?.place === before.place) return { found, asOf: before.events }
  }
  const message = "the leaderboard moved whenever it was looked at; try again in a moment"
  return yield* new StoreError({ reason: "Unavailable", message })
})

const cursorOf = (reader: Reader): Effect.Effect<ReadModels.Cursor | null, StoreError> =>
  Effect.map(
    reader.facts([ReadModels.cursorKey]),
    (facts) => facts.get(ReadModels.cursorKey) as ReadModels.Cursor | null
  )

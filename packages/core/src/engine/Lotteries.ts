/** The doors about lotteries: what was committed for them, and revealing it. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Catalogs } from "../domain/Catalogs.ts"
import type { Command } from "../domain/Command.ts"
import { compile } from "../domain/Compile.ts"
import * as Ids from "../domain/Ids.ts"
import * as Key from "../domain/Key.ts"
import type * as Program from "../domain/Program.ts"
import type { DoorError } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { fact } from "./LoadFact.ts"
import type { Config } from "./ProgramDoors.ts"

/** A period of a program's lotteries: all draws under one seed. */
export interface Period {
  readonly program: Ids.ProgramId
  readonly period: number
  /** The SHA-256 of the seed. */
  readonly commitment: string
  /** Once it is revealed. */
  readonly seed: string | null
  /** The period that goes on. */
  readonly current: number
}

export interface Revealed {
  readonly program: Ids.ProgramId
  readonly period: number
  readonly seed: string
  /** What draws from now on follow from. */
  readonly next: { readonly period: number; readonly commitment: string }
}

const OnePeriod = Schema.Struct({
  program: Schema.optionalKey(Ids.ProgramId),
  /** The one that goes on unless given. */
  period: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000_000 })))
})

export interface Lotteries {
  /** Ends a period of a program's lotteries: reveals its seed, and commits the next one. */
  readonly reveal: (input: Input.Turn) => Effect.Effect<Revealed, DoorError>
  /** What is known of a period of a program's lotteries; `undefined` where there is none. */
  readonly lottery: (input: Input.Written<typeof OnePeriod.Encoded>) => Effect.Effect<Period | undefined, DoorError>
}

export const make = (config: Config): Lotteries => ({ reveal: reveal(config), lottery: lottery(config) })

/** Whether a seed has to be committed for a program. */
export const drawsByLot = (program: Program.Program, catalogs: Catalogs): boolean =>
  compile(program, { version: 0, document: null }, catalogs).lotteries.length > 0

const reveal = (config: Config): Lotteries["reveal"] => {
  const decode = Input.decoder(Input.Turn)
  return Effect.fn("Goodword.reveal")(function* (input) {
    const fields = yield* decode(input)
    const program = yield* config.programOf(fields.program)
    const key = `reveal/${program}/${Key.part(fields.key ?? config.newId())}`
    const command: Command = { _tag: "RevealSeed", program, seed: config.newSeed(), at: fields.at ?? config.now() }
    const { answer } = yield* config.ask("reveal", key, fields, command)
    return { program, ...(answer.subject as unknown as Omit<Revealed, "program">) }
  })
}

const lottery = (config: Config): Lotteries["lottery"] => {
  const decode = Input.decoder(OnePeriod)
  return Effect.fn("Goodword.lottery")(function* (input) {
    const fields = yield* decode(input)
    const program = yield* config.programOf(fields.program)
    const current = yield* fact(config, Key.lottery(program))
    if (current === null) return undefined
    const period = fields.period ?? current.period
    const known = yield* fact(config, Key.lotteryPeriod(program, period))
    return known === null
      ? undefined
      : { program, period, commitment: known.commitment, seed: known.seed, current: current.period }
  })
}

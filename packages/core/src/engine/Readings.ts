/** The doors that read: what people have and what became of it. They decide nothing. */
import * as Effect from "effect/Effect"
import type { PersonId, ProgramId } from "../domain/Ids.ts"
import * as Ledger from "../domain/Ledger.ts"
import * as Board from "../domain/reading/Board.ts"
import * as Statement from "../domain/reading/Statement.ts"
import type { Unit } from "../domain/Unit.ts"
import type { DirectoryShape } from "../ports/Directory.ts"
import { programOf } from "./Doors.ts"
import { type DoorError, type EngineError, Refusal } from "./EngineError.ts"
import * as Input from "./Input.ts"
import type { Config as Kept, Reader } from "./Reader.ts"
import * as ReadingOutput from "./ReadingOutput.ts"

export interface Config extends Kept {
  readonly directory: DirectoryShape
  readonly reader: Reader
  readonly programs: readonly ProgramId[]
}

type Door<I, A> = (input: I) => Effect.Effect<A, DoorError>

export interface Readings {
  /** What became of all that a person was ever given, line by line, the oldest first. */
  readonly statement: Door<Input.Statement, ReadingOutput.Statement>
  /** What a person has now, for each unit. */
  readonly balances: Door<Input.Balances, readonly ReadingOutput.Balance[]>
  /** Who leads a program: of all time, this month or the previous one. */
  readonly leaderboard: Door<Input.Leaderboard, ReadingOutput.Leaderboard>
}

export const make = (config: Config): Readings => ({
  statement: statement(config),
  balances: balances(config),
  leaderboard: leaderboard(config)
})

/** How many full pages one question looks at, where it asks for one unit among many. */
const pagesMax = 8

const headOf = Effect.fnUntraced(function* ({ reader }: Config, person: PersonId) {
  const key = Statement.headKey(person)
  const isComplete = yield* reader.catchUp
  const facts = yield* reader.facts([key])
  return { isComplete, head: facts.get(key) as Statement.Head | null }
})

const statement = (config: Config): Readings["statement"] => {
  const decode = Input.decoder(Input.Statement)
  return Effect.fn("Goodword.statement")(function* (input) {
    const { after = 0, customer, limit = 50, unit } = yield* decode(input)
    const person = yield* config.directory.personFor(config.tenant, "customer", customer)
    const { head, isComplete } = yield* headOf(config, person)
    if (head === null) return { person, lines: [], next: null, isComplete }
    const keys = Statement.pagesAfter(person, head, after, pagesMax)
    const facts = yield* config.reader.facts(keys)
    const full = keys.flatMap((key) => (facts.get(key) as Statement.Page | null)?.lines ?? [])
    const seen = Statement.seen(head, full, after)
    const fitting = unit === undefined ? seen : seen.filter(({ amount }) => amount.unit === unit)
    const lines = fitting.slice(0, limit)
    // Where the page is not full, all that was looked at has been told or does not fit.
    const last = lines.length < fitting.length ? lines.at(-1)?.n : seen.at(-1)?.n
    return {
      person,
      lines: lines.map(ReadingOutput.statementLine),
      next: (last ?? head.lines) < head.lines ? (last ?? null) : null,
      isComplete
    }
  })
}

const balances = (config: Config): Readings["balances"] => {
  const decode = Input.decoder(Input.Balances)
  return Effect.fn("Goodword.balances")(function* (input) {
    const { customer } = yield* decode(input)
    const person = yield* config.directory.personFor(config.tenant, "customer", customer)
    const { head } = yield* headOf(config, person)
    const units = (head?.balances ?? []).map(({ available }) => available.unit)
    const keysOf = (unit: Unit) => ({
      pending: Ledger.balance(Ledger.owed(person), unit, "pending"),
      available: Ledger.balance(Ledger.owed(person), unit, "posted"),
      debt: Ledger.balance(Ledger.debt(person), unit, "posted")
    })
    const counters = units.flatMap((unit) => Object.values(keysOf(unit)))
    const loaded = yield* config.store.load(config.tenant, { receipts: [], facts: [], counters })
    const values = new Map(loaded.counters.map(({ key, value }) => [key, value]))
    const of = (key: string): bigint => values.get(key) ?? 0n
    const isSomething = (unit: Unit): boolean => Object.values(keysOf(unit)).some((key) => of(key) !== 0n)
    return units.filter(isSomething).map((unit) => {
      const { available, debt, pending } = keysOf(unit)
      return ReadingOutput.balance({
        pending: { minor: of(pending), unit },
        available: { minor: of(available), unit },
        owedBack: { minor: -of(debt), unit }
      })
    })
  })
}

const leaderboard = (config: Config): Readings["leaderboard"] => {
  const decode = Input.decoder(Input.Leaderboard)
  return Effect.fn("Goodword.leaderboard")(function* (input) {
    const { after = 0, by = "friends", limit = 10, period = "all-time", program: given } = yield* decode(input)
    const program = yield* programOf(config.programs)(given)
    const isComplete = yield* config.reader.catchUp
    const unit = by === "friends" ? null : (by as Unit)
    const found = yield* config.reader.look((pages) => {
      const metric: Board.Metric = unit === null ? "friends" : `revenue/${unit}`
      const board = { program, metric, period: Board.periodOf(pages, program, period, config.now()) }
      if (!Board.isKnown(pages, program)) return undefined
      return { leaders: Board.leaders(pages, board, after, limit), size: Board.size(pages, board) }
    })
    if (found === undefined) return yield* Effect.fail<EngineError>(new Refusal({ _tag: "ProgramUnknown", program }))
    const { leaders, size } = found
    const seen = after + leaders.length
    return {
      program,
      leaders: leaders.map((leader) => ReadingOutput.leader(leader, unit)),
      next: seen < size ? seen : null,
      isComplete
    }
  })
}

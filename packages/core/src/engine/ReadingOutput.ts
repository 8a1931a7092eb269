/** What the doors that read answer. */
import type { PersonId, ProgramId } from "../domain/Ids.ts"
import * as Instant from "../domain/Instant.ts"
import * as Money from "../domain/Money.ts"
import type * as Board from "../domain/reading/Board.ts"
import * as Statements from "../domain/reading/Statement.ts"

/** What a person has of one unit. */
export interface Balance {
  readonly unit: string
  /** What can be used now. */
  readonly available: string
  /** Granted, and still held. */
  readonly pending: string
  /** Used, and taken back since: what the person owes the store. */
  readonly owedBack: string
}

/** One thing that became of what a person was given; evidence as data, and a sentence for people. */
export interface StatementLine {
  /** From 1; what the next page begins after. */
  readonly line: number
  readonly at: string
  readonly what: Statements.What
  /** `"10.00 USD granted for order ord_1, held for now"`. */
  readonly text: string
  /** How much it is about, above zero; `what` says which way it went. What is `paid` went when its run selected it. */
  readonly amount: string
  readonly reward: string | null
  readonly order: string | null
  /** What took it back. */
  readonly cause: string | null
  /** The payout run that has it, pays it (under which `reference`) or gives it back (for which `reason`); absent where it is of none. */
  readonly payout?: Statements.OfPayout
  /** What the person had of this unit afterwards. */
  readonly after: Balance
}

export interface Statement {
  readonly person: PersonId
  readonly lines: readonly StatementLine[]
  /** Give it as `after` for the next page; `null` at the end. */
  readonly next: number | null
  /** All that was committed before the question is in it. `false` while a long log is read for the first time: ask again. */
  readonly isComplete: boolean
}

export interface Leader {
  /** From 1; the same score has the same rank. */
  readonly rank: number
  readonly person: PersonId
  /** Friends, or what their orders came to: `"12"`, `"340.00 USD"`. */
  readonly score: string
  /** When the score was reached. */
  readonly reached: string
}

export interface Leaderboard {
  readonly program: ProgramId
  readonly leaders: readonly Leader[]
  /** Give it as `after` for the next page; `null` at the end. */
  readonly next: number | null
  /** All that was committed before the question is in it; see `Statement`. */
  readonly isComplete: boolean
}

export const leader = ({ person, rank, reached, score }: Board.Leader, unit: Money.Money["unit"] | null): Leader => ({
  rank,
  person,
  score: unit === null ? `${score}` : Money.format({ minor: score, unit }),
  reached: Instant.format(reached)
})

export const balance = ({ available, owedBack, pending }: Statements.Balance): Balance => ({
  unit: available.unit,
  available: Money.format(available),
  pending: Money.format(pending),
  owedBack: Money.format(owedBack)
})

export const statementLine = (line: Statements.Line): StatementLine => ({
  line: line.n,
  at: Instant.format(line.at),
  what: Statements.whatOf(line),
  text: Statements.text(line),
  amount: Money.format(line.amount),
  reward: line.reward,
  order: line.order,
  cause: line.cause,
  ...(line.payout === undefined ? {} : { payout: line.payout }),
  after: balance(line.after)
})

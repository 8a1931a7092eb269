/** What a person was given and what became of it, and what is left. */
import { type Event, type Instant, Key, Ledger, type Money } from "@goodword/core"
import type { Line } from "../Line.ts"
import * as Literal from "../Literal.ts"
import * as Rows from "../Rows.ts"
import * as Asked from "./Asked.ts"

/** One transfer of a person. The sum of all is the person's balances. */
export interface StatementEntry {
  /** The place of its event in the log, and its number in that event: what the next page begins after. */
  readonly place: number
  readonly number: number
  readonly transfer: string
  /** What happened. */
  readonly event: Event.Tag
  readonly at: Instant.Instant
  readonly recorded: Instant.Instant
  readonly reward: string
  readonly program: string
  readonly kind: string
  /** The order that it was used on, or that earned it; `null` where a sign-up did. */
  readonly order: string | null
  readonly phase: Ledger.Phase
  /** What it adds to what the person may use later, and to what can be used: below zero where it takes away. */
  readonly pending: Money.Money
  readonly posted: Money.Money
  /** What it adds to what the person owes the store: below zero where a debt is settled. */
  readonly debt: Money.Money
}

export interface StatementQuestion {
  readonly tenant: string
  /** As the directory and every answer name the person. */
  readonly person: string
  /** The last entry of the page before; from the beginning unless given. */
  readonly after?: Pick<StatementEntry, "place" | "number">
  /** 100 unless given, 1000 at most. */
  readonly limit?: number
}

export interface Balance {
  /** Granted, and still held. */
  readonly pending: Money.Money
  readonly available: Money.Money
  /** Used by the person and taken back since: what the store is owed, above zero. */
  readonly debt: Money.Money
}

type Row = readonly [
  place: number,
  number: number,
  transfer: string,
  phase: Ledger.Phase,
  debit: string,
  credit: string,
  amount: string,
  unit: Money.Money["unit"],
  event: Event.Tag,
  at: Instant.Instant,
  recorded: Instant.Instant,
  reward: string,
  inOrder: string | null,
  program: string,
  kind: string,
  earnedBy: string | null
]

const accountsOf = (person: string) =>
  ({ owed: Ledger.owed(person as never), debt: Ledger.debt(person as never) }) as const

export const statement = async (line: Line, question: StatementQuestion): Promise<readonly StatementEntry[]> => {
  const { after, person, tenant } = question
  const rows = (await line("statement", {
    tenant,
    of_person: Key.part(person),
    after_place: after?.place ?? 0,
    after_number: after?.number ?? 0,
    most: Asked.limit(question.limit, 100)
  })) as readonly Row[] | null
  const accounts = accountsOf(person)
  return (rows ?? []).map((row) => entryOf(row, accounts))
}

const entryOf = (row: Row, accounts: ReturnType<typeof accountsOf>): StatementEntry => {
  const [place, number, transfer, phase, debit, credit, amount, unit, ...rest] = row
  const [event, at, recorded, reward, inOrder, program, kind, earnedBy] = rest
  let [pending, posted, owes] = [0n, 0n, 0n]
  const moved = Ledger.make(transfer, phase, debit, credit, { minor: BigInt(amount), unit })
  Ledger.movements(moved, (whose, _, what, add) => {
    if (whose === accounts.debt) owes -= add
    else if (whose !== accounts.owed) return
    else if (what === "pending") pending += add
    else posted += add
  })
  return {
    place,
    number,
    transfer,
    event,
    at,
    recorded,
    reward,
    program,
    kind,
    order: inOrder ?? earnedBy,
    phase,
    pending: { minor: pending, unit },
    posted: { minor: posted, unit },
    debt: { minor: owes, unit }
  }
}

/** One for each unit of which the person has or owes something, in the order of the units' names. */
export const balances = async (
  line: Line,
  { person, tenant }: Pick<StatementQuestion, "tenant" | "person">
): Promise<readonly Balance[]> => {
  const { debt, owed } = accountsOf(person)
  const accounts = [owed, debt].map((account) => `balance/${account}`)
  const rows = (await line("counters_within", {
    tenant,
    froms: Literal.texts(accounts.map((account) => `${account}/`)),
    // The character after the slash: the end of everything that stands under the account.
    tos: Literal.texts(accounts.map((account) => `${account}0`))
  })) as readonly Rows.Counter[] | null
  const values = new Map(Rows.counters(rows).map(({ key, value }) => [key, value]))
  const used = [...values].filter(([, value]) => value !== 0n)
  const units = new Set(used.map(([key]) => key.split("/").at(-2) as Money.Money["unit"]))
  return [...units].sort().map((unit) => {
    const of = (account: Ledger.Account, phase: "pending" | "posted"): bigint =>
      values.get(Ledger.balance(account, unit, phase)) ?? 0n
    return {
      pending: { minor: of(owed, "pending"), unit },
      available: { minor: of(owed, "posted"), unit },
      debt: { minor: -of(debt, "posted"), unit }
    }
  })
}

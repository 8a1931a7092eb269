/**
 * The line to the database: one function called by one statement, in a transaction of its own. So there is no
 * transaction that an interrupted caller could leave open, any pool will do, and one flight is enough.
 */
import { CompiledQuery, type Kysely } from "kysely"
import * as Literal from "./Literal.ts"
import { quoted } from "./Schema.ts"

export type Arguments = Readonly<Record<string, string | number | Literal.Documents>>

/** Calls a function of the schema; answers what its JSON says, `null` where it says nothing. */
export type Line = (name: string, args: Arguments) => Promise<unknown>

type Argument = Arguments[string]

const ending = ")::text as answer"

/** Whether a statement is such a call; of these there are few. */
export const isCall = (statement: string): boolean => statement.endsWith(ending)

/** The function that a call is of. */
export const functionIn = (call: string): string => /"\.(\w+)\(/.exec(call)?.[1] ?? ""

/** What a function takes in a place is always of one kind, so the text of a call is made once. */
const placeOf = (value: Argument, n: number): string =>
  typeof value === "object" ? `string_to_array($${n}, '${Literal.separator}')::json[]` : `$${n}`

const plainOf = (value: Argument): string | number => (typeof value === "object" ? value.documents : value)

/**
 * Each batch calls these, and what so many names mean costs the server as much as an empty commit. Their arguments are
 * given in the order in which they are declared.
 */
const byPlace: ReadonlySet<string> = new Set(["load", "commit_batch"])

export const make = <DB>(db: Kysely<DB>, schema: string): Line => {
  const plain = db.withoutPlugins()
  const calls = new Map<string, string>()
  return async (name, args) => {
    let text = calls.get(name)
    if (text === undefined) {
      // The cast to text keeps parsers that the pool's owner may have set away from the answer.
      const places = Object.entries(args).map(([key, value], i) =>
        byPlace.has(name) ? placeOf(value, i + 1) : `${key} => ${placeOf(value, i + 1)}`
      )
      text = `select ${quoted(schema)}.${name}(${places.join(", ")}${ending}`
      calls.set(name, text)
    }
    const { rows } = await plain.executeQuery<{ readonly answer: string | null }>(
      CompiledQuery.raw(text, Object.values(args).map(plainOf)) as never
    )
    const answer = rows[0]?.answer ?? ""
    return answer === "" ? null : JSON.parse(answer)
  }
}

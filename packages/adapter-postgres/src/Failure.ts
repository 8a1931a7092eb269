/** From the errors of a driver and a server to the reasons of the port. This table is the only place that knows them. */
import { StoreError } from "@goodword/core"

interface Row {
  readonly reason: StoreError["reason"]
  /** What to do about it; the server's own words unless given. */
  readonly advice?: string
}

const unavailable: Row = { reason: "Unavailable" }

/** By SQLSTATE, or by its class where all of a class mean the same. */
const bySqlState: Readonly<Record<string, Row>> = {
  // Connection exceptions; transaction rollbacks, such as deadlocks and serialization failures; resources: disk full,
  // out of memory, too many connections; operator intervention: shutdown, crash, cancelled statement.
  "08": unavailable,
  "40": unavailable,
  "53": unavailable,
  "57": unavailable,
  "55P03": unavailable,
  // A server that has just become a replica, while another one takes over.
  "25006": unavailable,
  "25P03": unavailable,
  "25P04": unavailable,
  "54": { reason: "TooLarge" },
  XX001: { reason: "Unreadable" },
  XX002: { reason: "Unreadable" },
  "22003": { reason: "Refused", advice: "a counter or an amount would leave the range of 64 bits" },
  "22021": { reason: "Refused", advice: "a key or an id has a character that PostgreSQL cannot store (NUL)" },
  "22P05": { reason: "Refused", advice: "a text has a character that PostgreSQL cannot store" },
  "28": { reason: "Refused", advice: "the server did not let us in: look at user and password" },
  "3D000": { reason: "Refused", advice: "the database does not exist: create it, or mend the connection string" },
  "3F000": { reason: "Refused", advice: "the schema does not exist: run `npx goodword-postgres migrate`" },
  "42P01": { reason: "Refused", advice: "a table is missing: run `npx goodword-postgres migrate`" },
  "42883": { reason: "Refused", advice: "a function is missing: run `npx goodword-postgres migrate`" },
  "42501": { reason: "Refused", advice: "the role may not do this: give it the rights that the README lists" }
}

export const undefinedTable = "42P01"

/** Errors of sockets and name servers: Node's own codes. */
const ofTheLine: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT",
  "EMFILE"
])

/** What pg says in words alone when it loses a connection or waits in vain for one. */
const wordsOfLoss = [
  /^Connection terminated/,
  /^Client has encountered a connection error/,
  /^Client was closed/,
  /^timeout e(xpired|xceeded when trying to connect)/,
  /^Query read timeout/,
  /^Connection ended/
]

const property = (error: unknown, name: string): string | undefined => {
  if (typeof error !== "object" || error === null) return undefined
  const value = (error as Readonly<Record<string, unknown>>)[name]
  return typeof value === "string" ? value : undefined
}

export const codeOf = (error: unknown): string | undefined => property(error, "code")
export const detailOf = (error: unknown): string | undefined => property(error, "detail")

/** Is the line gone? No server has answered, or one that ends the session with its answer. */
export const endsTheLine = (error: unknown): boolean => {
  const code = codeOf(error) ?? ""
  return !/^[0-9A-Z]{5}$/.test(code) || code.startsWith("08") || code.startsWith("57P")
}

/** A statement that was prepared is unknown to this server, or was prepared by somebody else: a pooler stands between. */
export const losesStatements = (error: unknown): boolean => ["26000", "42P05"].includes(codeOf(error) ?? "")

const messageOf = (error: unknown): string => property(error, "message") || codeOf(error) || String(error)

const rowOf = (error: unknown): Row => {
  const code = codeOf(error)
  if (code === undefined) {
    return wordsOfLoss.some((words) => words.test(messageOf(error))) ? unavailable : { reason: "Refused" }
  }
  if (ofTheLine.has(code)) return unavailable
  return bySqlState[code] ?? bySqlState[code.slice(0, 2)] ?? { reason: "Refused" }
}

export const storeError = (error: unknown): StoreError => {
  if (error instanceof StoreError) return error
  const { advice, reason } = rowOf(error)
  const code = codeOf(error)
  const said = `PostgreSQL: ${messageOf(error)}${code === undefined ? "" : ` (${code})`}`
  return new StoreError({ reason, message: advice === undefined ? said : `${advice}. ${said}`, cause: error })
}

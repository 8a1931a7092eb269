/** The lines of a file of orders, checked: each is an order, or an item of one. */
import { Calendar, Ids, Instant, type Unit } from "@goodword/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Complaint } from "./Complaint.ts"
import * as Csv from "./Csv.ts"
import * as Decimal from "./Decimal.ts"

/** Which column holds what. */
export interface Columns {
  readonly id: string
  readonly customer: string
  readonly date: string
  readonly total: string
}

export interface Line {
  readonly row: number
  /** ISO 8601 in UTC, always 24 characters, so that texts sort like times. */
  readonly at: string
  readonly id: string
  readonly customer: string
  readonly amount: Decimal.Decimal
}

/** Reads and checks every row; the first one that is wrong is named, and nothing after it is read. */
export async function* read(path: string, columns: Columns, unit: Unit.Unit): AsyncGenerator<Line> {
  let places: Places | undefined
  const instantOf = lastOne(readInstant)
  for await (const { cells, row } of Csv.rows(path)) {
    if (places === undefined) {
      places = find(path, cells, columns)
      continue
    }
    if (cells.length !== places.width) {
      const message = `has ${cells.length} cells, but the header names ${places.width} columns`
      throw new Complaint(`${path}, row ${row} ${message}`)
    }
    const cell = (field: keyof Columns): string => cells[places?.[field] ?? -1] ?? ""
    const wrong = (field: keyof Columns, why: string): Complaint =>
      new Complaint(`${path}, row ${row}, column ${JSON.stringify(columns[field])}: ${why}`)
    const at = instantOf(cell("date"))
    if (at === undefined)
      throw wrong("date", `${shown(cell("date"))} is no date; write 2026-03-08 or 2026-03-08T14:30:00Z`)
    const amount = readAmount(cell("total"), unit)
    if (typeof amount === "string") throw wrong("total", amount)
    for (const field of ["id", "customer"] as const) {
      const why = whyNoId(cell(field))
      if (why !== undefined) throw wrong(field, why)
    }
    yield { row, at, id: cell("id"), customer: cell("customer"), amount }
  }
  if (places === undefined) throw new Complaint(`${path}: the file is empty`)
}

type Places = { readonly [Field in keyof Columns]: number } & { readonly width: number }

const find = (path: string, header: readonly string[], columns: Columns): Places => {
  const place = (field: keyof Columns): number => {
    const at = header.indexOf(columns[field])
    if (at >= 0) return at
    const known = header.map((name) => JSON.stringify(name)).join(", ")
    throw new Complaint(`${path} has no column ${JSON.stringify(columns[field])} for ${field}=; it has ${known}`)
  }
  return {
    id: place("id"),
    customer: place("customer"),
    date: place("date"),
    total: place("total"),
    width: header.length
  }
}

/** Most files name the same day many times in a row. */
const lastOne = <A>(make: (text: string) => A): ((text: string) => A) => {
  let last: { readonly text: string; readonly value: A } | undefined
  return (text) => {
    if (last?.text !== text) last = { text, value: make(text) }
    return last.value
  }
}

/** A day without a time is taken at noon UTC, which is that day from Alaska to Japan. */
const readInstant = (text: string): string | undefined => {
  const isDay = Result.isSuccess(Calendar.parseDate(text))
  const read = Instant.parse(isDay ? `${text}T12:00:00Z` : text)
  const at = Result.isSuccess(read) ? Instant.format(read.success) : ""
  return at >= earliest && at < latest ? at : undefined
}

/** Room on both sides for the days before and after an order. */
const earliest = "1971"
const latest = "2200"

const readAmount = (text: string, unit: Unit.Unit): Decimal.Decimal | string => {
  const [digits = "", named, ...rest] = text.trim().split(" ")
  if (rest.length > 0) return `${shown(text)} is no amount; write 261.96`
  if (named !== undefined && named !== unit) return `${shown(text)} is in ${named}, but the program pays in ${unit}`
  return Decimal.parse(digits) ?? `${shown(text)} is no amount; write 261.96`
}

/** Below what Goodword takes, since the example makes ids of its own from these. */
const idMax = 150
const decodeId = Schema.decodeUnknownResult(Ids.ExternalId)

const whyNoId = (text: string): string | undefined => {
  if (text === "") return "is empty"
  if (text.length > idMax) return `has ${text.length} characters; ${idMax} at most`
  const read = decodeId(text)
  return Result.isSuccess(read) ? undefined : `${shown(text)} cannot be an id: ${read.failure.message.split("\n")[0]}`
}

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text)

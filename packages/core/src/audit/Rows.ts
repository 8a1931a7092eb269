/** Stored facts against what the log says of them, field by field. */
import type { Check, Notes } from "./Report.ts"

/** Something that has a row of its own, once it was met there. */
export interface Row {
  readonly isStored: boolean
}

/** Expected fields as plain values; what a fact has besides them is not looked at. */
export type Expected = Readonly<Record<string, unknown>>

/** Compares one row. The order of an object's keys says nothing. */
export const compare = (notes: Notes, check: Check, key: string, expected: Expected, row: unknown): void => {
  const isThere = typeof row === "object" && row !== null
  if (
    !notes.holds(
      isThere,
      check,
      key,
      "the fact",
      () => "there",
      () => `${row}`
    )
  )
    return
  for (const name in expected) {
    const wanted = expected[name]
    const found = (row as Record<string, unknown>)[name]
    notes.holds(
      canonical(wanted) === canonical(found),
      check,
      key,
      name,
      () => shown(wanted),
      () => shown(found)
    )
  }
}

/** As a finding shows it: text and numbers as they are, anything else as JSON. */
const shown = (value: unknown): string =>
  typeof value === "string" ? value : canonical(value).replace(/^"(-?\d+)"$/u, "$1")

/** One text for equal values; whole numbers of any size are text, as they are stored. */
export const canonical = (value: unknown): string => {
  if (typeof value === "bigint") return JSON.stringify(`${value}`)
  if (typeof value === "string") return JSON.stringify(value)
  if (typeof value !== "object" || value === null) return `${value}`
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .sort()
    .join(",")}}`
}

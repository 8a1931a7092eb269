/**
 * Columns as text that PostgreSQL makes arrays of. A driver's own are made element by element for whatever may be in
 * them; these know what they write, and cost a fraction.
 */
import { StoreError, type Wire } from "@goodword/core"

const special = /["\\]/
const specials = /["\\]/g

/** What JSON writes otherwise than an array does, besides the quote and the backslash. */
const otherInJson = /[\u0000-\u001f\ud800-\udfff]/

const element = (text: string | undefined): string => {
  if (text === undefined) return "NULL"
  if (!special.test(text)) return `"${text}"`
  // Such as the question of a receipt. Both escape with a backslash, and the engine's own is much the faster.
  return otherInJson.test(text) ? `"${text.replace(specials, "\\$&")}"` : JSON.stringify(text)
}

/** Halves of surrogate pairs would be written as another character, and two keys could become one. */
export const texts = (values: readonly (string | undefined)[]): string => {
  // A key with a quote is rare.
  const isPlain = values.every((value) => value !== undefined && !special.test(value))
  const literal =
    values.length === 0 ? "{}" : isPlain ? `{"${values.join('","')}"}` : `{${values.map(element).join(",")}}`
  if (literal.isWellFormed()) return literal
  throw new StoreError({ reason: "Refused", message: "a key or an id has half of a surrogate pair" })
}

/** Stands between documents: JSON text has no control characters, so nothing has to be escaped. */
export const separator = "\u001f"

/** A column of documents, as one text; `Line` has the server cut it at the separators. */
export interface Documents {
  readonly documents: string
}

export const documents = (values: readonly (Wire.Json | undefined)[]): Documents => {
  let documents = ""
  for (const value of values) documents += documents === "" ? JSON.stringify(value) : separator + JSON.stringify(value)
  return { documents }
}

export const numbers = (values: readonly (number | bigint | undefined)[]): string =>
  values.includes(undefined)
    ? `{${values.map((value) => (value === undefined ? "NULL" : `${value}`)).join(",")}}`
    : `{${values.join(",")}}`

export const flags = (values: readonly boolean[]): string => `{${values.map((value) => (value ? "t" : "f")).join(",")}}`

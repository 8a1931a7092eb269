/**
 * Columns as PostgreSQL's array literals. A driver's own are made element by element for whatever may be in them; these
 * know what they write, and cost a third.
 */
import { StoreError, type Wire } from "@goodword/core"

const special = /["\\]/
const specials = /["\\]/g

const element = (text: string): string => (special.test(text) ? `"${text.replace(specials, "\\$&")}"` : `"${text}"`)

/** Halves of surrogate pairs would be written as another character, and two keys could become one. */
export const texts = (values: readonly (string | undefined)[]): string => {
  const literal = `{${values.map((text) => (text === undefined ? "NULL" : element(text))).join(",")}}`
  if (literal.isWellFormed()) return literal
  throw new StoreError({ reason: "Refused", message: "a key or an id has half of a surrogate pair" })
}

/** JSON text has no control characters, so JSON's escapes of it are those of a literal. */
export const documents = (values: readonly (Wire.Json | undefined)[]): string =>
  `{${values.map((value) => (value === undefined ? "NULL" : JSON.stringify(JSON.stringify(value)))).join(",")}}`

export const numbers = (values: readonly (number | bigint | undefined)[]): string =>
  `{${values.map((value) => (value === undefined ? "NULL" : `${value}`)).join(",")}}`

export const flags = (values: readonly boolean[]): string => `{${values.map((value) => (value ? "t" : "f")).join(",")}}`

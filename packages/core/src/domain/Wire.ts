/**
 * How facts, events and messages are written down: as JSON, in which whole numbers of any size are text.
 *
 * The log keeps minor units, not `"80.00 USD"`: a currency may change its decimals one day, and what was recorded may
 * not. The keys that hold such numbers are listed here; documents of programs and terms are passed on as they are.
 */
import { assertInvariant } from "./internal/assert.ts"

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const integers: ReadonlySet<string> = new Set(["minor", "add", "counts", "back"])
const opaque: ReadonlySet<string> = new Set(["document", "terms"])

export const encode = (value: unknown): Json => {
  if (Array.isArray(value)) return value.map(encode)
  if (typeof value !== "object" || value === null) {
    assertInvariant(typeof value !== "bigint", "an integer stands under a key that Wire.ts does not list")
    return value as Json
  }
  const written: Record<string, Json> = {}
  const tree = value as Readonly<Record<string, unknown>>
  for (const key in tree) {
    const field = tree[key]
    if (field === undefined) continue
    written[key] =
      typeof field === "bigint" && integers.has(key) ? `${field}` : opaque.has(key) ? (field as Json) : encode(field)
  }
  return written
}

export const decode = (json: Json): unknown => {
  if (Array.isArray(json)) return json.map(decode)
  if (typeof json !== "object" || json === null) return json
  const value: Record<string, unknown> = {}
  const tree = json as { readonly [key: string]: Json }
  for (const key in tree) {
    const field = tree[key] as Json
    value[key] =
      typeof field === "string" && integers.has(key) ? BigInt(field) : opaque.has(key) ? field : decode(field)
  }
  return value
}

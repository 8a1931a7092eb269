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

/** What has nothing to be written otherwise is handed on as it is, not copied. */
export const encode = (value: unknown): Json => {
  if (Array.isArray(value)) return each(value, encode) as Json
  if (typeof value !== "object" || value === null) {
    assertInvariant(typeof value !== "bigint", "an integer stands under a key that Wire.ts does not list")
    return value as Json
  }
  const tree = value as Readonly<Record<string, unknown>>
  let written: Record<string, unknown> | undefined
  for (const key in tree) {
    const field = tree[key]
    if (field === undefined) return encode(defined(tree))
    if ((typeof field !== "object" || field === null) && typeof field !== "bigint") continue
    const encoded =
      typeof field === "bigint" && integers.has(key) ? `${field}` : opaque.has(key) ? field : encode(field)
    if (encoded === field) continue
    written ??= { ...tree }
    written[key] = encoded
  }
  return (written ?? tree) as Json
}

export const decode = (json: Json): unknown => {
  if (Array.isArray(json)) return each(json, decode)
  if (typeof json !== "object" || json === null) return json
  const tree = json as { readonly [key: string]: Json }
  let value: Record<string, unknown> | undefined
  for (const key in tree) {
    const field = tree[key] as Json
    const decoded =
      typeof field === "string"
        ? integers.has(key)
          ? BigInt(field)
          : field
        : typeof field !== "object" || field === null || opaque.has(key)
          ? field
          : decode(field)
    if (decoded === field) continue
    value ??= { ...tree }
    value[key] = decoded
  }
  return value ?? tree
}

/** The very same array where nothing of it changes. */
const each = <A>(values: readonly A[], change: (value: A) => unknown): readonly unknown[] => {
  let changed: unknown[] | undefined
  for (let i = 0; i < values.length; i++) {
    const value = change(values[i] as A)
    if (value === values[i]) continue
    changed ??= [...values]
    changed[i] = value
  }
  return changed ?? values
}

/** Without the fields that are `undefined`, which JSON does not know. */
const defined = (tree: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(tree).filter(([, field]) => field !== undefined))

/** Entries of a catalog as a program writes them: a name, and the terms beside it. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Catalogs } from "./Catalogs.ts"
import type { AnyCondition, Check, Document } from "./Condition.ts"
import { assertInvariant } from "./internal/assert.ts"
import { quote } from "./internal/codec.ts"
import { type Issue, issuesOf, pathText } from "./internal/issues.ts"

export type Path = readonly (string | number)[]

/** A condition with its decoded terms. */
export interface When {
  readonly condition: string
  readonly terms: unknown
}

export const Terms = Schema.Record(Schema.String, Schema.Unknown)

/** Every mistake is told, and nothing is taken that has no meaning. */
export const strict = { errors: "all", onExcessProperty: "error" } as const

export const readWhen = (
  documents: readonly Readonly<Record<string, unknown>>[],
  path: Path,
  catalogs: Catalogs,
  issues: Issue[]
): readonly When[] => documents.map((document, i) => readCondition(document, [...path, i], catalogs, issues, 0))

/** How deep conditions stand in each other; whoever reads them must come to an end. */
const depthMax = 3

const nothing: When = { condition: "", terms: {} }

const readCondition = (
  { condition, ...written }: Document,
  path: Path,
  catalogs: Catalogs,
  issues: Issue[],
  depth: number
): When => {
  const entry = typeof condition === "string" ? catalogs.conditions.get(condition) : undefined
  if (entry === undefined) {
    issues.push(unknownEntry([...path, "condition"], "condition", condition, [...catalogs.conditions.keys()]))
    return nothing
  }
  if (depth > depthMax) {
    issues.push({
      path: pathText(path),
      message: `stands too deep: conditions stand in each other up to ${depthMax} deep`
    })
    return nothing
  }
  const found = issues.length
  const terms = readTerms(entry.terms, written, path, issues)
  if (issues.length > found || entry.parts === undefined) return { condition: entry.condition, terms }
  // Parts are kept as they are written, each in the one way in which it is written back.
  const isList = Array.isArray(written.of)
  const parts = entry.parts(terms).map((part, i) => {
    const read = readCondition(part, isList ? [...path, "of", i] : [...path, "of"], catalogs, issues, depth + 1)
    return writeWhen(read, catalogs)
  })
  return { condition: entry.condition, terms: { ...(terms as object), of: isList ? parts : parts[0] } }
}

const entryOf = ({ condition }: When, catalogs: Catalogs): AnyCondition => {
  const entry = catalogs.conditions.get(condition)
  assertInvariant(entry !== undefined, `no condition ${condition}: decode checks this`)
  return entry
}

const partsOf = (when: When, catalogs: Catalogs): readonly When[] => {
  const documents = entryOf(when, catalogs).parts?.(when.terms) ?? []
  return documents.map((part) => readCondition(part, [], catalogs, [], 0))
}

/** Whether a condition, or each that it puts together, looks at a person alone. */
export const isAboutPerson = (when: When, catalogs: Catalogs): boolean => {
  const parts = partsOf(when, catalogs)
  if (parts.length === 0) return entryOf(when, catalogs).about === "person"
  return parts.every((part) => isAboutPerson(part, catalogs))
}

/** A condition that was read, compiled with its parts. */
export const checkOf = (when: When, catalogs: Catalogs): Check => {
  const parts = partsOf(when, catalogs).map((part) => checkOf(part, catalogs))
  return entryOf(when, catalogs).check(when.terms, parts)
}

/** One phrase for people. */
export const describeWhen = (when: When, catalogs: Catalogs, locale: string): string => {
  const parts = partsOf(when, catalogs).map((part) => describeWhen(part, catalogs, locale))
  return entryOf(when, catalogs).describe(when.terms, locale, parts)
}

export const readTerms = (
  schema: Schema.Codec<unknown, unknown>,
  terms: unknown,
  path: Path,
  issues: Issue[]
): unknown => {
  const read = Schema.decodeUnknownResult(schema)(terms, strict)
  if (Result.isSuccess(read)) return read.success
  issues.push(...issuesOf(read.failure, path))
  return undefined
}

export const unknownEntry = (path: Path, what: string, got: unknown, known: readonly string[]): Issue => ({
  path: pathText(path),
  message:
    got === undefined
      ? `is missing: name a ${what}, one of ${known.join(", ")}`
      : `there is no ${what} ${typeof got === "string" ? quote(got) : `that is a ${typeof got}`}; known are ${known.join(", ")}`
})

export const writeWhen = (when: When, catalogs: Catalogs): Record<string, unknown> => ({
  condition: when.condition,
  ...writeTerms(catalogs.conditions.get(when.condition)?.terms, when.terms)
})

export const writeTerms = (schema: Schema.Codec<unknown, unknown> | undefined, terms: unknown): object => {
  const written = schema === undefined ? undefined : Schema.encodeUnknownResult(schema)(terms)
  return written !== undefined && Result.isSuccess(written) ? (written.success as object) : {}
}

export const withoutNulls = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

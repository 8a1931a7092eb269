/** Entries of a catalog as a program writes them: a name, and the terms beside it. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Catalogs } from "./Catalogs.ts"
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
): readonly When[] =>
  documents.map(({ condition, ...terms }, i) => {
    const entry = typeof condition === "string" ? catalogs.conditions.get(condition) : undefined
    if (entry === undefined) {
      issues.push(unknownEntry([...path, i, "condition"], "condition", condition, [...catalogs.conditions.keys()]))
      return { condition: "", terms: {} }
    }
    return { condition: entry.condition, terms: readTerms(entry.terms, terms, [...path, i], issues) }
  })

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

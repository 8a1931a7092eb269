import type * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"

/** One thing that is wrong with a document, and where. */
export interface Issue {
  /** As one would write it in code: `advocate[0].give.amount`; empty for the whole document. */
  readonly path: string
  readonly message: string
}

const format = SchemaIssue.makeFormatterStandardSchemaV1()

export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((part, i) =>
      typeof part === "number" || /^\d+$/u.test(`${String(part)}`)
        ? `[${String(part)}]`
        : `${i === 0 ? "" : "."}${String(part)}`
    )
    .join("")

/** Words of the schema library that say too little to whoever made the mistake. */
const plainer: ReadonlyMap<string, string> = new Map([
  ["Expected no excess property", "is not a field here: look for a typing mistake, or leave it out"],
  ["Missing key", "is missing"]
])

/** All that a schema has against a document, with readable paths. */
export const issuesOf = (error: Schema.SchemaError, base: readonly PropertyKey[] = []): readonly Issue[] =>
  format(error.issue).issues.map(({ message, path }) => ({
    path: pathText([...base, ...(path ?? []).map((part) => (typeof part === "object" ? part.key : part))]),
    message: plainer.get(message) ?? message
  }))

/** The issues as one sentence each, path first. */
export const issueText = (issues: readonly Issue[]): string =>
  issues.map(({ message, path }) => (path === "" ? message : `${path}: ${message}`)).join("\n")

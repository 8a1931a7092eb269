/** What the doors of drafts take. A document may be unfinished, but it is one: plain JSON, and not without end. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Ids from "../domain/Ids.ts"
import * as Instant from "../domain/Instant.ts"
import type { Json } from "../domain/Wire.ts"
import * as Input from "./Input.ts"

const common = {
  program: Ids.ProgramId,
  /** Who of the store's staff it was, by the store's own word for them. */
  by: Schema.optionalKey(Ids.ExternalId),
  key: Schema.optionalKey(Ids.ExternalId),
  at: Schema.optionalKey(Instant.Text)
}

const Revision = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))

export const SaveDraft = Schema.Struct({
  ...common,
  /** What is to be saved: a program, or what has been written of one. */
  document: Schema.optionalKey(Schema.Unknown),
  /** Instead of a document: that of a version that was published, to go back to it. */
  version: Schema.optionalKey(Revision),
  /** The revision that was looked at; left out where there was no draft. */
  revision: Schema.optionalKey(Revision)
}).check(
  Schema.makeFilter(
    ({ document, version }) =>
      (document === undefined) !== (version === undefined) || {
        path: ["document"],
        issue: "give either a document or the version that it is to be"
      }
  )
)

export const DiscardDraft = Schema.Struct({ ...common, revision: Revision })

const { key: _, ...publishing } = Input.Publishing.fields

/** A revision is published once: it is its own key. */
export const PublishDraft = Schema.Struct({ ...publishing, program: Ids.ProgramId, revision: Revision })

export const OneDraft = Schema.Struct({ program: Ids.ProgramId })

export type SaveDraft = Input.Written<typeof SaveDraft.Encoded>
export type DiscardDraft = Input.Written<typeof DiscardDraft.Encoded>
export type PublishDraft = Input.Written<typeof PublishDraft.Encoded>
export type OneDraft = Input.Written<typeof OneDraft.Encoded>

const charactersMax = 100_000
const depthMax = 40

/** The document as plain JSON, or what is wrong with it as a whole. */
export const plain = (document: unknown): Result.Result<Json, string> => {
  const text = textOf(document)
  if (text === undefined || !text.startsWith("{")) return Result.fail("must be an object of plain JSON")
  if (text.length > charactersMax) return Result.fail(`has ${text.length} characters; ${charactersMax} are the most`)
  const json = JSON.parse(text) as Json
  if (!isShallow(json, depthMax)) return Result.fail(`stands in itself more than ${depthMax} deep`)
  return isStorable(json) ? Result.succeed(json) : Result.fail("has a character that cannot be stored")
}

const textOf = (document: unknown): string | undefined => {
  try {
    return JSON.stringify(document)
  } catch {
    return undefined
  }
}

const isShallow = (json: Json, left: number): boolean =>
  typeof json !== "object" ||
  json === null ||
  (left > 0 && Object.values(json).every((one) => isShallow(one, left - 1)))

/** Half of a surrogate pair and NUL are no text that every store keeps. */
const isStorable = (json: Json): boolean => {
  if (typeof json === "string") return json.isWellFormed() && !json.includes("\u0000")
  if (typeof json !== "object" || json === null) return true
  return Object.entries(json).every(([name, one]) => isStorable(name) && isStorable(one))
}

/** The doors of drafts: a program is written, looked at, and published or thrown away by people, without a developer. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Command } from "../domain/Command.ts"
import type * as Fact from "../domain/Fact.ts"
import type { ProgramId } from "../domain/Ids.ts"
import type { Issue } from "../domain/internal/issues.ts"
import * as Key from "../domain/Key.ts"
import * as Program from "../domain/Program.ts"
import * as ProgramDraft from "../domain/ProgramDraft.ts"
import * as DraftInput from "./DraftInput.ts"
import * as DraftOutput from "./DraftOutput.ts"
import { type DoorError, type EngineError, InvalidInput, Refusal } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { fact } from "./LoadFact.ts"
import * as Output from "./Output.ts"
import * as ProgramDoors from "./ProgramDoors.ts"

type Door<I, A> = (input: I) => Effect.Effect<A, DoorError>

export interface ProgramDrafts {
  /** Saves what is being written of a program, finished or not; it changes nothing for anybody. */
  readonly saveDraft: Door<DraftInput.SaveDraft, DraftOutput.ProgramDraft>
  /** The draft of a program: what is still wrong with it, and what it would change; `undefined` where there is none. */
  readonly draft: Door<DraftInput.OneDraft, DraftOutput.ProgramDraft | undefined>
  readonly discardDraft: Door<DraftInput.DiscardDraft, DraftOutput.DraftGone>
  /** Publishes the draft as the next version, as `publish` does; it is gone then. */
  readonly publishDraft: Door<DraftInput.PublishDraft, Output.Published>
}

export const make = (config: ProgramDoors.Config): ProgramDrafts => ({
  saveDraft: saveDraft(config),
  draft: one(config),
  discardDraft: discardDraft(config),
  publishDraft: publishDraft(config)
})

const saveDraft = (config: ProgramDoors.Config): ProgramDrafts["saveDraft"] => {
  const decode = Input.decoder(DraftInput.SaveDraft)
  return Effect.fn("Goodword.saveDraft")(function* (input) {
    const { at, by = null, key, program, revision: seen = null, version, ...given } = yield* decode(input)
    const document =
      version === undefined ? yield* written(config, given.document) : yield* published(config, program, version)
    const id = (document as { readonly id?: unknown }).id
    if (id !== undefined && id !== program) {
      return yield* refuse("document.id", `is ${JSON.stringify(id)}, and this is the draft of "${program}"`)
    }
    const command: Command = { _tag: "SaveDraft", at: at ?? config.now(), program, document, seen, by }
    yield* config.ask("saveDraft", keyOf(config, "saveDraft", program, key), { program, document, seen, by }, command)
    return yield* told(config, program)
  })
}

const keyOf = ({ newId }: ProgramDoors.Config, door: string, program: ProgramId, key: string | undefined): string =>
  `${door}/${program}/${key ?? newId()}`

const refuse = (path: string, message: string): Effect.Effect<never, InvalidInput> =>
  Effect.fail(new InvalidInput({ issues: [{ path, message }] }))

/** A program that was made is written down; anything else is taken as it is, so far as it is JSON. */
const written = ({ catalogs }: ProgramDoors.Config, document: unknown): Effect.Effect<unknown, InvalidInput> => {
  const json = DraftInput.plain(ProgramDoors.asDocument(document, catalogs))
  return Result.isSuccess(json) ? Effect.succeed(json.success) : refuse("document", json.failure)
}

const published = Effect.fnUntraced(function* (config: ProgramDoors.Config, program: ProgramId, version: number) {
  const known = yield* fact(config, Key.programVersion(program, version))
  return known === null ? yield* refuse("version", `program "${program}" has no version ${version}`) : known.document
})

const one = (config: ProgramDoors.Config): ProgramDrafts["draft"] => {
  const decode = Input.decoder(DraftInput.OneDraft)
  return Effect.fn("Goodword.draft")(function* (input) {
    const { program } = yield* decode(input)
    const known = yield* fact(config, Key.programDraft(program))
    return known?.state === "open" ? yield* told(config, program) : undefined
  })
}

/** The draft as it stands now, beside what is published. */
const told = Effect.fnUntraced(function* (config: ProgramDoors.Config, program: ProgramId) {
  const known = yield* fact(config, Key.programDraft(program))
  if (known?.state !== "open") return yield* changed(program, null, known)
  const before = yield* ProgramDoors.standing(config, program)
  const { document, issues } = lookedAt(config, known.document)
  return DraftOutput.programDraft(known, {
    problems: issues,
    differences: ProgramDoors.differencesTo(before, document),
    versions: before?.head.versions ?? 0
  })
})

const changed = (program: ProgramId, seen: number | null, known: Fact.ProgramDraft | null) => {
  const open = known?.state === "open" ? known : null
  const { by = null, revision = null } = open ?? {}
  return Effect.fail<EngineError>(new Refusal({ _tag: "DraftChanged", program, seen, revision, by }))
}

/** A finished draft is compared as it would be published, with all that is left out filled in. */
const lookedAt = (
  { catalogs }: ProgramDoors.Config,
  document: unknown
): { readonly document: unknown; readonly issues: readonly Issue[] } => {
  const read = Program.decode(document, catalogs)
  return Result.isFailure(read)
    ? { document, issues: read.failure.issues }
    : { document: Program.toJson(read.success, catalogs), issues: [] }
}

const discardDraft = (config: ProgramDoors.Config): ProgramDrafts["discardDraft"] => {
  const decode = Input.decoder(DraftInput.DiscardDraft)
  return Effect.fn("Goodword.discardDraft")(function* (input) {
    const { at, by = null, key, program, revision } = yield* decode(input)
    const command: Command = { _tag: "DiscardDraft", at: at ?? config.now(), program, seen: revision, by }
    yield* config.ask("discardDraft", keyOf(config, "discardDraft", program, key), { program, revision, by }, command)
    return { program, revision }
  })
}

const publishDraft = (config: ProgramDoors.Config): ProgramDrafts["publishDraft"] => {
  const decode = Input.decoder(DraftInput.PublishDraft)
  return Effect.fn("Goodword.publishDraft")(function* (input) {
    const { program, revision, ...options } = yield* decode(input)
    const known = yield* fact(config, Key.programDraft(program))
    if (known?.state === "published" && known.revision === revision) return yield* again(config, known, options)
    const head = yield* fact(config, Key.program(program))
    const refused = ProgramDraft.refusal(known, program, revision, head)
    if (refused !== undefined) return yield* Effect.fail<EngineError>(new Refusal(refused) as EngineError)
    const read = Program.decode(known?.document, config.catalogs)
    if (Result.isFailure(read)) return yield* new InvalidInput({ issues: read.failure.issues })
    return yield* ProgramDoors.publishing(config, "publish", read.success, options, revision)
  })
}

/** It is published already: whoever asks again with the same words is answered the same. */
const again = Effect.fnUntraced(function* (
  config: ProgramDoors.Config,
  { program, revision: draft }: Fact.ProgramDraft,
  { from, openReferrals = "keep" }: Omit<typeof DraftInput.PublishDraft.Type, "program" | "revision">
) {
  const fields = { program, openReferrals, from: from ?? null, draft }
  const at = config.now()
  const command: Command = { _tag: "PublishProgram", program, document: null, mode: "publish", draft, at }
  const { answer } = yield* config.ask("publish", ProgramDoors.draftReceipt(program, draft), fields, command)
  const version = answer.subject.version as number
  const head = yield* fact(config, Key.program(program))
  return Output.published({ program, version, differences: [], openReferrals, from: from ?? null }, head)
})

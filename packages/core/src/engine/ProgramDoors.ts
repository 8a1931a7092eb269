/** The doors about programs: publishing them, stopping them, and how they stand. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Catalogs } from "../domain/Catalogs.ts"
import type { Command } from "../domain/Command.ts"
import { type Compiled, compile } from "../domain/Compile.ts"
import type * as Fact from "../domain/Fact.ts"
import type { ProgramId } from "../domain/Ids.ts"
import { differences } from "../domain/internal/differences.ts"
import * as Key from "../domain/Key.ts"
import * as Pin from "../domain/Pin.ts"
import * as Program from "../domain/Program.ts"
import { StoreError } from "../ports/PortError.ts"
import type { Reply } from "./Attempt.ts"
import { type DoorError, type EngineError, InvalidInput } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { fact } from "./LoadFact.ts"
import type * as LogWalk from "./LogWalk.ts"
import * as Lotteries from "./Lotteries.ts"
import * as Output from "./Output.ts"
import * as Repricings from "./Repricings.ts"
import * as TierSettling from "./TierSettling.ts"

export interface Config extends LogWalk.Config {
  readonly catalogs: Catalogs
  readonly newId: () => string
  readonly newSeed: () => string
  readonly ask: (door: string, key: string, fields: object, command: Command) => Effect.Effect<Reply, EngineError>
}

type Door<I, A> = (input: I) => Effect.Effect<A, DoorError>

export interface ProgramDoors {
  /** Publishes a new version, at once or from a time on; `dryRun` only tells what it would do. */
  readonly publish: (
    program: Program.Program | Program.Input,
    options?: Input.Publishing
  ) => Effect.Effect<Output.Published, DoorError>
  /** No referrals begin until it is resumed; those that are under way go on. */
  readonly pause: Door<Input.Turn, Output.ProgramState>
  readonly resume: Door<Input.Turn, Output.ProgramState>
  /** No referrals begin any more, for good; those that are under way go on. */
  readonly archive: Door<Input.Turn, Output.ProgramState>
  /** Has what is held valued anew, where a version asks for that; again and again until `next` is `null`. */
  readonly reprice: Door<Input.ByLog, Output.Repriced>
  /** Tells advocates what an edit changes in tiers, and gives and takes perks; again and again until `next` is `null`. */
  readonly settleTiers: Door<Input.ByLog, TierSettling.TiersSettled>
  /** How a program stands now, and why; `undefined` where there is neither a version nor a draft. */
  readonly program: Door<Input.OneProgram, Output.ProgramState | undefined>
  /** All programs, in the order in which they were first published, or saved as a draft. */
  readonly programs: Door<Input.AllPrograms, readonly Output.ProgramState[]>
}

export const make = (config: Config): ProgramDoors => ({
  publish: publish(config, "publish"),
  pause: turn(config, "pause", "paused"),
  resume: turn(config, "resume", "open"),
  archive: turn(config, "archive", "archived"),
  reprice: Repricings.reprice(config),
  settleTiers: TierSettling.settleTiers(config),
  program: one(config),
  programs: all(config)
})

export const publish = (config: Config, mode: "open" | "publish"): ProgramDoors["publish"] => {
  const decode = Input.decoder(Input.Publishing)
  return Effect.fn("Goodword.publish")(function* (input, options) {
    const read = Program.decode(asDocument(input, config.catalogs), config.catalogs)
    if (Result.isFailure(read)) return yield* new InvalidInput({ issues: read.failure.issues })
    return yield* publishing(config, mode, read.success, yield* decode(options ?? {}))
  })
}

/** @param draft the revision that the program was a draft of */
export const publishing = Effect.fnUntraced(function* (
  config: Config,
  mode: "open" | "publish",
  made: Program.Program,
  { dryRun = false, from, key, openReferrals = "keep" }: typeof Input.Publishing.Type,
  draft?: number
) {
  const program = made.id
  const document = Program.toJson(made, config.catalogs)
  const before = yield* standing(config, program)
  const at = config.now()
  if (from !== undefined && from <= at) {
    const message = "has passed: name a time to come, or leave it out to publish now"
    return yield* new InvalidInput({ issues: [{ path: "from", message }] })
  }
  const told = { program, differences: differencesTo(before, document), openReferrals, from: from ?? null }
  if (dryRun) return Output.published({ ...told, version: (before?.head.versions ?? 0) + 1 }, before?.head ?? null)
  const ofDraft = draft === undefined ? {} : { draft }
  const receipt =
    draft === undefined
      ? { key: `publish/${program}/${key ?? config.newId()}`, fields: { document } }
      : { key: draftReceipt(program, draft), fields: ofDraft }
  const command: Command = {
    _tag: "PublishProgram",
    program,
    document,
    mode,
    openReferrals,
    ...(from === undefined ? {} : { from }),
    ...ofDraft,
    ...(Lotteries.drawsByLot(made, config.catalogs) ? { seed: config.newSeed() } : {}),
    at
  }
  const fields = { program, openReferrals, from: from ?? null, ...receipt.fields }
  const { answer } = yield* config.ask("publish", receipt.key, fields, command)
  return Output.published({ ...told, version: answer.subject.version as number }, before?.head ?? null)
})

/** A revision is published once, so it needs no other key. */
export const draftReceipt = (program: ProgramId, revision: number): string => `publish/${program}/draft/${revision}`

/** A program that was made already is written down again; anything else is taken as a document. */
export const asDocument = (input: unknown, catalogs: Catalogs): unknown =>
  Program.isProgram(input) ? Program.toJson(input, catalogs) : input

export const differencesTo = (before: Standing | undefined, document: unknown): readonly string[] =>
  before?.live === undefined ? [] : differences(before.live.document, document)

const turn = (config: Config, door: "pause" | "resume" | "archive", to: Fact.ProgramStatus): ProgramDoors["pause"] => {
  const decode = Input.decoder(Input.Turn)
  return Effect.fn(`Goodword.${door}`)(function* (input) {
    const fields = yield* decode(input)
    const program = yield* config.programOf(fields.program)
    const command: Command = { _tag: "TurnProgram", program, to, at: fields.at ?? config.now() }
    yield* config.ask(door, `${door}/${program}/${fields.key ?? config.newId()}`, fields, command)
    const after = yield* standing(config, program)
    if (after !== undefined) return Output.programState(after, yield* draftOf(config, program), config.now())
    return yield* new StoreError({ reason: "Unreadable", message: `program ${program} was written and is gone` })
  })
}

const one = (config: Config): ProgramDoors["program"] => {
  const decode = Input.decoder(Input.OneProgram)
  return Effect.fn("Goodword.program")(function* (input) {
    const fields = yield* decode(input)
    return yield* stateOf(config, yield* config.programOf(fields.program))
  })
}

const stateOf = Effect.fnUntraced(function* (config: Config, program: ProgramId) {
  const found = yield* standing(config, program)
  const draft = yield* draftOf(config, program)
  if (found !== undefined) return Output.programState(found, draft, config.now())
  return draft === null ? undefined : Output.unpublished(draft)
})

const draftOf = Effect.fnUntraced(function* (config: Config, program: ProgramId) {
  const draft = yield* fact(config, Key.programDraft(program))
  return draft?.state === "open" ? draft : null
})

const all = (config: Config): ProgramDoors["programs"] => {
  const decode = Input.decoder(Input.AllPrograms)
  return Effect.fn("Goodword.programs")(function* (input) {
    yield* decode(input)
    const index = yield* fact(config, Key.programs)
    const states: Output.ProgramState[] = []
    for (const program of index?.programs ?? []) {
      const found = yield* stateOf(config, program)
      if (found !== undefined) states.push(found)
    }
    return states
  })
}

/** A head as it is now, and the terms that are live. */
export interface Standing {
  readonly head: Fact.ProgramHead
  readonly live: Compiled | undefined
}

export const standing = Effect.fnUntraced(function* (config: Config, program: ProgramId) {
  const stored = yield* fact(config, Key.program(program))
  if (stored === null) return undefined
  const head = Pin.at(stored, config.now())
  const { version } = head
  const terms = version === 0 ? null : yield* fact(config, Key.programVersion(program, version))
  if (terms === null) return { head, live: undefined } satisfies Standing
  const read = Program.decode(terms.document, config.catalogs)
  if (Result.isFailure(read)) {
    const message = `version ${version} of ${program} cannot be read: ${read.failure.message}`
    return yield* new StoreError({ reason: "Unreadable", message })
  }
  const live = compile(read.success, { version, document: terms.document }, config.catalogs)
  return { head, live } satisfies Standing
})

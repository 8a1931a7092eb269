/** Steps that edit programs: publishing, drafts, having what is held valued anew, stopping. */
import { type Command, type Fact, type Ids, type Instant, Key, Program } from "@goodword/core"
import * as Result from "effect/Result"
import { advocatesOf, rewardsOf } from "./found.ts"
import type { History } from "./histories.ts"
import { seedFor, seedOf } from "./seeds.ts"
import type { Step } from "./steps.ts"
import type { World } from "./World.ts"

export const programId = (n: number): Ids.ProgramId => (["alpha", "beta", "gamma"][n] ?? "beta") as Ids.ProgramId

type PublishProgram = Extract<Command, { readonly _tag: "PublishProgram" }>

export const publishing = (program: Program.Program, at: Instant.Instant): PublishProgram => ({
  _tag: "PublishProgram",
  at,
  program: program.id,
  document: Program.toJson(program),
  mode: "publish",
  ...seedFor(program, Program.toJson(program))
})

type OfProgram = Extract<Step, { do: "publish" | "draft" | "reprice" | "turn" | "reveal" }>

export const ofProgram = (
  step: OfProgram,
  at: Instant.Instant,
  world: World,
  edits: History["edits"]
): readonly Command[] => {
  switch (step.do) {
    case "publish": {
      const edit = edits[step.version % edits.length]
      if (edit === undefined) return []
      const from = step.later === 0 ? {} : { from: (at + step.later) as Instant.Instant }
      const { openReferrals } = step
      const isNow = openReferrals === "reprice" && step.later === 0
      return [{ ...publishing(Program.make(edit), at), ...from, openReferrals }, ...(isNow ? repricing(world, at) : [])]
    }
    case "draft":
      return drafting(step, at, world, edits)
    case "reprice":
      return [...repricing(world, at), ...retelling(world, at)]
    case "reveal":
      return [{ _tag: "RevealSeed", at, program: programId(step.program), seed: seedOf(world.events.length) }]
    case "turn":
      return [{ _tag: "TurnProgram", at, program: programId(step.program), to: step.to }]
  }
}

const drafting = (
  { hasSeen, program: n, version, what }: Extract<Step, { do: "draft" }>,
  at: Instant.Instant,
  world: World,
  edits: History["edits"]
): readonly Command[] => {
  const program = programId(n)
  const known = world.fact<Fact.ProgramDraft>(Key.programDraft(program))
  const open = known?.state === "open" ? known : null
  const seen = hasSeen ? (open?.revision ?? null) : (known?.revision ?? 7)
  const edit = edits[version % edits.length]
  const document = edit === undefined ? {} : Program.toJson(Program.make({ ...edit, id: program }))
  switch (what) {
    case "save":
      return [{ _tag: "SaveDraft", at, program, document, seen, by: "kim" }]
    case "save something unfinished":
      return [{ _tag: "SaveDraft", at, program, document: { name: `number ${version}` }, seen, by: null }]
    case "discard":
      return [{ _tag: "DiscardDraft", at, program, seen: seen ?? 1, by: "lee" }]
    case "publish": {
      // A door asks for no draft that is unfinished to be published.
      const read = open === null ? undefined : Program.decode(open.document)
      if (open === null || read === undefined || Result.isFailure(read)) return []
      const { document } = open
      const seed = seedFor(read.success, document)
      return [{ _tag: "PublishProgram", at, program, document, mode: "publish", draft: seen ?? 1, ...seed }]
    }
  }
}

/** All that was ever granted is looked at, held or not. */
const repricing = (world: World, at: Instant.Instant): readonly Command[] =>
  rewardsOf(world).map(({ reward }) => ({ _tag: "RepriceReward", at, reward }))

/** Whoever takes part is told what edits have changed in tiers. */
const retelling = (world: World, at: Instant.Instant): readonly Command[] =>
  advocatesOf(world).map(({ person, program }) => ({ _tag: "SettleTiers", at, program, person }))

/** Advocates: who takes part, and by which code they are known. Enrolling again changes nothing. */
import * as Attribution from "./Attribution.ts"
import type { EnrollAdvocate } from "./Command.ts"
import { type Compiled, checked, versionOf } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import * as Draft from "./Draft.ts"
import * as EarlierOrders from "./EarlierOrders.ts"
import { type Evidence, firstFailure } from "./Evidence.ts"
import { unpaid } from "./internal/unpaid.ts"
import * as Key from "./Key.ts"
import * as Pin from "./Pin.ts"
import * as Prints from "./Prints.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

export const plan = (scout: Scout.Scout, command: EnrollAdvocate): void => {
  const { codes, person, program } = command
  const isAsked = Scout.live(scout, program).some((live) => live.refer.length > 0)
  Prints.plan(scout, command)
  if (isAsked) {
    EarlierOrders.plan(scout, command)
    EarlierOrders.planOthers(scout, command)
  }
  Scout.want(scout, Key.advocate(program, person))
  for (const code of codes) Scout.want(scout, Key.code(code))
}

export const decide = (draft: Draft.Draft, command: EnrollAdvocate): Rejection | undefined => {
  const { at, codes, person, program } = command
  const head = Draft.read(draft, Key.program(program))
  if (head === null) return { _tag: "ProgramUnknown", program }
  if (head.status === "archived") return { _tag: "ProgramArchived", program }
  Prints.remember(draft, command, null)
  if (Draft.read(draft, Key.advocate(program, person)) !== null) return undefined
  const because = mayRefer(draft, versionOf(draft.programs, program, Pin.refersBy(head, at)), command)
  const failed = firstFailure(because)
  if (failed !== undefined) return { _tag: "MayNotRefer", program, condition: failed, because }
  const code = codes.find((candidate) => Draft.read(draft, Key.code(candidate)) === null)
  if (code === undefined) return { _tag: "CodesTaken", codes }
  Draft.emit(draft, {
    _tag: "AdvocateEnrolled",
    id: `${Key.advocate(program, person)}/enrolled`,
    at,
    recorded: draft.now,
    program,
    person,
    code,
    ...(because.length === 0 ? {} : { because })
  })
  return undefined
}

/** What a condition on a person looks at while nobody orders. */
const noOrder = { total: unpaid, isNew: false, country: null }

const everybody: readonly Evidence[] = []

const mayRefer = (draft: Draft.Draft, { refer }: Compiled, command: EnrollAdvocate): readonly Evidence[] => {
  if (refer.length === 0) return everybody
  const { segments } = command
  const earlier = EarlierOrders.count(Attribution.backgroundOf((key) => Draft.read(draft, key), command).earlier)
  const sight: Sight = { ...noOrder, earlier, ...(segments === undefined ? {} : { segments }) }
  return checked(refer, sight)
}

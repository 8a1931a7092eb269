/** What people wish of offers that leave them a choice: it says which option is asked first for what is earned from then on. */
import type { ChooseOption } from "./Command.ts"
import { type Choosable, type Compiled, type Rule, versionOf } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { ProgramId } from "./Ids.ts"
import * as Key from "./Key.ts"
import type { Shape } from "./Leaves.ts"
import { type Pair, personOf } from "./Limits.ts"
import * as Pin from "./Pin.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

type Parts = Extract<Shape<Rule>, { readonly _tag: "Parts" }>

/** The wishes that granting under some terms reads: none where they leave no choice. */
export const planWishes = (scout: Scout.Scout, { choices, id }: Compiled, pair: Pair): void => {
  for (const { offer, side } of choices) Scout.want(scout, Key.wish(id, offer, personOf(side, pair)))
}

/** The parts in the order in which they are asked: the one that is wished, then the others as they are written. */
export const inOrder = (
  draft: Draft.Draft,
  program: ProgramId,
  pair: Pair,
  { choice, leaves, of }: Parts
): readonly Shape<Rule>[] => {
  const [first] = leaves
  if (choice === null || first === undefined) return of
  const wish = Draft.read(draft, Key.wish(program, choice.offer, personOf(first.side, pair)))
  // Terms that are older, or newer, than the wish may not know the option.
  const place = wish === null ? 0 : choice.options.indexOf(wish.option)
  const one = of[place]
  return place <= 0 || one === undefined ? of : [one, ...of.toSpliced(place, 1)]
}

export const plan = (scout: Scout.Scout, { offer, person, program }: ChooseOption): void => {
  Scout.want(scout, Key.wish(program, offer, person))
  Scout.live(scout, program)
}

/** What is wished already is not recorded again. */
export const decide = (draft: Draft.Draft, command: ChooseOption): Rejection | undefined => {
  const { at, offer, option, person, program } = command
  const head = Draft.read(draft, Key.program(program))
  if (head === null) return { _tag: "ProgramUnknown", program }
  const options = optionsOf(choosables(draft, head), offer)
  if (!options.includes(option)) return { _tag: "OptionUnknown", of: offer, option, options }
  const key = Key.wish(program, offer, person)
  const known = Draft.read(draft, key)
  if (known?.option === option) return undefined
  const n = (known?.changes ?? 0) + 1
  Draft.emit(draft, {
    _tag: "OptionChosen",
    id: `${key}/${n}`,
    at,
    recorded: draft.now,
    program,
    person,
    offer,
    option,
    n
  })
  return undefined
}

/** A wish may be said of what is live, and of what is on its way. */
const choosables = (draft: Draft.Draft, head: Fact.ProgramHead): readonly Choosable[] =>
  Pin.liveVersions(head).flatMap((version) => versionOf(draft.programs, head.program, version).choices)

/** The options of an offer; none where it leaves no choice. */
export const optionsOf = (choices: readonly Choosable[], offer: string): readonly string[] => [
  ...new Set(choices.flatMap((one) => (one.offer === offer ? one.options : [])))
]

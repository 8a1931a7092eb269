/**
 * Whole histories: a few programs, people and orders, and steps that meet each other often: duplicates, refunds in any
 * order, edits, reviews, time that jumps, wakes that come late or twice. Steps name people and orders by small numbers
 * and look up rewards in the world as it stands, so that a failing history shrinks to a short one that reads well.
 */
import { cash, Program } from "@goodword/core"
import fc from "fast-check"
import { type Currency, currency, minorAmount, written } from "./amounts.ts"
import { repriced } from "./edits.ts"
import { programInput } from "./programs.ts"
import { type Step, steps, walk } from "./steps.ts"
import { story } from "./story.ts"

export class History {
  readonly unit: Currency
  readonly programs: readonly Program.Input[]
  /** What may be published in their place. */
  readonly edits: readonly Program.Input[]
  readonly steps: readonly Step[]

  constructor(
    unit: Currency,
    programs: readonly Program.Input[],
    edits: readonly Program.Input[],
    steps: readonly Step[]
  ) {
    this.unit = unit
    this.programs = programs
    this.edits = edits
    this.steps = steps
  }

  /** How fast-check shows it: as a story, once it has been shrunk. */
  toString(): string {
    return story(this)
  }
}

export interface Scope {
  readonly edits?: boolean
  readonly programs?: number
  readonly steps?: number
  /** Three friends qualify first, and then nothing but what may become of their orders and rewards. */
  readonly isWalk?: boolean
}

/** Every other program pays its advocates, whatever else it gives: what waits for payouts is rare otherwise. */
const paying = (program: fc.Arbitrary<Program.Input>, unit: Currency): fc.Arbitrary<Program.Input> =>
  fc.tuple(program, fc.boolean(), minorAmount(2_000)).map(([input, isPaying, minor]) => {
    const paid = { id: "paid", on: "every order" as const, give: cash({ amount: written(minor, unit) }) }
    const edited = { ...input, advocate: [...[input.advocate ?? []].flat(), paid] }
    return isPaying && isProgram(edited) ? edited : input
  })

const isProgram = (input: Program.Input): boolean => {
  try {
    Program.make(input)
    return true
  } catch {
    return false
  }
}

/** Histories with one program or two, in one currency, and edits of the first. */
export const history = ({
  edits = true,
  isWalk = false,
  programs = 2,
  steps: size = 24
}: Scope = {}): fc.Arbitrary<History> =>
  currency.chain((unit) =>
    fc.integer({ min: 1, max: programs }).chain((count) =>
      fc
        .tuple(
          fc
            .tuple(paying(programInput({ unit, id: "alpha" }), unit), programInput({ unit, id: "beta" }))
            .chain((both) =>
              fc.tuple(
                fc.constant(both),
                fc.array(fc.oneof(programInput({ unit, id: "alpha" }), repriced(both[0])), {
                  minLength: 1,
                  maxLength: 2
                })
              )
            ),
          isWalk ? walk(unit, count, size) : fc.array(steps(unit, count), { maxLength: size, size: "max" })
        )
        .map(
          ([[both, changed], all]) =>
            new History(
              unit,
              both.slice(0, count),
              changed,
              edits ? all : all.filter((one) => one.do !== "publish" && one.do !== "draft")
            )
        )
    )
  )

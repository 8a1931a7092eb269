/** What the door of prizes answers. */
import type * as Answer from "../domain/Answer.ts"
import type * as Fact from "../domain/Fact.ts"
import type { PersonId, ProgramId } from "../domain/Ids.ts"
import * as Instant from "../domain/Instant.ts"
import * as Money from "../domain/Money.ts"
import * as Output from "./Output.ts"

/** Somebody who won a prize. */
export interface Winner {
  /** From 1; no two have the same. */
  readonly place: number
  readonly person: PersonId
  /** Friends, or what their orders came to: `"12"`, `"340.00 USD"`. */
  readonly score: string
  readonly reached: string
}

export interface Awarded extends Output.Decision {
  readonly program: ProgramId
  readonly prize: string
  /** The month: `"2026-03"`. */
  readonly period: string
  readonly winners: readonly Winner[]
}

export const awarded = (answer: Answer.Answer, isReplayed: boolean, unit: Money.Money["unit"] | null): Awarded => {
  const { period, places, prize, program } = answer.subject.award as Fact.Award
  const winners = places.map(({ minor, person, place, reached }) => ({
    place,
    person,
    score: unit === null ? `${minor}` : Money.format({ minor, unit }),
    reached: Instant.format(reached)
  }))
  return { ...Output.decision(answer, isReplayed), program, prize, period, winners }
}

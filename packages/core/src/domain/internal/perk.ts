/** What all perks have in common: one of them is granted, it stays whole or goes whole, and it is no money. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { make } from "../Money.ts"
import type { Unit } from "../Unit.ts"

/** A name or a short phrase for people, such as a product or an event. */
export const Phrase = Schema.NonEmptyString.check(Schema.isTrimmed(), Schema.isMaxCodePoints(120))

export const perk = <const Kind extends string>(kind: Kind) => {
  const one = make(1n, kind as string as Unit)
  return {
    kind,
    form: "perk" as const,
    onPartialRefund: "proportional" as const,
    worth: () => Result.succeed(one),
    most: () => one
  }
}

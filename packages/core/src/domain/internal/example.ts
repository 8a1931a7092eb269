/** Amounts and rates for the examples of a catalog's entries. */
import type { Touch, TouchSource } from "../Fact.ts"
import type { PersonId, ProgramId } from "../Ids.ts"
import type { Instant } from "../Instant.ts"
import { type Money, make } from "../Money.ts"
import * as Rate from "../Rate.ts"
import type { Span } from "../Span.ts"
import { points as pointsUnit, type Unit } from "../Unit.ts"
import { unwrap } from "./assert.ts"

const usd = "USD" as Unit

export const cents = (minor: bigint): Money => make(minor, usd)
export const days = (count: number): Span => (count * 86_400_000) as Span
/** One of a perk. */
export const one = (perk: string): Money => make(1n, perk as Unit)
export const points = (count: bigint): Money => make(count, pointsUnit)
export const rate = (numerator: bigint, denominator: bigint): Rate.Rate => unwrap(Rate.make(numerator, denominator))

export const touch = (id: string, source: TouchSource, at: number): Touch => ({
  touch: id,
  program: "spring" as ProgramId,
  advocate: `psn_${id}` as PersonId,
  source,
  at: at as Instant
})

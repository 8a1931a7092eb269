/** What the doors about tax answer. */
import type * as Fact from "../domain/Fact.ts"
import type { PersonId } from "../domain/Ids.ts"
import * as Money from "../domain/Money.ts"
import { missingOf } from "../domain/TaxThreshold.ts"

export interface TaxThreshold {
  readonly id: string
  readonly from: number
  readonly country: string | null
  readonly amount: string
  readonly fields: readonly string[]
}

export interface TaxDetails {
  readonly person: PersonId
  readonly country: string | null
  readonly onFile: readonly Fact.OnFile[]
}

/** Somebody who was paid as much as a threshold says, or more. */
export interface TaxRow extends TaxDetails {
  readonly paid: string
  /** What the threshold asks for and is not on file. */
  readonly missing: readonly string[]
}

export interface TaxReport {
  readonly year: number
  /** The entry that is in force in that year; `null` where none is. */
  readonly threshold: TaxThreshold | null
  readonly rows: readonly TaxRow[]
  /** Where to go on: give it as `after`. `null` once everybody was looked at. */
  readonly next: number | null
  /** Whether the read models had caught up with the log. */
  readonly isComplete: boolean
}

export const threshold = ({ amount, ...rest }: Fact.TaxThreshold): TaxThreshold => ({
  ...rest,
  amount: Money.format(amount)
})

export const details = ({ country, onFile, person }: Fact.TaxDetails): TaxDetails => ({ person, country, onFile })

export const row = (
  person: PersonId,
  paid: Money.Money,
  known: Fact.TaxDetails | null,
  entry: Fact.TaxThreshold
): TaxRow => ({
  person,
  country: known?.country ?? null,
  onFile: known?.onFile ?? [],
  paid: Money.format(paid),
  missing: missingOf(entry, known)
})

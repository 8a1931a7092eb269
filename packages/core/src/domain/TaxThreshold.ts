/**
 * Tax thresholds: dated configuration of the store. Whoever would be paid so much in a calendar year is paid only once
 * what the threshold asks for is on file. No figure of any law stands in the code.
 */
import type { FileTaxDetails, SetTaxThresholds } from "./Command.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { PersonId } from "./Ids.ts"
import { differences } from "./internal/differences.ts"
import * as Key from "./Key.ts"
import type { Money } from "./Money.ts"
import * as Scout from "./Scout.ts"
import type { Unit } from "./Unit.ts"
import * as Wire from "./Wire.ts"

/** What the store is asked for before a person is paid an amount in a year. */
export const plan = (scout: Scout.Scout, run: string, person: PersonId, year: string, unit: Unit): void => {
  Scout.want(scout, Key.taxThresholds)
  Scout.want(scout, Key.taxDetails(person))
  Scout.want(scout, Key.paidYear(person, year, unit))
  Scout.want(scout, Key.paying(person, unit))
  Scout.want(scout, Key.payoutHeld(run, person))
}

/** The thresholds of a unit that are in force in a year: of each id, the newest entry that had begun by then. */
export const inForce = (
  thresholds: readonly Fact.TaxThreshold[],
  year: number,
  unit: string
): readonly Fact.TaxThreshold[] =>
  thresholds.filter(
    (one) =>
      one.amount.unit === unit &&
      one.from <= year &&
      thresholds.every((other) => other.id !== one.id || other.from <= one.from || other.from > year)
  )

/** Whom nobody knows the country of is not let through for that. */
export const appliesTo = ({ country }: Fact.TaxThreshold, details: Pick<Fact.TaxDetails, "country"> | null): boolean =>
  country === null || (details?.country ?? null) === null || details?.country === country

/** What a threshold asks for and nobody has filed. */
export const missingOf = (
  { fields }: Fact.TaxThreshold,
  details: Pick<Fact.TaxDetails, "onFile"> | null
): readonly string[] => fields.filter((field) => details?.onFile.every((one) => one.field !== field) ?? true)

export interface Standing {
  /** Whether there are any thresholds at all, so that what is under way has to be counted. */
  readonly isCounted: boolean
  readonly missing: readonly Fact.TaxMissing[]
  readonly because: readonly Evidence[]
}

const nothing: Standing = { isCounted: false, missing: [], because: [] }

/** What is missing for a person to be paid an amount more in a year. */
export const standing = (draft: Draft.Draft, person: PersonId, year: string, amount: Money): Standing => {
  const all = Draft.read(draft, Key.taxThresholds)?.thresholds ?? []
  if (all.length === 0) return nothing
  const details = Draft.read(draft, Key.taxDetails(person))
  const paid = Draft.read(draft, Key.paidYear(person, year, amount.unit))?.paid.minor ?? 0n
  const underWay = Draft.read(draft, Key.paying(person, amount.unit))?.underWay.minor ?? 0n
  const sum = { minor: paid + underWay + amount.minor, unit: amount.unit }
  const because: Evidence[] = []
  const missing: Fact.TaxMissing[] = []
  for (const one of inForce(all, Number.parseInt(year, 10), amount.unit)) {
    if (!appliesTo(one, details) || sum.minor < one.amount.minor) continue
    const fields = missingOf(one, details)
    because.push(passed("tax-threshold", sum, one.amount))
    if (fields.length === 0) continue
    missing.push({ threshold: one.id, fields })
    because.push(failed("tax-threshold", `${one.id}, ${year}`, fields.join(", ")))
  }
  return { isCounted: true, missing, because }
}

export const planSetting = (scout: Scout.Scout): void => Scout.want(scout, Key.taxThresholds)

/** Saying what is so already changes nothing. */
export const set = (draft: Draft.Draft, { at, thresholds }: SetTaxThresholds): void => {
  const known = Draft.read(draft, Key.taxThresholds)
  if (isSame(known?.thresholds ?? [], thresholds)) return
  const n = (known?.changes ?? 0) + 1
  const id = `${Key.taxThresholds}/${n}`
  Draft.emit(draft, { _tag: "TaxThresholdsSet", id, at, recorded: draft.now, n, thresholds })
}

export const planFiling = (scout: Scout.Scout, { person }: FileTaxDetails): void =>
  Scout.want(scout, Key.taxDetails(person))

export const file = (draft: Draft.Draft, { at, country, onFile, person }: FileTaxDetails): void => {
  const known = Draft.read(draft, Key.taxDetails(person))
  if (known !== null && known.country === country && isSame(known.onFile, onFile)) return
  const n = (known?.changes ?? 0) + 1
  const id = `${Key.taxDetails(person)}/${n}`
  Draft.emit(draft, { _tag: "TaxDetailsFiled", id, at, recorded: draft.now, person, n, country, onFile })
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  differences(Wire.encode(a), Wire.encode(b)).length === 0

/**
 * The doors about tax: from which yearly sum on something has to be on file before a payout pays, that it is, and who was paid so
 * much. What is on file stays with the store: here stands where, never what.
 */
import * as Effect from "effect/Effect"
import type { Command } from "../domain/Command.ts"
import type * as Fact from "../domain/Fact.ts"
import * as Key from "../domain/Key.ts"
import * as Money from "../domain/Money.ts"
import * as Cash from "../domain/reading/Cash.ts"
import * as TaxThreshold from "../domain/TaxThreshold.ts"
import type { DoorError } from "./EngineError.ts"
import * as Input from "./Input.ts"
import { fact, facts } from "./LoadFact.ts"
import * as PayoutCsv from "./PayoutCsv.ts"
import type { Config } from "./Payouts.ts"
import * as Receipts from "./Receipts.ts"
import * as TaxInput from "./TaxInput.ts"
import * as TaxOutput from "./TaxOutput.ts"

type Door<I, A> = (input: I) => Effect.Effect<A, DoorError>

export interface Taxes {
  /** Says from which yearly sum on what has to be on file; all that was said before is replaced. */
  readonly setTaxThresholds: Door<TaxInput.SetTaxThresholds, readonly TaxOutput.TaxThreshold[]>
  /** Says what the store has on file of a person, and where. */
  readonly fileTaxDetails: Door<TaxInput.FileTaxDetails, TaxOutput.TaxDetails>
  /** Who was paid as much in a year as a threshold says, page by page. */
  readonly taxReport: Door<TaxInput.TaxReport, TaxOutput.TaxReport>
  /** The same as one table, for the store's accountant. */
  readonly taxReportCsv: Door<TaxInput.TaxReportCsv, string>
}

export const make = (config: Config): Taxes => ({
  setTaxThresholds: setTaxThresholds(config),
  fileTaxDetails: fileTaxDetails(config),
  ...reports(config)
})

const setTaxThresholds = (config: Config): Taxes["setTaxThresholds"] => {
  const decode = Input.decoder(TaxInput.SetTaxThresholds)
  return Effect.fn("Goodword.setTaxThresholds")(function* (input) {
    const { at = config.now(), key, thresholds: given } = yield* decode(input)
    const thresholds = given.map((one) => ({ ...one, country: one.country ?? null }))
    yield* ask(config, "tax/thresholds", key, { thresholds }, { _tag: "SetTaxThresholds", at, thresholds })
    const known = yield* fact(config, Key.taxThresholds)
    return (known?.thresholds ?? []).map(TaxOutput.threshold)
  })
}

/** Saying what is so already changes nothing, so a call without a key needs no receipt. */
const ask = (
  { combiner }: Config,
  door: string,
  key: string | undefined,
  fields: Readonly<Record<string, unknown>>,
  command: Command
) =>
  combiner.ask(
    key === undefined
      ? { command }
      : { command, receipt: { key: `${door}/${Key.part(key)}`, fingerprint: Receipts.fingerprint(fields) } }
  )

const fileTaxDetails = (config: Config): Taxes["fileTaxDetails"] => {
  const decode = Input.decoder(TaxInput.FileTaxDetails)
  return Effect.fn("Goodword.fileTaxDetails")(function* (input) {
    const { at = config.now(), country = null, customer, key, onFile, person: given } = yield* decode(input)
    const person = given ?? (yield* config.directory.personFor(config.tenant, "customer", customer ?? ""))
    const fields = { person, country, onFile }
    const { answer } = yield* ask(config, "tax/of", key, fields, { _tag: "FileTaxDetails", at, ...fields })
    return TaxOutput.details(answer.subject.details as Fact.TaxDetails)
  })
}

/** How many people one call looks at, and how many at once. */
const lookedMax = 1_000
const pageMax = 32

const pageOf = Effect.fnUntraced(function* (config: Config, threshold: string, year: number, after: number) {
  const known = yield* fact(config, Key.taxThresholds)
  const named = (known?.thresholds ?? []).filter(({ id }) => id === threshold)
  const units = new Set(named.map(({ amount }) => amount.unit))
  const entry = [...units].flatMap((unit) => TaxThreshold.inForce(named, year, unit))[0]
  const isComplete = yield* config.reader.catchUp
  if (entry === undefined) return { year, threshold: null, rows: [], next: null, isComplete }
  const rows: TaxOutput.TaxRow[] = []
  let looked = after
  let isMore = true
  while (isMore && looked < after + lookedMax) {
    const people = yield* config.reader.look((pages) => Cash.people(pages, entry.amount.unit, looked, pageMax))
    const paid = yield* facts(
      config,
      people.map((person) => Key.paidYear(person, `${year}`, entry.amount.unit))
    )
    const details = yield* facts(config, people.map(Key.taxDetails))
    for (const [i, person] of people.entries()) {
      const sum = paid[i]?.paid ?? Money.zero(entry.amount.unit)
      const known = details[i] ?? null
      if (sum.minor < entry.amount.minor || !TaxThreshold.appliesTo(entry, known)) continue
      rows.push(TaxOutput.row(person, sum, known, entry))
    }
    looked += people.length
    isMore = people.length === pageMax
  }
  return { year, threshold: TaxOutput.threshold(entry), rows, next: isMore ? looked : null, isComplete }
})

const reports = (config: Config): Pick<Taxes, "taxReport" | "taxReportCsv"> => {
  const decode = Input.decoder(TaxInput.TaxReport)
  const decodeCsv = Input.decoder(TaxInput.TaxReportCsv)
  return {
    taxReport: Effect.fn("Goodword.taxReport")(function* (input) {
      const { after = 0, threshold, year } = yield* decode(input)
      return yield* pageOf(config, threshold, year, after)
    }),
    taxReportCsv: Effect.fn("Goodword.taxReportCsv")(function* (input) {
      const { threshold, year } = yield* decodeCsv(input)
      const lines = [PayoutCsv.taxHeader]
      for (let after: number | null = 0; after !== null; ) {
        const page: TaxOutput.TaxReport = yield* pageOf(config, threshold, year, after)
        for (const row of page.rows) lines.push(PayoutCsv.taxRow(threshold, year, row))
        after = page.next
      }
      return lines.join("")
    })
  }
}

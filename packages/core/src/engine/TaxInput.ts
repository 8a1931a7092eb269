/** What the doors about tax take: thresholds as the store's accountant knows them, and where something is on file. */
import * as Schema from "effect/Schema"
import * as Ids from "../domain/Ids.ts"
import * as Instant from "../domain/Instant.ts"
import * as Money from "../domain/Money.ts"
import * as Input from "./Input.ts"

const key = Schema.optionalKey(Ids.ExternalId)
const at = Schema.optionalKey(Instant.Text)
const Country = Schema.optionalKey(Input.Country)
const Year = Schema.Int.check(Schema.isBetween({ minimum: 1970, maximum: 9999 }))

const Threshold = Schema.Struct({
  /** The store's own name of it; entries of one name take each other's place by their dates. */
  id: Ids.ExternalId,
  /** The first calendar year (UTC) in which it is in force. */
  from: Year,
  /** For people of one country; for everybody where it is left out. */
  country: Country,
  /** Whoever would be paid this or more in a calendar year. */
  amount: Money.PositiveCurrency,
  /** What has to be on file then, by the store's own words. */
  fields: Schema.Array(Ids.ExternalId).check(Schema.isMinLength(1), Schema.isMaxLength(12))
})

export const SetTaxThresholds = Schema.Struct({
  /** All that are ever to be in force: they take the place of those before. */
  thresholds: Schema.Array(Threshold)
    .check(Schema.isMaxLength(64))
    .check(
      Schema.makeFilter((all: readonly { readonly id: string; readonly from: number }[]) => {
        const names = all.map(({ from, id }) => `${id} from ${from}`)
        const twice = names.find((name, i) => names.indexOf(name) !== i)
        return twice === undefined || `${twice} is there twice`
      })
    ),
  key,
  at
})

/** A tax number is no reference. These are the shapes of the United States', which people type without thinking. */
const taxNumber = /^(\d{3}-?\d{2}-?\d{4}|\d{2}-\d{7})$/u

const Reference = Ids.ExternalId.check(
  Schema.makeFilter(
    (text: string) =>
      !taxNumber.test(text) ||
      "looks like a tax number, which must not be kept here: say where it is on file, such as the id of a document"
  )
)

export const FileTaxDetails = Schema.Struct({
  ...Input.payee,
  /** Where the person is taxed. */
  country: Country,
  /** All that is on file of the person, and where; an empty list takes all of it back. */
  onFile: Schema.Array(Schema.Struct({ field: Ids.ExternalId, reference: Reference })).check(Schema.isMaxLength(24)),
  key,
  at
}).check(Input.isOne)

const ofReport = { year: Year, threshold: Ids.ExternalId }

export const TaxReport = Schema.Struct({
  ...ofReport,
  /** How many people were looked at before; `next` of the answer before. */
  after: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 })))
})

export const TaxReportCsv = Schema.Struct(ofReport)

export type SetTaxThresholds = Input.Written<typeof SetTaxThresholds.Encoded>
export type FileTaxDetails = Input.Written<typeof FileTaxDetails.Encoded>
export type TaxReport = Input.Written<typeof TaxReport.Encoded>
export type TaxReportCsv = Input.Written<typeof TaxReportCsv.Encoded>

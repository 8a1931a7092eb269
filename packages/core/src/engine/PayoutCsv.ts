/** Items of a payout run, and who reached a tax threshold, as CSV (RFC 4180), amounts as plain decimals. */
import type * as Fact from "../domain/Fact.ts"
import * as Money from "../domain/Money.ts"
import type { TaxRow } from "./TaxOutput.ts"

/** What a spreadsheet takes for a formula is told as text: an apostrophe before it, in quotes. */
export const cell = (text: string): string => {
  const isFormula = /^[=+\-@\t\r]/u.test(text)
  const safe = isFormula ? `'${text}` : text
  return isFormula || /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const line = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`

export const header = line(["run", "item", "person", "amount", "currency", "state", "reference", "reason"])

export const row = ({ amount, n, person, reason, reference, run, state }: Fact.PayoutItem): string => {
  const [decimal = "", currency = ""] = Money.format(amount).split(" ")
  return line([run, `${n}`, person, decimal, currency, state, reference ?? "", reason ?? ""])
}

export const taxHeader = line(["threshold", "year", "person", "country", "paid", "currency", "on file", "missing"])

export const taxRow = (threshold: string, year: number, { country, missing, onFile, paid, person }: TaxRow): string => {
  const [decimal = "", currency = ""] = paid.split(" ")
  const filed = onFile.map(({ field, reference }) => `${field}: ${reference}`).join("; ")
  return line([threshold, `${year}`, person, country ?? "", decimal, currency, filed, missing.join("; ")])
}

/** Items of a payout run as CSV (RFC 4180), amounts as plain decimals. */
import type * as Fact from "../domain/Fact.ts"
import * as Money from "../domain/Money.ts"

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

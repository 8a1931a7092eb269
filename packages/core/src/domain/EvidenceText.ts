/** One check told to people. */
import type { Evidence, Value } from "./Evidence.ts"
import * as Instant from "./Instant.ts"
import * as Money from "./Money.ts"

/** `minimum-total: 80.00 USD, against 40.00 USD` */
export const text = ({ actual, check, limit }: Evidence): string => {
  const seen = actual === undefined ? "" : `: ${valueText(actual)}`
  const wanted = limit === undefined ? "" : `, against ${valueText(limit)}`
  return `${check}${seen}${wanted}`
}

/** Numbers this large are instants. */
const instantMin = 100_000_000_000

const valueText = (value: Value): string => {
  if (value === null) return "nothing"
  if (typeof value === "object") return Money.format(value)
  return typeof value === "number" && value > instantMin ? Instant.format(value as Instant.Instant) : `${value}`
}

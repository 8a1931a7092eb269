/** What multiplies the worth of a reward, by decimals as they are written. */
import * as Period from "./Period.ts"

export interface SpecialEvent {
  readonly from: string
  readonly until: string
  readonly multiply: string
  readonly offers: readonly unknown[] | null
}

export const read = (written: unknown): readonly SpecialEvent[] =>
  Array.isArray(written)
    ? written.map(({ from, multiply, offers, until }) => ({
        from: `${from}`,
        until: `${until}`,
        multiply: `${multiply}`,
        offers: Array.isArray(offers) ? offers : null
      }))
    : []

/** The multipliers of the events that are on for a rule at some time; the second reward of an offer is `name.2`. */
export const on = (events: readonly SpecialEvent[], rule: string, timeZone: string, at: number): readonly string[] =>
  events
    .filter(({ from, offers, until }) => {
      const hasBegun = (moment: string): boolean =>
        moment.includes("T") ? at >= Date.parse(moment) : Period.keyOf("calendar day", timeZone, at) >= moment
      return hasBegun(from) && !hasBegun(until) && (offers === null || offers.includes(rule.split(".")[0]))
    })
    .map(({ multiply }) => multiply)

/** The greatest, in the words of the one that was granted where they mean the same; `null` where there is none. */
export const due = (all: readonly string[], granted: string | null): string | null => {
  let most: string | null = null
  for (const one of all) if (most === null || millionths(one) > millionths(most)) most = one
  return most !== null && granted !== null && millionths(most) === millionths(granted) ? granted : most
}

const million = 1_000_000n

const millionths = (decimal: string): bigint => {
  const [whole = "0", part = ""] = decimal.split(".")
  return BigInt(whole) * million + BigInt(part.padEnd(6, "0").slice(0, 6))
}

/** So many times an amount, rounded half up: both sides doubled, so that no half is lost. */
export const apply = (times: string | null, minor: bigint): bigint =>
  times === null ? minor : (2n * minor * millionths(times) + million) / (2n * million)

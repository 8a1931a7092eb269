/** What a case says when it is not met. No assertion library: the cases run under any test runner, and without one. */

/** Any value as text with a fixed order of keys, so that equal values have equal texts. */
export const show = (value: unknown): string => {
  if (typeof value === "bigint") return `${value}n`
  if (value === undefined) return "undefined"
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  const sorted = fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}: ${show(field)}`).join(", ")}}`
}

/** Long values are cut in the middle: both ends tell more than the first half. */
const short = (text: string, max = 400): string =>
  text.length <= max ? text : `${text.slice(0, max / 2)} ... ${text.slice(-max / 2)}`

/** A promise of the port that a store did not keep. */
export class Unmet extends Error {
  override readonly name = "Unmet"
}

/** Equal as JSON with integers; the order of an object's keys does not matter, nor a field that is undefined. */
export const same = (actual: unknown, expected: unknown, what: string): void => {
  const [is, wanted] = [show(actual), show(expected)]
  if (is !== wanted) throw new Unmet(`${what}: expected ${short(wanted)}, got ${short(is)}`)
}

export const holds = (condition: boolean, what: string): void => {
  if (!condition) throw new Unmet(what)
}

/** What an error says, whatever it is. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : typeof error === "string" ? error : show(error)

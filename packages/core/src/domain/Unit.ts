/**
 * What an amount is an amount of: an ISO 4217 currency in capitals (`USD`), or a lower-case name for points and other
 * entitlements (`points`, `percent-off`), which come whole.
 */
import type * as Brand from "effect/Brand"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { currencies } from "./_currencies.ts"
import { quote, textCodec } from "./internal/codec.ts"

export type Unit = string & Brand.Brand<"Unit">

/** The text is not a unit; the message says what to write. */
export interface UnknownUnit {
  readonly _tag: "UnknownUnit"
  readonly unit: string
  readonly message: string
}

const entitlementName = /^[a-z][a-z0-9-]{0,39}$/

/**
 * Reads a unit. A lower-case name which is a currency's code in small letters is refused, since `"80 usd"` is a slip
 * and not eighty pieces of an entitlement called usd.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as Unit from "./Unit.ts"
 * Result.getOrThrow(Result.map(Unit.parse("KWD"), Unit.exponent)) // => 3
 * Result.getOrThrow(Result.map(Unit.parse("percent-off"), Unit.exponent)) // => 0
 * Result.merge(Unit.parse("usd")) // => { _tag: "UnknownUnit", unit: "usd", message: 'unknown unit "usd": write USD' }
 */
export const parse = (text: string): Result.Result<Unit, UnknownUnit> => {
  if (currencies.has(text)) return Result.succeed(text as Unit)
  if (entitlementName.test(text) && !currencies.has(text.toUpperCase())) return Result.succeed(text as Unit)
  return Result.fail({ _tag: "UnknownUnit", unit: text, message: `unknown unit ${quote(text)}: ${advice(text)}` })
}

const advice = (text: string): string => {
  const capitals = text.trim().toUpperCase()
  if (currencies.has(capitals)) return `write ${capitals}`
  if (/^[A-Z]{3}$/.test(text))
    return "it is not an ISO 4217 currency with a minor unit; write one such as USD, EUR or JPY"
  return 'write an ISO 4217 currency in capitals, such as USD, or a lower-case name, such as "points"'
}

/** The unit of points: whole, without decimals. */
export const points: Unit = "points" as Unit

/** Whether the unit is money, and not points or another entitlement. */
export const isCurrency = (unit: Unit): boolean => currencies.has(unit)

/**
 * How many decimals the unit has: 2 for USD, 0 for JPY, 3 for KWD, and 0 for everything that is not a currency.
 */
export const exponent = (unit: Unit): number => currencies.get(unit) ?? 0

/** Whether a value is a unit that can be written and read again. */
export const is = (value: unknown): value is Unit => typeof value === "string" && Result.isSuccess(parse(value))

/** A unit in a document: `"USD"`, `"points"`. */
export const Text: Schema.Codec<Unit, string> = textCodec({
  identifier: "Unit",
  expected: 'a unit such as "USD" or "points"',
  is,
  parse,
  format: (unit) => unit
})

// The published generators of amounts and days, with every currency that there is; and how laws are tried.
import * as Result from "effect/Result"
import fc from "fast-check"
import * as published from "../../../testkit/src/generators/amounts.ts"
import { currencies } from "../../src/domain/_currencies.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Unit from "../../src/domain/Unit.ts"

export { minor, money, positiveMinor, unitPair, weights } from "../../../testkit/src/generators/amounts.ts"
export { date, instant, period, zone, zoneNames } from "../../../testkit/src/generators/calendar.ts"

/**
 * A law is tried on 200 inputs, or on more where the environment asks for more. Only mutation runs try fewer
 * (`GOODWORD_LAW_RUNS`), since they try every law hundreds of times.
 */
export const law = {
  numRuns: Number(process.env.GOODWORD_LAW_RUNS ?? Math.max(200, fc.readConfigureGlobal().numRuns ?? 0))
}

/** Any unit; each currency of the table is one of them. */
export const unit: fc.Arbitrary<Unit.Unit> = fc.oneof(
  published.unit,
  fc.constantFrom(...currencies.keys()).map((text) => unwrap(Unit.parse(text)))
)

/** The success of a result, or undefined: for tables of what is accepted. */
export const accepted = <A, E>(result: Result.Result<A, E>): A | undefined =>
  Result.isSuccess(result) ? result.success : undefined

/** The message of a failed result, or undefined. */
export const refused = <A>(result: Result.Result<A, { readonly message: string }>): string | undefined =>
  Result.isFailure(result) ? result.failure.message : undefined

import * as Result from "effect/Result"

/**
 * Dies loudly when something that can only be false by a bug is false. The one place in the domain that throws:
 * what a caller can get wrong is a `Result`, never an assertion.
 *
 * @example
 * import { assertInvariant } from "./assert.ts"
 * const sum = 5n - 5n
 * assertInvariant(sum === 0n, `transfers sum to ${sum}, not to 0`)
 */
export function assertInvariant(condition: boolean, message: string): asserts condition {
  if (!condition) broken(message)
}

/** The same where the condition has been looked at already: on hot paths, so that no message is made for nothing. */
export const broken = (message: string): never => {
  throw new Error(message)
}

/**
 * The success of `result`; a failure is thrown as an `Error` with the failure's message (the failure itself is its
 * `cause`). For constants in code and for values that were checked before, never for input.
 *
 * @example
 * import * as Money from "../Money.ts"
 * import { unwrap } from "./assert.ts"
 * unwrap(Money.parse("80.00 USD")).minor // => 8000n
 */
export const unwrap = <A, E>(result: Result.Result<A, E>): A => {
  if (Result.isSuccess(result)) return result.success
  throw new Error(messageOf(result.failure), { cause: result.failure })
}

const messageOf = (failure: unknown): string => {
  if (typeof failure !== "object" || failure === null) return `${failure}`
  if ("message" in failure && typeof failure.message === "string") return failure.message
  return "_tag" in failure ? `${failure._tag}` : "failure without a message"
}

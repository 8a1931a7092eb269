import * as Result from "effect/Result"

/** The success of what can only fail by a mistake in the code; the failure's own words otherwise. */
export const unwrap = <A, E extends { readonly message: string }>(result: Result.Result<A, E>): A => {
  if (Result.isSuccess(result)) return result.success
  throw new Error(result.failure.message, { cause: result.failure })
}

import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"

/**
 * A schema that reads one textual form with `parse` and writes it with `format`. The message of a failed `parse` is
 * the message of the schema's issue, unchanged. `is` guards the value's side, so that nothing is written that could
 * not be read again.
 */
export const textCodec = <A>(options: {
  readonly identifier: string
  readonly expected: string
  readonly is: (value: unknown) => value is A
  readonly parse: (text: string) => Result.Result<A, { readonly message: string }>
  readonly format: (value: A) => string
}): Schema.Codec<A, string> =>
  Schema.String.annotate({ description: options.expected, message: `write ${options.expected}` }).pipe(
    Schema.decodeTo(
      Schema.declare<A>(options.is, { identifier: options.identifier }),
      SchemaTransformation.transformEffect<A, string>({
        decode: (text, parseOptions) => toExit(options.parse(text), text, parseOptions),
        encode: (value) => Exit.succeed(options.format(value))
      })
    )
  )

/** A domain `Result` as what a schema's transformation returns. An `Exit` is data: nothing is run. */
export const toExit = <A>(
  result: Result.Result<A, { readonly message: string }>,
  input: unknown,
  options: ConstructorParameters<typeof SchemaIssue.InvalidValue>[2]
): Exit.Exit<A, SchemaIssue.Issue> =>
  Result.isSuccess(result)
    ? Exit.succeed(result.success)
    : Exit.fail(new SchemaIssue.InvalidValue({ message: result.failure.message }, input, options))

/** A caller's text as it may stand in a message: quoted, escaped, and cut where it is long. */
export const quote = (text: string): string =>
  text.length <= 80 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 80))}...`

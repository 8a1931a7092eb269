import * as Schema from "effect/Schema"
import * as Policy from "../Policy.ts"

const Option = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      (text.length <= 40 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u.test(text)) ||
      `must be lower-case letters, digits and single hyphens, such as "cash"; got ${JSON.stringify(text)}`
  )
)

const Options = Schema.Array(Option).check(
  Schema.makeFilter((names: readonly string[]) => {
    const twice = names.find((name, i) => names.indexOf(name) < i)
    return twice === undefined || `"${twice}" names two options: give each a name of its own`
  })
)

/**
 * The reward that the person wishes, of several. Who has wished nothing gets the one that is written first; where the one
 * that is wished is refused, the others are asked as they are written.
 */
export const choice = Policy.define(
  {
    policy: "choice",
    terms: Schema.Struct({ options: Options }),
    fields: [],
    parts: { least: 2, most: 12 },
    gives: "first",
    options: ({ options }) => options,
    describe: (_, parts) => `${parts.join(" or ")}, as wished`,
    examples: [
      { terms: { options: ["cash", "credit"] }, worths: [10_00n, 12_00n], given: [0] },
      { terms: { options: ["cash", "credit"] }, worths: [0n, 12_00n], given: [1] }
    ]
  },
  (options: Readonly<Record<string, Policy.Written>>) => ({
    options: Object.keys(options),
    of: Object.values(options)
  })
)
